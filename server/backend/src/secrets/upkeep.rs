//! What the portal does by itself, and what operators do for all secrets at once.

use domain::{
    audit::Event,
    field_security::SecuredField,
    secret::{ExpiringSecret, REMINDER_DAYS},
    user::Permission,
};
use jiff::ToSpan;
use uuid::Uuid;

use super::{Secrets, owner, store, today};
use crate::{
    Actor, Result, audit,
    vault::{KeyUse, REMEMBERED_FOR},
};

impl Secrets<'_> {
    /// Reminders that are due within a fortnight, of secrets that the actor may read.
    pub async fn expiring(&self, actor: &Actor) -> Result<Vec<ExpiringSecret>> {
        actor.must(Permission::ViewAccounts)?;
        let today = today(self.0.now());
        let mut conn = self.0.web().acquire().await?;
        let mut found = store::expiring(&mut conn, today, today.saturating_add(REMINDER_DAYS.days())).await?;
        found.retain(|secret| actor.rights(secret.field).read);
        Ok(found)
    }

    /// Ends overlaps that are over, and forgets tokens that were retired a month ago. Returns how many overlaps ended.
    pub async fn sweep(&self) -> Result<usize> {
        let now = self.0.now();
        let mut tx = self.0.begin().await?;
        let over = store::over(&mut tx, now).await?;
        let mut accounts = Vec::new();
        for (entity, entity_id, field, version) in &over {
            let Ok(field) = format!("{entity}.{field}").parse::<SecuredField>() else { continue };
            store::retire_up_to(&mut tx, field, *entity_id, *version, now).await?;
            self.0.vault().end_overlap(&mut tx, field, *entity_id, *version, now).await?;
            let event = Event::SecretRetired { entity_id: *entity_id, field, version: *version };
            audit::record(&mut tx, &Actor::system(), now, &event).await?;
            if let Ok(owner) = owner(&mut tx, field, *entity_id).await {
                self.tell(&mut tx, owner.account_id).await?;
                accounts.push(owner.account_id);
            }
        }
        store::forget_retired(&mut tx, now - REMEMBERED_FOR).await?;
        self.0.vault().forget_retired(&mut tx, now - REMEMBERED_FOR).await?;
        tx.commit().await?;
        for id in accounts {
            self.0.intake().forget(id);
        }
        Ok(over.len())
    }

    /// Which master keys are needed.
    pub async fn key_use(&self) -> Result<KeyUse> {
        self.0.vault().key_use().await
    }

    /// The id of the first key in the file, which [`Secrets::rotate_keys`] makes the one that seals.
    pub fn first_key(&self) -> String {
        self.0.vault().first_key()
    }

    /// Wraps every secret with the first key of the file, beside a running portal. Returns how many were wrapped; `progress` hears
    /// it after each hundred. May be ended anywhere and begun again.
    pub async fn rotate_keys(&self, mut progress: impl FnMut(u64)) -> Result<u64> {
        let vault = self.0.vault();
        vault.begin_rotation(self.0.now()).await?;
        let (mut cursor, mut count) = (Uuid::nil(), 0);
        while let Some((last, wrapped)) = vault.rewrap(cursor).await? {
            cursor = last;
            count += wrapped;
            progress(count);
        }
        let mut conn = self.0.web().acquire().await?;
        let event = Event::MasterKeyRotated { key_id: vault.first_key(), secret_count: count };
        audit::record(&mut conn, &Actor::command_line(), self.0.now(), &event).await?;
        Ok(count)
    }
}
