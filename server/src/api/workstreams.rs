//! `/workstreams`

use axum::Json;
use axum::extract::State;
use backend::Backend;
use domain::workstream::WorkstreamSummary;
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::{Asked, Program, page};
use super::list::{List, Paging};
use super::problem::Problem;

/// A workstream: what routes and distributes the work of one channel kind.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Workstream {
    #[schema(value_type = uuid::Uuid)]
    id: domain::WorkstreamId,
    name: String,
    /// `messaging`
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    work_type: domain::workstream::WorkType,
    /// `google-business-messages`
    #[schema(value_type = String)]
    channel_kind: domain::ChannelKind,
    /// `push` or `pick`
    #[schema(value_type = String)]
    distribution: domain::workstream::Distribution,
    /// The name of the queue for what no rule matches.
    fallback_queue: String,
    /// How many agent accounts it has joined.
    channel_count: i64,
    /// How many of its conversations are not closed.
    open_conversation_count: i64,
}

impl From<WorkstreamSummary> for Workstream {
    fn from(workstream: WorkstreamSummary) -> Self {
        Self {
            id: workstream.id,
            name: workstream.name,
            work_type: workstream.work_type,
            channel_kind: workstream.channel_kind,
            distribution: workstream.distribution,
            fallback_queue: workstream.fallback_queue,
            channel_count: workstream.channel_count,
            open_conversation_count: workstream.open_conversation_count,
        }
    }
}

/// Workstreams by name.
#[utoipa::path(get, path = "/api/v1/workstreams", tag = "configuration", params(Paging), responses(
    (status = 200, body = List<Workstream>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = "5XX", body = Problem, content_type = "application/problem+json"),
), security(("key" = [])))]
pub(super) async fn list(
    State(backend): State<Backend>,
    Program(actor): Program,
    Asked(asked): Asked<Paging>,
) -> Result<Json<List<Workstream>>, Problem> {
    let request = page(asked.limit.as_deref(), asked.after.as_deref())?;
    Ok(Json(List::of(backend.workstreams().list(&actor, request).await?)))
}
