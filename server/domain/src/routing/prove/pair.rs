//! Tests of one field against another: whatever the two values are, there are only so many ways in which they can compare.

use std::cmp::Ordering::{self, Equal, Greater, Less};

use crate::routing::Operator;

/// How two values compare.
#[derive(Clone, Copy, Debug)]
struct Outcome {
    /// `None` for values of unlike types.
    order: Option<Ordering>,
    contains: bool,
    begins: bool,
    ends: bool,
}

const fn outcome(order: Option<Ordering>, contains: bool, begins: bool, ends: bool) -> Outcome {
    Outcome { order, contains, begins, ends }
}

/// Every way. A text that has another one in it is longer, one that begins with another comes after it.
const OUTCOMES: [Outcome; 11] = [
    outcome(Some(Equal), true, true, true),
    outcome(Some(Equal), false, false, false),
    outcome(None, false, false, false),
    outcome(Some(Less), false, false, false),
    outcome(Some(Less), true, false, false),
    outcome(Some(Less), true, false, true),
    outcome(Some(Greater), false, false, false),
    outcome(Some(Greater), true, false, false),
    outcome(Some(Greater), true, true, false),
    outcome(Some(Greater), true, false, true),
    outcome(Some(Greater), true, true, true),
];

/// Whether two fields that both have data cannot compare as they should. `is_same`: they are the same field.
pub(super) fn refutes(literals: &[(Operator, bool)], is_same: bool) -> bool {
    let mut ways = OUTCOMES.iter().filter(|way| !is_same || way.order == Some(Equal));
    !ways.any(|way| literals.iter().all(|(op, holds)| way.holds(*op).is_none_or(|is_so| is_so == *holds)))
}

impl Outcome {
    /// `None` for an operator that does not compare fields.
    fn holds(self, op: Operator) -> Option<bool> {
        Some(match op {
            Operator::Equals => self.order == Some(Equal),
            Operator::NotEquals => self.order != Some(Equal),
            Operator::Greater | Operator::After => self.order == Some(Greater),
            Operator::GreaterOrEqual => self.order.is_some_and(Ordering::is_ge),
            Operator::Less | Operator::Before => self.order == Some(Less),
            Operator::LessOrEqual => self.order.is_some_and(Ordering::is_le),
            Operator::Contains => self.contains,
            Operator::NotContains => !self.contains,
            Operator::BeginsWith => self.begins,
            Operator::NotBeginsWith => !self.begins,
            Operator::EndsWith => self.ends,
            _ => return None,
        })
    }
}
