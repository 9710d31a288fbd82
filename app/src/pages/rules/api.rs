//! The server functions of routing rules: what the pages read, and every change of the draft. Publishing is in `versions`,
//! and what is done with a whole ruleset in `rulesets`.

pub mod rulesets;
pub mod versions;

use domain::{
    Fault, Invalid, PageRequest, QueueId, WorkstreamId,
    hours::Hours,
    queue::QueueSummary,
    routing::{AnyRule, Draft, Edit, Finding, RuleList, Rules},
    user::Permission,
};
use islands::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    faults::sentences,
    form::{RuleForm, SAVE, SAVE_AS_NEW},
    place::{self, list_of},
};
use crate::{
    components::FormView,
    forms::{Done, Reply, required},
    gate::{self, told},
    paths,
    words::Words,
};

/// Which rule or ruleset of the draft, as read at a version. Places count from 0.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlaceForm {
    /// `route`, or `classify-0` for a ruleset; without one it is the rulesets themselves.
    pub list: String,
    pub at: usize,
    pub version: i32,
}

/// Where a rule or ruleset goes. The place is typed as people count.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MoveForm {
    pub list: String,
    pub from: usize,
    pub to: String,
    /// Whether it was moved by its grip, which has the focus afterwards.
    pub grip: bool,
    pub version: i32,
}

/// A rule to switch off, or on again.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SwitchForm {
    pub list: String,
    pub at: usize,
    pub off: bool,
    pub version: i32,
}

#[server(endpoint = "rules/draft")]
pub async fn get_draft(id: WorkstreamId) -> Result<Draft, AppError> {
    let desk = gate::desk().await?;
    desk.backend.workstreams().draft(&desk.actor, id).await.map_err(told)
}

#[server(endpoint = "rules/findings")]
pub async fn list_findings(id: WorkstreamId) -> Result<Vec<Finding>, AppError> {
    let desk = gate::desk().await?;
    desk.backend.workstreams().findings(&desk.actor, id).await.map_err(told)
}

/// How often each route rule was applied in the last seven days, by name, and how often none was.
#[server(endpoint = "rules/hits")]
pub async fn count_hits(id: WorkstreamId) -> Result<Vec<(Option<String>, i64)>, AppError> {
    let desk = gate::desk().await?;
    let hits = desk.backend.workstreams().rule_hits(&desk.actor, id).await.map_err(told)?;
    Ok(hits.into_iter().collect())
}

/// Every queue, for the names of those that rules send to.
#[server(endpoint = "rules/queues")]
pub async fn list_rule_queues() -> Result<Vec<QueueSummary>, AppError> {
    let desk = gate::desk().await?;
    let (mut queues, mut request) = (Vec::new(), PageRequest::first());
    loop {
        let page = desk.backend.queues().list(&desk.actor, request).await.map_err(told)?;
        queues.extend(page.items);
        match page.next_cursor.and_then(|cursor| cursor.parse().ok()) {
            Some(after) => request.after = Some(after),
            None => return Ok(queues),
        }
    }
}

/// The hours of the queues that have any.
#[server(endpoint = "rules/queue-hours")]
pub async fn list_queue_hours() -> Result<Vec<(QueueId, Hours)>, AppError> {
    let desk = gate::desk().await?;
    desk.backend.queues().hours(&desk.actor).await.map_err(told)
}

/// Whether the pages that change rules may be opened.
#[server(endpoint = "rules/may-edit")]
pub async fn may_edit_rules() -> Result<(), AppError> {
    let desk = gate::desk().await?;
    desk.actor.must(Permission::ManageWorkstreams).map_err(told)
}

/// Keeps a rule in the draft, or changes the shape of its form and shows it again. Without a place the rule is a new one.
#[server(endpoint = "rules/save")]
pub async fn save_rule(
    id: WorkstreamId,
    list: String,
    at: Option<usize>,
    #[server(default)] form: RuleForm,
) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    desk.actor.must(Permission::ManageWorkstreams).map_err(told)?;
    let list = list_of(&list).map_err(told)?;
    let page = place::edit(id, list, at);
    let mut form = form;
    if ![SAVE, SAVE_AS_NEW].contains(&form.act.as_str()) {
        let next = FormView::id(&form.reshape());
        return Reply::to(format!("{page}#{next}")).shown(form.view()).again().await;
    }
    let workstreams = desk.backend.workstreams();
    let outcome = async {
        let draft = workstreams.draft(&desk.actor, id).await?;
        let place = at.filter(|_| form.act == SAVE).map(|at| place::find(&draft.rules, list, at, &form.was));
        let place = place.transpose()?;
        let before = place.and_then(|at| place::rule(&draft.rules, list, at));
        let rule = form.check(list, before.as_ref())?;
        let edit = match place {
            Some(at) => Edit::Put { list, at, rule },
            None => Edit::Add { list, rule },
        };
        workstreams.edit_rules(&desk.actor, id, form.version, edit).await
    };
    Reply::to(page)
        .shown(form.view())
        .sentences(&sentences(form.total()))
        .settle(outcome.await, |_| Done::at(paths::rules(id)).saying(|w| (w.rules.saved)(form.name.trim())))
        .await
}

#[server(endpoint = "rules/move")]
pub async fn move_rule(id: WorkstreamId, form: MoveForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let list = list_of(&form.list)?;
        let to = place_typed(&form.to)?;
        let edit = Edit::Move { list, from: form.from, to };
        desk.backend.workstreams().edit_rules(&desk.actor, id, form.version, edit).await?;
        Ok((list, to))
    };
    Reply::to(paths::rules(id))
        .settle(outcome.await, |(list, to)| {
            let place = if form.grip { place::grip_in_list } else { place::in_list };
            Done::at(place(id, list, to)).saying(|w| (w.rules.moved)(to + 1))
        })
        .await
}

#[server(endpoint = "rules/switch")]
pub async fn switch_rule(id: WorkstreamId, form: SwitchForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let list = list_of(&form.list)?;
        let edit = Edit::Switch { list, at: form.at, off: form.off };
        desk.backend.workstreams().edit_rules(&desk.actor, id, form.version, edit).await?;
        Ok(list)
    };
    let said = |w: &Words| if form.off { w.rules.switched_off } else { w.rules.switched_on }.to_owned();
    Reply::to(paths::rules(id))
        .settle(outcome.await, |list| Done::at(place::switch_in_list(id, list, form.at)).saying(said))
        .await
}

#[server(endpoint = "rules/remove")]
pub async fn remove_rule(id: WorkstreamId, form: PlaceForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let edit = Edit::Remove { list: list_of(&form.list)?, at: form.at };
        desk.backend.workstreams().edit_rules(&desk.actor, id, form.version, edit).await
    };
    Reply::to(paths::rules(id))
        .settle(outcome.await, |_| Done::at(paths::rules(id)).saying(|w| w.rules.removed.to_owned()))
        .await
}

/// A place as people count.
fn place_typed(raw: &str) -> Result<usize, Invalid> {
    let number = required(raw).and_then(|raw| raw.parse::<usize>().map_err(|_| Fault::NotANumber));
    let place = number.and_then(|number| number.checked_sub(1).ok_or(Fault::Unknown));
    place.map_err(|fault| Invalid::one("", fault))
}

/// The rule that a page edits.
pub fn rule_at(rules: &Rules, list: RuleList, at: usize) -> Result<AnyRule, AppError> {
    place::rule(rules, list, at).ok_or_else(|| gate::refuse(AppError::NotFound))
}
