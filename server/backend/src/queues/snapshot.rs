//! Queues as routing sees them.

use std::collections::BTreeMap;

use domain::{
    QueueId, WorkstreamId,
    hours::Hours,
    routing::{QueueSnapshot, Rules, Snapshot},
};
use jiff::{Timestamp, tz::TimeZone};
use sqlx::PgConnection;

use super::store;
use crate::{Error, Result};

/// A queue as it stands, and its hours, which say whether it is open at any moment.
#[derive(Clone, Debug)]
pub(crate) struct QueueState {
    /// As if it were open.
    queue: QueueSnapshot,
    hours: Option<Hours>,
}

impl QueueState {
    pub(super) fn new(queue: QueueSnapshot, hours: Option<Hours>) -> Self {
        Self { queue, hours }
    }

    /// The queue with its hours at a moment. Without hours, and with those of a zone that this program does not know, it is open.
    fn at(&self, at: Timestamp) -> QueueSnapshot {
        let is_open = self.is_open(at);
        let opens_at = self.hours.as_ref().filter(|_| !is_open).and_then(|hours| hours.opens_after(at).ok().flatten());
        QueueSnapshot { is_open, opens_at, ..self.queue.clone() }
    }

    fn is_open(&self, at: Timestamp) -> bool {
        self.hours.as_ref().is_none_or(|hours| hours.is_open(at).unwrap_or(true))
    }

    fn zone(&self) -> TimeZone {
        self.hours.as_ref().and_then(|hours| hours.zone().ok()).unwrap_or(TimeZone::UTC)
    }
}

/// The queues that a workstream's rules may send to, with the fallback queue.
#[derive(Clone, Debug)]
pub(crate) struct Queues {
    fallback: QueueState,
    named: BTreeMap<QueueId, QueueState>,
}

impl Queues {
    /// The fallback queue of a workstream, the queues that rules name, and those to which any of them overflows.
    pub async fn load(conn: &mut PgConnection, id: WorkstreamId, rules: &Rules, now: Timestamp) -> Result<Self> {
        let fallback = store::fallback_of(conn, id).await?.ok_or(Error::NotFound)?;
        let mut wanted: Vec<QueueId> = rules.queues().map(|(_, id)| *id).chain([fallback]).collect();
        let mut named = BTreeMap::new();
        // Transfers lead one step further and no more: where they end nothing overflows.
        for _ in 0..2 {
            wanted.retain(|id| !named.contains_key(id));
            for state in store::states(conn, &wanted, now).await? {
                named.insert(state.queue.id, state);
            }
            let overflows = named.values().filter_map(|state| state.queue.overflow.as_ref());
            wanted = overflows.flat_map(domain::queue::Overflow::transfers).collect();
        }
        let fallback = named.remove(&fallback).ok_or(Error::NotFound)?;
        Ok(Self { fallback, named })
    }

    /// What routing may know of them, for a conversation that was received at a moment.
    pub fn at(&self, at: Timestamp) -> Snapshot {
        let named = self.named.iter().map(|(id, state)| (*id, state.at(at))).collect();
        let utc_offset_s = i64::from(self.zone().to_offset(at).seconds());
        Snapshot { fallback: self.fallback.at(at), named, utc_offset_s }
    }

    /// Fills a snapshot of other rules up with the queues that it lacks, as they would have stood empty.
    pub fn complete(&self, snapshot: &mut Snapshot, at: Timestamp) {
        for state in self.named.values().chain([&self.fallback]) {
            let id = state.queue.id;
            if snapshot.queue(id).is_none() {
                snapshot.named.insert(id, QueueSnapshot { length: 0, longest_wait_s: 0, ..state.at(at) });
            }
        }
    }

    /// One conversation more waits in a queue.
    pub fn lengthen(&mut self, id: QueueId) {
        let mut states = self.named.values_mut().chain([&mut self.fallback]);
        if let Some(state) = states.find(|state| state.queue.id == id) {
            state.queue.length += 1;
        }
    }

    /// The zone in which conversations are received.
    pub fn zone(&self) -> TimeZone {
        self.fallback.zone()
    }

    /// Whether the fallback queue's hours are open.
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.fallback.is_open(at)
    }
}
