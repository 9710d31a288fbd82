//! The SQL of reading conversations.

use domain::{
    AccountId, ConversationId, MessageId, PageRequest, QueueId, ReceiptId, WorkstreamId,
    conversation::{ConversationState, ConversationSummary, Move},
    message::{Content, Direction, Message},
    routing::{Decision, Snapshot, Trace},
};
use sqlx::{FromRow, PgConnection, types::Json};

use super::ConversationFilter;
use crate::{
    Actor, Result,
    field_security::{CustomerName, MessageText, Personal, sight::StoredContext},
};

#[derive(FromRow)]
struct Row {
    id: ConversationId,
    provider_conversation_id: String,
    account_id: AccountId,
    account_name: String,
    agent_account_name: String,
    workstream_id: WorkstreamId,
    workstream_name: String,
    queue_id: QueueId,
    queue_name: String,
    state: ConversationState,
    #[sqlx(try_from = "Option<String>")]
    customer_name: Personal<CustomerName, Option<String>>,
    created_at: jiff_sqlx::Timestamp,
    waiting_since: Option<jiff_sqlx::Timestamp>,
    last_message_at: jiff_sqlx::Timestamp,
    message_count: i32,
}

impl Row {
    /// What `actor` may know of it.
    fn seen_by(self, actor: &Actor) -> ConversationSummary {
        let row = self;
        ConversationSummary {
            id: row.id,
            provider_conversation_id: row.provider_conversation_id,
            account_id: row.account_id,
            account: row.account_name,
            agent_account: row.agent_account_name,
            workstream_id: row.workstream_id,
            workstream: row.workstream_name,
            queue_id: row.queue_id,
            queue: row.queue_name,
            state: row.state,
            customer_name: row.customer_name.seen_by(actor),
            created_at: row.created_at.to_jiff(),
            waiting_since: row.waiting_since.map(jiff_sqlx::Timestamp::to_jiff),
            last_message_at: row.last_message_at.to_jiff(),
            message_count: row.message_count,
        }
    }
}

#[derive(FromRow)]
struct MessageRow {
    id: MessageId,
    direction: Direction,
    kind: String,
    #[sqlx(try_from = "Option<String>")]
    text: Personal<MessageText, Option<String>>,
    #[sqlx(try_from = "Option<Json<serde_json::Value>>")]
    details: Personal<MessageText, Option<Json<serde_json::Value>>>,
    sent_at: Option<jiff_sqlx::Timestamp>,
    recorded_at: jiff_sqlx::Timestamp,
    receipt_id: Option<ReceiptId>,
}

impl MessageRow {
    /// What `actor` may know of it.
    fn seen_by(self, actor: &Actor) -> Message {
        let row = self;
        let details = row.details.map(|details| details.map(|Json(details)| details));
        Message {
            id: row.id,
            direction: row.direction,
            kind: row.kind,
            content: row.text.and(details).map(|(text, details)| Content { text, details }).seen_by(actor),
            sent_at: row.sent_at.map(jiff_sqlx::Timestamp::to_jiff),
            recorded_at: row.recorded_at.to_jiff(),
            receipt_id: row.receipt_id,
        }
    }
}

/// A query for [`Row`]s, `c` being the conversation and `q` its queue.
macro_rules! summaries {
    ($rest:literal) => {
        concat!(
            "select c.id, c.provider_conversation_id, c.account_id, c.account_name, c.agent_account_name, c.workstream_id,
                    c.workstream_name, c.queue_id, q.name as queue_name, c.state, c.customer_name, c.created_at,
                    c.waiting_since, c.last_message_at, c.message_count
             from app.conversation c join app.queue q on q.id = c.queue_id ",
            $rest
        )
    };
}

pub(super) async fn list(
    conn: &mut PgConnection,
    actor: &Actor,
    filter: ConversationFilter,
    request: &PageRequest<ConversationId>,
) -> Result<Vec<ConversationSummary>> {
    let rows: Vec<Row> = sqlx::query_as(summaries!(
        "where ($1::uuid is null or c.queue_id = $1)
           and ($2::text is null or c.state = $2)
           and ($3::uuid is null or c.account_id = $3)
           and ($4::uuid is null or c.id < $4)
         order by c.id desc
         limit $5"
    ))
    // Planned for the filters that are there: one plan for all would read a year for a rare state.
    .persistent(false)
    .bind(filter.queue_id)
    .bind(filter.state)
    .bind(filter.account_id)
    .bind(request.after)
    .bind(request.rows())
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.seen_by(actor)).collect())
}

/// The newest of a workstream.
pub(crate) async fn latest_of(
    conn: &mut PgConnection,
    actor: &Actor,
    id: WorkstreamId,
    count: i64,
) -> Result<Vec<ConversationSummary>> {
    let rows: Vec<Row> = sqlx::query_as(summaries!(
        "join app.decision d on d.conversation_id = c.id
         where d.workstream_id = $1
         order by d.decided_at desc
         limit $2"
    ))
    .bind(id)
    .bind(count)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.seen_by(actor)).collect())
}

pub(super) async fn find(
    conn: &mut PgConnection,
    actor: &Actor,
    id: ConversationId,
) -> Result<Option<ConversationSummary>> {
    let row: Option<Row> = sqlx::query_as(summaries!("where c.id = $1")).bind(id).fetch_optional(conn).await?;
    Ok(row.map(|row| row.seen_by(actor)))
}

pub(super) async fn exists(conn: &mut PgConnection, id: ConversationId) -> Result<bool> {
    let found = sqlx::query("select from app.conversation where id = $1").bind(id).fetch_optional(conn).await?;
    Ok(found.is_some())
}

pub(super) async fn messages(
    conn: &mut PgConnection,
    actor: &Actor,
    id: ConversationId,
    request: &PageRequest<MessageId>,
) -> Result<Vec<Message>> {
    let rows: Vec<MessageRow> = sqlx::query_as(
        "select id, direction, kind, text, details, sent_at, recorded_at, receipt_id
         from app.message
         where conversation_id = $1 and ($2::uuid is null or id > $2)
         order by id
         limit $3",
    )
    .bind(id)
    .bind(request.after)
    .bind(request.rows())
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.seen_by(actor)).collect())
}

/// The newest first.
pub(super) async fn latest_messages(
    conn: &mut PgConnection,
    actor: &Actor,
    id: ConversationId,
    request: &PageRequest<MessageId>,
) -> Result<Vec<Message>> {
    let rows: Vec<MessageRow> = sqlx::query_as(
        "select id, direction, kind, text, details, sent_at, recorded_at, receipt_id
         from app.message
         where conversation_id = $1 and ($2::uuid is null or id < $2)
         order by id desc
         limit $3",
    )
    .bind(id)
    .bind(request.after)
    .bind(request.rows())
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.seen_by(actor)).collect())
}

/// A decision with what it was made of.
#[derive(FromRow)]
pub(crate) struct DecisionRow {
    pub workstream_id: WorkstreamId,
    ruleset_version: i32,
    queue_id: QueueId,
    is_fallback: bool,
    is_ended: bool,
    seed: i64,
    decided_at: jiff_sqlx::Timestamp,
    pub snapshot: Json<Snapshot>,
    pub trace: Json<Trace>,
    pub facts: Json<StoredContext>,
}

impl DecisionRow {
    pub fn decision(&self) -> Decision {
        Decision {
            ruleset_version: self.ruleset_version,
            queue_id: self.queue_id,
            is_fallback: self.is_fallback,
            is_ended: self.is_ended,
            seed: self.seed,
            decided_at: self.decided_at.to_jiff(),
        }
    }
}

pub(crate) async fn decision(conn: &mut PgConnection, id: ConversationId) -> Result<Option<DecisionRow>> {
    Ok(sqlx::query_as(
        "select d.workstream_id, d.ruleset_version, d.queue_id, d.is_fallback, d.is_ended, d.seed, d.decided_at, d.snapshot,
                d.trace, c.facts
         from app.decision d join app.context c using (conversation_id)
         where d.conversation_id = $1",
    )
    .bind(id)
    .fetch_optional(conn)
    .await?)
}

pub(super) async fn context(conn: &mut PgConnection, id: ConversationId) -> Result<Option<StoredContext>> {
    let facts: Option<Json<StoredContext>> =
        sqlx::query_scalar("select facts from app.context where conversation_id = $1")
            .bind(id)
            .fetch_optional(conn)
            .await?;
    Ok(facts.map(|Json(facts)| facts))
}

pub(super) async fn moves(conn: &mut PgConnection, id: ConversationId) -> Result<Vec<Move>> {
    let rows: Vec<(String, Option<String>, jiff_sqlx::Timestamp)> = sqlx::query_as(
        "select from_queue_name, to_queue_name, at from app.move where conversation_id = $1 order by id",
    )
    .bind(id)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|(from, to, at)| Move { from, to, at: at.to_jiff() }).collect())
}
