//! Whoever sends requests to the portal as it is served: strangers, people in their roles, programs with a key.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::Response;
use backend::Actor;
use backend::sessions::{Data, SIGNED_IN, SignedIn};
use backend::testing::Portal;
use bytes::Bytes;
use domain::user::Role;
use domain::{Name, UserId};
use http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderName};
use http::request::Builder;
use http::{HeaderMap, Method, StatusCode};
use server::pages::Site;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;
use tower_sessions::session::Id;

pub const FORM: &str = "application/x-www-form-urlencoded";

/// The portal as it is served.
pub fn router(portal: &Portal) -> Router {
    server::router::router(&portal.backend, Site::new(None), CancellationToken::new())
}

/// Somebody who asks, with what they send along every time.
#[derive(Clone)]
pub struct Caller {
    router: Router,
    headers: Vec<(HeaderName, String)>,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Reply {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header's value; empty when it is not there.
    pub fn header(&self, name: &HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Caller {
    /// Somebody without a cookie or a key, who comes from nowhere.
    pub fn stranger(router: &Router) -> Self {
        Self { router: router.clone(), headers: Vec::new() }
    }

    /// Somebody in a role, signed in. System administrators have the field security profile that comes with the role.
    pub async fn person(portal: &Portal, router: &Router, role: Role) -> Self {
        let actor = match role {
            Role::SystemAdministrator => portal.trusted_person(role).await,
            _ => portal.person(role).await,
        };
        Self::signed_in(portal, router, actor.user_id().unwrap()).await
    }

    /// A person with a session that just began.
    pub async fn signed_in(portal: &Portal, router: &Router, user_id: UserId) -> Self {
        let id = Id::default();
        let signed_in =
            serde_json::to_value(SignedIn { user_id, session_version: 1, proven_at: portal.backend.now() }).unwrap();
        let data = Data::from([(SIGNED_IN.to_owned(), signed_in)]);
        portal.backend.sessions().create(&id.0.to_le_bytes(), &data).await.unwrap();
        Self::stranger(router).with(COOKIE, format!("{}={id}", server::session::cookie_name(true)))
    }

    /// A program with a key of a role.
    pub async fn program(portal: &Portal, router: &Router, role: Role) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = Name::parse(&format!("{role} {}", COUNT.fetch_add(1, Ordering::Relaxed))).unwrap();
        let made = portal.backend.api_keys().create(&Actor::command_line(), &name, role, None).await.unwrap();
        Self::stranger(router).with(AUTHORIZATION, format!("Bearer {}", made.1.expose()))
    }

    /// The same caller with one more header.
    pub fn with(&self, name: HeaderName, value: impl Into<String>) -> Self {
        let mut caller = self.clone();
        caller.headers.push((name, value.into()));
        caller
    }

    /// The same caller on a page of the portal's own.
    pub fn at_home(&self) -> Self {
        self.with(HeaderName::from_static("sec-fetch-site"), "same-origin")
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, None, Body::empty()).await
    }

    pub async fn post(&self, path: &str, kind: &str, body: impl Into<Body>) -> Reply {
        self.send(Method::POST, path, Some(kind), body.into()).await
    }

    pub async fn send(&self, method: Method, path: &str, kind: Option<&str>, body: Body) -> Reply {
        let request = Request::builder().method(method).uri(path);
        let request = kind.into_iter().fold(request, |request, kind| request.header(CONTENT_TYPE, kind));
        let (parts, body) = self.response(request, body).await.into_parts();
        // A stream of news has no end to wait for.
        let is_stream = parts.headers.get(CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
        let body = if is_stream { Bytes::new() } else { to_bytes(body, usize::MAX).await.unwrap() };
        Reply { status: parts.status, headers: parts.headers, body }
    }

    /// The answer before its body is read.
    pub async fn response(&self, request: Builder, body: Body) -> Response {
        let request = self.headers.iter().fold(request, |request, (name, value)| request.header(name, value));
        self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap()
    }
}
