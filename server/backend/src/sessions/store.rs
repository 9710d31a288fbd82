//! The SQL of sessions.

use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::{PgConnection, types::Json};

use super::{Content, Data};
use crate::Result;

pub(super) async fn insert(
    conn: &mut PgConnection,
    hash: &[u8],
    content: &Content,
    now: Timestamp,
    expires_at: Timestamp,
    ends_at: Timestamp,
) -> Result<()> {
    sqlx::query(
        "insert into app.session (id_hash, user_id, data, created_at, last_seen_at, ends_at, expires_at)
         values ($1, $2, $3, $4, $4, $5, $6)",
    )
    .bind(hash)
    .bind(content.user_id)
    .bind(Json(&content.data))
    .bind(now.to_sqlx())
    .bind(ends_at.to_sqlx())
    .bind(expires_at.to_sqlx())
    .execute(conn)
    .await?;
    Ok(())
}

/// What the session holds, when it was last seen, and when it ends in any case.
pub(super) async fn find(
    conn: &mut PgConnection,
    hash: &[u8],
    now: Timestamp,
) -> Result<Option<(Data, Timestamp, Timestamp)>> {
    let found: Option<(Json<Data>, jiff_sqlx::Timestamp, jiff_sqlx::Timestamp)> = sqlx::query_as(
        "select data, last_seen_at, ends_at from app.session where id_hash = $1 and expires_at > $2 and ends_at > $2",
    )
    .bind(hash)
    .bind(now.to_sqlx())
    .fetch_optional(conn)
    .await?;
    Ok(found.map(|(data, last_seen_at, ends_at)| (data.0, last_seen_at.to_jiff(), ends_at.to_jiff())))
}

pub(super) async fn touch(conn: &mut PgConnection, hash: &[u8], now: Timestamp, expires_at: Timestamp) -> Result<()> {
    sqlx::query("update app.session set last_seen_at = $2, expires_at = $3 where id_hash = $1")
        .bind(hash)
        .bind(now.to_sqlx())
        .bind(expires_at.to_sqlx())
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn update(conn: &mut PgConnection, hash: &[u8], content: &Content, now: Timestamp) -> Result<()> {
    sqlx::query(
        "update app.session set user_id = $2, data = $3 where id_hash = $1 and expires_at > $4 and ends_at > $4",
    )
    .bind(hash)
    .bind(content.user_id)
    .bind(Json(&content.data))
    .bind(now.to_sqlx())
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn delete(conn: &mut PgConnection, hash: &[u8]) -> Result<()> {
    sqlx::query("delete from app.session where id_hash = $1").bind(hash).execute(conn).await?;
    Ok(())
}

pub(super) async fn delete_over(conn: &mut PgConnection, now: Timestamp) -> Result<u64> {
    let done = sqlx::query("delete from app.session where expires_at <= $1 or ends_at <= $1")
        .bind(now.to_sqlx())
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}

#[cfg(test)]
pub(super) async fn all(pool: &sqlx::PgPool) -> Vec<(Vec<u8>, Option<domain::UserId>)> {
    sqlx::query_as("select id_hash, user_id from app.session").fetch_all(pool).await.expect("the sessions can be read")
}
