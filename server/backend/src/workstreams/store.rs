//! The SQL of workstreams and their rules.

use domain::{
    ChannelKind, PageRequest, QueueId, WorkstreamId,
    routing::{Rules, RulesetVersion},
    workstream::{Distribution, NewWorkstream, WorkType, WorkstreamChange, WorkstreamDetail, WorkstreamSummary},
};
use jiff_sqlx::ToSqlx;
use sqlx::{FromRow, PgConnection, types::Json};

use crate::Result;

#[derive(FromRow)]
struct Row {
    id: WorkstreamId,
    name: String,
    #[sqlx(rename = "type")]
    work_type: WorkType,
    channel_kind: ChannelKind,
    distribution: Distribution,
    fallback_queue_id: QueueId,
    fallback_queue: String,
    channel_count: i64,
    open_conversation_count: i64,
}

impl From<Row> for WorkstreamSummary {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            name: row.name,
            work_type: row.work_type,
            channel_kind: row.channel_kind,
            distribution: row.distribution,
            fallback_queue_id: row.fallback_queue_id,
            fallback_queue: row.fallback_queue,
            channel_count: row.channel_count,
            open_conversation_count: row.open_conversation_count,
        }
    }
}

#[derive(FromRow)]
struct DetailRow {
    #[sqlx(flatten)]
    row: Row,
    version: i32,
    ruleset_version: i32,
    rule_count: i64,
    conversation_count: i64,
}

/// A workstream as a change sees it.
#[derive(FromRow)]
pub(crate) struct Current {
    pub name: String,
    pub channel_kind: ChannelKind,
    pub distribution: Distribution,
    pub fallback_queue_id: QueueId,
    pub version: i32,
}

pub(super) async fn list(
    conn: &mut PgConnection,
    request: &PageRequest<WorkstreamId>,
) -> Result<Vec<WorkstreamSummary>> {
    let rows: Vec<Row> = sqlx::query_as(
        "select w.id, w.name, w.type, w.channel_kind, w.distribution, w.fallback_queue_id, q.name as fallback_queue,
                (select count(*) from app.channel c where c.workstream_id = w.id) as channel_count,
                (select count(*) from app.conversation c where c.workstream_id = w.id and c.state <> 'closed')
                    as open_conversation_count
         from app.workstream w join app.queue q on q.id = w.fallback_queue_id
         where $1::uuid is null
            or (lower(w.name), w.id) > (select lower(p.name), p.id from app.workstream p where p.id = $1)
         order by lower(w.name), w.id
         limit $2",
    )
    .bind(request.after)
    .bind(request.rows())
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// A workstream, still without its channels.
pub(super) async fn detail(conn: &mut PgConnection, id: WorkstreamId) -> Result<Option<WorkstreamDetail>> {
    let row: Option<DetailRow> = sqlx::query_as(
        "select w.id, w.name, w.type, w.channel_kind, w.distribution, w.fallback_queue_id, q.name as fallback_queue,
                (select count(*) from app.channel c where c.workstream_id = w.id) as channel_count,
                (select count(*) from app.conversation c where c.workstream_id = w.id and c.state <> 'closed')
                    as open_conversation_count,
                w.version, w.ruleset_version,
                (jsonb_array_length(jsonb_path_query_array(r.rules, '$.route[*]'))
                 + jsonb_array_length(jsonb_path_query_array(r.rules, '$.classify[*].rule[*]')))::bigint as rule_count,
                (select count(*) from app.conversation c where c.workstream_id = w.id) as conversation_count
         from app.workstream w
         join app.queue q on q.id = w.fallback_queue_id
         join app.ruleset_version r on r.workstream_id = w.id and r.version = w.ruleset_version
         where w.id = $1",
    )
    .bind(id)
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|detail| WorkstreamDetail {
        summary: detail.row.into(),
        version: detail.version,
        channels: Vec::new(),
        ruleset_version: detail.ruleset_version,
        rule_count: detail.rule_count,
        conversation_count: detail.conversation_count,
    }))
}

pub(crate) async fn lock(conn: &mut PgConnection, id: WorkstreamId) -> Result<Option<Current>> {
    Ok(sqlx::query_as(
        "select name, channel_kind, distribution, fallback_queue_id, version from app.workstream where id = $1
         for update",
    )
    .bind(id)
    .fetch_optional(conn)
    .await?)
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    id: WorkstreamId,
    new: &NewWorkstream,
    fallback_queue_id: QueueId,
    at: jiff::Timestamp,
) -> Result<()> {
    sqlx::query(
        "insert into app.workstream (id, name, type, channel_kind, distribution, fallback_queue_id, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(&new.name)
    .bind(new.work_type)
    .bind(new.channel_kind)
    .bind(new.distribution)
    .bind(fallback_queue_id)
    .bind(at.to_sqlx())
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps a version of the rules. It becomes the one in force by `use_rules`.
pub(super) async fn insert_rules(
    conn: &mut PgConnection,
    id: WorkstreamId,
    version: i32,
    rules: &Rules,
    (comment, author): (&str, &str),
    at: jiff::Timestamp,
) -> Result<()> {
    sqlx::query(
        "insert into app.ruleset_version (workstream_id, version, rules, comment, published_at, published_by)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(version)
    .bind(Json(rules))
    .bind(comment)
    .bind(at.to_sqlx())
    .bind(author)
    .execute(conn)
    .await?;
    Ok(())
}

/// Makes a version that is kept the one in force.
pub(super) async fn use_rules(conn: &mut PgConnection, id: WorkstreamId, version: i32) -> Result<()> {
    sqlx::query("update app.workstream set ruleset_version = $2 where id = $1")
        .bind(id)
        .bind(version)
        .execute(conn)
        .await?;
    Ok(())
}

/// The rules that decide now.
pub(crate) async fn rules_in_force(conn: &mut PgConnection, id: WorkstreamId) -> Result<Option<RulesetVersion>> {
    let row: Option<(i32, Json<Rules>)> = sqlx::query_as(
        "select r.version, r.rules
         from app.workstream w
         join app.ruleset_version r on r.workstream_id = w.id and r.version = w.ruleset_version
         where w.id = $1",
    )
    .bind(id)
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|(version, Json(rules))| RulesetVersion { version, rules }))
}

/// The rules of a version, that of a deleted workstream included.
pub(crate) async fn rules_of(conn: &mut PgConnection, id: WorkstreamId, version: i32) -> Result<Option<Rules>> {
    let rules: Option<Json<Rules>> =
        sqlx::query_scalar("select rules from app.ruleset_version where workstream_id = $1 and version = $2")
            .bind(id)
            .bind(version)
            .fetch_optional(conn)
            .await?;
    Ok(rules.map(|Json(rules)| rules))
}

/// The highest number that a version has.
pub(super) async fn latest_rules(conn: &mut PgConnection, id: WorkstreamId) -> Result<i32> {
    Ok(sqlx::query_scalar("select max(version) from app.ruleset_version where workstream_id = $1")
        .bind(id)
        .fetch_one(conn)
        .await?)
}

/// The workstream with a name, which cannot change before the transaction ends.
pub(crate) async fn find(conn: &mut PgConnection, name: &str) -> Result<Option<WorkstreamId>> {
    Ok(sqlx::query_scalar("select id from app.workstream where lower(name) = lower($1) for update")
        .bind(name)
        .fetch_optional(conn)
        .await?)
}

pub(super) async fn update(conn: &mut PgConnection, id: WorkstreamId, change: &WorkstreamChange) -> Result<()> {
    sqlx::query("update app.workstream set name = $2, fallback_queue_id = $3, version = version + 1 where id = $1")
        .bind(id)
        .bind(&change.name)
        .bind(change.fallback_queue_id)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn delete(conn: &mut PgConnection, id: WorkstreamId) -> Result<()> {
    sqlx::query("delete from app.workstream where id = $1").bind(id).execute(conn).await?;
    Ok(())
}
