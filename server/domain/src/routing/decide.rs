//! The one function that decides.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Condition, ConditionTrace, Explanation, RuleStatus, RuleTrace, RulesetVersion, Stage, StageTrace};
use crate::{QueueId, context::Context};

/// A queue as it stood at the moment of deciding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueSnapshot {
    /// The queue.
    pub id: QueueId,
    /// Its name.
    pub name: String,
    /// How many conversations waited.
    pub length: i64,
    /// How long the longest had waited, in seconds.
    pub longest_wait_s: i64,
    /// Whether its hours were open.
    pub is_open: bool,
    /// How many people served it.
    pub member_count: i64,
}

/// What routing may know of the queues; stored with the decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The workstream's fallback queue.
    pub fallback: QueueSnapshot,
    /// The queues that its rules name.
    #[serde(default)]
    pub named: BTreeMap<QueueId, QueueSnapshot>,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The version of the rules.
    pub ruleset_version: i32,
    /// Where the conversation waits.
    pub queue_id: QueueId,
    /// Whether no rule chose it.
    pub is_fallback: bool,
    /// What percentages are drawn with.
    pub seed: i64,
    /// When it was decided.
    pub decided_at: Timestamp,
}

/// Decides where a conversation waits, and explains it. Pure, total and deterministic.
///
/// Rules are kept and shown, and not evaluated: every conversation goes to the fallback queue, whatever that queue's overflow
/// settings say.
pub fn decide(
    ruleset: &RulesetVersion,
    _context: &Context,
    snapshot: &Snapshot,
    now: Timestamp,
    seed: i64,
) -> (Decision, Explanation) {
    let decision = Decision {
        ruleset_version: ruleset.version,
        queue_id: snapshot.fallback.id,
        is_fallback: true,
        seed,
        decided_at: now,
    };
    let explanation = Explanation {
        ruleset_version: ruleset.version,
        queue: snapshot.fallback.name.clone(),
        fallback: true,
        stages: stages(ruleset),
        draw: None,
        overflow: Vec::new(),
        nearest_miss: None,
    };
    (decision, explanation)
}

fn stages(ruleset: &RulesetVersion) -> Vec<StageTrace> {
    let classify = ruleset.rules.classify.iter().map(|classification| StageTrace {
        stage: Stage::Classify,
        name: Some(classification.name.clone()),
        rules: classification.rules.iter().map(|rule| untouched(&rule.name, rule.when.as_ref())).collect(),
    });
    let route = ruleset.rules.route.iter().map(|rule| untouched(&rule.name, rule.when.as_ref()));
    let route = StageTrace { stage: Stage::Route, name: None, rules: route.collect() };
    classify.chain([route]).collect()
}

fn untouched(name: &str, when: Option<&Condition>) -> RuleTrace {
    let tests = when.map(Condition::tests).unwrap_or_default();
    let conditions = tests.into_iter().map(|test| ConditionTrace {
        field: test.field.clone(),
        op: test.op.clone(),
        expected: test.value.as_ref().and_then(|value| serde_json::to_value(value).ok()),
        actual: None,
        holds: None,
    });
    RuleTrace { name: name.to_owned(), status: RuleStatus::NotProcessed, conditions: conditions.collect() }
}
