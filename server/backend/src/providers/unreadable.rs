//! Why a believed event is not understood.

use crate::json::JsonFault;

/// Why an event with a good signature cannot be processed: a dead letter. It is stored, answered with 200 and shown to operators
/// (PRODUCT §4). The texts name members and rules, never content; only [`Unreadable::UnknownKind`] quotes a member's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The body is not JSON that we read.
    #[error("the body cannot be read: {0}")]
    Json(JsonFault),
    /// Two members of one object have the same name, so two readers could understand different things.
    #[error("a member occurs twice in one object")]
    DuplicateMember,
    /// `agent` is missing or is no `brands/…/agents/…`.
    #[error("`agent` is missing or is not an agent's name")]
    NoAgent,
    /// `conversationId` is missing or empty.
    #[error("`conversationId` is missing")]
    NoConversation,
    /// An id is longer than 512 bytes.
    #[error("`{member}` is longer than 512 bytes")]
    TooLong {
        /// Which member.
        member: &'static str,
    },
    /// None of the members that we know as content is there.
    #[error("it holds no kind of content that is known")]
    UnknownKind {
        /// The first member that we do not know, cut to 64 characters: probably the new kind.
        member: Option<String>,
    },
    /// More than one kind of content, where the protocol promises exactly one.
    #[error("it holds several kinds of content")]
    SeveralKinds,
    /// The content lacks what its kind needs.
    #[error("`{member}` lacks what it needs")]
    Content {
        /// Which kind, by its member.
        member: &'static str,
    },
}

impl Unreadable {
    /// The machine name: the reason in a receipt, and the label of a metric.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Json(JsonFault::Syntax) => "not_json",
            Self::Json(JsonFault::TooDeep) => "too_deep",
            Self::Json(JsonFault::NotObject) => "not_an_object",
            Self::DuplicateMember => "duplicate_member",
            Self::NoAgent => "no_agent",
            Self::NoConversation => "no_conversation",
            Self::TooLong { .. } => "id_too_long",
            Self::UnknownKind { .. } => "unknown_kind",
            Self::SeveralKinds => "several_kinds",
            Self::Content { .. } => "content_incomplete",
        }
    }
}
