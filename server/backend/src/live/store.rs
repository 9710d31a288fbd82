//! The SQL of live news.

use sqlx::PgConnection;

use crate::Result;

pub(super) async fn notify(conn: &mut PgConnection, channel: &str, payload: &str) -> Result<()> {
    sqlx::query("select pg_notify($1, $2)").bind(channel).bind(payload).execute(conn).await?;
    Ok(())
}

pub(super) async fn notify_all(conn: &mut PgConnection, channel: &str, payloads: &[String]) -> Result<()> {
    sqlx::query("select pg_notify($1, payload) from unnest($2::text[]) as payload")
        .bind(channel)
        .bind(payloads)
        .execute(conn)
        .await?;
    Ok(())
}
