//! The table of PRODUCT §4: a test for each row.

use axum::body::Body;
use backend::testing::{self, Line, Portal};
use bytes::Bytes;
use domain::receipt::Outcome;
use futures::stream;
use http::{Request, StatusCode, header};
use serde_json::json;
use sqlx::PgPool;

use super::Door;

const LIMIT: usize = 262_144;

fn handshake(token: &str, secret: &str) -> Vec<u8> {
    json!({ "clientToken": token, "secret": secret }).to_string().into_bytes()
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_handshake_with_the_right_token_is_answered_with_exactly_the_secret(pool: PgPool) {
    let door = Door::open(&pool).await;
    let answer = door.post(&handshake(&door.line.token, "0123456789"), &[]).await;
    assert_eq!((answer.status, answer.body.as_ref()), (StatusCode::OK, b"0123456789".as_slice()));
    assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    let receipt = door.receipt().await;
    assert_eq!((receipt.summary.outcome, receipt.body.told().flatten()), (Outcome::Accepted, None));
    assert_eq!(receipt.summary.kind.as_deref(), Some("handshake"));
    assert!(!testing::dump(&door.portal).await.contains("0123456789\""));
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_handshake_that_is_not_ours_is_refused_without_an_echo(pool: PgPool) {
    let door = Door::open(&pool).await;
    let token = door.line.token.clone();
    let bodies = [
        (handshake("wrong", "canary"), "token_wrong"),
        (json!({ "secret": "canary" }).to_string().into_bytes(), "token_missing"),
        (json!({ "clientToken": token }).to_string().into_bytes(), "secret_missing"),
        (handshake(&token, "canary with spaces"), "secret_unfit"),
        (handshake(&token, &"x".repeat(1025)), "secret_unfit"),
    ];
    for (body, reason) in bodies {
        let answer = door.post(&body, &[]).await;
        assert_eq!((answer.status, answer.body.as_ref()), (StatusCode::FORBIDDEN, b"forbidden\n".as_slice()));
        assert_eq!(door.receipts().await[0].reason.as_deref(), Some(reason));
    }
    assert!(!testing::dump(&door.portal).await.contains("canary"));
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_handshake_before_the_notice_is_acknowledged_is_refused(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::without_acknowledgement(&portal).await;
    let door = Door::to(portal, line);
    let answer = door.post(&handshake(&door.line.token, "0123456789"), &[]).await;
    assert_eq!((answer.status, answer.body.as_ref()), (StatusCode::FORBIDDEN, b"forbidden\n".as_slice()));
    door.assert_refused("notice_not_acknowledged").await;
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn an_event_with_a_good_signature_is_kept_byte_for_byte(pool: PgPool) {
    let door = Door::open(&pool).await;
    let answer = door.deliver(&door.line.text("c-1", "r-1", "Hei")).await;
    assert_eq!((answer.status, answer.body.len()), (StatusCode::OK, 0));
    let receipt = door.receipt().await;
    assert_eq!((receipt.summary.outcome, receipt.signature.as_str()), (Outcome::Accepted, "good"));
    assert_eq!(receipt.summary.kind.as_deref(), Some("text"));
    assert!(receipt.body.told().flatten().unwrap().contains("Hei"));
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn the_same_event_again_is_a_duplicate(pool: PgPool) {
    let door = Door::open(&pool).await;
    let event = door.line.text("c-1", "r-1", "Hei");
    let answers = futures::future::join_all((0..8).map(|_| door.deliver(&event))).await;
    assert!(answers.iter().all(|answer| answer.status == StatusCode::OK));
    let receipts = door.receipts().await;
    assert_eq!(receipts.iter().filter(|receipt| receipt.outcome == Outcome::Accepted).count(), 1);
    assert_eq!(receipts.iter().filter(|receipt| receipt.outcome == Outcome::Duplicate).count(), 7);
    assert_eq!(door.portal.backend.jobs().drain().await.unwrap(), 1);
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn the_same_key_with_other_bytes_is_a_conflict(pool: PgPool) {
    let door = Door::open(&pool).await;
    for text in ["Hei", "Hallo"] {
        assert_eq!(door.deliver(&door.line.text("c-1", "r-1", text)).await.status, StatusCode::OK);
    }
    assert_eq!(door.receipts().await[0].outcome, Outcome::Conflict);
    assert_eq!(door.portal.backend.jobs().drain().await.unwrap(), 1);
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn what_cannot_be_understood_is_a_dead_letter(pool: PgPool) {
    let door = Door::open(&pool).await;
    let unknown = door.line.event("c-1", "r-1", "holograms", &json!({ "of": "Kari" })).to_string();
    for (body, reason) in [("{\"not\": json", "not_json"), ("[]", "not_an_object"), (&unknown, "unknown_kind")] {
        let answer = door.post(body.as_bytes(), &[&door.line.sign(body.as_bytes())]).await;
        assert_eq!((answer.status, answer.body.len()), (StatusCode::OK, 0), "{body}");
        let receipt = &door.receipts().await[0];
        assert_eq!((receipt.outcome, receipt.reason.as_deref()), (Outcome::DeadLetter, Some(reason)));
        let detail = door.portal.backend.receipts().get(&door.line.admin, receipt.id).await.unwrap();
        assert!(detail.body.told().flatten().is_some() && detail.can_replay);
    }
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_bad_a_missing_and_a_doubled_signature_are_refused(pool: PgPool) {
    let door = Door::open(&pool).await;
    let body = door.line.text("c-1", "r-1", "canary").to_string();
    let good = door.line.sign(body.as_bytes());
    let other = door.line.sign(b"something else");
    let cases: [(&[&str], &str); 4] = [
        (&[], "signature_missing"),
        (&[&other], "signature_mismatch"),
        (&[&good, &good], "signature_doubled"),
        (&["short"], "signature_malformed"),
    ];
    for (signatures, reason) in cases {
        let answer = door.post(body.as_bytes(), signatures).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{reason}");
        let receipt = &door.receipts().await[0];
        assert_eq!((receipt.outcome, receipt.reason.as_deref()), (Outcome::Refused, Some(reason)));
    }
    assert!(!testing::dump(&door.portal).await.contains("canary"));
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn an_unknown_key_is_nobodys(pool: PgPool) {
    let door = Door::open(&pool).await;
    let body = door.line.text("c-1", "r-1", "Hei").to_string();
    for key in ["aaaaaaaaaaaaaaaaaaaaaaaaaa", "short", "%ff", "AAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        let request = Request::post(format!("/webhooks/google-business-messages/{key}"))
            .header(header::CONTENT_TYPE, "application/json")
            .header(super::SIGNATURE, door.line.sign(body.as_bytes()))
            .body(Body::from(body.clone()))
            .unwrap();
        assert_eq!(door.send(request).await.status, StatusCode::NOT_FOUND, "{key}");
    }
    assert!(door.receipts().await.is_empty());
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_body_over_256_kib_is_refused_whether_declared_or_not(pool: PgPool) {
    let door = Door::open(&pool).await;
    let declared = door.request("POST").header(header::CONTENT_TYPE, "application/json");
    let declared = declared
        .header(header::CONTENT_LENGTH, LIMIT + 1)
        .body(Body::from_stream(stream::pending::<std::io::Result<Bytes>>()));
    assert_eq!(door.send(declared.unwrap()).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    door.assert_refused("too_large").await;
    let chunks = std::iter::repeat_with(|| std::io::Result::Ok(Bytes::from(vec![b' '; 65_536]))).take(5);
    let streamed = door.request("POST").header(header::CONTENT_TYPE, "application/json");
    let streamed = streamed.body(Body::from_stream(stream::iter(chunks))).unwrap();
    assert_eq!(door.send(streamed).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    // The last byte that is allowed.
    let mut body = door.line.text("c-1", "r-1", "Hei").to_string().into_bytes();
    body.resize(LIMIT, b' ');
    assert_eq!(door.post(&body, &[&door.line.sign(&body)]).await.status, StatusCode::OK);
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn another_method_is_refused_and_told_the_right_one(pool: PgPool) {
    let door = Door::open(&pool).await;
    for method in ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"] {
        let answer = door.send(door.request(method).body(Body::empty()).unwrap()).await;
        assert_eq!((answer.status, answer.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, Some("POST")), "{method}");
        assert_eq!(door.receipts().await[0].reason.as_deref(), Some("wrong_method"));
    }
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn another_content_type_is_refused(pool: PgPool) {
    let door = Door::open(&pool).await;
    let body = door.line.text("c-1", "r-1", "Hei").to_string();
    let send = async |content_type: Option<&str>| {
        let mut request = door.request("POST").header(super::SIGNATURE, door.line.sign(body.as_bytes()));
        if let Some(content_type) = content_type {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        door.send(request.body(Body::from(body.clone())).unwrap()).await.status
    };
    for wrong in
        [None, Some("text/plain"), Some("application/jsonp"), Some("application/x-www-form-urlencoded"), Some("")]
    {
        assert_eq!(send(wrong).await, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{wrong:?}");
        assert_eq!(door.receipts().await[0].reason.as_deref(), Some("wrong_content_type"));
    }
    for right in ["application/json", "Application/JSON; charset=utf-8", "application/json ;a=b"] {
        assert_eq!(send(Some(right)).await, StatusCode::OK, "{right}");
    }
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_backlog_over_its_limit_is_503_with_a_time_to_come_back(pool: PgPool) {
    let door = Door::open(&pool).await;
    door.portal.backend.intake().limit_backlog(0);
    let answer = door.deliver(&door.line.text("c-1", "r-1", "Hei")).await;
    assert_eq!((answer.status, answer.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, Some("5")));
    assert!(door.receipts().await.is_empty());
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_database_that_is_away_is_503_and_never_200(pool: PgPool) {
    let door = Door::open(&pool).await;
    assert_eq!(door.deliver(&door.line.text("c-1", "r-1", "Hei")).await.status, StatusCode::OK);
    door.portal.backend.close().await;
    let answer = door.deliver(&door.line.text("c-1", "r-2", "Hei")).await;
    assert_eq!((answer.status, answer.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, Some("5")));
    let answer = door.post(&handshake(&door.line.token, "1"), &[]).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_suspended_account_answers_200_and_keeps_no_content(pool: PgPool) {
    let door = Door::open(&pool).await;
    door.portal.backend.accounts().suspend(&door.line.admin, door.line.account_id).await.unwrap();
    assert_eq!(door.deliver(&door.line.text("c-1", "r-1", "canary")).await.status, StatusCode::OK);
    let receipt = door.receipt().await;
    assert_eq!(
        (receipt.summary.outcome, receipt.body.told().flatten(), receipt.body_hash),
        (Outcome::Suspended, None, None)
    );
    assert!(!testing::dump(&door.portal).await.contains("canary"));
    assert_eq!(door.portal.backend.jobs().drain().await.unwrap(), 0);
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn the_secret_is_sent_as_it_is_whatever_the_asker_accepts(pool: PgPool) {
    let door = Door::open(&pool).await;
    let secret = "s".repeat(64);
    let request = door.request("POST").header(header::CONTENT_TYPE, "application/json");
    let body = Body::from(handshake(&door.line.token, &secret));
    let answer = door.send(request.header(header::ACCEPT_ENCODING, "br, gzip").body(body).unwrap()).await;
    assert_eq!((answer.body.as_ref(), answer.header("content-encoding")), (secret.as_bytes(), None));
}
