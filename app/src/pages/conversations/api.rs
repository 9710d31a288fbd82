//! The server functions of conversations.

use backend::conversations::ConversationFilter;
use domain::{
    ConversationId, MessageId, Page, PageRequest, QueueId,
    conversation::{ConversationState, ConversationSummary, Move},
    field_security::ContextSight,
    message::Message,
    queue::QueueSummary,
    receipt::ReceiptSummary,
    routing::Explanation,
};
use islands::AppError;
use leptos::prelude::*;

use crate::gate::{self, told};

#[server(endpoint = "conversations/list")]
pub async fn list_conversations(
    queue: Option<QueueId>,
    state: Option<ConversationState>,
    after: Option<ConversationId>,
) -> Result<Page<ConversationSummary>, AppError> {
    let desk = gate::desk().await?;
    let filter = ConversationFilter { queue_id: queue, state, account_id: None };
    desk.backend.conversations().list(&desk.actor, filter, PageRequest::new(None, after)).await.map_err(told)
}

/// The queues to filter by.
#[server(endpoint = "conversations/queues")]
pub async fn list_queues_with_conversations() -> Result<Vec<QueueSummary>, AppError> {
    let desk = gate::desk().await?;
    let queues = desk.backend.queues().list(&desk.actor, PageRequest::first()).await.map_err(told)?;
    Ok(queues.items)
}

#[server(endpoint = "conversations/get")]
pub async fn get_conversation(id: ConversationId) -> Result<ConversationSummary, AppError> {
    let desk = gate::desk().await?;
    desk.backend.conversations().get(&desk.actor, id).await.map_err(told)
}

/// The latest messages, or the latest before one of them.
#[server(endpoint = "conversations/messages")]
pub async fn list_messages(id: ConversationId, before: Option<MessageId>) -> Result<Page<Message>, AppError> {
    let desk = gate::desk().await?;
    let request = PageRequest::new(Some(PageRequest::<MessageId>::MAX), before);
    desk.backend.conversations().latest_messages(&desk.actor, id, request).await.map_err(told)
}

#[server(endpoint = "conversations/trace")]
pub async fn get_trace(id: ConversationId) -> Result<Explanation, AppError> {
    let desk = gate::desk().await?;
    desk.backend.conversations().trace(&desk.actor, id).await.map_err(told)
}

/// Where it went after waiting too long.
#[server(endpoint = "conversations/moves")]
pub async fn list_moves(id: ConversationId) -> Result<Vec<Move>, AppError> {
    let desk = gate::desk().await?;
    desk.backend.conversations().moves(&desk.actor, id).await.map_err(told)
}

/// The facts that routing saw.
#[server(endpoint = "conversations/context")]
pub async fn get_context(id: ConversationId) -> Result<ContextSight, AppError> {
    let desk = gate::desk().await?;
    desk.backend.conversations().context(&desk.actor, id).await.map_err(told)
}

#[server(endpoint = "conversations/receipts")]
pub async fn list_receipts_of(id: ConversationId) -> Result<Page<ReceiptSummary>, AppError> {
    let desk = gate::desk().await?;
    desk.backend.conversations().receipts(&desk.actor, id, PageRequest::new(None, None)).await.map_err(told)
}
