//! The log as it is read.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::{EventKind, Subject};

crate::words_enum! {
    /// What came of an attempt.
    pub enum Outcome {
        /// It was done.
        Done = "done",
        /// It was refused.
        Refused = "refused",
    }
}

crate::words_enum! {
    /// Which sort of actor it was.
    pub enum ActorKind {
        /// A person.
        User = "user",
        /// A program with a key of the API.
        ApiKey = "api_key",
        /// Somebody at the machine's own command line.
        CommandLine = "command_line",
        /// The portal itself.
        System = "system",
        /// Nobody who is known.
        Anonymous = "anonymous",
    }
}

/// One entry of the log, with the names that its ids have now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number, in the order of writing.
    pub id: i64,
    /// When it happened.
    pub at: Timestamp,
    /// Which sort of actor it was.
    pub actor_kind: ActorKind,
    /// The person's or the key's id.
    pub actor_id: Option<Uuid>,
    /// What the actor is called now; absent for somebody who is gone.
    pub actor_name: Option<String>,
    /// What happened, `noun.past_tense`.
    pub name: String,
    /// The same as a kind of event; absent for one that only a newer program knows.
    pub kind: Option<EventKind>,
    /// What came of it.
    pub outcome: Outcome,
    /// The kind of thing; absent for one that only a newer program knows.
    pub subject: Option<Subject>,
    /// The thing's id.
    pub subject_id: Option<Uuid>,
    /// What the thing is called now, or was called when the entry was written.
    pub subject_name: Option<String>,
    /// What the event keeps.
    pub data: Value,
    /// The request that it happened in.
    pub request_id: Option<Uuid>,
    /// A reference to the session, which cannot be used as one.
    pub session: Option<String>,
    /// The network that the request came from: 24 bits of an IPv4 address, 48 of an IPv6 address.
    pub network: Option<String>,
}

/// Which entries are wanted; what is absent does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LogFilter {
    /// Those of this moment or later.
    pub since: Option<Timestamp>,
    /// Those before this moment.
    pub until: Option<Timestamp>,
    /// Those of this person or key.
    pub actor_id: Option<Uuid>,
    /// Those that say this.
    pub kind: Option<EventKind>,
    /// Those about this kind of thing.
    pub subject: Option<Subject>,
    /// Those about this thing.
    pub subject_id: Option<Uuid>,
    /// Those with this outcome.
    pub outcome: Option<Outcome>,
}

/// How far the log has been sealed and signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainState {
    /// So many entries wait to be sealed.
    pub waiting: i64,
    /// The last head; absent before the first.
    pub signed: Option<SignedHead>,
}

/// How far the log has been signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedHead {
    /// So many entries were in the chain.
    pub count: i64,
    /// The hash of the last of them, in hexadecimal.
    pub hash: String,
    /// When it was signed.
    pub at: Timestamp,
}

crate::words_enum! {
    /// How a file of the log is written.
    pub enum ExportFormat {
        /// For spreadsheets.
        Csv = "csv",
        /// One object in JSON a line.
        Json = "json",
    }
}

crate::words_enum! {
    /// How far an export has come.
    pub enum ExportState {
        /// Waits, or is being written.
        Waiting = "waiting",
        /// Can be fetched.
        Ready = "ready",
        /// Could not be written.
        Failed = "failed",
    }
}

/// A file of the log that somebody asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// Its id.
    pub id: Uuid,
    /// How it is written.
    pub format: ExportFormat,
    /// How far it has come.
    pub state: ExportState,
    /// How many entries it holds.
    pub entry_count: i64,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// When it goes.
    pub expires_at: Timestamp,
}
