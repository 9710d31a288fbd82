//! `/queues`

use axum::Json;
use axum::extract::State;
use backend::Backend;
use domain::queue::QueueSummary;
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::{Asked, Program, page};
use super::list::{List, Paging};
use super::problem::Problem;

/// A queue: where conversations wait.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Queue {
    #[schema(value_type = uuid::Uuid)]
    id: domain::QueueId,
    name: String,
    /// `messaging`
    #[serde(rename = "type")]
    work_type: &'static str,
    /// Lower is served first.
    priority: i32,
    /// The queue that is there from the start.
    is_default: bool,
    /// How many people serve it.
    member_count: i64,
    /// How many conversations wait in it now.
    waiting_count: i64,
}

impl From<QueueSummary> for Queue {
    fn from(queue: QueueSummary) -> Self {
        let QueueSummary { id, name, priority, is_default, member_count, waiting_count } = queue;
        let work_type = domain::workstream::WorkType::Messaging.as_str();
        Self { id, name, work_type, priority, is_default, member_count, waiting_count }
    }
}

/// Queues by name, the default queue first.
#[utoipa::path(get, path = "/api/v1/queues", tag = "configuration", params(Paging), responses(
    (status = 200, body = List<Queue>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = "5XX", body = Problem, content_type = "application/problem+json"),
), security(("key" = [])))]
pub(super) async fn list(
    State(backend): State<Backend>,
    Program(actor): Program,
    Asked(asked): Asked<Paging>,
) -> Result<Json<List<Queue>>, Problem> {
    let request = page(asked.limit.as_deref(), asked.after.as_deref())?;
    Ok(Json(List::of(backend.queues().list(&actor, request).await?)))
}
