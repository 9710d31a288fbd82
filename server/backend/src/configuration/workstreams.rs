//! Workstreams of a file, with their channels.

use domain::{
    WorkstreamId,
    channel::{ChannelChange, NewChannel},
    workstream::{Distribution, FallbackQueue, NewWorkstream, WorkstreamChange},
};

use super::{
    apply::{Apply, Result, stored_name},
    entries::{ChannelEntry, WorkstreamEntry},
};
use crate::{Error, accounts, hours::Kept, workstreams};

impl Apply<'_> {
    pub(super) async fn workstream(&mut self, entry: WorkstreamEntry) -> Result<()> {
        let queue_id = self.queue(&format!("{}.fallback_queue", entry.path), &entry.fallback_queue).await?;
        let thing = format!("workstream \"{}\"", entry.name);
        let found = workstreams::store::find(self.conn, entry.name.as_str()).await?;
        let (id, kept) = if let Some(id) = found {
            (id, Kept::Changed(self.change_workstream(id, queue_id, &entry).await?))
        } else {
            let new = NewWorkstream {
                name: entry.name.clone(),
                work_type: entry.work_type,
                channel_kind: entry.channel_kind,
                distribution: entry.distribution.unwrap_or(Distribution::Push),
                fallback_queue: FallbackQueue::Existing(queue_id),
            };
            let made = self.backend.workstreams().create_in(self.conn, self.actor, &new).await;
            (self.at(&entry.path, made)?, Kept::Created)
        };
        self.note(&thing, kept);
        for channel in &entry.channels {
            self.channel(id, channel).await?;
        }
        self.rules(id, entry).await
    }

    async fn change_workstream(
        &mut self,
        id: WorkstreamId,
        fallback_queue_id: domain::QueueId,
        entry: &WorkstreamEntry,
    ) -> Result<Vec<&'static str>> {
        let current = workstreams::store::lock(self.conn, id).await?.ok_or(Error::NotFound)?;
        if current.channel_kind != entry.channel_kind {
            let what = format!("cannot be changed: the workstream is of {}", current.channel_kind);
            return self.fault(&format!("{}.channel_kind", entry.path), what);
        }
        if entry.distribution.is_some_and(|wanted| wanted != current.distribution) {
            let what = format!("cannot be changed: the workstream was made with {}", current.distribution);
            return self.fault(&format!("{}.distribution", entry.path), what);
        }
        let name = stored_name(&current.name)?;
        let change = WorkstreamChange { name, fallback_queue_id, version: current.version };
        let changed = self.backend.workstreams().change_in(self.conn, self.actor, id, &change).await;
        self.at(&entry.path, changed)
    }

    async fn channel(&mut self, workstream_id: WorkstreamId, entry: &ChannelEntry) -> Result<()> {
        let path = format!("{}.agent", entry.path);
        let Some(agent_account_id) = accounts::agents::store::find_by_name(self.conn, entry.agent.trim()).await? else {
            let what =
                format!("names the agent account \"{}\", which is neither in this file nor in the portal", entry.agent);
            return self.fault(&path, what);
        };
        let thing = format!("channel of \"{}\"", entry.agent);
        let Some(current) = workstreams::channels::store::of_agent(self.conn, agent_account_id).await? else {
            let new = NewChannel {
                agent_account_id,
                language: entry.language.clone(),
                attachments_from_customers: entry.from_customers.unwrap_or(false),
                attachments_from_agents: entry.from_agents.unwrap_or(false),
            };
            match self.backend.workstreams().add_channel_in(self.conn, self.actor, workstream_id, &new).await {
                Err(Error::Invalid(_)) => return self.fault(&path, "is of another channel kind than the workstream"),
                added => added?,
            };
            self.note(&thing, Kept::Created);
            return Ok(());
        };
        if current.workstream_id != workstream_id {
            let other = workstreams::store::lock(self.conn, current.workstream_id).await?.ok_or(Error::NotFound)?;
            let what = format!("\"{}\" is in the workstream \"{}\" already", entry.agent, other.name);
            return self.fault(&path, what);
        }
        let change = ChannelChange {
            language: entry.language.clone(),
            attachments_from_customers: entry.from_customers.unwrap_or(current.attachments_from_customers),
            attachments_from_agents: entry.from_agents.unwrap_or(current.attachments_from_agents),
            version: current.version,
        };
        let changed = self.backend.workstreams().change_channel_in(self.conn, self.actor, current.id, &change).await;
        let fields = self.at(&entry.path, changed)?;
        self.note(&thing, Kept::Changed(fields));
        Ok(())
    }
}
