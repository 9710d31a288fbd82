//! What can be wrong with what a person typed, and with what a verb was asked to do.
//!
//! The enums carry data; the sentences are in [`crate::words`].

/// One field that breaks one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Problem {
    UrlMissing,
    UrlUnreadable,
    /// The emulator speaks plain http.
    UrlIsHttps,
    UrlScheme {
        scheme: String,
    },
    /// The emulator sends to this machine only.
    UrlNotLoopback {
        host: String,
    },
    TokenMissing,
    TokenTooLong,
    NameMissing,
    NameTooLong,
    BrandIdUnfit,
    AgentIdUnfit,
    WebhookUnknown,
    TextMissing,
    TextTooLong,
    ConversationIdUnfit,
}

impl Problem {
    /// The form field that it belongs to.
    pub(crate) fn field(&self) -> &'static str {
        match self {
            Self::UrlMissing
            | Self::UrlUnreadable
            | Self::UrlIsHttps
            | Self::UrlScheme { .. }
            | Self::UrlNotLoopback { .. } => "url",
            Self::TokenMissing | Self::TokenTooLong => "client_token",
            Self::NameMissing | Self::NameTooLong => "name",
            Self::BrandIdUnfit => "brand_id",
            Self::AgentIdUnfit => "agent_id",
            Self::WebhookUnknown => "webhook",
            Self::TextMissing | Self::TextTooLong => "text",
            Self::ConversationIdUnfit => "conversation_id",
        }
    }
}

/// Why a verb did nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Error {
    #[error("not valid: {0:?}")]
    Invalid(Vec<Problem>),
    #[error("no such agent")]
    UnknownAgent,
    #[error("no such conversation")]
    UnknownConversation,
    #[error("no such delivery")]
    UnknownDelivery,
    #[error("no webhook for this agent")]
    NoWebhook,
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Invalid(vec![problem])
    }
}
