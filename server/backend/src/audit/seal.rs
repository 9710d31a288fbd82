//! Sealing: events become links of the chain, and the chain gets signed heads.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use sqlx::PgConnection;
use tokio_util::sync::CancellationToken;

use super::{
    Audit,
    chain::{self, GENESIS, Hash},
    head::{Head, hexadecimal},
    store::chain as store,
};
use crate::{Error, Result};

/// What waits is looked for so often.
const EVERY: Duration = Duration::from_secs(2);
/// … and so long after a failure, which is told once each time.
const REST: Duration = Duration::from_mins(1);
/// Links that are made in one transaction.
const BATCH: usize = 1000;
/// A head is signed after so many links, …
const LINKS: i64 = 1000;
/// … or after so long.
const AGE: SignedDuration = SignedDuration::from_mins(5);

impl Audit<'_> {
    /// Seals and signs until told to stop, and then once more. Each new head is given to `tell`, to be kept somewhere else.
    pub async fn run(&self, stop: CancellationToken, tell: impl Fn(&Head) + Send) {
        let mut pause = EVERY;
        loop {
            let is_last = tokio::select! {
                () = stop.cancelled() => true,
                () = tokio::time::sleep(pause) => false,
            };
            match self.keep_up(is_last).await {
                Ok(head) => {
                    pause = EVERY;
                    head.iter().for_each(&tell);
                }
                Err(error) => {
                    pause = REST;
                    tracing::error!(error = %error.chain(), "the audit log cannot be sealed");
                }
            }
            if is_last {
                return;
            }
        }
    }

    /// Seals everything that waits, and signs when it is time, or when it must be now.
    pub(super) async fn keep_up(&self, must_sign: bool) -> Result<Option<Head>> {
        let mut signed = None;
        loop {
            let mut tx = self.0.begin().await?;
            if !store::try_lock(&mut tx).await? {
                return Ok(signed);
            }
            let count = append(&mut tx).await?;
            let is_all = count < BATCH;
            if let Some(head) = self.sign(&mut tx, must_sign && is_all).await? {
                signed = Some(head);
            }
            tx.commit().await?;
            if is_all {
                return Ok(signed);
            }
        }
    }

    /// Seals everything that waits, waiting for whoever seals now.
    pub async fn seal(&self) -> Result<()> {
        loop {
            let mut tx = self.0.begin().await?;
            store::lock(&mut tx).await?;
            let count = append(&mut tx).await?;
            tx.commit().await?;
            if count < BATCH {
                return Ok(());
            }
        }
    }

    /// Signs the chain as it is, unless its end is signed already.
    pub async fn sign_now(&self) -> Result<Option<Head>> {
        let mut tx = self.0.begin().await?;
        store::lock(&mut tx).await?;
        let head = self.sign(&mut tx, true).await?;
        tx.commit().await?;
        Ok(head)
    }

    /// Signs the end of the chain when it is time or when it must be. What does not go through the last head is not signed: a
    /// signature under it would speak for whoever changed it.
    async fn sign(&self, conn: &mut PgConnection, must: bool) -> Result<Option<Head>> {
        let Some((count, hash)) = store::end(conn).await? else { return Ok(None) };
        let at = micro(self.0.now());
        if let Some(last) = store::last_head(conn).await? {
            let at_last = store::hash_at(conn, last.count).await?.map(|hash| hexadecimal(&hash));
            if at_last.as_ref() != Some(&last.hash) {
                return Err(Error::Internal(anyhow::anyhow!(
                    "the audit chain was changed before entry {}: run `sentralbord audit verify`",
                    last.count
                )));
            }
            let is_time = count - last.count >= LINKS || at.duration_since(last.at) >= AGE;
            if count == last.count || !(must || is_time) {
                return Ok(None);
            }
        }
        let hash = whole(hash)?;
        let (key_id, public_key, signature) = self.0.vault().sign_audit(&Head::statement(count, &hash, at));
        let head =
            store::NewHead { count, hash: &hash, at, key_id: &key_id, public_key: &public_key, signature: &signature };
        store::insert_head(conn, head).await?;
        Ok(Some(Head {
            count,
            hash: hexadecimal(&hash),
            at,
            key_id,
            public_key: hexadecimal(&public_key),
            signature: hexadecimal(&signature),
        }))
    }
}

/// Links what waits to the end of the chain, at most a batch. The caller holds the lock.
async fn append(conn: &mut PgConnection) -> Result<usize> {
    let rows = store::waiting(conn, i64::try_from(BATCH).unwrap_or(i64::MAX)).await?;
    if rows.is_empty() {
        return Ok(0);
    }
    let (end, mut before) = match store::end(conn).await? {
        Some((end, hash)) => (end, whole(hash)?),
        None => (0, GENESIS),
    };
    let (mut events, mut digests, mut hashes) = (Vec::new(), Vec::new(), Vec::new());
    for (position, (event_id, row)) in (end + 1..).zip(rows) {
        let digest = row.digest();
        before = chain::link(&before, position, event_id, &digest);
        events.push(event_id);
        digests.push(digest);
        hashes.push(before);
    }
    store::insert_links(conn, end, &events, &digests, &hashes).await?;
    Ok(events.len())
}

fn whole(hash: Vec<u8>) -> Result<Hash> {
    hash.try_into().map_err(|_| Error::Internal(anyhow::anyhow!("a hash of the audit chain has not 32 bytes")))
}

/// The time as the database keeps it.
fn micro(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}
