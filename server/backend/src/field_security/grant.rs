//! Grants: one act on one secured field of one record, allowed to one actor. The vault asks for one and spends it.

use std::marker::PhantomData;

use domain::field_security::{FieldRights, SecuredField};
use uuid::Uuid;

use crate::{Actor, actor::ActorKind, vault::Field};

mod sealed {
    pub trait Sealed {}
}

/// What is to be done with a secured field.
pub trait Op: sealed::Sealed + 'static {
    #[doc(hidden)]
    fn is_allowed(actor: &Actor, rights: FieldRights) -> bool;
}

/// Seeing that a value is set, and its mask.
#[derive(Debug)]
pub enum ReadMasked {}

/// Giving a value where none is set.
#[derive(Debug)]
pub enum Create {}

/// Giving another value.
#[derive(Debug)]
pub enum Replace {}

/// Seeing the value of one record.
#[derive(Debug)]
pub enum Reveal {}

/// Using the value to do the portal's work. No person ever holds it; an answer to a customer uses the account's key without
/// its author having any right to it.
#[derive(Debug)]
pub enum UseInSystem {}

impl sealed::Sealed for ReadMasked {}
impl sealed::Sealed for Create {}
impl sealed::Sealed for Replace {}
impl sealed::Sealed for Reveal {}
impl sealed::Sealed for UseInSystem {}

impl Op for ReadMasked {
    fn is_allowed(_: &Actor, rights: FieldRights) -> bool {
        rights.read
    }
}

impl Op for Create {
    fn is_allowed(_: &Actor, rights: FieldRights) -> bool {
        rights.create
    }
}

impl Op for Replace {
    fn is_allowed(_: &Actor, rights: FieldRights) -> bool {
        rights.update
    }
}

/// Who may see a value sees its mask too.
impl Op for Reveal {
    fn is_allowed(_: &Actor, rights: FieldRights) -> bool {
        rights.read && rights.read_unmasked
    }
}

impl Op for UseInSystem {
    fn is_allowed(actor: &Actor, _: FieldRights) -> bool {
        matches!(actor.kind(), ActorKind::System | ActorKind::CommandLine)
    }
}

/// The permission for one act. It cannot be copied, and only [`authorize`] makes it.
#[must_use = "a grant is for an act"]
#[derive(Debug)]
pub struct Grant<F: Field, O: Op> {
    entity_id: Uuid,
    act: PhantomData<fn() -> (F, O)>,
}

impl<F: Field, O: Op> Grant<F, O> {
    pub(crate) fn entity_id(&self) -> Uuid {
        self.entity_id
    }
}

/// Whether the actor may read a field: what a grant of [`ReadMasked`] asks, for values that are not in the vault.
pub(crate) fn may_read(actor: &Actor, field: SecuredField) -> bool {
    ReadMasked::is_allowed(actor, actor.rights(field))
}

/// Grants an act if the actor has the right to it.
pub(crate) fn authorize<F: Field, O: Op>(actor: &Actor, entity_id: Uuid) -> Option<Grant<F, O>> {
    O::is_allowed(actor, actor.rights(F::FIELD)).then_some(Grant { entity_id, act: PhantomData })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::AccountClientToken as Token;
    use domain::{UserId, user::Role};
    use std::collections::BTreeMap;

    fn may<O: Op>(actor: &Actor) -> bool {
        authorize::<Token, O>(actor, Uuid::nil()).is_some()
    }

    #[test]
    fn a_role_alone_is_granted_nothing() {
        let admin = Actor::user(UserId::new(), "Kari", &[Role::SystemAdministrator], BTreeMap::new());
        for actor in [admin, Actor::anonymous()] {
            let granted =
                [may::<ReadMasked>(&actor), may::<Create>(&actor), may::<Replace>(&actor), may::<UseInSystem>(&actor)];
            assert_eq!(granted, [false; 4], "{}", actor.name());
        }
    }

    #[test]
    fn no_profile_lets_a_person_use_a_secret_as_the_portal_does() {
        let all = FieldRights { read: true, read_unmasked: true, create: true, update: true };
        let secured = SecuredField::ALL.iter().map(|field| (*field, all)).collect();
        let actor = Actor::user(UserId::new(), "Kari", &[Role::SystemAdministrator], secured);
        assert!(may::<ReadMasked>(&actor) && may::<Create>(&actor) && may::<Replace>(&actor));
        assert!(!may::<UseInSystem>(&actor));
        assert!(may::<UseInSystem>(&Actor::system()) && !may::<ReadMasked>(&Actor::system()));
    }

    #[test]
    fn the_command_line_gives_secrets_and_reads_none() {
        let actor = Actor::command_line();
        assert!(may::<Create>(&actor) && may::<Replace>(&actor) && !may::<ReadMasked>(&actor));
    }
}
