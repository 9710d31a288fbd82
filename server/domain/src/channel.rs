//! A channel joins an agent account to a workstream, with language and user features. A channel kind is a provider's service.

use serde::{Deserialize, Serialize};

use crate::{AccountId, AgentAccountId, ChannelId, Fault, WorkstreamId, context::ContextField};

crate::words_enum! {
    /// A messaging service that accounts can belong to.
    pub enum ChannelKind {
        /// Google's Business Messages, which Google ended on 31 July 2024; lives on through the emulator.
        GoogleBusinessMessages = "google-business-messages",
    }
}

/// A fact that a provider tells of a conversation, so that rules may read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredField {
    /// The field.
    pub field: ContextField,
    /// The words that the provider is known to have for it; none where it may be anything.
    pub values: Vec<String>,
}

impl ChannelKind {
    /// The facts that conversations of this kind may have, in the order in which editors offer them: the provider's own, then those that
    /// the portal adds to every conversation.
    pub fn context_fields(self) -> Vec<DeclaredField> {
        let own: &[(ContextField, &[&str])] = match self {
            Self::GoogleBusinessMessages => &[
                (ContextField::CustomerDisplayName, &[]),
                (ContextField::EntryPoint, GOOGLE_ENTRY_POINTS),
                (ContextField::PlaceId, &[]),
                (ContextField::ResolvedLocale, &[]),
                (ContextField::CustomerDeviceLocale, &[]),
                (ContextField::Widget, &[]),
                (ContextField::Custom, &[]),
                (ContextField::FirstText, &[]),
            ],
        };
        let added: &[(ContextField, &[&str])] = &[
            (ContextField::AgentAccountName, &[]),
            (ContextField::AgentAccountBrandId, &[]),
            (ContextField::WorkstreamName, &[]),
            (ContextField::ReceivedAt, &[]),
            (ContextField::ReceivedWeekday, &["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
            (ContextField::ReceivedTime, &[]),
            (ContextField::HoursOpen, &["true", "false"]),
        ];
        let declared = |(field, values): &(ContextField, &[&str])| DeclaredField {
            field: field.clone(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        };
        own.iter().chain(added).map(declared).collect()
    }
}

/// Where a conversation began (PROTOCOL §3).
const GOOGLE_ENTRY_POINTS: &[&str] =
    &["PLACESHEET", "MAPS", "FEATURED_SNIPPETS", "SITELINKS", "WEB_WIDGET", "URL", "LOCAL_PACK", "PREVIEW"];

/// The language of a channel's automated messages: a BCP 47 tag such as `nb-NO`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
#[serde(try_from = "String")]
pub struct LanguageTag(String);

impl LanguageTag {
    /// Those that the form offers. A file may name any well-formed tag.
    pub const OFFERED: &'static [&'static str] =
        &["nb-NO", "nn-NO", "en-GB", "en-US", "sv-SE", "da-DK", "de-DE", "fr-FR"];

    /// Letters, digits and hyphens, 2 to 35 characters, beginning with 2 to 3 letters (RFC 5646, 2.1).
    pub fn parse(raw: &str) -> Result<Self, Fault> {
        let text = crate::text::one_line(raw, 35)?;
        let mut parts = text.split('-');
        let primary = parts.next().unwrap_or_default();
        let primary_fits = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_alphabetic());
        let rest_fits = parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
        if primary_fits && rest_fits { Ok(Self(text)) } else { Err(Fault::Malformed) }
    }

    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for LanguageTag {
    type Error = Fault;

    fn try_from(raw: String) -> Result<Self, Fault> {
        Self::parse(&raw)
    }
}

/// What is chosen when a channel is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewChannel {
    /// The agent account; it may be in one workstream only.
    pub agent_account_id: AgentAccountId,
    /// The language of automated messages.
    pub language: LanguageTag,
    /// Whether customers may send files.
    pub attachments_from_customers: bool,
    /// Whether agents may send files.
    pub attachments_from_agents: bool,
}

/// New values for a channel that was read at `version`. Another agent account is another channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelChange {
    /// The language of automated messages.
    pub language: LanguageTag,
    /// Whether customers may send files.
    pub attachments_from_customers: bool,
    /// Whether agents may send files.
    pub attachments_from_agents: bool,
    /// The version that the person saw.
    pub version: i32,
}

/// An agent account that no workstream has joined yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreeAgentAccount {
    /// The agent account.
    pub id: AgentAccountId,
    /// Its name.
    pub name: String,
    /// The account that it belongs to.
    pub account_name: String,
}

/// A channel as the workstream's page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelSummary {
    /// The channel.
    pub id: ChannelId,
    /// The workstream that has it.
    pub workstream_id: WorkstreamId,
    /// Its agent account.
    pub agent_account_id: AgentAccountId,
    /// The agent account's name.
    pub agent_account_name: String,
    /// Brand of the agent account at Google.
    pub brand_id: String,
    /// Agent of the agent account at Google.
    pub agent_id: String,
    /// The account that the agent account belongs to.
    pub account_id: AccountId,
    /// Its name.
    pub account_name: String,
    /// BCP 47.
    pub language: String,
    /// Whether customers may send files.
    pub attachments_from_customers: bool,
    /// Whether agents may send files.
    pub attachments_from_agents: bool,
    /// For concurrent edits.
    pub version: i32,
}
