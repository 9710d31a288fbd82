//! Every kind of content, everything around it, and everything that is not understood.

use super::*;
use crate::json::JsonFault;
use domain::inbound::{
    InboundKind, MessageReceiptKind, SuggestionKind, SurveyQuestionKind, SurveyRating, SurveyTrigger,
};

fn kind(member: &str, content: Value) -> InboundKind {
    parse(&body(member, &content)).expect("understood").kind
}

#[test]
fn text_carries_everything_around_it() {
    let inbound = parse(&text_body()).expect("understood");
    assert_eq!(inbound.agent.agent_id, "22222222-bbbb-4bbb-8bbb-222222222222");
    assert_eq!(inbound.conversation, "33333333-cccc-4ccc-8ccc-333333333333");
    assert_eq!(inbound.kind, InboundKind::Text { text: "Hei, når åpner dere? 😀".into() });
    assert_eq!(inbound.request_id.as_deref(), Some("44444444-dddd-4ddd-8ddd-444444444444"));
    assert_eq!(inbound.message_id.as_deref(), Some("55555555-eeee-4eee-8eee-555555555555"));
    assert_eq!(inbound.sent_at.expect("a time").subsec_nanosecond(), 123_456_789);
    assert_eq!(inbound.created_at.expect("a time").to_string(), "2024-05-17T10:15:29Z");
    assert!(!inbound.is_auto_answered);
    let context = inbound.context;
    assert_eq!(context.display_name.as_deref(), Some("Ola Nordmann"));
    assert_eq!(context.device_locale.as_deref(), Some("nn-NO"));
    assert_eq!(context.entry_point.as_deref(), Some("WEB_WIDGET"));
    assert_eq!((context.place_id, context.near_place_id.as_deref()), (None, Some("ChIJ-near")));
    assert_eq!(context.resolved_locale.as_deref(), Some("nb"));
    assert_eq!(context.widget.as_deref(), Some("{\"side\":\"hjelp\"}"));
    assert_eq!(context.widget_url.as_deref(), Some("https://fjordbank.example/hjelp"));
    assert_eq!(context.custom.as_deref(), Some("kampanje-12"));
    assert_eq!(context.custom_agent_id.as_deref(), Some("fjordbank-7"));
}

#[test]
fn the_least_that_is_understood() {
    let least = json!({ "agent": "brands/b/agents/a", "conversationId": "c", "message": { "text": "x" } });
    let inbound = parse(&least).expect("understood");
    assert_eq!((inbound.request_id, inbound.message_id, inbound.sent_at), (None, None, None));
    assert_eq!(inbound.context, domain::inbound::ContextFacts::default());
}

#[test]
fn message_id_may_stand_in_the_name_only() {
    let nameless = with(text_body(), "/message/messageId", json!(""));
    let inbound = parse(&nameless).expect("understood");
    assert_eq!(inbound.message_id.as_deref(), Some("55555555-eeee-4eee-8eee-555555555555"));
}

#[test]
fn storage_address_is_an_image() {
    let url = "https://storage.googleapis.com/business-messages-eu/936/abc?x-goog-expires=604800";
    assert_eq!(kind("message", json!({ "text": url })), InboundKind::Image { url: url.into() });
}

#[test]
fn suggestion_type_has_two_names_and_open_values() {
    let tapped = |name: &str, value: &str| match kind("suggestionResponse", json!({ "postbackData": "p", name: value }))
    {
        InboundKind::SuggestionResponse(tap) => tap.kind,
        other => panic!("{other:?}"),
    };
    assert_eq!(tapped("type", "REPLY"), Some(SuggestionKind::Reply));
    assert_eq!(tapped("suggestionType", "ACTION"), Some(SuggestionKind::Action));
    assert_eq!(tapped("type", "UNKNOWN"), None);
    assert_eq!(tapped("type", "DANCE"), Some(SuggestionKind::Other("DANCE".into())));
}

#[test]
fn authentication_is_a_code_or_an_error_or_neither() {
    let read = |content| match kind("authenticationResponse", content) {
        InboundKind::AuthenticationResponse(response) => response,
        other => panic!("{other:?}"),
    };
    let granted = read(json!({ "code": "canary", "redirect_uri": "https://a.example" }));
    assert_eq!(granted.redirect_uri.as_deref(), Some("https://a.example"));
    assert!(!format!("{granted:?}").contains("canary"));
    assert_eq!(granted.code.expect("a code").expose(), "canary");
    let denied = read(
        json!({ "redirectUri": "https://b.example", "errorDetails": { "error": "ACCESS_DENIED", "errorDescription": "nei" } }),
    );
    assert_eq!(denied.redirect_uri.as_deref(), Some("https://b.example"));
    assert_eq!(denied.error.expect("an error").error, "ACCESS_DENIED");
    assert_eq!(read(json!({})), domain::inbound::AuthenticationResponse::default());
}

#[test]
fn survey_answers_are_read_whole() {
    let content = json!({
        "survey": "conversations/c/surveys/s", "rating": "SOMEWHAT_DISSATISFIED", "feedback": "Tja",
        "surveyQuestionId": "q2", "questionResponseText": "Nei", "questionResponsePostbackData": "skip_survey",
        "questionType": "PARTNER_CUSTOM_QUESTION", "questionIndex": 2, "totalQuestionCount": "3",
        "surveyTriggerSource": "PARTNER",
    });
    let InboundKind::SurveyResponse(answer) = kind("surveyResponse", content) else { panic!("no survey") };
    assert_eq!(answer.rating, Some(SurveyRating::SomewhatDissatisfied));
    assert_eq!(answer.question_kind, Some(SurveyQuestionKind::Custom));
    assert_eq!((answer.question_index, answer.question_count), (Some(2), Some(3)));
    assert_eq!(answer.trigger, Some(SurveyTrigger::Partner));
    assert_eq!(answer.response_postback.as_deref(), Some("skip_survey"));
    let open = json!({ "rating": "ECSTATIC", "questionType": "SURVEY_QUESTION_TYPE_UNSPECIFIED", "questionIndex": -1 });
    let InboundKind::SurveyResponse(answer) = kind("surveyResponse", open) else { panic!("no survey") };
    assert_eq!(answer.rating, Some(SurveyRating::Other("ECSTATIC".into())));
    assert_eq!((answer.question_kind, answer.question_index), (None, None));
}

#[test]
fn receipts_come_in_numbers() {
    let content = json!({ "receipts": [
        { "message": "conversations/c/messages/m1", "receiptType": "DELIVERED" },
        { "message": "conversations/c/messages/m1", "receiptType": "READ" },
        { "message": "conversations/c/messages/m2", "receiptType": "SMELLED" },
        { "receiptType": "READ" }, 7,
    ] });
    let InboundKind::Receipts(receipts) = kind("receipts", content) else { panic!("no receipts") };
    let kinds: Vec<_> = receipts.iter().map(|it| (it.message_id(), it.kind.clone())).collect();
    let other = MessageReceiptKind::Other("SMELLED".into());
    assert_eq!(kinds, [("m1", MessageReceiptKind::Delivered), ("m1", MessageReceiptKind::Read), ("m2", other)]);
}

#[test]
fn user_status_is_typing_or_a_call_for_a_human() {
    assert_eq!(kind("userStatus", json!({ "isTyping": false })), InboundKind::Typing(false));
    assert_eq!(kind("userStatus", json!({ "isTyping": "true" })), InboundKind::Typing(true));
    assert_eq!(kind("userStatus", json!({ "requestedLiveAgent": true })), InboundKind::LiveAgentRequested);
}

#[test]
fn answered_by_googles_bot_is_said() {
    let mut answered = text_body();
    answered["dialogflowResponse"] = json!({ "autoResponded": true, "faqResponse": { "answers": [] } });
    assert!(parse(&answered).expect("understood").is_auto_answered);
}

#[test]
fn unreadable_times_and_odd_types_are_absent() {
    for time in ["SEND_TIME", "2024-02-30T00:00:00Z", "-009999-01-01T00:00:00Z", "", "1715940930"] {
        let inbound = parse(&with(text_body(), "/sendTime", json!(time))).expect("understood");
        assert_eq!(inbound.sent_at, None, "{time}");
    }
    for odd in [json!(7), json!([]), json!({}), json!(null), json!(-1.5)] {
        let inbound = parse(&with(text_body(), "/context", odd)).expect("understood");
        assert_eq!(inbound.context.display_name, None);
    }
}

#[test]
fn nul_in_text_becomes_what_postgresql_can_hold() {
    let inbound = parse(&with(text_body(), "/message/text", json!("a\0b"))).expect("understood");
    assert_eq!(inbound.kind.text(), Some("a\u{fffd}b"));
}

#[test]
fn what_is_not_understood_says_why() {
    let content = |member| Unreadable::Content { member };
    let cases = [
        (without(text_body(), "agent"), Unreadable::NoAgent),
        (with(text_body(), "/agent", json!("brands/b")), Unreadable::NoAgent),
        (with(text_body(), "/conversationId", json!("")), Unreadable::NoConversation),
        (with(text_body(), "/requestId", json!("r".repeat(513))), Unreadable::TooLong { member: "requestId" }),
        (with(text_body(), "/message/messageId", json!("m".repeat(513))), Unreadable::TooLong { member: "messageId" }),
        (body("hologram", &json!({ "x": 1 })), Unreadable::UnknownKind { member: Some("hologram".into()) }),
        (without(text_body(), "message"), Unreadable::UnknownKind { member: None }),
        (body("message", &json!({ "text": "" })), content("message")),
        (body("message", &json!("Hei")), content("message")),
        (body("receipts", &json!({ "receipts": [] })), content("receipts")),
        (body("userStatus", &json!({})), content("userStatus")),
        (body("suggestionResponse", &json!({ "type": "REPLY" })), content("suggestionResponse")),
    ];
    for (body, reason) in cases {
        assert_eq!(parse(&body), Err(reason), "{body}");
    }
    let mut several = text_body();
    several["receipts"] = json!({ "receipts": [] });
    assert_eq!(parse(&several), Err(Unreadable::SeveralKinds));
}

#[test]
fn bodies_that_are_no_clean_json_say_why() {
    let read = |body: &str| google().parse(&event(body.as_bytes()));
    assert_eq!(read("Hei"), Err(Unreadable::Json(JsonFault::Syntax)));
    assert_eq!(read("[]"), Err(Unreadable::Json(JsonFault::NotObject)));
    assert_eq!(read(&"[".repeat(262_144)), Err(Unreadable::Json(JsonFault::TooDeep)));
    let twice = text_body().to_string().replacen('{', r#"{"requestId":"x","#, 1);
    assert_eq!(read(&twice), Err(Unreadable::DuplicateMember));
}

#[test]
fn wrapped_event_is_verified_and_read_inside_the_envelope() {
    let inner = text_body().to_string();
    let envelope = |hop: &str| {
        json!({
            "message": { "data": STANDARD.encode(&inner), "messageId": hop, "attributes": { "agentID": "other" } },
            "subscription": "projects/p/subscriptions/s",
        })
    };
    let (first, second) = (envelope("1").to_string(), envelope("2").to_string());
    let (first, second) = (event(first.as_bytes()), event(second.as_bytes()));
    assert_eq!(first.signed_bytes(), inner.as_bytes());
    let (inside, outside) = (key().sign(inner.as_bytes()), key().sign(envelope("1").to_string().as_bytes()));
    assert_eq!(google().verify(&first, &[inside.as_bytes()], &[key()]), Ok(0));
    assert!(google().verify(&first, &[outside.as_bytes()], &[key()]).is_err());
    assert_eq!(google().parse(&first), parse(&text_body()));
    let keys = [&first, &second].map(|event| google().dedupe_key(b"account", event));
    assert_eq!((keys[0], first.digest()), (keys[1], second.digest()));
}

#[test]
fn dedupe_key_is_account_agent_and_the_best_id() {
    let base = dedupe(b"account", &text_body());
    let same = with(text_body(), "/message/text", json!("other bytes, same id"));
    assert_eq!(dedupe(b"account", &same), base);
    assert_ne!(dedupe(b"another", &text_body()), base);
    assert_ne!(dedupe(b"account", &with(text_body(), "/agent", json!("brands/b/agents/a"))), base);
    let by_message = without(text_body(), "requestId");
    assert_ne!(dedupe(b"account", &by_message), base);
    let retold = with(by_message.clone(), "/message/text", json!("other bytes, same id"));
    assert_eq!(dedupe(b"account", &retold), dedupe(b"account", &by_message));
    let receipts = |kind| {
        let content = json!({ "receipts": [{ "message": "conversations/c/messages/m", "receiptType": kind }] });
        without(body("receipts", &content), "requestId")
    };
    assert_ne!(dedupe(b"account", &receipts("READ")), dedupe(b"account", &receipts("DELIVERED")));
    assert_eq!(dedupe(b"account", &receipts("READ")), dedupe(b"account", &receipts("READ")));
}
