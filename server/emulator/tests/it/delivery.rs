//! What goes out: signed, at least once, and spoilt on request.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::portal::Portal;

#[tokio::test]
async fn a_text_arrives_signed_in_googles_shape() {
    let portal = Portal::verified().await;
    let written = portal.write(json!({"text": "a=b & <c>", "display_name": "Kari", "custom_context": "ctx"})).await;
    let arrival = &portal.arrivals(1).await[0];
    assert!(arrival.is_genuine());
    assert_eq!(arrival.headers["content-type"], "application/json");
    let event = arrival.json();
    assert_eq!(event["agent"], "brands/b/agents/a");
    assert_eq!(event["conversationId"], written["conversation_id"]);
    assert_eq!(event["message"]["text"], "a=b & <c>");
    assert_eq!(event["context"]["userInfo"]["displayName"], "Kari");
    assert_eq!(event["context"]["customContext"], "ctx");
    assert!(event["requestId"].is_string());
    let sent = event["sendTime"].as_str().expect("a time");
    assert_eq!(sent.len(), "2014-10-02T15:01:23.045123456Z".len());
    // Google's writer escapes these, which a receiver that writes the JSON anew would lose.
    let raw = String::from_utf8_lossy(&arrival.body).into_owned();
    assert!(raw.contains("a\\u003db \\u0026 \\u003cc\\u003e"), "{raw}");
}

/// Act, member of the event, a place in it, and what is there: `null` for any text.
fn acts() -> [(&'static str, &'static str, &'static str, Value); 9] {
    let (status, receipt) = ("userStatus", "/receipts/receipts/0/receiptType");
    let (typing, person) = ("/userStatus/isTyping", "/userStatus/requestedLiveAgent");
    let (survey, sign_in) = ("surveyResponse", "authenticationResponse");
    [
        ("image", "message", "/message/name", Value::Null),
        ("suggestion", "suggestionResponse", "/suggestionResponse/text", json!("Hours")),
        ("typing_on", status, typing, json!(true)),
        ("typing_off", status, typing, json!(false)),
        ("live_agent", status, person, json!(true)),
        ("read", "receipts", receipt, json!("READ")),
        ("delivered", "receipts", receipt, json!("DELIVERED")),
        ("survey", survey, "/surveyResponse/rating", json!("VERY_SATISFIED")),
        ("sign_in", sign_in, "/authenticationResponse/code", Value::Null),
    ]
}

#[tokio::test]
async fn each_act_is_one_member_of_the_event() {
    let portal = Portal::verified().await;
    for (kind, member, at, wanted) in acts() {
        let so_far = portal.arrived().len();
        portal.write(json!({"kind": kind, "text": "Hours"})).await;
        let arrival = portal.arrivals(so_far + 1).await[so_far].clone();
        assert!(arrival.is_genuine(), "{kind}");
        let event = arrival.json();
        let members: Vec<&str> =
            acts().into_iter().map(|(_, other, ..)| other).filter(|other| event.get(other).is_some()).collect();
        assert!(!members.is_empty() && members.iter().all(|one| *one == member), "{kind}: {members:?}");
        let value = event.pointer(at).unwrap_or(&Value::Null);
        assert!(*value == wanted || wanted.is_null() && value.is_string(), "{kind}: {event}");
        // Receipts have neither.
        assert_eq!(event.get("requestId").is_some(), member != "receipts", "{kind}");
        assert_eq!(event.get("context").is_some(), member != "receipts", "{kind}");
    }
}

#[tokio::test]
async fn an_image_is_a_signed_storage_address() {
    let portal = Portal::verified().await;
    portal.write(json!({"kind": "image"})).await;
    let event = portal.arrivals(1).await[0].json();
    let text = event["message"]["text"].as_str().expect("text");
    assert!(text.starts_with("https://storage.googleapis.com/business-messages-us/"), "{text}");
    assert!(text.contains("&x-goog-expires=604800&"), "{text}");
}

#[tokio::test]
async fn what_is_not_taken_comes_again_with_the_same_bytes() {
    let portal = Portal::verified().await;
    portal.answers_with([StatusCode::SERVICE_UNAVAILABLE, StatusCode::FOUND, StatusCode::UNAUTHORIZED]);
    portal.write(json!({"text": "patience"})).await;
    let deliveries = portal.settled().await;
    assert_eq!(deliveries[0]["state"], "delivered");
    assert_eq!(deliveries[0]["attempts"], 4);
    let arrivals = portal.arrived();
    assert_eq!(arrivals.len(), 4);
    assert!(arrivals.iter().all(|one| one.body == arrivals[0].body && one.is_genuine()));
}

#[tokio::test]
async fn a_failing_event_does_not_block_the_next() {
    let portal = Portal::verified().await;
    portal.answers_with([StatusCode::INTERNAL_SERVER_ERROR]);
    portal.write(json!({"text": "first"})).await;
    portal.write(json!({"text": "second"})).await;
    let deliveries = portal.settled().await;
    assert!(deliveries.iter().all(|one| one["state"] == "delivered"), "{deliveries:?}");
}

#[tokio::test]
async fn faults_are_what_they_say() {
    let portal = Portal::verified().await;
    for (fault, count) in [
        ("bad_signature", 1),
        ("missing_signature", 1),
        ("doubled_signature", 1),
        ("duplicate", 2),
        ("same_request_id", 2),
        ("reordered", 2),
        ("late", 1),
        ("oversized", 1),
        ("unknown_kind", 1),
        ("not_json", 1),
        ("wrong_content_type", 1),
        ("unknown_agent", 1),
    ] {
        let so_far = portal.arrived().len();
        portal.write(json!({"text": "hei", "fault": fault})).await;
        let arrivals = portal.arrivals(so_far + count).await.split_off(so_far);
        let genuine = arrivals.iter().all(crate::portal::Arrival::is_genuine);
        assert_eq!(genuine, !fault.ends_with("_signature"), "{fault}");
        let [first, last] = [&arrivals[0], &arrivals[count - 1]];
        match fault {
            "missing_signature" => assert!(first.signatures().is_empty()),
            "doubled_signature" => assert_eq!(first.signatures().len(), 2),
            "duplicate" => assert_eq!(first.body, last.body),
            "same_request_id" => {
                assert_eq!(first.json()["requestId"], last.json()["requestId"]);
                assert_ne!(first.body, last.body);
            }
            "reordered" => assert!(sent(first) > sent(last)),
            "oversized" => assert!(first.body.len() > 256 * 1024),
            "unknown_kind" => assert!(first.json().get("message").is_none()),
            "not_json" => assert!(serde_json::from_slice::<Value>(&first.body).is_err()),
            "wrong_content_type" => assert_eq!(first.headers["content-type"], "text/plain"),
            "unknown_agent" => assert_ne!(first.json()["agent"], "brands/b/agents/a"),
            _ => {}
        }
    }
}

fn sent(arrival: &crate::portal::Arrival) -> String {
    arrival.json()["sendTime"].as_str().expect("a time").to_owned()
}

#[tokio::test]
async fn a_refused_fault_is_tried_once_and_judged() {
    let portal = Portal::verified().await;
    portal.answers_with([StatusCode::UNAUTHORIZED]);
    portal.write(json!({"text": "x", "fault": "bad_signature"})).await;
    portal.write(json!({"text": "x", "fault": "oversized"})).await;
    let deliveries = portal.settled().await;
    assert_eq!(deliveries[1]["attempts"], 1);
    assert_eq!(deliveries[1]["as_expected"], true);
    // This portal takes anything, which the emulator says.
    assert_eq!(deliveries[0]["as_expected"], false);
}

#[tokio::test]
async fn send_again_sends_the_same_bytes() {
    let portal = Portal::verified().await;
    let written = portal.write(json!({"text": "again"})).await;
    portal.settled().await;
    let path = format!("/api/deliveries/{}/send-again", written["deliveries"][0]);
    let (status, _) = portal.post_json(&path, &json!({})).await;
    assert_eq!(status, StatusCode::ACCEPTED);
    let arrivals = portal.arrivals(2).await;
    assert_eq!(arrivals[0].body, arrivals[1].body);
}

#[tokio::test]
async fn wrong_input_is_answered_in_words() {
    let portal = Portal::start().await;
    let path = "/api/phones/b/a/messages";
    let (status, _) = portal.post_json(path, &json!({"text": "hei"})).await;
    assert_eq!(status, StatusCode::CONFLICT);
    portal.set_webhook().await;
    for body in [
        json!({"text": "  "}),
        json!({"text": "hei", "fault": "gremlins"}),
        json!({"kind": "telepathy"}),
        json!({"text": "hei", "conversation_id": "a/b"}),
    ] {
        let (status, answer) = portal.post_json(path, &body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}: {answer}");
    }
    let (status, _) = portal.post_json("/api/deliveries/99/send-again", &json!({})).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}
