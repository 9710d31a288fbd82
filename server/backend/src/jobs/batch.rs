//! One batch: claimed, done together, and where that fails done one by one.

use std::{collections::HashSet, panic::AssertUnwindSafe};

use anyhow::anyhow;
use futures::FutureExt;
use jiff::Timestamp;

use super::{
    BATCH, LEASE, MAX_ATTEMPTS, rest_after,
    store::{self, Claimed, Lease},
};
use crate::{
    Backend, Error, Result,
    conversations::{Arrival, Arrivals},
    live::{self, News},
};

/// Claims jobs and does them; says how many were taken care of.
pub(super) async fn next(backend: &Backend) -> Result<usize> {
    let lease = Lease::new(backend.now(), LEASE);
    let jobs = claim(backend, &lease).await?;
    let (worn, fresh): (Vec<Claimed>, Vec<Claimed>) =
        jobs.into_iter().partition(|job| job.attempt_count > MAX_ATTEMPTS);
    for job in &worn {
        bury(backend, &lease, job, "attempts_used_up").await?;
    }
    if !fresh.is_empty() && together(backend, &lease, &fresh).await.is_err() {
        one_by_one(backend, &lease, &fresh).await?;
    }
    let taken = worn.len() + fresh.len();
    backend.door().backlog.add(-i64::try_from(taken).unwrap_or_default());
    Ok(taken)
}

async fn claim(backend: &Backend, lease: &Lease) -> Result<Vec<Claimed>> {
    let mut tx = backend.begin().await?;
    store::line_up(&mut tx).await?;
    let mut jobs = store::claim(&mut tx, lease, BATCH).await?;
    tx.commit().await?;
    jobs.sort_unstable_by_key(|job| job.receipt_id);
    Ok(jobs)
}

/// A panic in one job is a failure of that job, not of the worker.
async fn together(backend: &Backend, lease: &Lease, jobs: &[Claimed]) -> Result<()> {
    let done = AssertUnwindSafe(perform(backend, lease, jobs)).catch_unwind().await;
    done.unwrap_or_else(|_| Err(Error::Internal(anyhow!("a job panicked"))))
}

/// Effects, dead letters and the end of the jobs, in one transaction that only the holder of the lease can commit.
async fn perform(backend: &Backend, lease: &Lease, jobs: &[Claimed]) -> Result<()> {
    let ids: Vec<_> = jobs.iter().map(|job| job.receipt_id.0).collect();
    let mut tx = backend.begin().await?;
    let mut arrivals = Arrivals::new(backend.rulebook(), backend.now());
    let mut dead = Vec::new();
    let mut accounts = HashSet::new();
    for delivery in store::deliveries(&mut tx, &ids).await? {
        if let Arrival::Impossible(reason) = arrivals.arrive(&mut tx, &delivery).await? {
            dead.push((delivery.receipt_id, reason));
        }
        accounts.insert(delivery.account_id);
    }
    for (receipt_id, reason) in &dead {
        store::mark_dead(&mut tx, *receipt_id, reason, None).await?;
    }
    if store::finish(&mut tx, &ids, lease).await? != ids.len() {
        return Err(Error::Conflict("lease_lost"));
    }
    let mut news = arrivals.news();
    news.extend(accounts.into_iter().map(|id| News::Receipt(id.0)));
    live::tell_all(&mut tx, &news).await?;
    tx.commit().await?;
    metrics::counter!("job.done").increment((jobs.len() - dead.len()) as u64);
    for (_, reason) in dead {
        metrics::counter!("job.buried", "reason" => reason).increment(1);
    }
    Ok(())
}

/// Each alone. Behind one that fails the rest of its conversation waits.
async fn one_by_one(backend: &Backend, lease: &Lease, jobs: &[Claimed]) -> Result<()> {
    let mut held = HashSet::new();
    for job in jobs {
        if held.contains(&job.conversation_hash) {
            release(backend, lease, job).await?;
            continue;
        }
        match together(backend, lease, std::slice::from_ref(job)).await {
            Ok(()) => {}
            // Nobody's fault: the lease runs out and the job is claimed again.
            Err(error @ Error::Unavailable(_)) => return Err(error),
            Err(error) => {
                held.insert(job.conversation_hash);
                fail(backend, lease, job, &error).await?;
            }
        }
    }
    Ok(())
}

async fn fail(backend: &Backend, lease: &Lease, job: &Claimed, error: &Error) -> Result<()> {
    let cause = error.chain();
    tracing::warn!(error = %cause, receipt_id = %job.receipt_id, attempt = job.attempt_count, "a job failed");
    metrics::counter!("job.failed").increment(1);
    if job.attempt_count >= MAX_ATTEMPTS {
        return bury(backend, lease, job, "processing_failed").await;
    }
    let mut conn = backend.web().acquire().await?;
    let later: Timestamp = backend.now() + rest_after(job.attempt_count);
    store::postpone(&mut conn, job.receipt_id, lease, later, &cause).await
}

/// Gives a job up: it lies with the receipt, where a person can look at it and have it tried again.
async fn bury(backend: &Backend, lease: &Lease, job: &Claimed, reason: &'static str) -> Result<()> {
    let mut tx = backend.begin().await?;
    let attempts = job.attempt_count.min(MAX_ATTEMPTS);
    if store::finish(&mut tx, &[job.receipt_id.0], lease).await? == 1 {
        let account_id = store::mark_dead(&mut tx, job.receipt_id, reason, Some(attempts)).await?;
        live::tell(&mut tx, News::Receipt(account_id.0)).await?;
        metrics::counter!("job.buried", "reason" => reason).increment(1);
    }
    tx.commit().await?;
    Ok(())
}

async fn release(backend: &Backend, lease: &Lease, job: &Claimed) -> Result<()> {
    let mut conn = backend.web().acquire().await?;
    store::release(&mut conn, job.receipt_id, lease).await
}
