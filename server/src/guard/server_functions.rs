//! What holds for every server function before it is called, and for its answer.
//!
//! - Only `POST`, only what forms and scripts of ours send, so nothing is done by a link or by a "simple" request of a stranger.
//! - Nobody is let in without signing in, but for the few functions that lead there. This is the net, not the lock: each
//!   function opens the gate itself.
//! - The framework answers a plain form by sending the browser to whatever `Referer` says, with the error in the address, and
//!   gives its own complaints the status 500. It gets a `Referer` that leads nowhere, and the answer is made here.

use app::paths;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use backend::Visitor;
use http::header::{ALLOW, CONTENT_TYPE, LOCATION, REFERER};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use islands::AppError;
use server_fn::error::{FromServerFnError, SERVER_FN_ERROR_HEADER};

use super::{Guard, body, failure, origin::Origin};

const FOLDER: &str = "/api/";

/// The functions for people who are not signed in.
pub const OPEN: [&str; 5] =
    ["/api/sign-in/begin", "/api/welcome/accept", "/api/invitation/accept", "/api/me/language", "/api/me/theme"];

/// What a body may be. A browser asks before it sends anything else across origins, but for `text/plain`, which is not here.
const KINDS: [&str; 3] = ["application/x-www-form-urlencoded", "multipart/form-data", "application/json"];

/// A place that does not exist (RFC 2606): what leads there was the framework's idea.
const NOWHERE: &str = "http://form.invalid/";

pub(super) async fn rule(State(guard): State<Guard>, mut request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with(FOLDER) {
        return next.run(request).await;
    }
    let headers = request.headers().clone();
    if request.method() != Method::POST {
        let reply = failure::reply(&headers, StatusCode::METHOD_NOT_ALLOWED);
        return ([(ALLOW, HeaderValue::from_static("POST"))], reply).into_response();
    }
    if !is_known_kind(&headers) {
        return failure::reply(&headers, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let back = own_path(&guard.0.public, &headers);
    let is_signed_in = request.extensions().get::<Visitor>().is_some_and(Visitor::is_signed_in);
    if !is_signed_in && !OPEN.contains(&request.uri().path()) {
        return refused(&AppError::SignInNeeded, &headers, &back);
    }
    request.headers_mut().insert(REFERER, HeaderValue::from_static(NOWHERE));
    answer(next.run(request).await, &headers, &back).await
}

fn is_known_kind(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let (kind, parameters) = kind.split_once(';').unwrap_or((kind, ""));
    let is_known = KINDS.iter().any(|known| kind.trim().eq_ignore_ascii_case(known));
    // The framework panics where parts have no boundary.
    is_known && (!body::is_in_parts(kind) || parameters.to_ascii_lowercase().contains("boundary="))
}

/// The page of ours that the form was on; the first page where nobody says.
fn own_path(public: &Origin, headers: &HeaderMap) -> String {
    let referer = headers.get(REFERER).and_then(|referer| referer.to_str().ok()).unwrap_or_default();
    let is_own = Origin::read(referer).is_some_and(|origin| public.is_own(&origin, headers));
    let path = is_own.then(|| referer.parse::<Uri>().ok()?.path_and_query().map(ToString::to_string)).flatten();
    paths::own(&path.unwrap_or_default()).to_owned()
}

async fn answer(mut response: Response, asked: &HeaderMap, back: &str) -> Response {
    let location = response.headers().get(LOCATION);
    let is_framework_s = location.is_some_and(|location| location.as_bytes().starts_with(NOWHERE.as_bytes()));
    if is_framework_s {
        response.headers_mut().remove(LOCATION);
    } else if location.is_some() {
        *response.status_mut() = StatusCode::SEE_OTHER;
        return response;
    }
    if response.headers_mut().remove(SERVER_FN_ERROR_HEADER).is_some() {
        return refused(&error_of(response).await, asked, back);
    }
    if is_framework_s {
        return Redirect::to(back).into_response();
    }
    response
}

async fn error_of(response: Response) -> AppError {
    match to_bytes(response.into_body(), 64 * 1024).await {
        Ok(bytes) => AppError::de(bytes),
        Err(_) => AppError::BadRequest,
    }
}

/// An error as a page, for a form, or as itself.
fn refused(error: &AppError, asked: &HeaderMap, back: &str) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if !failure::accepts_html(asked) {
        return (status, [(CONTENT_TYPE, "application/json")], Body::from(error.ser())).into_response();
    }
    match error {
        AppError::SignInNeeded => Redirect::to(&paths::sign_in(back)).into_response(),
        AppError::Internal { reference } => failure::referred(asked, status, Some(reference)),
        _ => failure::reply(asked, status),
    }
}
