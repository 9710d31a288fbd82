//! Intake as a whole: what is believed, what is kept, and that once is once.

use std::collections::BTreeMap;

use domain::{PageRequest, receipt::Outcome, user::Role};
use serde_json::json;
use sqlx::PgPool;

use super::*;
use crate::{
    conversations::ConversationFilter,
    receipts::ReceiptFilter,
    testing::{self, Line, Portal, sign},
};

async fn outcomes(portal: &Portal, line: &Line) -> BTreeMap<Outcome, usize> {
    let receipts = portal.backend.receipts().list(&line.admin, ReceiptFilter::default(), PageRequest::first()).await;
    let mut found = BTreeMap::new();
    for receipt in receipts.unwrap().items {
        *found.entry(receipt.outcome).or_insert(0) += 1;
    }
    found
}

async fn last_reason(portal: &Portal, line: &Line) -> (Outcome, Option<String>) {
    let request = PageRequest::new(Some(1), None);
    let page = portal.backend.receipts().list(&line.admin, ReceiptFilter::default(), request).await.unwrap();
    (page.items[0].outcome, page.items[0].reason.clone())
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn the_same_event_fifty_times_at_once_takes_effect_once(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    let body = line.text("c-1", "r-1", "Hei");
    let replies = futures::future::join_all((0..50).map(|_| line.deliver(&portal, &body))).await;
    assert!(replies.into_iter().all(|reply| reply.unwrap() == Reply::Taken));
    assert_eq!(outcomes(&portal, &line).await, BTreeMap::from([(Outcome::Accepted, 1), (Outcome::Duplicate, 49)]));
    portal.backend.jobs().drain().await.unwrap();
    let conversations = portal.backend.conversations();
    let page = conversations.list(&line.admin, ConversationFilter::default(), PageRequest::first()).await.unwrap();
    assert_eq!((page.items.len(), page.items[0].message_count), (1, 1));
    let receipts = conversations.receipts(&line.admin, page.items[0].id, PageRequest::first()).await.unwrap();
    assert_eq!(receipts.items.len(), 50);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn the_same_key_with_other_bytes_is_kept_and_flagged(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    line.deliver(&portal, &line.text("c-1", "r-1", "Hei")).await.unwrap();
    line.deliver(&portal, &line.text("c-1", "r-1", "Noe annet")).await.unwrap();
    assert_eq!(last_reason(&portal, &line).await, (Outcome::Conflict, Some("other_bytes".into())));
    let filter = ReceiptFilter { outcome: Some(Outcome::Conflict), ..ReceiptFilter::default() };
    let receipts = portal.backend.receipts();
    let conflict = receipts.list(&line.admin, filter, PageRequest::first()).await.unwrap().items[0].id;
    let detail = receipts.get(&line.admin, conflict).await.unwrap();
    assert!(
        detail.body.told().flatten().unwrap().contains("Noe annet")
            && detail.duplicate_of.is_some()
            && !detail.can_replay
    );
    assert_eq!(portal.backend.jobs().drain().await.unwrap(), 1);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_handshake_is_answered_with_the_secret_and_leaves_neither_token_nor_secret(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    let body = json!({ "clientToken": line.token, "secret": "canary-secret" }).to_string();
    let Reply::Secret(secret) = line.post(&portal, body.as_bytes(), &[]).await.unwrap() else { panic!("no answer") };
    assert_eq!(secret.expose(), "canary-secret");
    let account = portal.backend.accounts().get(&line.admin, line.account_id).await.unwrap();
    assert_eq!(account.summary.state, AccountState::Verified);
    let wrong = json!({ "clientToken": "canary-wrong", "secret": "canary-secret" }).to_string();
    assert_eq!(line.post(&portal, wrong.as_bytes(), &[]).await.unwrap(), Reply::HandshakeRefused);
    assert_eq!(last_reason(&portal, &line).await, (Outcome::Refused, Some("token_wrong".into())));
    let dump = testing::dump(&portal).await;
    assert!(!dump.contains("canary") && !dump.contains(&line.token));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn without_an_acknowledged_notice_nothing_is_verified_and_nothing_is_kept(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::without_acknowledgement(&portal).await;
    let body = json!({ "clientToken": line.token, "secret": "1" }).to_string();
    assert_eq!(line.post(&portal, body.as_bytes(), &[]).await.unwrap(), Reply::HandshakeRefused);
    assert_eq!(last_reason(&portal, &line).await.1.as_deref(), Some("notice_not_acknowledged"));
    line.deliver(&portal, &line.text("c-1", "r-1", "canary-text")).await.unwrap();
    assert_eq!(last_reason(&portal, &line).await.0, Outcome::Suspended);
    assert!(!testing::dump(&portal).await.contains("canary-text"));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_suspended_account_answers_and_keeps_nothing(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    line.deliver(&portal, &line.text("c-1", "r-1", "Hei")).await.unwrap();
    portal.backend.privacy().withdraw(&line.admin, line.account_id).await.unwrap();
    assert_eq!(line.deliver(&portal, &line.text("c-1", "r-2", "canary-text")).await.unwrap(), Reply::Taken);
    assert_eq!(last_reason(&portal, &line).await.0, Outcome::Suspended);
    assert!(!testing::dump(&portal).await.contains("canary-text"));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_deleted_account_has_no_key_any_more(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    line.deliver(&portal, &line.text("c-1", "r-1", "Hei")).await.unwrap();
    let workstream = portal.backend.workstreams().get(&line.admin, line.workstream_id).await.unwrap();
    portal.backend.workstreams().remove_channel(&line.admin, workstream.channels[0].id).await.unwrap();
    portal.backend.accounts().delete(&line.admin, line.account_id).await.unwrap();
    assert!(portal.backend.intake().find(&line.key).await.unwrap().is_none());
    // What was accepted before is a dead letter now.
    portal.backend.jobs().drain().await.unwrap();
    assert_eq!(last_reason(&portal, &line).await, (Outcome::DeadLetter, Some("account_deleted".into())));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_stored_body_never_holds_the_token(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    let text = format!("canary {} canary", line.token);
    line.deliver(&portal, &line.text("c-1", "r-1", &text)).await.unwrap();
    let broken = format!(r#"{{"clientToken":"{}","secret":"#, line.token);
    let signature = line.sign(broken.as_bytes());
    line.post(&portal, broken.as_bytes(), &[signature.as_bytes()]).await.unwrap();
    assert_eq!(last_reason(&portal, &line).await, (Outcome::DeadLetter, Some("not_json".into())));
    let dump = testing::dump(&portal).await;
    let hexadecimal = data_encoding::HEXLOWER.encode(line.token.as_bytes());
    assert!(!dump.contains(&line.token) && !dump.contains(&hexadecimal));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_webhook_of_an_agents_own_takes_its_token_and_that_agent_only(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let mut line = Line::open(&portal).await;
    line.key = line.add_own_webhook(&portal, "own-agent", "own-token-1a2b3c").await;
    let mut body = line.text("c-1", "r-1", "Hei");
    body["agent"] = json!("brands/11111111-aaaa-4aaa-8aaa-111111111111/agents/own-agent");
    let bytes = body.to_string();
    let of_account = line.sign(bytes.as_bytes());
    assert_eq!(line.post(&portal, bytes.as_bytes(), &[of_account.as_bytes()]).await.unwrap(), Reply::SignatureRefused);
    let own = sign("own-token-1a2b3c", bytes.as_bytes());
    assert_eq!(line.post(&portal, bytes.as_bytes(), &[own.as_bytes()]).await.unwrap(), Reply::Taken);
    assert_eq!(last_reason(&portal, &line).await.0, Outcome::Accepted);
    let other = line.text("c-1", "r-2", "Hei").to_string();
    let own = sign("own-token-1a2b3c", other.as_bytes());
    assert_eq!(line.post(&portal, other.as_bytes(), &[own.as_bytes()]).await.unwrap(), Reply::Taken);
    assert_eq!(last_reason(&portal, &line).await, (Outcome::DeadLetter, Some("other_agent".into())));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_backlog_over_its_limit_turns_deliveries_away_and_stores_nothing(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    portal.backend.intake().limit_backlog(1);
    line.deliver(&portal, &line.text("c-1", "r-1", "Hei")).await.unwrap();
    let refused = line.deliver(&portal, &line.text("c-1", "r-2", "Hei")).await;
    assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
    assert_eq!(outcomes(&portal, &line).await.values().sum::<usize>(), 1);
    let handshake = json!({ "clientToken": line.token, "secret": "1" }).to_string();
    assert!(matches!(line.post(&portal, handshake.as_bytes(), &[]).await.unwrap(), Reply::Secret(_)));
    portal.backend.jobs().drain().await.unwrap();
    assert_eq!(line.deliver(&portal, &line.text("c-1", "r-2", "Hei")).await.unwrap(), Reply::Taken);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_row_that_the_database_refuses_fails_alone(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    testing::refuse_bodies_with(&portal, "trettende").await;
    let bodies: Vec<_> = (0..20)
        .map(|n| line.text("c-1", &format!("r-{n}"), if n == 13 { "den trettende" } else { "en annen" }))
        .collect();
    let replies = futures::future::join_all(bodies.iter().map(|body| line.deliver(&portal, body))).await;
    for (n, reply) in replies.into_iter().enumerate() {
        assert_eq!(reply.is_ok(), n != 13, "{n}: {reply:?}");
    }
    assert_eq!(outcomes(&portal, &line).await, BTreeMap::from([(Outcome::Accepted, 19)]));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn only_those_who_may_replay_see_a_body(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    line.deliver(&portal, &line.text("c-1", "r-1", "Hei")).await.unwrap();
    let receipts = portal.backend.receipts();
    let id = receipts.list(&line.admin, ReceiptFilter::default(), PageRequest::first()).await.unwrap().items[0].id;
    assert!(
        receipts
            .get(&line.admin, id)
            .await
            .unwrap()
            .body
            .told()
            .flatten()
            .unwrap()
            .contains("\"conversationId\": \"c-1\"")
    );
    let auditor = portal.person(Role::Auditor).await;
    assert_eq!(receipts.get(&auditor, id).await.unwrap().body, domain::field_security::Sight::Told(None));
    let agent = portal.person(Role::Agent).await;
    assert!(matches!(receipts.get(&agent, id).await, Err(Error::Forbidden(_))));
}

/// PRODUCT §6: a person without *read* cannot tell an empty secret from a set one.
#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_receipt_does_not_tell_whether_a_hidden_token_is_set(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    let other = portal.person(Role::SystemAdministrator).await;
    let key = line.add_own_webhook(&portal, "agent-3", "").await;
    let webhook = portal.backend.intake().find(&key).await.unwrap().expect("the key is known");
    let body = Bytes::from(line.text("c-1", "r-1", "Hei").to_string());
    let signature = line.sign(&body);
    let received = portal.backend.intake().received();
    let post = Post { body, signatures: vec![signature.as_bytes()], received };
    assert_eq!(portal.backend.intake().take(&webhook, post).await.unwrap(), Reply::SignatureRefused);
    for (actor, told) in [(&line.admin, "no_client_token"), (&other, "signature_mismatch")] {
        let receipts = portal.backend.receipts();
        let listed =
            receipts.list(actor, ReceiptFilter::default(), PageRequest::first()).await.unwrap().items.remove(0);
        let detail = receipts.get(actor, listed.id).await.unwrap();
        assert_eq!(listed.reason.as_deref(), Some(told));
        assert_eq!((detail.summary.reason.as_deref(), detail.signature.as_str()), (Some(told), told));
    }
}
