//! A message: one entry in a conversation.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{MessageId, ReceiptId, field_security::Sight};

crate::words_enum! {
    /// Which way a message went.
    pub enum Direction {
        /// From the customer.
        In = "in",
        /// To the customer.
        Out = "out",
    }
}

/// What was written in a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Its text, where it has one.
    pub text: Option<String>,
    /// What the kind has beyond text.
    pub details: Option<serde_json::Value>,
}

/// A message as the timeline shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The message.
    pub id: MessageId,
    /// Which way it went.
    pub direction: Direction,
    /// What it is, as a code: `text`, `image`, `suggestion`, …
    pub kind: String,
    /// What was written, for those who may read it.
    pub content: Sight<Content>,
    /// When the provider says that it was sent.
    pub sent_at: Option<Timestamp>,
    /// When we stored it.
    pub recorded_at: Timestamp,
    /// The delivery that brought it.
    pub receipt_id: Option<ReceiptId>,
}
