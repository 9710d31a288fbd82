//! People who sign in, their roles, and the permissions that roles bundle.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ApiKeyId, Email, Lang, Name, TeamId, UserId};

crate::words_enum! {
    /// A bundle of permissions (PRODUCT.md §1).
    pub enum Role {
        /// Users, roles, field security profiles, keys, audit; and everything below.
        SystemAdministrator = "system-administrator",
        /// Accounts and channels, workstreams, queues, routing, privacy; no secured field without a profile.
        OmnichannelAdministrator = "omnichannel-administrator",
        /// Queue members, monitoring, moving conversations, traces.
        Supervisor = "supervisor",
        /// The inbox.
        Agent = "agent",
        /// Consent texts and register, retention, export, erasure.
        PrivacyOfficer = "privacy-officer",
        /// Reads everything that is not secured.
        Auditor = "auditor",
    }
}

crate::words_enum! {
    /// What a person may do. Verbs ask for permissions, never for roles.
    pub enum Permission {
        /// See people and their roles.
        ViewUsers = "users.view",
        /// Invite, disable, set roles.
        ManageUsers = "users.manage",
        /// See accounts; secured fields need a profile besides.
        ViewAccounts = "accounts.view",
        /// Create, edit, suspend and delete accounts and agent accounts.
        ManageAccounts = "accounts.manage",
        /// See notices and acknowledgements.
        ViewPrivacy = "privacy.view",
        /// Acknowledge and withdraw on the organisation's behalf.
        AcknowledgeNotices = "privacy.acknowledge",
        /// See workstreams and their channels.
        ViewWorkstreams = "workstreams.view",
        /// Create, edit and delete workstreams and channels.
        ManageWorkstreams = "workstreams.manage",
        /// See queues.
        ViewQueues = "queues.view",
        /// Create, rename and delete queues.
        ManageQueues = "queues.manage",
        /// Add and remove members of queues.
        ManageQueueMembers = "queues.members",
        /// See conversations and their traces.
        ViewConversations = "conversations.view",
        /// See receipts.
        ViewReceipts = "receipts.view",
        /// Read the stored bytes of a delivery and process dead letters again.
        ReplayReceipts = "receipts.replay",
        /// Create and revoke keys of the API.
        ManageApiKeys = "api_keys.manage",
        /// Create and change own roles.
        ManageRoles = "roles.manage",
        /// See field security profiles and who reaches which secured field.
        ViewFieldSecurity = "field_security.view",
        /// Change field security profiles and which fields are secured.
        ManageFieldSecurity = "field_security.manage",
        /// Read the audit log.
        ViewAudit = "audit.view",
        /// Export the audit log.
        ExportAudit = "audit.export",
        /// Decide how people sign in and whether changes to secrets need two.
        ManageSecurity = "security.manage",
    }
}

impl Role {
    /// The permissions that the role bundles.
    pub fn permissions(self) -> &'static [Permission] {
        use Permission as P;
        match self {
            Self::SystemAdministrator => Permission::ALL,
            Self::OmnichannelAdministrator => &[
                P::ViewUsers,
                P::ViewAccounts,
                P::ManageAccounts,
                P::ViewPrivacy,
                P::AcknowledgeNotices,
                P::ViewWorkstreams,
                P::ManageWorkstreams,
                P::ViewQueues,
                P::ManageQueues,
                P::ManageQueueMembers,
                P::ViewConversations,
                P::ViewReceipts,
                P::ReplayReceipts,
            ],
            Self::Supervisor => &[
                P::ViewUsers,
                P::ViewWorkstreams,
                P::ViewQueues,
                P::ManageQueueMembers,
                P::ViewConversations,
                P::ViewReceipts,
            ],
            Self::Agent => &[P::ViewQueues, P::ViewConversations],
            Self::PrivacyOfficer => &[P::ViewAccounts, P::ViewPrivacy, P::AcknowledgeNotices],
            Self::Auditor => &[
                P::ViewUsers,
                P::ViewAccounts,
                P::ViewPrivacy,
                P::ViewWorkstreams,
                P::ViewQueues,
                P::ViewConversations,
                P::ViewReceipts,
                P::ViewFieldSecurity,
                P::ViewAudit,
                P::ExportAudit,
            ],
        }
    }
}

crate::words_enum! {
    /// Whether a person can sign in.
    pub enum UserState {
        /// Has not accepted the invitation yet.
        Invited = "invited",
        /// Can sign in.
        Active = "active",
        /// Cannot sign in any more.
        Disabled = "disabled",
    }
}

crate::words_enum! {
    /// How the pages look.
    #[derive(Default)]
    pub enum Theme {
        /// As the device says.
        #[default]
        System = "system",
        /// Light.
        Light = "light",
        /// Dark.
        Dark = "dark",
    }
}

/// A row of the list of users.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserSummary {
    /// The person.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their roles.
    pub roles: Vec<Role>,
    /// Whether they can sign in.
    pub state: UserState,
    /// When they last did.
    pub last_sign_in_at: Option<Timestamp>,
}

/// Who is signed in, as the page frame needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The person.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their language.
    pub language: Lang,
    /// Light, dark or the device's.
    pub theme: Theme,
    /// IANA name, for example `Europe/Oslo`.
    pub time_zone: String,
    /// Union over their roles.
    pub permissions: Vec<Permission>,
}

/// A page about one user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserDetail {
    /// As in the list.
    pub summary: UserSummary,
    /// What they read the portal in.
    pub language: Lang,
    /// When they were invited or made.
    pub created_at: Timestamp,
    /// The teams that they are in, by name.
    pub teams: Vec<(TeamId, String)>,
    /// Until when an invitation that nobody has accepted can be.
    pub invitation_ends_at: Option<Timestamp>,
    /// For changes: what was read.
    pub version: i32,
}

/// An invitation to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUser {
    /// Their address, which they sign in with.
    pub email: Email,
    /// Their name; they can change it.
    pub name: Name,
    /// What they may do.
    pub roles: Vec<Role>,
}

/// What a person changes about themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnChange {
    /// Their name.
    pub name: Name,
    /// Their language.
    pub language: Lang,
    /// Light, dark or the device's.
    pub theme: Theme,
    /// IANA name, for example `Europe/Oslo`.
    pub time_zone: String,
}

/// A key of the HTTP API, without the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKeySummary {
    /// The key's id, which is no secret.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was last used, to within some minutes.
    pub last_used_at: Option<Timestamp>,
    /// When somebody ended it.
    pub revoked_at: Option<Timestamp>,
}
