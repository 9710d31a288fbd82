//! The SQL of places.

use domain::{AccountId, AgentAccountId, WorkstreamId, inbound::AgentKey};
use sqlx::{FromRow, PgConnection};

use crate::Result;

/// The workstream that an agent account has joined.
#[derive(FromRow)]
pub(super) struct Joined {
    pub workstream_id: WorkstreamId,
    pub workstream_name: String,
    pub attachments_from_customers: bool,
    pub ruleset_version: i32,
}

pub(super) async fn agent_account(
    conn: &mut PgConnection,
    account_id: AccountId,
    agent: &AgentKey,
) -> Result<Option<(AgentAccountId, String)>> {
    Ok(sqlx::query_as(
        "select id, name from app.agent_account where brand_id = $2 and agent_id = $3 and account_id = $1",
    )
    .bind(account_id)
    .bind(&agent.brand_id)
    .bind(&agent.agent_id)
    .fetch_optional(conn)
    .await?)
}

pub(super) async fn joined(conn: &mut PgConnection, id: AgentAccountId) -> Result<Option<Joined>> {
    Ok(sqlx::query_as(
        "select w.id as workstream_id, w.name as workstream_name, c.attachments_from_customers, w.ruleset_version
         from app.channel c join app.workstream w on w.id = c.workstream_id
         where c.agent_account_id = $1",
    )
    .bind(id)
    .fetch_optional(conn)
    .await?)
}
