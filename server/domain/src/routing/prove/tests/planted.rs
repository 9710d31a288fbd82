//! Five hundred sets of rules with a fault planted in each, and five hundred without.

mod town;

use serde_json::json;
use town::{Dice, around, clean, condition, test};

use super::words;
use crate::routing::{ClassifyRule, Condition, Finding, RouteRule, Rules, Share, prove, testing::queue_id};

const SETS: u64 = 500;

/// Plants a fault of one of the six kinds, and says what is to be found.
fn plant(dice: &mut Dice, rules: &mut Rules, kind: u64) -> String {
    let at = dice.roll(rules.route.len() + 1);
    let some = dice.roll(rules.route.len());
    match kind {
        0 => never_matches(dice, rules, at),
        1 => shadowed(dice, rules, some),
        2 => contradiction(dice, rules, some),
        3 => {
            let percent = 1 + i64::try_from(dice.roll(98)).expect("small");
            let share = |queue, percent| Share { queue: queue_id(queue), percent };
            let (one, other) =
                (share(1, percent), share(2, if dice.roll(2) == 0 { 99 - percent } else { 101 - percent }));
            let total = one.percent + other.percent;
            rules.route[some].queue = None;
            rules.route[some].queues = vec![one, other];
            format!("{some} percentages {total}")
        }
        4 => {
            let gone = queue_id(70 + dice.roll(9) as u128);
            if let Some(share) = rules.route[some].queues.last_mut() {
                share.queue = gone;
                return format!("{some} missing queue route[{some}].queues[1].name");
            }
            rules.route[some].queue = Some(gone);
            format!("{some} missing queue route[{some}].queue")
        }
        _ => {
            let when = rules.route[some].when.take().expect("a condition");
            let op = *dice.one(&["equals", "contains", "begins_with", "not_equals"]);
            let never = test(json!({ "field": "context.place_id", "op": op, "value": "ChIJ-7" }));
            let (when, stops) = match dice.roll(2) {
                0 => (Condition::Any(vec![never, when]), false),
                _ => (Condition::All(vec![never, when]), true),
            };
            rules.route[some].when = Some(when);
            format!("{some} never filled 0 context.place_id always=false stops={stops}")
        }
    }
}

/// Two tests that people write together by mistake.
fn opposites(dice: &mut Dice) -> [Condition; 2] {
    let mistakes = [
        json!([{ "field": "context.resolved_locale", "op": "equals", "value": "nb-NO" }, { "field": "context.resolved_locale", "op": "equals", "value": "nn-NO" }]),
        json!([{ "field": "context.resolved_locale", "op": "begins_with", "value": "nb" }, { "field": "context.resolved_locale", "op": "in", "value": ["en-GB", "sv-SE"] }]),
        json!([{ "field": "customer.display_name", "op": "has_data" }, { "field": "customer.display_name", "op": "no_data" }]),
        json!([{ "field": "customer.display_name", "op": "contains", "value": "kari" }, { "field": "customer.display_name", "op": "no_data" }]),
        json!([{ "field": "message.first_text", "op": "contains", "value": "fakturaen" }, { "not": { "field": "message.first_text", "op": "contains", "value": "Faktura" } }]),
        json!([{ "field": "message.first_text", "op": "equals", "value": "Hei" }, { "field": "message.first_text", "op": "contains", "value": "ordre" }]),
        json!([{ "field": "context.entry_point", "op": "equals", "value": "MAPS" }, { "field": "context.entry_point", "op": "not_equals", "value": "maps" }]),
        json!([{ "field": "context.entry_point", "op": "in", "value": ["MAPS", "LOCAL"] }, { "field": "context.entry_point", "op": "in", "value": ["PLACESHEET"] }]),
        json!([{ "field": "hours.open", "op": "equals", "value": true }, { "field": "hours.open", "op": "not_equals", "value": true }]),
        json!([{ "field": "received.weekday", "op": "in", "value": ["sat", "sun"] }, { "field": "received.weekday", "op": "equals", "value": "mon" }]),
        json!([{ "field": "received.time", "op": "greater", "value": "16:00" }, { "field": "received.time", "op": "less", "value": "08:00" }]),
        json!([{ "field": "received.time", "op": "between", "value": ["08:00", "15:59"] }, { "field": "received.time", "op": "after", "value": "15:59" }]),
        json!([{ "field": "received.at", "op": "before", "value": "2026-03-01" }, { "field": "received.at", "op": "on", "value": "2026-05-17" }]),
        json!([{ "field": "variable.segment", "op": "equals", "value": "gull" }, { "field": "variable.segment", "op": "equals", "value": "bedrift" }]),
        json!([{ "field": "variable.kjøp", "op": "greater", "value": 10 }, { "field": "variable.kjøp", "op": "less", "value": 5 }]),
    ];
    let mistake = dice.one(&mistakes).clone();
    serde_json::from_value::<Vec<Condition>>(mistake).expect("two").try_into().expect("two")
}

fn never_matches(dice: &mut Dice, rules: &mut Rules, at: usize) -> String {
    let context = dice.conversation();
    let mut parts = opposites(dice).to_vec();
    let between = dice.roll(3);
    parts.insert(between, Condition::Any(vec![condition(dice, &context), condition(dice, &context)]));
    let when = Some(Condition::All(parts));
    // The part between may well be at odds with the others too: the tests are not told.
    if let Some(ruleset) = rules.classify.first_mut().filter(|_| dice.roll(3) == 0) {
        let at = dice.roll(ruleset.rules.len() + 1);
        let set = [("segment".to_owned(), crate::context::VariableValue::Number(1.0))].into();
        ruleset.rules.insert(at, ClassifyRule { name: "plantet".into(), off: false, when, set, skills: [].into() });
        return format!("0/{at} never matches");
    }
    rules.route.insert(
        at,
        RouteRule { name: "plantet".into(), off: false, when, queue: Some(queue_id(3)), queues: Vec::new() },
    );
    format!("{at} never matches")
}

/// Rules that earlier ones leave nothing to.
fn shadowed(dice: &mut Dice, rules: &mut Rules, some: usize) -> String {
    let marked = |more: Vec<Condition>| {
        let mut parts = more;
        parts.push(test(json!({ "field": "context.custom", "op": "equals", "value": "plantet" })));
        Some(Condition::All(parts))
    };
    let open = |op: &str, value: Option<bool>| match value {
        Some(value) => test(json!({ "field": "hours.open", "op": op, "value": value })),
        None => test(json!({ "field": "hours.open", "op": op })),
    };
    let days = |days: &[&str]| test(json!({ "field": "received.weekday", "op": "in", "value": days }));
    let rule = |when, queue| RouteRule {
        name: "plantet".into(),
        off: false,
        when,
        queue: Some(queue_id(queue)),
        queues: Vec::new(),
    };
    let first = |rules: &mut Rules, planted: Vec<Option<Condition>>| {
        let last = planted.len() - 1;
        let planted = planted.into_iter().enumerate().map(|(at, when)| rule(when, if at == last { 3 } else { 1 }));
        rules.route.splice(0..0, planted);
        format!("{last} shadowed {:?}", (0..last).collect::<Vec<_>>())
    };
    match dice.roll(6) {
        0 => repeated(dice, rules, some),
        1 => first(rules, vec![marked(vec![]), marked(vec![open("equals", Some(true))])]),
        2 => first(
            rules,
            vec![
                marked(vec![open("equals", Some(true))]),
                marked(vec![open("equals", Some(false))]),
                marked(vec![open("has_data", None)]),
            ],
        ),
        3 => first(
            rules,
            vec![
                marked(vec![days(&["mon", "tue", "wed", "thu", "fri"])]),
                marked(vec![days(&["sun", "sat"])]),
                marked(vec![test(json!({ "field": "received.weekday", "op": "has_data" }))]),
            ],
        ),
        4 => {
            let text = |op: &str, value: &str| test(json!({ "field": "message.first_text", "op": op, "value": value }));
            first(rules, vec![marked(vec![text("contains", "faktura")]), marked(vec![text("equals", "Faktura 7")])])
        }
        _ => {
            let time = |op: &str, value| test(json!({ "field": "received.time", "op": op, "value": value }));
            first(
                rules,
                vec![
                    marked(vec![time("less", json!("16:00"))]),
                    marked(vec![time("greater", json!("15:00"))]),
                    marked(vec![time("between", json!(["08:00", "20:00"]))]),
                ],
            )
        }
    }
}

/// A rule once more, as it is or with something more. Others before it may do the same: who does is not told.
fn repeated(dice: &mut Dice, rules: &mut Rules, some: usize) -> String {
    let later = some + 1 + dice.roll(rules.route.len() - some);
    let mut copy = rules.route[some].clone();
    if dice.roll(2) == 0 {
        let extra = test(json!({ "field": "customer.display_name", "op": "has_data" }));
        copy.when = copy.when.map(|when| Condition::All(vec![extra, when]));
    }
    rules.route.insert(later, copy);
    format!("{later} shadowed")
}

fn contradiction(dice: &mut Dice, rules: &mut Rules, some: usize) -> String {
    let when = rules.route[some].when.take().expect("a condition");
    let never = match dice.roll(3) {
        0 => test(json!({ "field": "received.time", "op": "between", "value": ["16:00", "08:00"] })),
        1 => test(json!({ "field": "variable.kjøp", "op": "between", "value": [9, 3] })),
        _ => Condition::All(opposites(dice).to_vec()),
    };
    rules.route[some].when = Some(Condition::Any(vec![when, never]));
    format!("{some} contradiction route[{some}].when.any[1]")
}

#[test]
fn in_500_sets_of_rules_with_a_planted_fault_it_is_found_and_nothing_else() {
    for seed in 0..SETS {
        let mut dice = Dice(seed);
        let mut rules = clean(&mut dice);
        let expected = plant(&mut dice, &mut rules, seed % 6);
        let found: Vec<Finding> = prove(&rules, &around());
        let found = words(&found);
        assert!(
            found.len() == 1 && found[0].starts_with(&expected),
            "seed {seed}: {expected}, found {found:?}\n{rules:#?}"
        );
    }
}

#[test]
fn in_500_sets_of_rules_that_are_all_of_use_nothing_is_found() {
    let mut count = 0;
    for seed in SETS..2 * SETS {
        let rules = clean(&mut Dice(seed));
        assert_eq!(words(&prove(&rules, &around())), [""; 0], "seed {seed}");
        assert!((5..=40).contains(&rules.len()));
        count += rules.len();
    }
    assert!(count > 8 * 500, "too few rules to say much: {count}");
}

#[test]
fn two_hundred_rules_are_proven_in_a_moment() {
    let mut dice = Dice(7);
    let mut rule = |at: u128| {
        let context = dice.conversation();
        let when = Some(condition(&mut dice, &context));
        RouteRule { name: format!("{at}"), off: false, when, queue: Some(queue_id(1 + at % 4)), queues: Vec::new() }
    };
    let rules = Rules { classify: Vec::new(), route: (0..200).map(&mut rule).collect() };
    let start = std::time::Instant::now();
    let found = prove(&rules, &around());
    let took = start.elapsed();
    println!("{} findings on 200 rules in {took:?}", found.len());
    // Without optimisation, on a busy machine.
    assert!(took.as_secs() < 10, "{took:?}");
}
