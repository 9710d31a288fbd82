//! Server functions, called by everybody.

use std::collections::BTreeSet;

use axum::body::Body;
use backend::Visitor;
use backend::testing::Portal;
use domain::user::{Permission, Role};
use http::header::{ACCEPT, ALLOW, HeaderName, LOCATION, ORIGIN};
use http::{Method, StatusCode};
use islands::AppError;
use server::pages::Site;
use server_fn::axum::server_fn_paths;
use server_fn::error::FromServerFnError;
use sqlx::PgPool;

use super::{FUNCTIONS, Things, Who, everything, same_rows, strangers};
use crate::caller::{Caller, FORM, router};

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn every_server_function_refuses_strangers(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let things = Things::make(&portal).await;
    let strangers = strangers(&portal, &router(&portal)).await;
    let before = everything(&portal).await;
    for (path, who, body) in FUNCTIONS.iter().filter(|(_, who, _)| *who != Who::Guests) {
        for stranger in &strangers {
            for (kind, body) in [body.filled(&things), body.empty()] {
                let reply = stranger.post(path, kind, body.clone()).await;
                assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{path} ({who:?}): {}", reply.text());
                assert_eq!(AppError::de(reply.body), AppError::SignInNeeded, "{path}");
                let browser = stranger.with(ACCEPT, "text/html").post(path, kind, body).await;
                assert_eq!(browser.status, StatusCode::SEE_OTHER, "{path}: {}", browser.text());
                assert_eq!(browser.header(&LOCATION), "/sign-in", "{path}");
            }
        }
    }
    same_rows(&before, &everything(&portal).await, "a stranger");
}

/// The layers in front are the net; without them each function still asks who is there.
#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn every_server_function_opens_the_gate_itself(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let things = Things::make(&portal).await;
    let bare = server::pages::routes(portal.backend.clone(), Site::new(None));
    let bare = bare.layer(axum::Extension(Visitor::anonymous(None)));
    let before = everything(&portal).await;
    let nobody = Caller::stranger(&bare);
    for (path, _, body) in FUNCTIONS.iter().filter(|(_, who, _)| !matches!(who, Who::Guests | Who::Rendering)) {
        let (kind, body) = body.filled(&things);
        let reply = nobody.post(path, kind, body).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{path}: {}", reply.text());
        assert_eq!(AppError::de(reply.body), AppError::SignInNeeded, "{path}");
    }
    same_rows(&before, &everything(&portal).await, "a stranger without the net");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn no_server_function_does_what_another_site_wants(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let things = Things::make(&portal).await;
    let admin = Caller::person(&portal, &router(&portal), Role::SystemAdministrator).await;
    let before = everything(&portal).await;
    let own = "https://portal.example";
    let foreign: [&[(HeaderName, &str)]; 8] = [
        &[],
        &[(SITE, "cross-site")],
        &[(SITE, "same-site")],
        &[(SITE, "cross-site"), (ORIGIN, own)],
        &[(SITE, "same-origin"), (SITE, "cross-site")],
        &[(ORIGIN, "https://evil.example")],
        &[(ORIGIN, "null")],
        &[(ORIGIN, own), (ORIGIN, "https://evil.example")],
    ];
    for headers in foreign {
        let misled = headers.iter().fold(admin.clone(), |caller, (name, value)| caller.with(name.clone(), *value));
        for (path, _, body) in FUNCTIONS {
            let (kind, body) = body.filled(&things);
            let reply = misled.post(path, kind, body).await;
            assert_eq!(reply.status, StatusCode::FORBIDDEN, "{path} {headers:?}: {}", reply.text());
        }
    }
    same_rows(&before, &everything(&portal).await, "another site");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn no_server_function_is_called_by_a_link_or_a_plain_text(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let things = Things::make(&portal).await;
    let admin = Caller::person(&portal, &router(&portal), Role::SystemAdministrator).await.at_home();
    for (path, method) in server_fn_paths() {
        assert_eq!(method, Method::POST, "{path} can be called by a link: take an encoding that is posted");
    }
    let before = everything(&portal).await;
    for (path, _, body) in FUNCTIONS {
        let (_, body) = body.filled(&things);
        let asked =
            format!("{path}?{}", body.replace(|c: char| !c.is_ascii_alphanumeric() && !"=&%-_".contains(c), "+"));
        for method in [Method::GET, Method::HEAD, Method::PUT, Method::PATCH, Method::DELETE] {
            let reply = admin.send(method.clone(), &asked, Some(FORM), Body::from(body.clone())).await;
            assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}: {}", reply.text());
            assert_eq!(reply.header(&ALLOW), "POST", "{method} {path}");
        }
        for kind in ["text/plain", "text/plain; application/x-www-form-urlencoded", "application/cbor", ""] {
            let reply = admin.post(path, kind, body.clone()).await;
            assert_eq!(reply.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind} {path}: {}", reply.text());
        }
    }
    same_rows(&before, &everything(&portal).await, "a link or a plain text");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn every_server_function_refuses_roles_without_its_permission(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let things = Things::make(&portal).await;
    let router = router(&portal);
    let mut people = Vec::new();
    for role in Role::ALL {
        people.push((*role, Caller::person(&portal, &router, *role).await.at_home()));
    }
    let before = everything(&portal).await;
    let (mut refused, mut open) = (BTreeSet::new(), Vec::new());
    for (role, person) in &people {
        for (path, who, body) in FUNCTIONS.iter().filter(|(_, who, _)| !who.lets_in(*role)) {
            let (kind, filled) = body.filled(&things);
            let reply = person.post(path, kind, filled).await;
            if reply.status != StatusCode::FORBIDDEN {
                open.push(format!("{role} at {path} ({who:?}): {} {}", reply.status, reply.text()));
                continue;
            }
            let AppError::Forbidden { permission } = AppError::de(reply.body) else { panic!("{role} at {path}") };
            let permission: Permission = permission.parse().unwrap();
            assert!(!role.permissions().contains(&permission), "{role} at {path} is told to lack {permission}");
            let (kind, empty) = body.empty();
            let reply = person.post(path, kind, empty).await;
            let is_refused = [StatusCode::FORBIDDEN, StatusCode::BAD_REQUEST].contains(&reply.status);
            assert!(is_refused, "{role} at {path}, with nothing: {} {}", reply.status, reply.text());
            refused.insert(path);
        }
    }
    assert!(open.is_empty(), "{open:#?}");
    same_rows(&before, &everything(&portal).await, "somebody without the permission");
    let guarded = FUNCTIONS.iter().filter(|(_, who, _)| matches!(who, Who::May(_))).count();
    assert_eq!(refused.len(), guarded, "each permission is lacked by some role");
}

/// The table asks for no more than the functions do, and each body is one that its function takes.
async fn each_is_let_in(portal: &Portal, roles: &[Role]) {
    let things = Things::make(portal).await;
    let router = router(portal);
    for role in roles {
        for things in [&things, &things.of_nobody()] {
            for (path, who, body) in FUNCTIONS.iter().filter(|(_, who, _)| *who != Who::Guests && who.lets_in(*role)) {
                let person = Caller::person(portal, &router, *role).await.at_home();
                let (kind, filled) = body.filled(things);
                let reply = person.post(path, kind, filled).await;
                let is_answered = [200, 303, 404, 409].contains(&reply.status.as_u16());
                assert!(is_answered, "{role} at {path} ({who:?}): {} {}", reply.status, reply.text());
            }
        }
    }
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn every_server_function_lets_in_administrators(pool: PgPool) {
    each_is_let_in(&Portal::on(&pool).await, &[Role::SystemAdministrator]).await;
}

/// Those who may delete most come last, so that the others find something.
#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn every_server_function_lets_in_roles_with_its_permission(pool: PgPool) {
    let mut roles: Vec<Role> = Role::ALL.iter().copied().filter(|role| *role != Role::SystemAdministrator).collect();
    roles.reverse();
    each_is_let_in(&Portal::on(&pool).await, &roles).await;
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn the_few_functions_for_guests_answer_them(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let things = Things::make(&portal).await;
    let guest = Caller::stranger(&router(&portal)).at_home().with(ACCEPT, "text/html");
    let mut open = Vec::new();
    for (path, _, body) in FUNCTIONS.iter().filter(|(_, who, _)| *who == Who::Guests) {
        let (kind, body) = body.filled(&things);
        let reply = guest.post(path, kind, body).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{path}: {}", reply.text());
        open.push(*path);
    }
    let few =
        ["/api/sign-in/begin", "/api/welcome/accept", "/api/invitation/accept", "/api/me/language", "/api/me/theme"];
    assert_eq!(open, few, "another door for everybody is a decision, not a row");
}
