//! The SQL of the delays.

use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;

use super::Growth;
use crate::Result;

/// Counts an attempt and sets the delay that follows it; changes nothing, and says so, while a delay runs. A count that
/// nothing was added to for an hour beyond its delay starts again.
pub(super) async fn count(conn: &mut PgConnection, key: &str, growth: Growth, now: jiff::Timestamp) -> Result<bool> {
    let done = sqlx::query(
        "insert into app.throttle as t (key, failure_count, blocked_until, updated_at) values ($1, 1, $2, $2)
         on conflict (key) do update set
             failure_count = case when t.blocked_until < $2 - interval '1 hour' then 1 else t.failure_count + 1 end,
             blocked_until = case
                 when t.blocked_until < $2 - interval '1 hour' or t.failure_count < $3 then $2
                 else $2 + make_interval(secs => least($4::float8, power(2, least(t.failure_count - $3, 20)))) end,
             updated_at = $2
         where t.blocked_until <= $2",
    )
    .bind(key)
    .bind(now.to_sqlx())
    .bind(growth.free)
    .bind(growth.limit)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn seconds_left(conn: &mut PgConnection, key: &str, now: jiff::Timestamp) -> Result<u64> {
    let left: Option<i64> = sqlx::query_scalar(
        "select greatest(1, ceil(extract(epoch from blocked_until - $2)))::bigint from app.throttle where key = $1",
    )
    .bind(key)
    .bind(now.to_sqlx())
    .fetch_optional(conn)
    .await?;
    Ok(left.and_then(|left| u64::try_from(left).ok()).unwrap_or(1))
}

pub(super) async fn forget(conn: &mut PgConnection, key: &str) -> Result<()> {
    sqlx::query("delete from app.throttle where key = $1").bind(key).execute(conn).await?;
    Ok(())
}

/// Takes back one attempt that turned out to be right.
pub(super) async fn uncount(conn: &mut PgConnection, key: &str) -> Result<()> {
    sqlx::query("update app.throttle set failure_count = greatest(0, failure_count - 1) where key = $1")
        .bind(key)
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes counts that have no effect any more.
pub(crate) async fn delete_old(conn: &mut PgConnection, now: jiff::Timestamp) -> Result<()> {
    sqlx::query("delete from app.throttle where updated_at < $1 - interval '1 day'")
        .bind(now.to_sqlx())
        .execute(conn)
        .await?;
    Ok(())
}
