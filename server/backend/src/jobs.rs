//! Jobs: the work after the answer. Each accepted receipt has one job until its event has taken effect.
//!
//! ```text
//! ready ──claim (attempt counted, committed)──▶ leased ──effects and deletion in one transaction──▶ gone
//!   ▲                                            │
//!   ├──── later, after a failure (1 s, 2 s, 4 s …)┤
//!   ├──── lease expired: its worker is gone ──────┤
//!   └──── replayed by a person ◀── dead letter ◀──┘ after 8 attempts, or at once for what cannot succeed
//! ```
//! Work of one conversation is done in the order of arrival by one worker at a time, conversations in parallel. What was never tried
//! is claimed in batches; what was tried before is claimed alone, so that a job that takes the process down takes nobody with it.
//! A dead letter lets the work behind it go on. In a burst the workers let intake go first, but never stop.

mod batch;
pub(crate) mod store;
#[cfg(test)]
mod tests;

use std::time::{Duration, Instant};

use jiff::SignedDuration;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{Backend, Result};

/// So many attempts, then a dead letter.
pub(crate) const MAX_ATTEMPTS: i32 = 8;
/// How long a claim holds.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// Jobs that are claimed together.
const BATCH: i64 = 64;
/// Work of other nodes, and work that was put off, is looked for so often.
const POLL: Duration = Duration::from_secs(1);
/// With more deliveries than this waiting to be stored, workers step back for as long as this before each batch, …
const PRESSURE: usize = 32;
const STEP_BACK: Duration = Duration::from_secs(4);
/// … until deliveries have been waiting like that for so long: then the work has to go on as well.
const BURST: Duration = Duration::from_secs(30);

/// The verbs of jobs.
pub struct Jobs<'a>(pub(crate) &'a Backend);

impl Jobs<'_> {
    /// Works until told to stop, and then to the end of what was begun.
    pub async fn run(&self, workers: usize, stop: CancellationToken) {
        let tasks = TaskTracker::new();
        for _ in 0..workers.max(1) {
            tasks.spawn(work(self.0.clone(), stop.clone()));
        }
        tasks.close();
        tasks.wait().await;
    }

    /// Does everything that is ready now, and says how many jobs were done. For tests, and for a quick end.
    pub async fn drain(&self) -> Result<usize> {
        let mut done = 0;
        loop {
            match batch::next(self.0).await? {
                0 => return Ok(done),
                jobs => done += jobs,
            }
        }
    }
}

async fn work(backend: Backend, stop: CancellationToken) {
    let accepted = backend.door().accepted.clone();
    let mut pressed_since = None;
    while !stop.is_cancelled() {
        let mut woken = std::pin::pin!(accepted.notified());
        // From here on a wake-up is not missed.
        woken.as_mut().enable();
        step_back(&backend, &stop, &mut pressed_since).await;
        match batch::next(&backend).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => {
                tracing::warn!(error = %error.chain(), "jobs cannot be done at the moment");
                tokio::select! { () = stop.cancelled() => return, () = tokio::time::sleep(POLL) => continue }
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = woken => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

/// Lets intake go first when many deliveries wait, for as long as a burst may last.
async fn step_back(backend: &Backend, stop: &CancellationToken, pressed_since: &mut Option<Instant>) {
    if backend.door().pressure() <= PRESSURE {
        *pressed_since = None;
    } else if pressed_since.get_or_insert_with(Instant::now).elapsed() < BURST {
        tokio::select! { () = stop.cancelled() => {}, () = tokio::time::sleep(STEP_BACK) => {} }
    }
}

/// How long a job rests after its `attempt`th failure.
fn rest_after(attempt: i32) -> SignedDuration {
    SignedDuration::from_secs(1 << attempt.clamp(1, MAX_ATTEMPTS).saturating_sub(1))
}
