//! A condition with its tests numbered, the same test having the same number wherever it stands.

use super::atom::Atoms;
use crate::routing::{Condition, Test};

/// A condition.
#[derive(Debug)]
pub(super) enum Node {
    Always,
    Test {
        /// Which atom it is.
        atom: usize,
        /// Its number among the tests of its rule, in order of writing.
        number: usize,
    },
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
}

impl Node {
    pub fn new(when: Option<&Condition>, atoms: &mut Atoms) -> Self {
        when.map_or(Self::Always, |condition| Self::of(condition, atoms, &mut 0))
    }

    fn of(condition: &Condition, atoms: &mut Atoms, next: &mut usize) -> Self {
        let mut list = |parts: &[Condition]| parts.iter().map(|part| Self::of(part, atoms, next)).collect();
        match condition {
            Condition::All(parts) => Self::All(list(parts)),
            Condition::Any(parts) => Self::Any(list(parts)),
            Condition::Not(part) => Self::Not(Box::new(Self::of(part, atoms, next))),
            Condition::Test(test) => {
                *next += 1;
                Self::Test { atom: atoms.number(test), number: *next - 1 }
            }
        }
    }

    /// How many tests it has.
    pub fn count(&self) -> usize {
        match self {
            Self::Always => 0,
            Self::Test { .. } => 1,
            Self::All(parts) | Self::Any(parts) => parts.iter().map(Self::count).sum(),
            Self::Not(part) => part.count(),
        }
    }

    /// The parts of a group, each with its path after `path`.
    pub fn parts(&self, path: &str) -> Vec<(String, &Self)> {
        let list = |word: &str, parts: &'_ [Self]| -> Vec<String> {
            (0..parts.len()).map(|at| format!("{path}.{word}[{at}]")).collect()
        };
        match self {
            Self::Always | Self::Test { .. } => Vec::new(),
            Self::All(parts) => list("all", parts).into_iter().zip(parts).collect(),
            Self::Any(parts) => list("any", parts).into_iter().zip(parts).collect(),
            Self::Not(part) => vec![(format!("{path}.not"), part)],
        }
    }
}

/// The tests of a condition with their paths, in order of writing.
pub(super) fn tests<'c>(path: &str, condition: &'c Condition) -> Vec<(String, &'c Test)> {
    let list = |word: &str, parts: &'c [Condition]| {
        parts.iter().enumerate().flat_map(|(at, part)| tests(&format!("{path}.{word}[{at}]"), part)).collect()
    };
    match condition {
        Condition::All(parts) => list("all", parts),
        Condition::Any(parts) => list("any", parts),
        Condition::Not(part) => tests(&format!("{path}.not"), part),
        Condition::Test(test) => vec![(path.to_owned(), test)],
    }
}
