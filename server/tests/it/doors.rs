//! Every door of the portal, whoever stands before it. The tables say who is let in; a door without a row fails here.

mod functions;
mod pages;
mod programs;
mod things;

use std::collections::BTreeSet;

use app::routes::App;
use axum::Router;
use axum::body::Body;
use backend::testing::{Portal, dump};
use backend::{Actor, Visitor};
use domain::PageRequest;
use domain::user::{Permission, Role};
use http::header::{ACCEPT, ALLOW, AUTHORIZATION, COOKIE, HeaderName, LOCATION, ORIGIN};
use http::{Method, StatusCode};
use islands::AppError;
use leptos_axum::generate_route_list;
use server::pages::Site;
use server_fn::axum::server_fn_paths;
use server_fn::error::FromServerFnError;
use sqlx::PgPool;
use tower::ServiceExt;

pub use self::functions::{FUNCTIONS, Who, in_parts};
pub use self::pages::PAGES;
pub use self::programs::PATHS;
pub use self::things::Things;

use crate::caller::{Caller, FORM, router};

/// What is neither a page, a function, a path of the API nor a file of the site. `tests/it/webhook` has the webhook's own rules.
const OTHERS: [&str; 2] = ["/live", "/webhooks/google-business-messages/{key}"];

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Everything that is stored, in order.
async fn everything(portal: &Portal) -> Vec<String> {
    let mut rows: Vec<String> = dump(portal).await.lines().map(str::to_owned).collect();
    rows.sort();
    rows
}

#[track_caller]
fn same_rows(before: &[String], after: &[String], deed: &str) {
    let news: Vec<_> = after.iter().filter(|row| !before.contains(row)).collect();
    assert!(before == after, "{deed} changed what is stored: {news:#?}");
}

/// Nobody in three shapes: without a cookie, with an invented one, with that of a person who was disabled.
async fn strangers(portal: &Portal, router: &Router) -> [Caller; 3] {
    let nobody = Caller::stranger(router).at_home();
    let invented = nobody.with(COOKIE, "__Host-sentralbord=AAAAAAAAAAAAAAAAAAAAAA");
    let admin = portal.person(Role::SystemAdministrator).await;
    let id = portal.person(Role::SystemAdministrator).await.user_id().unwrap();
    let disabled = Caller::signed_in(portal, router, id).await.at_home();
    portal.backend.users().disable(&admin, id).await.unwrap();
    // The first request notices, and removes the session.
    disabled.get("/").await;
    [nobody, invented, disabled]
}

/// The paths of a router, which it shows in no other way than this.
fn paths_of(router: &Router) -> BTreeSet<String> {
    let shown = format!("{router:?}");
    let names =
        shown.split("RouteId(").filter_map(|part| part.split_once("): ")?.1.strip_prefix('"')?.split('"').next());
    let paths: BTreeSet<String> = names.filter(|path| !path.contains("__private__")).map(str::to_owned).collect();
    assert!(!paths.is_empty(), "the router does not show its paths any more: {shown}");
    paths
}

fn difference<'a>(all: &'a BTreeSet<String>, known: &'a BTreeSet<String>) -> Vec<&'a String> {
    all.difference(known).collect()
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn every_door_has_a_row(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let rows: BTreeSet<String> = FUNCTIONS.iter().map(|(path, ..)| (*path).to_owned()).collect();
    let functions: BTreeSet<String> = server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    let missing = difference(&functions, &rows);
    assert!(missing.is_empty(), "say in FUNCTIONS of tests/it/doors/functions.rs who may call {missing:?}");
    assert!(difference(&rows, &functions).is_empty(), "FUNCTIONS has rows of functions that are gone");

    let rows: BTreeSet<String> = PAGES.iter().map(|(route, ..)| (*route).to_owned()).collect();
    let pages: BTreeSet<String> = generate_route_list(App).iter().map(|page| page.path().to_owned()).collect();
    let missing = difference(&pages, &rows);
    assert!(missing.is_empty(), "say in PAGES of tests/it/doors/pages.rs who may open {missing:?}");
    assert!(difference(&rows, &pages).is_empty(), "PAGES has rows of pages that are gone");

    let rows: BTreeSet<String> = PATHS.iter().map(|(path, _)| (*path).to_owned()).collect();
    let description = Caller::stranger(&router(&portal)).get("/api/v1/openapi.json").await;
    let description: serde_json::Value = serde_json::from_slice(&description.body).unwrap();
    let mut paths: BTreeSet<String> = description["paths"].as_object().unwrap().keys().cloned().collect();
    assert!(paths.remove("/api/v1/openapi.json"), "the description describes itself");
    let missing = difference(&paths, &rows);
    assert!(missing.is_empty(), "say in PATHS of tests/it/doors/programs.rs what a key needs for {missing:?}");
    assert!(difference(&rows, &paths).is_empty(), "PATHS has rows of paths that are gone");

    let known = [functions, pages, paths_of(&server::api::routes(&portal.backend)), paths_of(&server::site::routes())];
    let known: BTreeSet<String> = known.into_iter().flatten().chain(OTHERS.map(str::to_owned)).collect();
    let all = paths_of(&router(&portal));
    let missing = difference(&all, &known);
    assert!(missing.is_empty(), "say in OTHERS of tests/it/doors.rs, and test, who is let in at {missing:?}");
    assert!(difference(&known, &all).is_empty(), "OTHERS has routes that are gone");
}

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

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn every_page_leads_strangers_to_sign_in(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let things = Things::make(&portal).await;
    let strangers = strangers(&portal, &router(&portal)).await;
    let before = everything(&portal).await;
    for (_, address, who) in PAGES {
        let address = things.fill(address);
        for stranger in &strangers {
            let reply = stranger.with(ACCEPT, "text/html").get(&address).await;
            if *who == Who::Guests {
                let is_shown = [StatusCode::OK, StatusCode::NOT_FOUND].contains(&reply.status);
                assert!(is_shown, "{address}: {}", reply.status);
                continue;
            }
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{address}: {}", reply.text());
            let location = reply.header(&LOCATION);
            assert_eq!(location, app::paths::sign_in(&address), "{address}");
            let text = reply.text();
            for name in ["Fjordbank", "Nordbank", "Faktura", "Kari"] {
                assert!(!text.contains(name), "{address} shows {name} to a stranger: {text}");
            }
        }
    }
    same_rows(&before, &everything(&portal).await, "a stranger who looks around");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn every_page_is_for_the_roles_with_its_permission(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let things = Things::make(&portal).await;
    let nothing = things.of_nobody();
    let router = router(&portal);
    let mut people = Vec::new();
    for role in Role::ALL {
        people.push((*role, Caller::person(&portal, &router, *role).await.with(ACCEPT, "text/html")));
    }
    let before = everything(&portal).await;
    let mut wrong = Vec::new();
    for (role, person) in &people {
        for (_, address, who) in PAGES.iter().filter(|(_, _, who)| *who != Who::Guests) {
            let reply = person.get(&things.fill(address)).await;
            let status = reply.status.as_u16();
            if who.lets_in(*role) {
                // The wizard's address without a step leads to one.
                let is_shown = status == 200 || (status == 303 && reply.header(&LOCATION).contains("/setup/"));
                if !is_shown {
                    wrong.push(format!("{role} at {address} ({who:?}): {status}"));
                }
            } else {
                // Whether there is such a thing is not told either.
                let unknown = person.get(&nothing.fill(address)).await.status.as_u16();
                if (status, unknown) != (403, 403) {
                    wrong.push(format!(
                        "{role} at {address} ({who:?}): {status}, and {unknown} for what does not exist"
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    same_rows(&before, &everything(&portal).await, "looking at pages");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn every_path_of_the_api_wants_a_key_of_a_role_with_its_permission(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let things = Things::make(&portal).await;
    let router = router(&portal);
    let admin = Caller::person(&portal, &router, Role::SystemAdministrator).await;
    let [stranger, invented, _] = strangers(&portal, &router).await;
    let wrong = stranger.with(AUTHORIZATION, "Bearer sb_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    let revoked = Caller::program(&portal, &router, Role::SystemAdministrator).await;
    let actor = Actor::command_line();
    for key in portal.backend.api_keys().list(&actor, PageRequest::first()).await.unwrap().items {
        portal.backend.api_keys().revoke(&actor, key.id).await.unwrap();
    }
    let mut programs = Vec::new();
    for role in Role::ALL {
        programs.push((*role, Caller::program(&portal, &router, *role).await));
    }
    for (path, permission) in PATHS {
        let path = things.fill(&path.replace("{id}", "{conversation}"));
        for nobody in [&stranger, &invented, &wrong, &revoked, &admin.at_home()] {
            for method in [Method::GET, Method::POST, Method::DELETE] {
                let reply = nobody.send(method, &path, None, Body::empty()).await;
                assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{path}: {}", reply.text());
            }
        }
        for (role, program) in &programs {
            let status = program.get(&path).await.status;
            let is_let_in = role.permissions().contains(permission);
            assert_eq!(status, if is_let_in { StatusCode::OK } else { StatusCode::FORBIDDEN }, "{role} at {path}");
            let status = program.send(Method::POST, &path, None, Body::empty()).await.status;
            assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "{role} at {path}");
        }
    }
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn news_are_for_people_who_may_see_what_they_are_about(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let things = Things::make(&portal).await;
    let router = router(&portal);
    let topics = [
        ("account:{account}", Permission::ViewAccounts),
        ("conversations", Permission::ViewConversations),
        ("conversation:{conversation}", Permission::ViewConversations),
        ("receipts", Permission::ViewReceipts),
    ];
    let strangers = strangers(&portal, &router).await;
    for (topic, permission) in topics {
        let path = format!("/live?topic={}", things.fill(topic));
        for stranger in &strangers {
            assert_eq!(stranger.get(&path).await.status, StatusCode::UNAUTHORIZED, "{topic}");
        }
        for role in Role::ALL {
            let status = Caller::person(&portal, &router, *role).await.get(&path).await.status;
            let is_let_in = role.permissions().contains(&permission);
            assert_eq!(status, if is_let_in { StatusCode::OK } else { StatusCode::FORBIDDEN }, "{role} at {topic}");
        }
    }
}

/// Answered before the portal is open, so they know nothing of it.
#[tokio::test]
async fn health_is_told_to_everybody_in_a_word() {
    for (state, status, said) in
        [(Ok(()), 200, "ok\n"), (Err("the database does not answer"), 503, "the database does not answer\n")]
    {
        let router = server::health::routes(move || async move { state });
        let nobody = Caller::stranger(&router);
        let (alive, ready) = (nobody.get("/healthz").await, nobody.get("/readyz").await);
        assert_eq!((alive.status.as_u16(), alive.text().as_str()), (200, "ok\n"));
        assert_eq!((ready.status.as_u16(), ready.text().as_str()), (status, said));
        for path in ["/healthz", "/readyz"] {
            let post = axum::extract::Request::post(path).body(Body::empty()).unwrap();
            assert_eq!(router.clone().oneshot(post).await.unwrap().status(), StatusCode::METHOD_NOT_ALLOWED);
        }
    }
}
