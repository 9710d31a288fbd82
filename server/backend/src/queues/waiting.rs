//! Overflow while queued: what becomes of conversations that wait longer than their queue allows.
//!
//! The wait of a conversation that was sent on counts from then, and it is sent on once: two queues that overflow into each other do
//! not pass it round. A conversation that no rule placed is not looked at: its fallback queue's overflow settings do not count
//! (PRODUCT.md §5).

use std::collections::BTreeMap;

use domain::{ConversationId, QueueId, audit::Event, queue::OverflowAction};

use super::Queues;
use crate::{
    Actor, Result, audit,
    live::{self, News},
};

mod store;

/// How many conversations one transaction takes.
const BATCH: usize = 100;

impl Queues<'_> {
    /// Sends on or ends the conversations that have waited too long, the longest waiting first, and returns how many. One node does
    /// it at a time; another finds nothing to do.
    pub async fn overflow_waiting(&self) -> Result<usize> {
        let mut total = 0;
        loop {
            let count = self.overflow_batch().await?;
            total += count;
            if count < BATCH {
                return Ok(total);
            }
        }
    }

    async fn overflow_batch(&self) -> Result<usize> {
        let mut tx = self.0.begin().await?;
        let now = self.0.now();
        let overdue =
            if store::try_lock(&mut tx).await? { store::overdue(&mut tx, now, BATCH).await? } else { Vec::new() };
        if overdue.is_empty() {
            // Awaited, so that the lock is free when this returns.
            tx.rollback().await?;
            return Ok(0);
        }
        let mut groups: BTreeMap<(QueueId, Option<QueueId>), Vec<ConversationId>> = BTreeMap::new();
        for waiting in &overdue {
            let to = match waiting.action() {
                OverflowAction::Transfer(to) => Some(to),
                OverflowAction::End => None,
                OverflowAction::Assign => continue,
            };
            groups.entry((waiting.queue_id, to)).or_default().push(waiting.id);
        }
        let mut news = Vec::new();
        for ((id, to), conversations) in groups {
            store::leave(&mut tx, &conversations, to, now).await?;
            news.extend(conversations.iter().map(|id| News::Conversation(id.0)));
            let event = Event::QueueOverflowed { id, to, conversations };
            audit::record(&mut tx, &Actor::system(), now, &event).await?;
        }
        live::tell_all(&mut tx, &news).await?;
        tx.commit().await?;
        Ok(news.len())
    }
}

#[cfg(test)]
mod tests;
