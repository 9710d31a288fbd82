//! What is found: data, to be put into words by whoever shows it.

use serde::{Deserialize, Serialize};

use crate::{
    QueueId,
    routing::{Operand, Test},
};

/// A fault of a rule that is proven: there is no conversation for which it is not so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Where the rule stands.
    #[serde(flatten)]
    pub place: Place,
    /// What people call it.
    pub name: String,
    /// What is wrong.
    #[serde(flatten)]
    pub proof: Proof,
}

/// The place of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Which classification ruleset, from 0; `None` for a route rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ruleset: Option<u32>,
    /// Which rule of it, from 0.
    pub rule: u32,
}

/// What is wrong with a rule, and why that is certain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Proof {
    /// Its condition holds for no conversation.
    NeverMatches {
        /// The tests that contradict each other; none where an empty group is the reason.
        tests: Vec<TestPlace>,
    },
    /// Every conversation that it matches, earlier rules have taken.
    Shadowed {
        /// These, all of them together; each is needed.
        by: Vec<ShadowedBy>,
    },
    /// A part of its condition never holds, though the whole can.
    Contradiction {
        /// The path of the part, such as `route[3].when.any[1]`.
        path: String,
        /// The tests that contradict each other.
        tests: Vec<TestPlace>,
    },
    /// Its percentages do not total 100.
    Percentages {
        /// What they total.
        total: i64,
    },
    /// It names a queue that cannot be used.
    MissingQueue {
        /// The path of the place, such as `route[1].queues[2].name`.
        path: String,
        /// The queue.
        queue_id: QueueId,
    },
    /// It tests a field to which nothing gives a value.
    NeverFilled {
        /// The machine name of the field: the test's own, or the one that it compares with.
        field: String,
        /// Whether the test therefore always holds; else it never does.
        always: bool,
        /// Whether the rule therefore never matches. It is not reported a second time for that.
        stops_rule: bool,
        /// The test.
        test: TestPlace,
    },
}

/// An earlier rule of the same ruleset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShadowedBy {
    /// Its place, from 0.
    pub rule: u32,
    /// What people call it.
    pub name: String,
}

/// A test of a rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TestPlace {
    /// Its path, such as `route[3].when.all[0]`.
    pub path: String,
    /// Its number among the tests of its rule in order of writing, from 0.
    pub number: u32,
    /// The machine name of the field.
    pub field: String,
    /// The word of the operator.
    pub op: String,
    /// The right-hand side, where the operator takes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Operand>,
    /// Whether text compares with case.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub match_case: bool,
}

impl TestPlace {
    pub(super) fn new(path: String, number: usize, test: &Test) -> Self {
        let Test { field, op, value, match_case } = test.clone();
        Self { path, number: small(number), field, op, value, match_case }
    }
}

/// A number of rules or tests, for the wire.
pub(super) fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
