//! The server functions that change a classification ruleset as a whole.

use domain::{
    Checks, Invalid, Name, WorkstreamId,
    routing::{Edit, RuleList},
};
use islands::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{MoveForm, PlaceForm, place_typed};
use crate::{
    forms::{Done, Reply},
    gate,
    pages::rules::place::list_word,
    paths,
};

/// The name of a classification ruleset, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RulesetForm {
    pub name: String,
    pub version: i32,
}

impl RulesetForm {
    fn check(&self) -> Result<String, Invalid> {
        let mut checks = Checks::default();
        let name = checks.field("name", Name::parse(&self.name));
        checks.finish(name.map(|name| name.as_str().to_owned()))
    }
}

#[server(endpoint = "rules/add-ruleset")]
pub async fn add_ruleset(id: WorkstreamId, form: RulesetForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let edit = Edit::AddRuleset { name: form.check()? };
        desk.backend.workstreams().edit_rules(&desk.actor, id, form.version, edit).await
    };
    Reply::to(paths::new_ruleset(id))
        .typed(&form)
        .settle(outcome.await, |_| Done::at(paths::rules(id)).saying(|w| (w.rules.ruleset_added)(form.name.trim())))
        .await
}

#[server(endpoint = "rules/rename-ruleset")]
pub async fn rename_ruleset(id: WorkstreamId, at: usize, form: RulesetForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let edit = Edit::RenameRuleset { at, name: form.check()? };
        desk.backend.workstreams().edit_rules(&desk.actor, id, form.version, edit).await
    };
    Reply::to(paths::edit_ruleset(id, at))
        .typed(&form)
        .settle(outcome.await, |_| Done::at(paths::rules(id)).saying(|w| w.common.saved.to_owned()))
        .await
}

#[server(endpoint = "rules/move-ruleset")]
pub async fn move_ruleset(id: WorkstreamId, form: MoveForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let to = place_typed(&form.to)?;
        let edit = Edit::MoveRuleset { from: form.from, to };
        desk.backend.workstreams().edit_rules(&desk.actor, id, form.version, edit).await?;
        Ok(to)
    };
    Reply::to(paths::rules(id))
        .settle(outcome.await, |to| {
            Done::at(format!("{}#{}", paths::rules(id), list_word(RuleList::Classify(to))))
                .saying(|w| (w.rules.ruleset_moved)(to + 1))
        })
        .await
}

#[server(endpoint = "rules/remove-ruleset")]
pub async fn remove_ruleset(id: WorkstreamId, form: PlaceForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let edit = Edit::RemoveRuleset { at: form.at };
    let outcome = desk.backend.workstreams().edit_rules(&desk.actor, id, form.version, edit).await;
    Reply::to(paths::rules(id))
        .settle(outcome, |_| Done::at(paths::rules(id)).saying(|w| w.rules.ruleset_removed.to_owned()))
        .await
}
