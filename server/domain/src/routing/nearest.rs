//! The nearest miss: which rule would have matched if the fewest tests had come out differently.

use super::{Condition, ConditionTrace, NearestMiss, RouteRule, RuleStatus, RuleTrace};
use crate::QueueId;

/// The rule, of those that were looked at and do not match, that is closest; the first of several. `None` where there is none.
pub(super) fn miss(rules: &[RouteRule<QueueId>], traces: &[RuleTrace]) -> Option<NearestMiss> {
    let all = rules.iter().zip(traces).enumerate().filter_map(|(at, (rule, trace))| {
        let when = rule.when.as_ref().filter(|_| trace.status == RuleStatus::Processed)?;
        let turned = turns(when, &mut trace.conditions.iter().zip(0..)).to_hold;
        Some((at, trace, turned.filter(|turned| !turned.is_empty())?))
    });
    let (at, trace, turned) = all.min_by_key(|(_, _, turned)| turned.len())?;
    let (first, others) = turned.split_first()?;
    Some(NearestMiss {
        position: u32::try_from(at + 1).unwrap_or(u32::MAX),
        rule: trace.name.clone(),
        condition: trace.conditions.get(*first)?.clone(),
        others: others.len(),
    })
}

/// The fewest tests that would have to come out differently, by their places, for a condition to hold and not to hold; `None` where
/// no outcome would do.
struct Turns {
    to_hold: Option<Vec<usize>>,
    not_to: Option<Vec<usize>>,
}

type Tests<'t> = dyn Iterator<Item = (&'t ConditionTrace, usize)> + 't;

fn turns(condition: &Condition, tests: &mut Tests<'_>) -> Turns {
    match condition {
        Condition::Test(_) => match tests.next() {
            Some((test, at)) if test.holds == Some(true) => Turns { to_hold: Some(Vec::new()), not_to: Some(vec![at]) },
            Some((_, at)) => Turns { to_hold: Some(vec![at]), not_to: Some(Vec::new()) },
            None => Turns { to_hold: None, not_to: None },
        },
        Condition::Not(part) => {
            let Turns { to_hold, not_to } = turns(part, tests);
            Turns { to_hold: not_to, not_to: to_hold }
        }
        Condition::All(parts) => {
            let (to_hold, not_to) = both(parts, tests);
            Turns { to_hold: every(to_hold), not_to: fewest(not_to) }
        }
        Condition::Any(parts) => {
            let (to_hold, not_to) = both(parts, tests);
            Turns { to_hold: fewest(to_hold), not_to: every(not_to) }
        }
    }
}

type Choices = Vec<Option<Vec<usize>>>;

fn both(parts: &[Condition], tests: &mut Tests<'_>) -> (Choices, Choices) {
    parts
        .iter()
        .map(|part| {
            let Turns { to_hold, not_to } = turns(part, tests);
            (to_hold, not_to)
        })
        .unzip()
}

fn every(choices: Choices) -> Option<Vec<usize>> {
    choices.into_iter().collect::<Option<Vec<_>>>().map(|turned| turned.concat())
}

fn fewest(choices: Choices) -> Option<Vec<usize>> {
    choices.into_iter().flatten().min_by_key(Vec::len)
}
