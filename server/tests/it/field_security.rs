//! Fields of conversations that the organisation has secured: no reply to whoever may not read them has them, and what is taken is
//! gone at the next request.

use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use backend::Actor;
use backend::testing::Portal;
use domain::field_security::{FieldRights, Grants, NewProfile, ProfileChange, SecuredField};
use domain::user::Role;
use domain::{Name, ProfileId};
use http::StatusCode;
use http::header::ACCEPT;
use http_body_util::BodyExt;
use sqlx::PgPool;

use crate::caller::{Caller, router};
use crate::doors::{FUNCTIONS, PAGES, PATHS, Things};

const CANARY: &str = "kanarifugl";

/// Puts a canary in the place of everything that customers wrote and are called.
async fn plant(portal: &Portal) {
    sqlx::raw_sql(
        "update app.conversation set customer_name = 'kanarifugl én';
         update app.message set text = 'kanarifugl to';
         update app.context set facts = (facts::jsonb || '{\"customer.display_name\": \"kanarifugl tre\",
                                                           \"message.first_text\": \"kanarifugl fire\"}')::json;
         update app.receipt set body = convert_to('{\"text\": \"kanarifugl fem\"}', 'UTF8') where body is not null",
    )
    .execute(&portal.owner)
    .await
    .unwrap();
}

/// Every page, every function that changes nothing, and the whole API; returns where the canary sang and how many were asked.
async fn tour(things: &Things, people: &[(String, Caller)], programs: &[(String, Caller)]) -> (Vec<String>, usize) {
    let mut asked = Vec::new();
    for (who, caller) in people {
        for (_, address, _) in PAGES {
            let address = things.fill(address);
            asked.push((format!("{address} for {who}"), caller.get(&address).await.text()));
        }
        let tried = ["rules=1&conversation={conversation}", "rules=draft&conversation={conversation}"];
        for query in tried {
            let address = things.fill(&format!("/workstreams/{{workstream}}/rules/try?{query}"));
            asked.push((format!("{address} for {who}"), caller.get(&address).await.text()));
        }
        for window in ["newest", "7d"] {
            let address = things.fill(&format!("/workstreams/{{workstream}}/rules/replay?rules=draft&window={window}"));
            asked.push((format!("{address} for {who}"), caller.get(&address).await.text()));
        }
        let script = caller.with(ACCEPT, "application/json");
        for (path, _, body) in FUNCTIONS.iter().filter(|(path, ..)| is_read(path)) {
            let (kind, body) = body.filled(things);
            asked.push((format!("{path} for {who}"), script.post(path, kind, body).await.text()));
        }
    }
    for (who, program) in programs {
        for (path, _) in PATHS {
            let path = things.fill(&path.replace("{id}", "{conversation}"));
            asked.push((format!("{path} for {who}"), program.get(&path).await.text()));
        }
    }
    let found = asked.iter().filter(|(_, text)| text.to_lowercase().contains(CANARY));
    (found.map(|(place, _)| place.clone()).collect(), asked.len())
}

fn is_read(path: &str) -> bool {
    let act = path.rsplit('/').next().unwrap_or_default();
    path.starts_with("/api/conversations/")
        || path.starts_with("/api/rules-trials/")
        || path.starts_with("/api/field-security/preview")
        || ["list", "get", "fields", "access", "last-day"].contains(&act)
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn what_is_secured_is_in_no_reply_to_whoever_may_not_read_it(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let things = Things::make(&portal).await;
    plant(&portal).await;
    let router = router(&portal);
    let admin = portal.trusted_person(Role::SystemAdministrator).await;
    let mut people = Vec::new();
    let mut programs = Vec::new();
    for role in Role::ALL {
        // No role reads them by itself, so the administrator comes without the built-in profile.
        let person = portal.person(*role).await.user_id().unwrap();
        people.push((role.to_string(), Caller::signed_in(&portal, &router, person).await.at_home()));
        programs.push((role.to_string(), Caller::program(&portal, &router, *role).await));
    }
    let (open, count) = tour(&things, &people, &programs).await;
    assert!(open.len() >= 30, "what is not secured is told to who may see conversations: {open:#?}");
    for field in SecuredField::PERSONAL {
        portal.backend.field_security().set_secured(&admin, field, true).await.unwrap();
    }
    let (leaks, again) = tour(&things, &people, &programs).await;
    assert!(leaks.is_empty(), "{} of {again}: {leaks:#?}", leaks.len());
    assert_eq!(count, again);

    let trusted = Caller::signed_in(&portal, &router, admin.user_id().unwrap()).await.at_home();
    let (told, _) = tour(&things, &[("trusted".to_owned(), trusted)], &[]).await;
    assert!(told.len() >= 8, "who holds the rights reads as before: {told:#?}");
}

/// A profile that lets messages be read.
async fn reading_profile(portal: &Portal, admin: &Actor) -> ProfileId {
    let security = portal.backend.field_security();
    let name = Name::parse("Lesere").unwrap();
    let id = security.create_profile(admin, NewProfile { name: name.clone() }).await.unwrap();
    let read = FieldRights { read: true, ..FieldRights::default() };
    let grants = Grants::new([(SecuredField::MessageText, read)]).unwrap();
    security.change_profile(admin, id, ProfileChange { name, grants, version: 1 }).await.unwrap();
    id
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn what_is_taken_is_gone_at_the_next_request_and_the_open_page_hears_of_it(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let things = Things::make(&portal).await;
    plant(&portal).await;
    let router = router(&portal);
    let security = portal.backend.field_security();
    let admin = portal.trusted_person(Role::SystemAdministrator).await;
    security.set_secured(&admin, SecuredField::MessageText, true).await.unwrap();
    let profile = reading_profile(&portal, &admin).await;
    let person = portal.person(Role::Agent).await.user_id().unwrap();
    security.add_profile_member(&admin, profile, person).await.unwrap();
    let reader = Caller::signed_in(&portal, &router, person).await;
    let page = things.fill("/conversations/{conversation}");
    for _ in 0..3 {
        assert!(reader.get(&page).await.text().contains("kanarifugl to"), "the profile opens it");
    }
    let request = Request::get(things.fill("/live?topic=conversation:{conversation}"));
    let mut stream = reader.response(request, Body::empty()).await.into_body();
    // What was said before the stream was opened may still come.
    tokio::time::sleep(Duration::from_millis(200)).await;
    security.remove_profile_member(&admin, profile, person).await.unwrap();
    assert!(!reader.get(&page).await.text().contains("kanarifugl to"), "the very next request");
    let heard = tokio::time::timeout(Duration::from_secs(20), async {
        let mut pieces = 0;
        while let Some(piece) = stream.frame().await {
            pieces += usize::from(piece.is_ok());
        }
        pieces
    });
    assert!(heard.await.expect("the stream ends") >= 1, "and says before that something changed");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_profile_is_made_given_and_refused_deletion_with_forms_alone(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let things = Things::make(&portal).await;
    let router = router(&portal);
    let admin = portal.trusted_person(Role::SystemAdministrator).await;
    let admin = Caller::signed_in(&portal, &router, admin.user_id().unwrap()).await.at_home();
    let admin = admin.with(ACCEPT, "text/html");
    let form = crate::caller::FORM;
    let fill = |text: &str| things.fill(text).replace('[', "%5B").replace(']', "%5D").replace(':', "%3A");
    let change =
        "id={profile}&form[name]=Kanalansvarlige&form[version]=1&form[grants][account.client_token:read_unmasked]=true";
    admin.post("/api/field-security/change", form, fill(change)).await;
    let page = admin.get(&things.fill("/field-security/{profile}")).await.text();
    assert!(page.contains("«Lese umaskert» krever «lese»"), "the form says what is wrong: {page}");
    let change = format!("{change}&form[grants][account.client_token:read]=true");
    admin.post("/api/field-security/change", form, fill(&change)).await;
    let given = "id={profile}&form[user]={user}";
    admin.post("/api/field-security/give", form, fill(given)).await;
    let access = admin.get(&things.fill("/users/{user}/access")).await;
    assert_eq!(access.status, StatusCode::OK);
    assert!(access.text().contains("Kanalansvarlige"), "the way is told: {}", access.text());
    admin.post("/api/field-security/delete", form, fill("id={profile}")).await;
    let page = admin.get(&things.fill("/field-security/{profile}/delete")).await.text();
    assert!(page.contains("kan ikke slettes så lenge noen har den"), "{page}");
    assert_eq!(admin.get(&things.fill("/field-security/{profile}")).await.status, StatusCode::OK, "it is still there");
}
