//! The SQL of configuration: what an export reads.

use std::collections::BTreeMap;

use domain::{
    AccountId, AgentAccountId, ChannelKind, HoursId, QueueId, WorkstreamId,
    field_security::SecuredField,
    queue::{Assignment, Overflow},
    workstream::{Distribution, WorkType},
};
use sqlx::{FromRow, PgConnection, types::Json};
use uuid::Uuid;

use crate::Result;

#[derive(FromRow)]
pub(super) struct QueueRow {
    pub id: QueueId,
    pub name: String,
    pub priority: i32,
    pub hours_id: Option<HoursId>,
    pub assignment: Assignment,
    pub overflow: Option<Json<Overflow>>,
}

#[derive(FromRow)]
pub(super) struct AccountRow {
    pub id: AccountId,
    pub name: String,
    pub channel_kind: ChannelKind,
    pub partner_id: Option<String>,
}

#[derive(FromRow)]
pub(super) struct AgentRow {
    pub id: AgentAccountId,
    pub account_id: AccountId,
    pub name: String,
    pub brand_id: String,
    pub agent_id: String,
}

#[derive(FromRow)]
pub(super) struct WorkstreamRow {
    pub id: WorkstreamId,
    pub name: String,
    #[sqlx(rename = "type")]
    pub work_type: WorkType,
    pub channel_kind: ChannelKind,
    pub distribution: Distribution,
    pub fallback_queue_id: QueueId,
}

/// One file is applied at a time: two that make the same thing find each other's.
pub(super) async fn wait_for_others(conn: &mut PgConnection) -> Result<()> {
    sqlx::query("select pg_advisory_xact_lock(hashtext('sentralbord.configuration'))").execute(conn).await?;
    Ok(())
}

/// From here on the transaction sees one moment, whatever others commit.
pub(super) async fn stand_still(conn: &mut PgConnection) -> Result<()> {
    sqlx::query("set transaction isolation level repeatable read, read only").execute(conn).await?;
    Ok(())
}

pub(super) async fn queues(conn: &mut PgConnection) -> Result<Vec<QueueRow>> {
    Ok(sqlx::query_as(
        "select id, name, priority, hours_id, assignment, overflow from app.queue
         order by not is_default, lower(name), id",
    )
    .fetch_all(conn)
    .await?)
}

pub(super) async fn accounts(conn: &mut PgConnection) -> Result<Vec<AccountRow>> {
    Ok(sqlx::query_as("select id, name, channel_kind, partner_id from app.account order by lower(name), id")
        .fetch_all(conn)
        .await?)
}

pub(super) async fn agents(conn: &mut PgConnection) -> Result<Vec<AgentRow>> {
    Ok(sqlx::query_as(
        "select id, account_id, name, brand_id, agent_id from app.agent_account order by lower(name), id",
    )
    .fetch_all(conn)
    .await?)
}

pub(super) async fn workstreams(conn: &mut PgConnection) -> Result<Vec<WorkstreamRow>> {
    Ok(sqlx::query_as(
        "select id, name, type, channel_kind, distribution, fallback_queue_id from app.workstream
         order by lower(name), id",
    )
    .fetch_all(conn)
    .await?)
}

/// Which secrets are set: never more of them.
pub(super) async fn secrets(conn: &mut PgConnection) -> Result<BTreeMap<Uuid, Vec<SecuredField>>> {
    let rows: Vec<(String, Uuid, String)> =
        sqlx::query_as("select entity, entity_id, field from app.secret_slot order by entity_id, field")
            .fetch_all(conn)
            .await?;
    let mut set: BTreeMap<Uuid, Vec<SecuredField>> = BTreeMap::new();
    for (entity, id, field) in rows {
        let known = SecuredField::ALL.iter().copied().find(|known| known.as_str() == format!("{entity}.{field}"));
        let known = known.ok_or_else(|| {
            crate::Error::Internal(anyhow::anyhow!("a secret is set in the unknown field {entity}.{field}"))
        })?;
        set.entry(id).or_default().push(known);
    }
    Ok(set)
}
