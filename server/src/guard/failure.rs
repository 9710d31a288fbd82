//! Replies to requests that never reach a page: one sentence in the reader's language, as a bare page or as plain text.

use app::words::{common::Common, words};
use axum::response::{IntoResponse, Response};
use domain::Lang;
use http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};

/// A reply with `status` to a request with these headers.
pub fn reply(request: &HeaderMap, status: StatusCode) -> Response {
    referred(request, status, None)
}

/// The same with a reference under which the log tells more.
pub fn referred(request: &HeaderMap, status: StatusCode, reference: Option<&str>) -> Response {
    let lang = language(request);
    let (title, text) = told(&words(lang).common, status, reference);
    let (content_type, body) = if accepts_html(request) {
        ("text/html; charset=utf-8", page(lang, title, &text))
    } else {
        ("text/plain; charset=utf-8", format!("{title}. {text}\n"))
    };
    (status, [(CONTENT_TYPE, HeaderValue::from_static(content_type))], body).into_response()
}

/// Whether a browser asks, to show the reply as a page.
pub fn accepts_html(request: &HeaderMap) -> bool {
    request.get(ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}

fn language(request: &HeaderMap) -> Lang {
    let accepted = request.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    accepted.map(Lang::from_accept_language).unwrap_or_default()
}

fn told(words: &'static Common, status: StatusCode, reference: Option<&str>) -> (&'static str, String) {
    match (status, reference) {
        (StatusCode::UNAUTHORIZED, _) => (words.sign_in, words.session_over.to_owned()),
        (StatusCode::NOT_FOUND, _) => (words.not_found, words.not_found_text.to_owned()),
        (StatusCode::SERVICE_UNAVAILABLE, _) => (words.unavailable, words.unavailable_text.to_owned()),
        (status, _) if status.is_client_error() => (words.bad_request, words.bad_request_text.to_owned()),
        (_, Some(reference)) => (words.wrong, (words.wrong_reference)(reference)),
        (_, None) => (words.wrong, words.unavailable_text.to_owned()),
    }
}

/// A page without style or script: whatever made it necessary may be what serves those. Nothing in it comes from outside.
fn page(lang: Lang, title: &str, text: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title></head>\
         <body><main><h1>{title}</h1><p>{text}</p><p><a href=\"/\">Sentralbord</a></p></main></body></html>"
    )
}
