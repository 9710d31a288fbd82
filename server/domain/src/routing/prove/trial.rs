//! One value of one field, to ask the engine's own tests of.

use jiff::Timestamp;

use crate::{
    context::{ContextField, ContextValue},
    routing::{
        facts::{Facts, Slot, Used},
        test::{Compiled, Moment},
    },
};

/// The number that the field of a test has here.
pub(super) const LEFT: Slot = 0;
/// The number of the field that it compares with. Such tests are not tried: a trial knows one field.
pub(super) const RIGHT: Slot = 1;

/// A value, as compiled tests read it.
#[derive(Debug)]
pub(super) struct Trial(Facts);

impl Trial {
    pub fn of(value: ContextValue<'_>) -> Self {
        let used = [Used { field: ContextField::FirstText, exact: true, folded: true }];
        let mut facts = Facts::default();
        facts.begin(used.len());
        facts.set(&used, LEFT, value);
        Self(facts)
    }

    /// Whether a test of constants holds for the value. Not for instants: these compare by the moment as well.
    pub fn holds(&self, test: &Compiled) -> bool {
        test.holds(&self.0, Moment { now: Timestamp::UNIX_EPOCH, utc_offset_s: 0 })
    }
}
