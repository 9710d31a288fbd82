//! The SQL of agent accounts.

use domain::{
    AccountId, AgentAccountId, ChannelKind, ConversationId, WorkstreamId,
    account::{AgentAccount, NewAgentAccount, Refusal},
    conversation::ClosedFor,
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::{FromRow, PgConnection};

use super::super::{store::refusal, webhook_key::callback_url};
use crate::{Result, Settings};

#[derive(FromRow)]
pub(crate) struct Row {
    pub id: AgentAccountId,
    account_id: AccountId,
    channel_kind: ChannelKind,
    name: String,
    brand_id: String,
    agent_id: String,
    webhook_key: Option<String>,
    verified_at: Option<jiff_sqlx::Timestamp>,
    last_refusal: Option<String>,
    last_refused_at: Option<jiff_sqlx::Timestamp>,
    workstream_id: Option<WorkstreamId>,
    workstream_name: Option<String>,
    version: i32,
}

impl Row {
    /// The workstream that has joined it.
    pub(super) fn workstream(&self) -> Option<(WorkstreamId, String)> {
        self.workstream_id.zip(self.workstream_name.clone())
    }

    pub(super) fn into_agent_account(self, settings: &Settings) -> (AgentAccount, Option<Refusal>) {
        let callback_url = self.webhook_key.as_ref().map(|key| callback_url(settings, self.channel_kind, key));
        let agent_account = AgentAccount {
            workstream: self.workstream(),
            id: self.id,
            account_id: self.account_id,
            name: self.name,
            brand_id: self.brand_id,
            agent_id: self.agent_id,
            callback_url,
            verified_at: self.verified_at.map(jiff_sqlx::Timestamp::to_jiff),
            version: self.version,
        };
        (agent_account, refusal(self.last_refusal, self.last_refused_at))
    }
}

/// An agent account as a change sees it.
#[derive(FromRow)]
pub(crate) struct Current {
    pub account_id: AccountId,
    pub name: String,
    pub brand_id: String,
    pub agent_id: String,
    pub webhook_key: Option<String>,
    pub version: i32,
}

macro_rules! rows {
    ($rest:literal) => {
        concat!(
            "select g.id, g.account_id, a.channel_kind, g.name, g.brand_id, g.agent_id, g.webhook_key, g.verified_at,
                    g.last_refusal, g.last_refused_at, w.id as workstream_id, w.name as workstream_name, g.version
             from app.agent_account g
             join app.account a on a.id = g.account_id
             left join app.channel c on c.agent_account_id = g.id
             left join app.workstream w on w.id = c.workstream_id ",
            $rest
        )
    };
}

pub(super) async fn of_account(conn: &mut PgConnection, account_id: AccountId) -> Result<Vec<Row>> {
    Ok(sqlx::query_as(rows!("where g.account_id = $1 order by lower(g.name)")).bind(account_id).fetch_all(conn).await?)
}

pub(super) async fn one(conn: &mut PgConnection, id: AgentAccountId) -> Result<Option<Row>> {
    Ok(sqlx::query_as(rows!("where g.id = $1")).bind(id).fetch_optional(conn).await?)
}

pub(crate) async fn find_by_name(conn: &mut PgConnection, name: &str) -> Result<Option<AgentAccountId>> {
    Ok(sqlx::query_scalar("select id from app.agent_account where lower(name) = lower($1)")
        .bind(name)
        .fetch_optional(conn)
        .await?)
}

pub(crate) async fn lock(conn: &mut PgConnection, id: AgentAccountId) -> Result<Option<Current>> {
    Ok(sqlx::query_as(
        "select account_id, name, brand_id, agent_id, webhook_key, version from app.agent_account
         where id = $1 for update",
    )
    .bind(id)
    .fetch_optional(conn)
    .await?)
}

/// Its account, that one's name, and its own.
pub(crate) async fn names(conn: &mut PgConnection, id: AgentAccountId) -> Result<Option<(AccountId, String, String)>> {
    Ok(sqlx::query_as(
        "select a.id, a.name, g.name from app.agent_account g join app.account a on a.id = g.account_id where g.id = $1",
    )
    .bind(id)
    .fetch_optional(conn)
    .await?)
}

pub(in crate::accounts) async fn lock_all(
    conn: &mut PgConnection,
    account_id: AccountId,
) -> Result<Vec<AgentAccountId>> {
    Ok(sqlx::query_scalar("select id from app.agent_account where account_id = $1 order by id for update")
        .bind(account_id)
        .fetch_all(conn)
        .await?)
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    id: AgentAccountId,
    account_id: AccountId,
    new: &NewAgentAccount,
    webhook_key: Option<&str>,
    at: Timestamp,
) -> Result<()> {
    sqlx::query(
        "insert into app.agent_account (id, account_id, name, brand_id, agent_id, webhook_key, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(account_id)
    .bind(&new.name)
    .bind(&new.brand_id)
    .bind(&new.agent_id)
    .bind(webhook_key)
    .bind(at.to_sqlx())
    .execute(conn)
    .await?;
    Ok(())
}

/// Another key means that the provider has to confirm another address.
pub(super) async fn update(
    conn: &mut PgConnection,
    id: AgentAccountId,
    agent: &NewAgentAccount,
    webhook_key: Option<&str>,
) -> Result<()> {
    sqlx::query(
        "update app.agent_account
         set name = $2, brand_id = $3, agent_id = $4, webhook_key = $5,
             verified_at = case when webhook_key is not distinct from $5 then verified_at end,
             last_refusal = case when webhook_key is not distinct from $5 then last_refusal end,
             last_refused_at = case when webhook_key is not distinct from $5 then last_refused_at end
         where id = $1",
    )
    .bind(id)
    .bind(&agent.name)
    .bind(&agent.brand_id)
    .bind(&agent.agent_id)
    .bind(webhook_key)
    .execute(conn)
    .await?;
    Ok(())
}

/// Counts a change, so that who edits the agent account as it was is told.
pub(super) async fn touch(conn: &mut PgConnection, id: AgentAccountId) -> Result<()> {
    sqlx::query("update app.agent_account set version = version + 1 where id = $1").bind(id).execute(conn).await?;
    Ok(())
}

pub(in crate::accounts) async fn forget_verification(conn: &mut PgConnection, id: AgentAccountId) -> Result<()> {
    sqlx::query("update app.agent_account set verified_at = null where id = $1").bind(id).execute(conn).await?;
    Ok(())
}

pub(super) async fn close_conversations(
    conn: &mut PgConnection,
    id: AgentAccountId,
    why: ClosedFor,
    at: Timestamp,
) -> Result<Vec<ConversationId>> {
    Ok(sqlx::query_scalar(
        "update app.conversation set state = 'closed', closed_at = $3, closed_for = $2, waiting_since = null
         where agent_account_id = $1 and state <> 'closed'
         returning id",
    )
    .bind(id)
    .bind(why)
    .bind(at.to_sqlx())
    .fetch_all(conn)
    .await?)
}

pub(super) async fn delete(conn: &mut PgConnection, id: AgentAccountId) -> Result<()> {
    sqlx::query("delete from app.agent_account where id = $1").bind(id).execute(conn).await?;
    Ok(())
}
