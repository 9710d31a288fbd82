//! What rules may say: every fault with the path of its place, all at once.

use jiff::{Timestamp, civil::Date};

use super::{ClassifyRule, Condition, Operand, Operator, RouteRule, Rules, Scalar, Test, condition::FieldOperand};
use crate::{
    Checks, Fault, Invalid,
    context::{ContextField, FieldKind, VariableName, VariableValue},
    text::one_line,
};

/// The limits of PRODUCT §5.
const CLASSIFICATIONS: i64 = 10;
const CLASSIFY_RULES: i64 = 100;
const ROUTE_RULES: i64 = 200;
const VARIABLES: i64 = 5;
const SKILLS: i64 = 5;
const QUEUES: i64 = 5;
/// What a skill can be rated.
const RATING: std::ops::RangeInclusive<i64> = 1..=10;
const LEVELS: u32 = 3;
/// Longest name of a rule and longest text to compare with, in characters.
const NAME: u32 = 100;
const TEXT: u32 = 4000;
pub(super) const WEEKDAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl<Queue> Rules<Queue> {
    /// Whether the rules can be published. A fault's field is the path of its place, such as `route[3].when.all[0].op`.
    /// Whether the queues exist is for the caller to ask, see [`Rules::queues`].
    pub fn check(&self) -> Result<(), Invalid> {
        let mut found = Checks::default();
        count(&mut found, "classify", self.classify.len(), 0, CLASSIFICATIONS);
        count(&mut found, "route", self.route.len(), 0, ROUTE_RULES);
        for (at, ruleset) in self.classify.iter().enumerate() {
            let path = format!("classify[{at}]");
            name(&mut found, &path, &ruleset.name);
            count(&mut found, &format!("{path}.rule"), ruleset.rules.len(), 0, CLASSIFY_RULES);
            for (at, rule) in ruleset.rules.iter().enumerate() {
                let path = format!("{path}.rule[{at}]");
                name(&mut found, &path, &rule.name);
                outcome(&mut found, &path, rule);
                when(&mut found, &path, rule.when.as_ref());
            }
        }
        for (at, rule) in self.route.iter().enumerate() {
            let path = format!("route[{at}]");
            name(&mut found, &path, &rule.name);
            when(&mut found, &path, rule.when.as_ref());
            target(&mut found, &path, rule);
        }
        found.finish(Some(()))
    }
}

fn count(found: &mut Checks, path: &str, len: usize, min: i64, max: i64) {
    let len = i64::try_from(len).unwrap_or(i64::MAX);
    if !(min..=max).contains(&len) {
        found.note(path, Fault::OutOfRange { min, max });
    }
}

fn name(found: &mut Checks, path: &str, name: &str) {
    found.field(&format!("{path}.name"), one_line(name, NAME));
}

/// A classification rule sets a variable or asks for a skill, or it is there for nothing.
fn outcome(found: &mut Checks, path: &str, rule: &ClassifyRule) {
    let least = i64::from(rule.skills.is_empty());
    count(found, &format!("{path}.set"), rule.set.len(), least, VARIABLES);
    for (variable, value) in &rule.set {
        set(found, &format!("{path}.set.{variable}"), variable, value);
    }
    count(found, &format!("{path}.skills"), rule.skills.len(), 0, SKILLS);
    for (skill, rating) in &rule.skills {
        let path = format!("{path}.skills.{skill}");
        if VariableName::parse(skill).is_none() {
            found.note(&path, Fault::Malformed);
        }
        if !RATING.contains(rating) {
            found.note(&path, Fault::OutOfRange { min: *RATING.start(), max: *RATING.end() });
        }
    }
}

fn set(found: &mut Checks, path: &str, variable: &str, value: &VariableValue) {
    if VariableName::parse(variable).is_none() {
        found.note(path, Fault::Malformed);
    }
    match value {
        VariableValue::Text(value) => text(found, path, value),
        VariableValue::Number(number) => finite(found, path, *number),
    }
}

fn target<Queue>(found: &mut Checks, path: &str, rule: &RouteRule<Queue>) {
    let shares = format!("{path}.queues");
    match (&rule.queue, rule.queues.as_slice()) {
        (None, []) => found.note(&format!("{path}.queue"), Fault::Missing),
        (Some(_), [_, ..]) => found.note(&shares, Fault::Mismatch),
        (Some(_), []) => {}
        (None, parts) => {
            count(found, &shares, parts.len(), 1, QUEUES);
            let mut total = 0_i64;
            for (at, share) in parts.iter().enumerate() {
                total = total.saturating_add(share.percent);
                if !(1..=100).contains(&share.percent) {
                    found.note(&format!("{shares}[{at}].percent"), Fault::OutOfRange { min: 1, max: 100 });
                }
            }
            if total != 100 {
                found.note(&shares, Fault::OutOfRange { min: 100, max: 100 });
            }
        }
    }
}

fn when(found: &mut Checks, path: &str, condition: Option<&Condition>) {
    if let Some(condition) = condition {
        tree(found, &format!("{path}.when"), condition, 0);
    }
}

/// `groups` is how many groups stand around this condition.
fn tree(found: &mut Checks, path: &str, condition: &Condition, groups: u32) {
    let is_group = !matches!(condition, Condition::Test(_));
    if is_group && groups == LEVELS {
        return found.note(path, Fault::TooLong { max: LEVELS, used: groups + 1 });
    }
    let mut list = |word: &str, parts: &[Condition]| {
        if parts.is_empty() {
            found.note(&format!("{path}.{word}"), Fault::Missing);
        }
        for (at, part) in parts.iter().enumerate() {
            tree(found, &format!("{path}.{word}[{at}]"), part, groups + 1);
        }
    };
    match condition {
        Condition::All(parts) => list("all", parts),
        Condition::Any(parts) => list("any", parts),
        Condition::Not(part) => tree(found, &format!("{path}.not"), part, groups + 1),
        Condition::Test(leaf) => test(found, path, leaf),
    }
}

pub(super) fn test(found: &mut Checks, path: &str, test: &Test) {
    let field = ContextField::parse(&test.field);
    if field.is_none() {
        found.note(&format!("{path}.field"), Fault::Unknown);
    }
    let op = found.field(&format!("{path}.op"), test.op.parse::<Operator>());
    let (Some(field), Some(op)) = (field, op) else { return };
    let words = Operator::words_for(field.kind());
    if !words.contains(&op.as_str()) {
        return found.note(&format!("{path}.op"), Fault::NotOneOf(words));
    }
    operand(found, &format!("{path}.value"), field.kind(), op, test.value.as_ref());
}

fn operand(found: &mut Checks, path: &str, kind: FieldKind, op: Operator, value: Option<&Operand>) {
    match (op, value) {
        (_, None) if op.stands_alone() => {}
        (_, Some(_)) if op.stands_alone() => found.note(path, Fault::Mismatch),
        (_, None) => found.note(path, Fault::Missing),
        (Operator::In, Some(Operand::Many(values))) => {
            count(found, path, values.len(), 1, 100);
            for (at, value) in values.iter().enumerate() {
                scalar(found, &format!("{path}[{at}]"), kind, op, value);
            }
        }
        (Operator::Between, Some(Operand::Many(values))) => {
            count(found, path, values.len(), 2, 2);
            for (at, value) in values.iter().enumerate() {
                scalar(found, &format!("{path}[{at}]"), kind, op, value);
            }
        }
        (Operator::In | Operator::Between, Some(_)) | (_, Some(Operand::Many(_))) => found.note(path, Fault::Mismatch),
        (_, Some(Operand::One(value))) => scalar(found, path, kind, op, value),
        (_, Some(Operand::Field(other))) => other_field(found, &format!("{path}.field"), kind, op, other),
    }
}

/// Two fields compare when they take the same values; texts compare with each other, and a context variable with texts and numbers.
fn other_field(found: &mut Checks, path: &str, kind: FieldKind, op: Operator, other: &FieldOperand) {
    use FieldKind::{Choice, Lookup, Number, Text, Variable};
    let Some(other) = ContextField::parse(&other.field) else {
        return found.note(path, Fault::Unknown);
    };
    let class = |kind| match kind {
        Choice | Lookup => Text,
        kind => kind,
    };
    let pair = (class(kind), class(other.kind()));
    let fits = pair.0 == pair.1 || matches!(pair, (Text | Number, Variable) | (Variable, Text | Number));
    if !fits || matches!(op, Operator::On | Operator::WithinLast | Operator::WithinNext) {
        found.note(path, Fault::Mismatch);
    }
}

fn scalar(found: &mut Checks, path: &str, kind: FieldKind, op: Operator, value: &Scalar) {
    match (kind, value) {
        (FieldKind::Text | FieldKind::Choice | FieldKind::Lookup | FieldKind::Variable, Scalar::Text(value)) => {
            text(found, path, value);
        }
        (FieldKind::Number | FieldKind::Variable, Scalar::Number(number)) => finite(found, path, *number),
        (FieldKind::Flag, Scalar::Flag(_)) => {}
        (FieldKind::Weekday, Scalar::Text(day)) if WEEKDAYS.contains(&day.as_str()) => {}
        (FieldKind::Weekday, Scalar::Text(_)) => found.note(path, Fault::NotOneOf(WEEKDAYS)),
        (FieldKind::TimeOfDay, Scalar::Text(time)) if is_time_of_day(time) => {}
        (FieldKind::Instant, Scalar::Text(value)) if is_instant(op, value) => {}
        (FieldKind::TimeOfDay | FieldKind::Instant, Scalar::Text(_)) => found.note(path, Fault::Malformed),
        _ => found.note(path, Fault::Mismatch),
    }
}

fn text(found: &mut Checks, path: &str, value: &str) {
    let used = u32::try_from(value.chars().count()).unwrap_or(u32::MAX);
    if value.trim().is_empty() {
        found.note(path, Fault::Missing);
    } else if used > TEXT {
        found.note(path, Fault::TooLong { max: TEXT, used });
    } else if value.contains('\0') {
        found.note(path, Fault::Malformed);
    }
}

fn finite(found: &mut Checks, path: &str, number: f64) {
    if !number.is_finite() {
        found.note(path, Fault::NotANumber);
    }
}

/// `HH:MM`, 00:00 to 23:59.
fn is_time_of_day(text: &str) -> bool {
    let part = |part: &str, below: u8| {
        part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()) && part.parse::<u8>().is_ok_and(|n| n < below)
    };
    text.split_once(':').is_some_and(|(hours, minutes)| part(hours, 24) && part(minutes, 60))
}

/// A date, an instant of RFC 3339, or for the two relative operators a span such as `90m`, `2h` or `7d`.
fn is_instant(op: Operator, text: &str) -> bool {
    match op {
        Operator::WithinLast | Operator::WithinNext => {
            let number = text.strip_suffix(['m', 'h', 'd']).unwrap_or_default();
            number.bytes().all(|b| b.is_ascii_digit())
                && number.parse::<u32>().is_ok_and(|n| (1..=525_600).contains(&n))
        }
        Operator::On => text.parse::<Date>().is_ok(),
        _ => text.len() == 10 && text.parse::<Date>().is_ok() || text.parse::<Timestamp>().is_ok(),
    }
}
