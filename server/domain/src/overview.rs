//! The overview: numbers of the last day, what needs somebody, and how far a new portal has come.

use serde::{Deserialize, Serialize};

use crate::QueueId;

crate::words_enum! {
    /// A step from an empty portal to the first routed message.
    pub enum Step {
        /// An account is connected.
        Account = "account",
        /// The provider has confirmed its address.
        Verified = "verified",
        /// A queue has members.
        Members = "members",
        /// There is a workstream.
        Workstream = "workstream",
        /// It has a channel.
        Channel = "channel",
        /// A message has come.
        Message = "message",
    }
}

/// A queue that work waits in without anybody to do it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdleQueue {
    /// The queue.
    pub id: QueueId,
    /// Its name.
    pub name: String,
}

/// What the first page shows. Numbers that the person may not know are zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// The steps, in order, and whether each is done.
    pub steps: Vec<(Step, bool)>,
    /// Conversations that wait in queues now.
    pub waiting_count: i64,
    /// Conversations that began in the last 24 hours.
    pub conversations_today: i64,
    /// Messages of the last 24 hours.
    pub messages_today: i64,
    /// Accounts whose address is confirmed.
    pub verified_account_count: i64,
    /// Deliveries refused in the last 24 hours.
    pub refused_last_day: i64,
    /// Deliveries that are stored but could not be processed.
    pub dead_letter_count: i64,
    /// Queues in which conversations wait although nobody serves them.
    pub queues_without_members: Vec<IdleQueue>,
    /// Reminders of secrets that are due.
    pub expiring_secrets: Vec<crate::secret::ExpiringSecret>,
}
