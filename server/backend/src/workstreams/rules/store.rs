//! The SQL of drafts, versions and what they decided.

use domain::{
    ConversationId, PageRequest, QueueId, WorkstreamId,
    routing::{Hits, Rules, Snapshot, VersionSummary, Window},
};
use futures::{Stream, TryStreamExt};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::{FromRow, PgConnection, types::Json};

use crate::{Error, Result, field_security::sight::StoredContext};

/// A draft, or what is left of the last one: its number.
#[derive(FromRow)]
pub(super) struct DraftRow {
    pub rules: Option<Json<Rules>>,
    pub based_on: i32,
    pub version: i32,
    changed_at: jiff_sqlx::Timestamp,
    changed_by: String,
}

impl DraftRow {
    pub fn changed(&self) -> (String, Timestamp) {
        (self.changed_by.clone(), self.changed_at.to_jiff())
    }
}

pub(super) async fn draft(conn: &mut PgConnection, id: WorkstreamId) -> Result<Option<DraftRow>> {
    Ok(sqlx::query_as(
        "select rules, based_on, version, changed_at, changed_by from app.ruleset_draft where workstream_id = $1",
    )
    .bind(id)
    .fetch_optional(conn)
    .await?)
}

/// Keeps a draft; the caller holds the workstream.
pub(super) async fn keep_draft(
    conn: &mut PgConnection,
    id: WorkstreamId,
    rules: &Rules,
    (based_on, version): (i32, i32),
    (at, by): (Timestamp, &str),
) -> Result<()> {
    sqlx::query(
        "insert into app.ruleset_draft (workstream_id, rules, based_on, version, changed_at, changed_by)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (workstream_id) do update
         set rules = $2, based_on = $3, version = $4, changed_at = $5, changed_by = $6",
    )
    .bind(id)
    .bind(Json(rules))
    .bind(based_on)
    .bind(version)
    .bind(at.to_sqlx())
    .bind(by)
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends a draft, so that nothing that was made from it fits the next one; whether there was one.
pub(super) async fn end_draft(conn: &mut PgConnection, id: WorkstreamId) -> Result<bool> {
    let done = sqlx::query(
        "update app.ruleset_draft set rules = null, version = version + 1 where workstream_id = $1 and rules is not null",
    )
    .bind(id)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

#[derive(FromRow)]
struct VersionRow {
    version: i32,
    comment: String,
    published_at: jiff_sqlx::Timestamp,
    published_by: String,
    rule_count: i64,
    is_in_force: bool,
}

impl From<VersionRow> for VersionSummary {
    fn from(row: VersionRow) -> Self {
        let VersionRow { version, comment, published_at, published_by, rule_count, is_in_force } = row;
        Self { version, comment, published_at: published_at.to_jiff(), published_by, rule_count, is_in_force }
    }
}

pub(super) async fn versions(
    conn: &mut PgConnection,
    id: WorkstreamId,
    request: &PageRequest<i32>,
) -> Result<Vec<VersionSummary>> {
    let rows: Vec<VersionRow> = sqlx::query_as(
        "select r.version, r.comment, r.published_at, r.published_by, r.version = w.ruleset_version as is_in_force,
                (select count(*) from jsonb_path_query(r.rules, '$.classify[*].rule[*]'))
                + (select count(*) from jsonb_path_query(r.rules, '$.route[*]')) as rule_count
         from app.ruleset_version r join app.workstream w on w.id = r.workstream_id
         where r.workstream_id = $1 and ($2::integer is null or r.version < $2)
         order by r.version desc
         limit $3",
    )
    .bind(id)
    .bind(request.after)
    .bind(request.rows())
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// By the name that the rule had in the version that decided.
pub(super) async fn hits(conn: &mut PgConnection, id: WorkstreamId, since: Timestamp) -> Result<Hits> {
    let rows: Vec<(Option<String>, i64)> = sqlx::query_as(
        "select r.rules -> 'route' -> d.applied ->> 'name', sum(d.hits)::bigint
         from (select ruleset_version, (trace ->> 'applied')::integer as applied, count(*) as hits
               from app.decision
               where workstream_id = $1 and decided_at >= $2
               group by 1, 2) d
         join app.ruleset_version r on r.workstream_id = $1 and r.version = d.ruleset_version
         group by 1",
    )
    .bind(id)
    .bind(since.to_sqlx())
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().collect())
}

/// A decision as a replay reads it.
#[derive(FromRow)]
pub(super) struct PastDecision {
    pub conversation_id: ConversationId,
    pub queue_id: QueueId,
    pub is_fallback: bool,
    pub is_ended: bool,
    pub seed: i64,
    pub decided_at: jiff_sqlx::Timestamp,
    pub snapshot: Json<Snapshot>,
    pub facts: Json<StoredContext>,
}

/// What was decided in a window, the newest first.
pub(super) fn decided(
    conn: &mut PgConnection,
    id: WorkstreamId,
    window: Window,
) -> impl Stream<Item = Result<PastDecision>> + '_ {
    sqlx::query_as(
        "select d.conversation_id, d.queue_id, d.is_fallback, d.is_ended, d.seed, d.decided_at, d.snapshot, c.facts
         from app.decision d join app.context c using (conversation_id)
         where d.workstream_id = $1 and d.decided_at >= $2 and d.decided_at < $3
         order by d.decided_at desc
         limit $4",
    )
    .bind(id)
    .bind(window.from.to_sqlx())
    .bind(window.to.to_sqlx())
    .bind(window.newest.map(i64::from))
    .fetch(conn)
    .map_err(Error::from)
}

pub(super) async fn count_decided(conn: &mut PgConnection, id: WorkstreamId, window: Window) -> Result<u64> {
    let count: i64 = sqlx::query_scalar(
        "select count(*)
         from (select from app.decision where workstream_id = $1 and decided_at >= $2 and decided_at < $3 limit $4) d",
    )
    .bind(id)
    .bind(window.from.to_sqlx())
    .bind(window.to.to_sqlx())
    .bind(window.newest.map(i64::from))
    .fetch_one(conn)
    .await?;
    Ok(count.unsigned_abs())
}
