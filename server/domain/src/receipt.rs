//! A receipt: the record of one HTTP delivery to the webhook, accepted or refused.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{AccountId, ConversationId, ReceiptId, field_security::Sight};

crate::words_enum! {
    /// What became of a delivery.
    pub enum Outcome {
        /// Genuine and new: an event that is stored and takes effect, or a handshake that was answered.
        Accepted = "accepted",
        /// Genuine, seen before; no second effect.
        Duplicate = "duplicate",
        /// The key of an earlier event with other bytes; kept, not processed.
        Conflict = "conflict",
        /// Genuine and stored, but could not be understood or processed; can be replayed.
        DeadLetter = "dead_letter",
        /// Not believed.
        Refused = "refused",
        /// The account is suspended; nothing of it was kept.
        Suspended = "suspended",
    }
}

/// A row of the list of receipts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptSummary {
    /// The receipt.
    pub id: ReceiptId,
    /// The account whose address was called.
    pub account_id: AccountId,
    /// Its name; absent when it has been deleted.
    pub account: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// Why, as a code.
    pub reason: Option<String>,
    /// The kind of event, where it could be read.
    pub kind: Option<String>,
    /// When the request was complete.
    pub received_at: Timestamp,
    /// From the complete request to the writing of the receipt, in microseconds; the commit comes on top.
    pub latency_us: i32,
    /// Bytes of the body.
    pub body_size: i32,
}

/// How many deliveries had an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeCount {
    /// The outcome.
    pub outcome: Outcome,
    /// How many; nobody counts further than [`OutcomeCount::MAX`].
    pub count: i64,
}

impl OutcomeCount {
    /// As far as is counted.
    pub const MAX: i64 = 1_000;
}

/// A receipt's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptDetail {
    /// The row of the list.
    pub summary: ReceiptSummary,
    /// What the signature check found, as a code.
    pub signature: String,
    /// The first delivery of the same event.
    pub duplicate_of: Option<ReceiptId>,
    /// SHA-256 of the body, in lower-case hexadecimal.
    pub body_hash: Option<String>,
    /// The stored body, indented, for those who may see it; absent where none was kept.
    pub body: Sight<Option<String>>,
    /// Where its event ended up.
    pub conversation_id: Option<ConversationId>,
    /// How often processing was tried.
    pub attempt_count: i32,
    /// Whether it can be processed again.
    pub can_replay: bool,
}
