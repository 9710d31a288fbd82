//! The one place that reads the clock.

use jiff::Timestamp;

/// The time on the wall.
#[expect(
    clippy::disallowed_methods,
    reason = "the emulator is a world of its own: it stamps what it sends with the real time"
)]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// RFC 3339 in UTC with nine digits of fraction, as Google writes it.
pub(crate) fn stamp(at: Timestamp) -> String {
    format!("{at:.9}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_has_nine_digits() {
        let at = Timestamp::new(1_400_000_000, 45_000).expect("in range");
        assert_eq!(stamp(at), "2014-05-13T16:53:20.000045000Z");
    }
}
