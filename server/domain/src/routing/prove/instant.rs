//! Instants. A test says something of the local day, of the instant, or of how far it is from now; whatever the offset of local
//! time and whatever now is.

use super::atom::{Atom, Sense};
use crate::routing::{
    Operator,
    test::{Compiled, Constant, DAY_S, Right},
};

/// No local time is further from UTC, in seconds (jiff's limit and a second).
const FURTHEST_S: i128 = 26 * 60 * 60 + 1;
const SECOND_NS: i128 = 1_000_000_000;

/// Whole numbers: ranges in order that do not touch.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Ranges(Vec<(i128, i128)>);

/// What a test says where the field has data. At most one of the three is limited, except by `between`.
#[derive(Clone, Debug)]
pub(super) struct Region {
    /// Local days since 1970-01-01.
    days: Ranges,
    /// Nanoseconds since then.
    at: Ranges,
    /// Milliseconds from now.
    ahead: Ranges,
}

impl Ranges {
    fn all() -> Self {
        Self(vec![(i128::MIN, i128::MAX)])
    }

    fn to(high: i128) -> Self {
        Self(vec![(i128::MIN, high)])
    }

    fn from(low: i128) -> Self {
        Self(vec![(low, i128::MAX)])
    }

    fn both(&self, other: &Self) -> Self {
        let pairs = self.0.iter().flat_map(|one| other.0.iter().map(|two| (one.0.max(two.0), one.1.min(two.1))));
        Self(pairs.filter(|(low, high)| low <= high).collect())
    }

    fn rest(&self) -> Self {
        let mut rest = Vec::new();
        let mut next = Some(i128::MIN);
        for (low, high) in &self.0 {
            if let Some(from) = next.filter(|from| from < low) {
                rest.push((from, *low - 1));
            }
            next = high.checked_add(1);
        }
        rest.extend(next.map(|from| (from, i128::MAX)));
        Self(rest)
    }
}

impl Region {
    fn all() -> Self {
        Self { days: Ranges::all(), at: Ranges::all(), ahead: Ranges::all() }
    }

    /// `None` for a test that says nothing here.
    pub fn new(test: &Compiled) -> Option<Self> {
        Some(match (test.op, &test.right) {
            (Operator::HasData, _) => Self::all(),
            // A place in time without any: it is absent.
            (Operator::NoData, _) => Self { days: Ranges(Vec::new()), ..Self::all() },
            (Operator::Between, Right::Many(bounds)) => match &**bounds {
                [low, high] => Self::since(low, 0)?.both(&Self::until(high, 0)?),
                _ => return None,
            },
            (Operator::On, Right::One(day)) => Self::since(day, 0)?.both(&Self::until(day, 0)?),
            (Operator::Before, Right::One(end)) => Self::until(end, 1)?,
            (Operator::After, Right::One(start)) => Self::since(start, 1)?,
            (Operator::WithinLast, Right::One(Constant::Span(seconds))) => {
                Self { ahead: Ranges(vec![(-i128::from(*seconds) * 1000, 0)]), ..Self::all() }
            }
            (Operator::WithinNext, Right::One(Constant::Span(seconds))) => {
                Self { ahead: Ranges(vec![(0, i128::from(*seconds) * 1000)]), ..Self::all() }
            }
            _ => return None,
        })
    }

    /// From that on, or `later` by so many.
    fn since(constant: &Constant, later: i128) -> Option<Self> {
        Some(match constant {
            Constant::Day(day) => Self { days: Ranges::from(i128::from(*day) + later), ..Self::all() },
            Constant::At(at) => Self { at: Ranges::from(at.as_nanosecond() + later), ..Self::all() },
            _ => return None,
        })
    }

    /// Up to that, or `earlier` by so many.
    fn until(constant: &Constant, earlier: i128) -> Option<Self> {
        Some(match constant {
            Constant::Day(day) => Self { days: Ranges::to(i128::from(*day) - earlier), ..Self::all() },
            Constant::At(at) => Self { at: Ranges::to(at.as_nanosecond() - earlier), ..Self::all() },
            _ => return None,
        })
    }

    fn both(&self, other: &Self) -> Self {
        Self { days: self.days.both(&other.days), at: self.at.both(&other.at), ahead: self.ahead.both(&other.ahead) }
    }

    /// What is so where the test does not hold; everything, where that cannot be said of one of the three alone.
    fn rest(&self) -> Self {
        let all = Ranges::all();
        let limited = [&self.days, &self.at, &self.ahead].into_iter().filter(|ranges| **ranges != all).count();
        if limited > 1 {
            return Self::all();
        }
        let none = Self { days: Ranges(Vec::new()), ..Self::all() };
        match self {
            Self { days, .. } if *days != all => Self { days: days.rest(), ..Self::all() },
            Self { at, .. } if *at != all => Self { at: at.rest(), ..Self::all() },
            Self { ahead, .. } if *ahead != all => Self { ahead: ahead.rest(), ..Self::all() },
            _ => none,
        }
    }

    /// Whether nothing is left. Every local day has its place among the instants, give or take the offset.
    fn is_empty(&self) -> bool {
        let spans = self.days.0.iter().map(|(first, last)| {
            let from = first.saturating_mul(i128::from(DAY_S)).saturating_sub(FURTHEST_S);
            let to = last.saturating_add(1).saturating_mul(i128::from(DAY_S)).saturating_add(FURTHEST_S);
            (from.saturating_mul(SECOND_NS), to.saturating_mul(SECOND_NS))
        });
        self.ahead.0.is_empty() || spans.map(|span| self.at.both(&Ranges(vec![span]))).all(|left| left.0.is_empty())
    }
}

/// Whether no instant makes all of these tests as they should be.
pub(super) fn refutes<'a>(literals: impl Iterator<Item = (&'a Atom, bool)>) -> bool {
    let mut left = Region::all();
    for (atom, holds) in literals {
        if let Sense::Instant(region) = &atom.sense {
            left = left.both(&if holds { region.clone() } else { region.rest() });
        }
    }
    left.is_empty()
}
