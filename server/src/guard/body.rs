//! How much a request may send. A plain form is read whole before anything looks at it, so that one that is too large is told so
//! with the right status, whatever would have read it. A form with files passes as a stream, and may be larger: who chose the
//! wrong file is to be told so at its field, by the function that reads it.

use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::failure;

/// The most bytes of a plain form.
pub const MAX_BYTES: usize = 256 * 1024;
/// The most bytes of a form with files.
pub const MAX_BYTES_IN_PARTS: usize = 8 * 1024 * 1024;

pub(super) async fn limit(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let is_in_parts = kind(&parts.headers).is_some_and(is_in_parts);
    let most = if is_in_parts { MAX_BYTES_IN_PARTS } else { MAX_BYTES };
    if declared(&parts.headers).is_some_and(|bytes| bytes > most as u64) {
        return failure::reply(&parts.headers, StatusCode::PAYLOAD_TOO_LARGE);
    }
    let body = Limited::new(body, most);
    if is_in_parts {
        return next.run(Request::from_parts(parts, Body::new(body))).await;
    }
    match body.collect().await {
        Ok(collected) => next.run(Request::from_parts(parts, Body::from(collected.to_bytes()))).await,
        Err(error) if error.is::<LengthLimitError>() => failure::reply(&parts.headers, StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => failure::reply(&parts.headers, StatusCode::BAD_REQUEST),
    }
}

/// Whether a content type is that of forms with files.
pub(super) fn is_in_parts(kind: &str) -> bool {
    kind.trim().to_ascii_lowercase().starts_with("multipart/form-data")
}

fn kind(headers: &HeaderMap) -> Option<&str> {
    headers.get(CONTENT_TYPE)?.to_str().ok()
}

fn declared(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
