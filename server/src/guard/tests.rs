//! The layers, each by at least one request through the order in which they really stand.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use backend::sessions::{SIGNED_IN, SignedIn};
use backend::testing::Portal;
use backend::{Actor, Visitor};
use domain::user::Role;
use domain::{Name, UserId};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, LOCATION, REFERER, SET_COOKIE};
use http::{Method, StatusCode};
use islands::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use tower::ServiceExt;
use tower_sessions::Session;

use super::*;

const HERE: &str = "https://portal.example";

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EchoForm {
    pub number: u32,
}

#[server(endpoint = "guard-test/echo")]
pub async fn echo(form: EchoForm) -> Result<u32, AppError> {
    tokio::task::yield_now().await;
    match form.number {
        404 => Err(AppError::NotFound),
        number => Ok(number),
    }
}

fn guard() -> Guard {
    let assets =
        Assets { css: "/pkg/a.css".into(), js: "/pkg/a.js".into(), wasm: "/pkg/a.wasm".into(), ..Assets::default() };
    Guard::new(HERE, &assets)
}

/// What a signed-in browser can reach in these tests.
fn routes() -> Router {
    Router::new()
        .route("/", get(|| async { Html("<html><body>Hei</body></html>") }))
        .route("/island", get(|| async { Html("<html><body><leptos-island></leptos-island></body></html>") }))
        .route("/panic", get(|| async { panic!("hunter2") as Response }))
        .route("/who", get(who))
        .route("/draft", post(|session: Session| async move { session.insert("draft", 1).await.is_ok().to_string() }))
        .route("/enter/{id}", post(enter))
        .route("/leave", post(|session: Session| async move { session.flush().await.is_ok().to_string() }))
        .route("/api/{*function}", post(leptos_axum::handle_server_fns))
}

async fn who(visitor: Extension<Visitor>) -> String {
    visitor.person.as_ref().map_or_else(|| "nobody".to_owned(), |person| person.id.to_string())
}

/// What signing in does to a session.
async fn enter(session: Session, axum::extract::Path(id): axum::extract::Path<UserId>) -> String {
    session.cycle_id().await.unwrap();
    session.clear().await;
    session
        .insert(SIGNED_IN, SignedIn { user_id: id, session_version: 1, proven_at: jiff::Timestamp::UNIX_EPOCH })
        .await
        .unwrap();
    String::new()
}

fn router(portal: &Portal) -> Router {
    everywhere(people(routes(), &guard(), &portal.backend), &guard())
}

fn request(method: Method, path: &str) -> http::request::Builder {
    Request::builder().method(method).uri(path).header("sec-fetch-site", "same-origin")
}

fn plain(method: Method, path: &str) -> Request {
    request(method, path).body(Body::empty()).unwrap()
}

fn form(path: &str) -> http::request::Builder {
    request(Method::POST, path).header(CONTENT_TYPE, "application/x-www-form-urlencoded")
}

async fn send(router: &Router, request: Request) -> Response {
    router.clone().oneshot(request).await.unwrap()
}

async fn text(response: Response) -> String {
    String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().into()).unwrap()
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

/// The cookie that a reply sets, as a request sends it.
fn cookie(response: &Response) -> String {
    response.headers()[SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned()
}

/// Somebody who is signed in: their cookie.
async fn signed_in(portal: &Portal, router: &Router, role: Role) -> (UserId, String) {
    let id = portal.person(role).await.user_id().unwrap();
    let entered = send(router, plain(Method::POST, &format!("/enter/{id}"))).await;
    (id, cookie(&entered))
}

async fn who_is(router: &Router, cookie: &str) -> String {
    let asked = request(Method::GET, "/who").header(COOKIE, cookie).body(Body::empty()).unwrap();
    text(send(router, asked).await).await
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn every_reply_has_its_headers(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let router = router(&portal);
    let large = request(Method::POST, "/draft").body(Body::from(vec![b'x'; MAX_BYTES + 1])).unwrap();
    let foreign = Request::post("/draft").header("sec-fetch-site", "cross-site").body(Body::empty()).unwrap();
    for (request, status) in [
        (plain(Method::GET, "/"), 200),
        (plain(Method::GET, "/nowhere"), 404),
        (plain(Method::DELETE, "/who"), 405),
        (large, 413),
        (foreign, 403),
        (plain(Method::GET, "/panic"), 500),
    ] {
        let response = send(&router, request).await;
        assert_eq!(response.status().as_u16(), status);
        for (name, value) in [
            ("strict-transport-security", "max-age=31536000"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-robots-tag", "noindex, nofollow"),
            ("cache-control", "no-store"),
            ("server", ""),
        ] {
            assert_eq!(header(&response, name), value, "{status} {name}");
        }
        assert!(header(&response, "permissions-policy").contains("camera=()"), "{status}");
        let policy = header(&response, "content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'nonce-"), "{status}");
        assert!(policy.ends_with("base-uri 'none'; frame-ancestors 'none'; object-src 'none'"), "{status}");
    }
}

#[tokio::test]
async fn a_file_keeps_what_it_says_of_its_own_age_and_http_promises_no_https() {
    let file = || async { ([("cache-control", "public, max-age=31536000, immutable")], "body{}") };
    let guard = Guard::new("http://127.0.0.1:3000", &crate::site::assets());
    let router = everywhere(Router::new().route("/pkg/a.css", get(file)), &guard);
    let response = send(&router, plain(Method::GET, "/pkg/a.css")).await;
    assert_eq!(header(&response, "cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(header(&response, "strict-transport-security"), "");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn scripts_have_the_nonce_of_the_reply_and_no_other_reply_s(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let router = router(&portal);
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..1000 {
        let response = send(&router, plain(Method::GET, "/island")).await;
        let policy = header(&response, "content-security-policy").to_owned();
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap().to_owned();
        assert!(text(response).await.contains(&format!("nonce=\"{nonce}\">const start=")));
        seen.insert(nonce);
    }
    assert_eq!(seen.len(), 1000);
    assert!(!text(send(&router, plain(Method::GET, "/")).await).await.contains("<script"));
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_panic_tells_nothing(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let request = request(Method::GET, "/panic").header(ACCEPT, "text/html").body(Body::empty()).unwrap();
    let said = text(send(&router(&portal), request).await).await;
    assert!(said.contains("Referanse ") && !said.contains("hunter2"), "{said}");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_body_without_a_length_is_limited_too(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let pieces = futures::stream::iter((0..100).map(|_| Ok::<_, std::io::Error>(vec![b'x'; 4096])));
    let request = request(Method::POST, "/draft").body(Body::from_stream(pieces)).unwrap();
    assert_eq!(send(&router(&portal), request).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn signing_in_gives_a_new_id_that_nobody_could_plant(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let router = router(&portal);
    let person = portal.person(Role::Agent).await.user_id().unwrap();
    let planted = cookie(&send(&router, plain(Method::POST, "/draft")).await);
    let invented = "__Host-sentralbord=AAAAAAAAAAAAAAAAAAAAAA".to_owned();
    for before in [planted, invented] {
        let enter = request(Method::POST, &format!("/enter/{person}")).header(COOKIE, &before);
        let after = cookie(&send(&router, enter.body(Body::empty()).unwrap()).await);
        assert_ne!(before, after);
        assert_eq!(who_is(&router, &before).await, "nobody");
        assert_eq!(who_is(&router, &after).await, person.to_string());
    }
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn the_cookie_is_bound_to_this_host_and_to_https(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let response = send(&router(&portal), plain(Method::POST, "/draft")).await;
    let set = header(&response, "set-cookie");
    assert!(set.starts_with("__Host-sentralbord="), "{set}");
    for part in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(set.split("; ").any(|found| found == part), "{part}: {set}");
    }
    assert!(!set.contains("Domain") && !set.contains("Max-Age"), "{set}");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn after_signing_out_nothing_in_flight_brings_the_session_back(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let router = router(&portal);
    let (_, cookie) = signed_in(&portal, &router, Role::Agent).await;
    let with = |path: &str| request(Method::POST, path).header(COOKIE, &cookie).body(Body::empty()).unwrap();
    let drafts = futures::future::join_all((0..100).map(|_| send(&router, with("/draft"))));
    let (_, left) = tokio::join!(drafts, send(&router, with("/leave")));
    assert_eq!(left.status(), StatusCode::OK);
    for _ in 0..10 {
        assert_eq!(who_is(&router, &cookie).await, "nobody");
    }
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_disabled_person_is_nobody_at_the_next_request(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let router = router(&portal);
    let admin = portal.person(Role::SystemAdministrator).await;
    let (id, cookie) = signed_in(&portal, &router, Role::Agent).await;
    assert_eq!(who_is(&router, &cookie).await, id.to_string());
    portal.backend.users().disable(&admin, id).await.unwrap();
    assert_eq!(who_is(&router, &cookie).await, "nobody");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn server_functions_are_for_people_who_are_signed_in(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let router = router(&portal);
    let call = || form("/api/guard-test/echo");
    let machine = call().body(Body::from("form[number]=7")).unwrap();
    assert_eq!(send(&router, machine).await.status(), StatusCode::UNAUTHORIZED);
    let browser = call().header(ACCEPT, "text/html").header(REFERER, "https://portal.example/queues?after=1");
    let response = send(&router, browser.body(Body::from("form[number]=7")).unwrap()).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(header(&response, "location"), "/sign-in?next=/queues%3Fafter%3D1");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn server_functions_answer_with_the_status_that_says_what_happened(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let router = router(&portal);
    let (_, cookie) = signed_in(&portal, &router, Role::Agent).await;
    for (body, accept, status) in [
        ("form[number]=7", "*/*", 200),
        ("form[number]=7", "text/html", 303),
        ("form[number]=seven", "*/*", 400),
        ("form[number]=seven", "text/html", 400),
        ("form[other]=7", "*/*", 400),
        ("", "*/*", 400),
        ("%%%", "text/html", 400),
        ("form[number]=404", "*/*", 404),
        ("form[number]=404", "text/html", 404),
    ] {
        let call = form("/api/guard-test/echo").header(COOKIE, &cookie).header(ACCEPT, accept);
        let response = send(&router, call.body(Body::from(body)).unwrap()).await;
        assert_eq!(response.status().as_u16(), status, "{body} {accept}");
        let said = text(response).await;
        assert!(!said.contains("seven") && !said.contains("expected"), "{said}");
    }
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn server_functions_take_posts_of_forms_only(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let router = router(&portal);
    let (_, cookie) = signed_in(&portal, &router, Role::Agent).await;
    let get = request(Method::GET, "/api/guard-test/echo?form[number]=7").header(COOKIE, &cookie);
    assert_eq!(send(&router, get.body(Body::empty()).unwrap()).await.status(), StatusCode::METHOD_NOT_ALLOWED);
    for (kind, status) in [
        ("text/plain", 415),
        ("", 415),
        ("multipart/form-data", 415),
        ("application/x-www-form-urlencoded; charset=utf-8", 200),
    ] {
        let call = request(Method::POST, "/api/guard-test/echo").header(COOKIE, &cookie).header(CONTENT_TYPE, kind);
        let response = send(&router, call.body(Body::from("form[number]=7")).unwrap()).await;
        assert_eq!(response.status().as_u16(), status, "{kind}");
    }
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_form_leads_back_to_our_own_pages_only(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let router = router(&portal);
    let (_, cookie) = signed_in(&portal, &router, Role::Agent).await;
    for (referer, location) in [
        ("https://portal.example/queues?after=1", "/queues?after=1"),
        ("https://evil.example/queues", "/"),
        ("https://portal.example.evil.example/", "/"),
        ("https://portal.example//evil.example", "/"),
        ("//evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ] {
        let call = form("/api/guard-test/echo").header(COOKIE, &cookie).header(ACCEPT, "text/html");
        let call = call.header(REFERER, referer).body(Body::from("form[number]=7")).unwrap();
        let response = send(&router, call).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert_eq!(response.headers()[LOCATION], location, "{referer}");
    }
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_key_speaks_for_a_program_and_a_cookie_does_not(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let name = Name::parse("Rapport").unwrap();
    let (_, key) = portal.backend.api_keys().create(&Actor::command_line(), &name, Role::Auditor, None).await.unwrap();
    let named = |visitor: Extension<Visitor>| async move { visitor.actor.name().to_owned().into_response() };
    let router = everywhere(programs(Router::new().route("/api/v1/x", get(named)), &portal.backend), &guard());
    for (credentials, status) in [
        (format!("Bearer {}", key.expose()), 200),
        (format!("bearer {}", key.expose()), 200),
        (format!("Basic {}", key.expose()), 401),
        ("Bearer sb_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".to_owned(), 401),
        (String::new(), 401),
    ] {
        let call = request(Method::GET, "/api/v1/x").header(AUTHORIZATION, credentials).body(Body::empty()).unwrap();
        assert_eq!(send(&router, call).await.status().as_u16(), status);
    }
}
