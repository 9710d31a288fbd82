//! The SQL of intake. These statements are the portal's hottest: each is one round trip and one commit for a whole batch.

use std::borrow::Borrow;

use domain::ReceiptId;
use jiff_sqlx::ToSqlx;
use sqlx::{PgConnection, Postgres, Row, postgres::PgArguments, query::Query};
use uuid::Uuid;

use super::Entry;
use crate::Result;

type Statement<'q> = Query<'q, Postgres, PgArguments>;

/// What a repeat was found to be.
#[derive(sqlx::FromRow)]
pub(super) struct Repeat {
    pub id: ReceiptId,
    pub first_id: ReceiptId,
    /// Same bytes as the first.
    pub is_same: bool,
}

/// A statement that writes entries given as [`Columns`] and goes on as it says.
macro_rules! store_entries {
    ($rest:literal) => {
        concat!(
            "with stored as (
                 insert into app.receipt (id, account_id, agent_account_id, received_at, body_size, latency_us, outcome,
                                          signature, reason, kind, dedupe_key, body_hash, body)
                 select id, account_id, agent_account_id, received_at, body_size, latency_us, outcome,
                        signature, reason, kind, dedupe_key, body_hash, body
                 from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::integer[], $6::integer[],
                             $7::text[], $8::text[], $9::text[], $10::text[], $11::bytea[], $12::bytea[], $13::bytea[])
                      as entry (id, account_id, agent_account_id, received_at, body_size, latency_us, outcome,
                                signature, reason, kind, dedupe_key, body_hash, body)",
            $rest
        )
    };
}

/// Writes entries and the jobs of those that are to be processed, all or none; `false` when one of them is there already, or its key.
/// Most deliveries are new, and not looking for what stands in the way saves a quarter of PostgreSQL's work.
pub(super) async fn insert_new(conn: &mut PgConnection, entries: &[Entry]) -> Result<bool> {
    let statement = sqlx::query(store_entries!(
        ")
         insert into app.job (receipt_id, account_id, run_at, conversation_hash)
         select id, account_id, run_at, conversation_hash
         from unnest($1, $2, $4, $14::bigint[]) as given (id, account_id, run_at, conversation_hash)
         where conversation_hash is not null"
    ));
    match Columns::of(entries).bind_to(statement).execute(conn).await {
        Ok(_) => Ok(true),
        Err(sqlx::Error::Database(refused)) if refused.is_unique_violation() => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The same for entries of which some may be there; returns whose rows are new. An entry whose key is taken is left out, and so is one
/// that an earlier try has written.
pub(super) async fn insert(conn: &mut PgConnection, entries: &[&Entry]) -> Result<Vec<ReceiptId>> {
    let statement = sqlx::query(store_entries!(
        "    on conflict do nothing
             returning id, account_id, received_at
         ), queued as (
             insert into app.job (receipt_id, account_id, conversation_hash, run_at)
             select stored.id, stored.account_id, given.conversation_hash, stored.received_at
             from stored join unnest($1::uuid[], $14::bigint[]) as given (id, conversation_hash) using (id)
             where given.conversation_hash is not null
         )
         select id from stored"
    ));
    let rows = Columns::of(entries).bind_to(statement).fetch_all(conn).await?;
    Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, sqlx::Error>>()?)
}

/// Writes entries whose event was delivered before: as duplicates without body, or, with other bytes, as conflicts with it. Returns
/// those whose first delivery was found.
pub(super) async fn insert_repeats(conn: &mut PgConnection, entries: &[&Entry]) -> Result<Vec<Repeat>> {
    let given = Columns::of(entries);
    Ok(sqlx::query_as(
        "with found as (
             select given.*, first.id as first_id, first.body_hash = given.body_hash as is_same
             from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::integer[], $6::integer[], $7::text[],
                         $8::text[], $9::bytea[], $10::bytea[], $11::bytea[])
                  as given (id, account_id, agent_account_id, received_at, body_size, latency_us, signature, kind,
                            dedupe_key, body_hash, body)
             join app.receipt first on first.dedupe_key = given.dedupe_key
         ), stored as (
             insert into app.receipt (id, account_id, agent_account_id, received_at, body_size, latency_us, outcome,
                                      signature, reason, kind, duplicate_of, body_hash, body)
             select id, account_id, agent_account_id, received_at, body_size, latency_us,
                    case when is_same then 'duplicate' else 'conflict' end, signature,
                    case when is_same then null else 'other_bytes' end, kind, first_id, body_hash,
                    case when is_same then null else body end
             from found where id <> first_id
             on conflict do nothing
         )
         select id, first_id, is_same from found",
    )
    .bind(given.ids)
    .bind(given.account_ids)
    .bind(given.agent_account_ids)
    .bind(given.received_at)
    .bind(given.body_sizes)
    .bind(given.latencies)
    .bind(given.signatures)
    .bind(given.kinds)
    .bind(given.dedupe_keys)
    .bind(given.body_hashes)
    .bind(given.bodies)
    .fetch_all(conn)
    .await?)
}

pub(super) async fn count_jobs(conn: &mut PgConnection) -> Result<i64> {
    Ok(sqlx::query_scalar("select count(*) from app.job").fetch_one(conn).await?)
}

/// A batch, column by column.
struct Columns<'e> {
    ids: Vec<Uuid>,
    account_ids: Vec<Uuid>,
    agent_account_ids: Vec<Option<Uuid>>,
    received_at: Vec<jiff_sqlx::Timestamp>,
    body_sizes: Vec<i32>,
    latencies: Vec<i32>,
    outcomes: Vec<&'static str>,
    signatures: Vec<&'static str>,
    reasons: Vec<Option<&'static str>>,
    kinds: Vec<Option<&'static str>>,
    dedupe_keys: Vec<Option<&'e [u8]>>,
    body_hashes: Vec<Option<&'e [u8]>>,
    bodies: Vec<Option<&'e [u8]>>,
    conversation_hashes: Vec<Option<i64>>,
}

impl<'e> Columns<'e> {
    /// Binds every column to a statement of [`store_entries`].
    fn bind_to<'q>(self, statement: Statement<'q>) -> Statement<'q>
    where
        'e: 'q,
    {
        statement
            .bind(self.ids)
            .bind(self.account_ids)
            .bind(self.agent_account_ids)
            .bind(self.received_at)
            .bind(self.body_sizes)
            .bind(self.latencies)
            .bind(self.outcomes)
            .bind(self.signatures)
            .bind(self.reasons)
            .bind(self.kinds)
            .bind(self.dedupe_keys)
            .bind(self.body_hashes)
            .bind(self.bodies)
            .bind(self.conversation_hashes)
    }

    fn of<E: Borrow<Entry>>(entries: &'e [E]) -> Self {
        fn column<T, E: Borrow<Entry>>(entries: &[E], value: impl Fn(&Entry) -> T) -> Vec<T> {
            entries.iter().map(|entry| value(entry.borrow())).collect()
        }
        let bytes = |value: fn(&'e super::Content) -> &'e [u8]| {
            entries.iter().map(|entry| entry.borrow().content.as_ref().map(value)).collect::<Vec<_>>()
        };
        Self {
            ids: column(entries, |e| e.id.0),
            account_ids: column(entries, |e| e.account_id.0),
            agent_account_ids: column(entries, |e| e.agent_account_id.map(|id| id.0)),
            received_at: column(entries, |e| e.received.at.to_sqlx()),
            body_sizes: column(entries, |e| e.body_size),
            latencies: column(entries, |e| e.received.elapsed_us()),
            outcomes: column(entries, |e| e.outcome.as_str()),
            signatures: column(entries, |e| e.signature),
            reasons: column(entries, |e| e.reason),
            kinds: column(entries, |e| e.kind),
            dedupe_keys: bytes(|content| &content.dedupe_key),
            body_hashes: bytes(|content| &content.body_hash),
            bodies: bytes(|content| &content.body),
            conversation_hashes: column(entries, Entry::conversation_hash),
        }
    }
}
