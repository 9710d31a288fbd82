//! The content of an event: exactly one of six members (PROTOCOL §3.1).

use super::{
    facts::{id, text, time},
    image::is_image,
};
use crate::{
    json::{Json, Object},
    providers::Unreadable,
};
use domain::inbound::{
    AuthenticationError, AuthenticationResponse, AuthorizationCode, InboundKind, MessageReceipt, MessageReceiptKind,
    SuggestionKind, SuggestionResponse, SurveyQuestionKind, SurveyRating, SurveyResponse, SurveyTrigger,
};
use jiff::Timestamp;

/// What an event says, with what only its content knows.
pub(super) struct Content {
    pub kind: InboundKind,
    pub message_id: Option<String>,
    pub created_at: Option<Timestamp>,
}

/// The members that hold content.
const KINDS: [&str; 6] =
    ["message", "suggestionResponse", "authenticationResponse", "surveyResponse", "receipts", "userStatus"];

/// The members that go with any content.
const COMMON: [&str; 7] =
    ["agent", "conversationId", "customAgentId", "requestId", "context", "sendTime", "dialogflowResponse"];

/// Finds the one member that holds the content, and reads it.
pub(super) fn read(root: &Object<'_>) -> Result<Content, Unreadable> {
    let mut present = KINDS.into_iter().filter(|member| root.has(member));
    let Some(member) = present.next() else {
        let known = |name: &str| COMMON.contains(&name) || KINDS.contains(&name);
        let unknown = root.names().find(|name| !known(name));
        return Err(Unreadable::UnknownKind { member: unknown.map(|name| name.chars().take(64).collect()) });
    };
    if present.next().is_some() {
        return Err(Unreadable::SeveralKinds);
    }
    let incomplete = || Unreadable::Content { member };
    let from = root.object(member).ok_or_else(incomplete)?;
    let kind = match member {
        "message" => message(from),
        "suggestionResponse" => suggestion(from),
        "authenticationResponse" => Some(authentication(from)),
        "surveyResponse" => Some(survey(from)),
        "receipts" => receipts(from),
        _ => user_status(from),
    };
    Ok(Content {
        kind: kind.ok_or_else(incomplete)?,
        message_id: if member == "message" { message_id(from)? } else { None },
        created_at: time(from, "createTime"),
    })
}

fn message(from: &Object<'_>) -> Option<InboundKind> {
    let text = text(from, "text")?;
    Some(if is_image(&text) { InboundKind::Image { url: text } } else { InboundKind::Text { text } })
}

/// `messageId`, else the last segment of `name` (`conversations/C/messages/M`).
fn message_id(from: &Object<'_>) -> Result<Option<String>, Unreadable> {
    if let Some(own) = id(from, "messageId")? {
        return Ok(Some(own));
    }
    let name = from.text("name").and_then(|name| name.split_once("/messages/"));
    match name {
        Some((_, id)) if id.len() > domain::inbound::AgentKey::ID_BYTES => Err(Unreadable::TooLong { member: "name" }),
        Some((_, id)) if !id.is_empty() => Ok(Some(id.to_owned())),
        _ => Ok(None),
    }
}

/// The reference page says `type`, Google's test framework `suggestionType`.
fn suggestion(from: &Object<'_>) -> Option<InboundKind> {
    let kind = text(from, "type").or_else(|| text(from, "suggestionType"));
    let response = SuggestionResponse {
        message: text(from, "message"),
        postback: text(from, "postbackData"),
        text: text(from, "text"),
        kind: kind.and_then(|kind| match kind.as_str() {
            "ACTION" => Some(SuggestionKind::Action),
            "REPLY" => Some(SuggestionKind::Reply),
            "SUGGESTION_TYPE_UNSPECIFIED" | "UNKNOWN" => None,
            _ => Some(SuggestionKind::Other(kind)),
        }),
    };
    let says_something = response.postback.is_some() || response.text.is_some();
    says_something.then_some(InboundKind::SuggestionResponse(response))
}

/// The reference page says `redirectUri`, Google's test framework `redirect_uri`.
fn authentication(from: &Object<'_>) -> InboundKind {
    let details = from.object("errorDetails");
    InboundKind::AuthenticationResponse(AuthenticationResponse {
        code: text(from, "code").map(AuthorizationCode::new),
        redirect_uri: text(from, "redirectUri").or_else(|| text(from, "redirect_uri")),
        error: details.and_then(|details| {
            let error = text(details, "error").filter(|error| error != "ERROR_UNSPECIFIED");
            let description = text(details, "errorDescription");
            (error.is_some() || description.is_some()).then(|| AuthenticationError {
                error: error.unwrap_or_else(|| "ERROR_UNSPECIFIED".to_owned()),
                description,
            })
        }),
    })
}

fn survey(from: &Object<'_>) -> InboundKind {
    let count = |member| from.whole(member).and_then(|number| number.try_into().ok());
    let value = |member| text(from, member).filter(|value| !value.ends_with("_UNSPECIFIED"));
    InboundKind::SurveyResponse(SurveyResponse {
        survey: text(from, "survey"),
        rating: value("rating").map(|value| match value.as_str() {
            "VERY_DISSATISFIED" => SurveyRating::VeryDissatisfied,
            "SOMEWHAT_DISSATISFIED" => SurveyRating::SomewhatDissatisfied,
            "NEITHER_SATISFIED_NOR_DISSATISFIED" => SurveyRating::Neither,
            "SOMEWHAT_SATISFIED" => SurveyRating::SomewhatSatisfied,
            "VERY_SATISFIED" => SurveyRating::VerySatisfied,
            _ => SurveyRating::Other(value),
        }),
        feedback: text(from, "feedback"),
        question_id: text(from, "surveyQuestionId"),
        question_kind: value("questionType").map(|value| match value.as_str() {
            "GOOGLE_STANDARD_QUESTION" => SurveyQuestionKind::Standard,
            "GOOGLE_TEMPLATE_QUESTION" => SurveyQuestionKind::Template,
            "PARTNER_CUSTOM_QUESTION" => SurveyQuestionKind::Custom,
            _ => SurveyQuestionKind::Other(value),
        }),
        response_text: text(from, "questionResponseText"),
        response_postback: text(from, "questionResponsePostbackData"),
        question_index: count("questionIndex"),
        question_count: count("totalQuestionCount"),
        trigger: value("surveyTriggerSource").map(|value| match value.as_str() {
            "PARTNER" => SurveyTrigger::Partner,
            "GOOGLE" => SurveyTrigger::Google,
            _ => SurveyTrigger::Other(value),
        }),
    })
}

/// Those that name a message and say what became of it; at least one must.
fn receipts(from: &Object<'_>) -> Option<InboundKind> {
    let receipts: Vec<_> = from
        .list("receipts")?
        .iter()
        .filter_map(Json::as_object)
        .filter_map(|receipt| {
            Some(MessageReceipt {
                message: text(receipt, "message")?,
                kind: match receipt.text("receiptType")? {
                    "DELIVERED" => MessageReceiptKind::Delivered,
                    "READ" => MessageReceiptKind::Read,
                    other => MessageReceiptKind::Other(other.to_owned()),
                },
            })
        })
        .collect();
    (!receipts.is_empty()).then_some(InboundKind::Receipts(receipts))
}

/// One of two booleans.
fn user_status(from: &Object<'_>) -> Option<InboundKind> {
    if from.flag("requestedLiveAgent") == Some(true) {
        return Some(InboundKind::LiveAgentRequested);
    }
    from.flag("isTyping").map(InboundKind::Typing)
}
