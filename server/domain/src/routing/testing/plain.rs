//! The rules of PRODUCT §5 written down as plainly as possible: the other side of "plain = compiled". Nothing here is shared with the
//! engine but the words; it reads names and texts anew for every test.

use caseless::Caseless;
use jiff::{Timestamp, ToSpan, civil::Date, tz::Offset};
use unicode_normalization::UnicodeNormalization;

use crate::{
    QueueId,
    context::{Context, ContextField, ContextValue, VariableName},
    queue::OverflowAction,
    routing::{Condition, FieldOperand, Operand, Rules, Scalar, Share, Snapshot, Test, draw},
};
use std::collections::BTreeMap;

/// Where a conversation goes.
#[derive(Debug, PartialEq, Eq)]
pub struct Plain {
    /// The queue.
    pub queue_id: QueueId,
    /// Whether no rule chose it.
    pub is_fallback: bool,
    /// Whether it was ended.
    pub is_ended: bool,
}

struct World<'a> {
    context: Context,
    skills: BTreeMap<String, f64>,
    snapshot: &'a Snapshot,
    now: Timestamp,
}

/// Decides, slowly.
pub fn decide(rules: &Rules, context: &Context, snapshot: &Snapshot, now: Timestamp, seed: i64) -> Plain {
    let mut world = World { context: context.clone(), skills: BTreeMap::new(), snapshot, now };
    for ruleset in &rules.classify {
        if let Some(rule) = ruleset.rules.iter().find(|rule| !rule.off && world.matches(rule.when.as_ref())) {
            for (name, value) in &rule.set {
                world.context.variables.insert(VariableName::parse(name).expect("a name"), value.clone());
            }
            for (name, rating) in &rule.skills {
                world.skills.insert(name.clone(), f64::from(i32::try_from(*rating).expect("small")));
            }
        }
    }
    let chosen: Vec<QueueId> = rules
        .route
        .iter()
        .filter(|rule| !rule.off && world.matches(rule.when.as_ref()))
        .map(|rule| rule.queue.unwrap_or_else(|| share(&rule.queues, draw(seed))))
        .filter(|queue| snapshot.queue(*queue).is_some())
        .collect();
    let queue = |id: &QueueId| snapshot.queue(*id).expect("it is there");
    let takes = chosen.iter().find(|id| overflow(queue(id)).is_none());
    if let Some(id) = takes {
        return Plain { queue_id: *id, is_fallback: false, is_ended: false };
    }
    let open = chosen.iter().find(|id| queue(id).is_open);
    let soonest = chosen.iter().min_by_key(|id| queue(id).opens_at.unwrap_or(Timestamp::MAX));
    let fallback = Plain { queue_id: snapshot.fallback.id, is_fallback: true, is_ended: false };
    match open.or(soonest).map(|id| (*id, overflow(queue(id)).expect("it overflows"))) {
        None => fallback,
        Some((id, OverflowAction::End)) => Plain { queue_id: id, is_fallback: false, is_ended: true },
        Some((id, OverflowAction::Assign)) => Plain { queue_id: id, is_fallback: false, is_ended: false },
        Some((_, OverflowAction::Transfer(to))) if snapshot.queue(to).is_none() => fallback,
        Some((_, OverflowAction::Transfer(to))) => Plain { queue_id: to, is_fallback: false, is_ended: false },
    }
}

fn share(shares: &[Share<QueueId>], drawn: u8) -> QueueId {
    let hundred: Vec<QueueId> =
        shares.iter().flat_map(|s| std::iter::repeat_n(s.queue, usize::try_from(s.percent).expect("small"))).collect();
    hundred[usize::from(drawn)]
}

fn overflow(queue: &crate::routing::QueueSnapshot) -> Option<OverflowAction> {
    let settings = queue.overflow.as_ref()?;
    if !queue.is_open && settings.out_of_hours != OverflowAction::Assign {
        return Some(settings.out_of_hours);
    }
    match (settings.item_limit, settings.then) {
        (Some(limit), Some(action)) if queue.length >= i64::from(limit) => Some(action),
        _ => None,
    }
}

impl World<'_> {
    fn matches(&self, when: Option<&Condition>) -> bool {
        when.is_none_or(|condition| self.holds(condition))
    }

    fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().all(|part| self.holds(part)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part)),
            Condition::Not(part) => !self.holds(part),
            Condition::Test(test) => self.test(test),
        }
    }

    fn fact(&self, name: &str) -> Option<Scalar> {
        if let Some(skill) = name.strip_prefix("skill.") {
            return self.skills.get(skill).map(|rating| Scalar::Number(*rating));
        }
        let field = ContextField::parse(name).expect("a field");
        Some(match self.context.get(&field)? {
            ContextValue::Text(text) if text.trim().is_empty() => return None,
            ContextValue::Text(text) => Scalar::Text(text.to_owned()),
            ContextValue::Number(number) => Scalar::Number(number),
            ContextValue::Flag(flag) => Scalar::Flag(flag),
            ContextValue::Instant(at) => Scalar::Text(at.to_string()),
        })
    }

    fn test(&self, leaf: &Test) -> bool {
        let left = self.fact(&leaf.field);
        match leaf.op.as_str() {
            "has_data" => return left.is_some(),
            "no_data" => return left.is_none(),
            _ => {}
        }
        let Some(left) = left else { return false };
        let rights = match leaf.value.as_ref().expect("a right-hand side") {
            Operand::One(value) => vec![value.clone()],
            Operand::Many(values) => values.clone(),
            Operand::Field(FieldOperand { field }) => match self.fact(field) {
                Some(value) => vec![value],
                None => return false,
            },
        };
        if leaf.field == "received.at" {
            return self.at_instant(&left, &leaf.op, &rights);
        }
        let fold = |scalar: &Scalar| match scalar {
            Scalar::Text(text) if leaf.match_case => Scalar::Text(text.trim().nfc().collect()),
            Scalar::Text(text) => Scalar::Text(text.trim().nfc().default_case_fold().nfc().collect()),
            other => other.clone(),
        };
        let left = fold(&left);
        let rights: Vec<Scalar> = rights.iter().map(fold).collect();
        let text = |compares: fn(&str, &str) -> bool| match (&left, &rights[0]) {
            (Scalar::Text(left), Scalar::Text(right)) => compares(left, right),
            _ => false,
        };
        let ordered = |right: &Scalar, or_more: bool, or_less: bool| match (&left, right) {
            (Scalar::Text(l), Scalar::Text(r)) => (or_more && l > r) || (or_less && l < r),
            (Scalar::Number(l), Scalar::Number(r)) => (or_more && l > r) || (or_less && l < r),
            _ => false,
        };
        match leaf.op.as_str() {
            "equals" => left == rights[0],
            "not_equals" => left != rights[0],
            "in" => rights.contains(&left),
            "contains" => text(|l, r| l.contains(r)),
            "not_contains" => !text(|l, r| l.contains(r)),
            "begins_with" => text(|l, r| l.starts_with(r)),
            "not_begins_with" => !text(|l, r| l.starts_with(r)),
            "ends_with" => text(|l, r| l.ends_with(r)),
            "greater" | "after" => ordered(&rights[0], true, false),
            "less" | "before" => ordered(&rights[0], false, true),
            "greater_or_equal" => ordered(&rights[0], true, false) || left == rights[0],
            "less_or_equal" => ordered(&rights[0], false, true) || left == rights[0],
            "between" => {
                (ordered(&rights[0], true, false) || left == rights[0])
                    && (ordered(&rights[1], false, true) || left == rights[1])
            }
            op => panic!("{op} is for instants"),
        }
    }

    fn at_instant(&self, left: &Scalar, op: &str, rights: &[Scalar]) -> bool {
        let text = |scalar: &Scalar| match scalar {
            Scalar::Text(text) => text.clone(),
            _ => panic!("instants are text"),
        };
        let at: Timestamp = text(left).parse().expect("an instant");
        let offset =
            Offset::from_seconds(i32::try_from(self.snapshot.utc_offset_s).expect("small")).expect("an offset");
        let today: Date = at.to_zoned(offset.to_time_zone()).date();
        let before = |right: &Scalar| match text(right).parse::<Timestamp>() {
            Ok(other) => at < other,
            Err(_) => today < text(right).parse::<Date>().expect("a date"),
        };
        let after = |right: &Scalar| match text(right).parse::<Timestamp>() {
            Ok(other) => at > other,
            Err(_) => today > text(right).parse::<Date>().expect("a date"),
        };
        let span = |right: &Scalar| {
            let text = text(right);
            let (number, unit) = text.split_at(text.len() - 1);
            let number: i64 = number.parse().expect("a number");
            match unit {
                "m" => number.minutes(),
                "h" => number.hours(),
                _ => (number * 24).hours(),
            }
        };
        match op {
            "on" => today == text(&rights[0]).parse::<Date>().expect("a date"),
            "before" => before(&rights[0]),
            "after" => after(&rights[0]),
            "between" => !before(&rights[0]) && !after(&rights[1]),
            "within_last" => at <= self.now && at >= self.now - span(&rights[0]),
            "within_next" => at >= self.now && at <= self.now + span(&rights[0]),
            op => panic!("{op} is not for instants"),
        }
    }
}
