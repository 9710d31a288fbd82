//! The SQL of what the webhook knows.

use domain::{AccountId, AgentAccountId, ChannelKind, account::AccountState, inbound::AgentKey};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::{FromRow, PgConnection};

use super::{super::store::is_acknowledged, WebhookAgent};
use crate::Result;

#[derive(FromRow)]
pub(super) struct Row {
    pub account_id: AccountId,
    pub agent_account_id: Option<AgentAccountId>,
    pub channel_kind: ChannelKind,
    pub state: AccountState,
    pub is_acknowledged: bool,
}

/// One query on the two unique indexes of keys.
pub(super) async fn find(conn: &mut PgConnection, key: &str) -> Result<Option<Row>> {
    Ok(sqlx::query_as(concat!(
        "select a.id as account_id, null::uuid as agent_account_id, a.channel_kind, a.state, ",
        is_acknowledged!(),
        " as is_acknowledged from app.account a where a.webhook_key = $1
         union all
         select a.id, g.id, a.channel_kind, a.state, ",
        is_acknowledged!(),
        " as is_acknowledged from app.agent_account g join app.account a on a.id = g.account_id where g.webhook_key = $1"
    ))
    .bind(key)
    .fetch_optional(conn)
    .await?)
}

pub(super) async fn keys(conn: &mut PgConnection) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "select webhook_key from app.account
         union all
         select webhook_key from app.agent_account where webhook_key is not null",
    )
    .fetch_all(conn)
    .await?)
}

pub(super) async fn agents(conn: &mut PgConnection, id: AccountId) -> Result<Vec<(AgentKey, WebhookAgent)>> {
    let rows: Vec<(AgentAccountId, String, String, bool)> = sqlx::query_as(
        "select id, brand_id, agent_id, webhook_key is not null from app.agent_account where account_id = $1",
    )
    .bind(id)
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(id, brand_id, agent_id, has_own_webhook)| {
            (AgentKey { brand_id, agent_id }, WebhookAgent { id, has_own_webhook })
        })
        .collect())
}

/// `false` when the account is gone.
pub(super) async fn record_for_account(
    conn: &mut PgConnection,
    id: AccountId,
    outcome: Result<(), &'static str>,
    at: Timestamp,
) -> Result<bool> {
    let done = sqlx::query(
        "update app.account
         set verified_at = case when $2::text is null then $3 else verified_at end,
             last_refusal = $2, last_refused_at = case when $2 is not null then $3 end
         where id = $1",
    )
    .bind(id)
    .bind(outcome.err())
    .bind(at.to_sqlx())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// `false` when the agent account is gone.
pub(super) async fn record_for_agent(
    conn: &mut PgConnection,
    id: AgentAccountId,
    outcome: Result<(), &'static str>,
    at: Timestamp,
) -> Result<bool> {
    let done = sqlx::query(
        "update app.agent_account
         set verified_at = case when $2::text is null then $3 else verified_at end,
             last_refusal = $2, last_refused_at = case when $2 is not null then $3 end
         where id = $1 and webhook_key is not null",
    )
    .bind(id)
    .bind(outcome.err())
    .bind(at.to_sqlx())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}
