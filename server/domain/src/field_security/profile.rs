//! Field security profiles: per secured field, what whoever has the profile may do.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{FieldRights, SecuredField};
use crate::{Checks, Fault, Invalid, Name, ProfileId, TeamId, UserId};

/// A row of the list of profiles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileSummary {
    /// The profile.
    pub id: ProfileId,
    /// Its name.
    pub name: String,
    /// Whether it is *System Administrator*, which holds everything and cannot be changed.
    pub is_built_in: bool,
    /// How many people have it themselves.
    pub member_count: i64,
    /// How many teams have it.
    pub team_count: i64,
}

/// A profile's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileDetail {
    /// The row of the list.
    pub summary: ProfileSummary,
    /// For changes: what was read.
    pub version: i32,
    /// What it gives.
    pub grants: Grants,
    /// The people who have it themselves, by name.
    pub members: Vec<ProfileMember>,
    /// The teams that have it, by name.
    pub teams: Vec<ProfileTeam>,
}

/// A person who has a profile, or could.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileMember {
    /// The person.
    pub user_id: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// A team that has a profile, or could.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileTeam {
    /// The team.
    pub team_id: TeamId,
    /// Its name.
    pub name: String,
    /// How many people it reaches.
    pub member_count: i64,
}

/// Whether a field is secured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecuredState {
    /// The field.
    pub field: SecuredField,
    /// Whether nobody reads it without a profile.
    pub is_secured: bool,
}

/// A profile to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProfile {
    /// What to call it.
    pub name: Name,
}

/// A profile's name and grants, all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileChange {
    /// What to call it.
    pub name: Name,
    /// What it gives.
    pub grants: Grants,
    /// The version that was read.
    pub version: i32,
}

/// What a profile gives. Fields without a right are absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Grants(BTreeMap<SecuredField, FieldRights>);

impl Grants {
    /// Takes what can be granted, and says what cannot: reading unmasked without reading, and rights that a field does not have.
    /// Faults are at `grants[FIELD]`.
    pub fn new(wanted: impl IntoIterator<Item = (SecuredField, FieldRights)>) -> Result<Self, Invalid> {
        let mut checks = Checks::default();
        let mut grants = BTreeMap::new();
        for (field, rights) in wanted {
            let name = format!("grants[{field}]");
            let outcome = if rights.read_unmasked && !rights.read {
                Err(Fault::Mismatch)
            } else if field.grantable().covers(rights) {
                Ok(())
            } else {
                Err(Fault::Locked)
            };
            if checks.field(&name, outcome).is_some() && !rights.is_nothing() {
                grants.insert(field, rights);
            }
        }
        checks.finish(Some(Self(grants)))
    }

    /// Everything that can be granted.
    pub fn everything() -> Self {
        Self(SecuredField::ALL.iter().map(|field| (*field, field.grantable())).collect())
    }

    /// What it gives to a field.
    pub fn of(&self, field: SecuredField) -> FieldRights {
        self.0.get(&field).copied().unwrap_or_default()
    }

    /// Every field with a right.
    pub fn iter(&self) -> impl Iterator<Item = (SecuredField, FieldRights)> {
        self.0.iter().map(|(field, rights)| (*field, *rights))
    }

    /// The fields in which two differ, by name.
    pub fn differing(&self, other: &Self) -> Vec<SecuredField> {
        SecuredField::ALL.iter().copied().filter(|field| self.of(*field) != other.of(*field)).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rights() -> impl Strategy<Value = FieldRights> {
        any::<[bool; 4]>().prop_map(|[read, read_unmasked, create, update]| FieldRights {
            read,
            read_unmasked,
            create,
            update,
        })
    }

    #[test]
    fn reading_unmasked_needs_reading() {
        let only = FieldRights { read_unmasked: true, ..FieldRights::default() };
        let refused = Grants::new([(SecuredField::AccountClientToken, only)]).unwrap_err();
        assert_eq!(refused, Invalid::one("grants[account.client_token]", Fault::Mismatch));
    }

    #[test]
    fn the_key_file_can_be_unmasked_for_nobody() {
        let all = FieldRights { read: true, read_unmasked: true, create: true, update: true };
        let refused = Grants::new([(SecuredField::AccountServiceAccount, all)]).unwrap_err();
        assert_eq!(refused, Invalid::one("grants[account.service_account]", Fault::Locked));
    }

    proptest! {
        #[test]
        fn a_profile_never_gives_more_than_was_asked_for_nor_than_can_be_granted(
            wanted in proptest::collection::btree_map(proptest::sample::select(SecuredField::ALL), rights(), 0..5),
        ) {
            let asked = |field: &SecuredField| wanted.get(field).copied().unwrap_or_default();
            match Grants::new(wanted.clone()) {
                Ok(grants) => for field in SecuredField::ALL {
                    let given = grants.of(*field);
                    prop_assert_eq!(given, asked(field));
                    prop_assert!(field.grantable().covers(given) && (given.read || !given.read_unmasked));
                },
                Err(invalid) => {
                    let is_told = wanted.iter().any(|(field, rights)| {
                        (rights.read_unmasked && !rights.read || !field.grantable().covers(*rights))
                            && invalid.faults.iter().any(|fault| fault.field == format!("grants[{field}]"))
                    });
                    prop_assert!(is_told);
                }
            }
        }

        #[test]
        fn what_two_rights_share_is_covered_by_both_and_covers_no_more(one in rights(), other in rights()) {
            let both = one.intersection(other);
            prop_assert!(one.covers(both) && other.covers(both));
            prop_assert!(one.union(other).covers(one) && one.union(other).covers(other));
            prop_assert_eq!(one.covers(other), one.union(other) == one);
        }
    }
}
