//! What the page makes of what strangers write, and of traces.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    AccountId, ConversationId, MessageId, Page, QueueId, ReceiptId, WorkstreamId,
    context::{Context, ContextField},
    conversation::{ConversationState, ConversationSummary},
    field_security::{ContextSight, Sight},
    lang::Lang,
    message::{Content, Direction, Message},
    routing::{ConditionTrace, Explanation, NearestMiss, RuleStatus, RuleTrace, Stage, StageTrace},
};
use jiff::{Timestamp, tz::TimeZone};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::detail::{Conversation, Shown};
use crate::reader::Reader;

const NOW: Timestamp = Timestamp::constant(1_773_303_600, 0);

fn html(shown: Shown, lang: Lang) -> String {
    Owner::new_root(None).with(|| {
        provide_context(Reader { lang, zone: TimeZone::UTC, now: NOW });
        leptos_meta::provide_meta_context();
        view! { <Conversation shown/> }.to_html()
    })
}

fn conversation() -> ConversationSummary {
    ConversationSummary {
        id: ConversationId::new(),
        provider_conversation_id: "c-1".to_owned(),
        account_id: AccountId::new(),
        account: "Fjordbank".to_owned(),
        agent_account: "Fjordbank support".to_owned(),
        workstream_id: WorkstreamId::new(),
        workstream: "Fjordbank meldinger".to_owned(),
        queue_id: QueueId::new(),
        queue: "Faktura".to_owned(),
        state: ConversationState::Open,
        customer_name: Sight::Told(Some("Kari\u{202e} <b>Nordmann</b>".to_owned())),
        created_at: NOW,
        waiting_since: Some(NOW),
        last_message_at: NOW,
        message_count: 1,
    }
}

fn message(kind: &str, text: Option<&str>, details: Value) -> Message {
    Message {
        id: MessageId::new(),
        direction: Direction::In,
        kind: kind.to_owned(),
        content: Sight::Told(Content {
            text: text.map(str::to_owned),
            details: details.is_object().then_some(details),
        }),
        sent_at: Some(NOW),
        recorded_at: NOW,
        receipt_id: Some(ReceiptId::new()),
    }
}

fn shown(messages: Vec<Message>, rules: Vec<RuleTrace>) -> Shown {
    let context = Context { first_text: Some("Hei".to_owned()), hours_open: Some(true), ..Context::default() };
    let trace = Explanation {
        ruleset_version: 3,
        queue: "Faktura".to_owned(),
        fallback: true,
        ended: false,
        stages: vec![StageTrace { stage: Stage::Route, name: None, rules }],
        draw: None,
        overflow: Vec::new(),
        nearest_miss: None,
    };
    let messages = Page { items: messages, next_cursor: None };
    Shown {
        conversation: conversation(),
        messages,
        is_earlier: false,
        trace,
        moves: Vec::new(),
        context: ContextSight { facts: context, hidden: BTreeSet::new() },
        receipts: None,
    }
}

fn rule(status: RuleStatus, holds: Option<bool>) -> RuleTrace {
    let condition = ConditionTrace {
        field: ContextField::ResolvedLocale.name().into_owned(),
        op: "equals".to_owned(),
        expected: Some(json!("nb-NO")),
        actual: holds.map(|_| json!("en")),
        holds,
        hidden: false,
    };
    RuleTrace { name: "Norsk".to_owned(), off: false, status, conditions: vec![condition], set: BTreeMap::new() }
}

#[test]
fn what_a_customer_writes_is_text() {
    let said = message("text", Some("<script>alert(1)</script> faktura\u{202e}fdp.exe"), Value::Null);
    let html = html(shown(vec![said], Vec::new()), Lang::Nb);
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; faktura[U+202E]fdp.exe"), "{html}");
    assert!(html.contains("Kari[U+202E] &lt;b&gt;Nordmann"), "{html}");
}

#[test]
fn what_is_hidden_says_so_with_a_lock_wherever_it_would_stand() {
    let mut shown = shown(vec![message("text", None, Value::Null)], Vec::new());
    shown.conversation.customer_name = Sight::Hidden;
    shown.messages.items[0].content = Sight::Hidden;
    shown.context.facts = Context::default();
    shown.context.hidden = [ContextField::CustomerDisplayName, ContextField::FirstText].into();
    let mut tested = rule(RuleStatus::Processed, None);
    tested.conditions[0].hidden = true;
    shown.trace.stages[0].rules.push(tested);
    let html = html(shown, Lang::Nb);
    let locks = html.matches("class=\"hidden-value\"").count();
    assert_eq!(locks, 7, "the sender, the message, two facts, and a test's two values and outcome: {html}");
    assert!(html.contains("<h1>Skjult av feltsikkerhet") && !html.contains("nb-NO"), "{html}");
}

#[test]
fn an_image_is_a_link_and_is_never_fetched() {
    let image = message("image", None, json!({ "url": "https://storage.example/a.png" }));
    let trap = message("image", None, json!({ "url": "javascript:alert(1)" }));
    let withheld = message("image", None, json!({ "withheld": "attachments_off" }));
    let html = html(shown(vec![image, trap, withheld], Vec::new()), Lang::En);
    assert!(!html.contains("<img"), "{html}");
    assert!(
        html.contains(r#"rel="noopener noreferrer nofollow""#) && html.contains("kept at storage.example"),
        "{html}"
    );
    assert!(!html.contains(r#"href="javascript"#) && html.contains("not an https address"), "{html}");
    assert!(html.contains("The image was not kept"), "{html}");
}

#[test]
fn every_kind_says_what_it_is() {
    let kinds = vec![
        message("suggestion", Some("Ja"), json!({ "postback": "ja-1", "type": "REPLY" })),
        message("survey", None, json!({ "rating": "VERY_SATISFIED", "question_index": 1, "question_count": 3 })),
        message("authentication", None, json!({ "has_code": true })),
        message("live_agent_requested", None, Value::Null),
        message("hologram", None, Value::Null),
    ];
    let html = html(shown(kinds, Vec::new()), Lang::Nb);
    for words in [
        "Valgt forslag",
        "ja-1",
        "Spørsmål 1 av 3",
        "Svært fornøyd",
        "Innloggingen ble fullført",
        "et menneske",
        "hologram",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
}

#[test]
fn the_answer_says_how_far_the_rules_came() {
    let none = html(shown(Vec::new(), Vec::new()), Lang::Nb);
    assert!(none.contains("Ingen regel passet. Samtalen gikk til reservekøen «Faktura»."), "{none}");
    let unjudged = html(shown(Vec::new(), vec![rule(RuleStatus::NotProcessed, None)]), Lang::En);
    assert!(unjudged.contains("No rule was evaluated."), "{unjudged}");
    let off = RuleTrace { off: true, ..rule(RuleStatus::NotProcessed, None) };
    let off = html(shown(Vec::new(), vec![off]), Lang::Nb);
    assert!(off.contains("Slått av") && off.contains("Betingelsene ble ikke vurdert."), "{off}");
    let missed = rule(RuleStatus::Processed, Some(false));
    let mut shown = shown(Vec::new(), vec![missed.clone()]);
    let condition = missed.conditions[0].clone();
    shown.trace.nearest_miss = Some(NearestMiss { position: 1, rule: missed.name, condition, others: 0 });
    let missed = html(shown, Lang::Nb);
    assert!(missed.contains("Ingen regel passet."), "{missed}");
    assert!(missed.contains("Den ville passet hvis Språk for samtalen er lik nb-NO."), "{missed}");
}
