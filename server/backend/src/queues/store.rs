//! The SQL of queues.

use domain::{
    PageRequest, QueueId, UserId, WorkstreamId,
    queue::{NewQueue, QueueChange, QueueDetail, QueueMember, QueueSummary},
};
use jiff_sqlx::ToSqlx;
use sqlx::{FromRow, PgConnection};

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
pub(super) struct Current {
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

pub(super) async fn lock(conn: &mut PgConnection, id: QueueId) -> Result<Option<Current>> {
    Ok(sqlx::query_as("select name, priority, is_default, version from app.queue where id = $1 for update")
        .bind(id)
        .fetch_optional(conn)
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
