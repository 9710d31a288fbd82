//! What happens to a secret between being set and being destroyed.

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use sqlx::PgConnection;

use super::{Field, Incoming, Place, Setting, Vault, store};
use crate::{
    Error, Result,
    field_security::grant::{Grant, Replace, Reveal, UseInSystem},
};

/// So long a retired token stays sealed, for refusals to be told from forgeries.
pub(crate) const REMEMBERED_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

/// One version of a secret in use.
pub(crate) struct Held<R> {
    pub version: i32,
    /// Believed until then; absent: without an end.
    pub works_until: Option<Timestamp>,
    pub is_retired: bool,
    pub value: R,
}

/// A value on its way to the person who asked for it, and to nobody else. `Debug` shows nothing of it.
#[derive(Debug)]
pub struct Revealed(SecretString);

impl Revealed {
    /// The value: for the body of the answer and for nothing else.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl Vault {
    /// Opens every version of a secret for the time of one call each, the latest first; retired ones come last.
    pub(crate) async fn with_versions<F: Field, R>(
        &self,
        grant: Grant<F, UseInSystem>,
        act: impl Fn(&[u8]) -> R,
    ) -> Result<Vec<Held<R>>> {
        let mut conn = self.pool.acquire().await?;
        let rows = store::versions(&mut conn, F::FIELD, grant.entity_id()).await?;
        drop(conn);
        let mut held = Vec::with_capacity(rows.len());
        for row in rows {
            let secured = self.unseal::<F>(grant.entity_id(), &row.sealed)?;
            held.push(Held {
                version: row.sealed.version,
                works_until: row.works_until,
                is_retired: row.retired_at.is_some(),
                value: act(secured.expose()),
            });
        }
        held.sort_by_key(|held| held.is_retired);
        Ok(held)
    }

    /// Seals a new value beside the one with `version`, which is believed until `works_until`; what was earlier still is retired.
    pub(crate) async fn rotate<F: Field>(
        &self,
        conn: &mut PgConnection,
        grant: Grant<F, Replace>,
        value: Incoming<F>,
        version: i32,
        works_until: Option<Timestamp>,
        setting: Setting<'_>,
    ) -> Result<()> {
        let entity_id = grant.entity_id();
        let place = |version| Place { field: F::FIELD, entity_id, version };
        let new = place(version + 1);
        store::enter(conn).await?;
        let envelope = self.seal(conn, new, F::STEP, value.expose()).await?;
        if works_until.is_some_and(|end| end <= setting.at) {
            store::retire_up_to(conn, place(version), setting.at).await?;
        } else {
            store::retire_up_to(conn, place(version - 1), setting.at).await?;
            store::limit(conn, place(version), works_until).await?;
        }
        store::insert_secret(conn, new, &envelope, setting.at).await?;
        store::leave(conn).await?;
        store::upsert_slot(conn, new, value.shown(), setting).await
    }

    /// Opens the value of one version to show it. `None` when another one has taken its place.
    pub(crate) async fn reveal<F: Field>(&self, grant: Grant<F, Reveal>, version: i32) -> Result<Option<Revealed>> {
        let mut conn = self.pool.acquire().await?;
        let row = store::latest(&mut conn, F::FIELD, grant.entity_id()).await?;
        drop(conn);
        let Some(row) = row.filter(|row| row.version == version) else { return Ok(None) };
        let secured = self.unseal::<F>(grant.entity_id(), &row)?;
        let text = std::str::from_utf8(secured.expose()).map_err(|_| Error::Internal(anyhow::anyhow!("no text")))?;
        Ok(Some(Revealed(SecretString::from(text))))
    }

    /// From now on no version up to this one is believed.
    pub(crate) async fn retire<F: Field>(
        &self,
        conn: &mut PgConnection,
        grant: Grant<F, Replace>,
        version: i32,
        at: Timestamp,
    ) -> Result<()> {
        store::enter(conn).await?;
        store::retire_up_to(conn, Place { field: F::FIELD, entity_id: grant.entity_id(), version }, at).await?;
        store::leave(conn).await
    }

    /// Ends what is over: `place` by `place` for overlaps, and for good what was retired long ago.
    pub(crate) async fn end_overlap(
        &self,
        conn: &mut PgConnection,
        field: domain::field_security::SecuredField,
        entity_id: uuid::Uuid,
        version: i32,
        at: Timestamp,
    ) -> Result<()> {
        store::enter(conn).await?;
        store::retire_up_to(conn, Place { field, entity_id, version }, at).await?;
        store::leave(conn).await
    }

    /// Destroys what was retired before then; returns how many values.
    pub(crate) async fn forget_retired(&self, conn: &mut PgConnection, before: Timestamp) -> Result<u64> {
        store::enter(conn).await?;
        let count = store::delete_retired(conn, before).await?;
        store::leave(conn).await?;
        Ok(count)
    }
}
