//! Audit events: one typed event for each act, named `noun.past_tense`. Ids and names of fields: never secured values, message text,
//! or anything about a person.
//!
//! An event is one row of the table below, and a sentence for it in `app::words::audit`, which the compiler asks for.

use serde::Serialize;
use uuid::Uuid;

mod event;
mod log;

use crate::{
    AccountId, AgentAccountId, ApiKeyId, ChannelId, ProfileId, QueueId, ReceiptId, UserId, WorkstreamId,
    field_security::{Grants, SecuredField},
    user::Role,
};

pub use log::{ActorKind, ChainState, Entry, Export, ExportFormat, ExportState, LogFilter, Outcome, SignedHead};

/// A field that changed; with its values where they are neither secured nor about a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    field: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
}

impl Change {
    /// From what to what.
    pub fn of(field: &'static str, from: impl ToString, to: impl ToString) -> Self {
        Self { field, from: Some(from.to_string()), to: Some(to.to_string()) }
    }

    /// That it changed, and no more.
    pub fn silent(field: &'static str) -> Self {
        Self { field, from: None, to: None }
    }

    /// The field's name.
    pub fn field(&self) -> &'static str {
        self.field
    }
}

crate::words_enum! {
    /// The kind of thing that an event is about, as in URLs.
    pub enum Subject {
        /// An account of a provider.
        Account = "account",
        /// An agent account.
        AgentAccount = "agent_account",
        /// A key of the HTTP API.
        ApiKey = "api_key",
        /// The log itself.
        Audit = "audit",
        /// A channel.
        Channel = "channel",
        /// A field that the organisation can secure.
        Field = "field",
        /// A field security profile.
        FieldSecurityProfile = "field_security_profile",
        /// Operating hours.
        Hours = "hours",
        /// Something that the permission is needed for.
        Permission = "permission",
        /// A queue.
        Queue = "queue",
        /// A receipt.
        Receipt = "receipt",
        /// A secret of an account or an agent account.
        Secret = "secret",
        /// A team.
        Team = "team",
        /// A person.
        User = "user",
        /// A workstream.
        Workstream = "workstream",
    }
}

// Each row: what happened { what is kept of it } = its name, what it was done to, and the id of that.
event::events! {
    UserInvited { id: UserId, roles: Vec<Role> } = "user.invited", User, Some(id.0);
    UserCreated { id: UserId, roles: Vec<Role> } = "user.created", User, Some(id.0);
    UserActivated { id: UserId } = "user.activated", User, Some(id.0);
    UserRolesChanged { id: UserId, from: Vec<Role>, to: Vec<Role> } = "user.roles_changed", User, Some(id.0);
    UserChanged { id: UserId, fields: Vec<&'static str> } = "user.changed", User, Some(id.0);
    UserDisabled { id: UserId } = "user.disabled", User, Some(id.0);
    UserEnabled { id: UserId } = "user.enabled", User, Some(id.0);
    UserSignedIn { id: UserId } = "user.signed_in", User, Some(id.0);
    UserSignedOut { id: UserId } = "user.signed_out", User, Some(id.0);
    SignInRefused { id: Option<UserId> } = "sign_in.refused", User, id.map(|id| id.0);
    ApiKeyCreated { id: ApiKeyId, key_name: String, role: Role } = "api_key.created", ApiKey, Some(id.0);
    ApiKeyRevoked { id: ApiKeyId, key_name: String } = "api_key.revoked", ApiKey, Some(id.0);
    ApiKeyRefused {} = "api_key.refused", ApiKey, None;
    AccountCreated { id: AccountId, account_name: String } = "account.created", Account, Some(id.0);
    AccountRenamed { id: AccountId, from: String, to: String } = "account.renamed", Account, Some(id.0);
    AccountChanged { id: AccountId, fields: Vec<&'static str> } = "account.changed", Account, Some(id.0);
    AccountVerified { id: AccountId } = "account.verified", Account, Some(id.0);
    AccountSuspended { id: AccountId, why: String } = "account.suspended", Account, Some(id.0);
    AccountResumed { id: AccountId } = "account.resumed", Account, Some(id.0);
    AccountDeleted { id: AccountId, account_name: String, closed_conversation_count: i64 } = "account.deleted", Account, Some(id.0);
    SecretSet { entity_id: Uuid, field: SecuredField, replaced: bool } = "secret.set", Secret, Some(*entity_id);
    SecretRefused { entity_id: Uuid, field: SecuredField } = "secret.refused", Secret, Some(*entity_id);
    SecretRotated { entity_id: Uuid, field: SecuredField, version: i32, earlier_works_until: Option<jiff::Timestamp> } = "secret.rotated", Secret, Some(*entity_id);
    SecretRetired { entity_id: Uuid, field: SecuredField, version: i32 } = "secret.retired", Secret, Some(*entity_id);
    SecretKilled { entity_id: Uuid, field: SecuredField, version: i32 } = "secret.killed", Secret, Some(*entity_id);
    SecretRevealed { entity_id: Uuid, field: SecuredField, version: i32, reason: String } = "secret.revealed", Secret, Some(*entity_id);
    SecretTested { entity_id: Uuid, field: SecuredField } = "secret.tested", Secret, Some(*entity_id);
    SecretReminderChanged { entity_id: Uuid, field: SecuredField, expires_on: Option<jiff::civil::Date> } = "secret.reminder_changed", Secret, Some(*entity_id);
    MasterKeyRotated { key_id: String, secret_count: u64 } = "master_key.rotated", Secret, None;
    AgentAccountAdded { id: AgentAccountId, account_id: AccountId, agent_account_name: String } = "agent_account.added", AgentAccount, Some(id.0);
    AgentAccountChanged { id: AgentAccountId, fields: Vec<&'static str> } = "agent_account.changed", AgentAccount, Some(id.0);
    AgentAccountVerified { id: AgentAccountId } = "agent_account.verified", AgentAccount, Some(id.0);
    AgentAccountRemoved { id: AgentAccountId, agent_account_name: String } = "agent_account.removed", AgentAccount, Some(id.0);
    NoticeAcknowledged { id: AccountId, version: i32, language: crate::Lang, text_hash: String } = "notice.acknowledged", Account, Some(id.0);
    NoticeWithdrawn { id: AccountId, version: i32 } = "notice.withdrawn", Account, Some(id.0);
    QueueCreated { id: QueueId, queue_name: String, priority: i32 } = "queue.created", Queue, Some(id.0);
    QueueChanged { id: QueueId, changes: Vec<Change> } = "queue.changed", Queue, Some(id.0);
    QueueMemberAdded { id: QueueId, user_id: UserId } = "queue.member_added", Queue, Some(id.0);
    QueueMemberRemoved { id: QueueId, user_id: UserId } = "queue.member_removed", Queue, Some(id.0);
    QueueDeleted { id: QueueId, queue_name: String } = "queue.deleted", Queue, Some(id.0);
    QueueOverflowed { id: QueueId, to: Option<QueueId>, conversations: Vec<crate::ConversationId> } = "queue.overflowed", Queue, Some(id.0);
    WorkstreamCreated { id: WorkstreamId, workstream_name: String } = "workstream.created", Workstream, Some(id.0);
    WorkstreamChanged { id: WorkstreamId, fields: Vec<&'static str> } = "workstream.changed", Workstream, Some(id.0);
    WorkstreamDeleted { id: WorkstreamId, workstream_name: String } = "workstream.deleted", Workstream, Some(id.0);
    ChannelCreated { id: ChannelId, workstream_id: WorkstreamId, agent_account_id: AgentAccountId } = "channel.created", Channel, Some(id.0);
    ChannelChanged { id: ChannelId, workstream_id: WorkstreamId, fields: Vec<&'static str> } = "channel.changed", Channel, Some(id.0);
    ChannelRemoved { id: ChannelId, workstream_id: WorkstreamId, agent_account_id: AgentAccountId } = "channel.removed", Channel, Some(id.0);
    RulesDraftChanged { id: WorkstreamId, draft_version: i32 } = "rules.draft_changed", Workstream, Some(id.0);
    RulesDraftDiscarded { id: WorkstreamId } = "rules.draft_discarded", Workstream, Some(id.0);
    RulesPublished { id: WorkstreamId, version: i32, rule_count: usize } = "rules.published", Workstream, Some(id.0);
    HoursCreated { id: crate::HoursId, hours_name: String } = "hours.created", Hours, Some(id.0);
    HoursChanged { id: crate::HoursId, fields: Vec<&'static str> } = "hours.changed", Hours, Some(id.0);
    HoursDeleted { id: crate::HoursId, hours_name: String } = "hours.deleted", Hours, Some(id.0);
    ReceiptReplayed { id: ReceiptId } = "receipt.replayed", Receipt, Some(id.0);
    FieldSecurityProfileCreated { id: ProfileId, profile_name: String } = "field_security_profile.created", FieldSecurityProfile, Some(id.0);
    FieldSecurityProfileChanged { id: ProfileId, fields: Vec<&'static str>, grants: Grants } = "field_security_profile.changed", FieldSecurityProfile, Some(id.0);
    FieldSecurityProfileDeleted { id: ProfileId, profile_name: String } = "field_security_profile.deleted", FieldSecurityProfile, Some(id.0);
    FieldSecurityMemberAdded { id: ProfileId, user_id: UserId } = "field_security_profile.member_added", FieldSecurityProfile, Some(id.0);
    FieldSecurityMemberRemoved { id: ProfileId, user_id: UserId } = "field_security_profile.member_removed", FieldSecurityProfile, Some(id.0);
    FieldSecurityTeamAdded { id: ProfileId, team_id: crate::TeamId } = "field_security_profile.team_added", FieldSecurityProfile, Some(id.0);
    FieldSecurityTeamRemoved { id: ProfileId, team_id: crate::TeamId } = "field_security_profile.team_removed", FieldSecurityProfile, Some(id.0);
    FieldSecured { field: SecuredField } = "field.secured", Field, None;
    FieldOpened { field: SecuredField } = "field.opened", Field, None;
    TeamCreated { id: crate::TeamId, team_name: String } = "team.created", Team, Some(id.0);
    TeamChanged { id: crate::TeamId, fields: Vec<&'static str> } = "team.changed", Team, Some(id.0);
    TeamMemberAdded { id: crate::TeamId, user_id: UserId } = "team.member_added", Team, Some(id.0);
    TeamMemberRemoved { id: crate::TeamId, user_id: UserId } = "team.member_removed", Team, Some(id.0);
    TeamDeleted { id: crate::TeamId, team_name: String } = "team.deleted", Team, Some(id.0);
    PermissionRefused { permission: crate::user::Permission } = "permission.refused", Permission, None;
    RefusalsCounted { count: u64 } = "refusals.counted", Permission, None;
    AuditExportRequested { id: Uuid, format: ExportFormat } = "audit.export_requested", Audit, Some(*id);
    AuditExportDownloaded { id: Uuid } = "audit.export_downloaded", Audit, Some(*id);
}

impl EventKind {
    /// Whether the act was done. What was refused has a name that says so.
    pub fn outcome(self) -> Outcome {
        let is_refused = self == Self::RefusalsCounted || self.as_str().ends_with("refused");
        if is_refused { Outcome::Refused } else { Outcome::Done }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_that_of_one_kind_of_event() {
        for kind in EventKind::ALL {
            assert_eq!(kind.as_str().parse::<EventKind>().as_ref(), Ok(kind));
        }
    }

    #[test]
    fn what_was_refused_is_told_by_its_name() {
        let refused: Vec<_> = EventKind::ALL.iter().filter(|kind| kind.outcome() == Outcome::Refused).collect();
        assert!(refused.contains(&&EventKind::PermissionRefused) && refused.contains(&&EventKind::SignInRefused));
        assert!(!refused.contains(&&EventKind::UserSignedIn));
    }

    #[test]
    fn an_event_knows_its_name_its_subject_and_the_subject_s_id() {
        let id = QueueId::new();
        let event = Event::QueueDeleted { id, queue_name: "Faktura".to_owned() };
        assert_eq!((event.kind().as_str(), event.subject()), ("queue.deleted", (Subject::Queue, Some(id.0))));
    }
}
