//! The search for a conversation of which some conditions hold and others do not. It takes the conditions apart, one alternative
//! after the other, and gives up an alternative as soon as the tests that it asks for contradict each other. When every alternative
//! is gone, there is no such conversation; when one is left, nothing is proven.
//!
//! A contradiction names the choices that it depends on, so that the search goes back to the last of these at once (conflict-directed
//! backjumping: Prosser, Hybrid Algorithms for the Constraint Satisfaction Problem, 1993).

use super::{
    atom::{Atoms, Literal, World},
    formula::Node,
    marks::Marks,
    pair,
};

/// A condition that should hold or not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Goal<'n> {
    pub node: &'n Node,
    pub holds: bool,
    /// What a contradiction names it by; without, its tests are named by their numbers.
    pub tag: Option<usize>,
}

/// What came of a search.
#[derive(Debug)]
pub(super) enum Verdict {
    /// There may be one, as far as we can see.
    Open,
    /// It took too long to say.
    GaveUp,
    /// There is no such conversation, and the goals and tests with these tags suffice to show it.
    Refuted(Marks),
}

/// What a contradiction depends on.
#[derive(Debug, Default)]
struct Conflict {
    tags: Marks,
    /// The choices; 0 is none.
    levels: Marks,
}

enum Outcome {
    Open,
    GaveUp,
    Conflict(Conflict),
}

/// A test as it should be.
#[derive(Clone, Copy, Debug)]
struct Step {
    literal: Literal,
    tag: usize,
    level: usize,
}

/// Alternatives of which one is to be taken.
#[derive(Debug)]
struct Choice<'n> {
    parts: Vec<Goal<'n>>,
    level: usize,
}

struct Search<'n> {
    atoms: &'n Atoms,
    world: World,
    /// Tests with other tags are as they please.
    kept: Option<&'n Marks>,
    trail: Vec<Step>,
    by_atom: Vec<Option<usize>>,
    by_field: Vec<Vec<usize>>,
    choices: Vec<Choice<'n>>,
    /// How many more tests may be looked at.
    left: usize,
}

/// Searches for a conversation of which all goals are so, looking at no more than `most` tests. Where `kept` is given, tests with
/// other tags are taken to be as they please.
pub(super) fn search<'n>(
    atoms: &'n Atoms,
    world: World,
    goals: &[Goal<'n>],
    kept: Option<&'n Marks>,
    most: usize,
) -> Verdict {
    let (atom_count, field_count) = atoms.len();
    let mut search = Search {
        atoms,
        world,
        kept,
        trail: Vec::new(),
        by_atom: vec![None; atom_count],
        by_field: vec![Vec::new(); field_count],
        choices: Vec::new(),
        left: most,
    };
    let asserted = goals.iter().try_for_each(|goal| search.assert(*goal, 0));
    match asserted.map_or_else(Outcome::Conflict, |()| search.begin()) {
        Outcome::Open => Verdict::Open,
        Outcome::GaveUp => Verdict::GaveUp,
        Outcome::Conflict(conflict) => Verdict::Refuted(conflict.tags),
    }
}

impl<'n> Search<'n> {
    /// Choices with few alternatives left come first.
    fn begin(&mut self) -> Outcome {
        let choices = std::mem::take(&mut self.choices);
        let mut sorted: Vec<_> = choices
            .into_iter()
            .map(|choice| {
                let possible = choice.parts.iter().filter(|part| self.is_possible(**part)).count();
                (possible, choice)
            })
            .collect();
        sorted.sort_by_key(|(possible, _)| *possible);
        self.choices = sorted.into_iter().map(|(_, choice)| choice).collect();
        self.choose(0)
    }

    fn is_possible(&mut self, goal: Goal<'n>) -> bool {
        let (steps, choices) = (self.trail.len(), self.choices.len());
        let is_possible = self.assert(goal, 0).is_ok();
        self.undo(steps, choices);
        is_possible
    }

    /// Takes an alternative of every choice from `next` on. The choice at `next` is level `next + 1`.
    fn choose(&mut self, next: usize) -> Outcome {
        let Some(choice) = self.choices.get(next) else { return Outcome::Open };
        let (parts, above, level) = (choice.parts.clone(), choice.level, next + 1);
        if parts.iter().any(|part| self.is_taken(*part)) {
            return self.choose(next + 1);
        }
        let mut all = Conflict::default();
        for part in parts {
            if self.left == 0 {
                return Outcome::GaveUp;
            }
            let (steps, choices) = (self.trail.len(), self.choices.len());
            let outcome = self.assert(part, level).map_or_else(Outcome::Conflict, |()| self.choose(next + 1));
            self.undo(steps, choices);
            let Outcome::Conflict(mut conflict) = outcome else { return outcome };
            if !conflict.levels.contains(level) {
                return Outcome::Conflict(conflict);
            }
            conflict.levels.remove(level);
            all.add(&conflict);
        }
        all.levels.insert(above);
        Outcome::Conflict(all)
    }

    /// Whether a test is as it should be already.
    fn is_taken(&self, goal: Goal<'n>) -> bool {
        match goal.node {
            Node::Test { atom, .. } => self.by_atom[*atom].is_some_and(|at| self.trail[at].literal.1 == goal.holds),
            Node::Not(part) => self.is_taken(Goal { node: part, holds: !goal.holds, ..goal }),
            Node::Always => goal.holds,
            Node::All(_) | Node::Any(_) => false,
        }
    }

    fn assert(&mut self, goal: Goal<'n>, level: usize) -> Result<(), Conflict> {
        let Goal { node, holds, tag } = goal;
        let part = |node| Goal { node, holds, tag };
        match node {
            Node::Always if holds => Ok(()),
            Node::Always => Err(Conflict::of(tag, level)),
            Node::Test { atom, number } => {
                self.take(Step { literal: (*atom, holds), tag: tag.unwrap_or(*number), level })
            }
            Node::Not(inner) => self.assert(Goal { node: inner, holds: !holds, tag }, level),
            Node::All(parts) | Node::Any(parts) => {
                if matches!(node, Node::All(_)) == holds {
                    return parts.iter().try_for_each(|node| self.assert(part(node), level));
                }
                match parts.as_slice() {
                    [] => Err(Conflict::of(tag, level)),
                    [only] => self.assert(part(only), level),
                    _ => {
                        self.choices.push(Choice { parts: parts.iter().map(part).collect(), level });
                        Ok(())
                    }
                }
            }
        }
    }

    /// Takes a test to be as it should be, unless that contradicts what was taken before.
    fn take(&mut self, step: Step) -> Result<(), Conflict> {
        if self.kept.is_some_and(|kept| !kept.contains(step.tag)) {
            return Ok(());
        }
        self.left = self.left.saturating_sub(1);
        let (atom, holds) = step.literal;
        let at = self.trail.len();
        if let Some(before) = self.by_atom[atom] {
            if self.trail[before].literal.1 == holds {
                return Ok(());
            }
            let mut conflict = Conflict::of(Some(step.tag), step.level);
            conflict.add_step(&self.trail[before]);
            return Err(conflict);
        }
        self.trail.push(step);
        self.by_atom[atom] = Some(at);
        let fields = &self.atoms.get(atom).fields;
        for (nth, field) in fields.iter().enumerate() {
            if !fields[..nth].contains(field) {
                self.by_field[*field].push(at);
            }
        }
        for field in fields {
            if self.refutes(*field, &self.by_field[*field]) {
                return Err(self.reduced(*field));
            }
        }
        fields.iter().try_for_each(|field| self.compare(*field))
    }

    fn refutes(&self, field: usize, steps: &[usize]) -> bool {
        let literals: Vec<_> = steps.iter().map(|at| self.trail[*at].literal).collect();
        self.atoms.refutes(field, &literals, self.world)
    }

    /// The contradiction about a field, without steps that it does not need. The last step is one that it needs.
    fn reduced(&self, field: usize) -> Conflict {
        let all = self.by_field[field].as_slice();
        let Some((last, mut rest)) = all.split_last() else { return Conflict::default() };
        let mut core = vec![*last];
        let with = |core: &[usize], more: &[usize]| self.refutes(field, &[core, more].concat());
        while !rest.is_empty() && !with(&core, &[]) {
            let (mut low, mut high) = (1, rest.len());
            while low < high {
                let middle = low.midpoint(high);
                if with(&core, &rest[..middle]) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            core.push(rest[high - 1]);
            rest = &rest[..high - 1];
        }
        let core = if with(&core, &[]) { core } else { all.to_vec() };
        self.conflict(&core)
    }

    /// The tests that compare a field with another one, each pair of fields for itself.
    fn compare(&self, field: usize) -> Result<(), Conflict> {
        let pairs = || self.by_field[field].iter().filter(|at| self.fields(**at).len() == 2);
        for first in pairs() {
            let (test, fields) = (&self.atoms.get(self.trail[*first].literal.0).test, self.fields(*first));
            let alike: Vec<_> = pairs()
                .copied()
                .filter(|at| {
                    let other = self.atoms.get(self.trail[*at].literal.0);
                    other.fields == fields && other.test.match_case == test.match_case
                })
                .collect();
            let known = |at: &usize| {
                let (atom, holds) = self.trail[*at].literal;
                (self.atoms.get(atom).test.op, holds)
            };
            let literals: Vec<_> = alike.iter().map(known).collect();
            if !pair::refutes(&literals, fields[0] == fields[1]) {
                continue;
            }
            let may_be_absent = |field: &usize| {
                let steps = &self.by_field[*field];
                self.atoms.may_be_absent(&steps.iter().map(|at| self.trail[*at].literal).collect::<Vec<_>>())
            };
            if literals.iter().any(|(_, holds)| *holds) {
                return Err(self.conflict(&alike));
            }
            if !fields.iter().any(may_be_absent) {
                let steps: Vec<_> = fields.iter().flat_map(|field| self.by_field[*field].iter().copied()).collect();
                return Err(self.conflict(&steps));
            }
        }
        Ok(())
    }

    fn fields(&self, at: usize) -> &'n [usize] {
        &self.atoms.get(self.trail[at].literal.0).fields
    }

    fn conflict(&self, steps: &[usize]) -> Conflict {
        let mut conflict = Conflict::default();
        for at in steps {
            conflict.add_step(&self.trail[*at]);
        }
        conflict
    }

    fn undo(&mut self, steps: usize, choices: usize) {
        self.choices.truncate(choices);
        while self.trail.len() > steps {
            let Some(step) = self.trail.pop() else { return };
            let at = self.trail.len();
            self.by_atom[step.literal.0] = None;
            for field in &self.atoms.get(step.literal.0).fields {
                if self.by_field[*field].last() == Some(&at) {
                    self.by_field[*field].pop();
                }
            }
        }
    }
}

impl Conflict {
    fn of(tag: Option<usize>, level: usize) -> Self {
        Self { tags: tag.into_iter().collect(), levels: [level].into_iter().collect() }
    }

    fn add(&mut self, other: &Self) {
        self.tags.add_all(&other.tags);
        self.levels.add_all(&other.levels);
    }

    fn add_step(&mut self, step: &Step) {
        self.tags.insert(step.tag);
        self.levels.insert(step.level);
    }
}
