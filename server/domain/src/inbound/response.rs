//! What customers answer to things that we sent: suggestions, sign-in requests, surveys.

use std::fmt;

/// A tap on a suggestion. At least one of `postback` and `text` is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestionResponse {
    /// The resource name of the message that carried the suggestion.
    pub message: Option<String>,
    /// What we put into the suggestion for ourselves, untouched.
    pub postback: Option<String>,
    /// The suggestion's label.
    pub text: Option<String>,
    /// What kind of suggestion it was; absent when the provider does not say.
    pub kind: Option<SuggestionKind>,
}

/// What kind of suggestion was tapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SuggestionKind {
    /// A suggested action: open a link, dial a number.
    Action,
    /// A suggested reply.
    Reply,
    /// A value that we do not know yet, as sent.
    Other(String),
}

impl SuggestionKind {
    /// The provider's word for it.
    pub fn name(&self) -> &str {
        match self {
            Self::Action => "ACTION",
            Self::Reply => "REPLY",
            Self::Other(word) => word,
        }
    }
}

/// The end of a sign-in that we asked for: a code, or an error, or (when the customer just closed it) neither.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuthenticationResponse {
    /// The authorization code, to be exchanged at the identity provider.
    pub code: Option<AuthorizationCode>,
    /// The address that the code was issued for.
    pub redirect_uri: Option<String>,
    /// Why there is no code.
    pub error: Option<AuthenticationError>,
}

/// Why a sign-in gave no code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthenticationError {
    /// The provider's word (`ACCESS_DENIED`, `SERVER_ERROR`, …). New values are normal.
    pub error: String,
    /// The provider's sentence.
    pub description: Option<String>,
}

/// An OAuth authorization code. A credential: `Debug` shows nothing of it, and nothing serialises it.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthorizationCode(String);

impl AuthorizationCode {
    /// Wraps a code as the provider sent it.
    pub fn new(code: String) -> Self {
        Self(code)
    }

    /// The code itself, for the exchange and for nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AuthorizationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthorizationCode")
    }
}

/// The answer to one question of a survey. All parts are optional: a skipped question may carry next to nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SurveyResponse {
    /// The resource name of the survey.
    pub survey: Option<String>,
    /// The rating, for the provider's standard question.
    pub rating: Option<SurveyRating>,
    /// What the customer wrote.
    pub feedback: Option<String>,
    /// Which question.
    pub question_id: Option<String>,
    /// What kind of question.
    pub question_kind: Option<SurveyQuestionKind>,
    /// The label of the chosen answer.
    pub response_text: Option<String>,
    /// The chosen answer's postback, untouched (`skip_survey` has been seen for a skipped question).
    pub response_postback: Option<String>,
    /// The question's place in the survey, as the provider counts.
    pub question_index: Option<u32>,
    /// How many questions the survey has.
    pub question_count: Option<u32>,
    /// Who asked for the survey.
    pub trigger: Option<SurveyTrigger>,
}

/// A rating, worst first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SurveyRating {
    /// `VERY_DISSATISFIED`
    VeryDissatisfied,
    /// `SOMEWHAT_DISSATISFIED`
    SomewhatDissatisfied,
    /// `NEITHER_SATISFIED_NOR_DISSATISFIED`
    Neither,
    /// `SOMEWHAT_SATISFIED`
    SomewhatSatisfied,
    /// `VERY_SATISFIED`
    VerySatisfied,
    /// A value that we do not know yet, as sent.
    Other(String),
}

impl SurveyRating {
    /// The provider's word for it.
    pub fn name(&self) -> &str {
        match self {
            Self::VeryDissatisfied => "VERY_DISSATISFIED",
            Self::SomewhatDissatisfied => "SOMEWHAT_DISSATISFIED",
            Self::Neither => "NEITHER_SATISFIED_NOR_DISSATISFIED",
            Self::SomewhatSatisfied => "SOMEWHAT_SATISFIED",
            Self::VerySatisfied => "VERY_SATISFIED",
            Self::Other(word) => word,
        }
    }
}

/// Whose question it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SurveyQuestionKind {
    /// `GOOGLE_STANDARD_QUESTION`
    Standard,
    /// `GOOGLE_TEMPLATE_QUESTION`
    Template,
    /// `PARTNER_CUSTOM_QUESTION`
    Custom,
    /// A value that we do not know yet, as sent.
    Other(String),
}

impl SurveyQuestionKind {
    /// The provider's word for it.
    pub fn name(&self) -> &str {
        match self {
            Self::Standard => "GOOGLE_STANDARD_QUESTION",
            Self::Template => "GOOGLE_TEMPLATE_QUESTION",
            Self::Custom => "PARTNER_CUSTOM_QUESTION",
            Self::Other(word) => word,
        }
    }
}

/// Who asked for the survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SurveyTrigger {
    /// `PARTNER`: we did.
    Partner,
    /// `GOOGLE`: the provider did.
    Google,
    /// A value that we do not know yet, as sent.
    Other(String),
}

impl SurveyTrigger {
    /// The provider's word for it.
    pub fn name(&self) -> &str {
        match self {
            Self::Partner => "PARTNER",
            Self::Google => "GOOGLE",
            Self::Other(word) => word,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authorization_code_is_not_in_debug() {
        let response = AuthenticationResponse {
            code: Some(AuthorizationCode::new("canary-4711".into())),
            ..AuthenticationResponse::default()
        };
        let shown = format!("{response:?} {response:#?}");
        assert!(!shown.contains("canary"), "{shown}");
        assert_eq!(response.code.expect("a code").expose(), "canary-4711");
    }
}
