//! The SQL of channels.

use domain::{
    AccountId, AgentAccountId, ChannelId, ChannelKind, WorkstreamId,
    channel::{ChannelChange, ChannelSummary, FreeAgentAccount, NewChannel},
};
use jiff_sqlx::ToSqlx;
use sqlx::{FromRow, PgConnection};

use crate::Result;

#[derive(FromRow)]
struct Row {
    id: ChannelId,
    workstream_id: WorkstreamId,
    agent_account_id: AgentAccountId,
    agent_account_name: String,
    brand_id: String,
    agent_id: String,
    account_id: AccountId,
    account_name: String,
    language: String,
    attachments_from_customers: bool,
    attachments_from_agents: bool,
    version: i32,
}

impl From<Row> for ChannelSummary {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            workstream_id: row.workstream_id,
            agent_account_id: row.agent_account_id,
            agent_account_name: row.agent_account_name,
            brand_id: row.brand_id,
            agent_id: row.agent_id,
            account_id: row.account_id,
            account_name: row.account_name,
            language: row.language,
            attachments_from_customers: row.attachments_from_customers,
            attachments_from_agents: row.attachments_from_agents,
            version: row.version,
        }
    }
}

/// A channel as a change sees it.
#[derive(FromRow)]
pub(super) struct Current {
    pub workstream_id: WorkstreamId,
    pub agent_account_id: AgentAccountId,
    pub account_id: AccountId,
    pub language: String,
    pub attachments_from_customers: bool,
    pub attachments_from_agents: bool,
    pub version: i32,
}

/// An agent account as joining it needs it.
#[derive(FromRow)]
pub(super) struct AgentAccount {
    pub account_id: AccountId,
    pub channel_kind: ChannelKind,
}

pub(crate) async fn of(conn: &mut PgConnection, workstream_id: WorkstreamId) -> Result<Vec<ChannelSummary>> {
    let rows: Vec<Row> = sqlx::query_as(
        "select c.id, c.workstream_id, c.agent_account_id, g.name as agent_account_name, g.brand_id, g.agent_id,
                a.id as account_id, a.name as account_name, c.language, c.attachments_from_customers,
                c.attachments_from_agents, c.version
         from app.channel c
         join app.agent_account g on g.id = c.agent_account_id
         join app.account a on a.id = g.account_id
         where c.workstream_id = $1
         order by lower(g.name), c.id",
    )
    .bind(workstream_id)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub(super) async fn find(conn: &mut PgConnection, id: ChannelId) -> Result<Option<ChannelSummary>> {
    let row: Option<Row> = sqlx::query_as(
        "select c.id, c.workstream_id, c.agent_account_id, g.name as agent_account_name, g.brand_id, g.agent_id,
                a.id as account_id, a.name as account_name, c.language, c.attachments_from_customers,
                c.attachments_from_agents, c.version
         from app.channel c
         join app.agent_account g on g.id = c.agent_account_id
         join app.account a on a.id = g.account_id
         where c.id = $1",
    )
    .bind(id)
    .fetch_optional(conn)
    .await?;
    Ok(row.map(Into::into))
}

/// The channel of an agent account.
pub(crate) async fn of_agent(conn: &mut PgConnection, id: AgentAccountId) -> Result<Option<ChannelSummary>> {
    let channel: Option<ChannelId> = sqlx::query_scalar("select id from app.channel where agent_account_id = $1")
        .bind(id)
        .fetch_optional(&mut *conn)
        .await?;
    match channel {
        Some(channel) => find(conn, channel).await,
        None => Ok(None),
    }
}

/// The key of the webhook that each channel's events come to: its agent account's own, or that of the account.
pub(super) async fn webhook_keys(
    conn: &mut PgConnection,
    workstream_id: WorkstreamId,
) -> Result<Vec<(ChannelId, ChannelKind, String)>> {
    Ok(sqlx::query_as(
        "select c.id, a.channel_kind, coalesce(g.webhook_key, a.webhook_key)
         from app.channel c
         join app.agent_account g on g.id = c.agent_account_id
         join app.account a on a.id = g.account_id
         where c.workstream_id = $1",
    )
    .bind(workstream_id)
    .fetch_all(conn)
    .await?)
}

/// `None` where there is no such workstream.
pub(super) async fn free(conn: &mut PgConnection, id: WorkstreamId) -> Result<Option<Vec<FreeAgentAccount>>> {
    let kind: Option<ChannelKind> = sqlx::query_scalar("select channel_kind from app.workstream where id = $1")
        .bind(id)
        .fetch_optional(&mut *conn)
        .await?;
    let Some(kind) = kind else { return Ok(None) };
    let rows: Vec<(AgentAccountId, String, String)> = sqlx::query_as(
        "select g.id, g.name, a.name
         from app.agent_account g join app.account a on a.id = g.account_id
         where a.channel_kind = $1 and not exists (select from app.channel c where c.agent_account_id = g.id)
         order by lower(g.name), g.id",
    )
    .bind(kind)
    .fetch_all(conn)
    .await?;
    Ok(Some(rows.into_iter().map(|(id, name, account_name)| FreeAgentAccount { id, name, account_name }).collect()))
}

pub(super) async fn agent_account(conn: &mut PgConnection, id: AgentAccountId) -> Result<Option<AgentAccount>> {
    Ok(sqlx::query_as(
        "select g.account_id, a.channel_kind
         from app.agent_account g join app.account a on a.id = g.account_id where g.id = $1",
    )
    .bind(id)
    .fetch_optional(conn)
    .await?)
}

pub(super) async fn lock(conn: &mut PgConnection, id: ChannelId) -> Result<Option<Current>> {
    Ok(sqlx::query_as(
        "select c.workstream_id, c.agent_account_id, g.account_id, c.language, c.attachments_from_customers,
                c.attachments_from_agents, c.version
         from app.channel c join app.agent_account g on g.id = c.agent_account_id
         where c.id = $1
         for update of c",
    )
    .bind(id)
    .fetch_optional(conn)
    .await?)
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    id: ChannelId,
    workstream_id: WorkstreamId,
    new: &NewChannel,
    at: jiff::Timestamp,
) -> Result<()> {
    sqlx::query(
        "insert into app.channel (id, workstream_id, agent_account_id, language, attachments_from_customers,
                                  attachments_from_agents, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(workstream_id)
    .bind(new.agent_account_id)
    .bind(&new.language)
    .bind(new.attachments_from_customers)
    .bind(new.attachments_from_agents)
    .bind(at.to_sqlx())
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn update(conn: &mut PgConnection, id: ChannelId, change: &ChannelChange) -> Result<()> {
    sqlx::query(
        "update app.channel
         set language = $2, attachments_from_customers = $3, attachments_from_agents = $4, version = version + 1
         where id = $1",
    )
    .bind(id)
    .bind(&change.language)
    .bind(change.attachments_from_customers)
    .bind(change.attachments_from_agents)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn delete(conn: &mut PgConnection, id: ChannelId) -> Result<()> {
    sqlx::query("delete from app.channel where id = $1").bind(id).execute(conn).await?;
    Ok(())
}
