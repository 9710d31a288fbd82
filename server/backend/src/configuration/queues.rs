//! Queues of a file. All of them are made before any is configured, so that they can overflow into each other.

use domain::{
    QueueId,
    queue::{DEFAULT_PRIORITY, NewQueue, Overflow, OverflowAction},
};

use super::{
    apply::{Apply, Result},
    entries::{ActionEntry, OverflowEntry, QueueEntry},
};
use crate::{Error, hours, hours::Kept, queues};

impl Apply<'_> {
    pub(super) async fn queues(&mut self, entries: &[QueueEntry]) -> Result<()> {
        let mut found = Vec::with_capacity(entries.len());
        for entry in entries {
            let there = queues::store::find(self.conn, entry.name.as_str()).await?;
            let id = if let Some(id) = there {
                id
            } else {
                let priority = entry.priority.unwrap_or(DEFAULT_PRIORITY);
                let new = NewQueue { name: entry.name.clone(), priority };
                let made = self.backend.queues().create_in(self.conn, self.actor, &new).await;
                self.at(&entry.path, made)?
            };
            found.push((id, there.is_none()));
        }
        for (entry, (id, is_new)) in entries.iter().zip(found) {
            let fields = self.configure(id, entry).await?;
            let kept = if is_new { Kept::Created } else { Kept::Changed(fields) };
            self.note(&format!("queue \"{}\"", entry.name), kept);
        }
        Ok(())
    }

    async fn configure(&mut self, id: QueueId, entry: &QueueEntry) -> Result<Vec<&'static str>> {
        let current = queues::store::lock(self.conn, id).await?.ok_or(Error::NotFound)?;
        let mut settings = queues::store::settings(self.conn, id).await?.ok_or(Error::NotFound)?;
        if let Some(name) = &entry.hours {
            let hours_id = hours::store::find(self.conn, name.trim()).await?;
            let Some(hours_id) = hours_id else {
                let what = format!("names the hours \"{name}\", which are neither in this file nor in the portal");
                return self.fault(&format!("{}.hours", entry.path), what);
            };
            settings.hours_id = Some(hours_id);
        }
        if let Some(assignment) = entry.assignment {
            settings.assignment = assignment;
        }
        if let Some(overflow) = &entry.overflow {
            settings.overflow = Some(self.overflow(id, &format!("{}.overflow", entry.path), overflow).await?);
        }
        let priority = entry.priority.unwrap_or(current.priority);
        let configured = self.backend.queues().configure_in(self.conn, self.actor, id, priority, &settings).await;
        self.at(&entry.path, configured)
    }

    async fn overflow(&mut self, id: QueueId, path: &str, entry: &OverflowEntry) -> Result<Overflow> {
        let out_of_hours = self.action(id, &format!("{path}.out_of_hours"), &entry.out_of_hours).await?;
        let then = match &entry.then {
            Some(action) => Some(self.action(id, &format!("{path}.then"), action).await?),
            None => None,
        };
        let OverflowEntry { item_limit, wait_minutes, .. } = *entry;
        Ok(Overflow { item_limit, wait_minutes, out_of_hours, then })
    }

    async fn action(&mut self, id: QueueId, path: &str, action: &ActionEntry) -> Result<OverflowAction> {
        match action {
            ActionEntry::Assign => Ok(OverflowAction::Assign),
            ActionEntry::End => Ok(OverflowAction::End),
            ActionEntry::Transfer(name) => {
                let to = self.queue(&format!("{path}.transfer"), name).await?;
                if to == id { self.fault(path, "sends to the queue itself") } else { Ok(OverflowAction::Transfer(to)) }
            }
        }
    }

    /// The queue that a field names.
    pub(super) async fn queue(&mut self, path: &str, name: &str) -> Result<QueueId> {
        let Some(id) = queues::store::find(self.conn, name.trim()).await? else {
            let what = format!("names the queue \"{name}\", which is neither in this file nor in the portal");
            return self.fault(path, what);
        };
        Ok(id)
    }
}
