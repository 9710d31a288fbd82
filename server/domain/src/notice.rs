//! The privacy notice: a versioned text per channel kind and language, and what an acknowledgement says.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{AccountId, AcknowledgementId, ChannelKind, Checks, Fault, Invalid, Lang};

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

impl Statements {
    /// Every box ticked.
    pub const ALL: Self = Self { data_leaves: true, users_are_notified: true, consent_is_obtained: true };

    /// Refuses unless all three boxes are ticked; a fault for each that is not.
    pub fn check(self) -> Result<(), Invalid> {
        let mut checks = Checks::default();
        for (field, is_ticked) in [
            ("data_leaves", self.data_leaves),
            ("users_are_notified", self.users_are_notified),
            ("consent_is_obtained", self.consent_is_obtained),
        ] {
            if !is_ticked {
                checks.note(field, Fault::NotTicked);
            }
        }
        checks.finish(Some(()))
    }
}

/// How an account stands to the notice of its service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The account.
    pub account_id: AccountId,
    /// Its name.
    pub account_name: String,
    /// Its service.
    pub channel_kind: ChannelKind,
    /// Whether the current version is acknowledged.
    pub is_acknowledged: bool,
    /// The last acknowledgement, withdrawn or not.
    pub acknowledgement: Option<Acknowledgement>,
}

/// A person's recorded acceptance of one version for one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledgement {
    /// The record.
    pub id: AcknowledgementId,
    /// The account, which may be gone.
    pub account_id: AccountId,
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
