//! Order, once-only, and poison that stays by itself.

use domain::{Page, PageRequest, conversation::ConversationSummary, receipt::Outcome};
use jiff::SignedDuration;
use sqlx::PgPool;

use crate::{
    conversations::ConversationFilter,
    receipts::ReceiptFilter,
    testing::{self, Line, Portal},
};

async fn conversations(portal: &Portal, line: &Line) -> Page<ConversationSummary> {
    let filter = ConversationFilter::default();
    portal.backend.conversations().list(&line.admin, filter, PageRequest::first()).await.unwrap()
}

async fn texts(portal: &Portal, line: &Line, conversation: &ConversationSummary) -> Vec<String> {
    let page = portal.backend.conversations().messages(&line.admin, conversation.id, PageRequest::first()).await;
    page.unwrap().items.into_iter().filter_map(|message| message.content.told().expect("it may be read").text).collect()
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_conversation_keeps_the_order_of_arrival_while_workers_run_in_parallel(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    for n in 0..120 {
        let body = line.text(&format!("c-{}", n % 7), &format!("r-{n}"), &n.to_string());
        line.deliver(&portal, &body).await.unwrap();
    }
    let jobs = portal.backend.jobs();
    futures::future::join_all((0..6).map(|_| jobs.drain())).await;
    jobs.drain().await.unwrap();
    let page = conversations(&portal, &line).await;
    assert_eq!(page.items.len(), 7);
    for conversation in &page.items {
        let numbers: Vec<u32> =
            texts(&portal, &line, conversation).await.iter().map(|text| text.parse().unwrap()).collect();
        assert!(numbers.is_sorted() && numbers.len() >= 17, "{numbers:?}");
    }
    assert_eq!(page.items.iter().map(|c| c.message_count).sum::<i32>(), 120);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn poison_holds_its_conversation_and_nobody_else_until_it_is_a_dead_letter(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    testing::refuse_messages_with(&portal, "gift").await;
    for (conversation, request, text) in
        [("c-1", "r-1", "gift"), ("c-1", "r-2", "etter giften"), ("c-2", "r-3", "frisk"), ("c-2", "r-4", "frisk igjen")]
    {
        line.deliver(&portal, &line.text(conversation, request, text)).await.unwrap();
    }
    let jobs = portal.backend.jobs();
    jobs.drain().await.unwrap();
    let page = conversations(&portal, &line).await;
    assert_eq!(page.items.len(), 1, "the healthy one is done, the other waits");
    assert_eq!(texts(&portal, &line, &page.items[0]).await, ["frisk", "frisk igjen"]);
    for _ in 0..super::MAX_ATTEMPTS {
        portal.clock.advance(SignedDuration::from_mins(5));
        jobs.drain().await.unwrap();
    }
    let page = conversations(&portal, &line).await;
    assert_eq!(texts(&portal, &line, &page.items[0]).await, ["etter giften"]);
    let filter = ReceiptFilter { outcome: Some(Outcome::DeadLetter), ..ReceiptFilter::default() };
    let dead = portal.backend.receipts().list(&line.admin, filter, PageRequest::first()).await.unwrap().items;
    assert_eq!((dead.len(), dead[0].reason.as_deref()), (1, Some("processing_failed")));
    let detail = portal.backend.receipts().get(&line.admin, dead[0].id).await.unwrap();
    assert_eq!((detail.attempt_count, detail.can_replay), (super::MAX_ATTEMPTS, true));

    testing::refuse_messages_with(&portal, "noe ganske annet").await;
    portal.backend.receipts().replay(&line.admin, dead[0].id).await.unwrap();
    jobs.drain().await.unwrap();
    let page = conversations(&portal, &line).await;
    assert_eq!(texts(&portal, &line, &page.items[0]).await, ["etter giften", "gift"]);
    assert!(portal.audit_names().await.contains(&"receipt.replayed".to_owned()));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn work_of_a_worker_that_vanished_is_done_once_when_its_lease_ends(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    for n in 0..3 {
        line.deliver(&portal, &line.text("c-1", &format!("r-{n}"), &n.to_string())).await.unwrap();
    }
    // A worker claims everything and is never heard of again.
    let lost = super::store::Lease::new(portal.clock.now(), super::LEASE);
    let mut tx = portal.backend.begin().await.unwrap();
    assert_eq!(super::store::claim(&mut tx, &lost, 64).await.unwrap().len(), 3);
    tx.commit().await.unwrap();
    let jobs = portal.backend.jobs();
    assert_eq!(jobs.drain().await.unwrap(), 0, "the lease holds");
    portal.clock.advance(SignedDuration::from_secs(61));
    assert_eq!(jobs.drain().await.unwrap(), 3);
    let page = conversations(&portal, &line).await;
    assert_eq!(texts(&portal, &line, &page.items[0]).await, ["0", "1", "2"]);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_job_that_takes_every_worker_with_it_ends_as_a_dead_letter(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    line.deliver(&portal, &line.text("c-1", "r-1", "Hei")).await.unwrap();
    for _ in 0..super::MAX_ATTEMPTS {
        let lost = super::store::Lease::new(portal.clock.now(), super::LEASE);
        let mut tx = portal.backend.begin().await.unwrap();
        assert_eq!(super::store::claim(&mut tx, &lost, 64).await.unwrap().len(), 1);
        tx.commit().await.unwrap();
        portal.clock.advance(SignedDuration::from_secs(61));
    }
    portal.backend.jobs().drain().await.unwrap();
    assert!(conversations(&portal, &line).await.items.is_empty());
    let receipts = portal.backend.receipts();
    let page = receipts.list(&line.admin, ReceiptFilter::default(), PageRequest::first()).await.unwrap();
    let first = &page.items[0];
    assert_eq!((first.outcome, first.reason.as_deref()), (Outcome::DeadLetter, Some("attempts_used_up")));
}
