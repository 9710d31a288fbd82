//! Audit: one typed event for each act and each refused attempt, written in the transaction of the change. Append-only in the
//! database.
//!
//! ```text
//! record ──▶ audit.event ──trigger──▶ audit.waiting ──seal, every two seconds──▶ audit.link ──sign, every five minutes──▶ audit.head
//! ```
//! Chaining events as they are written would make every change wait for every other. So they are chained behind the changes, by
//! one node at a time: what waits is known by its own row, so that nothing is passed over. A link holds the digest of its event and
//! a hash over that and the link before; a head signs how many links there are and the hash of the last. [`verify`] walks all of
//! it, and says what a chain without a copy of its heads elsewhere cannot show.
//!
//! An event keeps ids and the names of fields, nothing about people: what they are called is looked up when the log is read. Of an
//! address the network is kept (24 bits of IPv4, 48 of IPv6). Entries are kept for ever.

use domain::audit::{ActorKind as Kind, Event};
use sqlx::PgConnection;

use crate::{Actor, Backend, Result, actor::ActorKind};

mod chain;
mod exports;
mod head;
mod log;
mod origin;
mod refusals;
mod seal;
mod store;
#[cfg(test)]
mod tests;
pub mod verify;

pub use head::{Head, Mark, MarkFault};
pub use origin::Origin;
pub(crate) use refusals::{Refusals, Trace};

/// The verbs of the log.
pub struct Audit<'a>(pub(crate) &'a Backend);

impl Audit<'_> {
    /// An actor in a request that came from somewhere: what they do is recorded with that, and what they are refused is recorded.
    pub fn trace(&self, actor: Actor, origin: Origin) -> Actor {
        actor.traced(Trace::new(origin, self.0.refusals().clone()))
    }

    /// Records that a stranger was refused.
    pub fn refused(&self, origin: Origin, event: Event) {
        self.trace(Actor::anonymous(), origin).refused(event);
    }

    /// Waits until every refusal so far is written.
    pub async fn settle(&self) {
        self.0.refusals().flush().await;
    }
}

/// Records what `actor` did. Give the transaction that makes the change, so that neither is there without the other.
pub async fn record(conn: &mut PgConnection, actor: &Actor, at: jiff::Timestamp, event: &Event) -> Result<()> {
    let (kind, id, name) = match actor.kind() {
        ActorKind::User(id) => (Kind::User, Some(id.0), None),
        ActorKind::ApiKey(id) => (Kind::ApiKey, Some(id.0), Some(actor.name())),
        ActorKind::CommandLine => (Kind::CommandLine, None, None),
        ActorKind::System => (Kind::System, None, None),
        ActorKind::Anonymous => (Kind::Anonymous, None, None),
    };
    store::append(conn, at, (kind, id, name), actor.origin(), event).await
}
