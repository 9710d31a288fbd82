//! Conversations that wait too long.

use domain::{
    ConversationId, Name, PageRequest, QueueId,
    conversation::ConversationState,
    queue::{NewQueue, Overflow, OverflowAction, QueueSettings},
    user::Role,
};
use jiff::SignedDuration;
use sqlx::PgPool;

use crate::{
    Actor,
    conversations::ConversationFilter,
    live::News,
    testing::{self, Line, Portal},
};

async fn queue(portal: &Portal, admin: &Actor, name: &str) -> QueueId {
    let new = NewQueue { name: Name::parse(name).unwrap(), priority: 10 };
    portal.backend.queues().create(admin, new).await.unwrap()
}

/// The queue where conversations of tests begin.
async fn first_queue(portal: &Portal, admin: &Actor) -> QueueId {
    portal.backend.queues().list(admin, PageRequest::first()).await.unwrap().items[0].id
}

async fn overflow(portal: &Portal, admin: &Actor, id: QueueId, wait_minutes: u32, then: OverflowAction) {
    let overflow = Overflow {
        item_limit: None,
        wait_minutes: Some(wait_minutes),
        out_of_hours: OverflowAction::Assign,
        then: Some(then),
    };
    let settings = QueueSettings { overflow: Some(overflow), ..QueueSettings::default() };
    let queues = portal.backend.queues();
    let version = queues.get(admin, id).await.unwrap().version;
    queues.change_settings(admin, id, version, settings).await.unwrap();
}

async fn waiting(portal: &Portal, count: usize) -> Vec<ConversationId> {
    let (_, agent) = portal.agent_account("Fjordbank").await;
    let mut ids = Vec::new();
    for _ in 0..count {
        let id = testing::open_conversation(portal, agent).await;
        testing::begin_waiting(portal, id).await;
        ids.push(id);
    }
    ids
}

async fn place(portal: &Portal, admin: &Actor, id: ConversationId) -> (QueueId, ConversationState) {
    let conversation = portal.backend.conversations().get(admin, id).await.unwrap();
    (conversation.queue_id, conversation.state)
}

fn minutes(portal: &Portal, count: i64) {
    portal.clock.advance(SignedDuration::from_mins(count));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn who_waits_too_long_is_sent_on_once(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::SystemAdministrator).await;
    let queues = portal.backend.queues();
    let (first, other) = (first_queue(&portal, &admin).await, queue(&portal, &admin, "Vakt").await);
    overflow(&portal, &admin, first, 10, OverflowAction::Transfer(other)).await;
    overflow(&portal, &admin, other, 5, OverflowAction::Transfer(first)).await;
    let [id] = waiting(&portal, 1).await[..] else { panic!("one") };
    let since = portal.backend.conversations().get(&admin, id).await.unwrap().waiting_since;

    minutes(&portal, 9);
    assert_eq!(queues.overflow_waiting().await.unwrap(), 0);
    let mut heard = portal.backend.live().subscribe();
    minutes(&portal, 1);
    assert_eq!(queues.overflow_waiting().await.unwrap(), 1);
    assert_eq!(place(&portal, &admin, id).await, (other, ConversationState::Open));
    assert_eq!(portal.backend.conversations().get(&admin, id).await.unwrap().waiting_since, since);
    let told = async { while heard.recv().await.unwrap() != News::Conversation(id.0) {} };
    tokio::time::timeout(std::time::Duration::from_secs(10), told).await.expect("live pages are told");
    let moves = portal.backend.conversations().moves(&admin, id).await.unwrap();
    assert_eq!((moves[0].from.as_str(), moves[0].to.as_deref()), ("Default messaging queue", Some("Vakt")));
    assert_eq!((moves.len(), moves[0].at), (1, portal.clock.now()));
    assert_eq!(portal.audit_names().await.last().map(String::as_str), Some("queue.overflowed"));

    minutes(&portal, 60);
    assert_eq!(queues.overflow_waiting().await.unwrap(), 0);
    assert_eq!(place(&portal, &admin, id).await, (other, ConversationState::Open));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn who_was_sent_on_waits_anew_before_the_end(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::SystemAdministrator).await;
    let queues = portal.backend.queues();
    let (first, other) = (first_queue(&portal, &admin).await, queue(&portal, &admin, "Vakt").await);
    overflow(&portal, &admin, first, 10, OverflowAction::Transfer(other)).await;
    overflow(&portal, &admin, other, 5, OverflowAction::End).await;
    let [id] = waiting(&portal, 1).await[..] else { panic!("one") };
    minutes(&portal, 10);
    assert_eq!(queues.overflow_waiting().await.unwrap(), 1);
    minutes(&portal, 4);
    assert_eq!(queues.overflow_waiting().await.unwrap(), 0);
    minutes(&portal, 1);
    assert_eq!(queues.overflow_waiting().await.unwrap(), 1);
    let end = ("closed".to_owned(), Some("overflow".to_owned()));
    assert_eq!(testing::conversation_end(&portal, id).await, end);
    let moves = portal.backend.conversations().moves(&admin, id).await.unwrap();
    assert_eq!(moves.iter().map(|step| step.to.as_deref()).collect::<Vec<_>>(), [Some("Vakt"), None]);
    assert_eq!(queues.overflow_waiting().await.unwrap(), 0);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn many_go_in_batches_and_two_nodes_take_each_once(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::SystemAdministrator).await;
    let (first, other) = (first_queue(&portal, &admin).await, queue(&portal, &admin, "Vakt").await);
    overflow(&portal, &admin, first, 10, OverflowAction::Transfer(other)).await;
    let ids = waiting(&portal, 130).await;
    minutes(&portal, 10);
    let second = Portal::on(&pool).await;
    second.clock.advance(SignedDuration::from_mins(10));
    let (here, there) = (portal.backend.queues(), second.backend.queues());
    let (one, two) = tokio::join!(here.overflow_waiting(), there.overflow_waiting());
    let rest = here.overflow_waiting().await.unwrap();
    assert_eq!(one.unwrap() + two.unwrap() + rest, 130);
    let filter = ConversationFilter { queue_id: Some(first), ..ConversationFilter::default() };
    let left = portal.backend.conversations().list(&admin, filter, PageRequest::first()).await.unwrap();
    assert!(left.items.is_empty());
    for id in ids {
        assert_eq!(portal.backend.conversations().moves(&admin, id).await.unwrap().len(), 1);
    }
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn one_node_does_it_at_a_time(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::SystemAdministrator).await;
    let first = first_queue(&portal, &admin).await;
    overflow(&portal, &admin, first, 1, OverflowAction::End).await;
    waiting(&portal, 2).await;
    minutes(&portal, 1);
    let mut other_node = portal.backend.begin().await.unwrap();
    assert!(super::store::try_lock(&mut other_node).await.unwrap());
    assert_eq!(portal.backend.queues().overflow_waiting().await.unwrap(), 0);
    other_node.rollback().await.unwrap();
    assert_eq!(portal.backend.queues().overflow_waiting().await.unwrap(), 2);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_fallback_queue_keeps_what_no_rule_placed(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    line.deliver(&portal, &line.text("c-1", "r-1", "Hei")).await.unwrap();
    portal.backend.jobs().drain().await.unwrap();
    let conversations = portal.backend.conversations();
    let list = conversations.list(&line.admin, ConversationFilter::default(), PageRequest::first()).await;
    let conversation = list.unwrap().items.remove(0);
    overflow(&portal, &line.admin, conversation.queue_id, 1, OverflowAction::End).await;
    minutes(&portal, 60);
    assert_eq!(portal.backend.queues().overflow_waiting().await.unwrap(), 0);
    assert_eq!(place(&portal, &line.admin, conversation.id).await.1, ConversationState::Open);
}
