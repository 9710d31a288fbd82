//! The life of a secret over HTTP: rotation while both tokens come, and showing a value.

use axum::body::Body;
use backend::testing::{Line, Portal, sign};
use domain::user::Role;
use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use http::{Request, StatusCode};
use jiff::SignedDuration;
use sqlx::PgPool;

use crate::caller::{Caller, FORM, router};
use crate::doors::in_parts;

const NEXT: &str = "next-token-2c624232";

struct Scene {
    portal: Portal,
    line: Line,
    router: axum::Router,
    admin: Caller,
}

impl Scene {
    async fn open(pool: &PgPool) -> Self {
        let portal = Portal::on(pool).await;
        let line = Line::open(&portal).await;
        let router = router(&portal);
        let admin = Caller::signed_in(&portal, &router, line.admin.user_id().unwrap()).await.at_home();
        Self { portal, line, router, admin }
    }

    fn page(&self) -> String {
        format!("/secrets/account.client_token/{}", self.line.account_id)
    }

    /// Posts an event to the callback URL, signed with a token.
    async fn deliver(&self, number: u32, token: &str) -> StatusCode {
        let body = self.line.text("c-1", &format!("r-{number}"), "Hei").to_string();
        let request = Request::post(format!("/webhooks/google-business-messages/{}", self.line.key))
            .header(CONTENT_TYPE, "application/json")
            .header("x-goog-signature", sign(token, body.as_bytes()))
            .body(Body::from(body))
            .unwrap();
        tower::ServiceExt::oneshot(self.router.clone(), request).await.unwrap().status()
    }

    async fn rotate(&self, version: i32) -> crate::caller::Reply {
        let fields = [
            ("form[field]", "account.client_token".to_owned()),
            ("form[id]", self.line.account_id.to_string()),
            ("form[version]", version.to_string()),
            ("form[overlap]", "until_retired".to_owned()),
            ("form[client_token]", NEXT.to_owned()),
            ("form[expires_on]", String::new()),
        ];
        let (kind, body) = in_parts(&fields);
        self.admin.with(ACCEPT, "text/html").post("/api/secrets/rotate", kind, body).await
    }

    fn form(&self, version: i32) -> String {
        let id = self.line.account_id;
        format!("form%5Bfield%5D=account.client_token&form%5Bid%5D={id}&form%5Bversion%5D={version}")
    }
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_token_is_rotated_while_both_come_and_its_first_late_message_is_shown(pool: PgPool) {
    let scene = Scene::open(&pool).await;
    let old = scene.line.token.clone();
    assert_eq!(scene.deliver(0, &old).await, StatusCode::OK);
    let rotated = scene.rotate(1).await;
    assert_eq!((rotated.status, rotated.header(&LOCATION)), (StatusCode::SEE_OTHER, scene.page().as_str()));
    let mut refusals = 0;
    for number in 1..=40 {
        let token = if number % 2 == 0 { &old } else { NEXT };
        refusals += u32::from(scene.deliver(number, token).await != StatusCode::OK);
    }
    assert_eq!(refusals, 0);
    let page = scene.admin.get(&scene.page()).await.text();
    assert!(page.contains("Brukt 20 ganger") && page.contains("Brukt 21 ganger"), "{page}");
    assert!(!page.contains(NEXT) && !page.contains(&old));
    let asked = scene.admin.get(&format!("{}/retire", scene.page())).await.text();
    assert!(asked.contains("Noen signerer fortsatt med det"), "{asked}");
    let retired = scene.admin.with(ACCEPT, "text/html").post("/api/secrets/retire", FORM, scene.form(2)).await;
    assert_eq!((retired.status, retired.header(&LOCATION)), (StatusCode::SEE_OTHER, scene.page().as_str()));
    assert_eq!(scene.deliver(41, &old).await, StatusCode::UNAUTHORIZED);
    assert_eq!(scene.deliver(42, NEXT).await, StatusCode::OK);
    let receipts = scene.admin.get("/receipts?outcome=refused").await.text();
    assert!(receipts.contains("Signert med et klienttoken som er trukket tilbake"), "{receipts}");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_value_is_shown_once_with_a_reason_after_proving_who_one_is(pool: PgPool) {
    let scene = Scene::open(&pool).await;
    let body = format!("{}&form%5Breason%5D=feil+hos+Google", scene.form(1));
    let browser = scene.admin.with(ACCEPT, "text/html");
    let shown = browser.post("/secrets/reveal", FORM, body.clone()).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text().contains(&scene.line.token));
    assert_eq!(shown.header(&CACHE_CONTROL), "no-store");
    assert!(shown.headers["refresh"].to_str().unwrap().starts_with("30; url=/secrets/"));
    let plain = scene.admin.post("/secrets/reveal", FORM, body.clone()).await;
    assert_eq!((plain.text(), plain.header(&CACHE_CONTROL)), (scene.line.token.clone(), "no-store"));
    assert_eq!(plain.headers["x-content-type-options"], "nosniff");
    assert_eq!(plain.header(&CONTENT_TYPE), "text/plain; charset=utf-8");
    // No reason, a field that nobody sees, nobody, another site, and five minutes later.
    let without = browser.post("/secrets/reveal", FORM, scene.form(1)).await;
    assert!(without.header(&LOCATION).ends_with("/reveal?problem=reason"), "{without:?}");
    let file = body.replace("client_token", "service_account");
    assert_eq!(scene.admin.post("/secrets/reveal", FORM, file).await.status, StatusCode::NOT_FOUND);
    let nobody = Caller::stranger(&scene.router).at_home();
    assert_eq!(nobody.post("/secrets/reveal", FORM, body.clone()).await.status, StatusCode::UNAUTHORIZED);
    let user_id = scene.line.admin.user_id().unwrap();
    let elsewhere = Caller::signed_in(&scene.portal, &scene.router, user_id).await;
    let elsewhere = elsewhere.with(http::header::ORIGIN, "https://evil.example");
    assert_eq!(elsewhere.post("/secrets/reveal", FORM, body.clone()).await.status, StatusCode::FORBIDDEN);
    let blind = Caller::person(&scene.portal, &scene.router, Role::OmnichannelAdministrator).await.at_home();
    assert_eq!(blind.post("/secrets/reveal", FORM, body.clone()).await.status, StatusCode::NOT_FOUND);
    scene.portal.clock.advance(SignedDuration::from_mins(5));
    let late = browser.post("/secrets/reveal", FORM, body.clone()).await;
    assert!(late.header(&LOCATION).starts_with("/sign-in/again?next=/secrets/"), "{late:?}");
    assert_eq!(scene.admin.post("/secrets/reveal", FORM, body).await.status, StatusCode::FORBIDDEN);
    let page = browser.get(&format!("{}/reveal", scene.page())).await;
    assert!(page.header(&LOCATION).starts_with("/sign-in/again?next=/secrets/"), "{page:?}");
}
