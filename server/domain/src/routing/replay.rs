//! What other rules would have done with conversations that were decided before: the sums of a replay.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Decision, Trace};
use crate::{ConversationId, QueueId};

/// A time window: from an instant, up to but not including another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The first instant.
    pub from: Timestamp,
    /// The first instant behind it.
    pub to: Timestamp,
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

/// A conversation that would have gone elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The conversation.
    pub conversation_id: ConversationId,
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
}

impl Replay {
    /// As many conversations are listed one by one.
    pub const EXAMPLES: usize = 200;

    /// Takes in one conversation: as it was decided, and as it would be. The newest come first.
    pub fn add(&mut self, id: ConversationId, before: (Destination, bool), after: &Decision, trace: &Trace) {
        let (from, was_fallback) = before;
        let to = Destination::from(after);
        self.count += 1;
        self.fallback_before += u64::from(was_fallback);
        self.fallback_after += u64::from(after.is_fallback);
        self.overflow += u64::from(!trace.passed.is_empty());
        if from != to {
            *self.moves.entry((from, to)).or_default() += 1;
            if self.examples.len() < Self::EXAMPLES {
                self.examples.push(Moved { conversation_id: id, from, to });
            }
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
