//! What a person may be told when something could not be done.
//!
//! A closed set: it crosses the wire as it is, so it carries data and never prose. The sentence belongs to the
//! page that shows it. Internal errors keep their details in the log and give a reference to look them up by.

use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppError {
    /// Nobody is signed in, or the session is over.
    SignInNeeded,
    /// The person lacks a permission, named by its machine name.
    Forbidden {
        permission: String,
    },
    NotFound,
    /// A field breaks a rule; the form shows which.
    Invalid,
    /// Something else stands in the way: a blocker, a name that is taken.
    Conflict,
    /// Somebody else changed it first.
    Stale,
    TooMany {
        seconds: u64,
    },
    /// Temporarily out of order, typically the database.
    Unavailable,
    /// The request was not one that our own pages send.
    BadRequest,
    /// Our fault. The log holds the story under this reference.
    Internal {
        reference: String,
    },
}

impl AppError {
    /// The HTTP status that says the same.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::SignInNeeded => 401,
            Self::Forbidden { .. } => 403,
            Self::NotFound => 404,
            Self::Conflict | Self::Stale => 409,
            Self::Invalid => 422,
            Self::TooMany { .. } => 429,
            Self::Internal { .. } => 500,
            Self::Unavailable => 503,
        }
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self, f)
    }
}

impl std::error::Error for AppError {}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    /// The framework's own complaints; their texts may quote input and stay out of the answer.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_) => Self::BadRequest,
            ServerFnErrorErr::Request(_) => Self::Unavailable,
            ServerFnErrorErr::Registration(_)
            | ServerFnErrorErr::ServerError(_)
            | ServerFnErrorErr::MiddlewareError(_)
            | ServerFnErrorErr::Serialization(_)
            | ServerFnErrorErr::Response(_) => Self::Internal { reference: "framework".to_owned() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crosses_the_wire_without_prose() {
        let error = AppError::Internal { reference: "k3f9".to_owned() };
        assert_eq!(error.ser(), r#"{"Internal":{"reference":"k3f9"}}"#);
        assert_eq!(AppError::de(error.ser()), error);
        assert_eq!(AppError::NotFound.ser(), r#""NotFound""#);
    }

    #[test]
    fn the_framework_s_own_text_is_dropped() {
        let quoted = ServerFnErrorErr::Args("hunter2".to_owned());
        assert_eq!(AppError::from_server_fn_error(quoted), AppError::BadRequest);
    }
}
