//! Alarms: an account whose signatures fail again and again has a wrong token, or an enemy. Said once in a while, not each time.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use domain::AccountId;

/// So many failures within a window are an alarm.
const FAILURES: u32 = 10;
const WINDOW: Duration = Duration::from_mins(5);

/// Counts failures for each account that has some.
#[derive(Default)]
pub(super) struct Alarms(Mutex<HashMap<AccountId, Window>>);

struct Window {
    began: Instant,
    failures: u32,
}

impl Alarms {
    /// Notes a failed signature. Says so in the log with the tenth of five minutes, and not again within these.
    pub fn signature_failed(&self, account_id: AccountId, reason: &'static str) {
        metrics::counter!("signature.refused", "reason" => reason).increment(1);
        if self.count(account_id, Instant::now()) {
            metrics::counter!("alarm.raised").increment(1);
            tracing::warn!(
                alarm = "signatures_fail",
                %account_id,
                reason,
                "{FAILURES} deliveries with a bad signature within five minutes: the client token here and at the provider differ, or somebody else posts to this address"
            );
        }
    }

    /// Whether this failure is the one that raises the alarm.
    fn count(&self, account_id: AccountId, now: Instant) -> bool {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let window = windows.entry(account_id).or_insert(Window { began: now, failures: 0 });
        if now.saturating_duration_since(window.began) > WINDOW {
            *window = Window { began: now, failures: 0 };
        }
        window.failures = window.failures.saturating_add(1);
        window.failures == FAILURES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tenth_failure_of_a_window_raises_the_alarm_once() {
        let (alarms, account, now) = (Alarms::default(), AccountId::new(), Instant::now());
        let raised: Vec<_> = (1..=30).filter(|_| alarms.count(account, now)).collect();
        assert_eq!(raised.len(), 1);
        assert!(!alarms.count(AccountId::new(), now), "another account has its own count");
        let later = now + WINDOW + Duration::from_secs(1);
        assert_eq!((1..=30).filter(|_| alarms.count(account, later)).count(), 1);
    }
}
