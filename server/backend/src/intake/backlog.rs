//! The backlog: how much accepted work waits. Counted in the database now and then, in memory between; over its limit nothing more
//! is accepted, and the provider keeps what it has.

use std::{
    sync::{
        Arc, Weak,
        atomic::{AtomicI64, Ordering::Relaxed},
    },
    time::Duration,
};

use sqlx::PgPool;

use super::store;
use crate::Result;

/// What the limit is unless the operator says otherwise.
pub const DEFAULT_LIMIT: i64 = 1_000_000;
/// Counting a long backlog takes a while, so it is not done all the time.
const COUNT_EVERY: Duration = Duration::from_secs(5);

pub(crate) struct Backlog {
    jobs: AtomicI64,
    limit: AtomicI64,
}

impl Backlog {
    /// A backlog that is counted for as long as somebody holds it.
    pub fn start(pool: PgPool) -> Arc<Self> {
        let backlog = Arc::new(Self { jobs: AtomicI64::new(0), limit: AtomicI64::new(DEFAULT_LIMIT) });
        tokio::spawn(recount(Arc::downgrade(&backlog), pool));
        backlog
    }

    pub fn is_over(&self) -> bool {
        self.jobs.load(Relaxed) >= self.limit.load(Relaxed)
    }

    pub fn set_limit(&self, jobs: i64) {
        self.limit.store(jobs, Relaxed);
    }

    /// Notes jobs that came (or, below zero, went) since the last count.
    pub fn add(&self, jobs: i64) {
        self.jobs.fetch_add(jobs, Relaxed);
    }

    fn set(&self, jobs: i64) {
        self.jobs.store(jobs, Relaxed);
        #[expect(clippy::cast_precision_loss, reason = "a gauge")]
        metrics::gauge!("backlog.jobs").set(jobs as f64);
    }
}

async fn recount(backlog: Weak<Backlog>, pool: PgPool) {
    loop {
        match count(&pool).await {
            Ok(jobs) => {
                let Some(backlog) = backlog.upgrade() else { return };
                backlog.set(jobs);
            }
            Err(error) => tracing::debug!(%error, "the backlog could not be counted"),
        }
        tokio::time::sleep(COUNT_EVERY).await;
        if backlog.strong_count() == 0 {
            return;
        }
    }
}

async fn count(pool: &PgPool) -> Result<i64> {
    let mut conn = pool.acquire().await?;
    store::count_jobs(&mut conn).await
}
