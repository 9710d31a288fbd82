//! Queues as routing sees them.

use std::collections::BTreeMap;

use domain::{
    QueueId, WorkstreamId,
    routing::{QueueState, Queues, Rules},
};
use jiff::Timestamp;
use sqlx::PgConnection;

use super::store;
use crate::{Error, Result};

/// The fallback queue of a workstream, the queues that rules name, and those to which any of them overflows.
pub(crate) async fn load(conn: &mut PgConnection, id: WorkstreamId, rules: &Rules, now: Timestamp) -> Result<Queues> {
    let fallback = store::fallback_of(conn, id).await?.ok_or(Error::NotFound)?;
    let mut wanted: Vec<QueueId> = rules.queues().map(|(_, id)| *id).chain([fallback]).collect();
    let mut named = BTreeMap::new();
    // Transfers lead one step further and no more: where they end nothing overflows.
    for _ in 0..2 {
        wanted.retain(|id| !named.contains_key(id));
        for state in store::states(conn, &wanted, now).await? {
            named.insert(state.id(), state);
        }
        wanted = named.values().flat_map(QueueState::transfers).collect();
    }
    let fallback = named.remove(&fallback).ok_or(Error::NotFound)?;
    Ok(Queues::new(fallback, named))
}
