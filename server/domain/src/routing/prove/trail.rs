//! What a search has taken to be so, one test after the other, and whether that can be.

use super::{
    atom::{Atoms, Literal, World},
    marks::Marks,
    pair,
};

/// A test as it should be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub literal: Literal,
    pub tag: usize,
    pub level: usize,
}

/// What a contradiction depends on.
#[derive(Debug, Default)]
pub(super) struct Conflict {
    pub tags: Marks,
    /// The choices; 0 is none.
    pub levels: Marks,
}

pub(super) struct Trail<'n> {
    atoms: &'n Atoms,
    world: World,
    steps: Vec<Step>,
    /// Where each atom was taken.
    by_atom: Vec<Option<usize>>,
    /// Where something was taken about each field.
    by_field: Vec<Vec<usize>>,
}

impl<'n> Trail<'n> {
    pub fn new(atoms: &'n Atoms, world: World) -> Self {
        let (atom_count, field_count) = atoms.len();
        Self {
            atoms,
            world,
            steps: Vec::new(),
            by_atom: vec![None; atom_count],
            by_field: vec![Vec::new(); field_count],
        }
    }

    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether a test is as it should be already.
    pub fn has(&self, (atom, holds): Literal) -> bool {
        self.by_atom[atom].is_some_and(|at| self.steps[at].literal.1 == holds)
    }

    /// Takes a test to be as it should be, unless that contradicts what was taken before.
    pub fn take(&mut self, step: Step) -> Result<(), Conflict> {
        let (atom, holds) = step.literal;
        let at = self.steps.len();
        if let Some(before) = self.by_atom[atom] {
            if self.steps[before].literal.1 == holds {
                return Ok(());
            }
            let mut conflict = Conflict::of(Some(step.tag), step.level);
            conflict.add_step(&self.steps[before]);
            return Err(conflict);
        }
        self.steps.push(step);
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
        let literals: Vec<_> = steps.iter().map(|at| self.steps[*at].literal).collect();
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
            let (test, fields) = (&self.atoms.get(self.steps[*first].literal.0).test, self.fields(*first));
            let alike: Vec<_> = pairs()
                .copied()
                .filter(|at| {
                    let other = self.atoms.get(self.steps[*at].literal.0);
                    other.fields == fields && other.test.match_case == test.match_case
                })
                .collect();
            let known = |at: &usize| {
                let (atom, holds) = self.steps[*at].literal;
                (self.atoms.get(atom).test.op, holds)
            };
            let literals: Vec<_> = alike.iter().map(known).collect();
            if !pair::refutes(&literals, fields[0] == fields[1]) {
                continue;
            }
            let may_be_absent = |field: &usize| {
                let steps = &self.by_field[*field];
                self.atoms.may_be_absent(&steps.iter().map(|at| self.steps[*at].literal).collect::<Vec<_>>())
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
        &self.atoms.get(self.steps[at].literal.0).fields
    }

    fn conflict(&self, steps: &[usize]) -> Conflict {
        let mut conflict = Conflict::default();
        for at in steps {
            conflict.add_step(&self.steps[*at]);
        }
        conflict
    }

    /// Takes back all steps but so many.
    pub fn undo(&mut self, steps: usize) {
        while self.steps.len() > steps {
            let Some(step) = self.steps.pop() else { return };
            let at = self.steps.len();
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
    pub fn of(tag: Option<usize>, level: usize) -> Self {
        Self { tags: tag.into_iter().collect(), levels: [level].into_iter().collect() }
    }

    pub fn add(&mut self, other: &Self) {
        self.tags.add_all(&other.tags);
        self.levels.add_all(&other.levels);
    }

    fn add_step(&mut self, step: &Step) {
        self.tags.insert(step.tag);
        self.levels.insert(step.level);
    }
}
