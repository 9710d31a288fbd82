//! The SQL of the audit log.

use domain::audit::{ActorKind, Event};
use jiff_sqlx::ToSqlx;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::Origin;
use crate::Result;

pub(super) mod chain;
pub(super) mod exports;
pub(super) mod log;

pub(super) async fn append(
    conn: &mut PgConnection,
    at: jiff::Timestamp,
    (actor_kind, actor_id, actor_name): (ActorKind, Option<Uuid>, Option<&str>),
    origin: &Origin,
    event: &Event,
) -> Result<()> {
    let (subject_kind, subject_id) = event.subject();
    sqlx::query(
        "insert into audit.event (at, actor_kind, actor_id, actor_name, name, outcome, subject_kind, subject_id, data,
                                  request_id, session, network)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(at.to_sqlx())
    .bind(actor_kind)
    .bind(actor_id)
    .bind(actor_name)
    .bind(event.kind())
    .bind(event.kind().outcome())
    .bind(subject_kind)
    .bind(subject_id)
    .bind(Json(event))
    .bind(origin.request_id)
    .bind(origin.session.as_deref())
    .bind(origin.network.as_deref())
    .execute(conn)
    .await?;
    Ok(())
}
