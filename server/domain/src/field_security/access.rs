//! Why somebody may do what they may: every right to a secured field, with the ways on which it reaches them.

use serde::{Deserialize, Serialize};

use super::{FieldRights, SecuredField};
use crate::{
    ProfileId, TeamId, UserId,
    user::{Permission, Role},
};

/// Everything that one person may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// The person.
    pub user_id: UserId,
    /// Their name.
    pub name: String,
    /// Whether they can sign in at all.
    pub is_active: bool,
    /// Every field, secured now or not.
    pub fields: Vec<FieldAccess>,
    /// Their permissions, each with the roles that bring it.
    pub permissions: Vec<(Permission, Vec<Role>)>,
}

/// What one person may do with one field, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldAccess {
    /// The field.
    pub field: SecuredField,
    /// Whether it is secured; a field that is not is open to whoever may see the record.
    pub is_secured: bool,
    /// The union over the ways.
    pub rights: FieldRights,
    /// Every profile that gives a right to it.
    pub paths: Vec<AccessPath>,
}

/// A way on which a right reaches a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessPath {
    /// The profile.
    pub profile_id: ProfileId,
    /// Its name.
    pub profile: String,
    /// The team through which it reaches them; absent where they have it themselves.
    pub team: Option<(TeamId, String)>,
    /// What it gives.
    pub rights: FieldRights,
}
