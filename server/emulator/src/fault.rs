//! Things that go wrong on the way: each fault turns one event into the deliveries that a receiver must survive.

use axum::body::Bytes;
use jiff::{Span, Timestamp};

use crate::{
    agent::AgentKey,
    draft::{Draft, Seal},
    event::{Content, UserMessage, fresh_id, message_name},
};

/// A receiver refuses more than this.
const SIZE_LIMIT: usize = 256 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    BadSignature,
    MissingSignature,
    DoubledSignature,
    Duplicate,
    SameRequestId,
    Reordered,
    Late,
    Oversized,
    UnknownKind,
    NotJson,
    WrongContentType,
    UnknownAgent,
}

impl Fault {
    pub(crate) const ALL: [Self; 12] = [
        Self::BadSignature,
        Self::MissingSignature,
        Self::DoubledSignature,
        Self::Duplicate,
        Self::SameRequestId,
        Self::Reordered,
        Self::Late,
        Self::Oversized,
        Self::UnknownKind,
        Self::NotJson,
        Self::WrongContentType,
        Self::UnknownAgent,
    ];

    /// The name in forms, in JSON and in the log.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::BadSignature => "bad_signature",
            Self::MissingSignature => "missing_signature",
            Self::DoubledSignature => "doubled_signature",
            Self::Duplicate => "duplicate",
            Self::SameRequestId => "same_request_id",
            Self::Reordered => "reordered",
            Self::Late => "late",
            Self::Oversized => "oversized",
            Self::UnknownKind => "unknown_kind",
            Self::NotJson => "not_json",
            Self::WrongContentType => "wrong_content_type",
            Self::UnknownAgent => "unknown_agent",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.name() == name)
    }

    /// What a sound receiver answers.
    pub(crate) fn expected_status(self) -> u16 {
        match self {
            Self::BadSignature | Self::MissingSignature | Self::DoubledSignature => 401,
            Self::Oversized => 413,
            Self::WrongContentType => 415,
            _ => 200,
        }
    }

    /// Spoils `event`. The second event is a later one of the same customer, for the faults that need two.
    pub(crate) fn spoil(self, event: UserMessage, later: impl FnOnce() -> UserMessage) -> Vec<Draft> {
        let plain = |event: &UserMessage| Draft::new(event.body().into(), event.request_id.clone());
        let drafts = match self {
            Self::BadSignature => vec![plain(&event).sealed(Seal::Wrong)],
            Self::MissingSignature => vec![plain(&event).sealed(Seal::Missing)],
            Self::DoubledSignature => vec![plain(&event).sealed(Seal::Doubled)],
            Self::WrongContentType => vec![plain(&event).typed("text/plain")],
            Self::Duplicate => vec![plain(&event), plain(&event)],
            Self::SameRequestId => vec![plain(&event), plain(&changed(event))],
            Self::Reordered => {
                let later = later();
                vec![plain(&later), plain(&event)]
            }
            Self::Late => vec![plain(&three_days_late(event))],
            Self::Oversized => vec![plain(&grown(event))],
            Self::UnknownKind => vec![plain(&unheard_of(event))],
            Self::NotJson => {
                let mut body = event.body();
                body.truncate(body.len() / 2);
                vec![Draft::new(Bytes::from(body), event.request_id)]
            }
            Self::UnknownAgent => vec![plain(&event.for_agent(&AgentKey::fresh()))],
        };
        drafts.into_iter().map(|draft| draft.with_fault(self)).collect()
    }
}

/// Other words under the same ids.
fn changed(mut event: UserMessage) -> UserMessage {
    if let Content::Message { text, .. } = &mut event.content {
        text.push_str(" (2)");
    } else {
        event.custom_agent_id.push('2');
    }
    event
}

fn three_days_late(mut event: UserMessage) -> UserMessage {
    let aged = |time: &str| {
        time.parse::<Timestamp>()
            .ok()
            .and_then(|at| at.checked_sub(Span::new().hours(72)).ok())
            .map_or_else(|| time.to_owned(), crate::clock::stamp)
    };
    event.send_time = aged(&event.send_time);
    if let Content::Message { create_time, .. } = &mut event.content {
        *create_time = aged(create_time);
    }
    event
}

fn grown(mut event: UserMessage) -> UserMessage {
    let padding = "x".repeat(SIZE_LIMIT + 1);
    event.content = Content::Message {
        name: message_name(&event.conversation_id, "oversized"),
        message_id: fresh_id(),
        text: padding,
        create_time: event.send_time.clone(),
    };
    event
}

fn unheard_of(mut event: UserMessage) -> UserMessage {
    event.content = Content::Reaction {
        message: message_name(&event.conversation_id, &fresh_id()),
        emoji: "👍".to_owned(),
        create_time: event.send_time.clone(),
    };
    event
}
