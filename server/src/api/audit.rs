//! `/audit`

use axum::Json;
use axum::extract::State;
use backend::Backend;
use domain::audit::{ActorKind, Entry, LogFilter, Outcome};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::asked::{Asked, Program, page, word};
use super::list::List;
use super::problem::Problem;

/// One entry of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditEntry {
    /// Its number, in the order of writing.
    id: i64,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// `user`, `api_key`, `command_line`, `system` or `anonymous`.
    #[schema(value_type = String)]
    actor_kind: ActorKind,
    /// The person's or the key's id.
    actor_id: Option<Uuid>,
    /// What happened, like `queue.changed`.
    event: String,
    /// `done` or `refused`.
    #[schema(value_type = String)]
    outcome: Outcome,
    /// The kind of thing that it was done to.
    subject: Option<String>,
    subject_id: Option<Uuid>,
    /// What the event keeps: ids, and the names of the fields that changed.
    #[schema(value_type = Object)]
    data: Value,
    request_id: Option<Uuid>,
    /// A reference to the session.
    session: Option<String>,
    /// The network that the request came from.
    network: Option<String>,
}

impl From<Entry> for AuditEntry {
    fn from(entry: Entry) -> Self {
        Self {
            id: entry.id,
            at: entry.at,
            actor_kind: entry.actor_kind,
            actor_id: entry.actor_id,
            event: entry.name,
            outcome: entry.outcome,
            subject: entry.subject.map(|subject| subject.to_string()),
            subject_id: entry.subject_id,
            data: entry.data,
            request_id: entry.request_id,
            session: entry.session,
            network: entry.network,
        }
    }
}

/// Which entries are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Those of this instant or later, as RFC 3339 writes it.
    since: Option<String>,
    /// Those before this instant.
    until: Option<String>,
    /// Those of the person or the key with this id.
    actor: Option<String>,
    /// Those that say this, like `queue.changed`.
    event: Option<String>,
    /// Those about this kind of thing, like `queue`.
    subject: Option<String>,
    /// Those about the thing with this id.
    subject_id: Option<String>,
    /// `done` or `refused`.
    outcome: Option<String>,
    /// At most this many items, 1 to 200; 50 without.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// The `next_cursor` of the page before.
    after: Option<String>,
}

/// The audit log, the newest entry first.
#[utoipa::path(get, path = "/api/v1/audit", tag = "audit", params(Filter), responses(
    (status = 200, body = List<AuditEntry>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = "5XX", body = Problem, content_type = "application/problem+json"),
), security(("key" = [])))]
pub(super) async fn list(
    State(backend): State<Backend>,
    Program(actor): Program,
    Asked(asked): Asked<Filter>,
) -> Result<Json<List<AuditEntry>>, Problem> {
    let request = page(asked.limit.as_deref(), asked.after.as_deref())?;
    let filter = LogFilter {
        since: parsed("since", "an instant like 2026-03-02T12:00:00Z", asked.since.as_deref())?,
        until: parsed("until", "an instant like 2026-03-02T12:00:00Z", asked.until.as_deref())?,
        actor_id: parsed("actor", "an id", asked.actor.as_deref())?,
        kind: word("event", asked.event.as_deref())?,
        subject: word("subject", asked.subject.as_deref())?,
        subject_id: parsed("subject_id", "an id", asked.subject_id.as_deref())?,
        outcome: word("outcome", asked.outcome.as_deref())?,
    };
    Ok(Json(List::of(backend.audit().list(&actor, &filter, request).await?)))
}

fn parsed<T: std::str::FromStr>(name: &str, shape: &str, raw: Option<&str>) -> Result<Option<T>, Problem> {
    let wrong = |_| Problem::bad_request(format!("`{name}` must be {shape}."));
    raw.map(str::parse).transpose().map_err(wrong)
}
