//! What arrives from a provider, in words that no provider owns.
//!
//! A provider (see `backend::providers`) turns the signed bytes of one delivery into one [`Inbound`]. From there on nobody
//! needs to know whose JSON it was. Texts are kept as the customer wrote them; only U+0000, which PostgreSQL cannot hold, is
//! replaced (U+FFFD). Empty text is absent. Times that cannot be read are absent.
//!
//! What an entry does to a conversation is [`InboundKind::effect`]'s answer and nobody else's:
//!
//! ```mermaid
//! flowchart LR
//!   text & image & tap[suggestion tap] & ask[asks for a human] --> opens[Opens: starts a conversation when none is open]
//!   authentication & survey --> joins[Joins: an entry of one that exists]
//!   receipts & typing --> signals[Signals: no entry]
//! ```

mod agent_key;
mod details;
mod facts;
mod response;

pub use agent_key::AgentKey;
pub use facts::ContextFacts;
pub use response::{
    AuthenticationError, AuthenticationResponse, AuthorizationCode, SuggestionKind, SuggestionResponse,
    SurveyQuestionKind, SurveyRating, SurveyResponse, SurveyTrigger,
};

use jiff::Timestamp;

/// One thing that a customer, or the customer's device, sent to an agent account.
///
/// Has no `Serialize`: an [`AuthorizationCode`] inside must not travel by accident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inbound {
    /// Whom it is for.
    pub agent: AgentKey,
    /// The provider's id of the conversation: opaque, 1 to 512 bytes; one for each customer and agent.
    pub conversation: String,
    /// What was sent.
    pub kind: InboundKind,
    /// The provider's id of this delivery's content, made for telling repeats apart. Receipts and signals may lack it.
    pub request_id: Option<String>,
    /// The provider's id of the message, where the content is a message.
    pub message_id: Option<String>,
    /// When the provider sent it.
    pub sent_at: Option<Timestamp>,
    /// When the content came into being, which is a moment before [`Inbound::sent_at`].
    pub created_at: Option<Timestamp>,
    /// The provider's own bot has answered this already: nobody else should (`dialogflowResponse.autoResponded`).
    pub is_auto_answered: bool,
    /// What the provider says of the customer and of where the conversation began.
    pub context: ContextFacts,
}

/// Every kind of content that can arrive (PROTOCOL §3.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InboundKind {
    /// The customer wrote.
    Text {
        /// As written, never empty.
        text: String,
    },
    /// The customer sent an image.
    Image {
        /// Where the provider keeps it: a signed address that expires (Google: after 7 days). The customer may have typed
        /// it, so fetch from allow-listed hosts only, with a size limit.
        url: String,
    },
    /// The customer tapped a suggestion of ours.
    SuggestionResponse(SuggestionResponse),
    /// The customer finished, or gave up, a sign-in that we asked for.
    AuthenticationResponse(AuthenticationResponse),
    /// The customer answered one question of a survey.
    SurveyResponse(SurveyResponse),
    /// What became of messages that we sent. At least one.
    Receipts(Vec<MessageReceipt>),
    /// The customer began (`true`) or stopped (`false`) typing.
    Typing(bool),
    /// The customer asked for a human.
    LiveAgentRequested,
}

/// What an entry does to its conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// An entry of the conversation; starts one when none is open.
    Opens,
    /// An entry of a conversation that exists; never starts one and never reopens a closed one.
    Joins,
    /// News about the conversation or its messages; not an entry.
    Signals,
}

impl InboundKind {
    /// What this kind does to its conversation.
    ///
    /// A survey answer comes when the conversation is over and a sign-in result answers a request of ours, so neither starts
    /// one. Asking for a human does: somebody waits for an answer.
    pub const fn effect(&self) -> Effect {
        match self {
            Self::Text { .. } | Self::Image { .. } | Self::SuggestionResponse(_) | Self::LiveAgentRequested => {
                Effect::Opens
            }
            Self::AuthenticationResponse(_) | Self::SurveyResponse(_) => Effect::Joins,
            Self::Receipts(_) | Self::Typing(_) => Effect::Signals,
        }
    }

    /// The machine name of the kind: in the API, in filters and in metrics.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Image { .. } => "image",
            Self::SuggestionResponse(_) => "suggestion",
            Self::AuthenticationResponse(_) => "authentication",
            Self::SurveyResponse(_) => "survey",
            Self::Receipts(_) => "receipts",
            Self::Typing(_) => "typing",
            Self::LiveAgentRequested => "live_agent_requested",
        }
    }

    /// What a person reads of it in a list or a timeline, where the content has such a text: what was written, the label of
    /// the suggestion, the survey answer. An image has none (its address is not for reading).
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text { text } => Some(text),
            Self::SuggestionResponse(tap) => tap.text.as_deref().or(tap.postback.as_deref()),
            Self::SurveyResponse(answer) => answer.feedback.as_deref().or(answer.response_text.as_deref()),
            _ => None,
        }
    }
}

/// What became of one message that we sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageReceipt {
    /// The provider's resource name of the message (Google: `conversations/C/messages/M`).
    pub message: String,
    /// How far it came.
    pub kind: MessageReceiptKind,
}

impl MessageReceipt {
    /// The message's own id: the last segment of its resource name.
    pub fn message_id(&self) -> &str {
        self.message.rsplit('/').next().unwrap_or(&self.message)
    }
}

/// How far a message came. The customer may have turned `Read` off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageReceiptKind {
    /// On the customer's device.
    Delivered,
    /// Seen by the customer. May arrive before `Delivered`.
    Read,
    /// A value that we do not know yet, as sent.
    Other(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_are_no_entries_and_surveys_open_nothing() {
        assert_eq!(InboundKind::Typing(true).effect(), Effect::Signals);
        assert_eq!(InboundKind::Receipts(Vec::new()).effect(), Effect::Signals);
        let survey = InboundKind::SurveyResponse(SurveyResponse::default());
        assert_eq!(survey.effect(), Effect::Joins);
        assert_eq!(InboundKind::LiveAgentRequested.effect(), Effect::Opens);
        let text = InboundKind::Text { text: "Hei".into() };
        assert_eq!((text.effect(), text.name(), text.text()), (Effect::Opens, "text", Some("Hei")));
    }

    #[test]
    fn receipts_name_the_message_they_are_about() {
        let receipt =
            MessageReceipt { message: "conversations/c-1/messages/m-7".into(), kind: MessageReceiptKind::Read };
        assert_eq!(receipt.message_id(), "m-7");
    }
}
