//! A queue: an ordered place where conversations wait, with members. A queue without members holds its work and says so.

use serde::{Deserialize, Serialize};

use crate::{Fault, HoursId, Name, QueueId, UserId, WorkstreamId, hours::Hours};

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

/// The largest number of waiting conversations that a limit may name (REFERENCE-SYSTEM.md C.1).
pub const ITEM_LIMIT: std::ops::RangeInclusive<u32> = 1..=100;
/// The shortest and the longest wait that a limit may name, in minutes: one minute to two days.
pub const WAIT_MINUTES: std::ops::RangeInclusive<u32> = 1..=2 * 24 * 60;

/// What becomes of a conversation that its queue should not keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverflowAction {
    /// It waits here all the same.
    Assign,
    /// It is ended.
    End,
    /// It goes to another queue.
    Transfer(QueueId),
}

/// When a queue should not take or keep a conversation, and what becomes of it then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overflow {
    /// Overflows when this many conversations wait already; see [`ITEM_LIMIT`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_limit: Option<u32>,
    /// Overflows when a conversation has waited this long; see [`WAIT_MINUTES`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait_minutes: Option<u32>,
    /// What becomes of a conversation that comes outside the queue's hours.
    pub out_of_hours: OverflowAction,
    /// What becomes of one that meets a limit; there whenever a limit is, and never [`OverflowAction::Assign`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<OverflowAction>,
}

impl Overflow {
    /// Whether a conversation that comes may ever be passed on, at some hour or length.
    pub fn can_pass_on(&self) -> bool {
        self.out_of_hours != OverflowAction::Assign || self.item_limit.is_some()
    }

    /// The queues that it sends to.
    pub fn transfers(&self) -> impl Iterator<Item = QueueId> {
        [Some(self.out_of_hours), self.then].into_iter().flatten().filter_map(|action| match action {
            OverflowAction::Transfer(id) => Some(id),
            OverflowAction::Assign | OverflowAction::End => None,
        })
    }
}

/// How a queue works: its hours, how it hands out work, and when it overflows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueSettings {
    /// Open round the clock without.
    pub hours_id: Option<HoursId>,
    /// Who gets the next conversation.
    pub assignment: Assignment,
    /// Never overflows without.
    pub overflow: Option<Overflow>,
}

impl Default for QueueSettings {
    fn default() -> Self {
        Self { hours_id: None, assignment: Assignment::HighestCapacity, overflow: None }
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
    pub fallback_of: Vec<(WorkstreamId, String)>,
    /// How many conversations, closed ones included, name it.
    pub conversation_count: i64,
}

/// How a queue works, with what its settings name and what names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueSetup {
    /// The settings.
    pub settings: QueueSettings,
    /// The hours that they name.
    pub hours: Option<Hours>,
    /// The queues that they transfer to.
    pub transfers: Vec<(QueueId, String)>,
    /// The rules in force that send here, by workstream and in order.
    pub rules: Vec<RuleUse>,
    /// The queues that overflow into it.
    pub overflow_of: Vec<(QueueId, String)>,
}

/// A rule that sends to a queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleUse {
    /// The workstream.
    pub workstream_id: WorkstreamId,
    /// Its name.
    pub workstream: String,
    /// The rule's name.
    pub rule: String,
}

/// What a queue's settings may name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsChoices {
    /// Sets of hours by name.
    pub hours: Vec<(HoursId, String)>,
    /// The other queues by name.
    pub queues: Vec<(QueueId, String)>,
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
