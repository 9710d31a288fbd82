//! What the form makes of a rule, and of what is typed.

use domain::{
    Fault, QueueId,
    routing::{AnyRule, ClassifyRule, Condition, RouteRule, RuleList, Share},
};
use serde_json::{Value, json};

use super::{
    condition::{Group, Join, Part},
    form::{RuleForm, SAVE, when},
};

fn condition(written: Value) -> Condition {
    serde_json::from_value(written).unwrap()
}

fn test(field: &str, op: &str, value: Value) -> Value {
    json!({ "field": field, "op": op, "value": value })
}

fn name(value: &str) -> Value {
    test("customer.display_name", "equals", json!(value))
}

fn rule(condition: Option<Condition>) -> AnyRule {
    AnyRule::Route(RouteRule {
        name: "r".into(),
        off: false,
        when: condition,
        queue: Some(QueueId::new()),
        queues: Vec::new(),
    })
}

/// Read back from the fields that a browser would post.
fn posted(group: &Group) -> Group {
    Group::read(&group.write())
}

#[test]
fn a_condition_is_the_same_after_its_form() {
    let deep = json!({ "any": [{ "all": [name("a"), { "any": [name("b"), name("c")] }] }, name("d")] });
    for written in [
        name("Kari"),
        json!({ "not": name("Kari") }),
        json!({ "all": [name("a"), { "any": [name("b"), name("c")] }, { "not": name("d") }] }),
        json!({ "any": [name("a"), { "not": { "any": [name("b"), name("c")] } }] }),
        json!({ "not": { "any": [name("a"), { "all": [name("b"), name("c")] }] } }),
        test("received.weekday", "in", json!(["sat", "sun"])),
        test("received.time", "between", json!(["08:00", "16:00"])),
        test("received.at", "within_last", json!("90m")),
        test("received.at", "before", json!("2026-01-01T10:00:00Z")),
        test("hours.open", "equals", json!(false)),
        test("skill.french", "greater_or_equal", json!(3.0)),
        test("variable.score", "between", json!([1.5, 2.0])),
        test("variable.tier", "equals", json!("5")),
        test("message.first_text", "equals", json!({ "field": "context.custom" })),
        json!({ "field": "message.first_text", "op": "no_data" }),
        json!({ "field": "message.first_text", "op": "contains", "value": "X", "match_case": true }),
        deep,
    ] {
        let written = condition(written);
        let group = Group::of(Some(&written));
        assert_eq!(posted(&group), group);
        assert_eq!(posted(&group).condition().as_ref(), Some(&written));
    }
    assert_eq!(Group::of(None).condition(), None);
}

#[test]
fn what_is_too_deep_for_the_form_is_kept() {
    let third = json!({ "all": [name("a"), { "any": [name("b"), name("c")] }] });
    let group = Group::of(Some(&condition(json!({ "any": [third, name("d")] }))));
    let third = json!({ "all": [name("a"), { "any": [name("b"), name("c")] }] });
    assert_eq!(group.parts[0], Part::Kept(condition(third)));
    // A list whose values have lines of their own has no row either.
    let lines = condition(test("message.first_text", "in", json!(["a\nb", "c"])));
    assert_eq!(Group::of(Some(&lines)).parts, [Part::Kept(lines)]);
}

#[test]
fn buttons_add_and_remove_rows_and_say_where_to_go_on() {
    let mut group = Group::default();
    assert_eq!(group.reshape("add").as_deref(), Some("0.field"));
    assert_eq!(group.reshape("add-group").as_deref(), Some("1.0.field"));
    assert_eq!(group.reshape("add:1").as_deref(), Some("1.1.field"));
    assert_eq!(posted(&group), group);
    assert_eq!(group.reshape("remove:1.0").as_deref(), Some("1.join"));
    assert_eq!(group.reshape("remove:1.0").as_deref(), Some("join"));
    assert_eq!(group.parts.len(), 1);
    let before = group.clone();
    for act in ["remove:7", "add:0", "add:9", "remove:0.0", "", "save"] {
        assert_eq!(group.reshape(act), None, "{act}");
    }
    assert_eq!(group, before);
}

#[test]
fn a_fault_of_the_rule_is_told_at_its_field() {
    let range = test("received.time", "between", json!(["08:00", "soon"]));
    let inner = json!({ "any": [range, test("received.at", "contains", json!("x"))] });
    let mut form = RuleForm::of(&rule(Some(condition(json!({ "all": [name("a"), inner] })))), 1);
    form.act = SAVE.into();
    form.v.insert("queue".into(), String::new());
    let invalid = form.check(RuleList::Route, None).expect_err("three faults");
    let fields: Vec<_> = invalid.faults.iter().map(|fault| fault.field.clone()).collect();
    assert_eq!(fields, [when("1.0.until"), when("1.1.op"), "v[queue]".to_owned()]);
}

#[test]
fn an_untouched_condition_stays_as_it_was_written() {
    let odd = || condition(json!({ "all": [name("a")] }));
    let before = rule(Some(odd()));
    let mut form = RuleForm::of(&before, 1);
    form.name = "another".into();
    let after = form.check(RuleList::Route, Some(&before)).unwrap();
    let AnyRule::Route(after) = after else { panic!("a route rule") };
    assert_eq!((after.when, after.name.as_str()), (Some(odd()), "another"));
}

#[test]
fn percentages_have_to_total_a_hundred() {
    let share = |percent| Share { queue: QueueId::new(), percent };
    let queues = vec![share(60), share(40)];
    let split = AnyRule::Route(RouteRule { name: "r".into(), off: false, when: None, queue: None, queues });
    let mut form = RuleForm::of(&split, 1);
    assert_eq!(form.check(RuleList::Route, None).unwrap(), split);
    form.v.insert("share.1.percent".into(), "30".into());
    assert_eq!(form.total(), 90);
    let fault = &form.check(RuleList::Route, None).expect_err("too little").faults[0];
    assert_eq!((fault.field.as_str(), &fault.fault), ("v[share.0.percent]", &Fault::OutOfRange { min: 100, max: 100 }));
    form.v.insert("share.1.percent".into(), "much".into());
    let faults = form.check(RuleList::Route, None).expect_err("no number").faults;
    assert!(faults.iter().any(|fault| fault.field == "v[share.1.percent]" && fault.fault == Fault::NotANumber));
}

#[test]
fn a_classification_rule_is_the_same_after_its_form() {
    let written = json!({
        "name": "r", "when": name("a"), "set": { "tier": "gold", "score": 4.5 }, "skills": { "french": 3 },
    });
    let rule = AnyRule::Classify(serde_json::from_value::<ClassifyRule>(written).unwrap());
    let mut form = RuleForm::shown(&RuleForm::of(&rule, 1).view());
    assert_eq!(form.check(RuleList::Classify(0), None).unwrap(), rule);
    form.v.insert("set.1.name".into(), "score".into());
    let taken = form.check(RuleList::Classify(0), None).expect_err("twice the same");
    assert_eq!((taken.faults[0].field.as_str(), &taken.faults[0].fault), ("v[set.1.name]", &Fault::Taken));
    form.v.retain(|field, _| !field.starts_with("set.") && !field.starts_with("skill."));
    let nothing = form.check(RuleList::Classify(0), None).expect_err("for nothing");
    assert_eq!(nothing.faults[0].field, "v[set.0.name]");
}

#[test]
fn groups_are_joined_as_they_say() {
    assert_eq!(Group::of(Some(&condition(json!({ "not": name("a") })))).join, Join::None);
    assert_eq!(Group::of(Some(&condition(name("a")))).join, Join::All);
}

#[test]
fn a_rule_that_is_off_stays_off_when_it_is_saved() {
    for off in [true, false] {
        let before = AnyRule::Route(RouteRule {
            name: "r".into(),
            off,
            when: None,
            queue: Some(QueueId::new()),
            queues: Vec::new(),
        });
        let after = RuleForm::of(&before, 1).check(RuleList::Route, Some(&before)).unwrap();
        assert_eq!(after, before);
    }
}
