//! The audit log, as people, programs and operators meet it.

use domain::user::Role;
use http::StatusCode;
use http::header::{AUTHORIZATION, CONTENT_DISPOSITION, CONTENT_TYPE};
use serde_json::Value;
use sqlx::PgPool;

use crate::caller::{Caller, FORM, router};
use backend::testing::Portal;

/// The entries that say `name`, newest first, through the API.
async fn entries(portal: &Portal, program: &Caller, name: &str) -> Vec<Value> {
    portal.backend.audit().settle().await;
    let reply = program.get(&format!("/api/v1/audit?event={name}")).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let list: Value = serde_json::from_slice(&reply.body).unwrap();
    list["items"].as_array().unwrap().clone()
}

/// Fields as a browser posts them.
fn form(fields: &str) -> String {
    fields.replace('[', "%5B").replace(']', "%5D")
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn what_a_person_is_refused_is_one_entry_with_its_request(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let router = router(&portal);
    let auditor = Caller::program(&portal, &router, Role::Auditor).await;
    let agent = Caller::person(&portal, &router, Role::Agent).await;
    assert_eq!(agent.get("/").await.status, StatusCode::OK);
    assert_eq!(agent.get("/queues").await.status, StatusCode::OK);
    assert!(entries(&portal, &auditor, "permission.refused").await.is_empty(), "what a person may do is no refusal");
    assert_eq!(agent.get("/users").await.status, StatusCode::FORBIDDEN);
    let refused = entries(&portal, &auditor, "permission.refused").await;
    let [entry] = refused.as_slice() else { panic!("{refused:?}") };
    assert_eq!((&entry["data"]["permission"], &entry["outcome"]), (&"users.view".into(), &"refused".into()));
    assert!(entry["request_id"].is_string() && entry["session"].is_string(), "{entry}");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_key_that_is_refused_is_recorded_and_a_flood_of_them_is_counted(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let router = router(&portal);
    let auditor = Caller::program(&portal, &router, Role::Auditor).await;
    let agent = Caller::program(&portal, &router, Role::Agent).await;
    assert_eq!(agent.get("/api/v1/accounts").await.status, StatusCode::FORBIDDEN);
    let refused = entries(&portal, &auditor, "permission.refused").await;
    assert_eq!((refused.len(), &refused[0]["actor_kind"]), (1, &"api_key".into()));
    let wrong = Caller::stranger(&router).with(AUTHORIZATION, "Bearer sb_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    for _ in 0..100 {
        assert_eq!(wrong.get("/api/v1/accounts").await.status, StatusCode::UNAUTHORIZED);
    }
    portal.backend.audit().settle().await;
    assert_eq!(portal.audit_names().await.iter().filter(|name| *name == "api_key.refused").count(), 60);
    portal.clock.advance(jiff::SignedDuration::from_mins(1));
    let counted = entries(&portal, &auditor, "refusals.counted").await;
    assert_eq!(counted[0]["data"]["count"], 40);
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn the_log_is_read_in_sentences_filtered_and_exported(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let router = router(&portal);
    let admin = Caller::person(&portal, &router, Role::SystemAdministrator).await;
    let made = admin.at_home().post("/api/queues/create", FORM, form("form[name]=Faktura&form[priority]=1")).await;
    assert!(made.status.is_redirection() || made.status.is_success(), "{}", made.text());
    let page = admin.get("/audit").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("opprettet kø") && page.text().contains("Faktura"), "{}", page.text());
    let none = admin.get("/audit?action=queue.deleted").await;
    assert!(!none.text().contains("Faktura"));

    let asked =
        admin.at_home().post("/api/audit/export", FORM, form("form[format]=csv&form[action]=queue.created")).await;
    assert!(asked.status.is_redirection() || asked.status.is_success(), "{}", asked.text());
    assert!(portal.backend.audit().write_export().await.unwrap());
    let page = admin.get("/audit/export").await.text();
    let at = page.find("/audit/exports/").unwrap();
    let path = &page[at..at + "/audit/exports/".len() + 36];
    let file = admin.get(path).await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.header(&CONTENT_TYPE), "text/csv; charset=utf-8");
    assert!(file.header(&CONTENT_DISPOSITION).starts_with("attachment"));
    assert!(file.text().contains("queue.created") && file.text().lines().count() == 2, "{}", file.text());
    let other = Caller::person(&portal, &router, Role::SystemAdministrator).await;
    assert_eq!(other.get(path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(Caller::stranger(&router).get(path).await.status, StatusCode::UNAUTHORIZED);
    let agent = Caller::person(&portal, &router, Role::Agent).await;
    assert_eq!(agent.get(path).await.status, StatusCode::FORBIDDEN);
}
