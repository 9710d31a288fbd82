//! Field security: who may do what with a secured field, as the profiles say (PRODUCT.md §6).
//!
//! Rights are the union over a person's profiles; nothing granted means nothing visible. No role brings a right by itself: the
//! role of system administrators gives membership of the built-in profile, which is a profile like any other. Whether a value is
//! set is itself hidden from those who may not read the field.

use std::collections::BTreeMap;

use domain::{
    Fault, UserId,
    audit::Event,
    field_security::{FieldRights, SecretSlot, SecuredField},
};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    Actor, Backend, Error, Result, audit,
    vault::{Field, Incoming, Setting},
};

pub(crate) mod grant;
pub(crate) mod store;

pub use grant::{Create, Grant, Op, ReadMasked, Replace, UseInSystem};

use grant::authorize;

/// The rights of a person over all their profiles. Fields without a grant are absent.
pub(crate) async fn rights_of(conn: &mut PgConnection, user_id: UserId) -> Result<BTreeMap<SecuredField, FieldRights>> {
    let mut rights = BTreeMap::<_, FieldRights>::new();
    for (field, granted) in store::grants(conn, user_id).await? {
        let held = rights.entry(field).or_default();
        *held = held.union(granted);
    }
    Ok(rights)
}

/// Puts a person into the built-in profile *System Administrator*, or takes them out of it. The caller's audit event is about
/// the roles that this follows from.
pub(crate) async fn set_built_in_membership(conn: &mut PgConnection, user_id: UserId, is_member: bool) -> Result<()> {
    if is_member {
        store::add_built_in_member(conn, user_id).await
    } else {
        store::remove_built_in_member(conn, user_id).await
    }
}

/// What `actor` may know of the secret of one record.
pub(crate) async fn secret_slot<F: Field>(
    backend: &Backend,
    conn: &mut PgConnection,
    actor: &Actor,
    entity_id: Uuid,
) -> Result<SecretSlot> {
    let rights = actor.rights(F::FIELD);
    let Some(grant) = authorize::<F, ReadMasked>(actor, entity_id) else {
        return Ok(SecretSlot::Hidden { may_set: may_set(rights, None) });
    };
    Ok(match backend.vault().shown(conn, grant).await? {
        None => SecretSlot::NotSet { may_set: may_set(rights, Some(false)) },
        Some(slot) => SecretSlot::Masked {
            hint: slot.hint,
            facts: slot.facts,
            set_at: slot.set_at,
            set_by: slot.set_by,
            may_set: may_set(rights, Some(true)),
        },
    })
}

/// Gives a secret its value, creating or replacing as it stands, if the actor may. The command line leaves a value that is set
/// already as it is. Writes the audit event. Call it with the record locked, so that nobody else sets it meanwhile.
pub(crate) async fn set_secret<F: Field>(
    backend: &Backend,
    conn: &mut PgConnection,
    actor: &Actor,
    entity_id: Uuid,
    value: Incoming<F>,
) -> Result<SecretChange> {
    let rights = actor.rights(F::FIELD);
    let current = store::slot(conn, F::FIELD, entity_id).await?;
    let told = rights.read.then_some(current.is_some());
    let locked = || {
        actor.refused(Event::SecretRefused { entity_id, field: F::FIELD });
        Error::invalid(F::FIELD.name(), Fault::Locked)
    };
    if !may_set(rights, told) {
        return Err(locked());
    }
    let vault = backend.vault();
    let setting = Setting { by: actor.name(), at: backend.now() };
    let change = match current {
        None => {
            let grant = authorize::<F, Create>(actor, entity_id).ok_or_else(locked)?;
            vault.create(conn, grant, value, setting).await?;
            SecretChange::Created
        }
        Some(slot) => {
            if let Some(grant) = authorize::<F, UseInSystem>(actor, entity_id)
                && vault.is_set_to(conn, grant, &value).await?
            {
                return Ok(SecretChange::Equal);
            }
            let grant = authorize::<F, Replace>(actor, entity_id).ok_or_else(locked)?;
            vault.replace(conn, grant, value, slot.version, setting).await?;
            SecretChange::Replaced
        }
    };
    let event = Event::SecretSet { entity_id, field: F::FIELD, replaced: change == SecretChange::Replaced };
    audit::record(conn, actor, backend.now(), &event).await?;
    Ok(change)
}

/// What setting a secret came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SecretChange {
    Created,
    Replaced,
    /// The value was set already.
    Equal,
}

/// Whether a value may be given where one is set (`Some(true)`), not set (`Some(false)`), or where that must not be told
/// (`None`). Who may not read needs both rights: with one of them, a refusal would tell whether something is set.
fn may_set(rights: FieldRights, is_set: Option<bool>) -> bool {
    match is_set {
        Some(true) => rights.update,
        Some(false) => rights.create,
        None => rights.create && rights.update,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{testing::Portal, vault::AccountClientToken};
    use domain::user::Role;
    use sqlx::PgPool;

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn rights_come_from_profiles_and_go_with_them(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let user_id = portal.person(Role::SystemAdministrator).await.user_id().unwrap();
        let mut conn = portal.backend.web().acquire().await.unwrap();
        assert!(rights_of(&mut conn, user_id).await.unwrap().is_empty());
        for _ in 0..2 {
            set_built_in_membership(&mut conn, user_id, true).await.unwrap();
        }
        let rights = rights_of(&mut conn, user_id).await.unwrap();
        assert!(SecuredField::ALL.iter().all(|f| rights[f].read && rights[f].create && rights[f].update));
        assert!(
            !rights[&SecuredField::AccountServiceAccount].read_unmasked,
            "the key file is write-only for everybody"
        );
        set_built_in_membership(&mut conn, user_id, false).await.unwrap();
        assert!(rights_of(&mut conn, user_id).await.unwrap().is_empty());
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn without_the_right_to_read_a_slot_is_hidden(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let mut conn = portal.backend.web().acquire().await.unwrap();
        let actor = portal.person(Role::SystemAdministrator).await;
        for (actor, may_set) in [(actor, false), (Actor::command_line(), true)] {
            let slot =
                secret_slot::<AccountClientToken>(&portal.backend, &mut conn, &actor, Uuid::nil()).await.unwrap();
            assert_eq!(slot, SecretSlot::Hidden { may_set }, "{}", actor.name());
        }
    }
}
