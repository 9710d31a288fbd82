//! What holds for every set of rights: what is not granted is denied, and nothing else grants it.

use std::fmt::Display;

use domain::{field_security::Sight, user::Role};
use proptest::{collection::btree_map, prelude::*, sample};
use serde::Serialize;

use super::*;
use crate::{
    field_security::{CustomerName, MessageText, Personal, grant::may_read},
    vault::{AccountServiceAccount, AgentAccountClientToken},
};

fn rights() -> impl Strategy<Value = FieldRights> {
    any::<[bool; 4]>().prop_map(|[read, read_unmasked, create, update]| FieldRights {
        read,
        read_unmasked,
        create,
        update,
    })
}

/// Any rights to any of the fields; fields without an entry are common, and so is none at all.
fn held() -> impl Strategy<Value = Rights> {
    btree_map(sample::select(SecuredField::ALL), rights(), 0..5)
}

fn roles() -> impl Strategy<Value = Vec<Role>> {
    sample::subsequence(Role::ALL.to_vec(), 0..=Role::ALL.len())
}

/// The three acts of people on a field of the vault.
fn acts<F: Field>(actor: &Actor) -> [bool; 3] {
    [
        authorize::<F, ReadMasked>(actor, Uuid::nil()).is_some(),
        authorize::<F, Create>(actor, Uuid::nil()).is_some(),
        authorize::<F, Replace>(actor, Uuid::nil()).is_some(),
    ]
}

fn wanted(rights: FieldRights) -> [bool; 3] {
    [rights.read, rights.create, rights.update]
}

proptest! {
    #[test]
    fn an_act_is_granted_by_the_right_to_its_own_field_and_by_nothing_else(held in held(), roles in roles()) {
        let actor = Actor::user(UserId::new(), "Kari", &roles, held.clone());
        let of = |field| held.get(&field).copied().unwrap_or_default();
        prop_assert_eq!(acts::<AccountClientToken>(&actor), wanted(of(SecuredField::AccountClientToken)));
        prop_assert_eq!(acts::<AccountServiceAccount>(&actor), wanted(of(SecuredField::AccountServiceAccount)));
        prop_assert_eq!(acts::<AgentAccountClientToken>(&actor), wanted(of(SecuredField::AgentAccountClientToken)));
        prop_assert!(authorize::<AccountClientToken, UseInSystem>(&actor, Uuid::nil()).is_none());
        for field in SecuredField::ALL {
            prop_assert_eq!(may_read(&actor, *field), of(*field).read);
        }
    }

    #[test]
    fn a_value_is_told_exactly_where_its_field_may_be_read(held in held(), text in proptest::option::of(".*")) {
        let actor = Actor::user(UserId::new(), "Kari", &[], held);
        let name: Personal<CustomerName, _> = text.clone().into();
        let said: Personal<MessageText, _> = text.clone().into();
        let told = |field| if actor.rights(field).read { Sight::Told(text.clone()) } else { Sight::Hidden };
        let printed = format!("{name:?} {said:?}");
        prop_assert_eq!(printed, "Personal(conversation.customer_name) Personal(message.text)");
        prop_assert_eq!(name.seen_by(&actor), told(SecuredField::ConversationCustomerName));
        prop_assert_eq!(said.seen_by(&actor), told(SecuredField::MessageText));
    }

    #[test]
    fn profiles_add_up_and_never_to_more(granted in proptest::collection::vec((sample::select(SecuredField::ALL), rights()), 0..8)) {
        let all = union(granted.clone());
        for field in SecuredField::ALL {
            let given = granted.iter().filter(|(of, _)| of == field);
            let sum = given.fold(FieldRights::default(), |sum, (_, rights)| sum.union(*rights));
            prop_assert_eq!(all.get(field).copied().unwrap_or_default(), sum);
        }
    }

    #[test]
    fn for_somebody_elses_eyes_nobody_sees_more_than_with_their_own(mine in held(), theirs in held()) {
        let me = Actor::user(UserId::new(), "Kari", &[Role::SystemAdministrator], mine);
        let as_they = me.with_at_most(&theirs);
        for field in SecuredField::ALL {
            let seen = as_they.rights(*field);
            prop_assert!(me.rights(*field).covers(seen));
            prop_assert!(theirs.get(field).copied().unwrap_or_default().covers(seen));
        }
    }
}

/// Two ways to the same name do not compile: this does, so the type has the trait only as `()` says.
trait Without<Trait> {
    fn is_so() {}
}

impl<T: ?Sized> Without<()> for T {}

macro_rules! never {
    ($type:ty: $bound:path) => {{
        struct Bound;
        impl<T: ?Sized + $bound> Without<Bound> for T {}
        <$type as Without<_>>::is_so();
    }};
}

#[test]
fn a_stored_value_cannot_be_serialised_printed_copied_or_compared() {
    type Stored = Personal<MessageText, Option<String>>;
    never!(Stored: Serialize);
    never!(Stored: Display);
    never!(Stored: Clone);
    never!(Stored: PartialEq);
    never!(Stored: std::ops::Deref);
    never!(Stored: AsRef<Option<String>>);
}
