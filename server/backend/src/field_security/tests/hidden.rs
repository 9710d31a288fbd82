//! Fields of conversations that the organisation has secured: hidden in every verb, whether there is a value or none.

use domain::{
    ConversationId, PageRequest,
    context::ContextField,
    field_security::Sight,
    receipt::Outcome,
    routing::{Condition, Operand, RouteRule, Scalar, Test, Window},
    user::Permission,
};
use serde_json::{Value, json};

use super::*;
use crate::{
    conversations::ConversationFilter,
    receipts::ReceiptFilter,
    testing::{Line, Portal},
    workstreams::rules::Trial,
};

const NAME: &str = "Kari Kanarifugl";
const TEXT: &str = "kanarifuglen synger";

fn told(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

async fn arrive(portal: &Portal, line: &Line, conversation: &str, name: Option<&str>, text: &str) {
    let mut body = line.text(conversation, &format!("r-{conversation}"), text);
    body["context"]["userInfo"]["displayName"] = name.map_or(Value::Null, Value::from);
    line.deliver(portal, &body).await.unwrap();
    portal.backend.jobs().drain().await.unwrap();
}

async fn newest(portal: &Portal, actor: &Actor) -> ConversationId {
    let all = ConversationFilter::default();
    portal.backend.conversations().list(actor, all, PageRequest::first()).await.unwrap().items[0].id
}

/// Everything that the verbs tell one reader of the newest conversation.
async fn everything(portal: &Portal, line: &Line, actor: &Actor) -> Vec<(&'static str, String)> {
    let backend = &portal.backend;
    let (all, first) = (ConversationFilter::default(), PageRequest::first());
    let id = newest(portal, actor).await;
    let conversations = backend.conversations();
    let mut told_of = vec![
        ("list", told(&conversations.list(actor, all, first).await.unwrap())),
        ("one", told(&conversations.get(actor, id).await.unwrap())),
        ("messages", told(&conversations.messages(actor, id, PageRequest::first()).await.unwrap())),
        ("latest", told(&conversations.latest_messages(actor, id, PageRequest::first()).await.unwrap())),
        ("trace", told(&conversations.trace(actor, id).await.unwrap())),
        ("moves", told(&conversations.moves(actor, id).await.unwrap())),
        ("context", told(&conversations.context(actor, id).await.unwrap())),
    ];
    if actor.may(Permission::ViewReceipts) {
        let receipts = backend.receipts().list(actor, ReceiptFilter::default(), PageRequest::first()).await.unwrap();
        for receipt in &receipts.items {
            told_of.push(("receipt", told(&backend.receipts().get(actor, receipt.id).await.unwrap())));
        }
        told_of.push(("receipts", told(&receipts)));
    }
    if actor.may(Permission::ViewWorkstreams) {
        let workstreams = backend.workstreams();
        let recent = workstreams.recent_conversations(actor, line.workstream_id).await.unwrap();
        told_of.push(("recent", told(&recent)));
        let window = Window::newest(9, portal.clock.now() + jiff::SignedDuration::from_secs(1));
        let trial = Trial::Version(1);
        let replayed = workstreams.replay_rules(actor, line.workstream_id, &trial, window, |_, _| ()).await;
        told_of.push(("time machine", format!("{:?}", replayed.map(|replay| told(&replay)))));
        let tried = workstreams.try_on_conversation(actor, line.workstream_id, &trial, id).await;
        told_of.push(("as it was", format!("{:?}", tried.map(|tried| told(&tried)))));
    }
    told_of
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn what_is_secured_is_in_no_answer_and_what_is_open_is_where_it_was(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    let security = portal.backend.field_security();
    arrive(&portal, &line, "c-1", Some(NAME), TEXT).await;
    let reader = portal.person(Role::OmnichannelAdministrator).await;
    let before = everything(&portal, &line, &reader).await;
    let shows = |told: &[(&str, String)], canary: &str| told.iter().filter(|(_, text)| text.contains(canary)).count();
    assert!(shows(&before, NAME) >= 5 && shows(&before, TEXT) >= 4, "the control sees them: {before:#?}");
    for field in SecuredField::PERSONAL {
        security.set_secured(&line.admin, field, true).await.unwrap();
    }
    for role in [Role::OmnichannelAdministrator, Role::Supervisor, Role::Agent, Role::Auditor] {
        let actor = portal.person(role).await;
        for (place, text) in everything(&portal, &line, &actor).await {
            let low = text.to_lowercase();
            assert!(!low.contains("kanarifugl"), "{role} at {place}: {text}");
        }
    }
    let admin = portal.again(&line.admin, Role::SystemAdministrator).await;
    let told = everything(&portal, &line, &admin).await;
    assert!(shows(&told, NAME) >= 5 && shows(&told, TEXT) >= 4, "who holds the right sees them: {told:#?}");
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn hidden_looks_the_same_whether_there_is_a_value_or_none(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    let security = portal.backend.field_security();
    for field in SecuredField::PERSONAL {
        security.set_secured(&line.admin, field, true).await.unwrap();
    }
    let reader = portal.person(Role::Agent).await;
    let mut seen = Vec::new();
    for (conversation, name) in [("c-1", Some(NAME)), ("c-2", None)] {
        arrive(&portal, &line, conversation, name, TEXT).await;
        let id = newest(&portal, &reader).await;
        let conversation = portal.backend.conversations().get(&reader, id).await.unwrap();
        assert_eq!(conversation.customer_name, Sight::Hidden);
        let context = portal.backend.conversations().context(&reader, id).await.unwrap();
        assert_eq!(context.hidden, [ContextField::CustomerDisplayName, ContextField::FirstText].into());
        seen.push(context.facts);
    }
    assert_eq!(seen[0], seen[1]);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn one_field_can_be_secured_without_the_other(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    let security = portal.backend.field_security();
    arrive(&portal, &line, "c-1", Some(NAME), TEXT).await;
    security.set_secured(&line.admin, SecuredField::ConversationCustomerName, true).await.unwrap();
    let reader = portal.person(Role::OmnichannelAdministrator).await;
    let id = newest(&portal, &reader).await;
    let conversations = portal.backend.conversations();
    assert!(conversations.get(&reader, id).await.unwrap().customer_name.is_hidden());
    let messages = conversations.messages(&reader, id, PageRequest::first()).await.unwrap().items;
    let content = messages[0].content.as_ref().told().expect("the text is not secured");
    assert_eq!(content.text.as_deref(), Some(TEXT));
    let receipt = messages[0].receipt_id.unwrap();
    let receipt = portal.backend.receipts().get(&reader, receipt).await.unwrap();
    assert!(receipt.body.is_hidden() && receipt.summary.outcome == Outcome::Accepted, "the bytes hold both");
}

fn named(op: &str, value: &str) -> Condition {
    let value = Some(Operand::One(Scalar::Text(value.to_owned())));
    Condition::Test(Test { field: "customer.display_name".into(), op: op.into(), value, match_case: false })
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn rules_are_no_way_to_guess_a_hidden_fact(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    let security = portal.backend.field_security();
    security.set_secured(&line.admin, SecuredField::ConversationCustomerName, true).await.unwrap();
    let queue = portal.backend.workstreams().get(&line.admin, line.workstream_id).await.unwrap().summary;
    let reader = portal.person(Role::OmnichannelAdministrator).await;
    let workstreams = portal.backend.workstreams();
    let queues = portal.backend.queues().list(&reader, PageRequest::first()).await.unwrap().items;
    let rule = RouteRule {
        name: "Gjett".into(),
        off: false,
        when: Some(named("equals", NAME)),
        queue: queues.first().map(|queue| queue.id),
        queues: Vec::new(),
    };
    let edit = domain::routing::Edit::Add {
        list: domain::routing::RuleList::Route,
        rule: domain::routing::AnyRule::Route(rule),
    };
    workstreams.edit_rules(&reader, queue.id, 0, edit).await.unwrap();
    arrive(&portal, &line, "c-1", Some(NAME), TEXT).await;
    let id = newest(&portal, &reader).await;
    let tried = workstreams.try_on_conversation(&reader, line.workstream_id, &Trial::Draft, id).await;
    assert!(matches!(tried, Err(Error::Conflict("rules_ask_for_hidden_facts"))), "{tried:?}");
    let window = Window::newest(9, portal.clock.now());
    let replayed = workstreams.replay_rules(&reader, line.workstream_id, &Trial::Draft, window, |_, _| ()).await;
    assert!(matches!(replayed, Err(Error::Conflict("rules_ask_for_hidden_facts"))), "{replayed:?}");
    let admin = portal.again(&line.admin, Role::SystemAdministrator).await;
    workstreams.try_on_conversation(&admin, line.workstream_id, &Trial::Draft, id).await.expect("who reads may try");

    workstreams.publish_draft(&admin, line.workstream_id, 1, "").await.unwrap();
    arrive(&portal, &line, "c-2", Some(NAME), TEXT).await;
    let id = newest(&portal, &reader).await;
    let trace = portal.backend.conversations().trace(&reader, id).await.unwrap();
    let condition = &trace.stages[0].rules[0].conditions[0];
    assert!(condition.hidden && condition.holds.is_none());
    assert_eq!((&condition.expected, &condition.actual), (&None, &None));
    let full = portal.backend.conversations().trace(&admin, id).await.unwrap();
    assert_eq!(full.stages[0].rules[0].conditions[0].actual, Some(json!(NAME)));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_field_is_opened_by_who_reads_it_and_secrets_never(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.trusted_person(Role::SystemAdministrator).await;
    let half = portal.person(Role::SystemAdministrator).await;
    let security = portal.backend.field_security();
    let field = SecuredField::MessageText;
    for _ in 0..2 {
        security.set_secured(&admin, field, true).await.unwrap();
    }
    let half = portal.again(&half, Role::SystemAdministrator).await;
    let refused = security.set_secured(&half, field, false).await;
    assert!(matches!(refused, Err(Error::Conflict("field_not_read"))), "{refused:?}");
    assert!(!portal.again(&half, Role::SystemAdministrator).await.rights(field).read, "and nothing was changed");
    security.set_secured(&admin, field, false).await.unwrap();
    assert!(portal.again(&half, Role::SystemAdministrator).await.rights(field).read);
    assert_eq!(portal.audit_names().await, ["field.secured", "field.opened"]);
    for secret in SecuredField::SECRETS {
        assert!(matches!(security.set_secured(&admin, secret, false).await, Err(Error::Invalid(_))), "{secret}");
    }
    assert!(security.fields(&admin).await.unwrap().iter().all(|state| state.is_secured != state.field.is_personal()));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_preview_shows_no_more_than_the_viewer_may_see_nor_than_the_profile_gives(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    let security = portal.backend.field_security();
    arrive(&portal, &line, "c-1", Some(NAME), TEXT).await;
    let profiles = security.profiles(&line.admin, PageRequest::first()).await.unwrap();
    let built_in = profiles.items[0].id;
    let empty = domain::field_security::NewProfile { name: domain::Name::parse("Tom").unwrap() };
    let empty = security.create_profile(&line.admin, empty).await.unwrap();
    security.set_secured(&line.admin, SecuredField::MessageText, true).await.unwrap();
    let admin = portal.again(&line.admin, Role::SystemAdministrator).await;
    let auditor = portal.person(Role::Auditor).await;
    for (viewer, profile, is_seen) in
        [(&admin, built_in, true), (&admin, empty, false), (&auditor, built_in, false), (&auditor, empty, false)]
    {
        let preview = security.preview_profile(viewer, profile).await.unwrap();
        let text = told(&preview);
        assert_eq!(text.contains(TEXT), is_seen, "{}: {text}", viewer.name());
        let slot = preview.account.unwrap().client_token;
        assert_eq!(matches!(slot, SecretSlot::Masked { .. }), is_seen, "{slot:?}");
        assert!(text.contains(NAME), "what is not secured is there for both");
    }
}
