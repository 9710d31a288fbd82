//! Rules as they are written: read, checked, written back. What they decide is proven in the modules.

mod cases;
mod laws;

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{Invalid, QueueId, context::VariableValue};

const FILE: &str = r#"
[[classify]]
name = "Kunder"
  [[classify.rule]]
  name = "Gull"
  when = { any = [ { field = "context.custom", op = "begins_with", value = "gull" }, { not = { field = "variable.tier", op = "has_data" } } ] }
  set = { tier = "gold", score = 4 }

[[route]]
name = "Named customer"
when = { all = [ { field = "customer.display_name", op = "equals", value = "Google's Business Messages", match_case = true } ] }
queue = "Default messaging queue"

[[route]]
name = "Delt"
when = { field = "received.time", op = "between", value = ["08:00", "15:59"] }
queues = [ { name = "A", percent = 60 }, { name = "B", percent = 40 } ]
"#;

fn rules(file: &str) -> Rules<String> {
    toml::from_str(file).expect("rules")
}

fn faults(file: &str) -> Vec<(String, String)> {
    let Err(Invalid { faults }) = rules(file).check() else { return Vec::new() };
    faults.into_iter().map(|f| (f.field, serde_json::to_value(f.fault).expect("JSON")["code"].to_string())).collect()
}

fn test_of(test: &str) -> Vec<(String, String)> {
    faults(&format!("route = [ {{ name = \"r\", queue = \"A\", when = {test} }} ]"))
}

#[test]
fn a_file_is_read_checked_and_written_back_alike() {
    let read = rules(FILE);
    read.check().expect("valid rules");
    assert_eq!(read.len(), 3);
    let written = toml::to_string(&read).expect("TOML");
    assert_eq!(rules(&written), read);
    let json = serde_json::to_value(&read).expect("JSON");
    assert_eq!(json["route"][1]["queues"][0], json!({ "name": "A", "percent": 60 }));
    assert_eq!(serde_json::from_value::<Rules<String>>(json).expect("rules"), read);
    let named: Vec<_> = read.queues().map(|(path, name)| format!("{path} {name}")).collect();
    assert_eq!(
        named,
        ["route[0].queue Default messaging queue", "route[1].queues[0].name A", "route[1].queues[1].name B"]
    );
}

#[test]
fn names_of_queues_become_ids_and_names_again() {
    let mut ids = BTreeMap::new();
    let stored = rules(FILE).with_queues(|name| Ok::<_, ()>(*ids.entry(name).or_insert_with(QueueId::new)));
    let stored: Rules = stored.expect("ids");
    assert!(matches!(stored.route[1].target(), Some(Target::Split([_, _]))));
    let names: BTreeMap<_, _> = ids.into_iter().map(|(name, id)| (id, name)).collect();
    assert_eq!(stored.with_queues(|id| names.get(&id).cloned().ok_or(())), Ok(rules(FILE)));
}

#[test]
fn every_fault_is_named_with_its_place() {
    let found = faults(
        r#"
        [[route]]
        name = ""
        queues = [ { name = "A", percent = 60 }, { name = "B", percent = 0 } ]
        when = { all = [ { field = "customer.shoe_size", op = "equals", value = "44" }, { field = "hours.open", op = "contains", value = true } ] }
        [[classify]]
        name = "x"
        rule = [ { name = "y", set = { "a b" = "" } } ]
        "#,
    );
    let found: Vec<_> = found.iter().map(|(path, code)| format!("{path} {}", code.trim_matches('"'))).collect();
    assert_eq!(
        found,
        [
            "classify[0].rule[0].set.a b malformed",
            "classify[0].rule[0].set.a b missing",
            "route[0].name missing",
            "route[0].when.all[0].field unknown",
            "route[0].when.all[1].op not_one_of",
            "route[0].queues[1].percent out_of_range",
            "route[0].queues out_of_range",
        ]
    );
}

#[test]
fn values_have_the_type_of_their_field() {
    for fits in [
        r#"{ field = "received.at", op = "on", value = "2026-12-25" }"#,
        r#"{ field = "received.at", op = "between", value = ["2026-12-25", "2026-12-26T00:00:00Z"] }"#,
        r#"{ field = "received.at", op = "within_last", value = "90m" }"#,
        r#"{ field = "received.weekday", op = "in", value = ["sat", "sun"] }"#,
        r#"{ field = "variable.score", op = "greater", value = 4.5 }"#,
        r#"{ field = "hours.open", op = "equals", value = false }"#,
        r#"{ field = "customer.device_locale", op = "equals", value = { field = "context.resolved_locale" } }"#,
        r#"{ field = "context.place_id", op = "no_data" }"#,
    ] {
        assert_eq!(test_of(fits), [], "{fits}");
    }
    for wrong in [
        r#"{ field = "received.at", op = "on", value = "christmas" }"#,
        r#"{ field = "received.at", op = "within_last", value = "90 minutes" }"#,
        r#"{ field = "received.at", op = "within_last", value = "m" }"#,
        r#"{ field = "received.time", op = "less", value = "24:00" }"#,
        r#"{ field = "received.time", op = "between", value = ["08:00"] }"#,
        r#"{ field = "received.weekday", op = "equals", value = "lørdag" }"#,
        r#"{ field = "customer.display_name", op = "in", value = "Kari" }"#,
        r#"{ field = "customer.display_name", op = "equals", value = 7 }"#,
        r#"{ field = "customer.display_name", op = "equals" }"#,
        r#"{ field = "customer.display_name", op = "has_data", value = "x" }"#,
        r#"{ field = "customer.display_name", op = "equals", value = { field = "hours.open" } }"#,
        r#"{ field = "customer.display_name", op = "resembles", value = "Kari" }"#,
        "{ all = [] }",
        r#"{ all = [ { any = [ { not = { not = { field = "hours.open", op = "has_data" } } } ] } ] }"#,
    ] {
        assert_eq!(test_of(wrong).len(), 1, "{wrong}: {:?}", test_of(wrong));
    }
}

#[test]
fn unknown_members_and_mixed_shapes_are_refused_on_reading() {
    for file in [
        "route = [ { name = \"r\", queue = \"A\", colour = \"red\" } ]",
        "route = [ { name = \"r\", queue = \"A\", when = { all = [], any = [] } } ]",
        "route = [ { name = \"r\", queue = \"A\", when = { field = \"hours.open\" } } ]",
        "rout = []",
    ] {
        assert!(toml::from_str::<Rules<String>>(file).is_err(), "{file}");
    }
}

#[test]
fn numbers_of_rules_are_limited() {
    let many = |n: usize| format!("route = [ {} ]", "{ name = \"r\", queue = \"A\" },".repeat(n));
    assert_eq!(faults(&many(200)), []);
    assert_eq!(faults(&many(201)).len(), 1);
}

fn condition() -> impl Strategy<Value = Condition> {
    let scalar = prop_oneof![
        any::<bool>().prop_map(Scalar::Flag),
        (-1e9..1e9).prop_map(Scalar::Number),
        ".{0,12}".prop_map(Scalar::Text)
    ];
    let operand = prop_oneof![
        scalar.clone().prop_map(Operand::One),
        prop::collection::vec(scalar, 0..3).prop_map(Operand::Many),
        ".{0,8}".prop_map(|field| Operand::Field(FieldOperand { field }))
    ];
    let field = prop_oneof![Just("hours.open".to_owned()), Just("received.at".to_owned()), ".{0,20}"];
    let op = prop::sample::select(Operator::ALL).prop_map(|op| op.to_string());
    let leaf = (field, op, prop::option::of(operand), any::<bool>())
        .prop_map(|(field, op, value, match_case)| Condition::Test(Test { field, op, value, match_case }));
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::All),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::Any),
            inner.prop_map(|part| Condition::Not(Box::new(part)))
        ]
    })
}

fn any_rules() -> impl Strategy<Value = Rules> {
    let parts = prop::collection::vec(any::<i64>(), 0..7);
    let route = (".{0,12}", any::<bool>(), prop::option::of(condition()), any::<bool>(), parts).prop_map(
        |(name, off, when, one, parts)| RouteRule {
            name,
            off,
            when,
            queue: one.then(QueueId::new),
            queues: parts.into_iter().map(|percent| Share { queue: QueueId::new(), percent }).collect(),
        },
    );
    let set = prop::collection::btree_map(".{0,6}", ".{0,6}".prop_map(VariableValue::Text), 0..7);
    let classify = (".{0,12}", any::<bool>(), prop::option::of(condition()), set)
        .prop_map(|(name, off, when, set)| ClassifyRule { name, off, when, set, skills: BTreeMap::new() });
    let classification =
        (".{0,12}", prop::collection::vec(classify, 0..4)).prop_map(|(name, rules)| Classification { name, rules });
    (prop::collection::vec(classification, 0..4), prop::collection::vec(route, 0..8))
        .prop_map(|(classify, route)| Rules { classify, route })
}

proptest! {
    #[test]
    fn any_rules_are_checked_and_survive_the_database(rules in any_rules()) {
        let _ = rules.check();
        let json = serde_json::to_value(&rules).expect("JSON");
        prop_assert_eq!(serde_json::from_value::<Rules>(json).expect("rules"), rules);
    }
}
