//! Verifying the log: every event against its link, every link against the one before, and the whole against signed heads.
//!
//! The chain alone shows what was changed in place. It does not show that its end was cut off, or that all of it was made anew:
//! whoever may change the tables can do both. Heads in the database show that as far as they are left; heads that were kept
//! elsewhere, the anchors, show it whatever was done to the database.

use serde::Serialize;
use sqlx::PgConnection;

use super::{
    Audit,
    head::{Head, Mark},
    store::chain as store,
};
use crate::Result;

mod walk;

use walk::Walk;

/// Links that are read at once: the database finds them by their keys, and sorts nothing.
const STRIDE: i64 = 5000;
/// The most faults that are told.
const MOST: usize = 50;

/// What was done to the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An entry, or its link, has another content than when it was sealed.
    Edited,
    /// An entry or its link is gone.
    Deleted,
    /// An entry is there that was never sealed, or a link that the next one does not follow.
    Inserted,
    /// Entries stand in another order than they were sealed in.
    Reordered,
    /// The end of the log is gone.
    Truncated,
    /// From some entry on the log is another one than was signed.
    Regrown,
    /// The whole log is another one than was signed.
    Rewritten,
    /// A signed head of the database is not from this portal.
    HeadForged,
}

/// One fault, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tampering {
    /// What was done.
    pub kind: Kind,
    /// Where in the chain; for what was cut off or grown anew, the last place that is as it was signed.
    pub position: Option<i64>,
    /// The number of the entry.
    pub event_id: Option<i64>,
}

/// What verifying found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// So many links were read.
    pub count: i64,
    /// So many events wait to be sealed.
    pub waiting: i64,
    /// So many signed heads of the database were checked.
    pub heads: usize,
    /// So many heads from elsewhere were checked.
    pub anchors: usize,
    /// The last head that the chain goes through.
    pub last_head: Option<Head>,
    /// How many links an anchor vouches for.
    pub anchored: i64,
    /// What is wrong, in the order of the chain; at most fifty places.
    pub tampering: Vec<Tampering>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.tampering.is_empty()
    }
}

impl Audit<'_> {
    /// Seals what waits and verifies everything, against heads that were kept elsewhere as well. A sound chain gets a head.
    pub async fn verify(&self, anchors: &[Mark]) -> Result<(Report, Option<Head>)> {
        self.seal().await?;
        let mut tx = self.0.begin().await?;
        store::hold_still(&mut tx).await?;
        let report = verify(&mut tx, &self.0.vault().audit_keys(), anchors).await?;
        tx.rollback().await?;
        let head = if report.is_sound() { self.sign_now().await? } else { None };
        Ok((report, head))
    }
}

/// Verifies what a connection sees. `keys` are the public keys of this portal.
pub(super) async fn verify(conn: &mut PgConnection, keys: &[(String, [u8; 32])], anchors: &[Mark]) -> Result<Report> {
    let heads = store::heads(conn).await?;
    let mut walk = Walk::new(&heads, keys, anchors);
    // From below the first place: who may change the table may have put something there.
    let mut after = i64::MIN;
    loop {
        let links = store::links(conn, after, STRIDE).await?;
        let Some(last) = links.last() else { break };
        after = last.position;
        for link in links {
            walk.step(link);
        }
    }
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    let strays = store::strays(conn, most).await?;
    let vanished = store::vanished(conn, most).await?;
    let waiting = store::count_waiting(conn).await?;
    Ok(walk.end(&strays, &vanished, waiting))
}
