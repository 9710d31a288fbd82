//! The server functions of the audit log.

use domain::{
    Page, PageRequest,
    audit::{ChainState, Entry, LogFilter},
    user::UserSummary,
};
use islands::AppError;
use leptos::prelude::*;
use uuid::Uuid;

use crate::gate::{self, told};

#[server(endpoint = "audit/list")]
pub async fn list_audit(filter: LogFilter, after: Option<i64>) -> Result<Page<Entry>, AppError> {
    let desk = gate::desk().await?;
    desk.backend.audit().list(&desk.actor, &filter, PageRequest::new(None, after)).await.map_err(told)
}

/// The last entries about one thing.
#[server(endpoint = "audit/history")]
pub async fn get_history(id: Uuid) -> Result<Vec<Entry>, AppError> {
    let desk = gate::desk().await?;
    desk.backend.audit().history(&desk.actor, id).await.map_err(told)
}

/// How far the log has been sealed and signed.
#[server(endpoint = "audit/state")]
pub async fn get_chain_state() -> Result<ChainState, AppError> {
    let desk = gate::desk().await?;
    desk.backend.audit().state(&desk.actor).await.map_err(told)
}

/// The people to filter by.
#[server(endpoint = "audit/people")]
pub async fn list_people_of_audit() -> Result<Vec<UserSummary>, AppError> {
    let desk = gate::desk().await?;
    let people = desk.backend.users().list(&desk.actor, PageRequest::first()).await.map_err(told)?;
    Ok(people.items)
}
