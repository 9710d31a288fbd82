//! What is found, and what is rightly not found: kind by kind.

mod conditions;
mod kinds;
mod laws;
mod planted;

use crate::{
    QueueId,
    context::ContextField,
    routing::{Finding, Proof, QueueFacts, Rules, Surroundings, prove, testing::queue_id},
};

const QUEUES: [&str; 5] = ["Reserve", "Norsk", "Faktura", "Natt", "Full"];

fn id(name: &str) -> QueueId {
    let number = QUEUES.iter().position(|known| *known == name).unwrap_or(99);
    queue_id(number as u128)
}

/// All queues are there; `Full` alone can overflow.
fn around() -> Surroundings {
    let facts = |name: &str| QueueFacts { can_overflow: name == "Full" };
    Surroundings {
        queues: QUEUES.into_iter().map(|name| (id(name), facts(name))).collect(),
        never_filled: [ContextField::PlaceId, ContextField::Widget].into(),
    }
}

/// Rules that may be a draft.
fn rules(file: &str) -> Rules {
    let rules: Rules<String> = toml::from_str(file).expect("rules");
    rules.with_queues(|name| Ok::<_, ()>(id(&name))).expect("queues")
}

/// Route rules with these conditions, to different queues.
fn routes(conditions: &[&str]) -> Rules {
    let route = |(at, when): (usize, &&str)| {
        let queue = ["Norsk", "Faktura", "Natt"][at % 3];
        let when = if when.is_empty() { String::new() } else { format!(", when = {when}") };
        format!("{{ name = \"{at}\", queue = \"{queue}\"{when} }},")
    };
    rules(&format!("route = [ {} ]", conditions.iter().enumerate().map(route).collect::<String>()))
}

fn found(file: &str) -> Vec<String> {
    words(&prove(&rules(file), &around()))
}

/// Findings in short: the place, what is wrong and why.
fn words(findings: &[Finding]) -> Vec<String> {
    let of = |finding: &Finding| {
        let numbers = |tests: &[crate::routing::TestPlace]| tests.iter().map(|test| test.number).collect::<Vec<_>>();
        let what = match &finding.proof {
            Proof::NeverMatches { tests } => format!("never matches {:?}", numbers(tests)),
            Proof::Shadowed { by } => format!("shadowed {:?}", by.iter().map(|rule| rule.rule).collect::<Vec<_>>()),
            Proof::Contradiction { path, tests } => format!("contradiction {path} {:?}", numbers(tests)),
            Proof::Percentages { total } => format!("percentages {total}"),
            Proof::MissingQueue { path, .. } => format!("missing queue {path}"),
            Proof::NeverFilled { field, always, stops_rule, test } => {
                format!("never filled {} {field} always={always} stops={stops_rule}", test.number)
            }
        };
        match finding.place.ruleset {
            Some(ruleset) => format!("{ruleset}/{} {what}", finding.place.rule),
            None => format!("{} {what}", finding.place.rule),
        }
    };
    findings.iter().map(of).collect()
}
