//! The conformance payloads and signature vectors, where they are present: `SENTRALBORD_PAYLOADS`, else `../shared/payloads`
//! beside the workspace. They are no part of this project.

use super::*;
use crate::providers::HandshakeOutcome;
use std::{
    env, fs,
    io::{self, Write},
    path::PathBuf,
};

fn folder() -> Option<PathBuf> {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/payloads"));
    let folder = env::var_os("SENTRALBORD_PAYLOADS").map_or_else(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    // Past the test harness, which would keep it from whoever runs the tests.
    let line = format!("\nSKIPPED: no payloads at {} (set SENTRALBORD_PAYLOADS)\n", folder.display());
    io::stderr().write_all(line.as_bytes()).expect("a standard error");
    None
}

#[test]
fn signature_vectors_pass() {
    let Some(folder) = folder() else { return };
    let vectors = fs::read(folder.join("signature-vectors.json")).expect("the vectors");
    let vectors: Value = serde_json::from_slice(&vectors).expect("JSON");
    let vectors = vectors["vectors"].as_array().expect("a list");
    for vector in vectors {
        let text = |member: &str| vector[member].as_str().expect("a text");
        let bytes = fs::read(folder.join(format!("{}.json", text("id")))).expect("a payload");
        let keys = [SigningKey::new(text("key").as_bytes()).expect("a token")];
        let signature = text("xGoogSignature");
        assert_eq!(keys[0].sign(&bytes), signature, "{}", text("id"));
        let event = event(&bytes);
        assert_eq!(google().verify(&event, &[signature.as_bytes()], &keys), Ok(0));
        // What a body parser would hand back is not what was signed.
        let value: Value = serde_json::from_slice(&bytes).expect("JSON");
        let again = serde_json::to_vec(&value).expect("JSON");
        assert!(google().verify(&super::event(&again), &[signature.as_bytes()], &keys).is_err());
    }
    println!("{} signature vectors passed", vectors.len());
}

#[test]
fn every_inbound_payload_is_understood() {
    let Some(folder) = folder() else { return };
    let files = fs::read_dir(folder.join("google-business-messages")).expect("a folder");
    let mut count = 0;
    for file in files {
        let path = file.expect("a file").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if !name.starts_with("in-") {
            continue;
        }
        let bytes = fs::read(&path).expect("a payload");
        match google().classify(&bytes) {
            Delivery::Event(event) => {
                let inbound = google().parse(&event);
                assert!(inbound.is_ok(), "{name}: {inbound:?}");
            }
            Delivery::Handshake(handshake) => {
                let value: Value = serde_json::from_slice(&bytes).expect("JSON");
                let token = value["clientToken"].as_str().expect("a token");
                let keys = [SigningKey::new(token.as_bytes()).expect("a token")];
                let HandshakeOutcome::Answer { secret, .. } = handshake.answer(&keys) else {
                    panic!("{name}: refused")
                };
                assert_eq!(Some(secret.expose()), value["secret"].as_str());
            }
        }
        count += 1;
    }
    println!("{count} inbound payloads passed");
}
