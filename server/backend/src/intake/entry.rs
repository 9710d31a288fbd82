//! A row of the ledger before it is written, and what became of it.

use std::time::Instant;

use bytes::Bytes;
use domain::{AccountId, AgentAccountId, ReceiptId, receipt::Outcome};
use jiff::Timestamp;

/// A delivery that is to be recorded. No `Debug`: the body is what customers wrote.
pub(crate) struct Entry {
    pub id: ReceiptId,
    pub account_id: AccountId,
    pub agent_account_id: Option<AgentAccountId>,
    pub received: Received,
    pub outcome: Outcome,
    pub reason: Option<&'static str>,
    pub kind: Option<&'static str>,
    pub signature: &'static str,
    pub body_size: i32,
    pub content: Option<Content>,
}

/// What is kept of a genuine event.
pub(crate) struct Content {
    pub dedupe_key: [u8; 32],
    pub body_hash: [u8; 32],
    /// The exact bytes, tokens blanked.
    pub body: Bytes,
    /// The digest of its conversation, where it is to be processed.
    pub conversation_hash: Option<i64>,
}

/// When a request was complete: for the record, and for measuring from there.
#[derive(Clone, Copy, Debug)]
pub struct Received {
    /// By the portal's clock.
    pub at: Timestamp,
    /// By the machine's.
    pub started: Instant,
}

impl Received {
    /// Microseconds since then.
    pub fn elapsed_us(&self) -> i32 {
        i32::try_from(self.started.elapsed().as_micros()).unwrap_or(i32::MAX)
    }
}

/// What became of an entry: on disk by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Recorded {
    pub outcome: Outcome,
}

impl Entry {
    /// Roughly how much memory it takes.
    pub fn size(&self) -> usize {
        256 + self.content.as_ref().map_or(0, |content| content.body.len())
    }

    pub fn dedupe_key(&self) -> Option<&[u8; 32]> {
        self.content.as_ref().map(|content| &content.dedupe_key)
    }

    pub fn conversation_hash(&self) -> Option<i64> {
        self.content.as_ref().and_then(|content| content.conversation_hash)
    }
}
