//! The portal as a process: it starts, works beside other commands, survives its database, and ends when it is told to.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use backend::testing::sign;
use serde_json::json;
use server::embedded_postgres::{EmbeddedPostgres, signal};
use sqlx::{ConnectOptions, Connection};

use crate::client::ask;
use crate::program::{Program, TOKEN};

#[tokio::test]
async fn commands_work_beside_the_server_and_it_ends_when_it_is_told_to() {
    let (mut program, callback) = Program::connected().await.unwrap();
    let limits = program.proc("limits").unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    // Soft and hard.
    assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"], "{core}");
    let exported = program.run(&["export"], "").await.unwrap();
    assert!(exported.contains("Fjordbank messages") && !exported.contains(TOKEN), "{exported}");
    assert_eq!(post(&program, &callback, "r-1").await, Some(200));
    assert!(program.terminate().await.unwrap().success());
    assert_eq!(program.postmaster(), None, "PostgreSQL ends with the portal that started it");
    // Without a server, a command starts the database for as long as it needs it.
    assert!(program.run(&["export"], "").await.unwrap() == exported);
    assert_eq!(program.postmaster(), None);
}

/// Nothing that was answered with 200 is lost when PostgreSQL is killed, and the portal needs nobody's help to go on.
#[tokio::test]
async fn a_200_means_stored_even_when_postgres_is_killed_under_load() {
    let (mut program, callback) = Program::connected().await.unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let senders = (0..4).map(|sender| {
        let (address, callback, stop) = (program.address.clone(), callback.clone(), Arc::clone(&stop));
        tokio::spawn(async move {
            let (mut sent, mut taken) = (0, 0);
            while !stop.load(Ordering::Relaxed) {
                sent += 1;
                taken += usize::from(deliver(&address, &callback, &format!("r-{sender}-{sent}")).await == Some(200));
            }
            taken
        })
    });
    let senders: Vec<_> = senders.collect();
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(signal(program.postmaster().unwrap(), "KILL"));
    recovered(&program, &callback).await;
    stop.store(true, Ordering::Relaxed);
    let mut taken = 1;
    for sender in senders {
        taken += sender.await.unwrap();
    }
    assert!(taken > 10, "there was no load to speak of");
    let counted = count_receipts(&program).await;
    assert!(counted >= taken, "{taken} were answered with 200, and {counted} are stored");
    program.terminate().await.unwrap();
}

#[tokio::test]
async fn without_its_database_the_portal_says_so_and_goes_on_trying() {
    let mut program = Program::new().unwrap();
    program.run(&["keys", "new", &program.path("master.key")], "").await.unwrap();
    program.database_url = Some("postgres://nobody@127.0.0.1:1/nowhere".to_owned());
    program.spawn().unwrap();
    let answer = eventually(async || ask(&program.address, "GET", "/readyz", "", b"").await.ok()).await;
    assert_eq!(answer.status, 503, "{}", answer.head);
    assert_eq!(String::from_utf8(answer.body().unwrap()).unwrap(), "the database is being opened\n");
    assert_eq!(ask(&program.address, "GET", "/healthz", "", b"").await.unwrap().status, 200);
    assert_eq!(ask(&program.address, "GET", "/", "", b"").await.unwrap().status, 503);
    assert!(program.terminate().await.unwrap().success());
}

/// Those of the four senders, and the one after.
async fn count_receipts(program: &Program) -> usize {
    let postgres = EmbeddedPostgres::open(program.path("data").as_ref()).await.unwrap();
    let mut connection = postgres.options().connect().await.unwrap();
    let sql = "select count(*) from app.receipt where outcome = 'accepted' and kind = 'text'";
    let count: i64 = sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    postgres.close().await.unwrap();
    count.try_into().unwrap()
}

/// After the first delivery that is taken again, everything works.
async fn recovered(program: &Program, callback: &str) {
    let body = event("r-after");
    eventually(async || deliver_body(&program.address, callback, &body).await.filter(|status| *status == 200)).await;
}

async fn post(program: &Program, callback: &str, request: &str) -> Option<u16> {
    deliver(&program.address, callback, request).await
}

async fn deliver(address: &str, callback: &str, request: &str) -> Option<u16> {
    deliver_body(address, callback, &event(request)).await
}

async fn deliver_body(address: &str, callback: &str, body: &str) -> Option<u16> {
    let signature = sign(TOKEN, body.as_bytes());
    let head = format!("content-type: application/json\r\nx-goog-signature: {signature}\r\n");
    ask(address, "POST", callback, &head, body.as_bytes()).await.ok().map(|answer| answer.status)
}

fn event(request: &str) -> String {
    json!({
        "agent": "brands/7a5c9f3e-0000-4000-8000-000000000001/agents/7a5c9f3e-0000-4000-8000-000000000002",
        "conversationId": format!("c-{request}"),
        "requestId": request,
        "message": { "messageId": request, "text": "Hei", "createTime": "2026-03-02T11:59:58Z" },
        "sendTime": "2026-03-02T11:59:59.5Z",
    })
    .to_string()
}

async fn eventually<T>(attempt: impl AsyncFn() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(value) = attempt().await {
            return value;
        }
        assert!(began.elapsed() < Duration::from_mins(1), "it does not come");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
