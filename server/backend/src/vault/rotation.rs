//! Rotating master keys beside a running portal.
//!
//! The key that came last into `vault.master_key` seals; all others only open. Whoever seals holds that table's lock shared, and
//! [`Vault::begin_rotation`] holds it alone, so from its commit on nothing is sealed with an earlier key. Then [`Vault::rewrap`]
//! goes through what is left, a hundred at a time, each hundred in a transaction of its own: it may be ended anywhere and begun
//! again. Only the wrapping of data keys changes; values are not opened.
//!
//! A process that meets a key that it does not know reads its keys again from where they came ([`Vault::read_keys_from`]).

use std::sync::{Arc, PoisonError};

use uuid::Uuid;

use super::{KeyFileFault, KeyRing, Vault, keyring::MasterKey, seal, store};
use crate::{Error, Result};

const BATCH: i64 = 100;

/// Where a process reads its keys from.
pub(super) type KeySource = Box<dyn Fn() -> Result<KeyRing, KeyFileFault> + Send + Sync>;

/// How many secrets are sealed with each key; the ids are names and say nothing of the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// The key that seals.
    pub current: String,
    /// Earlier keys that are still needed, each with how many secrets need it.
    pub earlier: Vec<(String, i64)>,
}

impl Vault {
    /// Says where keys are read from when one turns up that is not known.
    pub(crate) fn read_keys_from(&self, source: KeySource) {
        // A second source would be a mistake in the wiring; the first one stays.
        let _ = self.source.set(source);
    }

    /// Reads the keys again. Those that lack a key that was there before are not taken.
    pub(crate) fn reread_keys(&self) -> Result<()> {
        let Some(source) = self.source.get() else { return Ok(()) };
        let read = source().map_err(|fault| Error::Internal(fault.into()))?;
        let mut ring = self.ring.write().unwrap_or_else(PoisonError::into_inner);
        *ring = Arc::new(read);
        Ok(())
    }

    pub(super) fn ring(&self) -> Arc<KeyRing> {
        Arc::clone(&self.ring.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The keys, read again if one is missing.
    pub(super) fn ring_with(&self, id: &str) -> Result<Arc<KeyRing>> {
        let ring = self.ring();
        if ring.get(id).is_some() {
            return Ok(ring);
        }
        self.reread_keys()?;
        let ring = self.ring();
        if ring.get(id).is_some() {
            return Ok(ring);
        }
        Err(Error::Internal(anyhow::anyhow!(
            "a secret is sealed with the master key {id}, which is not among those that this process has. Give it the same \
             keys as the process that rotates them; nothing was changed"
        )))
    }

    /// Makes the ring's first key the one that seals. Waits for those who are sealing.
    pub(crate) async fn begin_rotation(&self, at: jiff::Timestamp) -> Result<()> {
        let ring = self.ring();
        let mut tx = self.pool.begin().await?;
        store::lock_master_keys(&mut tx).await?;
        let known = store::master_keys(&mut tx).await?;
        match known.iter().find(|record| record.id == ring.current().id()) {
            Some(record) if seal::check_holds(ring.current(), record) => store::make_last(&mut tx, &record.id).await?,
            Some(_) => return Err(Error::Internal(anyhow::anyhow!("the first master key is not what it was"))),
            None => store::insert_master_key(&mut tx, &seal::new_check(ring.current())?, at).await?,
        }
        tx.commit().await?;
        Ok(())
    }

    /// Wraps a hundred secrets after `cursor` anew; returns where it came to and how many it wrapped, `None` at the end.
    pub(crate) async fn rewrap(&self, cursor: Uuid) -> Result<Option<(Uuid, u64)>> {
        let ring = self.ring();
        let mut tx = self.pool.begin().await?;
        let rows = store::wrapped_otherwise(&mut tx, ring.current().id(), cursor, BATCH).await?;
        let Some(last) = rows.last().map(|row| row.id) else { return Ok(None) };
        let mut count = 0;
        for row in rows {
            let new = self.rewrapped(ring.current(), &row)?;
            // Gone, or replaced meanwhile: then it is wrapped with the new key already.
            count += store::update_wrapping(&mut tx, &row, &new).await?;
        }
        tx.commit().await?;
        Ok(Some((last, count)))
    }

    fn rewrapped(&self, current: &MasterKey, row: &store::Wrapped) -> Result<seal::Wrapping> {
        let ring = self.ring_with(&row.wrapping.key_id)?;
        let place = row.place()?;
        ring.get(&row.wrapping.key_id)
            .and_then(|earlier| seal::rewrap(earlier, current, place, &row.wrapping))
            .ok_or_else(|| {
                Error::Internal(anyhow::anyhow!("the secret {place} cannot be opened; nothing of it was changed"))
            })
    }

    /// Which keys are needed.
    pub(crate) async fn key_use(&self) -> Result<KeyUse> {
        let mut conn = self.pool.acquire().await?;
        let current = store::last_master_key(&mut conn).await?.unwrap_or_default();
        let mut earlier = store::count_by_key(&mut conn).await?;
        earlier.retain(|(id, _)| *id != current);
        Ok(KeyUse { current, earlier })
    }

    pub(crate) fn first_key(&self) -> String {
        self.ring().current().id().to_owned()
    }
}
