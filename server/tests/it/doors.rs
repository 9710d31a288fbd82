//! Every door of the portal, whoever stands before it. The tables say who is let in; a door without a row fails here.

mod functions;
mod pages;
mod programs;
mod table;
mod things;

use std::collections::BTreeSet;

use app::routes::App;
use axum::Router;
use axum::body::Body;
use backend::testing::{Portal, dump};
use domain::user::{Permission, Role};
use http::header::COOKIE;
use http::{Method, StatusCode};
use leptos_axum::generate_route_list;
use server_fn::axum::server_fn_paths;
use sqlx::PgPool;

pub use self::table::{FUNCTIONS, PAGES, PATHS, Who, in_parts};
pub use self::things::Things;

use crate::caller::{Caller, router};

/// What is neither a page, a function, a path of the API nor a file of the site. `tests/it/webhook` has the webhook's own rules.
const OTHERS: [&str; 4] =
    ["/audit/exports/{id}", "/live", "/secrets/reveal", "/webhooks/google-business-messages/{key}"];

/// Everything that is stored, in order, but the log of what was refused: that is what refusing leaves behind.
async fn everything(portal: &Portal) -> Vec<String> {
    portal.backend.audit().settle().await;
    let mut rows: Vec<String> = dump(portal).await.lines().map(str::to_owned).collect();
    let is_refusal = |row: &String| row.contains(",permission.refused,") || row.contains(",refusals.counted,");
    let refusals = rows.iter().filter(|row| is_refusal(row)).filter_map(|row| row.split_once(','));
    // Each waits for its seal under its number.
    let waiting: BTreeSet<String> = refusals.map(|(number, _)| format!("{number})")).collect();
    rows.retain(|row| !is_refusal(row) && !waiting.contains(row));
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
    assert!(missing.is_empty(), "say in FUNCTIONS of tests/it/doors/table/functions.rs who may call {missing:?}");
    assert!(difference(&rows, &functions).is_empty(), "FUNCTIONS has rows of functions that are gone");

    let rows: BTreeSet<String> = PAGES.iter().map(|(route, ..)| (*route).to_owned()).collect();
    let pages: BTreeSet<String> = generate_route_list(App).iter().map(|page| page.path().to_owned()).collect();
    let missing = difference(&pages, &rows);
    assert!(missing.is_empty(), "say in PAGES of tests/it/doors/table/pages.rs who may open {missing:?}");
    assert!(difference(&rows, &pages).is_empty(), "PAGES has rows of pages that are gone");

    let rows: BTreeSet<String> = PATHS.iter().map(|(path, _)| (*path).to_owned()).collect();
    let description = Caller::stranger(&router(&portal)).get("/api/v1/openapi.json").await;
    let description: serde_json::Value = serde_json::from_slice(&description.body).unwrap();
    let mut paths: BTreeSet<String> = description["paths"].as_object().unwrap().keys().cloned().collect();
    assert!(paths.remove("/api/v1/openapi.json"), "the description describes itself");
    let missing = difference(&paths, &rows);
    assert!(missing.is_empty(), "say in PATHS of tests/it/doors/table/programs.rs what a key needs for {missing:?}");
    assert!(difference(&rows, &paths).is_empty(), "PATHS has rows of paths that are gone");

    let known = [functions, pages, paths_of(&server::api::routes(&portal.backend)), paths_of(&server::site::routes())];
    let known: BTreeSet<String> = known.into_iter().flatten().chain(OTHERS.map(str::to_owned)).collect();
    let all = paths_of(&router(&portal));
    let missing = difference(&all, &known);
    assert!(missing.is_empty(), "say in OTHERS of tests/it/doors.rs, and test, who is let in at {missing:?}");
    assert!(difference(&known, &all).is_empty(), "OTHERS has routes that are gone");
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
            let post = nobody.send(Method::POST, path, None, Body::empty()).await;
            assert_eq!(post.status, StatusCode::METHOD_NOT_ALLOWED);
        }
    }
}
