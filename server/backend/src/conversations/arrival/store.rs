//! The SQL of arrival.

use domain::{
    AccountId, AgentAccountId, ChannelKind, ConversationId, MessageId, ReceiptId,
    context::Context,
    message::Direction,
    routing::{Decision, Snapshot, Trace},
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use serde::Serialize;
use serde_json::Value;
use sqlx::{FromRow, PgConnection, types::Json};

use super::Place;
use crate::{Error, Result};

/// An account, as far as arrival needs it.
#[derive(Clone, Debug, FromRow)]
pub(super) struct Account {
    pub name: String,
    pub channel_kind: ChannelKind,
}

/// A conversation that begins.
pub(super) struct NewConversation<'a> {
    pub id: ConversationId,
    pub account_id: AccountId,
    pub account_name: &'a str,
    pub channel_kind: ChannelKind,
    pub place: &'a Place,
    pub provider_conversation_id: &'a str,
    pub customer_name: Option<&'a str>,
    pub customer_locale: Option<&'a str>,
    pub at: Timestamp,
    pub context: &'a Context,
    pub decision: &'a Decision,
    pub snapshot: &'a Snapshot,
    pub trace: &'a Trace,
}

/// An entry that is added.
pub(super) struct Entry<'a> {
    pub id: MessageId,
    pub conversation_id: ConversationId,
    pub account_id: AccountId,
    pub receipt_id: ReceiptId,
    pub direction: Direction,
    pub kind: &'static str,
    pub provider_message_id: Option<&'a str>,
    pub text: Option<&'a str>,
    pub details: Option<Value>,
    pub sent_at: Option<Timestamp>,
    pub recorded_at: Timestamp,
    pub customer_name: Option<&'a str>,
    /// Whether the customer waits for an answer from here on.
    pub waits: bool,
}

pub(super) async fn account(conn: &mut PgConnection, id: AccountId) -> Result<Option<Account>> {
    Ok(sqlx::query_as("select name, channel_kind from app.account where id = $1").bind(id).fetch_optional(conn).await?)
}

/// The conversation that is not closed; held until the transaction ends.
pub(super) async fn find_open(
    conn: &mut PgConnection,
    agent_account_id: AgentAccountId,
    provider_conversation_id: &str,
) -> Result<Option<ConversationId>> {
    Ok(sqlx::query_scalar(
        "select id from app.conversation
         where agent_account_id = $1 and provider_conversation_id = $2 and state <> 'closed'
         for update",
    )
    .bind(agent_account_id)
    .bind(provider_conversation_id)
    .fetch_optional(conn)
    .await?)
}

/// The newest conversation, closed or not.
pub(super) async fn latest(
    conn: &mut PgConnection,
    agent_account_id: AgentAccountId,
    provider_conversation_id: &str,
) -> Result<Option<ConversationId>> {
    Ok(sqlx::query_scalar(
        "select id from app.conversation
         where agent_account_id = $1 and provider_conversation_id = $2
         order by id desc limit 1",
    )
    .bind(agent_account_id)
    .bind(provider_conversation_id)
    .fetch_optional(conn)
    .await?)
}

/// Writes a conversation with its context and its decision; `false` when an open one is there already. One that its queue ends is
/// closed from the start.
pub(super) async fn insert(conn: &mut PgConnection, new: &NewConversation<'_>) -> Result<bool> {
    let done = sqlx::query(
        "with made as (
             insert into app.conversation (id, account_id, account_name, agent_account_id, agent_account_name,
                                           channel_kind, workstream_id, workstream_name, queue_id,
                                           provider_conversation_id, customer_name, customer_locale, created_at,
                                           last_message_at, state, waiting_since, closed_at, closed_for)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13,
                     case when $21 then 'closed' else 'open' end, case when $21 then null else $13 end,
                     case when $21 then $13 end, case when $21 then 'overflow' end)
             on conflict do nothing
             returning id, account_id
         ), context as (
             insert into app.context (conversation_id, account_id, facts, taken_at)
             select id, account_id, $14::json, $13 from made
         )
         insert into app.decision (conversation_id, account_id, workstream_id, ruleset_version, queue_id, is_fallback,
                                   is_ended, seed, snapshot, trace, decided_at)
         select id, account_id, $7, $15, $9, $16, $21, $17, $18::json, $19, $20 from made",
    )
    .bind(new.id)
    .bind(new.account_id)
    .bind(new.account_name)
    .bind(new.place.agent_account_id)
    .bind(&new.place.agent_account_name)
    .bind(new.channel_kind)
    .bind(new.place.workstream_id)
    .bind(&new.place.workstream_name)
    .bind(new.decision.queue_id)
    .bind(new.provider_conversation_id)
    .bind(new.customer_name)
    .bind(new.customer_locale)
    .bind(new.at.to_sqlx())
    .bind(written(new.context)?)
    .bind(new.decision.ruleset_version)
    .bind(new.decision.is_fallback)
    .bind(new.decision.seed)
    .bind(written(new.snapshot)?)
    .bind(Json(new.trace))
    .bind(new.decision.decided_at.to_sqlx())
    .bind(new.decision.is_ended)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// JSON as it is kept: as text. (Bound as JSON it would go through `jsonb`.)
fn written(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Internal(error.into()))
}

/// Adds an entry. A customer who writes again to a conversation that waits for them opens it anew; a closed one stays closed.
pub(super) async fn append(conn: &mut PgConnection, entry: &Entry<'_>) -> Result<()> {
    sqlx::query(
        "with added as (
             insert into app.message (id, conversation_id, account_id, receipt_id, direction, kind, provider_message_id,
                                      text, details, sent_at, recorded_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         )
         update app.conversation
         set message_count = message_count + 1,
             last_message_at = $11,
             customer_name = coalesce($12, customer_name),
             state = case when $13 and state = 'waiting' then 'open' else state end,
             waiting_since = case when $13 and state <> 'closed' then coalesce(waiting_since, $11) else waiting_since end
         where id = $2",
    )
    .bind(entry.id)
    .bind(entry.conversation_id)
    .bind(entry.account_id)
    .bind(entry.receipt_id)
    .bind(entry.direction)
    .bind(entry.kind)
    .bind(entry.provider_message_id)
    .bind(entry.text)
    .bind(entry.details.as_ref().map(Json))
    .bind(entry.sent_at.map(ToSqlx::to_sqlx))
    .bind(entry.recorded_at.to_sqlx())
    .bind(entry.customer_name)
    .bind(entry.waits)
    .execute(conn)
    .await?;
    Ok(())
}
