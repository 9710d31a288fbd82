//! The SQL of the audit log.

use domain::audit::Event;
use jiff_sqlx::ToSqlx;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use crate::Result;

pub(super) async fn append(
    conn: &mut PgConnection,
    at: jiff::Timestamp,
    (actor_kind, actor_id, actor_name): (&str, Option<Uuid>, &str),
    event: &Event,
) -> Result<()> {
    let (subject_kind, subject_id) = event.subject();
    sqlx::query(
        "insert into audit.event (at, actor_kind, actor_id, actor_name, name, subject_kind, subject_id, data)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(at.to_sqlx())
    .bind(actor_kind)
    .bind(actor_id)
    .bind(actor_name)
    .bind(event.name())
    .bind(subject_kind)
    .bind(subject_id)
    .bind(Json(event))
    .execute(conn)
    .await?;
    Ok(())
}
