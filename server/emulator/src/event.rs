//! The events of Business Messages, member for member as Google writes them.

use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    agent::{Agent, AgentKey},
    clock::stamp,
    customer::Customer,
};

/// One POST to a webhook.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserMessage {
    pub(crate) agent: String,
    pub(crate) conversation_id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) custom_agent_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) request_id: Option<String>,
    #[serde(flatten)]
    pub(crate) content: Content,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) context: Option<Context>,
    pub(crate) send_time: String,
}

/// Exactly one of these is in an event.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Content {
    Message {
        message_id: String,
        name: String,
        text: String,
        create_time: String,
    },
    SuggestionResponse {
        message: String,
        postback_data: String,
        create_time: String,
        text: String,
        suggestion_type: &'static str,
    },
    AuthenticationResponse {
        code: String,
        redirect_uri: String,
    },
    SurveyResponse {
        survey: String,
        rating: &'static str,
        create_time: String,
        survey_question_id: String,
        question_type: &'static str,
        question_index: u32,
        total_question_count: u32,
        survey_trigger_source: &'static str,
    },
    Receipts {
        receipts: Vec<Receipt>,
        create_time: String,
    },
    UserStatus {
        #[serde(skip_serializing_if = "Option::is_none")]
        is_typing: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        requested_live_agent: Option<bool>,
        create_time: String,
    },
    /// A kind that Google never had: what a receiver meets when the protocol grows.
    Reaction {
        message: String,
        emoji: String,
        create_time: String,
    },
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Receipt {
    pub(crate) message: String,
    pub(crate) receipt_type: &'static str,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the wire's own names")]
pub(crate) struct Context {
    #[serde(skip_serializing_if = "String::is_empty")]
    entry_point: String,
    /// Empty, not absent, when the conversation did not start at a place.
    place_id: String,
    resolved_locale: String,
    user_info: UserInfo,
    #[serde(skip_serializing_if = "Option::is_none")]
    widget: Option<Widget>,
    #[serde(skip_serializing_if = "String::is_empty")]
    custom_context: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct UserInfo {
    #[serde(skip_serializing_if = "String::is_empty")]
    display_name: String,
    user_device_locale: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Widget {
    url: String,
    widget_context: String,
}

impl UserMessage {
    /// An event of `customer`, with a fresh request id, that happens at `at`.
    pub(crate) fn new(
        agent: &Agent,
        conversation_id: &str,
        customer: &Customer,
        content: Content,
        at: Timestamp,
    ) -> Self {
        // Google's receipts have neither a request id nor a context.
        let is_receipt = matches!(content, Content::Receipts { .. });
        Self {
            agent: agent.key.to_string(),
            conversation_id: conversation_id.to_owned(),
            custom_agent_id: agent.custom_agent_id.clone(),
            request_id: (!is_receipt).then(fresh_id),
            content,
            context: (!is_receipt).then(|| Context::of(customer)),
            send_time: stamp(at),
        }
    }

    /// The bytes of the body. Google's writer escapes the characters that mean something in HTML, so this one does too.
    pub(crate) fn body(&self) -> Vec<u8> {
        let json = serde_json::to_string(self).expect("an event has no map keys that can fail");
        let mut body = String::with_capacity(json.len());
        for c in json.chars() {
            match c {
                '<' => body.push_str("\\u003c"),
                '>' => body.push_str("\\u003e"),
                '&' => body.push_str("\\u0026"),
                '=' => body.push_str("\\u003d"),
                '\'' => body.push_str("\\u0027"),
                c => body.push(c),
            }
        }
        body.into_bytes()
    }

    /// The same event as if it were for another agent.
    pub(crate) fn for_agent(mut self, key: &AgentKey) -> Self {
        self.agent = key.to_string();
        self
    }
}

impl Context {
    fn of(customer: &Customer) -> Self {
        let widget = (!customer.widget_context.is_empty()).then(|| Widget {
            url: "https://www.example.com/".to_owned(),
            widget_context: customer.widget_context.clone(),
        });
        let language = customer.locale.split('-').next().unwrap_or_default();
        Self {
            entry_point: customer.entry_point.clone(),
            place_id: customer.place_id.clone(),
            resolved_locale: language.to_owned(),
            user_info: UserInfo {
                display_name: customer.display_name.clone(),
                user_device_locale: customer.locale.clone(),
            },
            widget,
            custom_context: customer.custom_context.clone(),
        }
    }
}

/// A fresh id for a request, a message or a survey question.
pub(crate) fn fresh_id() -> String {
    Uuid::new_v4().to_string()
}

/// The resource name of a message.
pub(crate) fn message_name(conversation_id: &str, message_id: &str) -> String {
    format!("conversations/{conversation_id}/messages/{message_id}")
}
