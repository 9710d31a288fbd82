//! The recorded payloads of the provider, where they are present: each one signed and posted gives the documented answer and one
//! receipt. `SENTRALBORD_PAYLOADS` names their folder.

use std::{fs, path::PathBuf};

use backend::{
    providers::{SignatureFault, SigningKey, provider},
    testing,
};
use domain::{ChannelKind, receipt::Outcome};
use http::StatusCode;
use serde_json::Value;
use sqlx::PgPool;

use super::Door;

fn payloads() -> Option<PathBuf> {
    let folder = std::env::var_os("SENTRALBORD_PAYLOADS")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/payloads")), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: there is no folder {} (SENTRALBORD_PAYLOADS names another)", folder.display());
    None
}

fn inbound(folder: &std::path::Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder.join("google-business-messages")).unwrap();
    let mut found: Vec<_> = entries
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.path()))
        .filter(|(name, _)| name.starts_with("in-"))
        .map(|(name, path)| (name, fs::read(path).unwrap()))
        .collect();
    found.sort();
    found
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn every_recorded_payload_gets_the_documented_answer_and_one_receipt(pool: PgPool) {
    let Some(folder) = payloads() else { return };
    let door = Door::open(&pool).await;
    let payloads = inbound(&folder);
    assert!(!payloads.is_empty());
    for (count, (name, body)) in payloads.iter().enumerate() {
        let is_handshake = name.contains("handshake");
        let answer = door.post(body, &[&testing::sign(&door.line.token, body)]).await;
        let expected = if is_handshake { StatusCode::FORBIDDEN } else { StatusCode::OK };
        assert_eq!(answer.status, expected, "{name}: another partner's token proves nothing");
        let receipts = door.receipts().await;
        assert_eq!(receipts.len(), count + 1, "{name}");
        let outcome = receipts[0].outcome;
        if is_handshake {
            assert_eq!(outcome, Outcome::Refused);
        } else {
            assert!(matches!(outcome, Outcome::Accepted | Outcome::Duplicate | Outcome::Conflict), "{name}: {outcome}");
            assert!(receipts[0].kind.is_some(), "{name}");
            assert!(answer.body.is_empty(), "{name}");
        }
    }
    door.portal.backend.jobs().drain().await.unwrap();
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn the_recorded_handshake_is_answered_where_its_token_is_ours(pool: PgPool) {
    let Some(folder) = payloads() else { return };
    let door = Door::open(&pool).await;
    let body = fs::read(folder.join("google-business-messages/in-handshake.json")).unwrap();
    let mut handshake: Value = serde_json::from_slice(&body).unwrap();
    handshake["clientToken"] = Value::from(door.line.token.clone());
    let answer = door.post(handshake.to_string().as_bytes(), &[]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.body, handshake["secret"].as_str().unwrap());
}

#[test]
fn the_signature_vectors_pass() {
    let Some(folder) = payloads() else { return };
    let vectors: Value = serde_json::from_slice(&fs::read(folder.join("signature-vectors.json")).unwrap()).unwrap();
    let google = provider(ChannelKind::GoogleBusinessMessages);
    let mut checked = 0;
    for vector in vectors["vectors"].as_array().unwrap().iter().filter(|vector| vector["product"] == "BM") {
        let body = fs::read(folder.join(format!("{}.json", vector["id"].as_str().unwrap()))).unwrap();
        let key = [SigningKey::new(vector["key"].as_str().unwrap().as_bytes()).unwrap()];
        let signature = vector["xGoogSignature"].as_str().unwrap().as_bytes();
        assert_eq!(google.verify(&google.event(&body), &[signature], &key), Ok(0), "{}", vector["id"]);
        let other = [SigningKey::new(b"another token").unwrap()];
        let refused = google.verify(&google.event(&body), &[signature], &other);
        assert_eq!(refused, Err(SignatureFault::Mismatch));
        checked += 1;
    }
    assert!(checked > 0);
}
