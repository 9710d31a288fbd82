//! What deliveries make of conversations.

use domain::{
    PageRequest,
    field_security::Sight,
    message::Message,
    receipt::Outcome,
    routing::RuleStatus,
    user::{Permission, Role},
};
use serde_json::json;
use sqlx::PgPool;

use super::*;
use crate::{
    receipts::ReceiptFilter,
    testing::{Line, Portal, roles},
};

async fn arrive(portal: &Portal, line: &Line, body: &serde_json::Value) {
    line.deliver(portal, body).await.unwrap();
    portal.backend.jobs().drain().await.unwrap();
}

async fn all(portal: &Portal, line: &Line, filter: ConversationFilter) -> Vec<ConversationSummary> {
    portal.backend.conversations().list(&line.admin, filter, PageRequest::first()).await.unwrap().items
}

async fn messages(portal: &Portal, line: &Line, id: ConversationId) -> Vec<Message> {
    portal.backend.conversations().messages(&line.admin, id, PageRequest::first()).await.unwrap().items
}

fn text(message: &Message) -> Option<&str> {
    message.content.as_ref().told().expect("it may be read").text.as_deref()
}

async fn last_receipt(portal: &Portal, line: &Line) -> ReceiptSummary {
    let request = PageRequest::new(Some(1), None);
    portal.backend.receipts().list(&line.admin, ReceiptFilter::default(), request).await.unwrap().items.remove(0)
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn the_first_text_makes_a_conversation_in_the_fallback_queue_and_explains_it(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    arrive(&portal, &line, &line.text("c-1", "r-1", "Hei, når åpner dere?")).await;
    let found = all(&portal, &line, ConversationFilter::default()).await;
    let [conversation] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((conversation.queue.as_str(), conversation.state), ("Reserve", ConversationState::Open));
    assert_eq!(
        (conversation.account.as_str(), conversation.agent_account.as_str()),
        ("Fjordbank", "Fjordbank support")
    );
    assert_eq!(conversation.customer_name, Sight::Told(Some("Kari".to_owned())));
    assert_eq!((conversation.message_count, conversation.waiting_since), (1, Some(portal.clock.now())));
    let trace = portal.backend.conversations().trace(&line.admin, conversation.id).await.unwrap();
    assert!(trace.fallback && trace.queue == "Reserve" && trace.ruleset_version == 1);
    assert!(trace.stages.iter().flat_map(|stage| &stage.rules).all(|rule| rule.status == RuleStatus::NotProcessed));
    let context = portal.backend.conversations().context(&line.admin, conversation.id).await.unwrap();
    let context = context.facts;
    assert_eq!(context.first_text.as_deref(), Some("Hei, når åpner dere?"));
    assert_eq!(context.agent_account_name.as_deref(), Some("Fjordbank support"));
    let entries = messages(&portal, &line, conversation.id).await;
    assert_eq!(text(&entries[0]), Some("Hei, når åpner dere?"));
    assert_eq!(entries[0].sent_at, Some("2026-03-02T11:59:58Z".parse().unwrap()));
    let receipt = portal.backend.receipts().get(&line.admin, entries[0].receipt_id.unwrap()).await.unwrap();
    assert_eq!((receipt.conversation_id, receipt.signature.as_str()), (Some(conversation.id), "good"));
    let counts = portal.backend.receipts().last_day(&line.admin).await.unwrap();
    let counted = |outcome| counts.iter().find(|counted| counted.outcome == outcome).map(|counted| counted.count);
    assert_eq!((counted(Outcome::Accepted), counted(Outcome::Refused)), (Some(1), Some(0)));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn every_kind_does_what_it_should(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    let survey = json!({ "survey": "conversations/c-1/surveys/s", "rating": "VERY_SATISFIED", "questionIndex": 1 });
    arrive(&portal, &line, &line.event("c-1", "r-0", "surveyResponse", &survey)).await;
    assert_eq!(last_receipt(&portal, &line).await.reason.as_deref(), Some("no_conversation_yet"));
    arrive(&portal, &line, &line.event("c-1", "r-1", "userStatus", &json!({ "isTyping": true }))).await;
    assert!(all(&portal, &line, ConversationFilter::default()).await.is_empty(), "typing opens nothing");
    arrive(&portal, &line, &line.event("c-1", "r-2", "userStatus", &json!({ "requestedLiveAgent": true }))).await;
    let image = "https://storage.googleapis.com/business-messages-us/1/x?x-goog-expires=604800";
    arrive(&portal, &line, &line.text("c-1", "r-3", image)).await;
    arrive(&portal, &line, &line.event("c-1", "r-4", "surveyResponse", &survey)).await;
    let found = all(&portal, &line, ConversationFilter::default()).await;
    assert_eq!(found.len(), 1);
    let entries = messages(&portal, &line, found[0].id).await;
    let kinds: Vec<_> = entries.iter().map(|entry| entry.kind.as_str()).collect();
    assert_eq!(kinds, ["live_agent_requested", "image", "survey"]);
    assert_eq!(entries[1].content.as_ref().told().unwrap().details, Some(json!({ "url": image })));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn an_unknown_agent_and_one_without_workstream_are_dead_letters(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    let mut body = line.text("c-1", "r-1", "Hei");
    body["agent"] = json!("brands/nobody/agents/nobody");
    arrive(&portal, &line, &body).await;
    let receipt = last_receipt(&portal, &line).await;
    assert_eq!((receipt.outcome, receipt.reason.as_deref()), (Outcome::DeadLetter, Some("unknown_agent")));
    let workstream = portal.backend.workstreams().get(&line.admin, line.workstream_id).await.unwrap();
    portal.backend.workstreams().remove_channel(&line.admin, workstream.channels[0].id).await.unwrap();
    arrive(&portal, &line, &line.text("c-1", "r-2", "Hei")).await;
    let receipt = last_receipt(&portal, &line).await;
    assert_eq!((receipt.outcome, receipt.reason.as_deref()), (Outcome::DeadLetter, Some("no_workstream")));
    assert!(all(&portal, &line, ConversationFilter::default()).await.is_empty());
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_list_is_cut_by_its_filters_and_paged(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    for n in 0..5 {
        line.deliver(&portal, &line.text(&format!("c-{n}"), &format!("r-{n}"), "Hei")).await.unwrap();
    }
    portal.backend.jobs().drain().await.unwrap();
    let conversations = portal.backend.conversations();
    let first = PageRequest::new(Some(2), None);
    let page = conversations.list(&line.admin, ConversationFilter::default(), first).await.unwrap();
    assert_eq!(page.items.len(), 2);
    let after = Some(page.next_cursor.unwrap().parse().unwrap());
    let rest = conversations.list(&line.admin, ConversationFilter::default(), PageRequest::new(None, after)).await;
    assert_eq!(rest.unwrap().items.len(), 3);
    let closed = ConversationFilter { state: Some(ConversationState::Closed), ..ConversationFilter::default() };
    assert!(all(&portal, &line, closed).await.is_empty());
    let waiting = ConversationFilter {
        queue_id: Some(page.items[0].queue_id),
        account_id: Some(line.account_id),
        state: Some(ConversationState::Open),
    };
    assert_eq!(all(&portal, &line, waiting).await.len(), 5);
    for role in roles::without(Permission::ViewConversations) {
        let actor = portal.person(role).await;
        assert!(matches!(
            conversations.list(&actor, ConversationFilter::default(), PageRequest::first()).await,
            Err(Error::Forbidden(Permission::ViewConversations))
        ));
    }
    let agent = portal.person(Role::Agent).await;
    assert!(conversations.trace(&agent, page.items[0].id).await.is_ok());
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_long_conversation_is_read_from_its_end(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    for (request, text) in [("r-1", "en"), ("r-2", "to"), ("r-3", "tre")] {
        arrive(&portal, &line, &line.text("c-1", request, text)).await;
    }
    let id = all(&portal, &line, ConversationFilter::default()).await[0].id;
    let texts = |page: &Page<Message>| page.items.iter().filter_map(|m| text(m).map(str::to_owned)).collect::<Vec<_>>();
    let conversations = portal.backend.conversations();
    let latest = conversations.latest_messages(&line.admin, id, PageRequest::new(Some(2), None)).await.unwrap();
    assert_eq!(texts(&latest), ["to", "tre"]);
    let before = latest.next_cursor.unwrap().parse().unwrap();
    let earlier =
        conversations.latest_messages(&line.admin, id, PageRequest::new(Some(2), Some(before))).await.unwrap();
    assert_eq!((texts(&earlier), earlier.next_cursor), (vec!["en".to_owned()], None));
}
