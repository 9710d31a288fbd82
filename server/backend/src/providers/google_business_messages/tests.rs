//! Our own fixtures, written from the schema, and the vectors of `SENTRALBORD_PAYLOADS` where they are present.

mod kinds;
mod payloads;
mod properties;

use super::STANDARD;
use crate::providers::{DedupeKey, Delivery, Event, Provider, SigningKey, Unreadable, provider};
use base64::Engine;
use domain::{ChannelKind, inbound::Inbound};
use serde_json::{Value, json};

const TOKEN: &[u8] = b"our-own-test-token";

fn google() -> &'static dyn Provider {
    provider(ChannelKind::GoogleBusinessMessages)
}

fn key() -> SigningKey {
    SigningKey::new(TOKEN).expect("a token")
}

fn event(body: &[u8]) -> Event<'_> {
    match google().classify(body) {
        Delivery::Event(event) => event,
        Delivery::Handshake(_) => panic!("a handshake"),
    }
}

fn parse(body: &Value) -> Result<Inbound, Unreadable> {
    google().parse(&event(body.to_string().as_bytes()))
}

fn dedupe(account: &[u8], body: &Value) -> DedupeKey {
    google().dedupe_key(account, &event(body.to_string().as_bytes()))
}

/// An event with everything around its content, and this content.
fn body(member: &str, content: &Value) -> Value {
    json!({
        "agent": "brands/11111111-aaaa-4aaa-8aaa-111111111111/agents/22222222-bbbb-4bbb-8bbb-222222222222",
        "conversationId": "33333333-cccc-4ccc-8ccc-333333333333",
        "customAgentId": "fjordbank-7",
        "requestId": "44444444-dddd-4ddd-8ddd-444444444444",
        "context": {
            "entryPoint": "WEB_WIDGET",
            "placeId": "",
            "nearPlaceId": "ChIJ-near",
            "userInfo": { "displayName": "Ola Nordmann", "userDeviceLocale": "nn-NO" },
            "resolvedLocale": "nb",
            "widget": { "url": "https://fjordbank.example/hjelp", "widgetContext": "{\"side\":\"hjelp\"}" },
            "customContext": "kampanje-12",
        },
        "sendTime": "2024-05-17T10:15:30.123456789Z",
        member: content,
    })
}

fn text_body() -> Value {
    let content = json!({
        "messageId": "55555555-eeee-4eee-8eee-555555555555",
        "name": "conversations/33333333-cccc-4ccc-8ccc-333333333333/messages/55555555-eeee-4eee-8eee-555555555555",
        "text": "Hei, når åpner dere? 😀",
        "createTime": "2024-05-17T12:15:29+02:00",
    });
    body("message", &content)
}

fn without(mut body: Value, member: &str) -> Value {
    body.as_object_mut().expect("an object").remove(member);
    body
}

fn with(mut body: Value, pointer: &str, value: Value) -> Value {
    *body.pointer_mut(pointer).expect("a member") = value;
    body
}

/// One body of every kind.
fn every_kind() -> Vec<Value> {
    vec![
        text_body(),
        with(
            text_body(),
            "/message/text",
            json!("https://storage.googleapis.com/business-messages-us/1/x?x-goog-expires=604800"),
        ),
        body(
            "suggestionResponse",
            &json!({ "message": "conversations/c/messages/m", "postbackData": "ja", "text": "Ja takk", "type": "REPLY" }),
        ),
        body(
            "authenticationResponse",
            &json!({ "code": "canary-code", "redirectUri": "https://fjordbank.example/retur" }),
        ),
        body(
            "surveyResponse",
            &json!({ "survey": "conversations/c/surveys/s", "rating": "VERY_SATISFIED", "questionIndex": 1 }),
        ),
        body("receipts", &json!({ "receipts": [{ "message": "conversations/c/messages/m", "receiptType": "READ" }] })),
        body("userStatus", &json!({ "isTyping": true })),
        body("userStatus", &json!({ "requestedLiveAgent": true })),
    ]
}
