//! The explanation of a decision: the trace that is stored with the conversation (PRODUCT §5, §10).

use serde::{Deserialize, Serialize};
use serde_json::Value;

crate::words_enum! {
    /// A part of routing.
    pub enum Stage {
        /// A ruleset that adds facts.
        Classify = "classify",
        /// The ruleset that chooses the queue.
        Route = "route",
    }
}

crate::words_enum! {
    /// How far a rule came.
    pub enum RuleStatus {
        /// Not looked at.
        NotProcessed = "not_processed",
        /// Looked at; its condition does not hold.
        Processed = "processed",
        /// Its condition holds, but it was not chosen.
        Matched = "matched",
        /// Its condition holds and it was chosen.
        Applied = "applied",
    }
}

/// Why a conversation is where it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The version of the rules that decided.
    pub ruleset_version: i32,
    /// The name of the queue at the time.
    pub queue: String,
    /// Whether no rule chose it.
    pub fallback: bool,
    /// Every ruleset in the order of deciding.
    pub stages: Vec<StageTrace>,
    /// How percentages fell, where a rule has several queues.
    pub draw: Option<Draw>,
    /// Queues that were passed over because they overflowed.
    pub overflow: Vec<Overflow>,
    /// The rule that came closest, where none matched.
    pub nearest_miss: Option<NearestMiss>,
}

/// One ruleset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageTrace {
    /// What it was for.
    pub stage: Stage,
    /// Its name; the route ruleset has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Every rule, in order.
    pub rules: Vec<RuleTrace>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleTrace {
    /// What people call it.
    pub name: String,
    /// How far it came.
    pub status: RuleStatus,
    /// Its tests in the order of writing.
    pub conditions: Vec<ConditionTrace>,
}

/// One test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConditionTrace {
    /// The machine name of the field.
    pub field: String,
    /// The operator.
    pub op: String,
    /// The right-hand side as written.
    pub expected: Option<Value>,
    /// The fact, where it was looked at and is there.
    pub actual: Option<Value>,
    /// Whether the test holds, where it was looked at.
    pub holds: Option<bool>,
}

/// How percentages fell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draw {
    /// The rule that split.
    pub rule: String,
    /// What was drawn: 0 to 99.
    pub drawn: u8,
    /// The name of the queue that it fell on.
    pub queue: String,
}

/// A queue that was passed over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overflow {
    /// The rule that named it.
    pub rule: String,
    /// Its name.
    pub queue: String,
    /// Why, as a code.
    pub reason: String,
}

/// The test that stood between a rule and the conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NearestMiss {
    /// The rule's place among the route rules, from 1.
    pub position: u32,
    /// Its name.
    pub rule: String,
    /// The test that does not hold.
    pub condition: ConditionTrace,
}
