//! Programs: `Authorization: Bearer KEY`, and nothing else.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use backend::{Backend, Visitor};
use http::header::{AUTHORIZATION, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderMap, StatusCode};

use crate::session::address;

pub(super) async fn visitor(State(backend): State<Backend>, mut request: Request, next: Next) -> Response {
    let found = match bearer(request.headers()) {
        Some(key) => backend.api_keys().find(key).await,
        None => Ok(None),
    };
    match found {
        Ok(Some(actor)) => {
            let address = address(&request);
            request.extensions_mut().insert(Visitor { actor, person: None, address });
            next.run(request).await
        }
        Ok(None) => problem(StatusCode::UNAUTHORIZED, "A key is needed", "Send `Authorization: Bearer KEY`."),
        Err(error) => {
            tracing::error!(error = format!("{:#}", anyhow::Error::from(error)), "a key cannot be looked up");
            problem(StatusCode::SERVICE_UNAVAILABLE, "Not available now", "Try again shortly.")
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, key) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| key.trim())
}

/// A reply as RFC 9457 describes it.
fn problem(status: StatusCode, title: &str, detail: &str) -> Response {
    let body = serde_json::json!({ "title": title, "status": status.as_u16(), "detail": detail });
    let mut response = (status, [(CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response();
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(WWW_AUTHENTICATE, http::HeaderValue::from_static("Bearer"));
    }
    response
}
