//! `/live`: who may listen, and for how long.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use backend::testing::Portal;
use http::StatusCode;
use server::pages::Site;
use server::router::router;
use sqlx::PgPool;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::people::administrator;

fn listen(cookie: &str) -> Request {
    Request::get("/live?topic=receipts").header("cookie", cookie).body(Body::empty()).unwrap()
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn nobody_listens_without_being_signed_in(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let router = router(&portal.backend, Site::new(None), CancellationToken::new());
    assert_eq!(router.oneshot(listen("")).await.unwrap().status(), StatusCode::UNAUTHORIZED);
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn an_open_stream_ends_when_the_server_stops(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let cookie = administrator(&portal).await.cookie();
    let stop = CancellationToken::new();
    let response = router(&portal.backend, Site::new(None), stop.clone()).oneshot(listen(&cookie)).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let mut rest = tokio::spawn(to_bytes(response.into_body(), usize::MAX));
    assert!(timeout(Duration::from_millis(50), &mut rest).await.is_err(), "the stream ended by itself");
    stop.cancel();
    timeout(Duration::from_secs(5), rest).await.expect("the stream goes on").unwrap().unwrap();
}
