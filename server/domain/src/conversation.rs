//! A conversation: one customer's thread with one agent account.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{AccountId, ConversationId, QueueId, WorkstreamId, field_security::Sight};

crate::words_enum! {
    /// Where a conversation is (REFERENCE-SYSTEM.md H.2).
    pub enum ConversationState {
        /// Waits in a queue.
        Open = "open",
        /// Somebody is on it.
        Active = "active",
        /// Waits for the customer.
        Waiting = "waiting",
        /// Ended, being written up.
        WrapUp = "wrap_up",
        /// Over; the customer's next message begins another.
        Closed = "closed",
    }
}

crate::words_enum! {
    /// Why a conversation was closed by the system.
    pub enum ClosedFor {
        /// Its account was deleted.
        AccountDeleted = "account_deleted",
        /// Its agent account was removed.
        AgentAccountRemoved = "agent_account_removed",
        /// Its queue did not take or keep it.
        Overflow = "overflow",
    }
}

/// A row of the list of conversations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationSummary {
    /// The conversation.
    pub id: ConversationId,
    /// The provider's id of it.
    pub provider_conversation_id: String,
    /// The account that it came to.
    pub account_id: AccountId,
    /// Its name at the time.
    pub account: String,
    /// The agent account's name at the time.
    pub agent_account: String,
    /// The workstream that took it.
    pub workstream_id: WorkstreamId,
    /// Its name at the time.
    pub workstream: String,
    /// The queue that it waits in.
    pub queue_id: QueueId,
    /// Its name.
    pub queue: String,
    /// Where it is.
    pub state: ConversationState,
    /// As the provider told it, for those who may read it.
    pub customer_name: Sight<Option<String>>,
    /// When it began.
    pub created_at: Timestamp,
    /// Since when the customer waits for an answer.
    pub waiting_since: Option<Timestamp>,
    /// When the last message came or went.
    pub last_message_at: Timestamp,
    /// How many messages it has.
    pub message_count: i32,
}

/// A step of a conversation that waited too long in its queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// The queue's name at the time.
    pub from: String,
    /// The name of the queue that it went to; absent where it was ended.
    pub to: Option<String>,
    /// When.
    pub at: Timestamp,
}
