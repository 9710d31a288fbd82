//! The SQL of the files of the log.

use domain::{
    UserId,
    audit::{Export, ExportFormat, ExportState, LogFilter},
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::{FromRow, PgConnection, types::Json};
use uuid::Uuid;

use crate::Result;

#[derive(FromRow)]
struct ExportRow {
    id: Uuid,
    format: ExportFormat,
    state: ExportState,
    entry_count: i64,
    requested_at: jiff_sqlx::Timestamp,
    expires_at: jiff_sqlx::Timestamp,
}

impl From<ExportRow> for Export {
    fn from(row: ExportRow) -> Self {
        Self {
            id: row.id,
            format: row.format,
            state: row.state,
            entry_count: row.entry_count,
            requested_at: row.requested_at.to_jiff(),
            expires_at: row.expires_at.to_jiff(),
        }
    }
}

pub(in crate::audit) async fn insert(
    conn: &mut PgConnection,
    id: Uuid,
    user_id: UserId,
    (format, filter): (ExportFormat, &LogFilter),
    at: Timestamp,
    expires_at: Timestamp,
) -> Result<()> {
    sqlx::query(
        "insert into app.audit_export (id, user_id, format, filter, requested_at, expires_at)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(user_id)
    .bind(format)
    .bind(Json(filter))
    .bind(at.to_sqlx())
    .bind(expires_at.to_sqlx())
    .execute(conn)
    .await?;
    Ok(())
}

pub(in crate::audit) async fn count(conn: &mut PgConnection, user_id: UserId) -> Result<i64> {
    Ok(sqlx::query_scalar("select count(*) from app.audit_export where user_id = $1")
        .bind(user_id)
        .fetch_one(conn)
        .await?)
}

pub(in crate::audit) async fn of(conn: &mut PgConnection, user_id: UserId, now: Timestamp) -> Result<Vec<Export>> {
    let rows: Vec<ExportRow> = sqlx::query_as(
        "select id, format, state, entry_count, requested_at, expires_at from app.audit_export
         where user_id = $1 and expires_at > $2
         order by requested_at desc, id desc",
    )
    .bind(user_id)
    .bind(now.to_sqlx())
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// How a file is written that a person may fetch now.
pub(in crate::audit) async fn ready(
    conn: &mut PgConnection,
    id: Uuid,
    user_id: UserId,
    now: Timestamp,
) -> Result<Option<ExportFormat>> {
    Ok(sqlx::query_scalar(
        "select format from app.audit_export where id = $1 and user_id = $2 and state = 'ready' and expires_at > $3",
    )
    .bind(id)
    .bind(user_id)
    .bind(now.to_sqlx())
    .fetch_optional(conn)
    .await?)
}

/// Takes the file that has waited longest; its filter is absent when this program cannot read it.
pub(in crate::audit) async fn claim(
    conn: &mut PgConnection,
) -> Result<Option<(Uuid, ExportFormat, Option<LogFilter>)>> {
    let row: Option<(Uuid, ExportFormat, serde_json::Value)> = sqlx::query_as(
        "select id, format, filter from app.audit_export where state = 'waiting'
         order by requested_at limit 1 for update skip locked",
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|(id, format, filter)| (id, format, serde_json::from_value(filter).ok())))
}

pub(in crate::audit) async fn insert_part(
    conn: &mut PgConnection,
    id: Uuid,
    number: i32,
    content: &[u8],
) -> Result<()> {
    sqlx::query("insert into app.audit_export_part (export_id, number, content) values ($1, $2, $3)")
        .bind(id)
        .bind(number)
        .bind(content)
        .execute(conn)
        .await?;
    Ok(())
}

pub(in crate::audit) async fn part(conn: &mut PgConnection, id: Uuid, number: i32) -> Result<Option<Vec<u8>>> {
    Ok(sqlx::query_scalar("select content from app.audit_export_part where export_id = $1 and number = $2")
        .bind(id)
        .bind(number)
        .fetch_optional(conn)
        .await?)
}

pub(in crate::audit) async fn finish(conn: &mut PgConnection, id: Uuid, entry_count: i64) -> Result<()> {
    sqlx::query("update app.audit_export set state = 'ready', entry_count = $2 where id = $1")
        .bind(id)
        .bind(entry_count)
        .execute(conn)
        .await?;
    Ok(())
}

pub(in crate::audit) async fn fail(conn: &mut PgConnection, id: Uuid) -> Result<()> {
    sqlx::query("update app.audit_export set state = 'failed' where id = $1").bind(id).execute(conn).await?;
    Ok(())
}

pub(in crate::audit) async fn delete_expired(conn: &mut PgConnection, now: Timestamp) -> Result<()> {
    sqlx::query("delete from app.audit_export where expires_at <= $1").bind(now.to_sqlx()).execute(conn).await?;
    Ok(())
}
