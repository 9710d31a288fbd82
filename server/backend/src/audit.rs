//! Audit: one typed event for each act, written in the transaction of the change. Append-only in the database.

use domain::audit::Event;
use sqlx::PgConnection;

use crate::{Actor, Result, actor::ActorKind};

mod store;

/// Records what `actor` did. Give the transaction that makes the change, so that neither is there without the other.
pub async fn record(conn: &mut PgConnection, actor: &Actor, at: jiff::Timestamp, event: &Event) -> Result<()> {
    let (actor_kind, actor_id) = match actor.kind() {
        ActorKind::User(id) => ("user", Some(id.0)),
        ActorKind::ApiKey(id) => ("api_key", Some(id.0)),
        ActorKind::CommandLine => ("command_line", None),
        ActorKind::System => ("system", None),
        ActorKind::Anonymous => ("anonymous", None),
    };
    store::append(conn, at, (actor_kind, actor_id, actor.name()), event).await
}
