//! Numbers: between the constants of the tests every number compares alike, so a few of them stand for all.

use super::{
    atom::{Atom, Sense},
    trial::Trial,
};
use crate::context::ContextValue;

/// Whether no number makes all of these tests as they should be.
pub(super) fn refutes<'a>(literals: impl Iterator<Item = (&'a Atom, bool)> + Clone) -> bool {
    let constants = literals.clone().flat_map(|(atom, _)| match &atom.sense {
        Sense::Text(pattern) => pattern.numbers.as_slice(),
        _ => &[],
    });
    let around = constants.flat_map(|number| [number.next_down(), *number, number.next_up()]);
    !around.chain([0.0]).filter(|number| number.is_finite()).any(|number| {
        let trial = Trial::of(ContextValue::Number(number));
        literals.clone().all(|(atom, holds)| !matches!(atom.sense, Sense::Text(_)) || trial.holds(&atom.test) == holds)
    })
}
