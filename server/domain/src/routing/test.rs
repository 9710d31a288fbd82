//! One test, compiled: constants are read, folded and of the field's type, fields are numbers.

use std::cmp::Ordering;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use memchr::memmem::Finder;

use super::{
    Operand, Operator, Scalar, Test,
    facts::{Fact, Facts, Slot},
    fold,
};
use crate::context::{ContextField, FieldKind};

pub(super) const DAY_S: i64 = 24 * 60 * 60;

/// What stands around a decision besides the facts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub now: Timestamp,
    /// How far local time is ahead of UTC in the fallback queue's zone when the conversation was received, in seconds.
    pub utc_offset_s: i64,
}

impl Moment {
    /// The local day, as days since 1970-01-01.
    fn day(self, at: Timestamp) -> i64 {
        (at.as_second() + self.utc_offset_s).div_euclid(DAY_S)
    }
}

#[derive(Debug)]
pub(super) struct Compiled {
    pub slot: Slot,
    pub op: Operator,
    pub match_case: bool,
    pub right: Right,
    /// For a text that is looked for in another: the search, made ready once.
    search: Option<Finder<'static>>,
}

#[derive(Debug)]
pub(super) enum Right {
    Nothing,
    One(Constant),
    Many(Box<[Constant]>),
    Field(Slot),
}

#[derive(Debug)]
pub(super) enum Constant {
    Text(Box<str>),
    Number(f64),
    Flag(bool),
    At(Timestamp),
    /// A whole local day, as days since 1970-01-01.
    Day(i64),
    /// Seconds.
    Span(i64),
}

/// A value on either side of a comparison.
#[derive(Clone, Copy)]
enum Value<'a> {
    Text(&'a str),
    Number(f64),
    Flag(bool),
    At(Timestamp),
    Day(i64),
    Span(i64),
}

impl Compiled {
    /// Compiles a test of checked rules; `slot` numbers a field and notes that it is compared with or without case.
    pub fn new(test: &Test, mut slot: impl FnMut(ContextField, bool) -> Slot) -> Option<Self> {
        let field = ContextField::parse(&test.field)?;
        let kind = field.kind();
        let op = test.op.parse().ok()?;
        let constant = |value: &Scalar| Constant::new(kind, op, test.match_case, value);
        let right = match &test.value {
            None => Right::Nothing,
            Some(Operand::One(value)) => Right::One(constant(value)?),
            Some(Operand::Many(values)) => Right::Many(values.iter().map(constant).collect::<Option<_>>()?),
            Some(Operand::Field(other)) => Right::Field(slot(ContextField::parse(&other.field)?, test.match_case)),
        };
        let search = match (op, &right) {
            (Operator::Contains | Operator::NotContains, Right::One(Constant::Text(wanted))) => {
                Some(Finder::new(wanted.as_bytes()).into_owned())
            }
            _ => None,
        };
        Some(Self { slot: slot(field, test.match_case), op, match_case: test.match_case, right, search })
    }

    /// A test that holds for nobody.
    pub fn never() -> Self {
        Self { slot: Slot::MAX, op: Operator::In, match_case: false, right: Right::Nothing, search: None }
    }

    /// The fields that it compares.
    pub fn slots(&self) -> impl Iterator<Item = Slot> {
        let right = if let Right::Field(slot) = self.right { Some(slot) } else { None };
        [self.slot].into_iter().chain(right)
    }

    /// Whether it holds; its fields have been read. On an absent field every operator but `no_data` is false; so is comparing with one.
    pub fn holds(&self, facts: &Facts, moment: Moment) -> bool {
        let left = self.value(facts, self.slot);
        if let (Some(search), Some(Value::Text(text))) = (&self.search, left) {
            return search.find(text.as_bytes()).is_some() == (self.op == Operator::Contains);
        }
        match (self.op, left) {
            (Operator::HasData, left) => left.is_some(),
            (Operator::NoData, left) => left.is_none(),
            (_, None) => false,
            (op, Some(left)) => match &self.right {
                Right::Nothing => false,
                Right::One(constant) => compares(op, left, constant.value(), moment),
                Right::Field(slot) => self.value(facts, *slot).is_some_and(|right| compares(op, left, right, moment)),
                Right::Many(constants) => match (op, &**constants) {
                    (Operator::In, list) => {
                        list.iter().any(|one| compares(Operator::Equals, left, one.value(), moment))
                    }
                    (Operator::Between, [low, high]) => {
                        compares(Operator::GreaterOrEqual, left, low.value(), moment)
                            && compares(Operator::LessOrEqual, left, high.value(), moment)
                    }
                    _ => false,
                },
            },
        }
    }

    fn value<'f>(&self, facts: &'f Facts, slot: Slot) -> Option<Value<'f>> {
        Some(match facts.get(slot) {
            Fact::Absent | Fact::Unread => return None,
            Fact::Text { exact, folded } => Value::Text(facts.text(if self.match_case { exact } else { folded })),
            Fact::Number(number) => Value::Number(number),
            Fact::Flag(flag) => Value::Flag(flag),
            Fact::Instant(at) => Value::At(at),
        })
    }
}

impl Constant {
    fn new(kind: FieldKind, op: Operator, match_case: bool, value: &Scalar) -> Option<Self> {
        Some(match (kind, value) {
            (FieldKind::Instant, Scalar::Text(text)) => match op {
                Operator::WithinLast | Operator::WithinNext => Self::Span(span(text)?),
                _ => match text.parse::<Date>() {
                    Ok(date) if text.len() == 10 => Self::Day(day(date)?),
                    _ => Self::At(text.parse().ok()?),
                },
            },
            (_, Scalar::Text(text)) => Self::Text(fold::comparable(text, match_case)),
            (_, Scalar::Number(number)) => Self::Number(*number),
            (_, Scalar::Flag(flag)) => Self::Flag(*flag),
        })
    }

    fn value(&self) -> Value<'_> {
        match self {
            Self::Text(text) => Value::Text(text),
            Self::Number(number) => Value::Number(*number),
            Self::Flag(flag) => Value::Flag(*flag),
            Self::At(at) => Value::At(*at),
            Self::Day(day) => Value::Day(*day),
            Self::Span(seconds) => Value::Span(*seconds),
        }
    }
}

/// Seconds of `90m`, `2h` or `7d`.
fn span(text: &str) -> Option<i64> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let seconds = match unit {
        "m" => 60,
        "h" => 60 * 60,
        "d" => DAY_S,
        _ => return None,
    };
    number.parse::<i64>().ok()?.checked_mul(seconds)
}

fn day(date: Date) -> Option<i64> {
    Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second() / DAY_S)
}

/// Values of unlike types are never the same and in no order: a number is no text, whatever it looks like.
fn compares(op: Operator, left: Value<'_>, right: Value<'_>, moment: Moment) -> bool {
    let order = || order(left, right, moment);
    match op {
        Operator::Equals | Operator::On => is_same(left, right, moment),
        Operator::NotEquals => !is_same(left, right, moment),
        Operator::Greater | Operator::After => order().is_some_and(Ordering::is_gt),
        Operator::GreaterOrEqual => order().is_some_and(Ordering::is_ge),
        Operator::Less | Operator::Before => order().is_some_and(Ordering::is_lt),
        Operator::LessOrEqual => order().is_some_and(Ordering::is_le),
        Operator::WithinLast | Operator::WithinNext => is_within(op, left, right, moment.now),
        Operator::Contains => texts(left, right).is_some_and(|(left, right)| left.contains(right)),
        Operator::NotContains => texts(left, right).is_none_or(|(left, right)| !left.contains(right)),
        Operator::BeginsWith => texts(left, right).is_some_and(|(left, right)| left.starts_with(right)),
        Operator::NotBeginsWith => texts(left, right).is_none_or(|(left, right)| !left.starts_with(right)),
        Operator::EndsWith => texts(left, right).is_some_and(|(left, right)| left.ends_with(right)),
        Operator::In | Operator::Between | Operator::HasData | Operator::NoData => false,
    }
}

fn texts<'a>(left: Value<'a>, right: Value<'a>) -> Option<(&'a str, &'a str)> {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => Some((left, right)),
        _ => None,
    }
}

/// The common case first: most tests ask whether two texts are the same.
fn is_same(left: Value<'_>, right: Value<'_>, moment: Moment) -> bool {
    match texts(left, right) {
        Some((left, right)) => left == right,
        None => order(left, right, moment).is_some_and(Ordering::is_eq),
    }
}

/// Which comes first. An instant compares with a day by the local day that it falls on.
fn order(left: Value<'_>, right: Value<'_>, moment: Moment) -> Option<Ordering> {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
        (Value::Number(left), Value::Number(right)) => left.partial_cmp(&right),
        (Value::Flag(left), Value::Flag(right)) => Some(left.cmp(&right)),
        (Value::At(left), Value::At(right)) => Some(left.cmp(&right)),
        (Value::At(left), Value::Day(day)) => Some(moment.day(left).cmp(&day)),
        _ => None,
    }
}

fn is_within(op: Operator, left: Value<'_>, right: Value<'_>, now: Timestamp) -> bool {
    let (Value::At(at), Value::Span(seconds)) = (left, right) else { return false };
    let ahead = at.duration_since(now).as_millis();
    let most = i128::from(seconds) * 1000;
    if op == Operator::WithinLast { (-most..=0).contains(&ahead) } else { (0..=most).contains(&ahead) }
}
