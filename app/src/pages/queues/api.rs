//! The server functions of queues; those of their settings are in `settings`.

pub mod settings;

use domain::{
    Checks, Fault, FieldFault, Invalid, Name, Page, PageRequest, QueueId, UserId,
    queue::{NewQueue, QueueChange, QueueDetail, QueueMember, QueueSummary, parse_priority},
    user::Permission,
};
use islands::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    forms::{Done, Reply, required},
    gate::{self, told},
    paths,
    words::Words,
};

/// Name and priority, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct QueueForm {
    pub name: String,
    pub priority: String,
    /// The version that was read; none for a new queue.
    pub version: i32,
}

impl QueueForm {
    fn check(&self) -> Result<(Name, i32), Invalid> {
        let mut checks = Checks::default();
        let name = checks.field("name", Name::parse(&self.name));
        let priority = checks.field("priority", parse_priority(&self.priority));
        checks.finish(name.zip(priority))
    }
}

/// A person to add to or take out of a queue.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MemberForm {
    pub user: String,
}

impl MemberForm {
    fn check(&self) -> Result<UserId, Invalid> {
        let mut checks = Checks::default();
        let user = checks.field("user", required(&self.user).and_then(str::parse));
        checks.finish(user)
    }
}

#[server(endpoint = "queues/list")]
pub async fn list_queues(after: Option<QueueId>) -> Result<Page<QueueSummary>, AppError> {
    let desk = gate::desk().await?;
    desk.backend.queues().list(&desk.actor, PageRequest::new(None, after)).await.map_err(told)
}

#[server(endpoint = "queues/get")]
pub async fn get_queue(id: QueueId) -> Result<QueueDetail, AppError> {
    let desk = gate::desk().await?;
    desk.backend.queues().get(&desk.actor, id).await.map_err(told)
}

#[server(endpoint = "queues/candidates")]
pub async fn list_candidates(id: QueueId) -> Result<Vec<QueueMember>, AppError> {
    let desk = gate::desk().await?;
    desk.backend.queues().candidates(&desk.actor, id).await.map_err(told)
}

/// Whether the pages that change queues may be opened.
#[server(endpoint = "queues/may-manage")]
pub async fn may_manage_queues() -> Result<(), AppError> {
    let desk = gate::desk().await?;
    desk.actor.must(Permission::ManageQueues).map_err(told)
}

#[server(endpoint = "queues/create")]
pub async fn create_queue(form: QueueForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let (name, priority) = form.check()?;
        desk.backend.queues().create(&desk.actor, NewQueue { name, priority }).await
    };
    Reply::to(paths::NEW_QUEUE)
        .typed(&form)
        .sentences(&sentences(&form.name))
        .settle(outcome.await, |id| Done::at(paths::queue(id)).saying(|w| (w.queues.created)(form.name.trim())))
        .await
}

#[server(endpoint = "queues/change")]
pub async fn change_queue(id: QueueId, form: QueueForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let (name, priority) = form.check()?;
        let change = QueueChange { name, priority, version: form.version };
        desk.backend.queues().change(&desk.actor, id, change).await
    };
    Reply::to(paths::edit_queue(id))
        .typed(&form)
        .sentences(&sentences(&form.name))
        .settle(outcome.await, |()| Done::at(paths::queue(id)).saying(|w| w.common.saved.to_owned()))
        .await
}

#[server(endpoint = "queues/add-member")]
pub async fn add_member(id: QueueId, form: MemberForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async { desk.backend.queues().add_member(&desk.actor, id, form.check()?).await };
    Reply::to(paths::queue(id))
        .typed(&form)
        .settle(outcome.await, |()| Done::at(paths::queue(id)).saying(|w| w.queues.member_added.to_owned()))
        .await
}

#[server(endpoint = "queues/remove-member")]
pub async fn remove_member(id: QueueId, form: MemberForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async { desk.backend.queues().remove_member(&desk.actor, id, form.check()?).await };
    Reply::to(paths::queue(id))
        .settle(outcome.await, |()| Done::at(paths::queue(id)).saying(|w| w.queues.member_removed.to_owned()))
        .await
}

#[server(endpoint = "queues/delete")]
pub async fn delete_queue(id: QueueId) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = desk.backend.queues().delete(&desk.actor, id).await;
    Reply::to(paths::delete_queue(id))
        .settle(outcome, |name| Done::at(paths::QUEUES).saying(|w| (w.queues.deleted)(&name)))
        .await
}

/// The queue's own sentences for faults at its fields.
fn sentences(name: &str) -> impl Fn(&Words, &FieldFault) -> Option<String> + Sync + use<> {
    let name = name.trim().to_owned();
    move |words, fault| match (fault.field.as_str(), &fault.fault) {
        ("name", Fault::Taken) => Some((words.queues.taken)(&name)),
        ("name", Fault::Missing) => Some(words.queues.name_missing.to_owned()),
        _ => None,
    }
}
