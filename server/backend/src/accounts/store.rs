//! The SQL of accounts.

use domain::{
    AccountId, ChannelKind, ConversationId, Name, PageRequest, WorkstreamId,
    account::{AccountState, AccountSummary, NewAccount, ProviderId, Refusal, SuspendedFor},
    conversation::ClosedFor,
    field_security::SecuredField,
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::{FromRow, PgConnection};

use super::webhook_key::callback_url;
use crate::{Actor, Result, Settings};

/// Whether the current notice is acknowledged for the account `a`.
macro_rules! is_acknowledged {
    () => {
        "exists (
             select from app.acknowledgement k
             where k.account_id = a.id and k.withdrawn_at is null
               and k.notice_version = (select max(n.version) from app.notice n where n.channel_kind = a.channel_kind)
         )"
    };
}
pub(crate) use is_acknowledged;

#[derive(FromRow)]
pub(super) struct SummaryRow {
    pub id: AccountId,
    name: String,
    channel_kind: ChannelKind,
    state: AccountState,
    webhook_key: String,
    verified_at: Option<jiff_sqlx::Timestamp>,
    /// Whether the client token is all that can be missing.
    lacks_token_only: bool,
    agent_account_count: i64,
    channel_count: i64,
}

impl SummaryRow {
    /// What `actor` may know. Who may not read the client token is not told whether it is set: a draft that may lack nothing else looks
    /// like an account that lacks nothing (PRODUCT §6).
    pub(super) fn summary(self, settings: &Settings, actor: &Actor) -> AccountSummary {
        let may_know = actor.rights(SecuredField::AccountClientToken).read;
        let looks_complete = self.state == AccountState::Draft && self.lacks_token_only && !may_know;
        AccountSummary {
            id: self.id,
            callback_url: callback_url(settings, self.channel_kind, &self.webhook_key),
            name: self.name,
            channel_kind: self.channel_kind,
            state: if looks_complete { AccountState::WaitingForVerification } else { self.state },
            verified_at: self.verified_at.map(jiff_sqlx::Timestamp::to_jiff),
            agent_account_count: self.agent_account_count,
            channel_count: self.channel_count,
        }
    }
}

/// An account as a change sees it.
#[derive(FromRow)]
pub(crate) struct Current {
    pub name: String,
    pub channel_kind: ChannelKind,
    pub partner_id: Option<String>,
    pub suspended_for: Option<SuspendedFor>,
    pub version: i32,
}

/// What an account's state follows from.
#[derive(FromRow)]
pub(super) struct Facts {
    pub is_complete: bool,
    pub is_acknowledged: bool,
    pub verified_at: Option<jiff_sqlx::Timestamp>,
    pub suspended_for: Option<SuspendedFor>,
}

/// An account's page, but for its secrets and what hangs on it.
pub(super) struct PageRow {
    pub summary: SummaryRow,
    pub partner_id: Option<String>,
    pub last_refusal: Option<Refusal>,
    pub suspension: Option<(SuspendedFor, Timestamp)>,
    pub is_acknowledged: bool,
    pub created_at: Timestamp,
    pub version: i32,
}

#[derive(FromRow)]
struct RestRow {
    #[sqlx(flatten)]
    summary: SummaryRow,
    partner_id: Option<String>,
    last_refusal: Option<String>,
    last_refused_at: Option<jiff_sqlx::Timestamp>,
    suspended_for: Option<SuspendedFor>,
    suspended_at: Option<jiff_sqlx::Timestamp>,
    is_acknowledged: bool,
    created_at: jiff_sqlx::Timestamp,
    version: i32,
}

/// A refusal from its two columns.
pub(super) fn refusal(reason: Option<String>, at: Option<jiff_sqlx::Timestamp>) -> Option<Refusal> {
    Some(Refusal { reason: reason?, at: at?.to_jiff() })
}

pub(super) async fn list(conn: &mut PgConnection, request: &PageRequest<AccountId>) -> Result<Vec<SummaryRow>> {
    Ok(sqlx::query_as(concat!(
        "select a.id, a.name, a.channel_kind, a.state, a.webhook_key, a.verified_at,
                a.partner_id is not null and ",
        is_acknowledged!(),
        " as lacks_token_only,
                (select count(*) from app.agent_account g where g.account_id = a.id) as agent_account_count,
                (select count(*) from app.channel c join app.agent_account g on g.id = c.agent_account_id
                 where g.account_id = a.id) as channel_count
         from app.account a
         where $1::uuid is null
            or (lower(a.name), a.id) > (select lower(p.name), p.id from app.account p where p.id = $1)
         order by lower(a.name), a.id
         limit $2"
    ))
    .bind(request.after)
    .bind(request.rows())
    .fetch_all(conn)
    .await?)
}

pub(super) async fn page(conn: &mut PgConnection, id: AccountId) -> Result<Option<PageRow>> {
    let row: Option<RestRow> = sqlx::query_as(concat!(
        "select a.id, a.name, a.channel_kind, a.state, a.webhook_key, a.verified_at,
                a.partner_id is not null and ",
        is_acknowledged!(),
        " as lacks_token_only,
                (select count(*) from app.agent_account g where g.account_id = a.id) as agent_account_count,
                (select count(*) from app.channel c join app.agent_account g on g.id = c.agent_account_id
                 where g.account_id = a.id) as channel_count,
                a.partner_id, a.last_refusal, a.last_refused_at, a.suspended_for, a.suspended_at,
                a.created_at, a.version, ",
        is_acknowledged!(),
        " as is_acknowledged from app.account a where a.id = $1"
    ))
    .bind(id)
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| PageRow {
        summary: row.summary,
        partner_id: row.partner_id,
        last_refusal: refusal(row.last_refusal, row.last_refused_at),
        suspension: row.suspended_for.zip(row.suspended_at).map(|(why, at)| (why, at.to_jiff())),
        is_acknowledged: row.is_acknowledged,
        created_at: row.created_at.to_jiff(),
        version: row.version,
    }))
}

pub(crate) async fn find_by_name(conn: &mut PgConnection, name: &str) -> Result<Option<AccountId>> {
    Ok(sqlx::query_scalar("select id from app.account where lower(name) = lower($1)")
        .bind(name)
        .fetch_optional(conn)
        .await?)
}

pub(crate) async fn lock(conn: &mut PgConnection, id: AccountId) -> Result<Option<Current>> {
    Ok(sqlx::query_as(
        "select name, channel_kind, partner_id, suspended_for, version from app.account where id = $1 for update",
    )
    .bind(id)
    .fetch_optional(conn)
    .await?)
}

pub(crate) async fn name(conn: &mut PgConnection, id: AccountId) -> Result<Option<String>> {
    Ok(sqlx::query_scalar("select name from app.account where id = $1").bind(id).fetch_optional(conn).await?)
}

pub(super) async fn facts(conn: &mut PgConnection, id: AccountId) -> Result<Facts> {
    Ok(sqlx::query_as(concat!(
        "select a.partner_id is not null and exists (
                    select from app.secret_slot s
                    where s.entity = 'account' and s.entity_id = a.id and s.field = 'client_token'
                ) as is_complete,
                a.verified_at, a.suspended_for, ",
        is_acknowledged!(),
        " as is_acknowledged from app.account a where a.id = $1"
    ))
    .bind(id)
    .fetch_one(conn)
    .await?)
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    id: AccountId,
    new: &NewAccount,
    webhook_key: &str,
    at: Timestamp,
) -> Result<()> {
    sqlx::query(
        "insert into app.account (id, name, channel_kind, webhook_key, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $5)",
    )
    .bind(id)
    .bind(&new.name)
    .bind(new.channel_kind)
    .bind(webhook_key)
    .bind(at.to_sqlx())
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn rename(conn: &mut PgConnection, id: AccountId, name: &Name, at: Timestamp) -> Result<()> {
    sqlx::query("update app.account set name = $2, updated_at = $3, version = version + 1 where id = $1")
        .bind(id)
        .bind(name)
        .bind(at.to_sqlx())
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn set_partner(conn: &mut PgConnection, id: AccountId, partner_id: &ProviderId) -> Result<()> {
    sqlx::query("update app.account set partner_id = $2 where id = $1").bind(id).bind(partner_id).execute(conn).await?;
    Ok(())
}

/// Counts a change, so that who edits the account as it was is told.
pub(super) async fn touch(conn: &mut PgConnection, id: AccountId, at: Timestamp) -> Result<()> {
    sqlx::query("update app.account set updated_at = $2, version = version + 1 where id = $1")
        .bind(id)
        .bind(at.to_sqlx())
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn set_state(conn: &mut PgConnection, id: AccountId, state: AccountState) -> Result<()> {
    sqlx::query("update app.account set state = $2 where id = $1 and state <> $2")
        .bind(id)
        .bind(state)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn forget_verification(conn: &mut PgConnection, id: AccountId) -> Result<()> {
    sqlx::query("update app.account set verified_at = null where id = $1").bind(id).execute(conn).await?;
    Ok(())
}

pub(super) async fn set_suspended(
    conn: &mut PgConnection,
    id: AccountId,
    why: Option<SuspendedFor>,
    at: Timestamp,
) -> Result<()> {
    sqlx::query(
        "update app.account set suspended_for = $2, suspended_at = case when $2 is null then null else $3 end
         where id = $1",
    )
    .bind(id)
    .bind(why)
    .bind(at.to_sqlx())
    .execute(conn)
    .await?;
    Ok(())
}

/// The workstreams that have joined an agent account of it.
pub(super) async fn workstreams(conn: &mut PgConnection, id: AccountId) -> Result<Vec<(WorkstreamId, String)>> {
    Ok(sqlx::query_as(
        "select w.id, w.name from app.workstream w
         where exists (select from app.channel c join app.agent_account g on g.id = c.agent_account_id
                       where c.workstream_id = w.id and g.account_id = $1)
         order by lower(w.name)",
    )
    .bind(id)
    .fetch_all(conn)
    .await?)
}

pub(super) async fn open_conversation_count(conn: &mut PgConnection, id: AccountId) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "select count(*) from app.conversation
         where agent_account_id in (select id from app.agent_account where account_id = $1) and state <> 'closed'",
    )
    .bind(id)
    .fetch_one(conn)
    .await?)
}

pub(super) async fn close_conversations(
    conn: &mut PgConnection,
    id: AccountId,
    why: ClosedFor,
    at: Timestamp,
) -> Result<Vec<ConversationId>> {
    Ok(sqlx::query_scalar(
        "update app.conversation set state = 'closed', closed_at = $3, closed_for = $2, waiting_since = null
         where agent_account_id in (select id from app.agent_account where account_id = $1) and state <> 'closed'
         returning id",
    )
    .bind(id)
    .bind(why)
    .bind(at.to_sqlx())
    .fetch_all(conn)
    .await?)
}

pub(super) async fn delete(conn: &mut PgConnection, id: AccountId) -> Result<()> {
    sqlx::query("delete from app.account where id = $1").bind(id).execute(conn).await?;
    Ok(())
}
