//! The SQL of links that work once.

use domain::UserId;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;

use super::Purpose;
use crate::Result;

pub(super) async fn insert(
    conn: &mut PgConnection,
    hash: &[u8],
    purpose: Purpose,
    user_id: Option<UserId>,
    now: Timestamp,
    ends_at: Timestamp,
) -> Result<()> {
    sqlx::query(
        "insert into app.one_time_link (hash, purpose, user_id, created_at, expires_at) values ($1, $2, $3, $4, $5)",
    )
    .bind(hash)
    .bind(purpose)
    .bind(user_id)
    .bind(now.to_sqlx())
    .bind(ends_at.to_sqlx())
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn find(
    conn: &mut PgConnection,
    hash: &[u8],
    purpose: Purpose,
    now: Timestamp,
) -> Result<Option<Option<UserId>>> {
    Ok(sqlx::query_scalar(
        "select user_id from app.one_time_link
         where hash = $1 and purpose = $2 and used_at is null and expires_at > $3",
    )
    .bind(hash)
    .bind(purpose)
    .bind(now.to_sqlx())
    .fetch_optional(conn)
    .await?)
}

pub(super) async fn spend(
    conn: &mut PgConnection,
    hash: &[u8],
    purpose: Purpose,
    now: Timestamp,
) -> Result<Option<Option<UserId>>> {
    Ok(sqlx::query_scalar(
        "update app.one_time_link set used_at = $3
         where hash = $1 and purpose = $2 and used_at is null and expires_at > $3
         returning user_id",
    )
    .bind(hash)
    .bind(purpose)
    .bind(now.to_sqlx())
    .fetch_optional(conn)
    .await?)
}

pub(super) async fn delete_of(conn: &mut PgConnection, user_id: UserId) -> Result<()> {
    sqlx::query("delete from app.one_time_link where user_id = $1 and used_at is null")
        .bind(user_id)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn delete_old(conn: &mut PgConnection, now: Timestamp) -> Result<()> {
    sqlx::query("delete from app.one_time_link where expires_at <= $1").bind(now.to_sqlx()).execute(conn).await?;
    Ok(())
}
