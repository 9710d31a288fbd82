//! A queue: an ordered place where conversations wait, with members. A queue without members holds its work and says so.

use serde::{Deserialize, Serialize};

use crate::{Fault, Name, QueueId, UserId};

/// Lower is served first.
pub const PRIORITY: std::ops::RangeInclusive<i32> = 1..=10_000;
/// What a queue gets when nobody chose.
pub const DEFAULT_PRIORITY: i32 = 100;

crate::words_enum! {
    /// Who among the members gets the next conversation.
    pub enum Assignment {
        /// Whoever has most room.
        HighestCapacity = "highest_capacity",
        /// Each in turn.
        RoundRobin = "round_robin",
        /// Whoever has waited longest for work.
        LeastActive = "least_active",
    }
}

/// Reads a priority as typed; blank is the default.
pub fn parse_priority(raw: &str) -> Result<i32, Fault> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Ok(DEFAULT_PRIORITY);
    }
    let priority: i32 = raw.parse().map_err(|_| Fault::NotANumber)?;
    check_priority(priority)
}

/// Holds a priority to its range.
pub fn check_priority(priority: i32) -> Result<i32, Fault> {
    if PRIORITY.contains(&priority) {
        Ok(priority)
    } else {
        Err(Fault::OutOfRange { min: i64::from(*PRIORITY.start()), max: i64::from(*PRIORITY.end()) })
    }
}

/// A queue to create.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewQueue {
    /// Unique without case.
    pub name: Name,
    /// See [`PRIORITY`].
    pub priority: i32,
}

/// New values for a queue that was read at `version`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueChange {
    /// Unique without case.
    pub name: Name,
    /// See [`PRIORITY`].
    pub priority: i32,
    /// The version that the person saw.
    pub version: i32,
}

/// A row of the list of queues.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueSummary {
    /// The queue.
    pub id: QueueId,
    /// Its name.
    pub name: String,
    /// See [`PRIORITY`].
    pub priority: i32,
    /// The queue that is there from the start; it can be neither renamed nor deleted.
    pub is_default: bool,
    /// How many people serve it.
    pub member_count: i64,
    /// How many conversations wait in it now.
    pub waiting_count: i64,
}

/// A queue's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueDetail {
    /// The row of the list.
    pub summary: QueueSummary,
    /// For concurrent edits.
    pub version: i32,
    /// Who serves it.
    pub members: Vec<QueueMember>,
    /// The workstreams whose fallback queue it is.
    pub fallback_of: Vec<(crate::WorkstreamId, String)>,
    /// How many conversations, closed ones included, name it.
    pub conversation_count: i64,
}

/// Somebody who serves a queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueMember {
    /// The person.
    pub user_id: UserId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
}
