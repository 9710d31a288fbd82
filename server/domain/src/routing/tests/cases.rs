//! What an administrator is promised, case by case.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::json;

use crate::{
    context::{Context, VariableName, VariableValue},
    queue::{Overflow, OverflowAction},
    routing::{
        CompiledRules, Explanation, QueueSnapshot, RuleStatus, Rules, RulesetVersion, Snapshot, decide, explain,
        testing::queue_id,
    },
};

const NAMES: [&str; 4] = ["Reserve", "Norsk", "Faktura", "Natt"];

fn queue(number: usize) -> QueueSnapshot {
    QueueSnapshot {
        id: queue_id(number as u128),
        name: NAMES[number].to_owned(),
        length: 0,
        longest_wait_s: 0,
        is_open: true,
        opens_at: None,
        member_count: 1,
        overflow: None,
    }
}

fn snapshot() -> Snapshot {
    let named = (1..NAMES.len()).map(queue).map(|queue| (queue.id, queue)).collect();
    Snapshot { fallback: queue(0), named, utc_offset_s: 3600 }
}

fn context() -> Context {
    Context {
        customer_display_name: Some("Kari Nordmann".into()),
        resolved_locale: Some("nb-NO".into()),
        first_text: Some("Hei, fakturaen min er feil".into()),
        received_at: Some("2026-12-24T23:30:00Z".parse().expect("an instant")),
        received_weekday: Some("fri".into()),
        received_time: Some("00:30".into()),
        hours_open: Some(false),
        ..Context::default()
    }
}

/// Decides by rules whose queues are named by [`NAMES`], and explains it.
fn explained(rules: &str, context: &Context, snapshot: &Snapshot, seed: i64) -> Explanation {
    let rules: Rules<String> = toml::from_str(rules).expect("rules");
    let id = |name: String| NAMES.iter().position(|known| *known == name).map(|at| queue_id(at as u128)).ok_or(name);
    let ruleset = RulesetVersion { version: 1, rules: rules.with_queues(id).expect("known queues") };
    let compiled = CompiledRules::new(ruleset).expect("valid rules");
    let now = "2026-12-25T00:00:00Z".parse::<Timestamp>().expect("an instant");
    let (decision, trace) = decide(&compiled, context, snapshot, now, seed);
    explain(compiled.ruleset(), context, snapshot, &decision, &trace)
}

fn holds(test: &str, context: &Context) -> bool {
    let rules = format!("route = [ {{ name = \"r\", queue = \"Norsk\", when = {test} }} ]");
    !explained(&rules, context, &snapshot(), 0).fallback
}

fn statuses(explanation: &Explanation) -> Vec<RuleStatus> {
    explanation.stages.iter().flat_map(|stage| &stage.rules).map(|rule| rule.status).collect()
}

#[test]
fn the_first_rule_that_matches_wins_and_later_ones_are_shown_as_matched() {
    let rules = r#"
        route = [
            { name = "engelsk", queue = "Natt", when = { field = "context.resolved_locale", op = "begins_with", value = "en" } },
            { name = "norsk", queue = "Norsk", when = { field = "context.resolved_locale", op = "equals", value = "NB-no" } },
            { name = "faktura", queue = "Faktura", when = { field = "message.first_text", op = "contains", value = "FAKTURA" } },
        ]"#;
    let explained = explained(rules, &context(), &snapshot(), 0);
    assert_eq!((explained.queue.as_str(), explained.fallback), ("Norsk", false));
    assert_eq!(statuses(&explained), [RuleStatus::Processed, RuleStatus::Applied, RuleStatus::Matched]);
    assert_eq!(
        serde_json::to_value(&explained.stages[0].rules[0]).expect("JSON"),
        json!({ "name": "engelsk", "status": "processed", "conditions": [
            { "field": "context.resolved_locale", "op": "begins_with", "expected": "en", "actual": "nb-NO", "holds": false } ] })
    );
}

#[test]
fn nothing_matches_means_the_fallback_queue_whatever_it_does_when_it_overflows() {
    let mut snapshot = snapshot();
    snapshot.fallback.overflow =
        Some(Overflow { item_limit: None, wait_minutes: None, out_of_hours: OverflowAction::End, then: None });
    snapshot.fallback.is_open = false;
    let explained = explained("", &context(), &snapshot, 0);
    assert_eq!((explained.queue.as_str(), explained.fallback, explained.ended), ("Reserve", true, false));
    assert_eq!(explained.nearest_miss, None);
}

#[test]
fn the_nearest_miss_is_the_rule_that_fewest_tests_kept_away() {
    let rules = r#"
        [[route]]
        name = "langt unna"
        queue = "Natt"
        when = { all = [ { field = "context.resolved_locale", op = "equals", value = "en" }, { field = "hours.open", op = "equals", value = true } ] }
        [[route]]
        name = "nesten"
        queue = "Norsk"
        when = { all = [ { field = "context.resolved_locale", op = "equals", value = "nb-NO" }, { not = { field = "customer.display_name", op = "begins_with", value = "kari" } } ] }
    "#;
    let miss = explained(rules, &context(), &snapshot(), 0).nearest_miss.expect("a miss");
    assert_eq!((miss.position, miss.rule.as_str(), miss.others), (2, "nesten", 0));
    assert_eq!((miss.condition.field.as_str(), miss.condition.holds), ("customer.display_name", Some(true)));
}

#[test]
fn later_rulesets_see_what_earlier_ones_set() {
    let rules = r#"
        [[classify]]
        name = "språk"
        rule = [
            { name = "norsk", set = { lang = "norsk", score = 4 }, skills = { norsk = 8 }, when = { field = "context.resolved_locale", op = "begins_with", value = "nb" } },
            { name = "ellers", set = { lang = "annet" } },
        ]
        [[classify]]
        name = "ferdighet"
        rule = [ { name = "sterk", set = { team = "A" }, when = { field = "skill.norsk", op = "greater_or_equal", value = 5 } } ]
        [[route]]
        name = "A-laget"
        queue = "Norsk"
        when = { all = [ { field = "variable.team", op = "equals", value = "a" }, { field = "variable.score", op = "between", value = [4, 5] } ] }
    "#;
    let explained = explained(rules, &context(), &snapshot(), 0);
    assert_eq!(explained.queue, "Norsk");
    assert_eq!(
        statuses(&explained),
        [RuleStatus::Applied, RuleStatus::NotProcessed, RuleStatus::Applied, RuleStatus::Applied]
    );
    assert_eq!(explained.stages[0].rules[0].set["skill.norsk"], json!(8));
    assert_eq!(explained.stages[1].rules[0].conditions[0].actual, Some(json!(8)));
    assert_eq!(explained.stages[2].rules[0].conditions[0].actual, Some(json!("A")));
}

#[test]
fn what_a_rule_sets_replaces_what_the_context_had() {
    let mut context = context();
    context.variables.insert(VariableName::parse("tier").expect("a name"), VariableValue::Text("gold".into()));
    let set = r#"classify = [ { name = "k", rule = [ { name = "c", set = { tier = "silver" } } ] } ]"#;
    let route = r#"route = [ { name = "r", queue = "Norsk", when = { field = "variable.tier", op = "equals", value = "gold" } } ]"#;
    assert!(!explained(route, &context, &snapshot(), 0).fallback);
    assert!(explained(&format!("{set}\n{route}"), &context, &snapshot(), 0).fallback);
}

#[test]
fn on_an_absent_field_only_no_data_holds() {
    let nobody = Context::default();
    for test in [
        r#"{ field = "customer.display_name", op = "not_equals", value = "x" }"#,
        r#"{ field = "customer.display_name", op = "not_contains", value = "x" }"#,
        r#"{ field = "customer.display_name", op = "has_data" }"#,
        r#"{ field = "hours.open", op = "not_equals", value = true }"#,
        r#"{ field = "received.at", op = "before", value = "2030-01-01" }"#,
        r#"{ field = "variable.x", op = "less", value = 7 }"#,
        r#"{ field = "message.first_text", op = "not_equals", value = { field = "context.custom" } }"#,
    ] {
        assert!(!holds(test, &nobody), "{test}");
        assert!(holds(&format!("{{ not = {test} }}"), &nobody), "a group negates that as usual: {test}");
    }
    assert!(holds(r#"{ field = "customer.display_name", op = "no_data" }"#, &nobody));
    let blank = Context { customer_display_name: Some(" \t".into()), ..Context::default() };
    assert!(holds(r#"{ field = "customer.display_name", op = "no_data" }"#, &blank));
    assert!(!holds(
        r#"{ field = "context.resolved_locale", op = "not_equals", value = { field = "context.custom" } }"#,
        &context()
    ));
}

#[test]
fn dates_are_days_of_the_fallback_queues_zone() {
    // 23:30 in UTC on the 24th is half past midnight on the 25th.
    for (test, expected) in [
        (r#"{ field = "received.at", op = "on", value = "2026-12-25" }"#, true),
        (r#"{ field = "received.at", op = "on", value = "2026-12-24" }"#, false),
        (r#"{ field = "received.at", op = "before", value = "2026-12-25" }"#, false),
        (r#"{ field = "received.at", op = "before", value = "2026-12-26" }"#, true),
        (r#"{ field = "received.at", op = "after", value = "2026-12-25" }"#, false),
        (r#"{ field = "received.at", op = "after", value = "2026-12-24" }"#, true),
        (r#"{ field = "received.at", op = "between", value = ["2026-12-25", "2026-12-25"] }"#, true),
        (r#"{ field = "received.at", op = "after", value = "2026-12-24T23:29:59Z" }"#, true),
        (r#"{ field = "received.at", op = "within_last", value = "30m" }"#, true),
        (r#"{ field = "received.at", op = "within_last", value = "29m" }"#, false),
        (r#"{ field = "received.at", op = "within_next", value = "7d" }"#, false),
        (r#"{ field = "received.time", op = "between", value = ["00:30", "08:00"] }"#, true),
        (r#"{ field = "received.time", op = "after", value = "00:30" }"#, false),
        (r#"{ field = "received.weekday", op = "in", value = ["sat", "fri"] }"#, true),
    ] {
        assert_eq!(holds(test, &context()), expected, "{test}");
    }
}

#[test]
fn text_compares_without_case_unless_told() {
    for (test, expected) in [
        (r#"{ field = "customer.display_name", op = "equals", value = "  KARI nordmann" }"#, true),
        (r#"{ field = "customer.display_name", op = "equals", value = "KARI nordmann", match_case = true }"#, false),
        (r#"{ field = "customer.display_name", op = "ends_with", value = "MANN" }"#, true),
        (r#"{ field = "customer.display_name", op = "not_begins_with", value = "ola" }"#, true),
        (r#"{ field = "customer.display_name", op = "in", value = ["ola", "kari nordmann"] }"#, true),
    ] {
        assert_eq!(holds(test, &context()), expected, "{test}");
    }
}

fn overflowing(out_of_hours: OverflowAction, then: Option<OverflowAction>) -> Overflow {
    Overflow { item_limit: then.map(|_| 3), wait_minutes: None, out_of_hours, then }
}

const TWO: &str = r#"route = [ { name = "en", queue = "Norsk" }, { name = "to", queue = "Faktura" } ]"#;

#[test]
fn a_queue_that_overflows_is_passed_over() {
    let mut full = snapshot();
    let norsk = full.named.get_mut(&queue_id(1)).expect("a queue");
    norsk.overflow = Some(overflowing(OverflowAction::Assign, Some(OverflowAction::End)));
    norsk.length = 3;
    let result = explained(TWO, &context(), &full, 0);
    assert_eq!((result.queue.as_str(), result.ended), ("Faktura", false));
    assert_eq!(
        serde_json::to_value(&result.overflow).expect("JSON"),
        json!([{ "rule": "en", "queue": "Norsk", "reason": "item_limit" }])
    );
    assert_eq!(statuses(&result), [RuleStatus::Matched, RuleStatus::Applied]);
}

#[test]
fn where_all_overflow_an_open_queue_decides_else_the_one_that_opens_soonest() {
    let mut all = snapshot();
    let natt = queue_id(3);
    let set = |snapshot: &mut Snapshot, number: u128, opens: &str, action| {
        let queue = snapshot.named.get_mut(&queue_id(number)).expect("a queue");
        queue.overflow = Some(overflowing(action, Some(action)));
        (queue.is_open, queue.length) = (false, 3);
        queue.opens_at = Some(opens.parse().expect("an instant"));
    };
    set(&mut all, 1, "2026-12-28T07:00:00Z", OverflowAction::End);
    set(&mut all, 2, "2026-12-27T07:00:00Z", OverflowAction::Transfer(natt));
    let soonest = explained(TWO, &context(), &all, 0);
    assert_eq!((soonest.queue.as_str(), soonest.ended, soonest.fallback), ("Natt", false, false));
    assert_eq!(serde_json::to_value(&soonest.overflow[1].action).expect("JSON"), json!({ "transfer": "Natt" }));
    assert_eq!(soonest.overflow[0].action, None);
    all.named.get_mut(&queue_id(1)).expect("a queue").is_open = true;
    let open = explained(TWO, &context(), &all, 0);
    assert_eq!((open.queue.as_str(), open.ended), ("Norsk", true), "open but full, and it ends what it cannot take");
}

#[test]
fn a_queue_that_is_gone_is_passed_over_and_alone_means_the_fallback_queue() {
    let mut gone = snapshot();
    gone.named.remove(&queue_id(1));
    assert_eq!(explained(TWO, &context(), &gone, 0).queue, "Faktura");
    gone.named.clear();
    let result = explained(TWO, &context(), &gone, 0);
    assert_eq!((result.queue.as_str(), result.fallback), ("Reserve", true));
}

#[test]
fn percentages_are_drawn_by_the_seed() {
    let rules = r#"route = [ { name = "delt", queues = [ { name = "Norsk", percent = 60 }, { name = "Faktura", percent = 40 } ] } ]"#;
    let mut fell = BTreeMap::new();
    for seed in 0..1000 {
        let result = explained(rules, &context(), &snapshot(), seed);
        let draw = result.draw.expect("a draw");
        assert_eq!(draw.queue, result.queue);
        assert_eq!(draw.queue == "Norsk", draw.drawn < 60);
        *fell.entry(draw.queue).or_insert(0) += 1;
    }
    assert!((550..650).contains(&fell["Norsk"]), "{fell:?}");
}

#[test]
fn a_rule_that_is_off_keeps_its_place_and_is_not_looked_at() {
    let norwegian = r#"when = { field = "context.resolved_locale", op = "begins_with", value = "nb" }"#;
    let rules = |off: [bool; 3]| {
        format!(
            r#"classify = [ {{ name = "k", rule = [
                   {{ name = "a", off = {}, {norwegian}, set = {{ tier = "gold" }} }},
                   {{ name = "b", set = {{ tier = "bly" }} }} ] }} ]
               route = [
                   {{ name = "Første", off = {}, {norwegian}, queue = "Norsk" }},
                   {{ name = "Gull", off = {}, when = {{ field = "variable.tier", op = "equals", value = "gold" }}, queue = "Faktura" }} ]"#,
            off[0], off[1], off[2]
        )
    };
    let explained = |off| explained(&rules(off), &context(), &snapshot(), 0);
    assert_eq!(explained([false, false, false]).queue, "Norsk");
    assert_eq!(explained([false, true, false]).queue, "Faktura");
    let last = explained([true, true, false]);
    assert_eq!((last.queue.as_str(), last.fallback), ("Reserve", true));
    let seen: Vec<_> = last.stages.iter().flat_map(|stage| &stage.rules).collect();
    let off = [true, false, true, false];
    assert_eq!(seen.iter().map(|rule| rule.off).collect::<Vec<_>>(), off);
    for (rule, off) in seen.iter().zip(off) {
        assert_eq!(rule.status == RuleStatus::NotProcessed, off, "{rule:?}");
        assert!(rule.conditions.iter().all(|test| test.holds.is_some() != off), "{rule:?}");
    }
    assert_eq!(last.nearest_miss.map(|miss| (miss.position, miss.rule)), Some((2, "Gull".to_owned())));
    assert_eq!(explained([true, true, true]).nearest_miss, None);
}
