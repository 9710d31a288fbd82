//! The life of a secret: rotation with an overlap, retirement, the end at once, and reminders.
//!
//! A client token may have one earlier token beside it for a time that a person chooses. Deliveries signed with either are
//! believed; the webhook looks at the clock itself, so an overlap ends on time however late [`Secrets::sweep`] comes. A retired
//! token stays sealed for thirty days: a delivery that is still signed with it is refused like a forgery, but the receipt can say
//! which of the two it is, and that is what tells an operator to look at the provider's console.
//!
//! Who acts on a secret's life reads and replaces it: to somebody who may only write, a refusal would tell whether one is set.

use domain::{
    AccountId, AgentAccountId, Fault,
    audit::Event,
    field_security::{SecretSlot, SecuredField},
    secret::{Overlap, SecretLife},
    user::Permission,
};
use jiff::{civil::Date, tz::TimeZone};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    Actor, Backend, Error, Result, accounts, audit,
    field_security::{
        self,
        grant::{Replace, authorize},
    },
    live::{self, News},
    vault::{AccountClientToken, AccountServiceAccount, AgentAccountClientToken, Field, Incoming, Setting},
};

pub(crate) mod meter;
mod reveal;
mod store;
#[cfg(test)]
mod tests;
mod trial;
mod upkeep;

pub use meter::Meter;
use meter::MeterKey;

/// The verbs of secrets' lives.
pub struct Secrets<'a>(pub(crate) &'a Backend);

/// A secret to act upon, as the person saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecretRef {
    /// Which field.
    pub field: SecuredField,
    /// Of which record.
    pub entity_id: Uuid,
    /// The version that was seen.
    pub version: i32,
}

/// Another token, and what becomes of the present one.
#[derive(Debug)]
pub struct Rotation<F: Field> {
    /// The new token.
    pub value: Incoming<F>,
    /// For how long the present one is believed beside it.
    pub overlap: Overlap,
    /// When to remind people of the new one.
    pub expires_on: Option<Date>,
}

/// Whose secret it is.
struct Owner {
    account_id: AccountId,
    account_name: String,
    agent_account_name: Option<String>,
}

/// Runs a generic verb for the field that is meant.
macro_rules! by_field {
    ($field:expr, $verb:ident in $of:expr, ($($arg:expr),*)) => {
        if $field == AccountClientToken::FIELD {
            $of.$verb::<AccountClientToken>($($arg),*).await
        } else if $field == AccountServiceAccount::FIELD {
            $of.$verb::<AccountServiceAccount>($($arg),*).await
        } else if $field == AgentAccountClientToken::FIELD {
            $of.$verb::<AgentAccountClientToken>($($arg),*).await
        } else {
            // A field whose values are not in the vault has no such life.
            Err(Error::NotFound)
        }
    };
}

impl Secrets<'_> {
    /// Everything that the actor may know of a secret.
    pub async fn get(&self, actor: &Actor, field: SecuredField, entity_id: Uuid) -> Result<SecretLife> {
        actor.must(Permission::ViewAccounts)?;
        by_field!(field, get_of in self, (actor, entity_id))
    }

    async fn get_of<F: Field>(&self, actor: &Actor, entity_id: Uuid) -> Result<SecretLife> {
        let mut tx = self.0.begin().await?;
        let owner = owner(&mut tx, F::FIELD, entity_id).await?;
        let rights = actor.rights(F::FIELD);
        let slot = field_security::secret_slot::<F>(self.0, &mut tx, actor, entity_id).await?;
        let (mut version, mut used, mut expires_on, mut earlier) = (None, None, None, Vec::new());
        if !matches!(slot, SecretSlot::Hidden { .. }) {
            version = field_security::store::slot(&mut tx, F::FIELD, entity_id).await?.map(|slot| slot.version);
            (used, expires_on) = store::present(&mut tx, F::FIELD, entity_id).await?;
            earlier = store::earlier(&mut tx, F::FIELD, entity_id).await?;
            let meters = &self.0.door().meters;
            let key = |version| MeterKey { field: F::FIELD, entity_id, version };
            used = version.and_then(|version| meters.with_pending(key(version), used));
            for token in &mut earlier {
                token.used = meters.with_pending(key(token.version), token.used);
            }
        }
        Ok(SecretLife {
            field: F::FIELD,
            entity_id,
            account_id: owner.account_id,
            account_name: owner.account_name,
            agent_account_name: owner.agent_account_name,
            may_act: may_act(actor, F::FIELD) && version.is_some(),
            may_reveal: rights.read && rights.read_unmasked && version.is_some(),
            slot,
            version,
            used,
            earlier,
            expires_on,
            at: self.0.now(),
        })
    }

    /// Takes a new token; the present one is believed beside it for as long as the actor says. One that was earlier still is
    /// retired: two tokens at most.
    pub async fn rotate<F: Field>(&self, actor: &Actor, secret: SecretRef, rotation: Rotation<F>) -> Result<()> {
        actor.must(Permission::ManageAccounts)?;
        let mut tx = self.0.begin().await?;
        let owner = self.rotate_in(&mut tx, actor, secret, rotation).await?;
        tx.commit().await?;
        self.0.intake().forget(owner);
        Ok(())
    }

    async fn rotate_in<F: Field>(
        &self,
        conn: &mut PgConnection,
        actor: &Actor,
        secret: SecretRef,
        rotation: Rotation<F>,
    ) -> Result<AccountId> {
        let SecretRef { field, entity_id, version } = secret;
        if field != F::FIELD || field == SecuredField::AccountServiceAccount {
            return Err(Error::NotFound);
        }
        let owner = lock(conn, actor, secret).await?;
        let now = self.0.now();
        check_reminder(rotation.expires_on, today(now))?;
        let grant = authorize::<F, Replace>(actor, entity_id).ok_or_else(|| locked(field))?;
        let works_until = rotation.overlap.end(now);
        let retired_at = works_until.filter(|end| *end <= now);
        store::retire_up_to(conn, field, entity_id, version, now).await?;
        store::move_to_earlier(conn, field, entity_id, works_until, retired_at).await?;
        let setting = Setting { by: actor.name(), at: now };
        self.0.vault().rotate(conn, grant, rotation.value, version, works_until, setting).await?;
        store::set_expiry(conn, field, entity_id, rotation.expires_on).await?;
        let event = Event::SecretRotated { entity_id, field, version: version + 1, earlier_works_until: works_until };
        audit::record(conn, actor, now, &event).await?;
        self.tell(conn, owner.account_id).await?;
        Ok(owner.account_id)
    }

    /// Ends the earlier tokens: from now on only the present one is believed.
    pub async fn retire(&self, actor: &Actor, secret: SecretRef) -> Result<()> {
        actor.must(Permission::ManageAccounts)?;
        by_field!(secret.field, retire_of in self, (actor, secret))
    }

    async fn retire_of<F: Field>(&self, actor: &Actor, secret: SecretRef) -> Result<()> {
        let SecretRef { field, entity_id, version } = secret;
        let mut tx = self.0.begin().await?;
        let owner = lock(&mut tx, actor, secret).await?;
        let now = self.0.now();
        if store::retire_up_to(&mut tx, field, entity_id, version - 1, now).await? == 0 {
            return Err(Error::Conflict("nothing_to_retire"));
        }
        let grant = authorize::<F, Replace>(actor, entity_id).ok_or_else(|| locked(field))?;
        self.0.vault().retire(&mut tx, grant, version - 1, now).await?;
        audit::record(&mut tx, actor, now, &Event::SecretRetired { entity_id, field, version: version - 1 }).await?;
        self.tell(&mut tx, owner.account_id).await?;
        tx.commit().await?;
        self.0.intake().forget(owner.account_id);
        Ok(())
    }

    /// Ends the secret at once, earlier tokens included: nothing is believed until a new one is set.
    pub async fn kill(&self, actor: &Actor, secret: SecretRef) -> Result<()> {
        actor.must(Permission::ManageAccounts)?;
        by_field!(secret.field, kill_of in self, (actor, secret))
    }

    async fn kill_of<F: Field>(&self, actor: &Actor, secret: SecretRef) -> Result<()> {
        let SecretRef { field, entity_id, version } = secret;
        let mut tx = self.0.begin().await?;
        let owner = lock(&mut tx, actor, secret).await?;
        let now = self.0.now();
        let grant = authorize::<F, Replace>(actor, entity_id).ok_or_else(|| locked(field))?;
        store::retire_up_to(&mut tx, field, entity_id, version, now).await?;
        store::move_to_earlier(&mut tx, field, entity_id, None, Some(now)).await?;
        store::delete_slot(&mut tx, field, entity_id).await?;
        self.0.vault().retire(&mut tx, grant, version, now).await?;
        accounts::forget_verification(&mut tx, field, entity_id).await?;
        accounts::settle(&mut tx, owner.account_id).await?;
        audit::record(&mut tx, actor, now, &Event::SecretKilled { entity_id, field, version }).await?;
        self.tell(&mut tx, owner.account_id).await?;
        tx.commit().await?;
        self.0.intake().forget(owner.account_id);
        Ok(())
    }

    /// Sets the day that people are reminded of, or none. Nothing stops on it.
    pub async fn remind(&self, actor: &Actor, secret: SecretRef, expires_on: Option<Date>) -> Result<()> {
        actor.must(Permission::ManageAccounts)?;
        let SecretRef { field, entity_id, .. } = secret;
        let mut tx = self.0.begin().await?;
        let owner = lock(&mut tx, actor, secret).await?;
        check_reminder(expires_on, today(self.0.now()))?;
        if store::present(&mut tx, field, entity_id).await?.1 != expires_on {
            store::set_expiry(&mut tx, field, entity_id, expires_on).await?;
            let event = Event::SecretReminderChanged { entity_id, field, expires_on };
            audit::record(&mut tx, actor, self.0.now(), &event).await?;
            self.tell(&mut tx, owner.account_id).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn tell(&self, conn: &mut PgConnection, account_id: AccountId) -> Result<()> {
        live::tell(conn, News::Account(account_id.0)).await
    }
}

/// Locks the record of a secret for a change by somebody who may make one, on the version that they saw.
async fn lock(conn: &mut PgConnection, actor: &Actor, secret: SecretRef) -> Result<Owner> {
    lock_record(conn, secret).await?;
    let owner = owner(conn, secret.field, secret.entity_id).await?;
    if !may_act(actor, secret.field) {
        actor.refused(Event::SecretRefused { entity_id: secret.entity_id, field: secret.field });
        return Err(locked(secret.field));
    }
    let slot = field_security::store::slot(conn, secret.field, secret.entity_id).await?;
    match slot {
        Some(slot) if slot.version == secret.version => Ok(owner),
        _ => Err(Error::Stale),
    }
}

/// Locks the record of a secret whose value somebody is about to use, on the version that they saw.
async fn lock_to_read(conn: &mut PgConnection, secret: SecretRef) -> Result<()> {
    lock_record(conn, secret).await?;
    match field_security::store::slot(conn, secret.field, secret.entity_id).await? {
        Some(slot) if slot.version == secret.version => Ok(()),
        _ => Err(Error::Stale),
    }
}

async fn lock_record(conn: &mut PgConnection, secret: SecretRef) -> Result<()> {
    let is_there = match secret.field.entity() {
        "account" => accounts::store::lock(conn, AccountId(secret.entity_id)).await?.is_some(),
        _ => accounts::agents::store::lock(conn, AgentAccountId(secret.entity_id)).await?.is_some(),
    };
    if is_there { Ok(()) } else { Err(Error::NotFound) }
}

async fn owner(conn: &mut PgConnection, field: SecuredField, entity_id: Uuid) -> Result<Owner> {
    match field.entity() {
        "account" => {
            let account_id = AccountId(entity_id);
            let account_name = accounts::store::name(conn, account_id).await?.ok_or(Error::NotFound)?;
            Ok(Owner { account_id, account_name, agent_account_name: None })
        }
        "agent_account" => {
            let found = accounts::agents::store::names(conn, AgentAccountId(entity_id)).await?;
            let (account_id, account_name, name) = found.ok_or(Error::NotFound)?;
            Ok(Owner { account_id, account_name, agent_account_name: Some(name) })
        }
        _ => Err(Error::NotFound),
    }
}

fn may_act(actor: &Actor, field: SecuredField) -> bool {
    let rights = actor.rights(field);
    actor.may(Permission::ManageAccounts) && rights.read && rights.update
}

fn locked(field: SecuredField) -> Error {
    Error::invalid(field.name(), Fault::Locked)
}

/// Days are those of UTC, as nothing but a reminder hangs on them.
fn today(now: jiff::Timestamp) -> Date {
    now.to_zoned(TimeZone::UTC).date()
}

fn check_reminder(expires_on: Option<Date>, today: Date) -> Result<()> {
    if expires_on.is_some_and(|day| day < today) { Err(Error::invalid("expires_on", Fault::Malformed)) } else { Ok(()) }
}
