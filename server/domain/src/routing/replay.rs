//! What other rules would have done with conversations that were decided before: the sums of a replay.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Decision, Snapshot, Trace};
use crate::{ConversationId, QueueId, field_security::Sight};

/// A time window: from an instant, up to but not including another; or the newest of what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The first instant.
    pub from: Timestamp,
    /// The first instant behind it.
    pub to: Timestamp,
    /// As many of the newest are taken; all where nothing is said.
    #[serde(default)]
    pub newest: Option<u32>,
}

impl Window {
    /// The time before `now`, that moment included.
    pub fn last(span: SignedDuration, now: Timestamp) -> Self {
        Self { from: now - span, to: now + SignedDuration::from_micros(1), newest: None }
    }

    /// As many conversations, those before `now`, however old they are.
    pub fn newest(count: u32, now: Timestamp) -> Self {
        let from = Timestamp::UNIX_EPOCH;
        Self { from, newest: Some(count), ..Self::last(SignedDuration::ZERO, now) }
    }
}

/// Where a conversation went, or would have gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Destination {
    /// The queue.
    pub queue_id: QueueId,
    /// Whether it was ended instead of waiting there.
    pub is_ended: bool,
}

impl From<&Decision> for Destination {
    fn from(decision: &Decision) -> Self {
        Self { queue_id: decision.queue_id, is_ended: decision.is_ended }
    }
}

/// A conversation as it was decided.
#[derive(Clone, Copy, Debug)]
pub struct Decided<'a> {
    /// The conversation.
    pub conversation_id: ConversationId,
    /// When.
    pub at: Timestamp,
    /// What the customer is called, where that is known and may be read.
    pub customer: Sight<Option<&'a str>>,
    /// Where it went.
    pub to: Destination,
    /// Whether no rule chose that.
    pub is_fallback: bool,
}

/// A conversation that would have gone elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The conversation.
    pub conversation_id: ConversationId,
    /// When it was decided.
    pub at: Timestamp,
    /// What the customer is called, where that is known and may be read.
    pub customer: Sight<Option<String>>,
    /// Where it went.
    pub from: Destination,
    /// Where it would have gone.
    pub to: Destination,
}

/// What a replay found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replay {
    /// How many conversations were decided again.
    pub count: u64,
    /// From where to where how many would have moved.
    #[serde(with = "moves")]
    pub moves: BTreeMap<(Destination, Destination), u64>,
    /// The newest that would have moved; at most [`Replay::EXAMPLES`].
    pub examples: Vec<Moved>,
    /// How many went to the fallback queue because no rule chose another.
    pub fallback_before: u64,
    /// How many would.
    pub fallback_after: u64,
    /// How many would have met a queue that overflows.
    pub overflow: u64,
    /// How many were ended, as no queue could take them.
    pub ended_before: u64,
    /// How many would be.
    pub ended_after: u64,
    /// What the queues between which conversations would have moved are called.
    pub names: BTreeMap<QueueId, String>,
}

impl Replay {
    /// As many conversations are listed one by one.
    pub const EXAMPLES: usize = 200;

    /// Takes in one conversation: as it was decided, and as it would be. The newest come first.
    pub fn add(&mut self, before: &Decided<'_>, after: &Decision, trace: &Trace, snapshot: &Snapshot) {
        let (from, to) = (before.to, Destination::from(after));
        self.count += 1;
        self.fallback_before += u64::from(before.is_fallback);
        self.fallback_after += u64::from(after.is_fallback);
        self.ended_before += u64::from(from.is_ended);
        self.ended_after += u64::from(to.is_ended);
        self.overflow += u64::from(!trace.passed.is_empty());
        if from == to {
            return;
        }
        *self.moves.entry((from, to)).or_default() += 1;
        for id in [from.queue_id, to.queue_id] {
            if let Some(queue) = snapshot.queue(id) {
                self.names.entry(id).or_insert_with(|| queue.name.clone());
            }
        }
        if self.examples.len() < Self::EXAMPLES {
            let (conversation_id, at) = (before.conversation_id, before.at);
            let customer = before.customer.map(|name| name.map(str::to_owned));
            self.examples.push(Moved { conversation_id, at, customer, from, to });
        }
    }

    /// How many would have gone elsewhere.
    pub fn moved(&self) -> u64 {
        self.moves.values().sum()
    }
}

/// In JSON the moves are a list: an object has texts for keys.
mod moves {
    use super::{BTreeMap, Destination};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    type Moves = BTreeMap<(Destination, Destination), u64>;

    pub fn serialize<S: Serializer>(moves: &Moves, to: S) -> Result<S::Ok, S::Error> {
        moves.iter().collect::<Vec<_>>().serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Moves, D::Error> {
        Vec::<((Destination, Destination), u64)>::deserialize(from).map(|moves| moves.into_iter().collect())
    }
}
