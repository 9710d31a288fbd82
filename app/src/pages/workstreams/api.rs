//! The server functions of workstreams; those of their channels are in `channels`.

pub mod channels;

use domain::{
    ChannelKind, Checks, Fault, FieldFault, Invalid, Name, Page, PageRequest, QueueId, WorkstreamId,
    queue::QueueSummary,
    user::Permission,
    workstream::{FallbackQueue, NewWorkstream, WorkstreamChange, WorkstreamDetail, WorkstreamSummary},
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

/// The form's answer for a fallback queue that is there.
pub const EXISTING: &str = "existing";
/// The form's answer for a fallback queue to be made.
pub const NEW: &str = "new";

/// A new workstream, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewWorkstreamForm {
    pub name: String,
    pub work_type: String,
    pub channel: String,
    pub distribution: String,
    /// [`EXISTING`] or [`NEW`]; says which of the next two counts.
    pub queue_from: String,
    pub fallback_queue: String,
    pub new_queue: String,
}

impl NewWorkstreamForm {
    fn check(&self) -> Result<NewWorkstream, Invalid> {
        let mut checks = Checks::default();
        let name = checks.field("name", Name::parse(&self.name));
        let work_type = checks.field("work_type", self.work_type.parse());
        let channel_kind = checks.field("channel", self.channel.parse::<ChannelKind>());
        let distribution = checks.field("distribution", self.distribution.parse());
        let fallback_queue = match self.queue_from.as_str() {
            EXISTING => checks.field("fallback_queue", queue_id(&self.fallback_queue)).map(FallbackQueue::Existing),
            NEW => checks.field("new_queue", Name::parse(&self.new_queue)).map(FallbackQueue::New),
            _ => checks.field("queue_from", Err(Fault::NotOneOf(&[EXISTING, NEW]))),
        };
        let new = name.zip(work_type).zip(channel_kind).zip(distribution).zip(fallback_queue).map(
            |((((name, work_type), channel_kind), distribution), fallback_queue)| NewWorkstream {
                name,
                work_type,
                channel_kind,
                distribution,
                fallback_queue,
            },
        );
        checks.finish(new)
    }
}

/// Name and fallback queue, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WorkstreamForm {
    pub name: String,
    pub fallback_queue: String,
    /// The version that was read.
    pub version: i32,
}

impl WorkstreamForm {
    fn check(&self) -> Result<WorkstreamChange, Invalid> {
        let mut checks = Checks::default();
        let name = checks.field("name", Name::parse(&self.name));
        let queue = checks.field("fallback_queue", queue_id(&self.fallback_queue));
        let change = name.zip(queue).map(|(name, fallback_queue_id)| WorkstreamChange {
            name,
            fallback_queue_id,
            version: self.version,
        });
        checks.finish(change)
    }
}

/// The typed name that confirms a deletion; nothing where none was asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DeleteForm {
    pub confirm: String,
}

impl DeleteForm {
    fn check(&self, workstream: &WorkstreamDetail) -> Result<(), Invalid> {
        let is_right = workstream.conversation_count == 0 || self.confirm.trim() == workstream.summary.name;
        if is_right { Ok(()) } else { Err(Invalid::one("confirm", Fault::NotTheName)) }
    }
}

fn queue_id(raw: &str) -> Result<QueueId, Fault> {
    required(raw)?.parse()
}

#[server(endpoint = "workstreams/list")]
pub async fn list_workstreams(after: Option<WorkstreamId>) -> Result<Page<WorkstreamSummary>, AppError> {
    let desk = gate::desk().await?;
    desk.backend.workstreams().list(&desk.actor, PageRequest::new(None, after)).await.map_err(told)
}

#[server(endpoint = "workstreams/get")]
pub async fn get_workstream(id: WorkstreamId) -> Result<WorkstreamDetail, AppError> {
    let desk = gate::desk().await?;
    desk.backend.workstreams().get(&desk.actor, id).await.map_err(told)
}

/// A workstream for the page that asks before it is deleted.
#[server(endpoint = "workstreams/deletable")]
pub async fn get_deletable_workstream(id: WorkstreamId) -> Result<WorkstreamDetail, AppError> {
    let desk = gate::desk().await?;
    desk.actor.must(Permission::ManageWorkstreams).map_err(told)?;
    desk.backend.workstreams().get(&desk.actor, id).await.map_err(told)
}

/// Every queue that can be a fallback queue, for those who may choose one.
#[server(endpoint = "workstreams/fallback-queues")]
pub async fn list_fallback_queues() -> Result<Vec<QueueSummary>, AppError> {
    let desk = gate::desk().await?;
    desk.actor.must(Permission::ManageWorkstreams).map_err(told)?;
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

#[server(endpoint = "workstreams/create")]
pub async fn create_workstream(form: NewWorkstreamForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async { desk.backend.workstreams().create(&desk.actor, form.check()?).await };
    Reply::to(paths::NEW_WORKSTREAM)
        .typed(&form)
        .sentences(&sentences(&form.name, &form.new_queue))
        .settle(outcome.await, |id| {
            Done::at(paths::workstream(id)).saying(|w| (w.workstreams.created)(form.name.trim()))
        })
        .await
}

#[server(endpoint = "workstreams/change")]
pub async fn change_workstream(id: WorkstreamId, form: WorkstreamForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async { desk.backend.workstreams().change(&desk.actor, id, form.check()?).await };
    Reply::to(paths::edit_workstream(id))
        .typed(&form)
        .sentences(&sentences(&form.name, ""))
        .settle(outcome.await, |()| Done::at(paths::workstream(id)).saying(|w| w.common.saved.to_owned()))
        .await
}

#[server(endpoint = "workstreams/delete")]
pub async fn delete_workstream(id: WorkstreamId, #[server(default)] form: DeleteForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let workstream = desk.backend.workstreams().get(&desk.actor, id).await?;
        form.check(&workstream)?;
        desk.backend.workstreams().delete(&desk.actor, id).await?;
        Ok(workstream.summary.name)
    };
    Reply::to(paths::delete_workstream(id))
        .typed(&form)
        .settle(outcome.await, |name| Done::at(paths::WORKSTREAMS).saying(|w| (w.workstreams.deleted)(&name)))
        .await
}

/// The workstream's own sentences for faults at its fields.
fn sentences(name: &str, queue: &str) -> impl Fn(&Words, &FieldFault) -> Option<String> + Sync + use<> {
    let (name, queue) = (name.trim().to_owned(), queue.trim().to_owned());
    move |words, fault| {
        let words = &words.workstreams;
        match (fault.field.as_str(), &fault.fault) {
            ("name", Fault::Taken) => Some((words.taken)(&name)),
            ("name", Fault::Missing) => Some(words.name_missing.to_owned()),
            ("fallback_queue", Fault::Missing) => Some(words.queue_missing.to_owned()),
            ("new_queue", Fault::Taken) => Some((words.queue_taken)(&queue)),
            ("new_queue", Fault::Missing) => Some(words.queue_name_missing.to_owned()),
            _ => None,
        }
    }
}
