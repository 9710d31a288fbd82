//! The server functions that publish a draft, throw it away, and go back to what was published before.

use domain::{
    Fault, FieldFault, Invalid, Page, PageRequest, WorkstreamId,
    routing::{RulesetVersion, VersionSummary},
};
use islands::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    forms::{Done, Reply},
    gate::{self, told},
    paths,
    words::Words,
};

/// The longest comment, in characters.
const COMMENT: usize = 500;

/// What is said of a publication, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PublishForm {
    pub comment: String,
    /// The version of the draft that was read; none to go back to an older version.
    pub version: i32,
}

impl PublishForm {
    fn check(&self) -> Result<&str, Invalid> {
        let comment = self.comment.trim();
        let count = |length| u32::try_from(length).unwrap_or(u32::MAX);
        let used = comment.chars().count();
        if used > COMMENT {
            return Err(Invalid::one("comment", Fault::TooLong { max: count(COMMENT), used: count(used) }));
        }
        if comment.contains('\0') { Err(Invalid::one("comment", Fault::Malformed)) } else { Ok(comment) }
    }
}

#[server(endpoint = "rules/versions")]
pub async fn list_versions(id: WorkstreamId, after: Option<i32>) -> Result<Page<VersionSummary>, AppError> {
    let desk = gate::desk().await?;
    let request = PageRequest::new(None, after);
    desk.backend.workstreams().rule_versions(&desk.actor, id, request).await.map_err(told)
}

#[server(endpoint = "rules/version")]
pub async fn get_version(id: WorkstreamId, version: i32) -> Result<RulesetVersion, AppError> {
    let desk = gate::desk().await?;
    desk.backend.workstreams().rules_of(&desk.actor, id, version).await.map_err(told)
}

#[server(endpoint = "rules/publish")]
pub async fn publish_rules(id: WorkstreamId, #[server(default)] form: PublishForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let comment = form.check()?;
        desk.backend.workstreams().publish_draft(&desk.actor, id, form.version, comment).await
    };
    Reply::to(paths::publish_rules(id))
        .typed(&form)
        .sentences(&sentence)
        .settle(outcome.await, |version| Done::at(paths::rules(id)).saying(|w| (w.rules.published)(version)))
        .await
}

#[server(endpoint = "rules/discard")]
pub async fn discard_draft(id: WorkstreamId) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = desk.backend.workstreams().discard_draft(&desk.actor, id).await;
    Reply::to(paths::rules(id))
        .settle(outcome, |()| Done::at(paths::rules(id)).saying(|w| w.rules.discarded.to_owned()))
        .await
}

#[server(endpoint = "rules/keep-over")]
pub async fn keep_draft_over(id: WorkstreamId, version: i32) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = desk.backend.workstreams().keep_draft_over(&desk.actor, id, version).await;
    let page = paths::publish_rules(id);
    Reply::to(page.as_str()).settle(outcome, |_| Done::at(page.as_str())).await
}

#[server(endpoint = "rules/roll-back")]
pub async fn roll_back_rules(id: WorkstreamId, to: i32, #[server(default)] form: PublishForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let comment = form.check()?;
        desk.backend.workstreams().roll_back_rules(&desk.actor, id, to, comment).await
    };
    Reply::to(paths::roll_back_rules(id, to))
        .typed(&form)
        .sentences(&sentence)
        .settle(outcome.await, |version| {
            Done::at(paths::rule_history(id)).saying(|w| (w.rules.rolled_back)(to, version))
        })
        .await
}

/// A fault of the rules themselves has no field on these pages.
fn sentence(words: &Words, fault: &FieldFault) -> Option<String> {
    (fault.field != "comment").then(|| words.rules.cannot_publish.to_owned())
}
