//! The SQL of queues.

use domain::{
    HoursId, PageRequest, QueueId, UserId, WorkstreamId,
    hours::{Holiday, Hours, Week},
    queue::{Assignment, NewQueue, Overflow, QueueChange, QueueDetail, QueueMember, QueueSettings, QueueSummary},
    routing::{QueueSnapshot, QueueState},
};
use jiff_sqlx::ToSqlx;
use sqlx::{FromRow, PgConnection, types::Json};
use uuid::Uuid;

use crate::Result;

#[derive(FromRow)]
struct SummaryRow {
    id: QueueId,
    name: String,
    priority: i32,
    is_default: bool,
    member_count: i64,
    waiting_count: i64,
}

impl From<SummaryRow> for QueueSummary {
    fn from(row: SummaryRow) -> Self {
        let SummaryRow { id, name, priority, is_default, member_count, waiting_count } = row;
        Self { id, name, priority, is_default, member_count, waiting_count }
    }
}

/// A queue as a change sees it.
#[derive(FromRow)]
pub(crate) struct Current {
    pub name: String,
    pub priority: i32,
    pub is_default: bool,
    pub version: i32,
}

pub(super) async fn list(conn: &mut PgConnection, request: &PageRequest<QueueId>) -> Result<Vec<QueueSummary>> {
    let rows: Vec<SummaryRow> = sqlx::query_as(
        "select q.id, q.name, q.priority, q.is_default,
                (select count(*) from app.queue_member m where m.queue_id = q.id) as member_count,
                (select count(*) from app.conversation c where c.queue_id = q.id and c.state = 'open') as waiting_count
         from app.queue q
         where $1::uuid is null
            or (not q.is_default, lower(q.name), q.id) >
               (select not p.is_default, lower(p.name), p.id from app.queue p where p.id = $1)
         order by not q.is_default, lower(q.name), q.id
         limit $2",
    )
    .bind(request.after)
    .bind(request.rows())
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub(super) async fn detail(conn: &mut PgConnection, id: QueueId) -> Result<Option<QueueDetail>> {
    let summary: Option<SummaryRow> = sqlx::query_as(
        "select q.id, q.name, q.priority, q.is_default,
                (select count(*) from app.queue_member m where m.queue_id = q.id) as member_count,
                (select count(*) from app.conversation c where c.queue_id = q.id and c.state = 'open') as waiting_count
         from app.queue q where q.id = $1",
    )
    .bind(id)
    .fetch_optional(&mut *conn)
    .await?;
    let Some(summary) = summary else { return Ok(None) };
    let (version, conversation_count): (i32, i64) = sqlx::query_as(
        "select q.version, (select count(*) from app.conversation c where c.queue_id = q.id)
         from app.queue q where q.id = $1",
    )
    .bind(id)
    .fetch_one(&mut *conn)
    .await?;
    let members = members(conn, id).await?;
    let fallback_of: Vec<(WorkstreamId, String)> =
        sqlx::query_as("select id, name from app.workstream where fallback_queue_id = $1 order by lower(name)")
            .bind(id)
            .fetch_all(conn)
            .await?;
    Ok(Some(QueueDetail { summary: summary.into(), version, members, fallback_of, conversation_count }))
}

async fn members(conn: &mut PgConnection, id: QueueId) -> Result<Vec<QueueMember>> {
    let rows: Vec<(UserId, String, String)> = sqlx::query_as(
        "select u.id, u.name, u.email from app.queue_member m join app.user u on u.id = m.user_id
         where m.queue_id = $1 order by lower(u.name), u.id",
    )
    .bind(id)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|(user_id, name, email)| QueueMember { user_id, name, email }).collect())
}

pub(super) async fn candidates(conn: &mut PgConnection, id: QueueId) -> Result<Vec<QueueMember>> {
    let rows: Vec<(UserId, String, String)> = sqlx::query_as(
        "select u.id, u.name, u.email from app.user u
         where u.state = 'active'
           and not exists (select from app.queue_member m where m.queue_id = $1 and m.user_id = u.id)
         order by lower(u.name), u.id",
    )
    .bind(id)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|(user_id, name, email)| QueueMember { user_id, name, email }).collect())
}

pub(crate) async fn lock(conn: &mut PgConnection, id: QueueId) -> Result<Option<Current>> {
    Ok(sqlx::query_as("select name, priority, is_default, version from app.queue where id = $1 for update")
        .bind(id)
        .fetch_optional(conn)
        .await?)
}

#[derive(FromRow)]
struct StateRow {
    id: QueueId,
    name: String,
    length: i64,
    longest_wait_s: i64,
    member_count: i64,
    overflow: Option<Json<Overflow>>,
    hours_id: Option<HoursId>,
    hours_name: Option<String>,
    time_zone: Option<String>,
    week: Option<Json<Week>>,
    holidays: Option<Json<Vec<Holiday>>>,
}

impl From<StateRow> for QueueState {
    fn from(row: StateRow) -> Self {
        let StateRow { id, name, length, longest_wait_s, member_count, .. } = row;
        let hours = row.hours_id.zip(row.hours_name).zip(row.time_zone).zip(row.week).zip(row.holidays);
        let hours = hours.map(|((((id, name), time_zone), Json(week)), Json(holidays))| Hours {
            id,
            name,
            time_zone,
            week,
            holidays,
        });
        let overflow = row.overflow.map(|Json(overflow)| overflow);
        let queue =
            QueueSnapshot { id, name, length, longest_wait_s, is_open: true, opens_at: None, member_count, overflow };
        Self::new(queue, hours)
    }
}

/// Queues as they stand. More than a thousand who wait are not counted: no rule asks for more.
pub(super) async fn states(conn: &mut PgConnection, ids: &[QueueId], now: jiff::Timestamp) -> Result<Vec<QueueState>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows: Vec<StateRow> = sqlx::query_as(
        "select q.id, q.name, q.overflow,
                (select count(*) from (
                    select from app.conversation c where c.queue_id = q.id and c.state = 'open' limit 1000) waiting) as length,
                coalesce(extract(epoch from $2 - (
                    select c.waiting_since from app.conversation c
                    where c.queue_id = q.id and c.state = 'open' and c.waiting_since is not null
                    order by c.waiting_since limit 1))::bigint, 0) as longest_wait_s,
                (select count(*) from app.queue_member m where m.queue_id = q.id) as member_count,
                h.id as hours_id, h.name as hours_name, h.time_zone, h.week, h.holidays
         from app.queue q left join app.hours h on h.id = q.hours_id
         where q.id = any($1)",
    )
    .bind(ids)
    .bind(now.to_sqlx())
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Every queue, with its overflow settings.
pub(crate) async fn overflows(conn: &mut PgConnection) -> Result<Vec<(QueueId, Option<Overflow>)>> {
    let rows: Vec<(QueueId, Option<Json<Overflow>>)> =
        sqlx::query_as("select id, overflow from app.queue").fetch_all(conn).await?;
    Ok(rows.into_iter().map(|(id, overflow)| (id, overflow.map(|Json(overflow)| overflow))).collect())
}

/// The fallback queue of a workstream.
pub(super) async fn fallback_of(conn: &mut PgConnection, id: WorkstreamId) -> Result<Option<QueueId>> {
    Ok(sqlx::query_scalar("select fallback_queue_id from app.workstream where id = $1")
        .bind(id)
        .fetch_optional(conn)
        .await?)
}

/// Whether a queue is there; it cannot go away before the transaction ends.
pub(crate) async fn hold(conn: &mut PgConnection, id: QueueId) -> Result<bool> {
    let found = sqlx::query("select from app.queue where id = $1 for key share").bind(id).execute(conn).await?;
    Ok(found.rows_affected() > 0)
}

/// The queue with a name, which cannot go away before the transaction ends.
pub(crate) async fn find(conn: &mut PgConnection, name: &str) -> Result<Option<QueueId>> {
    Ok(sqlx::query_scalar("select id from app.queue where lower(name) = lower($1) for key share")
        .bind(name)
        .fetch_optional(conn)
        .await?)
}

pub(crate) async fn settings(conn: &mut PgConnection, id: QueueId) -> Result<Option<QueueSettings>> {
    let row: Option<(Option<HoursId>, Assignment, Option<Json<Overflow>>)> =
        sqlx::query_as("select hours_id, assignment, overflow from app.queue where id = $1")
            .bind(id)
            .fetch_optional(conn)
            .await?;
    Ok(row.map(|(hours_id, assignment, overflow)| QueueSettings {
        hours_id,
        assignment,
        overflow: overflow.map(|Json(overflow)| overflow),
    }))
}

pub(super) async fn configure(
    conn: &mut PgConnection,
    id: QueueId,
    priority: i32,
    settings: &QueueSettings,
) -> Result<()> {
    sqlx::query(
        "update app.queue set priority = $2, hours_id = $3, assignment = $4, overflow = $5, version = version + 1
         where id = $1",
    )
    .bind(id)
    .bind(priority)
    .bind(settings.hours_id)
    .bind(settings.assignment)
    .bind(settings.overflow.as_ref().map(Json))
    .execute(conn)
    .await?;
    Ok(())
}

/// The workstreams whose rules in force name a queue, and the queues that overflow into it.
pub(super) async fn named_by(conn: &mut PgConnection, id: QueueId) -> Result<Vec<(String, Uuid, String)>> {
    Ok(sqlx::query_as(
        "select 'workstream', w.id, w.name
         from app.workstream w
         join app.ruleset_version r on r.workstream_id = w.id and r.version = w.ruleset_version
         where jsonb_path_exists(r.rules, '$.route[*] ? (@.queue == $id || @.queues[*].name == $id)',
                                 jsonb_build_object('id', $1::text))
         union all
         select 'queue', q.id, q.name
         from app.queue q
         where jsonb_path_exists(q.overflow, '$.*.transfer ? (@ == $id)', jsonb_build_object('id', $1::text))
         order by 1 desc, 3",
    )
    .bind(id.to_string())
    .fetch_all(conn)
    .await?)
}

pub(super) async fn insert(conn: &mut PgConnection, id: QueueId, new: &NewQueue, at: jiff::Timestamp) -> Result<()> {
    sqlx::query("insert into app.queue (id, name, priority, created_at) values ($1, $2, $3, $4)")
        .bind(id)
        .bind(&new.name)
        .bind(new.priority)
        .bind(at.to_sqlx())
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn update(conn: &mut PgConnection, id: QueueId, change: &QueueChange) -> Result<()> {
    sqlx::query("update app.queue set name = $2, priority = $3, version = version + 1 where id = $1")
        .bind(id)
        .bind(&change.name)
        .bind(change.priority)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn add_member(
    conn: &mut PgConnection,
    id: QueueId,
    user_id: UserId,
    at: jiff::Timestamp,
) -> Result<bool> {
    let done = sqlx::query(
        "insert into app.queue_member (queue_id, user_id, added_at) values ($1, $2, $3) on conflict do nothing",
    )
    .bind(id)
    .bind(user_id)
    .bind(at.to_sqlx())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn remove_member(conn: &mut PgConnection, id: QueueId, user_id: UserId) -> Result<bool> {
    let done = sqlx::query("delete from app.queue_member where queue_id = $1 and user_id = $2")
        .bind(id)
        .bind(user_id)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn delete(conn: &mut PgConnection, id: QueueId) -> Result<()> {
    sqlx::query("delete from app.queue where id = $1").bind(id).execute(conn).await?;
    Ok(())
}
