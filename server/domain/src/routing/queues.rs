//! Queues with their hours: what routing may know of them at any moment.

use std::collections::BTreeMap;

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{QueueSnapshot, Snapshot};
use crate::{HoursId, Name, QueueId, context::Context, hours::Hours, queue::Overflow};

/// A queue as it stands, and its hours, which say whether it is open at any moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QueueState {
    /// As if it were open.
    queue: QueueSnapshot,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hours: Option<Hours>,
    /// That of the hours; none where this program does not know it.
    #[serde(skip)]
    zone: Option<TimeZone>,
}

impl QueueState {
    /// A queue with its hours, whose zone is looked up.
    pub fn new(queue: QueueSnapshot, hours: Option<Hours>) -> Self {
        let zone = hours.as_ref().and_then(|hours| hours.zone().ok());
        Self { queue, hours, zone }
    }

    /// The queue.
    pub fn id(&self) -> QueueId {
        self.queue.id
    }

    /// The queues to which it transfers what it cannot take.
    pub fn transfers(&self) -> impl Iterator<Item = QueueId> {
        self.queue.overflow.iter().flat_map(Overflow::transfers)
    }

    /// The queue with its hours at a moment. Without hours, and with those of a zone that this program does not know, it is open.
    fn at(&self, at: Timestamp) -> QueueSnapshot {
        let is_open = self.is_open(at);
        let hours = self.hours.as_ref().zip(self.zone.as_ref()).filter(|_| !is_open);
        let opens_at = hours.and_then(|(hours, zone)| hours.opens_after_in(zone, at).ok().flatten());
        QueueSnapshot { is_open, opens_at, ..self.queue.clone() }
    }

    fn is_open(&self, at: Timestamp) -> bool {
        self.hours.as_ref().zip(self.zone.as_ref()).is_none_or(|(hours, zone)| hours.is_open_in(zone, at))
    }

    /// What decides, and nothing else: of those who wait only whether they are too many, and hours without their names.
    fn bare(self) -> Self {
        let Self { mut queue, mut hours, zone } = self;
        let limit = queue.overflow.as_mut().and_then(|overflow| {
            overflow.wait_minutes = None;
            overflow.item_limit.map(i64::from)
        });
        queue.length = limit.filter(|limit| queue.length >= *limit).unwrap_or_default();
        (queue.longest_wait_s, queue.member_count) = (0, 0);
        if let Some(hours) = &mut hours {
            (hours.id, hours.name) = (HoursId(uuid::Uuid::nil()), String::new());
            for holiday in &mut hours.holidays {
                holiday.name = Name::parse(&holiday.date.to_string()).unwrap_or_else(|_| holiday.name.clone());
            }
        }
        Self { queue, hours, zone }
    }
}

/// The queues that a workstream's rules may send to, with the fallback queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Queues {
    fallback: QueueState,
    named: BTreeMap<QueueId, QueueState>,
}

impl Queues {
    /// The fallback queue and the others.
    pub fn new(fallback: QueueState, named: BTreeMap<QueueId, QueueState>) -> Self {
        Self { fallback, named }
    }

    /// What routing may know of them, for a conversation that was received at a moment.
    pub fn at(&self, at: Timestamp) -> Snapshot {
        let named = self.named.iter().map(|(id, state)| (*id, state.at(at))).collect();
        let utc_offset_s = i64::from(self.zone().to_offset(at).seconds());
        Snapshot { fallback: self.fallback.at(at), named, utc_offset_s }
    }

    /// Adds to a context what follows from the moment of receiving: the weekday, the time, and whether the fallback queue's hours are open, where nobody said.
    pub fn receive(&self, context: &mut Context, at: Timestamp) -> Snapshot {
        context.set_received(at, &self.zone());
        context.hours_open.get_or_insert(self.fallback.is_open(at));
        self.at(at)
    }

    /// Fills a snapshot of other rules up with the queues that it lacks, as they would have stood empty.
    pub fn complete(&self, snapshot: &mut Snapshot, at: Timestamp) {
        for state in self.states() {
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
    fn zone(&self) -> TimeZone {
        self.fallback.zone.clone().unwrap_or(TimeZone::UTC)
    }

    /// What decides, and nothing else.
    #[must_use]
    pub fn bare(self) -> Self {
        let named = self.named.into_iter().map(|(id, state)| (id, state.bare())).collect();
        Self { fallback: self.fallback.bare(), named }
    }

    /// The names of all of them.
    pub fn names(&self) -> BTreeMap<QueueId, String> {
        self.states().map(|state| (state.queue.id, state.queue.name.clone())).collect()
    }

    /// The names of the zones of their hours.
    pub fn zone_names(&self) -> impl Iterator<Item = &str> {
        self.states().filter_map(|state| state.hours.as_ref()).map(|hours| hours.time_zone.as_str())
    }

    /// Finds the zones of hours that were read from a text.
    pub(super) fn find_zones(&mut self, find: impl Fn(&str) -> Option<TimeZone>) {
        for state in self.named.values_mut().chain([&mut self.fallback]) {
            state.zone = state.hours.as_ref().and_then(|hours| find(&hours.time_zone));
        }
    }

    fn states(&self) -> impl Iterator<Item = &QueueState> {
        self.named.values().chain([&self.fallback])
    }
}
