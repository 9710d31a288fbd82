//! Rules and traces as people read them: “Customer's name equals Kari and Within operating hours equals yes”.

pub mod rules;

use domain::{
    context::ContextField,
    routing::{Condition, ConditionTrace, Operator},
};
use serde_json::Value;

use crate::{plain::visible, words};

/// What people call a field; its machine name where it is none that we know.
pub fn field_name(machine_name: &str) -> String {
    let known = ContextField::parse(machine_name);
    known.map_or_else(|| visible(machine_name), |field| (words::here().traces.field_name)(&field))
}

/// How a test compares, in words; its own word where it is none that we know.
pub fn operator_name(word: &str) -> String {
    let known = word.parse::<Operator>();
    known.map_or_else(|_| visible(word), |operator| (words::here().traces.operator)(operator).to_owned())
}

/// A value of a rule or of a fact as text.
pub fn value_text(value: &Value) -> String {
    let words = &words::here().common;
    match value {
        Value::Null => String::new(),
        Value::Bool(flag) => if *flag { words.yes } else { words.no }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => visible(text),
        Value::Array(values) => values.iter().map(value_text).collect::<Vec<_>>().join(", "),
        Value::Object(operand) => match operand.get("field").and_then(Value::as_str) {
            Some(field) => field_name(field),
            None => visible(&value.to_string()),
        },
    }
}

/// A test that was traced: “Customer's name equals Kari”; of one that holds, what would have to be otherwise.
pub fn traced(condition: &ConditionTrace) -> String {
    let sentence = test(&condition.field, &condition.op, condition.expected.as_ref());
    if condition.holds == Some(true) { (words::here().traces.not)(&sentence) } else { sentence }
}

/// A condition as one sentence without a full stop.
pub fn condition(condition: &Condition) -> String {
    let words = &words::here().traces;
    match condition {
        Condition::Test(leaf) => {
            let value = leaf.value.as_ref().and_then(|value| serde_json::to_value(value).ok());
            let sentence = test(&leaf.field, &leaf.op, value.as_ref());
            if leaf.match_case { format!("{sentence} ({})", words.match_case) } else { sentence }
        }
        Condition::Not(part) => (words.not)(&grouped(part)),
        Condition::All(parts) => join(parts, words.and),
        Condition::Any(parts) => join(parts, words.or),
    }
}

fn join(parts: &[Condition], word: &str) -> String {
    parts.iter().map(grouped).collect::<Vec<_>>().join(&format!(" {word} "))
}

/// A part of a group; groups of several stand in brackets.
fn grouped(part: &Condition) -> String {
    let sentence = condition(part);
    match part {
        Condition::All(parts) | Condition::Any(parts) if parts.len() > 1 => format!("({sentence})"),
        _ => sentence,
    }
}

fn test(field: &str, op: &str, value: Option<&Value>) -> String {
    let value = match value {
        Some(Value::Array(values)) if op == "between" && values.len() == 2 => {
            (words::here().traces.range)(&value_text(&values[0]), &value_text(&values[1]))
        }
        Some(Value::Array(values)) => {
            values.iter().map(|value| operand(field, op, value)).collect::<Vec<_>>().join(", ")
        }
        Some(value) => operand(field, op, value),
        None => String::new(),
    };
    format!("{} {} {value}", field_name(field), operator_name(op)).trim_end().to_owned()
}

/// A value beside its field: weekdays and spans of time are written in words.
fn operand(field: &str, op: &str, value: &Value) -> String {
    let words = &words::here().traces;
    let text = value.as_str().unwrap_or_default();
    let told = match (field, op) {
        ("received.weekday", _) => (words.weekday)(text).map(str::to_owned),
        (_, "within_last" | "within_next") => span(text),
        _ => None,
    };
    told.unwrap_or_else(|| value_text(value))
}

/// `90m` as “90 minutes”.
fn span(text: &str) -> Option<String> {
    let words = &words::here().rules;
    let unit = match text.chars().last()? {
        'm' => words.minutes,
        'h' => words.hours,
        'd' => words.days,
        _ => return None,
    };
    Some(format!("{} {unit}", visible(&text[..text.len() - 1])))
}
