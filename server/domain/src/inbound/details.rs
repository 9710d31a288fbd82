//! What a timeline keeps of an entry beside its text.

use serde_json::{Map, Value};

use super::{InboundKind, SuggestionKind, SurveyQuestionKind, SurveyRating, SurveyTrigger};

impl InboundKind {
    /// What the kind has beyond [`InboundKind::text`], as a JSON object of texts and numbers; `None` where there is nothing.
    /// An authorization code is a credential and never in it: `has_code` says that there was one.
    pub fn details(&self) -> Option<Value> {
        let mut details = Details(Map::new());
        match self {
            Self::Image { url } => details.put("url", Some(url.clone())),
            Self::SuggestionResponse(tap) => {
                details.put("message", tap.message.clone());
                details.put("postback", tap.postback.clone());
                details.put("type", tap.kind.as_ref().map(SuggestionKind::name));
            }
            Self::AuthenticationResponse(answer) => {
                details.put("has_code", Some(answer.code.is_some()));
                details.put("redirect_uri", answer.redirect_uri.clone());
                details.put("error", answer.error.as_ref().map(|error| error.error.clone()));
                details.put("error_description", answer.error.as_ref().and_then(|error| error.description.clone()));
            }
            Self::SurveyResponse(answer) => {
                details.put("survey", answer.survey.clone());
                details.put("rating", answer.rating.as_ref().map(SurveyRating::name));
                details.put("question_id", answer.question_id.clone());
                details.put("question_type", answer.question_kind.as_ref().map(SurveyQuestionKind::name));
                details.put("response_text", answer.response_text.clone());
                details.put("response_postback", answer.response_postback.clone());
                details.put("question_index", answer.question_index);
                details.put("question_count", answer.question_count);
                details.put("trigger", answer.trigger.as_ref().map(SurveyTrigger::name));
            }
            Self::Text { .. } | Self::Receipts(_) | Self::Typing(_) | Self::LiveAgentRequested => {}
        }
        (!details.0.is_empty()).then_some(Value::Object(details.0))
    }
}

/// An object under construction, without members that say nothing.
struct Details(Map<String, Value>);

impl Details {
    fn put(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.0.insert(name.to_owned(), value.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::inbound::{AuthenticationResponse, AuthorizationCode, SurveyResponse};

    #[test]
    fn details_never_hold_an_authorization_code() {
        let kind = InboundKind::AuthenticationResponse(AuthenticationResponse {
            code: Some(AuthorizationCode::new("canary".into())),
            redirect_uri: Some("https://a.example".into()),
            error: None,
        });
        assert_eq!(kind.details(), Some(json!({ "has_code": true, "redirect_uri": "https://a.example" })));
    }

    #[test]
    fn details_hold_what_the_text_does_not() {
        assert_eq!(InboundKind::Text { text: "Hei".into() }.details(), None);
        let survey = SurveyResponse {
            rating: Some(SurveyRating::VerySatisfied),
            question_index: Some(1),
            trigger: Some(SurveyTrigger::Other("MARTIAN".into())),
            ..SurveyResponse::default()
        };
        let expected = json!({ "rating": "VERY_SATISFIED", "question_index": 1, "trigger": "MARTIAN" });
        assert_eq!(InboundKind::SurveyResponse(survey).details(), Some(expected));
    }
}
