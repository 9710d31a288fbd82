//! Each kind of finding, with its place and its reason.

use serde_json::json;

use super::{around, found, routes, rules, words};
use crate::routing::{Finding, prove};

const NONE: [&str; 0] = [];

#[test]
fn a_finding_is_data_that_survives_the_wire() {
    let when = r#"{ all = [ { field = "hours.open", op = "equals", value = true }, { not = { field = "hours.open", op = "has_data" } } ] }"#;
    let findings = prove(&routes(&[when]), &around());
    let written = serde_json::to_value(&findings).expect("JSON");
    assert_eq!(
        written,
        json!([{ "rule": 0, "name": "0", "kind": "never_matches", "tests": [
            { "path": "route[0].when.all[0]", "number": 0, "field": "hours.open", "op": "equals", "value": true },
            { "path": "route[0].when.all[1].not", "number": 1, "field": "hours.open", "op": "has_data" },
        ] }])
    );
    assert_eq!(serde_json::from_value::<Vec<Finding>>(written).expect("findings"), findings);
}

#[test]
fn an_earlier_rule_takes_for_certain_only_where_its_queues_never_overflow() {
    let two = |first: &str| {
        format!(
            r#"route = [ {{ name = "a", {first}, when = {{ field = "hours.open", op = "has_data" }} }},
                         {{ name = "b", queue = "Natt", when = {{ field = "hours.open", op = "equals", value = true }} }} ]"#
        )
    };
    assert_eq!(found(&two(r#"queue = "Norsk""#)), ["1 shadowed [0]"]);
    assert_eq!(found(&two(r#"queue = "Full""#)), NONE);
    assert_eq!(found(&two(r#"queue = "Gone""#)), ["0 missing queue route[0].queue"]);
    let split = |other: &str| {
        two(&format!(r#"queues = [ {{ name = "Norsk", percent = 60 }}, {{ name = "{other}", percent = 40 }} ]"#))
    };
    assert_eq!(found(&split("Faktura")), ["1 shadowed [0]"]);
    assert_eq!(found(&split("Full")), NONE);
    assert_eq!(found(&split("Gone")), ["0 missing queue route[0].queues[1].name"]);
}

#[test]
fn a_rule_to_the_same_queue_adds_nothing_whatever_the_queue_does() {
    let rule = |queue: &str| {
        format!(r#"{{ name = "a", queue = "{queue}", when = {{ field = "hours.open", op = "has_data" }} }}"#)
    };
    assert_eq!(found(&format!("route = [ {}, {} ]", rule("Full"), rule("Full"))), ["1 shadowed [0]"]);
    assert_eq!(found(&format!("route = [ {}, {} ]", rule("Full"), rule("Norsk"))), NONE);
}

#[test]
fn a_rule_that_is_off_takes_nothing_and_has_nothing_wrong_with_it() {
    let two = |off: [bool; 2]| {
        let when = r#"when = { field = "hours.open", op = "has_data" }"#;
        let rule = |off: bool| format!(r#"{{ name = "a", off = {off}, queue = "Norsk", {when} }}"#);
        format!("route = [ {}, {} ]", rule(off[0]), rule(off[1]))
    };
    assert_eq!(found(&two([false, false])), ["1 shadowed [0]"]);
    assert_eq!(found(&two([true, false])), NONE);
    assert_eq!(found(&two([false, true])), NONE);
    assert_eq!(found(r#"route = [ { name = "a", off = true, queue = "Gone" } ]"#), NONE);
    let always = |off: bool| {
        format!(
            r#"classify = [ {{ name = "k", rule = [
                   {{ name = "a", off = {off}, set = {{ tier = "gold" }} }}, {{ name = "b", set = {{ tier = "bly" }} }} ] }} ]"#
        )
    };
    assert_eq!(found(&always(false)).len(), 1);
    assert_eq!(found(&always(true)), NONE);
}

#[test]
fn percentages_that_do_not_total_100_are_found() {
    let split = |one: i64, two: i64| {
        format!(
            r#"route = [ {{ name = "a", queues = [ {{ name = "Norsk", percent = {one} }}, {{ name = "Natt", percent = {two} }} ] }},
                         {{ name = "b", queue = "Faktura" }} ]"#
        )
    };
    assert_eq!(found(&split(60, 40)), ["1 shadowed [0]"]);
    assert_eq!(found(&split(60, 30)), ["0 percentages 90"]);
    assert_eq!(found(&split(i64::MAX, 30)), [format!("0 percentages {}", i64::MAX)]);
}

#[test]
fn a_part_that_never_holds_is_found_where_the_whole_can() {
    let path = "route[0].when.any[1]";
    let any = |part: &str| {
        let other = r#"{ field = "customer.display_name", op = "has_data" }"#;
        words(&prove(&routes(&[&format!("{{ any = [ {other}, {part} ] }}")]), &around()))
    };
    let nobody = r#"{ all = [ { field = "hours.open", op = "equals", value = true }, { field = "message.first_text", op = "has_data" },
        { field = "hours.open", op = "equals", value = false } ] }"#
        .replace('\n', "");
    assert_eq!(any(&nobody), [format!("0 contradiction {path} [1, 3]")]);
    let backwards = r#"{ field = "received.time", op = "between", value = ["16:00", "08:00"] }"#;
    assert_eq!(any(backwards), [format!("0 contradiction {path} [1]")]);
    assert_eq!(any(&format!("{{ not = {backwards} }}")), [format!("0 contradiction {path}.not [1]")]);
    let night = r#"{ any = [ { field = "received.time", op = "greater", value = "16:00" }, { field = "received.time", op = "less", value = "08:00" } ] }"#;
    assert_eq!(any(night), NONE);
    assert_eq!(any("{ any = [] }"), [format!("0 contradiction {path} []")]);
}

#[test]
fn tests_of_a_field_that_the_channel_never_fills_are_found() {
    let one = |when: &str| words(&prove(&routes(&[when]), &around()));
    let place = |op: &str| format!(r#"{{ field = "context.place_id", {op} }}"#);
    let found =
        |test: u8, always, stops| format!("0 never filled {test} context.place_id always={always} stops={stops}");
    assert_eq!(one(&place(r#"op = "has_data""#)), [found(0, false, true)]);
    assert_eq!(one(&place(r#"op = "not_equals", value = "x""#)), [found(0, false, true)]);
    assert_eq!(one(&place(r#"op = "no_data""#)), [found(0, true, false)]);
    assert_eq!(one(&format!("{{ not = {} }}", place(r#"op = "no_data""#))), [found(0, true, true)]);
    assert_eq!(one(&format!("{{ not = {} }}", place(r#"op = "has_data""#))), [found(0, false, false)]);
    let named = r#"{ field = "customer.display_name", op = "has_data" }"#;
    assert_eq!(one(&format!("{{ any = [ {named}, {} ] }}", place(r#"op = "has_data""#))), [found(1, false, false)]);
    assert_eq!(one(&format!("{{ all = [ {named}, {} ] }}", place(r#"op = "has_data""#))), [found(1, false, true)]);
    let compared = r#"{ field = "customer.display_name", op = "equals", value = { field = "context.place_id" } }"#;
    assert_eq!(one(compared), [found(0, false, true)]);
    let both = format!("{{ all = [ {}, {} ] }}", place(r#"op = "has_data""#), place(r#"op = "no_data""#));
    assert_eq!(one(&both), ["0 never matches [0, 1]".to_owned(), found(0, false, false), found(1, true, false)]);
}

#[test]
fn classification_rules_are_proven_too_and_what_they_set_is_left_open() {
    let file = r#"
        [[classify]]
        name = "first"
        rule = [ { name = "gold", when = { field = "context.custom", op = "begins_with", value = "gull" }, set = { tier = "gold" }, skills = { norsk = 3 } },
                 { name = "again", when = { field = "context.custom", op = "equals", value = "gullkunde" }, set = { tier = "silver" } },
                 { name = "never", when = { field = "skill.norsk", op = "has_data" }, set = { tier = "x" } } ]
        [[classify]]
        name = "second"
        rule = [ { name = "skilled", when = { field = "skill.norsk", op = "greater", value = 2 }, set = { a = "b" } },
                 { name = "too skilled", when = { field = "skill.norsk", op = "greater", value = 3 }, set = { a = "b" } },
                 { name = "bronze", when = { field = "variable.tier", op = "equals", value = "bronze" }, set = { a = "b" } } ]
    "#;
    assert_eq!(found(file), ["0/1 shadowed [0]", "0/2 never matches [0]", "1/1 never matches [0]"]);
}

#[test]
fn nothing_is_claimed_of_tests_that_cannot_be_read() {
    for unread in [
        r#"{ field = "customer.shoe_size", op = "equals", value = "44" }"#,
        r#"{ field = "customer.display_name", op = "resembles", value = "Kari" }"#,
        r#"{ field = "customer.display_name", op = "equals", value = "" }"#,
        r#"{ field = "received.time", op = "less", value = "24:00" }"#,
        r#"{ field = "received.time", op = "between", value = ["08:00"] }"#,
        r#"{ field = "hours.open", op = "contains", value = true }"#,
    ] {
        assert_eq!(words(&prove(&routes(&[unread, &format!("{{ not = {unread} }}")]), &around())), NONE, "{unread}");
        let both = format!("{{ all = [ {unread}, {{ not = {unread} }} ] }}");
        assert_eq!(words(&prove(&routes(&[&both]), &around())), ["0 never matches [0, 1]"], "{unread}");
    }
    assert_eq!(prove(&rules("route = [ { name = \"a\" }, { name = \"b\", queue = \"Norsk\" } ]"), &around()), []);
}

#[test]
fn a_large_knot_of_rules_is_given_up_and_not_brooded_over() {
    let test =
        |field: &str, value: usize| format!(r#"{{ field = "variable.{field}", op = "equals", value = {value} }}"#);
    let knot: Vec<_> = (0..200)
        .map(|at| format!("{{ all = [ {}, {}, {} ] }}", test("a", at % 7), test("b", at % 5), test("c", at % 11)))
        .collect();
    let knot: Vec<_> = knot.iter().map(String::as_str).collect();
    assert_eq!(prove(&routes(&knot), &around()), []);
}
