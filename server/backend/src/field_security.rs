//! Field security: who may do what with a secured field, as the profiles say (PRODUCT.md §6).
//!
//! Rights are the union over a person's profiles; nothing granted means nothing visible. No role brings a right by itself: the
//! role of system administrators gives membership of the built-in profile, which is a profile like any other. Whether a value is
//! set is itself hidden from those who may not read the field.

use std::collections::BTreeMap;

use domain::{
    Fault, TeamId, UserId,
    audit::Event,
    field_security::{FieldRights, SecretSlot, SecuredField},
};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    Actor, Backend, Error, Result, audit,
    live::{self, News},
    vault::{Field, Incoming, Setting},
};

pub(crate) mod access;
pub(crate) mod grant;
mod preview;
mod profiles;
pub(crate) mod sight;
pub(crate) mod store;
mod switches;
#[cfg(test)]
mod tests;

pub use grant::{Create, Grant, Op, ReadMasked, Replace, UseInSystem};
pub use preview::Preview;
pub use sight::{CustomerName, MessageText, Personal, PersonalField};

use grant::authorize;

/// The verbs of field security.
pub struct FieldSecurity<'a>(pub(crate) &'a Backend);

/// What somebody may do with each field; fields without a right are absent.
pub(crate) type Rights = BTreeMap<SecuredField, FieldRights>;

/// The rights of a person: the union over the profiles that reach them, and reading what the organisation has not secured.
pub(crate) async fn rights_of(conn: &mut PgConnection, user_id: UserId) -> Result<Rights> {
    Ok(union(store::grants(conn, user_id).await?))
}

/// What everybody may do without any profile: read the fields of conversations that the organisation has not secured.
pub(crate) async fn rights_of_all(conn: &mut PgConnection) -> Result<Rights> {
    Ok(union(store::open_fields(conn).await?))
}

fn union(granted: Vec<(SecuredField, FieldRights)>) -> Rights {
    let mut rights = Rights::new();
    for (field, granted) in granted {
        let held = rights.entry(field).or_default();
        *held = held.union(granted);
    }
    rights
}

/// Refuses to let somebody into a team that would bring them a right that the actor does not hold.
pub(crate) async fn must_hold_what_a_team_brings(conn: &mut PgConnection, actor: &Actor, id: TeamId) -> Result<()> {
    let brought = store::grants_of_team(conn, id).await?;
    brought.into_iter().try_for_each(|(field, rights)| profiles::holds(actor.rights(field), rights))
}

/// Puts a person into the built-in profile *System Administrator*, or takes them out of it. The caller's audit event is about
/// the roles that this follows from.
pub(crate) async fn set_built_in_membership(conn: &mut PgConnection, user_id: UserId, is_member: bool) -> Result<()> {
    if is_member {
        store::add_built_in_member(conn, user_id).await?;
    } else {
        store::remove_built_in_member(conn, user_id).await?;
    }
    live::tell(conn, News::Access).await
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
