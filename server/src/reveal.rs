//! `POST /secrets/reveal`: the value of one secret, once, to a person who has just proved who they are. A route of its own, so that
//! no value is ever the result of a server function, whose results end up in pages and their scripts.

use app::{paths, words::words};
use axum::{
    Extension, Form, Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use backend::{Backend, Error, secrets::SecretRef, visitor::Visitor};
use domain::{Lang, field_security::SecuredField};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, REFRESH, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS},
};

use crate::guard::failure;

/// So long a page shows a value, in seconds.
const SHOWN_FOR: u32 = 30;

/// The route; it wants the layers that know the visitor.
pub fn routes(backend: Backend) -> Router {
    Router::new().route(paths::REVEAL, post(reveal)).with_state(backend)
}

async fn reveal(
    State(backend): State<Backend>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    if !visitor.is_signed_in() {
        return failure::reply(&headers, StatusCode::UNAUTHORIZED);
    }
    let Some((secret, reason)) = asked(&fields) else { return failure::reply(&headers, StatusCode::BAD_REQUEST) };
    match backend.secrets().reveal(&visitor.actor, visitor.proven_at, secret, reason).await {
        Ok(value) if failure::accepts_html(&headers) => shown(&visitor, secret, value.expose()),
        Ok(value) => plain(value.expose().to_owned()),
        Err(error) => refused(&headers, secret, &error),
    }
}

/// Which secret, and why. Each field once, and no others.
fn asked(fields: &[(String, String)]) -> Option<(SecretRef, &str)> {
    let [mut field, mut id, mut version, mut reason] = [None; 4];
    for (name, value) in fields {
        let place = match name.as_str() {
            "form[field]" => &mut field,
            "form[id]" => &mut id,
            "form[version]" => &mut version,
            "form[reason]" => &mut reason,
            _ => return None,
        };
        if place.replace(value.as_str()).is_some() {
            return None;
        }
    }
    let field: SecuredField = field?.parse().ok()?;
    let secret = SecretRef { field, entity_id: id?.parse().ok()?, version: version?.parse().ok()? };
    Some((secret, reason.unwrap_or_default()))
}

/// The value and nothing else, for a script.
fn plain(value: String) -> Response {
    let mut response = value.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    kept_nowhere(response)
}

/// A page that goes away by itself. It has no script and no style, and nobody packs it.
fn shown(visitor: &Visitor, secret: SecretRef, value: &str) -> Response {
    let lang = visitor.person.as_ref().map_or(Lang::default(), |person| person.language);
    let words = &words(lang).secrets;
    let back = paths::secret(secret.field, secret.entity_id);
    let (title, text, hide) = (words.revealed_title, words.revealed_text, words.hide);
    let page = format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title></head>\
         <body><main><h1>{title}</h1><p><code>{}</code></p><p>{text}</p>\
         <p><a href=\"{back}\">{hide}</a></p></main></body></html>",
        escaped(value)
    );
    let mut response = page.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static("identity"));
    if let Ok(away) = HeaderValue::from_str(&format!("{SHOWN_FOR}; url={back}")) {
        headers.insert(REFRESH, away);
    }
    kept_nowhere(response)
}

fn kept_nowhere(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

/// A browser is led to where the person can do something about it; a script gets the status.
fn refused(headers: &HeaderMap, secret: SecretRef, error: &Error) -> Response {
    let form = paths::reveal_secret(secret.field, secret.entity_id);
    let (status, place) = match error {
        Error::Conflict("not_fresh") => (StatusCode::FORBIDDEN, Some(paths::sign_in_again(&form))),
        Error::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, Some(format!("{form}?problem=reason"))),
        Error::TooMany { .. } => (StatusCode::TOO_MANY_REQUESTS, Some(format!("{form}?problem=rate"))),
        Error::Stale => (StatusCode::CONFLICT, Some(format!("{form}?problem=stale"))),
        Error::NotFound => (StatusCode::NOT_FOUND, None),
        Error::Forbidden(_) => (StatusCode::FORBIDDEN, None),
        Error::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, None),
        _ => (StatusCode::INTERNAL_SERVER_ERROR, None),
    };
    if status.is_server_error() {
        tracing::error!(error = error.chain(), "a value could not be shown");
    }
    if let Some(place) = place.filter(|_| failure::accepts_html(headers)) {
        return Redirect::to(&place).into_response();
    }
    let mut response = failure::reply(headers, status);
    if let Error::TooMany { seconds } = error {
        response.headers_mut().insert(RETRY_AFTER, (*seconds).into());
    }
    response
}
