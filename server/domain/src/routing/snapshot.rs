//! The queues as they stood when a conversation was decided; stored with the decision, so that it can be decided again.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    QueueId,
    queue::{Overflow, OverflowAction},
};

/// A queue as it stood at the moment of deciding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueSnapshot {
    /// The queue.
    pub id: QueueId,
    /// Its name.
    pub name: String,
    /// How many conversations waited.
    pub length: i64,
    /// How long the longest had waited, in seconds.
    pub longest_wait_s: i64,
    /// Whether its hours were open.
    pub is_open: bool,
    /// When they open next, where they were closed and will.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens_at: Option<Timestamp>,
    /// How many people served it.
    pub member_count: i64,
    /// When it overflows; never without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overflow: Option<Overflow>,
}

crate::words_enum! {
    /// Why a queue was passed over.
    pub enum OverflowReason {
        /// Its hours were closed.
        OutOfHours = "out_of_hours",
        /// As many conversations waited as its limit allows.
        ItemLimit = "item_limit",
        /// It was not there any longer.
        Missing = "missing",
    }
}

impl QueueSnapshot {
    /// Why it does not take another conversation, and what becomes of one; `None` when it takes it. Hours come before the limit
    /// (REFERENCE-SYSTEM.md C.1).
    pub fn overflow(&self) -> Option<(OverflowReason, OverflowAction)> {
        let overflow = self.overflow.as_ref()?;
        if !self.is_open && overflow.out_of_hours != OverflowAction::Assign {
            return Some((OverflowReason::OutOfHours, overflow.out_of_hours));
        }
        let is_full = overflow.item_limit.is_some_and(|limit| self.length >= i64::from(limit));
        overflow.then.filter(|_| is_full).map(|action| (OverflowReason::ItemLimit, action))
    }
}

/// What routing may know of the queues.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The workstream's fallback queue.
    pub fallback: QueueSnapshot,
    /// The queues that its rules name, and those to which these transfer what they cannot take.
    #[serde(default)]
    pub named: BTreeMap<QueueId, QueueSnapshot>,
    /// How far local time was ahead of UTC in the fallback queue's zone when the conversation was received, in seconds.
    #[serde(default)]
    pub utc_offset_s: i64,
}

impl Snapshot {
    /// A queue of it.
    pub fn queue(&self, id: QueueId) -> Option<&QueueSnapshot> {
        if self.fallback.id == id { Some(&self.fallback) } else { self.named.get(&id) }
    }
}
