//! Rules and what is wrong with them, as people read them.

use std::collections::BTreeMap;

use domain::{
    QueueId,
    context::VariableValue,
    routing::{AnyRule, ClassifyRule, Condition, Finding, Proof, RouteRule, Target, TestPlace},
};

use super::{Phrase, field_name, phrase, test};
use crate::{format, plain::visible, reader::Reader, words};

/// The names of queues, by id.
pub type QueueNames = BTreeMap<QueueId, String>;

/// “When Customer's name equals Kari”.
pub fn when(when: Option<&Condition>) -> Phrase {
    let words = &words::here().rules;
    when.map_or_else(|| Phrase::word(words.always), |when| phrase(when).within(words.when))
}

/// “Invoices”, or “60% Invoices, 40% Complaints”.
pub fn target(rule: &RouteRule, queues: &QueueNames) -> String {
    let words = &words::here().rules;
    let name = |id| queues.get(id).map_or_else(|| words.deleted_queue.to_owned(), |name| visible(name));
    match rule.target() {
        Some(Target::One(queue)) => name(queue),
        Some(Target::Split(shares)) => {
            let lang = Reader::here().lang;
            let share = |percent, queue| format!("{} {}", format::percent(percent, lang), name(queue));
            shares.iter().map(|one| share(one.percent, &one.queue)).collect::<Vec<_>>().join(", ")
        }
        None => words.no_queue.to_owned(),
    }
}

/// “tier becomes gold, skill French at least 3”.
pub fn outcome(rule: &ClassifyRule) -> String {
    let words = &words::here().rules;
    let value = |value: &VariableValue| match value {
        VariableValue::Text(text) => visible(text),
        VariableValue::Number(number) => number.to_string(),
    };
    let set = rule.set.iter().map(|(name, set)| (words.sets)(&visible(name), &value(set)));
    let skills = rule.skills.iter().map(|(name, rating)| (words.asks)(&visible(name), *rating));
    set.chain(skills).collect::<Vec<_>>().join(", ")
}

/// A rule without its name: “When … → Invoices”, and whether it is switched off.
pub fn rule(rule: &AnyRule, queues: &QueueNames) -> String {
    let (off, sentence) = match rule {
        AnyRule::Route(rule) => (rule.off, format!("{} → {}", when(rule.when.as_ref()).text(), target(rule, queues))),
        AnyRule::Classify(rule) => (rule.off, format!("{} → {}", when(rule.when.as_ref()).text(), outcome(rule))),
    };
    if off { format!("{sentence} ({})", words::here().rules.is_off) } else { sentence }
}

/// What is wrong with a rule.
pub fn finding(finding: &Finding) -> String {
    let words = &words::here().rules;
    match &finding.proof {
        Proof::NeverMatches { tests } if tests.is_empty() => words.empty_group.to_owned(),
        Proof::NeverMatches { tests } => (words.never_matches)(&both(tests)),
        Proof::Shadowed { by } => {
            let names: Vec<_> = by.iter().map(|rule| (words.numbered)(rule.rule + 1, &visible(&rule.name))).collect();
            (words.shadowed)(&listed(&names), names.len())
        }
        Proof::Contradiction { tests, .. } => (words.contradiction)(&both(tests)),
        Proof::Percentages { total } => (words.percentages)(*total),
        Proof::MissingQueue { .. } => words.missing_queue.to_owned(),
        Proof::NeverFilled { field, always, stops_rule, .. } => {
            let tell = match (always, stops_rule) {
                (_, true) => words.never_filled_stops,
                (true, false) => words.never_filled_always,
                (false, false) => words.never_filled_never,
            };
            tell(&field_name(field))
        }
    }
}

fn both(tests: &[TestPlace]) -> String {
    let sentence = |place: &TestPlace| {
        let value = place.value.as_ref().and_then(|value| serde_json::to_value(value).ok());
        (words::here().rules.quoted)(&test(&place.field, &place.op, value.as_ref()).text())
    };
    listed(&tests.iter().map(sentence).collect::<Vec<_>>())
}

/// “a”, “a and b”, “a, b and c”.
fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} {} {last}", rest.join(", "), words::here().traces.and),
    }
}
