//! The explanation of a decision (PRODUCT §5, §10): what its [`Trace`] means, with the names and the facts that it does not repeat.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Condition, Decision, OverflowReason, RuleStatus, RulesetVersion, Snapshot, Target, Test, Trace, decide, nearest,
};
use crate::{
    QueueId,
    context::{Context, ContextField, ContextValue},
    queue::OverflowAction,
};

crate::words_enum! {
    /// A part of routing.
    pub enum Stage {
        /// A ruleset that adds facts.
        Classify = "classify",
        /// The ruleset that chooses the queue.
        Route = "route",
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
    /// Whether the conversation was ended, as no queue could take it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ended: bool,
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
    /// Whether it was switched off, and so not looked at.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub off: bool,
    /// How far it came.
    pub status: RuleStatus,
    /// Its tests in the order of writing.
    pub conditions: Vec<ConditionTrace>,
    /// What it gave the context, where it was applied: fields by machine name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, Value>,
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
    /// Whether it looks at a fact that the reader may not read: neither values nor outcome are told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
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
    /// The rule that chose it.
    pub rule: String,
    /// Its name.
    pub queue: String,
    /// Why.
    pub reason: OverflowReason,
    /// What was done, where all queues that rules chose overflowed and this one decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<OverflowStep>,
}

/// What was done with a conversation that its queue could not take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverflowStep {
    /// It waits there all the same.
    Assign,
    /// It was ended.
    End,
    /// It went to the queue with this name.
    Transfer(String),
}

/// The test that stood between a rule and the conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NearestMiss {
    /// The rule's place among the route rules, from 1.
    pub position: u32,
    /// Its name.
    pub rule: String,
    /// The test that would have to come out differently; the first of several.
    pub condition: ConditionTrace,
    /// How many further tests would have to, as well.
    #[serde(default)]
    pub others: usize,
}

/// Explains a decision from its record and from what it was made of. A record of other rules explains what it can.
pub fn explain(
    ruleset: &RulesetVersion,
    context: &Context,
    snapshot: &Snapshot,
    decision: &Decision,
    trace: &Trace,
) -> Explanation {
    let mut reader = Reader { context, set: BTreeMap::new(), rules: trace.rules.iter(), tests: trace.tests.iter() };
    let rules = &ruleset.rules;
    let mut stages = Vec::with_capacity(rules.classify.len() + 1);
    for ruleset in &rules.classify {
        let read = |rule: &super::ClassifyRule, reader: &mut Reader<'_>| {
            let mut read = reader.rule((&rule.name, rule.off), rule.when.as_ref());
            if read.status == RuleStatus::Applied {
                let skills = rule.skills.iter().map(|(name, rating)| (format!("skill.{name}"), Value::from(*rating)));
                let set = rule
                    .set
                    .iter()
                    .filter_map(|(name, value)| Some((format!("variable.{name}"), serde_json::to_value(value).ok()?)));
                read.set = set.chain(skills).collect();
                reader.set.extend(read.set.clone());
            }
            read
        };
        let rules = ruleset.rules.iter().map(|rule| read(rule, &mut reader)).collect();
        stages.push(StageTrace { stage: Stage::Classify, name: Some(ruleset.name.clone()), rules });
    }
    let routes: Vec<_> =
        rules.route.iter().map(|rule| reader.rule((&rule.name, rule.off), rule.when.as_ref())).collect();
    let nearest_miss = decision.is_fallback.then(|| nearest::miss(&rules.route, &routes)).flatten();
    stages.push(StageTrace { stage: Stage::Route, name: None, rules: routes });
    Explanation {
        ruleset_version: decision.ruleset_version,
        queue: name_of(snapshot, decision.queue_id),
        fallback: decision.is_fallback,
        ended: decision.is_ended,
        stages,
        draw: drawn(ruleset, snapshot, decision, trace),
        overflow: passed_over(ruleset, snapshot, trace),
        nearest_miss,
    }
}

fn name_of(snapshot: &Snapshot, id: QueueId) -> String {
    snapshot.queue(id).map(|queue| queue.name.clone()).unwrap_or_default()
}

fn drawn(ruleset: &RulesetVersion, snapshot: &Snapshot, decision: &Decision, trace: &Trace) -> Option<Draw> {
    let rule = ruleset.rules.route.get(trace.applied?)?;
    let Some(Target::Split(shares)) = rule.target() else { return None };
    let drawn = decide::draw(decision.seed);
    let queue = name_of(snapshot, decide::part(shares, drawn)?);
    Some(Draw { rule: rule.name.clone(), drawn, queue })
}

fn passed_over(ruleset: &RulesetVersion, snapshot: &Snapshot, trace: &Trace) -> Vec<Overflow> {
    let step = |action| match action {
        OverflowAction::Assign => OverflowStep::Assign,
        OverflowAction::End => OverflowStep::End,
        OverflowAction::Transfer(to) => OverflowStep::Transfer(name_of(snapshot, to)),
    };
    let over = |passed: &super::Passed| {
        let rule = ruleset.rules.route.get(passed.rule)?;
        let action = trace.action.filter(|_| trace.applied == Some(passed.rule)).map(step);
        let queue = name_of(snapshot, passed.queue_id);
        Some(Overflow { rule: rule.name.clone(), queue, reason: passed.reason, action })
    };
    trace.passed.iter().filter_map(over).collect()
}

/// Reads a record along the rules that it was made by.
struct Reader<'a> {
    context: &'a Context,
    /// What rules have set so far.
    set: BTreeMap<String, Value>,
    rules: std::slice::Iter<'a, RuleStatus>,
    tests: std::slice::Iter<'a, Option<bool>>,
}

impl Reader<'_> {
    fn rule(&mut self, (name, off): (&str, bool), when: Option<&Condition>) -> RuleTrace {
        let status = self.rules.next().copied().unwrap_or(RuleStatus::NotProcessed);
        let tests = when.map(Condition::tests).unwrap_or_default();
        let conditions = tests.into_iter().map(|test| self.test(test)).collect();
        RuleTrace { name: name.to_owned(), off, status, conditions, set: BTreeMap::new() }
    }

    fn test(&mut self, test: &Test) -> ConditionTrace {
        let holds = self.tests.next().copied().flatten();
        ConditionTrace {
            field: test.field.clone(),
            op: test.op.clone(),
            expected: test.value.as_ref().and_then(|value| serde_json::to_value(value).ok()),
            actual: holds.and_then(|_| self.fact(&test.field)),
            holds,
            hidden: false,
        }
    }

    fn fact(&self, name: &str) -> Option<Value> {
        if let Some(value) = self.set.get(name) {
            return Some(value.clone());
        }
        Some(match self.context.get(&ContextField::parse(name)?)? {
            ContextValue::Text(text) => text.into(),
            ContextValue::Number(number) => number.into(),
            ContextValue::Flag(flag) => flag.into(),
            ContextValue::Instant(at) => at.to_string().into(),
        })
    }
}
