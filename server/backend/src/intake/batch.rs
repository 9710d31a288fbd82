//! Storing a batch: in one statement where every delivery is new, as nearly always; else firsts in one, and repeats in a second one that
//! knows the firsts.

use std::collections::{HashMap, HashSet};

use anyhow::anyhow;
use domain::{ReceiptId, receipt::Outcome};
use sqlx::PgConnection;

use super::{
    Entry, Recorded,
    store::{self, Repeat},
};
use crate::{Error, Result};

/// A first that vanished between two statements (it was erased) makes a repeat a first; more often than this is a mistake.
const ROUNDS: usize = 3;

/// Stores entries that are sorted by dedupe key. Each statement is a transaction of its own: deliveries do not depend on each other,
/// and a repeat may only look for its first after that one is committed, which may be another writer's doing.
pub(super) async fn store(conn: &mut PgConnection, entries: &[Entry]) -> Result<Vec<Result<Recorded>>> {
    let is_alone = entries.windows(2).all(|pair| !is_repeat(&pair[0], &pair[1]));
    if is_alone && store::insert_new(conn, entries).await? {
        return Ok(entries.iter().map(|entry| Ok(Recorded { outcome: entry.outcome })).collect());
    }
    sort_out(conn, entries).await
}

/// Stores entries of which some are there already, or twice in the batch.
async fn sort_out(conn: &mut PgConnection, entries: &[Entry]) -> Result<Vec<Result<Recorded>>> {
    let mut outcomes: HashMap<ReceiptId, Outcome> = HashMap::with_capacity(entries.len());
    let mut open: Vec<&Entry> = entries.iter().collect();
    for _ in 0..ROUNDS {
        let firsts = first_of_each(&open);
        let stored: HashSet<ReceiptId> = store::insert(conn, &firsts).await?.into_iter().collect();
        for first in firsts {
            // Without a key only its own id can have stood in the way: an earlier try has written it.
            if stored.contains(&first.id) || first.dedupe_key().is_none() {
                outcomes.insert(first.id, first.outcome);
            }
        }
        open.retain(|entry| !outcomes.contains_key(&entry.id));
        if open.is_empty() {
            break;
        }
        for Repeat { id, first_id, is_same } in store::insert_repeats(conn, &open).await? {
            let outcome = match (id == first_id, is_same) {
                (true, _) => open.iter().find(|e| e.id == id).map_or(Outcome::Accepted, |e| e.outcome),
                (false, true) => Outcome::Duplicate,
                (false, false) => Outcome::Conflict,
            };
            outcomes.insert(id, outcome);
        }
        open.retain(|entry| !outcomes.contains_key(&entry.id));
        if open.is_empty() {
            break;
        }
    }
    let result = |entry: &Entry| match outcomes.get(&entry.id) {
        Some(outcome) => Ok(Recorded { outcome: *outcome }),
        None => Err(Error::Unavailable(anyhow!("the first delivery of an event keeps vanishing"))),
    };
    Ok(entries.iter().map(result).collect())
}

/// The entries without those whose key an earlier one in the batch has: these are repeats already.
fn first_of_each<'e>(entries: &[&'e Entry]) -> Vec<&'e Entry> {
    let mut firsts = entries.to_vec();
    firsts.dedup_by(|later, earlier| is_repeat(earlier, later));
    firsts
}

/// Whether the later of two entries that stand beside each other has the key of the earlier one: equal keys stand together.
fn is_repeat(earlier: &Entry, later: &Entry) -> bool {
    earlier.dedupe_key().is_some() && earlier.dedupe_key() == later.dedupe_key()
}
