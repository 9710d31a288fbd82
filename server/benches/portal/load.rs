//! Signed, distinct events of 1 KiB over 64 connections that stay open; what counts is a 200, which the portal gives after the
//! commit. Bodies are made and signed before the clock starts. The portal processes its backlog meanwhile, as it would.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Result, bail, ensure};
use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha512;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::find;
use crate::program::{Program, TOKEN};

const CONNECTIONS: usize = 64;
const DURATION: Duration = Duration::from_secs(6);
/// Made before each round; more than can be sent in it.
const BODIES_PER_CONNECTION: usize = 6_000;
const BODY_SIZE: usize = 1024;

/// How many events a second the portal takes, stores and answers.
pub async fn webhook_per_second(program: &Program, callback: &str) -> Result<f64> {
    let stop = Arc::new(AtomicBool::new(false));
    let count = Arc::new(AtomicU64::new(0));
    let mut requests = Vec::new();
    for _ in 0..CONNECTIONS {
        requests.push((0..BODIES_PER_CONNECTION).map(|_| request(program, callback)).collect::<Vec<_>>());
    }
    let began = Instant::now();
    let senders: Vec<_> = requests
        .into_iter()
        .map(|requests| tokio::spawn(send(program.address.clone(), requests, Arc::clone(&stop), Arc::clone(&count))))
        .collect();
    tokio::time::sleep(DURATION).await;
    let sent = count.load(Ordering::Relaxed);
    let elapsed = began.elapsed();
    stop.store(true, Ordering::Relaxed);
    for sender in senders {
        sender.await??;
    }
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    Ok(sent as f64 / elapsed.as_secs_f64())
}

async fn send(address: String, requests: Vec<Vec<u8>>, stop: Arc<AtomicBool>, count: Arc<AtomicU64>) -> Result<()> {
    let mut stream = TcpStream::connect(&address).await?;
    stream.set_nodelay(true)?;
    let mut buffer = vec![0; 4096];
    for request in requests {
        if stop.load(Ordering::Relaxed) {
            return Ok(());
        }
        stream.write_all(&request).await?;
        let mut filled = 0;
        while find(&buffer[..filled], b"\r\n\r\n").is_none() {
            let read = stream.read(&mut buffer[filled..]).await?;
            ensure!(read > 0, "the portal hung up");
            filled += read;
        }
        // The answer to an event has no body.
        if !buffer.starts_with(b"HTTP/1.1 200") {
            bail!("an event was answered {}", String::from_utf8_lossy(&buffer[..filled]));
        }
        count.fetch_add(1, Ordering::Relaxed);
    }
    bail!("too few bodies were made for this machine: raise BODIES_PER_CONNECTION")
}

fn request(program: &Program, callback: &str) -> Vec<u8> {
    let (conversation, message) = (uuid::Uuid::new_v4(), uuid::Uuid::new_v4());
    let body = |text: &str| {
        format!(
            r#"{{"agent":"brands/7a5c9f3e-0000-4000-8000-000000000001/agents/7a5c9f3e-0000-4000-8000-000000000002","conversationId":"{conversation}","requestId":"{message}","message":{{"messageId":"{message}","name":"conversations/{conversation}/messages/{message}","createTime":"2026-03-02T12:00:00Z","text":"{text}"}},"context":{{"entryPoint":"PLACESHEET","resolvedLocale":"nb","userInfo":{{"displayName":"Kari Nordmann","userDeviceLocale":"nb-NO"}}}},"sendTime":"2026-03-02T12:00:00.5Z"}}"#
        )
    };
    let body = body(&"x".repeat(BODY_SIZE.saturating_sub(body("").len())));
    let mut mac = Hmac::<Sha512>::new_from_slice(TOKEN.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(body.as_bytes());
    let signature = BASE64_STANDARD.encode(mac.finalize().into_bytes());
    format!(
        "POST {} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\nx-goog-signature: {signature}\r\n\
         content-length: {}\r\n\r\n{body}",
        callback,
        program.address,
        body.len()
    )
    .into_bytes()
}
