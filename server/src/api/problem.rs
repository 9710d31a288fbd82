//! What went wrong, as RFC 9457 describes it. Nothing internal is told: the log has it, under the reference.

use axum::Json;
use axum::response::{IntoResponse, Response};
use backend::Error;
use http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Seconds after which a program may try again.
const AGAIN: HeaderValue = HeaderValue::from_static("5");

/// A problem, in `application/problem+json`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says what kind of problem it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What the status means.
    title: &'static str,
    /// The status of the reply.
    status: u16,
    /// What is wrong with this request.
    detail: String,
}

impl Problem {
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        let title = status.canonical_reason().unwrap_or("Problem");
        Self { kind: "about:blank", title, status: status.as_u16(), detail: detail.into() }
    }

    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    pub fn unauthenticated() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "A key is needed: send `Authorization: Bearer KEY`.")
    }

    pub fn unavailable() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "The portal cannot reach its database. Try again shortly.")
    }

    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "There is no such thing.")
    }

    pub(super) fn no_such_address() -> Self {
        Self::new(StatusCode::NOT_FOUND, "There is nothing at this address. /api/v1/openapi.json says what there is.")
    }

    pub(super) fn method_not_allowed() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "This address cannot be used in this way.")
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        match status {
            StatusCode::UNAUTHORIZED => drop(headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))),
            StatusCode::SERVICE_UNAVAILABLE => drop(headers.insert(RETRY_AFTER, AGAIN)),
            _ => {}
        }
        response
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::not_found(),
            Error::Invalid(invalid) => Self::bad_request(invalid.to_string()),
            Error::Forbidden(permission) => {
                Self::new(StatusCode::FORBIDDEN, format!("The key's role lacks the permission {permission}."))
            }
            Error::Unauthenticated => Self::unauthenticated(),
            Error::Blocked(_) | Error::Conflict(_) | Error::Stale => {
                Self::new(StatusCode::CONFLICT, "This is not possible now.")
            }
            Error::TooMany { seconds } => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, format!("Try again in {seconds} s."))
            }
            Error::Unavailable(cause) => {
                tracing::error!(error = format!("{cause:#}"), "the database is not available to a program");
                Self::unavailable()
            }
            Error::Internal(cause) => {
                let reference = Uuid::new_v4().simple().to_string();
                let reference = &reference[..8];
                tracing::error!(error = format!("{cause:#}"), reference, "a program's request failed");
                let detail = format!("Something went wrong in the portal. Its log has it as {reference}.");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
            }
        }
    }
}
