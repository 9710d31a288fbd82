//! Rules and traces as people read them: “Customer's name equals Kari and Within operating hours equals yes”.

mod phrase;
pub mod rules;

pub use self::phrase::Phrase;

use domain::{
    context::ContextField,
    routing::{Condition, ConditionTrace, Operator, OverflowReason, OverflowStep, Sentences},
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
    let sentence = test(&condition.field, &condition.op, condition.expected.as_ref()).text();
    if condition.holds == Some(true) { (words::here().traces.not)(&sentence) } else { sentence }
}

/// A condition as one sentence without a full stop.
pub fn condition(condition: &Condition) -> String {
    phrase(condition).text()
}

/// The same, with its fields and values told apart from the rest.
pub fn phrase(condition: &Condition) -> Phrase {
    let words = &words::here().traces;
    match condition {
        Condition::Test(leaf) => {
            let value = leaf.value.as_ref().and_then(|value| serde_json::to_value(value).ok());
            let sentence = test(&leaf.field, &leaf.op, value.as_ref());
            let case = leaf.match_case.then(|| Phrase::word(format!("({})", words.match_case)));
            Phrase::joined([Some(sentence), case].into_iter().flatten(), " ")
        }
        Condition::Not(part) => grouped(part).within(words.not),
        Condition::All(parts) => join(parts, words.and),
        Condition::Any(parts) => join(parts, words.or),
    }
}

fn join(parts: &[Condition], word: &str) -> Phrase {
    Phrase::joined(parts.iter().map(grouped), &format!(" {word} "))
}

/// A part of a group; groups of several stand in brackets.
fn grouped(part: &Condition) -> Phrase {
    let sentence = phrase(part);
    match part {
        Condition::All(parts) | Condition::Any(parts) if parts.len() > 1 => {
            Phrase::joined([Phrase::word("("), sentence, Phrase::word(")")], "")
        }
        _ => sentence,
    }
}

fn test(field: &str, op: &str, value: Option<&Value>) -> Phrase {
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
    let value = value.trim_end();
    let value = (!value.is_empty()).then(|| Phrase::value(value.to_owned()));
    let said = [Phrase::field(field_name(field)), Phrase::word(operator_name(op))];
    Phrase::joined(said.into_iter().chain(value), " ")
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

/// What is said of decisions, with gaps for the names: the page and the engine in the browser tell them alike.
pub fn decisions() -> Sentences {
    let words = &words::here().traces;
    let (rule, queue, to) = (Sentences::RULE, Sentences::QUEUE, Sentences::TO);
    let overflow = |reason: &OverflowReason| (*reason, (words.overflow)(rule, queue, (words.overflow_reason)(*reason)));
    Sentences {
        chosen: (words.chosen)(rule, queue),
        placed: (words.placed)(queue),
        fallback: (words.fallback)(queue),
        unjudged: (words.fallback_unjudged)(queue),
        ended: (words.ended)(queue),
        // More than can be drawn, so it stands for the gap alone.
        draw: (words.draw)(rule, u8::MAX, queue).replace(&u8::MAX.to_string(), Sentences::DRAWN),
        overflow: OverflowReason::ALL.iter().map(overflow).collect(),
        assigned: (words.overflow_step)(queue, &OverflowStep::Assign),
        ends: (words.overflow_step)(queue, &OverflowStep::End),
        transferred: (words.overflow_step)(queue, &OverflowStep::Transfer(to.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use domain::lang::Lang;
    use jiff::{Timestamp, tz::TimeZone};
    use leptos::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::reader::Reader;

    #[test]
    fn fields_and_values_are_told_apart_and_the_words_stay_the_same() {
        let test = |field: &str, op: &str, value: Value| json!({ "field": field, "op": op, "value": value });
        let named = test("customer.display_name", "equals", json!("<Kari>"));
        let days = test("received.weekday", "in", json!(["sat", "sun"]));
        let not = json!({ "not": { "field": "message.first_text", "op": "no_data" } });
        let written = serde_json::from_value(json!({ "all": [named, { "any": [days, not] }] })).unwrap();
        let (plain, html) = Owner::new().with(|| {
            provide_context(Reader { lang: Lang::Nb, zone: TimeZone::UTC, now: Timestamp::UNIX_EPOCH });
            // Without the marks between pieces of text.
            let html = view! { <p>{phrase(&written).view()}</p> }.to_html().replace("<!>", "");
            (rules::when(Some(&written)).text(), html)
        });
        let said = "Kundens navn er lik <Kari> og (Mottatt på ukedag er en av lørdag, søndag eller ikke (Første melding mangler verdi))";
        assert_eq!(plain, format!("Når {said}"));
        assert!(html.contains(r#"<b>Kundens navn</b> er lik <b class="value">&lt;Kari&gt;</b>"#), "{html}");
        assert!(html.contains(" og (<b>Mottatt på ukedag</b>") && html.ends_with(" mangler verdi))</p>"), "{html}");
    }
}
