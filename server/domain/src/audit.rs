//! Audit events: one typed event for each act, named `noun.past_tense`. Names of fields, never secured values or message text.

use serde::Serialize;
use uuid::Uuid;

use crate::{
    AccountId, AgentAccountId, ApiKeyId, ChannelId, QueueId, ReceiptId, UserId, WorkstreamId,
    field_security::SecuredField, user::Role,
};

/// Something that was done, or that the system did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "the variants say what happened and their fields what to")]
pub enum Event {
    UserInvited { id: UserId, email: String, roles: Vec<Role> },
    UserCreated { id: UserId, email: String, roles: Vec<Role> },
    UserActivated { id: UserId },
    UserRolesChanged { id: UserId, from: Vec<Role>, to: Vec<Role> },
    UserChanged { id: UserId, fields: Vec<&'static str> },
    UserDisabled { id: UserId },
    UserEnabled { id: UserId },
    UserSignedIn { id: UserId },
    UserSignedOut { id: UserId },
    SignInRefused { id: Option<UserId> },
    ApiKeyCreated { id: ApiKeyId, key_name: String, role: Role },
    ApiKeyRevoked { id: ApiKeyId, key_name: String },
    AccountCreated { id: AccountId, account_name: String },
    AccountRenamed { id: AccountId, from: String, to: String },
    AccountChanged { id: AccountId, fields: Vec<&'static str> },
    AccountVerified { id: AccountId },
    AccountSuspended { id: AccountId, why: String },
    AccountResumed { id: AccountId },
    AccountDeleted { id: AccountId, account_name: String, closed_conversation_count: i64 },
    SecretSet { entity_id: Uuid, field: SecuredField, replaced: bool },
    AgentAccountAdded { id: AgentAccountId, account_id: AccountId, agent_account_name: String },
    AgentAccountChanged { id: AgentAccountId, fields: Vec<&'static str> },
    AgentAccountVerified { id: AgentAccountId },
    AgentAccountRemoved { id: AgentAccountId, agent_account_name: String },
    NoticeAcknowledged { id: AccountId, version: i32, language: crate::Lang, text_hash: String },
    NoticeWithdrawn { id: AccountId, version: i32 },
    QueueCreated { id: QueueId, queue_name: String, priority: i32 },
    QueueChanged { id: QueueId, fields: Vec<&'static str> },
    QueueMemberAdded { id: QueueId, user_id: UserId },
    QueueMemberRemoved { id: QueueId, user_id: UserId },
    QueueDeleted { id: QueueId, queue_name: String },
    QueueOverflowed { id: QueueId, to: Option<QueueId>, conversations: Vec<crate::ConversationId> },
    WorkstreamCreated { id: WorkstreamId, workstream_name: String },
    WorkstreamChanged { id: WorkstreamId, fields: Vec<&'static str> },
    WorkstreamDeleted { id: WorkstreamId, workstream_name: String },
    ChannelCreated { id: ChannelId, workstream_id: WorkstreamId, agent_account_id: AgentAccountId },
    ChannelChanged { id: ChannelId, workstream_id: WorkstreamId, fields: Vec<&'static str> },
    ChannelRemoved { id: ChannelId, workstream_id: WorkstreamId, agent_account_id: AgentAccountId },
    RulesDraftChanged { id: WorkstreamId, draft_version: i32 },
    RulesDraftDiscarded { id: WorkstreamId },
    RulesPublished { id: WorkstreamId, version: i32, rule_count: usize },
    HoursCreated { id: crate::HoursId, hours_name: String },
    HoursChanged { id: crate::HoursId, fields: Vec<&'static str> },
    HoursDeleted { id: crate::HoursId, hours_name: String },
    ReceiptReplayed { id: ReceiptId },
    PermissionRefused { permission: crate::user::Permission },
    TeamCreated { id: crate::TeamId, team_name: String },
    TeamChanged { id: crate::TeamId, fields: Vec<&'static str> },
    TeamMemberAdded { id: crate::TeamId, user_id: UserId },
    TeamMemberRemoved { id: crate::TeamId, user_id: UserId },
    TeamDeleted { id: crate::TeamId, team_name: String },
}

impl Event {
    /// The event's name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::UserInvited { .. } => "user.invited",
            Self::UserCreated { .. } => "user.created",
            Self::UserActivated { .. } => "user.activated",
            Self::UserRolesChanged { .. } => "user.roles_changed",
            Self::UserChanged { .. } => "user.changed",
            Self::UserDisabled { .. } => "user.disabled",
            Self::UserEnabled { .. } => "user.enabled",
            Self::UserSignedIn { .. } => "user.signed_in",
            Self::UserSignedOut { .. } => "user.signed_out",
            Self::SignInRefused { .. } => "sign_in.refused",
            Self::ApiKeyCreated { .. } => "api_key.created",
            Self::ApiKeyRevoked { .. } => "api_key.revoked",
            Self::AccountCreated { .. } => "account.created",
            Self::AccountRenamed { .. } => "account.renamed",
            Self::AccountChanged { .. } => "account.changed",
            Self::AccountVerified { .. } => "account.verified",
            Self::AccountSuspended { .. } => "account.suspended",
            Self::AccountResumed { .. } => "account.resumed",
            Self::AccountDeleted { .. } => "account.deleted",
            Self::SecretSet { .. } => "secret.set",
            Self::AgentAccountAdded { .. } => "agent_account.added",
            Self::AgentAccountChanged { .. } => "agent_account.changed",
            Self::AgentAccountVerified { .. } => "agent_account.verified",
            Self::AgentAccountRemoved { .. } => "agent_account.removed",
            Self::NoticeAcknowledged { .. } => "notice.acknowledged",
            Self::NoticeWithdrawn { .. } => "notice.withdrawn",
            Self::QueueCreated { .. } => "queue.created",
            Self::QueueChanged { .. } => "queue.changed",
            Self::QueueMemberAdded { .. } => "queue.member_added",
            Self::QueueMemberRemoved { .. } => "queue.member_removed",
            Self::QueueDeleted { .. } => "queue.deleted",
            Self::QueueOverflowed { .. } => "queue.overflowed",
            Self::WorkstreamCreated { .. } => "workstream.created",
            Self::WorkstreamChanged { .. } => "workstream.changed",
            Self::WorkstreamDeleted { .. } => "workstream.deleted",
            Self::ChannelCreated { .. } => "channel.created",
            Self::ChannelChanged { .. } => "channel.changed",
            Self::ChannelRemoved { .. } => "channel.removed",
            Self::RulesDraftChanged { .. } => "rules.draft_changed",
            Self::RulesDraftDiscarded { .. } => "rules.draft_discarded",
            Self::RulesPublished { .. } => "rules.published",
            Self::HoursCreated { .. } => "hours.created",
            Self::HoursChanged { .. } => "hours.changed",
            Self::HoursDeleted { .. } => "hours.deleted",
            Self::ReceiptReplayed { .. } => "receipt.replayed",
            Self::PermissionRefused { .. } => "permission.refused",
            Self::TeamCreated { .. } => "team.created",
            Self::TeamChanged { .. } => "team.changed",
            Self::TeamMemberAdded { .. } => "team.member_added",
            Self::TeamMemberRemoved { .. } => "team.member_removed",
            Self::TeamDeleted { .. } => "team.deleted",
        }
    }

    /// What it was done to: the kind of thing and its id.
    pub fn subject(&self) -> (&'static str, Option<Uuid>) {
        match self {
            Self::UserInvited { id, .. }
            | Self::UserCreated { id, .. }
            | Self::UserActivated { id }
            | Self::UserRolesChanged { id, .. }
            | Self::UserChanged { id, .. }
            | Self::UserDisabled { id }
            | Self::UserEnabled { id }
            | Self::UserSignedIn { id }
            | Self::UserSignedOut { id } => ("user", Some(id.0)),
            Self::SignInRefused { id } => ("user", id.map(|id| id.0)),
            Self::ApiKeyCreated { id, .. } | Self::ApiKeyRevoked { id, .. } => ("api_key", Some(id.0)),
            Self::AccountCreated { id, .. }
            | Self::AccountRenamed { id, .. }
            | Self::AccountChanged { id, .. }
            | Self::AccountVerified { id }
            | Self::AccountSuspended { id, .. }
            | Self::AccountResumed { id }
            | Self::AccountDeleted { id, .. }
            | Self::NoticeAcknowledged { id, .. }
            | Self::NoticeWithdrawn { id, .. } => ("account", Some(id.0)),
            Self::SecretSet { entity_id, .. } => ("secret", Some(*entity_id)),
            Self::AgentAccountAdded { id, .. }
            | Self::AgentAccountChanged { id, .. }
            | Self::AgentAccountVerified { id }
            | Self::AgentAccountRemoved { id, .. } => ("agent_account", Some(id.0)),
            Self::QueueCreated { id, .. }
            | Self::QueueChanged { id, .. }
            | Self::QueueMemberAdded { id, .. }
            | Self::QueueMemberRemoved { id, .. }
            | Self::QueueDeleted { id, .. }
            | Self::QueueOverflowed { id, .. } => ("queue", Some(id.0)),
            Self::WorkstreamCreated { id, .. }
            | Self::WorkstreamChanged { id, .. }
            | Self::WorkstreamDeleted { id, .. }
            | Self::RulesDraftChanged { id, .. }
            | Self::RulesDraftDiscarded { id }
            | Self::RulesPublished { id, .. } => ("workstream", Some(id.0)),
            Self::ChannelCreated { id, .. } | Self::ChannelChanged { id, .. } | Self::ChannelRemoved { id, .. } => {
                ("channel", Some(id.0))
            }
            Self::HoursCreated { id, .. } | Self::HoursChanged { id, .. } | Self::HoursDeleted { id, .. } => {
                ("hours", Some(id.0))
            }
            Self::ReceiptReplayed { id } => ("receipt", Some(id.0)),
            Self::PermissionRefused { .. } => ("permission", None),
            Self::TeamCreated { id, .. }
            | Self::TeamChanged { id, .. }
            | Self::TeamMemberAdded { id, .. }
            | Self::TeamMemberRemoved { id, .. }
            | Self::TeamDeleted { id, .. } => ("team", Some(id.0)),
        }
    }
}
