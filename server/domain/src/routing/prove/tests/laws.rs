//! What is true of every finding: no conversation gives it the lie.

use jiff::{SignedDuration, Timestamp};
use proptest::{prelude::*, sample::select};

use super::conditions;
use crate::{
    context::{Context, ContextField, VariableName, VariableValue},
    routing::{
        CompiledRules, Condition, Finding, Proof, QueueFacts, RouteRule, RuleStatus, Rules, RulesetVersion, Snapshot,
        Surroundings, Trace, decide, prove,
        testing::{self, queue_id},
    },
};

/// What is so around a decision that knows this snapshot.
fn around(snapshot: &Snapshot) -> Surroundings {
    let queues = std::iter::once(&snapshot.fallback).chain(snapshot.named.values());
    Surroundings {
        queues: queues.map(|queue| (queue.id, QueueFacts { can_overflow: queue.overflow.is_some() })).collect(),
        never_filled: [ContextField::EntryPoint, ContextField::PlaceId, ContextField::Widget].into(),
    }
}

fn compiled(rules: &Rules) -> CompiledRules {
    CompiledRules::new(RulesetVersion { version: 1, rules: rules.clone() }).expect("valid rules")
}

/// Where a rule and its tests stand in a trace, and its condition.
fn place<'r>(rules: &'r Rules, finding: &Finding) -> (usize, usize, Option<&'r Condition>, String) {
    let classify = rules.classify.iter().enumerate().flat_map(|(set, ruleset)| {
        ruleset.rules.iter().enumerate().map(move |(at, rule)| (Some(set), at, rule.when.as_ref()))
    });
    let route = rules.route.iter().enumerate().map(|(at, rule)| (None, at, rule.when.as_ref()));
    let mut tests = 0;
    for (nth, (set, at, when)) in classify.chain(route).enumerate() {
        let path = set.map_or(format!("route[{at}].when"), |set| format!("classify[{set}].rule[{at}].when"));
        if finding.place.ruleset.map(|set| set as usize) == set && finding.place.rule as usize == at {
            return (nth, tests, when, path);
        }
        tests += when.map_or(0, |when| when.tests().len());
    }
    panic!("no such rule: {finding:?}");
}

/// Whether the part at `wanted` holds, as the tests of the trace say.
fn part(
    condition: &Condition,
    path: &str,
    wanted: &str,
    tests: &mut impl Iterator<Item = bool>,
    seen: &mut Option<bool>,
) -> bool {
    let mut list = |word: &str, parts: &[Condition]| -> Vec<bool> {
        let path = |at: usize| format!("{path}.{word}[{at}]");
        parts.iter().enumerate().map(|(at, one)| part(one, &path(at), wanted, tests, seen)).collect()
    };
    let holds = match condition {
        Condition::All(parts) => list("all", parts).into_iter().all(|holds| holds),
        Condition::Any(parts) => list("any", parts).into_iter().any(|holds| holds),
        Condition::Not(inner) => !part(inner, &format!("{path}.not"), wanted, tests, seen),
        Condition::Test(_) => tests.next().expect("a test"),
    };
    if path == wanted {
        *seen = Some(holds);
    }
    holds
}

fn stands(rules: &Rules, findings: &[Finding], snapshot: &Snapshot, trace: &Trace) -> Result<(), TestCaseError> {
    for finding in findings {
        let (nth, first_test, when, path) = place(rules, finding);
        let status = trace.rules[nth];
        let never = !matches!(status, RuleStatus::Matched | RuleStatus::Applied);
        let results = trace.tests[first_test..].iter().map(|holds| holds.unwrap_or_default());
        match &finding.proof {
            Proof::NeverMatches { .. } => prop_assert!(never, "{finding:?}"),
            Proof::Shadowed { by } => {
                prop_assert!(!by.is_empty() && by.iter().all(|earlier| earlier.rule < finding.place.rule));
                prop_assert_ne!(status, RuleStatus::Applied, "{:?}", finding);
            }
            Proof::Contradiction { path: wanted, .. } if status != RuleStatus::NotProcessed => {
                let mut seen = None;
                part(when.expect("a condition"), &path, wanted, &mut results.into_iter(), &mut seen);
                prop_assert_eq!(seen, Some(false), "{:?}", finding);
            }
            Proof::NeverFilled { always, stops_rule, test, .. } => {
                if let Some(holds) = trace.tests[first_test + test.number as usize] {
                    prop_assert_eq!(holds, *always, "{:?}", finding);
                }
                prop_assert!(!stops_rule || never, "{finding:?}");
            }
            Proof::MissingQueue { queue_id, .. } => prop_assert!(snapshot.queue(*queue_id).is_none()),
            Proof::Percentages { .. } => prop_assert!(false, "the rules are valid"),
            Proof::Contradiction { .. } => {}
        }
    }
    Ok(())
}

/// Conditions of tests that often meet.
fn condition(parts: Vec<Condition>) -> impl Strategy<Value = Condition> {
    select(parts).prop_recursive(2, 10, 4, |inner| {
        prop_oneof![
            3 => prop::collection::vec(inner.clone(), 1..5).prop_map(Condition::All),
            2 => prop::collection::vec(inner.clone(), 1..4).prop_map(Condition::Any),
            1 => inner.prop_map(|part| Condition::Not(Box::new(part)))
        ]
    })
}

fn rules_of(parts: Vec<Condition>) -> impl Strategy<Value = Rules> {
    let rule = (prop::option::weighted(0.97, condition(parts)), 0..testing::QUEUES).prop_map(|(when, queue)| {
        RouteRule { name: "r".into(), off: false, when, queue: Some(queue_id(queue)), queues: Vec::new() }
    });
    prop::collection::vec(rule, 1..7).prop_map(|route| Rules { classify: Vec::new(), route })
}

fn value() -> impl Strategy<Value = VariableValue> {
    let texts = ["gull", "bly", "b", "c", "d", "4", "fire", "xylofon"].map(|text| VariableValue::Text(text.to_owned()));
    prop_oneof![
        select(texts.to_vec()),
        select(&[0.0, 1.0, 3.0, 4.0, 4.5, 5.0, 5.5, 6.0, 10.0, -1.0][..]).prop_map(VariableValue::Number)
    ]
}

fn context() -> impl Strategy<Value = Context> {
    let one = |texts: &'static [&'static str]| prop::option::weighted(0.85, select(texts).prop_map(str::to_owned));
    let name = ["Kari", "kari", "KARI", "Ola", "per", "H\u{331}", "Kari H", "Ane", "straße", "A", "a", "x", "Per"];
    let text =
        ["faktura 7", "Faktura", "hei du", "hei", "7", "heiei", "aab", "du", "FAKTURAEN", "H\u{331}x", "hei hade"];
    let texts = (
        one(Box::leak(Box::new(name))),
        one(&["nb", "NB", "nb-NO", "en", "en-GB"]),
        one(&["nb", "en", "n", "NB-no"]),
        one(Box::leak(Box::new(text))),
    );
    let at = select(
        &[
            "2026-03-27T23:00:00Z",
            "2026-03-28T00:00:00Z",
            "2026-03-28T10:00:00Z",
            "2026-03-28T22:30:00Z",
            "2026-03-29T01:00:00Z",
            "2026-03-29T23:30:00Z",
            "2026-03-02T12:00:00Z",
            "2026-04-02T12:00:00Z",
        ][..],
    );
    let received = (
        prop::option::weighted(0.9, at),
        one(&["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
        one(&["00:00", "07:59", "08:00", "08:01", "12:00", "15:59", "16:00", "23:59", "11:59"]),
        prop::option::weighted(0.8, any::<bool>()),
    );
    let variables = prop::collection::btree_map(
        select(&["tier", "score"][..]).prop_map(|name| VariableName::parse(name).expect("a name")),
        value(),
        0..3,
    );
    (texts, received, variables).prop_map(|((name, resolved, device, text), (at, day, time, open), variables)| {
        Context {
            customer_display_name: name,
            resolved_locale: resolved,
            customer_device_locale: device,
            first_text: text,
            received_at: at.map(|at| at.parse().expect("an instant")),
            received_weekday: day,
            received_time: time,
            hours_open: open,
            variables,
            ..Context::default()
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_conversation_gives_a_finding_the_lie(
        rules in testing::rules(), contexts in prop::collection::vec(testing::context(), 8), snapshot in testing::snapshot(),
        second in 1_774_000_000_i64..1_775_000_000, seed in any::<i64>(),
    ) {
        let now = Timestamp::from_second(second).expect("a time");
        let findings = prove(&rules, &around(&snapshot));
        let compiled = compiled(&rules);
        for context in contexts {
            stands(&rules, &findings, &snapshot, &decide(&compiled, &context, &snapshot, now, seed).1)?;
        }
    }

    #[test]
    fn nor_where_tests_often_meet(
        rules in rules_of(conditions::parts()), contexts in prop::collection::vec(context(), 20), snapshot in testing::snapshot(),
        ahead in select(&[-200_i64, -90, -1, 0, 1, 90, 200][..]), seed in any::<i64>(),
    ) {
        let findings = prove(&rules, &around(&snapshot));
        let compiled = compiled(&rules);
        for context in contexts {
            let now = context.received_at.unwrap_or_default() + SignedDuration::from_hours(ahead);
            stands(&rules, &findings, &snapshot, &decide(&compiled, &context, &snapshot, now, seed).1)?;
        }
    }

    /// Of hours and weekdays there are few enough to try all.
    #[test]
    fn what_can_be_tried_out_is_found_in_full(rules in rules_of(few())) {
        let found: Vec<_> = {
            let queues = (0..testing::QUEUES).map(|at| (queue_id(at), QueueFacts { can_overflow: false })).collect();
            let findings = prove(&rules, &Surroundings { queues, ..Surroundings::default() });
            let kind = |at| findings.iter().filter(|f| f.place.rule as usize == at).find_map(|f| match f.proof {
                Proof::NeverMatches { .. } => Some("never matches"),
                Proof::Shadowed { .. } => Some("shadowed"),
                _ => None,
            });
            (0..rules.route.len()).map(kind).collect()
        };
        let mut matched = vec![Vec::new(); rules.route.len()];
        let compiled = compiled(&rules);
        for context in all_of_few() {
            let trace = decide(&compiled, &context, &roomy(), Timestamp::UNIX_EPOCH, 0).1;
            for (status, matched) in trace.rules.iter().zip(&mut matched) {
                matched.extend(matches!(status, RuleStatus::Matched | RuleStatus::Applied).then_some(*status));
            }
        }
        let expected: Vec<_> = matched.iter().map(|statuses| match statuses.as_slice() {
            [] => Some("never matches"),
            some if some.contains(&RuleStatus::Applied) => None,
            _ => Some("shadowed"),
        }).collect();
        prop_assert_eq!(found, expected);
    }
}

/// The tests of hours and weekdays.
fn few() -> Vec<Condition> {
    let is_few = |part: &Condition| {
        part.tests().iter().all(|test| ["hours.open", "received.weekday"].contains(&test.field.as_str()))
    };
    conditions::parts().into_iter().filter(is_few).collect()
}

fn all_of_few() -> impl Iterator<Item = Context> {
    let days = [None, Some("mon"), Some("tue"), Some("wed"), Some("thu"), Some("fri"), Some("sat"), Some("sun")];
    days.into_iter().flat_map(|day| {
        [None, Some(true), Some(false)].map(|hours_open| Context {
            received_weekday: day.map(str::to_owned),
            hours_open,
            ..Context::default()
        })
    })
}

/// A snapshot in which every queue takes what comes.
fn roomy() -> Snapshot {
    let queue = |number| crate::routing::QueueSnapshot {
        id: queue_id(number),
        name: String::new(),
        length: 0,
        longest_wait_s: 0,
        is_open: true,
        opens_at: None,
        member_count: 1,
        overflow: None,
    };
    let named = (1..testing::QUEUES).map(|number| (queue_id(number), queue(number))).collect();
    Snapshot { fallback: queue(0), named, utc_offset_s: 0 }
}
