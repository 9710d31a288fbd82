//! For tests of routing, here and elsewhere: the generators of valid rules, contexts and snapshots, and the rules of PRODUCT §5
//! written down [plainly](plain). Every field stands with every operator that makes sense for it, on values that often meet.
#![expect(clippy::missing_panics_doc, reason = "what they are made of is valid")]

pub mod kits;
pub mod plain;

use std::collections::BTreeMap;

use jiff::Timestamp;
use proptest::{prelude::*, sample::select};

use crate::{
    QueueId,
    context::{Context, ContextField, FieldKind, VariableName, VariableValue},
    queue::{Overflow, OverflowAction},
    routing::{
        Case, Classification, ClassifyRule, Condition, FieldOperand, Operand, Operator, QueueSnapshot, RouteRule,
        Rules, Scalar, Share, Snapshot, Test,
    },
};

/// Texts that compare alike in various ways.
const TEXTS: [&str; 9] =
    ["Kari", " kari ", "KARI NORDMANN", "Åse", "A\u{30a}SE", "straße", "STRASSE", "nb-NO", "ordre 7"];
const VARIABLES: [&str; 3] = ["tier", "score", "språk"];
const INSTANTS: [&str; 4] =
    ["2026-03-28T23:30:00Z", "2026-03-29T00:59:59Z", "2026-03-29T12:00:00Z", "2026-03-30T00:00:00Z"];
const TIMES: [&str; 4] = ["00:00", "07:59", "08:00", "23:59"];
const DAYS: [&str; 3] = ["mon", "sat", "sun"];

/// A case whose rules can be published, at a moment near those that its rules and its context name.
pub fn case() -> impl Strategy<Value = Case> {
    let now = (1_774_000_000_i64..1_775_000_000).prop_map(|second| Timestamp::from_second(second).expect("a time"));
    (rules(), context(), snapshot(), now, any::<i64>()).prop_map(|(rules, context, snapshot, now, seed)| Case {
        rules,
        context,
        snapshot,
        now,
        seed,
    })
}

/// The queues that rules name, the first being the fallback queue.
pub fn queue_id(number: u128) -> QueueId {
    QueueId(uuid::Uuid::from_u128(number + 1))
}

/// How many queues there are.
pub const QUEUES: u128 = 5;

fn some_queue() -> impl Strategy<Value = QueueId> {
    // One more than there are: rules may name a queue that is gone.
    (0..=QUEUES).prop_map(queue_id)
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![4 => select(&TEXTS[..]).prop_map(str::to_owned), 1 => "\\PC{1,8}".prop_filter("not blank", |t| !t.trim().is_empty())]
}

fn number() -> impl Strategy<Value = f64> {
    select(&[-1.5, 0.0, 4.0, 7.0][..])
}

fn field() -> impl Strategy<Value = ContextField> {
    let variable =
        select(&VARIABLES[..]).prop_map(|name| ContextField::Variable(VariableName::parse(name).expect("a name")));
    let skill = select(&VARIABLES[..]).prop_map(|name| ContextField::Skill(VariableName::parse(name).expect("a name")));
    prop_oneof![6 => select(ContextField::FIXED.to_vec()), 2 => variable, 1 => skill]
}

fn scalar(kind: FieldKind, op: Operator) -> BoxedStrategy<Scalar> {
    let of = |words: &'static [&'static str]| select(words).prop_map(|word| Scalar::Text(word.to_owned())).boxed();
    match kind {
        FieldKind::Text | FieldKind::Choice | FieldKind::Lookup => text().prop_map(Scalar::Text).boxed(),
        FieldKind::Number => number().prop_map(Scalar::Number).boxed(),
        FieldKind::Flag => any::<bool>().prop_map(Scalar::Flag).boxed(),
        FieldKind::Weekday => of(&DAYS),
        FieldKind::TimeOfDay => of(&TIMES),
        FieldKind::Variable => prop_oneof![text().prop_map(Scalar::Text), number().prop_map(Scalar::Number)].boxed(),
        FieldKind::Instant => match op {
            Operator::On => of(&["2026-03-28", "2026-03-29"]),
            Operator::WithinLast | Operator::WithinNext => of(&["90m", "2h", "7d"]),
            _ => prop_oneof![of(&["2026-03-28", "2026-03-29", "2026-03-30"]), of(&INSTANTS)].boxed(),
        },
    }
}

/// Fields that a field may be compared with.
fn partner(kind: FieldKind) -> Option<&'static [&'static str]> {
    Some(match kind {
        FieldKind::Text | FieldKind::Choice | FieldKind::Lookup => {
            &["customer.device_locale", "context.resolved_locale", "variable.språk"]
        }
        FieldKind::Variable => &["variable.tier", "context.custom", "skill.score"],
        FieldKind::Number => &["variable.score", "skill.tier"],
        FieldKind::TimeOfDay => &["received.time"],
        FieldKind::Instant | FieldKind::Weekday | FieldKind::Flag => return None,
    })
}

fn test() -> impl Strategy<Value = Condition> {
    let with_op = field().prop_flat_map(|field| {
        let ops = select(Operator::words_for(field.kind()));
        (Just(field), ops.prop_map(|word| word.parse::<Operator>().expect("an operator")))
    });
    let with_value = with_op.prop_flat_map(|(field, op)| {
        let one = scalar(field.kind(), op);
        let operand = match op {
            op if op.stands_alone() => Just(None).boxed(),
            Operator::In => prop::collection::vec(one, 1..4).prop_map(|many| Some(Operand::Many(many))).boxed(),
            Operator::Between => prop::collection::vec(one, 2).prop_map(|many| Some(Operand::Many(many))).boxed(),
            _ => match partner(field.kind()) {
                None => one.prop_map(|one| Some(Operand::One(one))).boxed(),
                Some(others) => prop_oneof![
                    4 => one.prop_map(|one| Some(Operand::One(one))),
                    1 => select(others).prop_map(|other| Some(Operand::Field(FieldOperand { field: other.to_owned() }))),
                ]
                .boxed(),
            },
        };
        (Just(field), Just(op), operand, any::<bool>())
    });
    with_value.prop_map(|(field, op, value, match_case)| {
        Condition::Test(Test { field: field.name().into_owned(), op: op.to_string(), value, match_case })
    })
}

/// A condition at most three groups deep.
pub fn condition() -> impl Strategy<Value = Condition> {
    test().prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Condition::All),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Condition::Any),
            inner.prop_map(|part| Condition::Not(Box::new(part)))
        ]
    })
}

/// Some rules are switched off.
fn is_off() -> impl Strategy<Value = bool> {
    prop::bool::weighted(0.15)
}

fn classify_rule() -> impl Strategy<Value = ClassifyRule> {
    let value = prop_oneof![text().prop_map(VariableValue::Text), number().prop_map(VariableValue::Number)];
    let name = || select(&VARIABLES[..]).prop_map(str::to_owned);
    let set = prop::collection::btree_map(name(), value, 1..3);
    let skills = prop::collection::btree_map(name(), 1..=10_i64, 0..2);
    (is_off(), prop::option::weighted(0.9, condition()), set, skills)
        .prop_map(|(off, when, set, skills)| ClassifyRule { name: "c".into(), off, when, set, skills })
}

fn route_rule() -> impl Strategy<Value = RouteRule> {
    let shares = (1..=99_i64, some_queue(), some_queue())
        .prop_map(|(percent, a, b)| vec![Share { queue: a, percent }, Share { queue: b, percent: 100 - percent }]);
    let target = prop_oneof![3 => some_queue().prop_map(Ok), 1 => shares.prop_map(Err)];
    (is_off(), prop::option::weighted(0.95, condition()), target).prop_map(|(off, when, target)| RouteRule {
        name: "r".into(),
        off,
        when,
        queue: target.as_ref().ok().copied(),
        queues: target.err().unwrap_or_default(),
    })
}

/// Rules that can be published.
pub fn rules() -> impl Strategy<Value = Rules> {
    let classification =
        prop::collection::vec(classify_rule(), 0..4).prop_map(|rules| Classification { name: "k".into(), rules });
    (prop::collection::vec(classification, 0..3), prop::collection::vec(route_rule(), 0..8))
        .prop_map(|(classify, route)| Rules { classify, route })
}

/// What may be known of a conversation.
pub fn context() -> impl Strategy<Value = Context> {
    let fact = || prop::option::weighted(0.7, prop_oneof![9 => text(), 1 => Just("  ".to_owned())]);
    let variables = prop::collection::btree_map(
        select(&VARIABLES[..]).prop_map(|name| VariableName::parse(name).expect("a name")),
        prop_oneof![text().prop_map(VariableValue::Text), number().prop_map(VariableValue::Number)],
        0..3,
    );
    let customer = (fact(), fact(), fact(), fact(), fact());
    let received = (prop::option::weighted(0.9, select(&INSTANTS[..])), select(&DAYS[..]), select(&TIMES[..]));
    (customer, received, prop::option::of(any::<bool>()), variables).prop_map(
        |((name, device, resolved, custom, first), (at, day, time), hours_open, variables)| Context {
            customer_display_name: name,
            customer_device_locale: device,
            resolved_locale: resolved,
            custom,
            first_text: first,
            received_at: at.map(|at| at.parse().expect("an instant")),
            received_weekday: at.map(|_| day.to_owned()),
            received_time: at.map(|_| time.to_owned()),
            hours_open,
            variables,
            ..Context::default()
        },
    )
}

fn action() -> impl Strategy<Value = OverflowAction> {
    prop_oneof![
        Just(OverflowAction::Assign),
        Just(OverflowAction::End),
        some_queue().prop_map(OverflowAction::Transfer)
    ]
}

fn queue(number: u128) -> impl Strategy<Value = QueueSnapshot> {
    let limit =
        prop::option::of((1..4_u32, action().prop_filter("no limit assigns", |a| *a != OverflowAction::Assign)));
    let overflow = (limit, action()).prop_map(|(limit, out_of_hours)| Overflow {
        item_limit: limit.map(|(limit, _)| limit),
        wait_minutes: None,
        out_of_hours,
        then: limit.map(|(_, action)| action),
    });
    (0..5_i64, any::<bool>(), prop::option::of(0..9_i64), prop::option::of(overflow)).prop_map(
        move |(length, is_open, opens, overflow)| QueueSnapshot {
            id: queue_id(number),
            name: format!("Queue {number}"),
            length,
            longest_wait_s: 0,
            is_open,
            opens_at: opens.map(|hour| Timestamp::from_second(hour * 3600).expect("a time")),
            member_count: 1,
            overflow,
        },
    )
}

/// The queues as they may stand.
pub fn snapshot() -> impl Strategy<Value = Snapshot> {
    let named: Vec<_> = (1..QUEUES).map(queue).collect();
    (queue(0), named, select(&[0_i64, 3600, 7200, -18_000][..])).prop_map(|(fallback, named, utc_offset_s)| Snapshot {
        fallback,
        named: named.into_iter().map(|queue| (queue.id, queue)).collect::<BTreeMap<_, _>>(),
        utc_offset_s,
    })
}
