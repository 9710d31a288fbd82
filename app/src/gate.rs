//! The only door inward: from a request to a person and the backend, and from the backend's errors to what a person may be
//! told. A server function opens the gate in its first line.

use axum::http::{
    HeaderValue, Method, StatusCode,
    header::{ACCEPT, LOCATION},
    request::Parts,
};
use backend::{
    Actor, Backend,
    sessions::{SIGNED_IN, SignedIn},
    visitor::Visitor,
};
use domain::user::{Permission, Person};
use islands::AppError;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use tower_sessions::Session;

use crate::paths;

/// Somebody who is signed in, at work.
pub struct Desk {
    pub backend: Backend,
    pub actor: Actor,
    pub person: Person,
}

/// Lets in whoever is signed in; what they may do is asked by each verb.
#[expect(clippy::unused_async, reason = "the gate is awaited everywhere, so that it may come to ask the database")]
pub async fn desk() -> Result<Desk, AppError> {
    let (backend, visitor) = hall()?;
    if let Visitor { person: Some(person), actor, .. } = visitor {
        return Ok(Desk { backend, actor, person });
    }
    let error = refuse(AppError::SignInNeeded);
    if is_form_post() {
        redirect(paths::SIGN_IN);
    }
    Err(error)
}

/// Lets in everybody; for signing in and for the links that lead there.
pub fn hall() -> Result<(Backend, Visitor), AppError> {
    match (use_context::<Backend>(), visitor()) {
        (Some(backend), Some(visitor)) => Ok((backend, visitor)),
        _ => Err(told(backend::Error::Internal(wiring("backend and visitor")))),
    }
}

/// Who makes the request being answered.
pub fn visitor() -> Option<Visitor> {
    use_context::<Parts>()?.extensions.get::<Visitor>().cloned()
}

/// Whether the visitor has a permission; for leaving out what would be refused. The verbs ask again.
pub fn may(permission: Permission) -> bool {
    visitor().is_some_and(|visitor| visitor.actor.may(permission))
}

/// The session of the request being answered.
pub fn session() -> Result<Session, AppError> {
    use_session().map_err(told)
}

/// Begins a session for somebody who has just proved who they are: another id than before, and nothing of what was before.
pub async fn enter(signed_in: SignedIn) -> backend::Result<()> {
    let session = use_session()?;
    session.cycle_id().await.map_err(session_failed)?;
    session.clear().await;
    session.insert(SIGNED_IN, signed_in).await.map_err(session_failed)
}

/// Notes that the person has just proved who they are anew: another id than before, and everything else as it was.
pub async fn renew(signed_in: SignedIn) -> backend::Result<()> {
    let session = use_session()?;
    session.cycle_id().await.map_err(session_failed)?;
    session.insert(SIGNED_IN, signed_in).await.map_err(session_failed)
}

/// Ends the session of the request being answered.
pub async fn leave() -> backend::Result<()> {
    use_session()?.flush().await.map_err(session_failed)
}

fn use_session() -> backend::Result<Session> {
    let session = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Session>().cloned());
    session.ok_or_else(|| backend::Error::Internal(wiring("session")))
}

fn session_failed(error: tower_sessions::session::Error) -> backend::Error {
    backend::Error::Unavailable(error.into())
}

/// Answers with another address instead of a page (303 See Other, RFC 9110, 15.4.4).
pub fn redirect(path: &str) {
    if let (Some(response), Ok(location)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(path)) {
        response.set_status(StatusCode::SEE_OTHER);
        response.insert_header(LOCATION, location);
    }
}

/// Whether a browser posted a plain form, so that the answer is shown as a page.
pub fn is_form_post() -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        let accepted = parts.headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
        parts.method == Method::POST && accepted.is_some_and(|accept| accept.contains("text/html"))
    })
}

/// The path and query that were asked for.
pub fn address() -> String {
    use_context::<Parts>()
        .and_then(|parts| parts.uri.path_and_query().map(ToString::to_string))
        .unwrap_or_else(|| "/".to_owned())
}

/// What a person may be told of an error: the one place where an internal error becomes public. It is logged here, once,
/// with a reference, and the reply gets its status.
pub fn told(error: backend::Error) -> AppError {
    use backend::Error;
    let public = match error {
        Error::NotFound => AppError::NotFound,
        Error::Invalid(_) => AppError::Invalid,
        Error::Blocked(_) | Error::Conflict(_) => AppError::Conflict,
        Error::Stale => AppError::Stale,
        Error::Forbidden(permission) => AppError::Forbidden { permission: permission.to_string() },
        Error::Unauthenticated => AppError::SignInNeeded,
        Error::TooMany { seconds } => AppError::TooMany { seconds },
        Error::Unavailable(cause) => {
            tracing::error!(cause = format!("{cause:#}"), "the database is not available");
            AppError::Unavailable
        }
        Error::Internal(cause) => {
            let reference = uuid::Uuid::new_v4().simple().to_string()[..8].to_owned();
            tracing::error!(reference, cause = format!("{cause:#}"), "internal error");
            AppError::Internal { reference }
        }
    };
    refuse(public)
}

/// Gives the reply the status of the error.
pub fn refuse(error: AppError) -> AppError {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(error.status())) {
        response.set_status(status);
    }
    error
}

fn wiring(what: &str) -> anyhow::Error {
    anyhow::anyhow!("a request came without {what}: the router's layers are wrong")
}
