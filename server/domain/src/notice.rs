//! The privacy notice: a versioned text per channel kind and language, and what an acknowledgement says.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ChannelKind, Lang};

/// One version of a notice in one language, as published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The service that it is about.
    pub channel_kind: ChannelKind,
    /// Its language.
    pub language: Lang,
    /// Counts from 1; the same number in every language.
    pub version: i32,
    /// The heading.
    pub title: String,
    /// The text: paragraphs parted by an empty line.
    pub body: String,
    /// SHA-256 of title, line feed and body, in lower-case hexadecimal.
    pub text_hash: String,
    /// When it came into force.
    pub published_at: Timestamp,
}

/// The three statements, each with a box of its own that starts unticked (REFERENCE-SYSTEM.md G.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statements {
    /// Data leaves the organisation's compliance and geographic boundary to the provider.
    pub data_leaves: bool,
    /// We notify end users that conversations may be monitored, recorded or stored.
    pub users_are_notified: bool,
    /// We obtain their consent where the law asks for it.
    pub consent_is_obtained: bool,
}

/// A person's recorded acceptance of one version for one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledgement {
    /// The account, which may be gone.
    pub account_id: crate::AccountId,
    /// Its name at the time.
    pub account_name: String,
    /// The version accepted.
    pub notice_version: i32,
    /// The language it was read in.
    pub language: Lang,
    /// The hash of the text that was shown.
    pub text_hash: String,
    /// Who accepted.
    pub user_name: String,
    /// When.
    pub acknowledged_at: Timestamp,
    /// When it was withdrawn, if it was.
    pub withdrawn_at: Option<Timestamp>,
    /// By whom.
    pub withdrawn_by: Option<String>,
}
