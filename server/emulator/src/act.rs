//! What a customer can do on a phone, and the event that each act becomes.

use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    clock::stamp,
    event::{Content, Receipt, fresh_id, message_name},
};

/// The longest message that the phone takes, in characters.
pub(crate) const LONGEST_TEXT: usize = 20_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Act {
    Text(String),
    /// A picture. Google has no kind for it: the text is a signed storage address.
    Image,
    Suggestion {
        text: String,
        postback: String,
    },
    Typing(bool),
    RequestLiveAgent,
    Delivered,
    Read,
    Survey,
    SignIn,
}

impl Act {
    /// Reads the acts that need no words from their name in a form.
    pub(crate) fn named(kind: &str) -> Option<Self> {
        Some(match kind {
            "image" => Self::Image,
            "typing_on" => Self::Typing(true),
            "typing_off" => Self::Typing(false),
            "live_agent" => Self::RequestLiveAgent,
            "delivered" => Self::Delivered,
            "read" => Self::Read,
            "survey" => Self::Survey,
            "sign_in" => Self::SignIn,
            _ => return None,
        })
    }

    /// The name in forms, in JSON and in the log.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Image => "image",
            Self::Suggestion { .. } => "suggestion",
            Self::Typing(true) => "typing_on",
            Self::Typing(false) => "typing_off",
            Self::RequestLiveAgent => "live_agent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Survey => "survey",
            Self::SignIn => "sign_in",
        }
    }

    /// The member of the event, in `conversation_id` at `at`.
    pub(crate) fn content(&self, conversation_id: &str, at: Timestamp) -> Content {
        let create_time = stamp(at);
        match self {
            Self::Text(text) => message(conversation_id, text.clone(), create_time),
            Self::Image => message(conversation_id, image_address(at), create_time),
            Self::Suggestion { text, postback } => Content::SuggestionResponse {
                message: message_name(conversation_id, &fresh_id()),
                postback_data: postback.clone(),
                create_time,
                text: text.clone(),
                suggestion_type: "REPLY",
            },
            Self::Typing(is_typing) => {
                Content::UserStatus { is_typing: Some(*is_typing), requested_live_agent: None, create_time }
            }
            Self::RequestLiveAgent => {
                Content::UserStatus { is_typing: None, requested_live_agent: Some(true), create_time }
            }
            Self::Delivered => receipt(conversation_id, "DELIVERED", create_time),
            Self::Read => receipt(conversation_id, "READ", create_time),
            Self::Survey => Content::SurveyResponse {
                survey: format!("conversations/{conversation_id}/surveys/{}", fresh_id()),
                rating: "VERY_SATISFIED",
                create_time,
                survey_question_id: "GOOGLE_STANDARD_QUESTION".to_owned(),
                question_type: "GOOGLE_STANDARD_QUESTION",
                question_index: 1,
                total_question_count: 1,
                survey_trigger_source: "PARTNER",
            },
            Self::SignIn => Content::AuthenticationResponse {
                code: Uuid::new_v4().simple().to_string(),
                redirect_uri: "https://business.google.com/callback".to_owned(),
            },
        }
    }
}

fn message(conversation_id: &str, text: String, create_time: String) -> Content {
    let message_id = fresh_id();
    Content::Message { name: message_name(conversation_id, &message_id), message_id, text, create_time }
}

fn receipt(conversation_id: &str, receipt_type: &'static str, create_time: String) -> Content {
    let message = message_name(conversation_id, &fresh_id());
    Content::Receipts { receipts: vec![Receipt { message, receipt_type }], create_time }
}

/// An address of the shape that Google's storage signs for seven days. Nothing is there.
fn image_address(at: Timestamp) -> String {
    let object = Uuid::new_v4().simple().to_string();
    let date = at.strftime("%Y%m%dT%H%M%SZ");
    let day = at.strftime("%Y%m%d");
    let signature: String = (0..16).map(|_| Uuid::new_v4().simple().to_string()).collect();
    format!(
        "https://storage.googleapis.com/business-messages-us/{project}/{object}\
         ?x-goog-algorithm=GOOG4-RSA-SHA256\
         &x-goog-credential=emulator%40example.iam.gserviceaccount.com%2F{day}%2Fauto%2Fstorage%2Fgoog4_request\
         &x-goog-date={date}&x-goog-expires=604800&x-goog-signedheaders=host&x-goog-signature={signature}",
        project = 100_000_000_000_u64,
    )
}
