//! Queues whose conversations have waited too long.

use std::time::Duration;

use backend::Backend;
use tokio_util::sync::CancellationToken;

const EVERY: Duration = Duration::from_secs(15);

/// Sends on or ends what has waited too long, every few seconds until `stop`.
pub async fn watch(backend: Backend, stop: CancellationToken) {
    let mut every = tokio::time::interval(EVERY);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = every.tick() => {}
        }
        match backend.queues().overflow_waiting().await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "conversations that waited too long left their queues"),
            Err(error) => tracing::warn!(error = error.chain(), "conversations that waited too long stay for now"),
        }
    }
}
