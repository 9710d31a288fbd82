//! An account: the credentials of one partner at one provider, and the agent accounts under it.
//!
//! ```text
//! draft ──credentials set, notice acknowledged──▶ waiting_for_verification ──handshake──▶ verified
//!   any of the two on the right ──suspend, or privacy withdrawn──▶ suspended ──resume / acknowledge again──▶ back
//! ```
//! The partner ID is not secured; the client token and the service-account file are, and live in the vault only.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{AccountId, AgentAccountId, ChannelKind, Fault, Name};

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
