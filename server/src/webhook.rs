//! The public door: `POST /webhooks/google-business-messages/{key}`. Raw bytes in, status out (PRODUCT §4).
//!
//! It stands outside the session layers. The order of checks is the contract's: method, key, content type, size; then
//! [`Intake::take`](backend::intake::Intake::take) goes on with handshake, signature, suspended, dedupe and parse. Nothing here
//! logs a body, a header's value or a key.

use std::time::{Duration, Instant};

use axum::{
    Router,
    body::Body,
    extract::{Path, Request, State, rejection::PathRejection},
    response::{IntoResponse, Response},
    routing::any,
};
use backend::{
    Backend, Error,
    intake::{MAX_BODY, Post, Refusal, Reply},
};
use bytes::Bytes;
use domain::ChannelKind;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};

use crate::guard::{self, Guard};

/// Where the callback URLs of the accounts lead.
const PATH: &str = "/webhooks/google-business-messages/{key}";
/// A body that has not come by then does not come.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);
/// Seconds after which a provider may try again what could not be stored.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("5");

/// The routes of the webhook.
pub fn routes(backend: Backend, guard: Guard) -> Router {
    Router::new().route(PATH, any(receive)).with_state((backend, guard))
}

/// What is answered instead of anything else.
struct Answer {
    status: StatusCode,
    header: Option<(HeaderName, HeaderValue)>,
    body: &'static str,
}

impl Answer {
    const fn new(status: StatusCode, body: &'static str) -> Self {
        Self { status, header: None, body }
    }

    const fn with(status: StatusCode, header: HeaderName, value: HeaderValue, body: &'static str) -> Self {
        Self { status, header: Some((header, value)), body }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = text(self.status, self.body);
        if let Some((name, value)) = self.header {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

impl From<Error> for Answer {
    /// Whatever stands in the way of storing: the provider keeps the delivery and comes again.
    fn from(error: Error) -> Self {
        metrics::counter!("delivery.turned_away").increment(1);
        tracing::warn!(error = %error.chain(), "a delivery could not be taken");
        Self::with(StatusCode::SERVICE_UNAVAILABLE, header::RETRY_AFTER, RETRY_AFTER, "not stored, try again\n")
    }
}

async fn receive(
    State((backend, guard)): State<(Backend, Guard)>,
    key: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    let began = Instant::now();
    let key = key.as_deref().ok().map_or("", |key| key);
    let answer = async { answer(&backend, key, request).await.unwrap_or_else(IntoResponse::into_response) };
    let response = guard::provider(&guard, answer).await;
    let status = response.status().as_str().to_owned();
    metrics::histogram!("webhook.answered_seconds", "status" => status).record(began.elapsed());
    response
}

async fn answer(backend: &Backend, key: &str, request: Request) -> Result<Response, Answer> {
    let intake = backend.intake();
    let (head, body) = request.into_parts();
    if head.method != Method::POST {
        // The method is wrong whether or not that can be written down.
        if let Ok(Some(webhook)) = intake.find(key).await {
            let _ = intake.refuse(&webhook, Refusal::Method, 0, intake.received()).await;
        }
        let allow = HeaderValue::from_static("POST");
        return Err(Answer::with(StatusCode::METHOD_NOT_ALLOWED, header::ALLOW, allow, "use POST\n"));
    }
    let webhook = intake.find(key).await?.ok_or(Answer::new(StatusCode::NOT_FOUND, "not found\n"))?;
    let declared = content_length(&head.headers);
    if !is_json(&head.headers) {
        intake.refuse(&webhook, Refusal::ContentType, declared.unwrap_or(0), intake.received()).await?;
        return Err(Answer::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "use application/json\n"));
    }
    let body = match read(body, declared).await {
        Ok(body) => body,
        Err(Unread::TooLarge(size)) => {
            intake.refuse(&webhook, Refusal::TooLarge, size, intake.received()).await?;
            let close = HeaderValue::from_static("close");
            return Err(Answer::with(StatusCode::PAYLOAD_TOO_LARGE, header::CONNECTION, close, "too large\n"));
        }
        Err(Unread::Late) => return Err(Answer::new(StatusCode::REQUEST_TIMEOUT, "too slow\n")),
        Err(Unread::Broken) => return Err(Answer::new(StatusCode::BAD_REQUEST, "broken off\n")),
    };
    let name = backend::providers::provider(ChannelKind::GoogleBusinessMessages).signature_header();
    let signatures = head.headers.get_all(name).iter().map(HeaderValue::as_bytes).collect();
    let post = Post { body, signatures, received: intake.received() };
    Ok(match intake.take(&webhook, post).await? {
        Reply::Taken => StatusCode::OK.into_response(),
        Reply::Secret(secret) => text(StatusCode::OK, secret.expose().to_owned()),
        Reply::HandshakeRefused => text(StatusCode::FORBIDDEN, "forbidden\n"),
        Reply::SignatureRefused => text(StatusCode::UNAUTHORIZED, "unauthorized\n"),
    })
}

/// A plain text that no browser takes for anything else and no cache keeps.
fn text(status: StatusCode, body: impl Into<Body>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, body.into()).into_response()
}

/// `application/json`, parameters allowed; absent or doubled is something else.
fn is_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return false };
    let essence = value.to_str().ok().and_then(|value| value.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Why a body was not read to its end.
enum Unread {
    /// Its size, or one more than allowed where it was not declared.
    TooLarge(u64),
    Late,
    Broken,
}

/// Reads a body as it is, no longer than allowed: one that declares more is not read at all.
async fn read(body: Body, declared: Option<u64>) -> Result<Bytes, Unread> {
    const ALLOWED: u64 = MAX_BODY as u64;
    if let Some(size) = declared.filter(|size| *size > ALLOWED) {
        return Err(Unread::TooLarge(size));
    }
    match tokio::time::timeout(BODY_TIMEOUT, Limited::new(body, MAX_BODY).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Unread::TooLarge(ALLOWED + 1)),
        Ok(Err(_)) => Err(Unread::Broken),
        Err(_) => Err(Unread::Late),
    }
}
