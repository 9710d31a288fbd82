//! The SQL of receipts.

use std::fmt::Write;

use domain::{
    AccountId, ChannelKind, ConversationId, PageRequest, ReceiptId,
    field_security::Sight,
    receipt::{Outcome, OutcomeCount, ReceiptDetail, ReceiptSummary},
};
use jiff::{SignedDuration, Timestamp};
use jiff_sqlx::ToSqlx;
use sqlx::{FromRow, PgConnection};

use super::ReceiptFilter;
use crate::Result;

/// An id is made at most so long after the time of receipt is taken.
const ID_LAG: SignedDuration = SignedDuration::from_mins(1);

#[derive(FromRow)]
struct Row {
    id: ReceiptId,
    account_id: AccountId,
    account: Option<String>,
    outcome: Outcome,
    reason: Option<String>,
    kind: Option<String>,
    received_at: jiff_sqlx::Timestamp,
    latency_us: i32,
    body_size: i32,
}

impl From<Row> for ReceiptSummary {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            account_id: row.account_id,
            account: row.account,
            outcome: row.outcome,
            reason: row.reason,
            kind: row.kind,
            received_at: row.received_at.to_jiff(),
            latency_us: row.latency_us,
            body_size: row.body_size,
        }
    }
}

#[derive(FromRow)]
struct DetailRow {
    #[sqlx(flatten)]
    summary: Row,
    signature: String,
    duplicate_of: Option<ReceiptId>,
    body_hash: Option<Vec<u8>>,
    body: Option<Vec<u8>>,
    conversation_id: Option<ConversationId>,
    attempt_count: i32,
}

/// A receipt as a replay sees it.
#[derive(FromRow)]
pub(super) struct Letter {
    pub account_id: AccountId,
    pub outcome: Outcome,
    pub body: Option<Vec<u8>>,
    /// Absent when the account was deleted.
    pub channel_kind: Option<ChannelKind>,
}

pub(super) async fn list(
    conn: &mut PgConnection,
    filter: ReceiptFilter,
    request: &PageRequest<ReceiptId>,
) -> Result<Vec<ReceiptSummary>> {
    let rows: Vec<Row> = sqlx::query_as(
        "select r.id, r.account_id, a.name as account, r.outcome, r.reason, r.kind, r.received_at, r.latency_us,
                r.body_size
         from app.receipt r left join app.account a on a.id = r.account_id
         where ($1::uuid is null or r.account_id = $1)
           and ($2::text is null or r.outcome = $2)
           and ($3::timestamptz is null or r.received_at >= $3)
           and ($4::timestamptz is null or r.received_at < $4)
           and ($5::uuid is null or r.id < $5)
           and ($7::uuid is null or r.id >= $7)
           and ($8::uuid is null or r.id < $8)
         order by r.id desc
         limit $6",
    )
    // Planned for the filters that are there: one plan for all would read the whole ledger for a rare outcome.
    .persistent(false)
    .bind(filter.account_id)
    .bind(filter.outcome)
    .bind(filter.since.map(ToSqlx::to_sqlx))
    .bind(filter.until.map(ToSqlx::to_sqlx))
    .bind(request.after)
    .bind(request.rows())
    // The time once more as ids, which the primary key finds. An id is made after the time of receipt is taken.
    .bind(filter.since.map(ReceiptId::earliest))
    .bind(filter.until.map(|until| ReceiptId::earliest(until + ID_LAG)))
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The deliveries behind a conversation's entries, and the repeats of these.
pub(crate) async fn of_conversation(
    conn: &mut PgConnection,
    id: ConversationId,
    request: &PageRequest<ReceiptId>,
) -> Result<Vec<ReceiptSummary>> {
    let rows: Vec<Row> = sqlx::query_as(
        "with brought as (
             select m.receipt_id as id from app.message m where m.conversation_id = $1 and m.receipt_id is not null
         ), wanted as (
             select id from brought
             union
             select r.id from app.receipt r join brought b on r.duplicate_of = b.id
         )
         select r.id, r.account_id, a.name as account, r.outcome, r.reason, r.kind, r.received_at, r.latency_us,
                r.body_size
         from wanted w join app.receipt r on r.id = w.id left join app.account a on a.id = r.account_id
         where $2::uuid is null or r.id < $2
         order by r.id desc
         limit $3",
    )
    .bind(id)
    .bind(request.after)
    .bind(request.rows())
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// A receipt with its stored bytes. A repeat leads to where the first delivery's event went.
pub(super) async fn detail(conn: &mut PgConnection, id: ReceiptId) -> Result<Option<(ReceiptDetail, Option<Vec<u8>>)>> {
    let row: Option<DetailRow> = sqlx::query_as(
        "select r.id, r.account_id, a.name as account, r.outcome, r.reason, r.kind, r.received_at, r.latency_us,
                r.body_size, r.signature, r.duplicate_of, r.body_hash, r.body,
                (select m.conversation_id from app.message m
                 where m.receipt_id = coalesce(r.duplicate_of, r.id) limit 1) as conversation_id,
                coalesce((select j.attempt_count from app.job j where j.receipt_id = r.id), r.attempt_count, 0)
                    as attempt_count
         from app.receipt r left join app.account a on a.id = r.account_id
         where r.id = $1",
    )
    .bind(id)
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| {
        let detail = ReceiptDetail {
            summary: row.summary.into(),
            signature: row.signature,
            duplicate_of: row.duplicate_of,
            body_hash: row.body_hash.as_deref().map(hexadecimal),
            body: Sight::Hidden,
            conversation_id: row.conversation_id,
            attempt_count: row.attempt_count,
            can_replay: false,
        };
        (detail, row.body)
    }))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

pub(super) async fn lock(conn: &mut PgConnection, id: ReceiptId) -> Result<Option<Letter>> {
    Ok(sqlx::query_as(
        "select r.account_id, r.outcome, r.body, a.channel_kind
         from app.receipt r left join app.account a on a.id = r.account_id
         where r.id = $1 for update of r",
    )
    .bind(id)
    .fetch_optional(conn)
    .await?)
}

/// Takes a dead letter back among the accepted.
pub(super) async fn accept(conn: &mut PgConnection, id: ReceiptId) -> Result<()> {
    sqlx::query("update app.receipt set outcome = 'accepted', reason = null, attempt_count = null where id = $1")
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn refused_since(
    conn: &mut PgConnection,
    account_id: Option<AccountId>,
    since: Timestamp,
) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "select count(*) from app.receipt
         where outcome = 'refused' and received_at >= $2 and ($1::uuid is null or account_id = $1)",
    )
    .bind(account_id)
    .bind(since.to_sqlx())
    .fetch_one(conn)
    .await?)
}

/// Counts from the newest back, and no further than [`OutcomeCount::MAX`]. All but the accepted have an index of their own.
pub(super) async fn count_since(conn: &mut PgConnection, outcome: Outcome, since: Timestamp) -> Result<i64> {
    let sql = match outcome {
        Outcome::Accepted => {
            "select count(*) from (
                 select from app.receipt where outcome = $1 and id >= $2 order by id desc limit $3
             ) counted"
        }
        _ => {
            "select count(*) from (
                 select from app.receipt
                 where outcome = $1 and outcome <> 'accepted' and id >= $2
                 order by id desc limit $3
             ) counted"
        }
    };
    Ok(sqlx::query_scalar(sql)
        .bind(outcome)
        .bind(ReceiptId::earliest(since))
        .bind(OutcomeCount::MAX)
        .fetch_one(conn)
        .await?)
}
