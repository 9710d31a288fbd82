//! Secured fields: nobody reads or writes one without a field security profile that says so (PRODUCT.md §6).
//!
//! Secrets are secured always. Their values are in the vault and never reach this package. Fields of conversations are secured
//! where the organisation says so; their values come here as a [`Sight`], told or hidden.

mod access;
mod profile;
mod sight;

pub use access::{Access, AccessPath, FieldAccess};
pub use profile::{
    Grants, NewProfile, ProfileChange, ProfileDetail, ProfileMember, ProfileSummary, ProfileTeam, SecuredState,
};
pub use sight::{ContextSight, Sight};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

crate::words_enum! {
    /// A field that is secured, or that the organisation can secure.
    pub enum SecuredField {
        /// The token that signs an account's events.
        AccountClientToken = "account.client_token",
        /// The service-account key file of an account; write-only for everybody.
        AccountServiceAccount = "account.service_account",
        /// The token of an agent account with a webhook of its own.
        AgentAccountClientToken = "agent_account.client_token",
        /// What the provider calls the customer, wherever it stands.
        ConversationCustomerName = "conversation.customer_name",
        /// What was written in a conversation, wherever it stands.
        MessageText = "message.text",
    }
}

impl SecuredField {
    /// Those whose values the vault holds. They are secured always.
    pub const SECRETS: [Self; 3] =
        [Self::AccountClientToken, Self::AccountServiceAccount, Self::AgentAccountClientToken];

    /// Those of conversations, which the organisation secures or leaves open to whoever may see conversations.
    pub const PERSONAL: [Self; 2] = [Self::ConversationCustomerName, Self::MessageText];

    /// Whether it is secured only where the organisation says so.
    pub fn is_personal(self) -> bool {
        Self::PERSONAL.contains(&self)
    }

    /// Every right that a profile can give to it.
    pub fn grantable(self) -> FieldRights {
        FieldRights {
            read: true,
            read_unmasked: matches!(self, Self::AccountClientToken | Self::AgentAccountClientToken),
            create: !self.is_personal(),
            update: !self.is_personal(),
        }
    }

    /// The kind of record that has the field: the word before the dot.
    pub fn entity(self) -> &'static str {
        self.as_str().split_once('.').map_or("", |(entity, _)| entity)
    }

    /// The field within the record: the word after the dot.
    pub fn name(self) -> &'static str {
        self.as_str().split_once('.').map_or("", |(_, name)| name)
    }
}

/// What one person may do with one secured field: the union over their profiles. The default is nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldRights {
    /// See that a value is set, and its mask.
    pub read: bool,
    /// See one record's value after fresh sign-in.
    pub read_unmasked: bool,
    /// Give a value where none is set.
    pub create: bool,
    /// Give another value.
    pub update: bool,
}

impl FieldRights {
    /// The rights of two profiles together.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            read: self.read || other.read,
            read_unmasked: self.read_unmasked || other.read_unmasked,
            create: self.create || other.create,
            update: self.update || other.update,
        }
    }

    /// What both have.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self {
            read: self.read && other.read,
            read_unmasked: self.read_unmasked && other.read_unmasked,
            create: self.create && other.create,
            update: self.update && other.update,
        }
    }

    /// What the other does not have.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self {
            read: self.read && !other.read,
            read_unmasked: self.read_unmasked && !other.read_unmasked,
            create: self.create && !other.create,
            update: self.update && !other.update,
        }
    }

    /// Whether every right of `other` is among these.
    pub fn covers(self, other: Self) -> bool {
        self.intersection(other) == other
    }

    /// Whether there is none.
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// What a page may know of a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SecretSlot {
    /// No right to read: set and empty look the same.
    Hidden {
        /// Whether a value may be given all the same (write-only).
        may_set: bool,
    },
    /// Nothing is set.
    NotSet {
        /// Whether a value may be given.
        may_set: bool,
    },
    /// Something is set.
    Masked {
        /// The last characters of a token; absent for short ones and for files.
        hint: Option<String>,
        /// Of a service-account file: what may be shown of it.
        facts: Option<ServiceAccountFacts>,
        /// When it was set.
        set_at: Timestamp,
        /// Who set it.
        set_by: String,
        /// Whether it may be replaced.
        may_set: bool,
    },
}

/// What may be shown of a service-account file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceAccountFacts {
    /// `project_id`.
    pub project_id: String,
    /// `client_email`.
    pub client_email: String,
    /// `private_key_id`; which key, not the key.
    pub key_id: String,
}

impl ServiceAccountFacts {
    /// Whether the address does not end like Google's own. Worth a remark, not a refusal.
    pub fn has_unusual_email(&self) -> bool {
        !self.client_email.ends_with(".gserviceaccount.com")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_granted_is_nothing() {
        assert_eq!(FieldRights::default().union(FieldRights::default()), FieldRights::default());
    }

    #[test]
    fn what_can_be_granted_depends_on_the_field() {
        for field in SecuredField::ALL {
            let is_secret = SecuredField::SECRETS.contains(field);
            assert_ne!(is_secret, field.is_personal(), "{field} is one or the other");
            let rights = field.grantable();
            assert!(rights.read && rights.create == is_secret && rights.update == is_secret, "{field}");
        }
        assert!(!SecuredField::AccountServiceAccount.grantable().read_unmasked, "write-only for everybody");
    }

    #[test]
    fn rights_of_profiles_add_up() {
        let reader = FieldRights { read: true, ..FieldRights::default() };
        let writer = FieldRights { create: true, update: true, ..FieldRights::default() };
        let both = reader.union(writer);
        assert!(both.read && both.create && both.update && !both.read_unmasked);
    }
}
