//! `/accounts`

use axum::Json;
use axum::extract::State;
use backend::Backend;
use domain::account::AccountSummary;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::{Asked, Program, page};
use super::list::{List, Paging};
use super::problem::Problem;

/// An account: the credentials of one partner at one provider.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Account {
    #[schema(value_type = uuid::Uuid)]
    id: domain::AccountId,
    name: String,
    /// `google-business-messages`
    #[schema(value_type = String)]
    channel_kind: domain::ChannelKind,
    /// `draft`, `waiting_for_verification`, `verified` or `suspended`
    #[schema(value_type = String)]
    state: domain::account::AccountState,
    /// Where the provider posts to.
    callback_url: String,
    /// When the provider last confirmed that address.
    #[schema(value_type = Option<String>, format = DateTime)]
    verified_at: Option<Timestamp>,
}

impl From<AccountSummary> for Account {
    fn from(account: AccountSummary) -> Self {
        let AccountSummary { id, name, channel_kind, state, callback_url, verified_at, .. } = account;
        Self { id, name, channel_kind, state, callback_url, verified_at }
    }
}

/// Accounts by name.
#[utoipa::path(get, path = "/api/v1/accounts", tag = "configuration", params(Paging), responses(
    (status = 200, body = List<Account>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = "5XX", body = Problem, content_type = "application/problem+json"),
), security(("key" = [])))]
pub(super) async fn list(
    State(backend): State<Backend>,
    Program(actor): Program,
    Asked(asked): Asked<Paging>,
) -> Result<Json<List<Account>>, Problem> {
    let request = page(asked.limit.as_deref(), asked.after.as_deref())?;
    Ok(Json(List::of(backend.accounts().list(&actor, request).await?)))
}
