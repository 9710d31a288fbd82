//! A workstream: the container that routes and distributes the work of one channel kind.

use serde::{Deserialize, Serialize};

use crate::{ChannelKind, Name, QueueId, WorkstreamId, channel::ChannelSummary};

crate::words_enum! {
    /// The kind of work.
    pub enum WorkType {
        /// Conversations of a messaging channel.
        Messaging = "messaging",
    }
}

crate::words_enum! {
    /// How work reaches people; fixed when the workstream is made.
    pub enum Distribution {
        /// Offered by capacity and presence.
        Push = "push",
        /// Taken from a list.
        Pick = "pick",
    }
}

/// The fallback queue of a new workstream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FallbackQueue {
    /// One that is there.
    Existing(QueueId),
    /// One to be made together with the workstream.
    New(Name),
}

/// A workstream to create.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWorkstream {
    /// Unique without case.
    pub name: Name,
    /// The kind of work.
    pub work_type: WorkType,
    /// The service whose channels it takes.
    pub channel_kind: ChannelKind,
    /// Push or pick.
    pub distribution: Distribution,
    /// Where a conversation goes when no rule matches or a rule fails.
    pub fallback_queue: FallbackQueue,
}

/// New values for a workstream that was read at `version`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkstreamChange {
    /// Unique without case.
    pub name: Name,
    /// The fallback queue.
    pub fallback_queue_id: QueueId,
    /// The version that the person saw.
    pub version: i32,
}

/// A row of the list of workstreams.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkstreamSummary {
    /// The workstream.
    pub id: WorkstreamId,
    /// Its name.
    pub name: String,
    /// The kind of work.
    pub work_type: WorkType,
    /// The service.
    pub channel_kind: ChannelKind,
    /// Push or pick.
    pub distribution: Distribution,
    /// The fallback queue.
    pub fallback_queue_id: QueueId,
    /// Its name.
    pub fallback_queue: String,
    /// How many channels it has.
    pub channel_count: i64,
    /// How many conversations are not closed.
    pub open_conversation_count: i64,
}

/// A workstream's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkstreamDetail {
    /// The row of the list.
    pub summary: WorkstreamSummary,
    /// For concurrent edits.
    pub version: i32,
    /// Its channels.
    pub channels: Vec<ChannelSummary>,
    /// The version of its rules that is in force.
    pub ruleset_version: i32,
    /// How many rules that version has.
    pub rule_count: i64,
    /// How many conversations, closed ones included, it has had.
    pub conversation_count: i64,
}
