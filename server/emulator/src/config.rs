//! What the emulator is told when it starts.

use std::time::Duration;

use jiff::tz::TimeZone;

/// Settings of one emulator.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where browsers reach the emulator, without a slash at the end: `http://127.0.0.1:3999`.
    pub base_url: String,
    /// Where the portal is, for a link on the console.
    pub portal_url: Option<String>,
    /// When a delivery that failed is tried again.
    pub retry: Retry,
    /// How long one attempt may take before it counts as failed.
    pub attempt_timeout: Duration,
    /// The zone of the times on the pages.
    pub time_zone: TimeZone,
}

impl Config {
    /// Google's habits, for an emulator that browsers reach at `base_url`.
    pub fn new(base_url: impl Into<String>) -> Self {
        Self {
            base_url: base_url.into().trim_end_matches('/').to_owned(),
            portal_url: None,
            retry: Retry::google(),
            attempt_timeout: Duration::from_secs(10),
            time_zone: TimeZone::get("Europe/Oslo").unwrap_or(TimeZone::UTC),
        }
    }

    /// Adds the link to the portal.
    #[must_use]
    pub fn with_portal(mut self, url: impl Into<String>) -> Self {
        self.portal_url = Some(url.into());
        self
    }

    /// Replaces the retry schedule.
    #[must_use]
    pub fn with_retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }
}

/// A schedule of growing waits: each is twice the one before, up to a cap, until the event is too old.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// The wait after the first failure.
    pub first: Duration,
    /// The longest wait between two attempts.
    pub cap: Duration,
    /// An event older than this is dropped.
    pub give_up_after: Duration,
}

impl Retry {
    /// Waits that grow to 600 seconds, for seven days.
    #[must_use]
    pub const fn google() -> Self {
        Self {
            first: Duration::from_secs(2),
            cap: Duration::from_mins(10),
            give_up_after: Duration::from_hours(7 * 24),
        }
    }

    /// The same curve, `times` as fast.
    #[must_use]
    pub fn faster(self, times: u32) -> Self {
        let times = times.max(1);
        Self { first: self.first / times, cap: self.cap / times, give_up_after: self.give_up_after / times }
    }

    /// The wait after `failed` failed attempts.
    pub(crate) fn wait_after(self, failed: u32) -> Duration {
        let doublings = failed.saturating_sub(1).min(31);
        self.first.saturating_mul(2u32.saturating_pow(doublings)).min(self.cap)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_until_the_cap() {
        let retry = Retry::google();
        let waits: Vec<u64> = (1..=11).map(|n| retry.wait_after(n).as_secs()).collect();
        assert_eq!(waits, [2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]);
        assert_eq!(retry.wait_after(u32::MAX).as_secs(), 600);
    }

    #[test]
    fn a_faster_schedule_keeps_its_shape() {
        let retry = Retry::google().faster(1000);
        assert_eq!(retry.wait_after(1), Duration::from_millis(2));
        assert_eq!(retry.cap, Duration::from_millis(600));
        assert_eq!(Retry::google().faster(0), Retry::google());
    }
}
