//! The search for a conversation of which some conditions hold and others do not. It takes the conditions apart, one alternative
//! after the other, and gives up an alternative as soon as the tests that it asks for contradict each other. When every alternative
//! is gone, there is no such conversation; when one is left, nothing is proven.
//!
//! A contradiction names the choices that it depends on, so that the search goes back to the last of these at once (conflict-directed
//! backjumping: Prosser, Hybrid Algorithms for the Constraint Satisfaction Problem, 1993).

use super::{
    atom::{Atoms, World},
    formula::Node,
    marks::Marks,
    trail::{Conflict, Step, Trail},
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

enum Outcome {
    Open,
    GaveUp,
    Conflict(Conflict),
}

/// Alternatives of which one is to be taken.
#[derive(Debug)]
struct Choice<'n> {
    parts: Vec<Goal<'n>>,
    level: usize,
}

struct Search<'n> {
    trail: Trail<'n>,
    /// Tests with other tags are as they please.
    kept: Option<&'n Marks>,
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
    let mut search = Search { trail: Trail::new(atoms, world), kept, choices: Vec::new(), left: most };
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
            Node::Test { atom, .. } => self.trail.has((*atom, goal.holds)),
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

    fn take(&mut self, step: Step) -> Result<(), Conflict> {
        if self.kept.is_some_and(|kept| !kept.contains(step.tag)) {
            return Ok(());
        }
        self.left = self.left.saturating_sub(1);
        self.trail.take(step)
    }

    fn undo(&mut self, steps: usize, choices: usize) {
        self.choices.truncate(choices);
        self.trail.undo(steps);
    }
}
