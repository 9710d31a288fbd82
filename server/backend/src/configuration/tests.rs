use std::{ffi::OsString, path::Path};

use domain::{PageRequest, user::Role};
use sqlx::PgPool;

use super::{ApplyError, File, FileFault, Report};
use crate::{
    Actor,
    testing::{self, Portal},
};

mod faults;

/// The file of PRODUCT.md §10, with its further keys.
const FULL: &str = include_str!("tests/full.toml");
const TOKEN: &str = "canary-0123456789-token";

fn environment(name: &str) -> Option<OsString> {
    match name {
        "FJORDBANK_CLIENT_TOKEN" | "SUPPORT_TOKEN" | "FJORDBANK_SUPPORT_CLIENT_TOKEN" => Some(TOKEN.into()),
        "FJORDBANK_SERVICE_ACCOUNT" => Some(testing::service_account_file().into()),
        "OTHER" => Some("another-token-0123456789".into()),
        "EMPTY" => Some(OsString::new()),
        _ => None,
    }
}

fn parse(text: &str) -> Result<File, FileFault> {
    File::parse("fjordbank.toml", text.to_owned(), Path::new("/nowhere"), &environment)
}

async fn apply(portal: &Portal, text: &str) -> Result<Report, String> {
    let file = parse(text).map_err(|fault| fault.to_string())?;
    portal.backend.configuration().apply(&Actor::command_line(), file).await.map_err(|error| match error {
        ApplyError::File(fault) => fault.to_string(),
        ApplyError::Backend(error) => panic!("{error:?}"),
    })
}

async fn export(portal: &Portal) -> String {
    portal.backend.configuration().export(&Actor::command_line()).await.unwrap()
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_file_is_applied_once_and_a_second_time_changes_nothing(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let first = apply(&portal, FULL).await.unwrap();
    assert_eq!(
        first.created,
        [
            "hours \"Kontortid\"",
            "queue \"Faktura\"",
            "queue \"Other\"",
            "account \"Fjordbank\"",
            "agent account \"Fjordbank support\"",
            "workstream \"Fjordbank messages\"",
            "channel of \"Fjordbank support\"",
        ]
    );
    assert_eq!(first.changed, ["rules of \"Fjordbank messages\": new version"]);
    let events = portal.audit_names().await;
    let second = apply(&portal, FULL).await.unwrap();
    assert!(second.created.is_empty() && second.changed.is_empty(), "{second:?}");
    assert_eq!(second.unchanged.len(), 9);
    assert_eq!(portal.audit_names().await, events);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn an_export_says_everything_and_applying_it_changes_nothing(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    apply(&portal, FULL).await.unwrap();
    let exported = export(&portal).await;
    assert_eq!(exported, include_str!("tests/exported.toml"));
    let events = portal.audit_names().await;
    let report = apply(&portal, &exported).await.unwrap();
    assert!(report.created.is_empty() && report.changed.is_empty(), "{report:?}");
    assert_eq!(portal.audit_names().await, events);
    assert_eq!(export(&portal).await, exported);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn an_export_makes_the_same_portal_elsewhere(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    apply(&portal, include_str!("tests/exported.toml")).await.unwrap();
    assert_eq!(export(&portal).await, include_str!("tests/exported.toml"));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn names_match_without_case_and_what_is_left_out_stays(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    apply(&portal, FULL).await.unwrap();
    let before = export(&portal).await;
    let report = apply(
        &portal,
        r#"
[[queue]]
name = "FAKTURA"
[[account]]
name = "fjordbank"
channel_kind = "google-business-messages"
[[workstream]]
name = "fjordbank MESSAGES"
channel_kind = "google-business-messages"
fallback_queue = "default messaging queue"
"#,
    )
    .await
    .unwrap();
    assert!(report.created.is_empty() && report.changed.is_empty(), "{report:?}");
    assert_eq!(export(&portal).await, before);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn what_differs_is_changed_and_named(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    apply(&portal, FULL).await.unwrap();
    let changed = FULL
        .replace("priority = 10", "priority = 11")
        .replace("partner_id = \"fjordbank-partner\"", "partner_id = \"fjord-partner\"")
        .replace("client_token = { env = \"FJORDBANK_CLIENT_TOKEN\" }", "client_token = { env = \"OTHER\" }")
        .replace("language = \"nb-NO\"", "language = \"en-GB\"")
        .replace("percent = 60", "percent = 50")
        .replace("percent = 40", "percent = 50")
        .replace("\"08:00-16:00\"", "\"08:00-15:30\"");
    let report = apply(&portal, &changed).await.unwrap();
    assert!(report.created.is_empty(), "{report:?}");
    assert_eq!(
        report.changed,
        [
            "hours \"Kontortid\": week",
            "queue \"Faktura\": priority",
            "account \"Fjordbank\": partner_id, client_token",
            "channel of \"Fjordbank support\": language",
            "rules of \"Fjordbank messages\": new version",
        ]
    );
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_file_is_applied_whole_or_not_at_all(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let before = export(&portal).await;
    let wrong = FULL.replace("queue = \"Faktura\" # the last rule", "queue = \"Regning\"");
    let refused = apply(&portal, &wrong).await.unwrap_err();
    assert!(
        refused.contains("names the queue \"Regning\", which is neither in this file nor in the portal"),
        "{refused}"
    );
    assert_eq!(export(&portal).await, before);
    assert!(portal.audit_names().await.is_empty());
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    assert_eq!(portal.backend.queues().list(&admin, PageRequest::first()).await.unwrap().items.len(), 1);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_person_without_the_profile_cannot_give_secrets_by_file(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    let refused = portal.backend.configuration().apply(&admin, parse(FULL).unwrap()).await;
    let Err(ApplyError::File(fault)) = refused else { panic!("{refused:?}") };
    let fault = fault.to_string();
    assert!(fault.contains("account.client_token is a secured field that you may not set"), "{fault}");
    assert!(portal.audit_names().await.is_empty());
}
