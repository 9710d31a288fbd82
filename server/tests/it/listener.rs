//! Slow and greedy clients are cut; the others are answered, also while the server stops.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use server::listener::{Limits, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

const SHORT: Duration = Duration::from_millis(200);

struct Server {
    address: SocketAddr,
    stop: CancellationToken,
    serving: JoinHandle<()>,
}

impl Server {
    async fn start() -> Self {
        Self::resting(SHORT * 4).await
    }

    /// One whose clients may rest for so long between requests.
    async fn resting(idle_for: Duration) -> Self {
        let router = Router::new()
            .route("/", get(|| async { "hello" }))
            .route("/slow", get(|| async { sleep(SHORT * 2).await }))
            .route("/body", post(|body: String| async move { body }));
        let limits = Limits {
            head_for: SHORT,
            idle_for,
            body_idle_for: SHORT,
            body_for: SHORT * 3,
            drain_for: SHORT * 10,
            connections_per_address: 3,
            ..Limits::default()
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let serving = tokio::spawn(serve(listener, tokio::sync::watch::channel(router).1, limits, stop.clone()));
        Self { address, stop, serving }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }
}

/// Everything until the server closes, which it must do soon.
async fn rest(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let read = timeout(Duration::from_secs(5), stream.read_to_end(&mut answer)).await;
    let _ = read.expect("the connection is still open");
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn a_silent_connection_is_cut() {
    let server = Server::start().await;
    assert_eq!(rest(&mut server.connect().await).await, "");
}

#[tokio::test]
async fn half_a_head_is_cut() {
    let server = Server::start().await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n").await.unwrap();
    let answer = rest(&mut stream).await;
    assert!(!answer.contains("hello"), "{answer}");
}

#[tokio::test]
async fn a_connection_is_kept_for_the_next_request_but_not_for_ever() {
    let server = Server::start().await;
    let mut stream = server.connect().await;
    for _ in 0..2 {
        stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
        sleep(SHORT / 4).await;
    }
    assert_eq!(rest(&mut stream).await.matches("hello").count(), 2);
}

#[tokio::test]
async fn who_rests_between_requests_is_not_cut_like_who_stops_within_one() {
    let server = Server::resting(Duration::from_mins(1)).await;
    let mut stream = server.connect().await;
    for _ in 0..2 {
        stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
        sleep(SHORT * 2).await;
    }
    stream.write_all(b"GET / HTTP/1.1\r\nhost").await.unwrap();
    // `rest` does not wait for a minute.
    assert_eq!(rest(&mut stream).await.matches("hello").count(), 2);
}

#[tokio::test]
async fn a_body_that_stops_or_drips_is_answered_408() {
    let server = Server::start().await;
    let mut stopped = server.connect().await;
    stopped.write_all(b"POST /body HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nhalf").await.unwrap();
    assert!(rest(&mut stopped).await.starts_with("HTTP/1.1 408"));
    let mut dripping = server.connect().await;
    dripping.write_all(b"POST /body HTTP/1.1\r\nhost: a\r\ncontent-length: 90\r\n\r\n").await.unwrap();
    for _ in 0..9 {
        sleep(SHORT / 2).await;
        let _ = dripping.write_all(b"x").await;
    }
    assert!(rest(&mut dripping).await.starts_with("HTTP/1.1 408"));
}

#[tokio::test]
async fn a_large_head_is_answered_431() {
    let server = Server::start().await;
    let mut stream = server.connect().await;
    let head = format!("GET / HTTP/1.1\r\nhost: a\r\nx: {}\r\n\r\n", "y".repeat(20_000));
    stream.write_all(head.as_bytes()).await.unwrap();
    assert!(rest(&mut stream).await.starts_with("HTTP/1.1 431"));
}

#[tokio::test]
async fn one_address_has_only_so_many_connections() {
    let server = Server::start().await;
    let mut streams = Vec::new();
    for _ in 0..4 {
        streams.push(server.connect().await);
    }
    let mut answers = Vec::new();
    for stream in &mut streams {
        let _ = stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
        answers.push(timeout(Duration::from_secs(5), async {
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await.is_ok() && answer.contains("hello")
        }));
    }
    let answered = futures::future::join_all(answers).await.into_iter().filter(|answer| *answer == Ok(true)).count();
    assert_eq!(answered, 3);
}

#[tokio::test]
async fn a_request_under_way_is_answered_when_the_server_stops() {
    let server = Server::start().await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET /slow HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    sleep(SHORT / 4).await;
    server.stop.cancel();
    assert!(rest(&mut stream).await.starts_with("HTTP/1.1 200"));
    timeout(Duration::from_secs(1), server.serving).await.unwrap().unwrap();
    assert!(TcpStream::connect(server.address).await.is_err());
}
