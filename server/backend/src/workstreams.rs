//! Workstreams: creating, changing, their channels and rules, deleting with blockers.
//!
//! Channels stand in the way of deleting a workstream. Open conversations do not: each keeps its queue, and the name that the
//! workstream had.

use domain::{
    Fault, Name, Page, PageRequest, QueueId, WorkstreamId,
    audit::Event,
    queue::{DEFAULT_PRIORITY, NewQueue},
    routing::Rules,
    user::Permission,
    workstream::{FallbackQueue, NewWorkstream, WorkstreamChange, WorkstreamDetail, WorkstreamSummary},
};
use sqlx::PgConnection;

use crate::{
    Actor, Backend, Error, Result, audit,
    error::{Blocker, OnConstraint},
};

pub(crate) mod channels;
mod rulebook;
pub mod rules;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub(crate) use rulebook::Rulebook;

/// The verbs of workstreams.
pub struct Workstreams<'a>(pub(crate) &'a Backend);

impl Workstreams<'_> {
    /// All workstreams by name.
    pub async fn list(&self, actor: &Actor, request: PageRequest<WorkstreamId>) -> Result<Page<WorkstreamSummary>> {
        actor.must(Permission::ViewWorkstreams)?;
        let mut conn = self.0.web().acquire().await?;
        let rows = store::list(&mut conn, &request).await?;
        Ok(Page::cut(rows, &request, |workstream| workstream.id.to_string()))
    }

    /// One workstream with its channels.
    pub async fn get(&self, actor: &Actor, id: WorkstreamId) -> Result<WorkstreamDetail> {
        actor.must(Permission::ViewWorkstreams)?;
        let mut conn = self.0.web().acquire().await?;
        detail(&mut conn, id).await
    }

    /// Makes a workstream without channels and rules, together with its fallback queue where that is a new one.
    pub async fn create(&self, actor: &Actor, new: NewWorkstream) -> Result<WorkstreamId> {
        actor.must(Permission::ManageWorkstreams)?;
        if matches!(new.fallback_queue, FallbackQueue::New(_)) {
            actor.must(Permission::ManageQueues)?;
        }
        let mut tx = self.0.begin().await?;
        let id = self.create_in(&mut tx, actor, &new).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Makes a workstream within a larger change. The caller has asked for the permissions.
    pub(crate) async fn create_in(
        &self,
        conn: &mut PgConnection,
        actor: &Actor,
        new: &NewWorkstream,
    ) -> Result<WorkstreamId> {
        let queue_id = match &new.fallback_queue {
            FallbackQueue::Existing(id) => *id,
            FallbackQueue::New(name) => self.new_queue(conn, actor, name).await?,
        };
        let id = WorkstreamId::new();
        store::insert(conn, id, new, queue_id, self.0.now())
            .await
            .on_constraint("workstream_name_key", "name", Fault::Taken)
            .on_constraint("workstream_fallback_queue_fkey", "fallback_queue", Fault::Unknown)?;
        store::insert_rules(conn, id, 1, &Rules::default(), ("", actor.name()), self.0.now()).await?;
        let event = Event::WorkstreamCreated { id, workstream_name: new.name.to_string() };
        audit::record(conn, actor, self.0.now(), &event).await?;
        Ok(id)
    }

    /// A queue whose name is typed in another form than that of queues, so a fault belongs to another field.
    async fn new_queue(&self, conn: &mut PgConnection, actor: &Actor, name: &Name) -> Result<QueueId> {
        let new = NewQueue { name: name.clone(), priority: DEFAULT_PRIORITY };
        self.0.queues().create_in(conn, actor, &new).await.map_err(|error| match error {
            Error::Invalid(mut invalid) => {
                for fault in &mut invalid.faults {
                    "new_queue".clone_into(&mut fault.field);
                }
                Error::Invalid(invalid)
            }
            other => other,
        })
    }

    /// Gives a workstream another name or fallback queue. Equal values change nothing and leave no trace.
    pub async fn change(&self, actor: &Actor, id: WorkstreamId, change: WorkstreamChange) -> Result<()> {
        actor.must(Permission::ManageWorkstreams)?;
        let mut tx = self.0.begin().await?;
        self.change_in(&mut tx, actor, id, &change).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Changes a workstream within a larger change, and says which fields. The caller has asked for the permission.
    pub(crate) async fn change_in(
        &self,
        conn: &mut PgConnection,
        actor: &Actor,
        id: WorkstreamId,
        change: &WorkstreamChange,
    ) -> Result<Vec<&'static str>> {
        let current = store::lock(conn, id).await?.ok_or(Error::NotFound)?;
        if current.version != change.version {
            return Err(Error::Stale);
        }
        let mut fields = Vec::new();
        if current.name != change.name.as_str() {
            fields.push("name");
        }
        if current.fallback_queue_id != change.fallback_queue_id {
            fields.push("fallback_queue");
        }
        if !fields.is_empty() {
            store::update(conn, id, change)
                .await
                .on_constraint("workstream_name_key", "name", Fault::Taken)
                .on_constraint("workstream_fallback_queue_fkey", "fallback_queue", Fault::Unknown)?;
            let event = Event::WorkstreamChanged { id, fields: fields.clone() };
            audit::record(conn, actor, self.0.now(), &event).await?;
        }
        Ok(fields)
    }

    /// What stands in the way of deleting a workstream: its channels, by the names of their agent accounts.
    pub async fn blockers(&self, actor: &Actor, id: WorkstreamId) -> Result<Vec<Blocker>> {
        let detail = self.get(actor, id).await?;
        Ok(blockers(&detail))
    }

    /// Deletes a workstream without channels, with its rules.
    pub async fn delete(&self, actor: &Actor, id: WorkstreamId) -> Result<()> {
        actor.must(Permission::ManageWorkstreams)?;
        let mut tx = self.0.begin().await?;
        store::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let detail = detail(&mut tx, id).await?;
        let blockers = blockers(&detail);
        if !blockers.is_empty() {
            return Err(Error::Blocked(blockers));
        }
        store::delete(&mut tx, id).await?;
        let event = Event::WorkstreamDeleted { id, workstream_name: detail.summary.name };
        audit::record(&mut tx, actor, self.0.now(), &event).await?;
        tx.commit().await?;
        Ok(())
    }
}

async fn detail(conn: &mut PgConnection, id: WorkstreamId) -> Result<WorkstreamDetail> {
    let detail = store::detail(conn, id).await?.ok_or(Error::NotFound)?;
    let channels = channels::store::of(conn, id).await?;
    Ok(WorkstreamDetail { channels, ..detail })
}

fn blockers(detail: &WorkstreamDetail) -> Vec<Blocker> {
    let blocker = |channel: &domain::channel::ChannelSummary| Blocker {
        kind: "channel",
        id: channel.id.0,
        name: channel.agent_account_name.clone(),
    };
    detail.channels.iter().map(blocker).collect()
}
