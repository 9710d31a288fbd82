//! `/receipts`

use axum::Json;
use axum::extract::State;
use backend::{Backend, receipts::ReceiptFilter};
use domain::receipt::{Outcome, ReceiptSummary};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::asked::{self, Asked, Program, page, word};
use super::list::List;
use super::problem::Problem;

/// A receipt: the record of one delivery to the webhook.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Receipt {
    #[schema(value_type = uuid::Uuid)]
    id: domain::ReceiptId,
    /// The account's name; null when it has been deleted.
    account: Option<String>,
    /// `accepted`, `duplicate`, `conflict`, `dead_letter`, `refused` or `suspended`.
    #[schema(value_type = String)]
    outcome: Outcome,
    /// Why, as a code.
    reason: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
}

impl From<ReceiptSummary> for Receipt {
    fn from(receipt: ReceiptSummary) -> Self {
        let ReceiptSummary { id, account, outcome, reason, received_at, .. } = receipt;
        Self { id, account, outcome, reason, received_at }
    }
}

/// Which receipts are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Those of this account, by name or id.
    account: Option<String>,
    /// Those with this outcome.
    outcome: Option<String>,
    /// Those received at this instant or later, as RFC 3339 writes it.
    since: Option<String>,
    /// Those received before this instant.
    until: Option<String>,
    /// At most this many items, 1 to 200; 50 without.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// The `next_cursor` of the page before.
    after: Option<String>,
}

/// Receipts, the newest first.
#[utoipa::path(get, path = "/api/v1/receipts", tag = "conversations", params(Filter), responses(
    (status = 200, body = List<Receipt>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = "5XX", body = Problem, content_type = "application/problem+json"),
), security(("key" = [])))]
pub(super) async fn list(
    State(backend): State<Backend>,
    Program(actor): Program,
    Asked(asked): Asked<Filter>,
) -> Result<Json<List<Receipt>>, Problem> {
    let request = page(asked.limit.as_deref(), asked.after.as_deref())?;
    let outcome = word("outcome", asked.outcome.as_deref())?;
    let (since, until) = (instant("since", asked.since.as_deref())?, instant("until", asked.until.as_deref())?);
    let account = asked::account(&backend, &actor, asked.account.as_deref()).await?;
    let Some(account_id) = account.filter() else { return Ok(Json(List::empty())) };
    let filter = ReceiptFilter { account_id, outcome, since, until };
    Ok(Json(List::of(backend.receipts().list(&actor, filter, request).await?)))
}

fn instant(name: &str, raw: Option<&str>) -> Result<Option<Timestamp>, Problem> {
    let wrong = |_| Problem::bad_request(format!("`{name}` must be an instant like 2026-03-02T12:00:00Z."));
    raw.map(str::parse).transpose().map_err(wrong)
}
