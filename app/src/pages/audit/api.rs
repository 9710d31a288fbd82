//! The server functions of the audit log.

use domain::{
    Page, PageRequest,
    audit::{ChainState, Entry, Export, ExportFormat, LogFilter},
    user::{Permission, UserSummary},
};
use islands::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    forms::{Done, Reply},
    gate::{self, told},
    paths,
};

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

/// The reader's own files of the log.
#[server(endpoint = "audit/exports")]
pub async fn list_exports() -> Result<Vec<Export>, AppError> {
    let desk = gate::desk().await?;
    desk.backend.audit().exports(&desk.actor).await.map_err(told)
}

/// Which entries go into a file, as the page of the log filters them, and how it is written.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportForm {
    format: String,
    from: String,
    to: String,
    who: String,
    action: String,
    subject: String,
    id: String,
    result: String,
}

impl ExportForm {
    fn read(&self) -> backend::Result<(ExportFormat, LogFilter)> {
        let filter = LogFilter {
            since: given("from", &self.from)?,
            until: given("to", &self.to)?,
            actor_id: given("who", &self.who)?,
            kind: given("action", &self.action)?,
            subject: given("subject", &self.subject)?,
            subject_id: given("id", &self.id)?,
            outcome: given("result", &self.result)?,
        };
        let format = self.format.parse().map_err(|fault| backend::Error::invalid("format", fault))?;
        Ok((format, filter))
    }
}

/// A filter that is given and cannot be read would make another file than the one that was asked for.
fn given<T: std::str::FromStr>(field: &str, raw: &str) -> backend::Result<Option<T>> {
    if raw.is_empty() {
        return Ok(None);
    }
    raw.parse().map(Some).map_err(|_| backend::Error::invalid(field, domain::Fault::Malformed))
}

#[server(endpoint = "audit/export")]
pub async fn export_audit(form: ExportForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = match desk.actor.must(Permission::ExportAudit).and_then(|()| form.read()) {
        Ok((format, filter)) => desk.backend.audit().request_export(&desk.actor, format, &filter).await,
        Err(error) => Err(error),
    };
    Reply::to(paths::EXPORT_AUDIT)
        .typed(&form)
        .settle(outcome, |_| Done::at(paths::EXPORT_AUDIT).saying(|words| words.audit.export_asked.to_owned()))
        .await
}
