//! The SQL of the chain.

use domain::audit::{ActorKind, Outcome};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::{FromRow, PgConnection};
use uuid::Uuid;

use crate::{
    Result,
    audit::{
        chain::{Hash, Row},
        head::{Head, hexadecimal},
    },
};

/// One node seals at a time: this number is the lock.
const LOCK: i64 = 0x5e17_a0d1;

#[derive(FromRow)]
struct EventRow {
    at: jiff_sqlx::Timestamp,
    actor_kind: ActorKind,
    actor_id: Option<Uuid>,
    actor_name: Option<String>,
    name: String,
    outcome: Outcome,
    subject_kind: String,
    subject_id: Option<Uuid>,
    data: String,
    request_id: Option<Uuid>,
    session: Option<String>,
    network: Option<String>,
}

impl From<EventRow> for Row {
    fn from(row: EventRow) -> Self {
        Self {
            at: row.at.to_jiff(),
            actor_kind: row.actor_kind,
            actor_id: row.actor_id,
            actor_name: row.actor_name,
            name: row.name,
            outcome: row.outcome,
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            data: row.data,
            request_id: row.request_id,
            session: row.session,
            network: row.network,
        }
    }
}

#[derive(FromRow)]
struct WaitingRow {
    event_id: i64,
    #[sqlx(flatten)]
    event: EventRow,
}

#[derive(FromRow)]
struct LinkRow {
    position: i64,
    event_id: i64,
    digest: Vec<u8>,
    hash: Vec<u8>,
    is_there: bool,
    #[sqlx(flatten)]
    event: EventRow,
}

/// A link, and the event that it holds, if that is still there.
pub(in crate::audit) struct Link {
    pub position: i64,
    pub event_id: i64,
    pub digest: Vec<u8>,
    pub hash: Vec<u8>,
    pub event: Option<Row>,
}

impl From<LinkRow> for Link {
    fn from(row: LinkRow) -> Self {
        let event = row.is_there.then(|| row.event.into());
        Self { position: row.position, event_id: row.event_id, digest: row.digest, hash: row.hash, event }
    }
}

#[derive(FromRow)]
struct HeadRow {
    count: i64,
    hash: Vec<u8>,
    at: jiff_sqlx::Timestamp,
    key_id: String,
    public_key: Vec<u8>,
    signature: Vec<u8>,
}

impl From<HeadRow> for Head {
    fn from(row: HeadRow) -> Self {
        Self {
            count: row.count,
            hash: hexadecimal(&row.hash),
            at: row.at.to_jiff(),
            key_id: row.key_id,
            public_key: hexadecimal(&row.public_key),
            signature: hexadecimal(&row.signature),
        }
    }
}

/// Takes the right to seal until the end of the transaction, unless somebody has it.
pub(in crate::audit) async fn try_lock(conn: &mut PgConnection) -> Result<bool> {
    Ok(sqlx::query_scalar("select pg_try_advisory_xact_lock($1)").bind(LOCK).fetch_one(conn).await?)
}

/// Waits for the right to seal.
pub(in crate::audit) async fn lock(conn: &mut PgConnection) -> Result<()> {
    sqlx::query("select pg_advisory_xact_lock($1)").bind(LOCK).execute(conn).await?;
    Ok(())
}

/// Events that wait, in the order of their numbers.
pub(in crate::audit) async fn waiting(conn: &mut PgConnection, limit: i64) -> Result<Vec<(i64, Row)>> {
    let rows: Vec<WaitingRow> = sqlx::query_as(
        "select e.id as event_id, e.at, e.actor_kind, e.actor_id, e.actor_name, e.name, e.outcome, e.subject_kind,
                e.subject_id, e.data::text as data, e.request_id, e.session, e.network
         from audit.waiting w join audit.event e on e.id = w.event_id
         order by w.event_id
         limit $1",
    )
    .bind(limit)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.event_id, row.event.into())).collect())
}

pub(in crate::audit) async fn count_waiting(conn: &mut PgConnection) -> Result<i64> {
    Ok(sqlx::query_scalar("select count(*) from audit.waiting").fetch_one(conn).await?)
}

/// How long the chain is, and its last hash; nothing when it has not begun.
pub(in crate::audit) async fn end(conn: &mut PgConnection) -> Result<Option<(i64, Vec<u8>)>> {
    Ok(sqlx::query_as("select position, hash from audit.link order by position desc limit 1")
        .fetch_optional(conn)
        .await?)
}

pub(in crate::audit) async fn hash_at(conn: &mut PgConnection, position: i64) -> Result<Option<Vec<u8>>> {
    Ok(sqlx::query_scalar("select hash from audit.link where position = $1")
        .bind(position)
        .fetch_optional(conn)
        .await?)
}

/// Adds links after `end`, one for each event, which waits no longer.
pub(in crate::audit) async fn insert_links(
    conn: &mut PgConnection,
    end: i64,
    events: &[i64],
    digests: &[Hash],
    hashes: &[Hash],
) -> Result<()> {
    let digests: Vec<&[u8]> = digests.iter().map(<[u8; 32]>::as_slice).collect();
    let hashes: Vec<&[u8]> = hashes.iter().map(<[u8; 32]>::as_slice).collect();
    sqlx::query(
        "insert into audit.link (position, event_id, digest, hash)
         select $1 + l.n, l.event_id, l.digest, l.hash
         from unnest($2::bigint[], $3::bytea[], $4::bytea[]) with ordinality as l (event_id, digest, hash, n)",
    )
    .bind(end)
    .bind(events)
    .bind(&digests)
    .bind(&hashes)
    .execute(&mut *conn)
    .await?;
    sqlx::query("delete from audit.waiting where event_id = any($1)").bind(events).execute(conn).await?;
    Ok(())
}

pub(in crate::audit) async fn last_head(conn: &mut PgConnection) -> Result<Option<Head>> {
    let row: Option<HeadRow> = sqlx::query_as(
        "select count, hash, at, key_id, public_key, signature from audit.head order by count desc limit 1",
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(Into::into))
}

/// All heads, the shortest chain first.
pub(in crate::audit) async fn heads(conn: &mut PgConnection) -> Result<Vec<Head>> {
    let rows: Vec<HeadRow> =
        sqlx::query_as("select count, hash, at, key_id, public_key, signature from audit.head order by count")
            .fetch_all(conn)
            .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// What is signed, and with what.
pub(in crate::audit) struct NewHead<'a> {
    pub count: i64,
    pub hash: &'a Hash,
    pub at: Timestamp,
    pub key_id: &'a str,
    pub public_key: &'a [u8],
    pub signature: &'a [u8],
}

pub(in crate::audit) async fn insert_head(conn: &mut PgConnection, head: NewHead<'_>) -> Result<()> {
    sqlx::query(
        "insert into audit.head (count, hash, at, key_id, public_key, signature) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(head.count)
    .bind(head.hash.as_slice())
    .bind(head.at.to_sqlx())
    .bind(head.key_id)
    .bind(head.public_key)
    .bind(head.signature)
    .execute(conn)
    .await?;
    Ok(())
}

/// Links after a place with their events, in order, at most so many.
pub(in crate::audit) async fn links(conn: &mut PgConnection, after: i64, limit: i64) -> Result<Vec<Link>> {
    let rows: Vec<LinkRow> = sqlx::query_as(
        "select l.position, l.event_id, l.digest, l.hash, e.id is not null as is_there,
                coalesce(e.at, 'epoch') as at, coalesce(e.actor_kind, 'anonymous') as actor_kind, e.actor_id,
                e.actor_name, coalesce(e.name, '') as name, coalesce(e.outcome, 'done') as outcome,
                coalesce(e.subject_kind, '') as subject_kind, e.subject_id, coalesce(e.data::text, '') as data,
                e.request_id, e.session, e.network
         from audit.link l left join audit.event e on e.id = l.event_id
         where l.position > $1
         order by l.position
         limit $2",
    )
    .bind(after)
    .bind(limit)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Events that are in no link and do not wait for one, at most so many.
pub(in crate::audit) async fn strays(conn: &mut PgConnection, limit: i64) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar(
        "select e.id from audit.event e
         where not exists (select from audit.link l where l.event_id = e.id)
           and not exists (select from audit.waiting w where w.event_id = e.id)
         order by e.id
         limit $1",
    )
    .bind(limit)
    .fetch_all(conn)
    .await?)
}

/// Events that wait for a link and are not there, at most so many.
pub(in crate::audit) async fn vanished(conn: &mut PgConnection, limit: i64) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar(
        "select w.event_id from audit.waiting w
         where not exists (select from audit.event e where e.id = w.event_id)
         order by w.event_id
         limit $1",
    )
    .bind(limit)
    .fetch_all(conn)
    .await?)
}

/// From here on the transaction sees one moment, and changes nothing.
pub(in crate::audit) async fn hold_still(conn: &mut PgConnection) -> Result<()> {
    sqlx::query("set transaction isolation level repeatable read, read only").execute(conn).await?;
    Ok(())
}
