//! `/conversations`, their messages and their traces

use axum::Json;
use axum::extract::{Path, State};
use backend::{Backend, conversations::ConversationFilter};
use domain::conversation::{ConversationState, ConversationSummary};
use domain::routing::Explanation;
use domain::{ConversationId, message};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::asked::{self, Asked, Program, page, word};
use super::list::{List, Paging};
use super::problem::Problem;

/// A conversation: one customer's thread with one agent account.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Conversation {
    #[schema(value_type = uuid::Uuid)]
    id: ConversationId,
    provider_conversation_id: String,
    /// The account's name at the time.
    account: String,
    /// The workstream's name at the time.
    workstream: String,
    /// The queue's name.
    queue: String,
    /// `open`, `active`, `waiting`, `wrap_up` or `closed`
    #[schema(value_type = String)]
    state: ConversationState,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<ConversationSummary> for Conversation {
    fn from(conversation: ConversationSummary) -> Self {
        Self {
            id: conversation.id,
            provider_conversation_id: conversation.provider_conversation_id,
            account: conversation.account,
            workstream: conversation.workstream,
            queue: conversation.queue,
            state: conversation.state,
            created_at: conversation.created_at,
        }
    }
}

/// A message: one entry in a conversation.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Message {
    #[schema(value_type = uuid::Uuid)]
    id: domain::MessageId,
    /// `in` from the customer, `out` to the customer
    #[schema(value_type = String)]
    direction: message::Direction,
    /// `text`, `image`, `suggestion`, …
    kind: String,
    /// Null where there is none, and where field security hides it.
    text: Option<String>,
    /// There where field security hides the text from this key, whether there is one or none.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    hidden: bool,
    /// When the provider says that it was sent.
    #[schema(value_type = Option<String>, format = DateTime)]
    sent_at: Option<Timestamp>,
}

impl From<message::Message> for Message {
    fn from(message: message::Message) -> Self {
        let message::Message { id, direction, kind, content, sent_at, .. } = message;
        let hidden = content.is_hidden();
        Self { id, direction, kind, text: content.told().and_then(|content| content.text), hidden, sent_at }
    }
}

/// Which conversations are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Those in this state: `open`, `active`, `waiting`, `wrap_up` or `closed`.
    state: Option<String>,
    /// Those in this queue, by name or id.
    queue: Option<String>,
    /// Those of this account, by name or id.
    account: Option<String>,
    /// At most this many items, 1 to 200; 50 without.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// The `next_cursor` of the page before.
    after: Option<String>,
}

/// Conversations, the newest first.
#[utoipa::path(get, path = "/api/v1/conversations", tag = "conversations", params(Filter), responses(
    (status = 200, body = List<Conversation>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = "5XX", body = Problem, content_type = "application/problem+json"),
), security(("key" = [])))]
pub(super) async fn list(
    State(backend): State<Backend>,
    Program(actor): Program,
    Asked(asked): Asked<Filter>,
) -> Result<Json<List<Conversation>>, Problem> {
    let request = page(asked.limit.as_deref(), asked.after.as_deref())?;
    let state = word("state", asked.state.as_deref())?;
    let account = asked::account(&backend, &actor, asked.account.as_deref()).await?;
    let queue = asked::queue(&backend, &actor, asked.queue.as_deref()).await?;
    let (Some(account_id), Some(queue_id)) = (account.filter(), queue.filter()) else {
        return Ok(Json(List::empty()));
    };
    let filter = ConversationFilter { queue_id, state, account_id };
    Ok(Json(List::of(backend.conversations().list(&actor, filter, request).await?)))
}

/// The messages of a conversation, the oldest first.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/messages", tag = "conversations",
    params(("id" = uuid::Uuid, Path), Paging), responses(
    (status = 200, body = List<Message>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = "5XX", body = Problem, content_type = "application/problem+json"),
), security(("key" = [])))]
pub(super) async fn messages(
    State(backend): State<Backend>,
    Program(actor): Program,
    Path(id): Path<String>,
    Asked(asked): Asked<Paging>,
) -> Result<Json<List<Message>>, Problem> {
    let request = page(asked.limit.as_deref(), asked.after.as_deref())?;
    Ok(Json(List::of(backend.conversations().messages(&actor, known(&id)?, request).await?)))
}

/// Why a conversation is in its queue: `ruleset_version`, `queue`, `fallback`, `stages` with every rule and condition, `draw`,
/// `overflow` and `nearest_miss`.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/trace", tag = "conversations",
    params(("id" = uuid::Uuid, Path)), responses(
    (status = 200, body = Object),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = "5XX", body = Problem, content_type = "application/problem+json"),
), security(("key" = [])))]
pub(super) async fn trace(
    State(backend): State<Backend>,
    Program(actor): Program,
    Path(id): Path<String>,
) -> Result<Json<Explanation>, Problem> {
    Ok(Json(backend.conversations().trace(&actor, known(&id)?).await?))
}

/// What is no id is the id of nothing.
fn known(id: &str) -> Result<ConversationId, Problem> {
    id.parse().map_err(|_| Problem::not_found())
}
