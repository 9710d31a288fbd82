//! Setting a webhook: the handshake, and what it is worth.

use axum::http::StatusCode;
use serde_json::json;

use crate::portal::{Handshake, Portal, TOKEN};

#[tokio::test]
async fn a_webhook_that_answers_the_secret_is_verified() {
    let portal = Portal::start().await;
    let answer = portal.set_webhook().await;
    assert_eq!(answer["verified"], true);
    assert_eq!(answer["failure"], json!(null));
}

#[tokio::test]
async fn every_wrong_answer_is_told_apart() {
    let portal = Portal::start().await;
    for (handshake, expected) in [
        (Handshake::Quoted, "not the secret alone"),
        (Handshake::Status(StatusCode::FORBIDDEN), "status 403"),
        (Handshake::Status(StatusCode::NO_CONTENT), "status 204"),
        (Handshake::Redirect, "redirect (302) to /elsewhere"),
    ] {
        portal.shakes(handshake);
        let answer = portal.set_webhook().await;
        let failure = answer["failure"].as_str().expect("a failure");
        assert!(failure.contains(expected), "{failure}");
        assert_eq!(answer["verified"], false);
    }
    let nobody = json!({"url": "http://127.0.0.1:1/", "client_token": TOKEN});
    let (_, answer) = portal.post_json("/api/webhooks", &nobody).await;
    let failure = answer["failure"].as_str().expect("a failure");
    assert!(failure.contains("Could not be reached"), "{failure}");
}

#[tokio::test]
async fn a_webhook_elsewhere_is_refused_before_anything_is_sent() {
    let portal = Portal::start().await;
    for url in ["https://127.0.0.1/x", "http://example.com/x", "nonsense"] {
        let body = json!({"url": url, "client_token": "t"});
        let (status, answer) = portal.post_json("/api/webhooks", &body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer["problems"][0]["field"], "url");
    }
}

#[tokio::test]
async fn what_is_written_before_verification_waits_for_it() {
    let portal = Portal::start().await;
    portal.shakes(Handshake::Status(StatusCode::FORBIDDEN));
    portal.set_webhook().await;
    portal.write(json!({"text": "early"})).await;
    assert_eq!(portal.deliveries().await[0]["state"], "held");
    assert!(portal.arrived().is_empty());

    portal.shakes(Handshake::Secret);
    assert_eq!(portal.set_webhook().await["verified"], true);
    let arrivals = portal.arrivals(1).await;
    assert_eq!(arrivals[0].json()["message"]["text"], "early");
}

#[tokio::test]
async fn another_sites_form_is_refused() {
    let portal = Portal::start().await;
    let request = portal.http.post(portal.at("/webhooks")).form(&[("url", "x")]);
    let answer = request.header("sec-fetch-site", "cross-site").send().await;
    assert_eq!(answer.expect("an answer").status(), StatusCode::FORBIDDEN);
}
