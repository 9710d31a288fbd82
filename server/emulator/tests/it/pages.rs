//! The pages, as a browser without script meets them.

use axum::http::StatusCode;
use serde_json::json;

use crate::portal::{Handshake, Portal, TOKEN};

#[tokio::test]
async fn a_webhook_is_verified_by_a_form() {
    let portal = Portal::start().await;
    let fields = [("url", portal.url.as_str()), ("client_token", TOKEN)];
    let (status, to, _) = portal.post_form("/webhooks", &fields).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let page = portal.page(&to).await;
    assert!(page.contains("role=\"status\"") && page.contains("Verified"), "{page}");
    assert!(!page.contains(TOKEN));
    let norwegian = portal.page(&format!("{to}&lang=nb")).await;
    assert!(norwegian.contains("Bekreftet") && norwegian.contains("Klienttoken"));

    portal.shakes(Handshake::Quoted);
    let (_, to, _) = portal.post_form("/webhooks", &fields).await;
    let page = portal.page(&to).await;
    assert!(page.contains("role=\"alert\"") && page.contains("not the secret alone"), "{page}");
}

#[tokio::test]
async fn a_wrong_form_comes_back_with_what_was_typed() {
    let portal = Portal::start().await;
    let fields = [("url", "https://portal.example/x"), ("client_token", "")];
    let (status, _, page) = portal.post_form("/webhooks", &fields).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("There are 2 problems"));
    assert!(page.contains("speaks plain http"));
    assert!(page.contains("value=\"https://portal.example/x\""));
    assert!(page.contains("aria-invalid=\"true\""));
}

#[tokio::test]
async fn the_phone_shows_what_was_sent() {
    let portal = Portal::verified().await;
    for surface in ["android", "ios"] {
        let phone = format!("/phone/b/a?surface={surface}");
        let page = portal.page(&phone).await;
        assert!(page.contains(&format!("class=\"phone {surface}\"")), "{page}");
        let fields = [("text", "Is <anyone> there?"), ("surface", surface)];
        let (status, to, _) = portal.post_form("/phone/b/a/events", &fields).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        portal.settled().await;
        let page = portal.page(&to).await;
        assert!(page.contains("Is &lt;anyone&gt; there?"), "{page}");
        assert!(page.contains("Delivered · 200"), "{page}");
    }
    assert_ne!(
        portal.arrived()[0].json()["conversationId"],
        portal.arrived()[1].json()["conversationId"],
        "two phones are two customers"
    );
}

#[tokio::test]
async fn a_phone_keeps_its_conversation_until_another_is_asked_for() {
    let portal = Portal::verified().await;
    for text in ["one", "two"] {
        portal.page("/phone/b/a").await;
        portal.post_form("/phone/b/a/events", &[("text", text)]).await;
    }
    portal.post_form("/phone/b/a/conversations", &[]).await;
    portal.post_form("/phone/b/a/events", &[("text", "three")]).await;
    let ids: Vec<_> = portal.arrivals(3).await.iter().map(|one| one.json()["conversationId"].clone()).collect();
    assert_eq!(ids[0], ids[1]);
    assert_ne!(ids[1], ids[2]);
}

#[tokio::test]
async fn the_customers_details_are_in_the_next_event() {
    let portal = Portal::verified().await;
    let written = portal.write(json!({"text": "hei"})).await;
    let conversation = written["conversation_id"].as_str().expect("an id");
    let fields = [
        ("conversation", conversation),
        ("display_name", "Google's Business Messages"),
        ("locale", "en-GB"),
        ("entry_point", ""),
        ("place_id", ""),
        ("widget_context", "basket"),
    ];
    let (status, to, _) = portal.post_form("/phone/b/a/customer", &fields).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(portal.page(&to).await.contains("Google's Business Messages"));
    portal.write(json!({"text": "again"})).await;
    let context = portal.arrivals(2).await[1].json()["context"].clone();
    assert_eq!(
        context,
        json!({
            "placeId": "",
            "resolvedLocale": "en",
            "userInfo": {"displayName": "Google's Business Messages", "userDeviceLocale": "en-GB"},
            "widget": {"url": "https://www.example.com/", "widgetContext": "basket"},
        })
    );
}

#[tokio::test]
async fn an_agent_that_nobody_added_is_registered_where_it_is_plain() {
    let portal = Portal::start().await;
    let nowhere = portal.get("/phone/b/a").await;
    assert_eq!(nowhere.status(), StatusCode::NOT_FOUND);
    assert!(nowhere.text().await.expect("text").contains("No webhook is saved"));

    portal.set_webhook().await;
    let other = json!({"url": portal.url.replace("hook", "other"), "client_token": TOKEN});
    portal.post_json("/api/webhooks", &other).await;
    let open = portal.get("/phone/b/a").await;
    assert_eq!(open.status(), StatusCode::NOT_FOUND);
    assert!(open.text().await.expect("text").contains("Several webhooks are saved"));

    let link = format!("/phone/b/a?name=Fjordbank&callback={}", portal.url);
    let page = portal.page(&link).await;
    assert!(page.contains("Fjordbank") && page.contains("class=\"phone android\""), "{page}");
}

#[tokio::test]
async fn agents_are_added_and_have_test_links() {
    let portal = Portal::verified().await;
    assert!(portal.page("/agents").await.contains("Brand ID"));
    let fields = [("name", "Fjordbank"), ("brand_id", "b1"), ("agent_id", "a1")];
    let (status, to, _) = portal.post_form("/agents", &fields).await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/agents/b1/a1"));
    let page = portal.page(&to).await;
    assert!(page.contains("Test URLs"));
    assert!(page.contains("/phone/b1/a1?surface=ios"));
    let (status, _, page) = portal.post_form("/agents", &[("brand_id", "a b")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("There are 3 problems"), "{page}");
}

#[tokio::test]
async fn an_agents_own_webhook_wins() {
    let portal = Portal::start().await;
    let elsewhere = json!({"url": "http://127.0.0.1:1/", "client_token": "t"});
    portal.post_json("/api/webhooks", &elsewhere).await;
    let own = json!({"brand_id": "b", "agent_id": "a", "url": portal.url, "client_token": TOKEN});
    portal.post_json("/api/agents", &own).await;
    portal.write(json!({"text": "mine"})).await;
    assert!(portal.arrivals(1).await[0].is_genuine());
}

#[tokio::test]
async fn the_log_shows_every_delivery_and_its_body() {
    let portal = Portal::verified().await;
    portal.write(json!({"text": "look here", "fault": "duplicate"})).await;
    portal.settled().await;
    let log = portal.page("/deliveries").await;
    assert!(log.contains("Send again") && log.contains("Duplicate"), "{log}");
    let one = portal.page("/deliveries/1").await;
    assert!(one.contains("look here") && one.contains("As expected"), "{one}");
    let (status, to, _) = portal.post_form("/deliveries/1/send-again", &[]).await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/deliveries/1"));
    portal.arrivals(3).await;
    assert_eq!(portal.get("/deliveries/99").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn faults_are_on_the_console_too() {
    let portal = Portal::verified().await;
    portal.page("/phone/b/a").await;
    assert!(portal.page("/").await.contains("value=\"oversized\""));
    let fields = [("agent", "b/a"), ("fault", "bad_signature")];
    let (status, _, _) = portal.post_form("/faults", &fields).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(!portal.arrivals(1).await[0].is_genuine());
}

#[tokio::test]
async fn every_page_has_a_strict_policy_and_one_heading() {
    let portal = Portal::verified().await;
    portal.write(json!({"text": "hei"})).await;
    for path in ["/", "/agents", "/agents/b/a", "/phone/b/a", "/deliveries", "/deliveries/1", "/none"] {
        let answer = portal.get(path).await;
        let policy = answer.headers()["content-security-policy"].to_str().expect("ASCII").to_owned();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        let page = answer.text().await.expect("text");
        assert!(page.starts_with("<!DOCTYPE html>"), "{page}");
        assert_eq!(page.matches("<h1").count(), 1, "{path}");
        assert!(!page.contains("style=") && !page.contains("<!>"), "{path}");
    }
    for path in ["/style.css", "/emulator.js", "/icon.svg", "/version"] {
        assert_eq!(portal.get(path).await.status(), StatusCode::OK, "{path}");
    }
}
