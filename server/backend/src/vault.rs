//! The vault: secrets at rest, and the only way to them.
//!
//! A secret is an envelope (SECURITY.md §7): sealed with a data key of its own, which is wrapped by the master key; both layers
//! are bound to the place of the secret, so that no row can stand in for another. Rows are in a schema that only the role
//! `sentralbord_vault` can name. Reading has a pool of its own in that role; writing happens inside the caller's transaction,
//! which takes the role for the statement, so that a change, its secret and its audit event are there together or not at all.
//! What may be shown of a secret is written beside it, in clear, at that moment: showing a mask never opens an envelope.
//!
//! Nothing is done without a [`Grant`], which is spent by the act. Values go in as [`Incoming`] and come out as [`Secured`],
//! types that cannot be printed, compared, copied or serialised.

use std::sync::{Arc, OnceLock, RwLock};

use sqlx::{PgConnection, PgPool};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::{
    Error, Result,
    field_security::{
        self,
        grant::{Create, Grant, Op, ReadMasked, Replace, UseInSystem},
    },
};

mod field;
mod keyring;
mod life;
#[cfg(test)]
mod proofs;
mod rotation;
mod seal;
mod store;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;

pub use field::{AccountClientToken, AccountServiceAccount, AgentAccountClientToken, Field, Incoming, Secured};
pub use keyring::{KeyFileFault, KeyRing};

pub use life::Revealed;
pub(crate) use life::{Held, REMEMBERED_FOR};
pub use rotation::KeyUse;
use seal::Place;

/// The secrets of this portal.
pub struct Vault {
    pool: PgPool,
    ring: RwLock<Arc<KeyRing>>,
    source: OnceLock<rotation::KeySource>,
}

/// Who sets a secret, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting<'a> {
    pub by: &'a str,
    pub at: jiff::Timestamp,
}

impl Vault {
    /// Opens the vault, or refuses when the keys are not those that it was sealed with.
    pub(crate) async fn open(pool: PgPool, ring: KeyRing, at: jiff::Timestamp) -> Result<Self> {
        let mut tx = pool.begin().await?;
        store::lock_master_keys(&mut tx).await?;
        let known = store::master_keys(&mut tx).await?;
        let is_known = |id: &str| known.iter().any(|record| record.id == id);
        let fits = known.is_empty() || ring.ids().any(is_known);
        let are_sound =
            known.iter().all(|record| ring.get(&record.id).is_none_or(|key| seal::check_holds(key, record)));
        let missing = store::used_key_ids(&mut tx).await?.into_iter().find(|id| ring.get(id).is_none());
        if !fits || !are_sound || missing.is_some() {
            return Err(Error::Internal(anyhow::anyhow!(
                "the master key is not the one that this database's secrets are sealed with. Give the file that was in use \
                 before, or restore it from its copy; nothing was changed"
            )));
        }
        if !is_known(ring.current().id()) {
            store::insert_master_key(&mut tx, &seal::new_check(ring.current())?, at).await?;
        }
        tx.commit().await?;
        Ok(Self { pool, ring: RwLock::new(Arc::new(ring)), source: OnceLock::new() })
    }

    pub(crate) fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Signs for the audit log: the name of the master key, the public half of the signing key, the signature.
    pub(crate) fn sign_audit(&self, statement: &[u8]) -> (String, [u8; 32], [u8; 64]) {
        self.ring().sign_audit(statement)
    }

    /// The public halves of the keys that sign the audit log, by the names of their master keys.
    pub(crate) fn audit_keys(&self) -> Vec<(String, [u8; 32])> {
        self.ring().audit_keys().map(|(id, key)| (id.to_owned(), key)).collect()
    }

    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }

    /// What may be shown of a secret, or `None` when nothing is set.
    pub(crate) async fn shown<F: Field>(
        &self,
        conn: &mut PgConnection,
        grant: Grant<F, ReadMasked>,
    ) -> Result<Option<field_security::store::Slot>> {
        field_security::store::slot(conn, F::FIELD, grant.entity_id()).await
    }

    /// Seals a value where none is set.
    pub(crate) async fn create<F: Field>(
        &self,
        conn: &mut PgConnection,
        grant: Grant<F, Create>,
        value: Incoming<F>,
        setting: Setting<'_>,
    ) -> Result<()> {
        // A killed one is remembered for a while; no two values ever have the same place.
        store::enter(conn).await?;
        let version = store::last_version(conn, F::FIELD, grant.entity_id()).await? + 1;
        store::leave(conn).await?;
        self.put(conn, &grant, value, version, setting).await
    }

    /// Seals another value in the place of the one with `version`, which is destroyed.
    pub(crate) async fn replace<F: Field>(
        &self,
        conn: &mut PgConnection,
        grant: Grant<F, Replace>,
        value: Incoming<F>,
        version: i32,
        setting: Setting<'_>,
    ) -> Result<()> {
        self.put(conn, &grant, value, version + 1, setting).await
    }

    /// Whether a value is the one that is set. For the portal and its command line only: to others the answer would be a way
    /// of guessing.
    pub(crate) async fn is_set_to<F: Field>(
        &self,
        conn: &mut PgConnection,
        grant: Grant<F, UseInSystem>,
        value: &Incoming<F>,
    ) -> Result<bool> {
        store::enter(conn).await?;
        let row = store::latest(conn, F::FIELD, grant.entity_id()).await?;
        store::leave(conn).await?;
        let Some(row) = row else { return Ok(false) };
        let held = self.unseal::<F>(grant.entity_id(), &row)?;
        Ok(bool::from(held.expose().ct_eq(value.expose())))
    }

    /// Opens a secret for the time of one call. `None` when nothing is set.
    pub async fn with_secret<F: Field, R>(
        &self,
        grant: Grant<F, UseInSystem>,
        act: impl FnOnce(&[u8]) -> R,
    ) -> Result<Option<R>> {
        let mut conn = self.pool.acquire().await?;
        let row = store::latest(&mut conn, F::FIELD, grant.entity_id()).await?;
        drop(conn);
        let Some(row) = row else { return Ok(None) };
        let secured = self.unseal::<F>(grant.entity_id(), &row)?;
        Ok(Some(act(secured.expose())))
    }

    /// Destroys every secret of these records, and what could be shown of them.
    pub(crate) async fn erase(&self, conn: &mut PgConnection, entity_ids: &[Uuid]) -> Result<()> {
        store::enter(conn).await?;
        store::delete_secrets(conn, entity_ids).await?;
        store::leave(conn).await?;
        store::delete_slots(conn, entity_ids).await
    }

    async fn put<F: Field, O: Op>(
        &self,
        conn: &mut PgConnection,
        grant: &Grant<F, O>,
        value: Incoming<F>,
        version: i32,
        setting: Setting<'_>,
    ) -> Result<()> {
        let place = Place { field: F::FIELD, entity_id: grant.entity_id(), version };
        store::enter(conn).await?;
        let envelope = self.seal(conn, place, F::STEP, value.expose()).await?;
        store::insert_secret(conn, place, &envelope, setting.at).await?;
        store::delete_versions_before(conn, place).await?;
        store::leave(conn).await?;
        store::delete_earlier(conn, place).await?;
        store::upsert_slot(conn, place, value.shown(), setting).await
    }

    /// Seals with the key that came last, which nobody changes before the transaction's end.
    async fn seal(&self, conn: &mut PgConnection, place: Place, step: usize, value: &[u8]) -> Result<seal::Envelope> {
        store::share_master_keys(conn).await?;
        let last = store::last_master_key(conn).await?;
        let ring = match &last {
            Some(id) => self.ring_with(id)?,
            None => self.ring(),
        };
        let key = last.as_deref().and_then(|id| ring.get(id)).unwrap_or_else(|| ring.current());
        seal::seal(key, place, step, value)
    }

    fn unseal<F: Field>(&self, entity_id: Uuid, row: &store::Sealed) -> Result<Secured<F>> {
        let place = Place { field: F::FIELD, entity_id, version: row.version };
        let ring = self.ring_with(&row.envelope.key_id)?;
        let plain = ring.get(&row.envelope.key_id).and_then(|key| seal::open(key, place, &row.envelope));
        let plain = plain.ok_or_else(|| Error::Internal(anyhow::anyhow!("the secret {place} cannot be opened")))?;
        Ok(Secured::new(plain))
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault").field("ring", &self.ring()).finish_non_exhaustive()
    }
}
