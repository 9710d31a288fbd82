//! The SQL of jobs.

use domain::{AccountId, ReceiptId};
use jiff::{SignedDuration, Timestamp};
use jiff_sqlx::ToSqlx;
use sqlx::{FromRow, PgConnection};
use uuid::Uuid;

use crate::Result;

/// A worker's hold on some jobs.
pub(super) struct Lease {
    id: Uuid,
    from: Timestamp,
    until: Timestamp,
}

impl Lease {
    pub fn new(from: Timestamp, length: SignedDuration) -> Self {
        Self { id: Uuid::new_v4(), from, until: from + length }
    }
}

/// A job that a worker holds.
#[derive(Clone, Debug, FromRow)]
pub(super) struct Claimed {
    pub receipt_id: ReceiptId,
    pub conversation_hash: i64,
    /// This attempt included.
    pub attempt_count: i32,
}

/// What was delivered.
pub(crate) struct Delivery {
    pub receipt_id: ReceiptId,
    pub account_id: AccountId,
    pub received_at: Timestamp,
    pub body: Vec<u8>,
}

#[derive(FromRow)]
struct DeliveryRow {
    id: ReceiptId,
    account_id: AccountId,
    received_at: jiff_sqlx::Timestamp,
    body: Vec<u8>,
}

/// One claim at a time, on all nodes: the order within a conversation is judged over what is free. The oldest free jobs are found by
/// walking an index; no statistics, however old, may talk the planner into anything else.
pub(super) async fn line_up(conn: &mut PgConnection) -> Result<()> {
    sqlx::query(
        "select pg_advisory_xact_lock(hashtextextended('sentralbord.job', 0)),
                set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
                set_config('enable_mergejoin', 'off', true), set_config('enable_bitmapscan', 'off', true)",
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Claims the oldest free jobs, whole runs of a conversation at a time. A job is not free while an older one of its conversation is
/// held, put off or to be tried again. One that was tried before comes alone.
pub(super) async fn claim(conn: &mut PgConnection, lease: &Lease, limit: i64) -> Result<Vec<Claimed>> {
    Ok(sqlx::query_as(
        "with free as (
             select j.receipt_id, j.conversation_hash, j.attempt_count
             from app.job j
             where j.run_at <= $1 and (j.leased_until is null or j.leased_until <= $1)
               and not exists (
                   select from app.job older
                   where older.conversation_hash = j.conversation_hash and older.receipt_id < j.receipt_id
                     and (older.attempt_count > 0 or older.run_at > $1 or older.leased_until > $1))
             order by j.receipt_id
             limit $2
             for update of j skip locked
         ), head as (
             select receipt_id, attempt_count from free order by receipt_id limit 1
         ), chosen as (
             select free.receipt_id
             from free, head
             where (free.attempt_count = 0 and head.attempt_count = 0 or free.receipt_id = head.receipt_id)
               -- An older one that another transaction has locked was skipped: then this one has to wait as well.
               and not exists (
                   select from app.job older
                   where older.conversation_hash = free.conversation_hash and older.receipt_id < free.receipt_id
                     and older.receipt_id not in (select receipt_id from free))
         )
         update app.job j
         set attempt_count = j.attempt_count + 1, lease_id = $3, leased_until = $4
         from chosen
         where j.receipt_id = chosen.receipt_id
         returning j.receipt_id, j.conversation_hash, j.attempt_count",
    )
    .bind(lease.from.to_sqlx())
    .bind(limit)
    .bind(lease.id)
    .bind(lease.until.to_sqlx())
    .fetch_all(conn)
    .await?)
}

/// The deliveries behind some jobs, in the order of arrival. One whose receipt was erased is not among them.
pub(super) async fn deliveries(conn: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<Delivery>> {
    let rows: Vec<DeliveryRow> = sqlx::query_as(
        "select id, account_id, received_at, body from app.receipt where id = any($1) and body is not null order by id",
    )
    .bind(ids)
    .fetch_all(conn)
    .await?;
    let delivery = |DeliveryRow { id, account_id, received_at, body }: DeliveryRow| Delivery {
        receipt_id: id,
        account_id,
        received_at: received_at.to_jiff(),
        body,
    };
    Ok(rows.into_iter().map(delivery).collect())
}

/// Ends jobs that this lease still holds; says how many these were.
pub(super) async fn finish(conn: &mut PgConnection, ids: &[Uuid], lease: &Lease) -> Result<usize> {
    let done = sqlx::query("delete from app.job where receipt_id = any($1) and lease_id = $2")
        .bind(ids)
        .bind(lease.id)
        .execute(conn)
        .await?;
    Ok(usize::try_from(done.rows_affected()).unwrap_or(usize::MAX))
}

/// Makes a receipt a dead letter.
pub(super) async fn mark_dead(
    conn: &mut PgConnection,
    id: ReceiptId,
    reason: &str,
    attempt_count: Option<i32>,
) -> Result<AccountId> {
    Ok(sqlx::query_scalar(
        "update app.receipt set outcome = 'dead_letter', reason = $2, attempt_count = $3 where id = $1
         returning account_id",
    )
    .bind(id)
    .bind(reason)
    .bind(attempt_count)
    .fetch_one(conn)
    .await?)
}

/// Puts a failed job off.
pub(super) async fn postpone(
    conn: &mut PgConnection,
    id: ReceiptId,
    lease: &Lease,
    run_at: Timestamp,
    error: &str,
) -> Result<()> {
    sqlx::query(
        "update app.job set run_at = $3, last_error = left($4, 500), lease_id = null, leased_until = null
         where receipt_id = $1 and lease_id = $2",
    )
    .bind(id)
    .bind(lease.id)
    .bind(run_at.to_sqlx())
    .bind(error)
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives a job back as if it had not been claimed.
pub(super) async fn release(conn: &mut PgConnection, id: ReceiptId, lease: &Lease) -> Result<()> {
    sqlx::query(
        "update app.job set attempt_count = attempt_count - 1, lease_id = null, leased_until = null
         where receipt_id = $1 and lease_id = $2",
    )
    .bind(id)
    .bind(lease.id)
    .execute(conn)
    .await?;
    Ok(())
}

/// Makes a job again for a receipt, at the end of what its conversation waits for. `false` when there is one.
pub(crate) async fn enqueue(
    conn: &mut PgConnection,
    id: ReceiptId,
    account_id: AccountId,
    conversation_hash: i64,
    run_at: Timestamp,
) -> Result<bool> {
    let done = sqlx::query(
        "insert into app.job (receipt_id, account_id, conversation_hash, run_at) values ($1, $2, $3, $4)
         on conflict do nothing",
    )
    .bind(id)
    .bind(account_id)
    .bind(conversation_hash)
    .bind(run_at.to_sqlx())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}
