//! Rules, as they are written in a file and as they are stored.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Condition, Operand};
use crate::{
    QueueId,
    context::{ContextField, VariableName, VariableValue},
};

/// The rules of a workstream. `Queue` is a queue's name in a file and its id in the database, so that renaming a queue changes
/// no rule. An empty set is complete: everything goes to the fallback queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules<Queue = QueueId> {
    /// Rulesets that add facts, in order; in each the first rule that matches applies.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub classify: Vec<Classification>,
    /// Rules that choose the queue, in order.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub route: Vec<RouteRule<Queue>>,
}

/// One classification ruleset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Classification {
    /// What people call it.
    pub name: String,
    /// In order.
    #[serde(default, rename = "rule", skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<ClassifyRule>,
}

/// A rule that adds facts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassifyRule {
    /// What people call it.
    pub name: String,
    /// Whether it is switched off: it keeps its place, and nobody looks at it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub off: bool,
    /// When it applies; absent is always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Context variables and the values they get.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, VariableValue>,
    /// Skills that the conversation needs, each with the rating from 1 to 10 that is asked for.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub skills: BTreeMap<String, i64>,
}

/// A rule that chooses a queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteRule<Queue = QueueId> {
    /// What people call it.
    pub name: String,
    /// Whether it is switched off: it keeps its place, and nobody looks at it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub off: bool,
    /// When it applies; absent is always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The queue. Exactly one of `queue` and `queues` is given.
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none")]
    pub queue: Option<Queue>,
    /// Queues that share the conversations by percentages.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub queues: Vec<Share<Queue>>,
}

/// A queue's part of the conversations that a rule matches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share<Queue = QueueId> {
    /// The queue.
    #[serde(rename = "name")]
    pub queue: Queue,
    /// 1 to 100; the parts of a rule total 100.
    pub percent: i64,
}

/// Where a checked rule sends its conversations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target<'a, Queue> {
    /// All to one.
    One(&'a Queue),
    /// Drawn by percentages.
    Split(&'a [Share<Queue>]),
}

impl<Queue> Default for Rules<Queue> {
    fn default() -> Self {
        Self { classify: Vec::new(), route: Vec::new() }
    }
}

impl<Queue> Rules<Queue> {
    /// How many rules there are.
    pub fn len(&self) -> usize {
        self.classify.iter().map(|ruleset| ruleset.rules.len()).sum::<usize>() + self.route.len()
    }

    /// Whether there is no rule.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every queue that a rule names, with the path of the place: `route[0].queue`, `route[1].queues[2].name`.
    pub fn queues(&self) -> impl Iterator<Item = (String, &Queue)> {
        self.route.iter().enumerate().flat_map(|(at, rule)| rule.queues(at))
    }

    /// Every field that a test reads, on either side. Names that are no field are left out.
    pub fn read_fields(&self) -> BTreeSet<ContextField> {
        let classify = self.classify.iter().flat_map(|ruleset| &ruleset.rules).filter_map(|rule| rule.when.as_ref());
        let whens = classify.chain(self.route.iter().filter_map(|rule| rule.when.as_ref()));
        let names = whens.flat_map(Condition::tests).flat_map(|test| {
            let right = match &test.value {
                Some(Operand::Field(right)) => Some(right.field.as_str()),
                _ => None,
            };
            [Some(test.field.as_str()), right].into_iter().flatten()
        });
        names.filter_map(ContextField::parse).collect()
    }

    /// Every variable and skill that a classification rule sets.
    pub fn set_fields(&self) -> BTreeSet<ContextField> {
        let rules = self.classify.iter().flat_map(|ruleset| &ruleset.rules);
        rules
            .flat_map(|rule| {
                let variables =
                    rule.set.keys().filter_map(|name| VariableName::parse(name)).map(ContextField::Variable);
                let skills = rule.skills.keys().filter_map(|name| VariableName::parse(name)).map(ContextField::Skill);
                variables.chain(skills)
            })
            .collect()
    }

    /// The same rules with other names for the queues: from names to ids before storing, and back for a file.
    pub fn with_queues<Other, E>(self, mut other: impl FnMut(Queue) -> Result<Other, E>) -> Result<Rules<Other>, E> {
        let mut route = Vec::with_capacity(self.route.len());
        for RouteRule { name, off, when, queue, queues } in self.route {
            let queue = queue.map(&mut other).transpose()?;
            let queues = queues
                .into_iter()
                .map(|share| Ok(Share { queue: other(share.queue)?, percent: share.percent }))
                .collect::<Result<_, E>>()?;
            route.push(RouteRule { name, off, when, queue, queues });
        }
        Ok(Rules { classify: self.classify, route })
    }
}

impl<Queue> RouteRule<Queue> {
    /// Every queue that the rule names, with the path of the place; the rule stands at `at`.
    pub(super) fn queues(&self, at: usize) -> impl Iterator<Item = (String, &Queue)> {
        let one = self.queue.iter().map(move |queue| (format!("route[{at}].queue"), queue));
        let parts = self.queues.iter().enumerate();
        one.chain(parts.map(move |(part, share)| (format!("route[{at}].queues[{part}].name"), &share.queue)))
    }

    /// Where it sends conversations; `None` for a rule that [`Rules::check`] refuses.
    pub fn target(&self) -> Option<Target<'_, Queue>> {
        match (&self.queue, self.queues.as_slice()) {
            (Some(queue), []) => Some(Target::One(queue)),
            (None, shares @ [_, ..]) => Some(Target::Split(shares)),
            _ => None,
        }
    }
}

/// A workstream's rules as published under a number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RulesetVersion {
    /// 1 is the version that the workstream was made with.
    pub version: i32,
    /// What it says.
    pub rules: Rules,
}
