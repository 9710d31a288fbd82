//! The prover: what is certainly wrong with rules, whatever conversations come (PRODUCT §5).
//!
//! Every [`Finding`] is a proof; a rule without one may still be wrong. Within a rule a field has one value; what classification
//! rules set is not followed from one ruleset to the next, so a context variable may be anything anywhere.

mod atom;
mod finding;
mod formula;
mod instant;
mod marks;
mod number;
mod pair;
mod search;
mod stage;
#[cfg(test)]
mod tests;
mod text;
mod trail;
mod trial;

use std::collections::{BTreeMap, BTreeSet};

pub use finding::{Finding, Place, Proof, ShadowedBy, TestPlace};

use super::{ClassifyRule, RouteRule, Rules, Share, Target};
use crate::{
    QueueId,
    context::{ContextField, VariableName},
};
use finding::small;
use stage::{Entry, Stage};

/// What the prover knows besides the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// The queues that can be used.
    pub queues: BTreeMap<QueueId, QueueFacts>,
    /// Fields to which nothing gives a value: neither the workstream's channel nor, for context variables and skills, any rule.
    pub never_filled: BTreeSet<ContextField>,
}

/// What matters of a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueFacts {
    /// Whether it can pass a conversation on at all.
    pub can_overflow: bool,
}

/// Everything that is certainly wrong with rules, in their order; of one that is switched off, nothing. The rules may be a draft that
/// cannot be published yet: nothing is claimed of what cannot be read, see [`Rules::check`].
pub fn prove(rules: &Rules, around: &Surroundings) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut ratings: BTreeMap<VariableName, BTreeSet<i64>> = BTreeMap::new();
    for (at, ruleset) in rules.classify.iter().enumerate() {
        let entry = |(rule, written): (usize, &'_ ClassifyRule)| Entry {
            path: format!("classify[{at}].rule[{rule}].when"),
            name: written.name.clone(),
            when: written.when.clone(),
            takers: (0..rule).filter(|earlier| !ruleset.rules[*earlier].off).collect(),
        };
        let entries: Vec<_> = ruleset.rules.iter().enumerate().map(entry).collect();
        let stage = Stage::new(Some(small(at)), &entries, ratings.clone(), around);
        let on = || ruleset.rules.iter().enumerate().filter(|(_, rule)| !rule.off);
        on().for_each(|(rule, _)| stage.prove(rule, &mut found));
        for (skill, rating) in on().flat_map(|(_, rule)| &rule.skills) {
            if let Some(skill) = VariableName::parse(skill) {
                ratings.entry(skill).or_default().insert(*rating);
            }
        }
    }
    let entry = |(at, rule): (usize, &'_ RouteRule)| Entry {
        path: format!("route[{at}].when"),
        name: rule.name.clone(),
        when: rule.when.clone(),
        takers: (0..at).filter(|earlier| takes(&rules.route[*earlier], rule, around)).collect(),
    };
    let entries: Vec<_> = rules.route.iter().enumerate().map(entry).collect();
    let stage = Stage::new(None, &entries, ratings, around);
    for (at, rule) in rules.route.iter().enumerate().filter(|(_, rule)| !rule.off) {
        stage.prove(at, &mut found);
        queues(at, rule, around, &mut found);
    }
    found
}

/// Whether a rule leaves nothing of what it matches to a later one: it is on, and none of its queues can overflow, or the later one
/// chooses the same queues, so that whatever one of them does it does for the earlier rule.
fn takes(earlier: &RouteRule, later: &RouteRule, around: &Surroundings) -> bool {
    let keeps = |queue: &QueueId| around.queues.get(queue).is_some_and(|facts| !facts.can_overflow);
    if earlier.off {
        return false;
    }
    let is_same = earlier.target().is_some() && earlier.target() == later.target();
    is_same
        || match earlier.target() {
            Some(Target::One(queue)) => keeps(queue),
            Some(Target::Split(shares)) => {
                let is_whole = total(shares) == 100 && shares.iter().all(|share| share.percent > 0);
                is_whole && shares.iter().all(|share| keeps(&share.queue))
            }
            None => false,
        }
}

fn total(shares: &[Share]) -> i64 {
    shares.iter().fold(0, |sum, share| sum.saturating_add(share.percent))
}

fn queues(at: usize, rule: &RouteRule, around: &Surroundings, found: &mut Vec<Finding>) {
    let mut find = |proof| {
        found.push(Finding { place: Place { ruleset: None, rule: small(at) }, name: rule.name.clone(), proof });
    };
    let total = total(&rule.queues);
    if total != 100 && !rule.queues.is_empty() {
        find(Proof::Percentages { total });
    }
    for (path, queue) in rule.queues(at) {
        if !around.queues.contains_key(queue) {
            find(Proof::MissingQueue { path, queue_id: *queue });
        }
    }
}
