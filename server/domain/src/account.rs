//! An account: the credentials of one partner at one provider, and the agent accounts under it.
//!
//! ```text
//! draft ──credentials set, notice acknowledged──▶ waiting_for_verification ──handshake──▶ verified
//!   any of the two on the right ──suspend, or privacy withdrawn──▶ suspended ──resume / acknowledge again──▶ back
//! ```
//! The partner ID is not secured; the client token and the service-account file are, and live in the vault only.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    AccountId, AgentAccountId, ChannelKind, Fault, Name, WorkstreamId, field_security::SecretSlot,
    notice::Acknowledgement,
};

crate::words_enum! {
    /// Where an account is on its way.
    pub enum AccountState {
        /// Something needed is not there yet.
        Draft = "draft",
        /// Complete and acknowledged; the provider has not confirmed the address yet. Events are taken.
        WaitingForVerification = "waiting_for_verification",
        /// The provider's handshake has come.
        Verified = "verified",
        /// Answers, but keeps nothing.
        Suspended = "suspended",
    }
}

crate::words_enum! {
    /// Why an account is suspended.
    pub enum SuspendedFor {
        /// A person did it.
        Administrator = "administrator",
        /// The acknowledgement of the privacy notice was withdrawn.
        PrivacyWithdrawn = "privacy_withdrawn",
    }
}

/// The state that follows from the facts; the one rule behind every change of state.
pub fn state(
    is_complete: bool,
    is_acknowledged: bool,
    is_verified: bool,
    suspended_for: Option<SuspendedFor>,
) -> AccountState {
    match (suspended_for, is_complete && is_acknowledged, is_verified) {
        (Some(_), ..) => AccountState::Suspended,
        (None, true, true) => AccountState::Verified,
        (None, true, false) => AccountState::WaitingForVerification,
        (None, false, _) => AccountState::Draft,
    }
}

/// An id that the provider gave: a partner, brand or agent id of 1 to 100 characters without spaces.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
#[serde(try_from = "String")]
pub struct ProviderId(String);

impl ProviderId {
    /// Trims and checks `raw`. A slash would make the agent's resource name ambiguous.
    pub fn parse(raw: &str) -> Result<Self, Fault> {
        let text = crate::text::one_line(raw, 100)?;
        if text.contains(|c: char| c.is_whitespace() || c == '/') { Err(Fault::Malformed) } else { Ok(Self(text)) }
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ProviderId {
    type Error = Fault;

    fn try_from(raw: String) -> Result<Self, Fault> {
        Self::parse(&raw)
    }
}

impl std::fmt::Display for ProviderId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The first step of the wizard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccount {
    /// Unique without case.
    pub name: Name,
    /// The service; cannot be changed later.
    pub channel_kind: ChannelKind,
}

/// An agent account to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAgentAccount {
    /// Unique without case among all agent accounts.
    pub name: Name,
    /// The brand at the provider.
    pub brand_id: ProviderId,
    /// The agent at the provider; brand and agent together are unique.
    pub agent_id: ProviderId,
}

/// A row of the list of accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSummary {
    /// The account.
    pub id: AccountId,
    /// Its name.
    pub name: String,
    /// Its service.
    pub channel_kind: ChannelKind,
    /// Where it is on its way.
    pub state: AccountState,
    /// Where the provider posts to.
    pub callback_url: String,
    /// When the provider last confirmed the address.
    pub verified_at: Option<Timestamp>,
    /// How many agent accounts it has.
    pub agent_account_count: i64,
    /// How many of them are in a workstream.
    pub channel_count: i64,
}

/// An agent account under its account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentAccount {
    /// The agent account.
    pub id: AgentAccountId,
    /// Its account.
    pub account_id: AccountId,
    /// Its name.
    pub name: String,
    /// The brand at the provider.
    pub brand_id: String,
    /// The agent at the provider.
    pub agent_id: String,
    /// Its own callback URL, when it has a webhook of its own.
    pub callback_url: Option<String>,
    /// When the provider last confirmed that address.
    pub verified_at: Option<Timestamp>,
    /// The workstream that has joined it.
    pub workstream: Option<(crate::WorkstreamId, String)>,
    /// For concurrent edits.
    pub version: i32,
}

/// An account's page: everything about it that its reader may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountDetail {
    /// Name, kind, state, callback URL.
    pub summary: AccountSummary,
    /// The partner at the provider.
    pub partner_id: Option<String>,
    /// The token that signs events.
    pub client_token: SecretSlot,
    /// The service-account file.
    pub service_account: SecretSlot,
    /// The last handshake that was refused since one succeeded.
    pub last_refusal: Option<Refusal>,
    /// Why it is suspended and since when.
    pub suspension: Option<Suspension>,
    /// The last acknowledgement of the privacy notice, withdrawn or not.
    pub acknowledgement: Option<Acknowledgement>,
    /// Whether the notice's current version is acknowledged.
    pub is_acknowledged: bool,
    /// Its agent accounts by name.
    pub agent_accounts: Vec<AgentAccountDetail>,
    /// The workstreams that keep it from being deleted.
    pub workstreams: Vec<(WorkstreamId, String)>,
    /// How many of its conversations are not closed; deleting the account closes them.
    pub open_conversation_count: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// For concurrent edits.
    pub version: i32,
}

/// An agent account as its account's page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentAccountDetail {
    /// The agent account.
    pub agent_account: AgentAccount,
    /// Its own token, of use only with a webhook of its own.
    pub client_token: SecretSlot,
    /// The last handshake at its own webhook that was refused since one succeeded.
    pub last_refusal: Option<Refusal>,
}

/// A handshake that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Why, as a code: `token_wrong`, `notice_not_acknowledged`, …
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// A suspension that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    /// Why.
    pub reason: SuspendedFor,
    /// Since when.
    pub at: Timestamp,
}

/// Another name for an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountChange {
    /// Unique without case.
    pub name: Name,
    /// The version that was edited.
    pub version: i32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_follows_from_the_facts() {
        use AccountState as S;
        for (complete, acknowledged, verified, expected) in [
            (false, false, false, S::Draft),
            (true, false, false, S::Draft),
            (false, true, true, S::Draft),
            (true, true, false, S::WaitingForVerification),
            (true, true, true, S::Verified),
        ] {
            assert_eq!(state(complete, acknowledged, verified, None), expected);
            for why in SuspendedFor::ALL {
                assert_eq!(state(complete, acknowledged, verified, Some(*why)), S::Suspended);
            }
        }
    }

    #[test]
    fn an_id_of_the_provider_has_no_spaces_and_no_slash() {
        assert_eq!(
            ProviderId::parse(" fjordbank-partner ").map(|id| id.to_string()),
            Ok("fjordbank-partner".to_owned())
        );
        for (wrong, fault) in [("", Fault::Missing), ("a b", Fault::Malformed), ("brands/b", Fault::Malformed)] {
            assert_eq!(ProviderId::parse(wrong), Err(fault), "{wrong}");
        }
    }
}
