//! A portal that remembers what reached it, an emulator, and words for driving both.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use emulator::{Config, Emulator, Retry};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::redirect::Policy;
use serde_json::{Value, json};
use sha2::Sha512;
use tokio::net::TcpListener;

pub(crate) const TOKEN: &str = "a-token-of-ours";

/// One request that reached the portal.
#[derive(Debug, Clone)]
pub(crate) struct Arrival {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Arrival {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    pub(crate) fn signatures(&self) -> Vec<&str> {
        let all = self.headers.get_all("x-goog-signature");
        all.iter().map(|one| one.to_str().expect("ASCII")).collect()
    }

    pub(crate) fn is_genuine(&self) -> bool {
        let mut mac = Hmac::<Sha512>::new_from_slice(TOKEN.as_bytes()).expect("any key");
        mac.update(&self.body);
        self.signatures() == [STANDARD.encode(mac.finalize().into_bytes())]
    }
}

/// How the portal answers the handshake.
#[derive(Debug, Clone, Default)]
pub(crate) enum Handshake {
    #[default]
    Secret,
    Quoted,
    Status(StatusCode),
    Redirect,
}

#[derive(Debug, Default)]
struct Memory {
    handshake: Handshake,
    /// Answers to the next events; 200 when there are no more.
    answers: VecDeque<StatusCode>,
    arrivals: Vec<Arrival>,
}

#[derive(Debug, Clone)]
pub(crate) struct Portal {
    memory: Arc<Mutex<Memory>>,
    pub(crate) url: String,
    emulator: String,
    pub(crate) http: reqwest::Client,
}

impl Portal {
    /// A portal and an emulator that retries a thousand times as fast as Google.
    pub(crate) async fn start() -> Self {
        let memory = Arc::new(Mutex::new(Memory::default()));
        let receiver = Router::new()
            .fallback(receive)
            .layer(DefaultBodyLimit::max(4 * 1024 * 1024))
            .with_state(Arc::clone(&memory));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/hook", listener.local_addr().expect("bound"));
        tokio::spawn(async move { axum::serve(listener, receiver).await });

        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("bound"));
        let config = Config::new(&base).with_retry(Retry::google().faster(1000));
        tokio::spawn(emulator::serve(listener, Emulator::new(config), std::future::pending()));
        let http = reqwest::Client::builder().no_proxy().redirect(Policy::none()).build().expect("a client");
        Self { memory, url, emulator: base, http }
    }

    /// A portal whose webhook has been verified.
    pub(crate) async fn verified() -> Self {
        let portal = Self::start().await;
        let answer = portal.set_webhook().await;
        assert_eq!(answer["verified"], true, "{answer}");
        portal
    }

    pub(crate) async fn set_webhook(&self) -> Value {
        let body = json!({"url": self.url, "client_token": TOKEN});
        self.post_json("/api/webhooks", &body).await.1
    }

    /// Writes as a customer of agent `a` of brand `b`.
    pub(crate) async fn write(&self, body: Value) -> Value {
        let (status, answer) = self.post_json("/api/phones/b/a/messages", &body).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer
    }

    pub(crate) async fn post_json(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        let request = self.http.post(self.at(path)).json(body);
        let request = request.header("accept-language", "en");
        let answer = request.send().await.expect("an answer");
        let status = answer.status();
        (status, answer.json().await.unwrap_or_default())
    }

    /// Posts a form; gives the status, where it leads, and the page.
    pub(crate) async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String, String) {
        let request = self.http.post(self.at(path)).form(fields);
        let request = request.header("accept-language", "en");
        let answer = request.send().await.expect("an answer");
        let to = answer.headers().get(LOCATION);
        let to = to.map_or_else(String::new, |to| to.to_str().expect("ASCII").to_owned());
        (answer.status(), to, answer.text().await.expect("text"))
    }

    pub(crate) async fn page(&self, path: &str) -> String {
        self.get(path).await.text().await.expect("text")
    }

    pub(crate) async fn get(&self, path: &str) -> reqwest::Response {
        let request = self.http.get(self.at(path)).header("accept-language", "en");
        request.send().await.expect("an answer")
    }

    pub(crate) async fn deliveries(&self) -> Vec<Value> {
        let answer: Value = self.get("/api/deliveries").await.json().await.expect("JSON");
        answer["items"].as_array().expect("a list").clone()
    }

    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.emulator)
    }

    pub(crate) fn shakes(&self, handshake: Handshake) {
        self.memory.lock().expect("whole").handshake = handshake;
    }

    pub(crate) fn answers_with(&self, answers: impl IntoIterator<Item = StatusCode>) {
        self.memory.lock().expect("whole").answers.extend(answers);
    }

    pub(crate) fn arrived(&self) -> Vec<Arrival> {
        self.memory.lock().expect("whole").arrivals.clone()
    }

    /// Waits until `count` events have arrived.
    pub(crate) async fn arrivals(&self, count: usize) -> Vec<Arrival> {
        self.until(|| async { self.arrived().len() >= count }).await;
        self.arrived()
    }

    /// Waits until every delivery has come to an end.
    pub(crate) async fn settled(&self) -> Vec<Value> {
        self.until(|| async {
            let all = self.deliveries().await;
            all.iter().all(|one| one["state"] == "delivered" || one["state"] == "stopped")
        })
        .await;
        self.deliveries().await
    }

    async fn until<F: Future<Output = bool>>(&self, mut is_so: impl FnMut() -> F) {
        let wait = async {
            while !is_so().await {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), wait).await.expect("it comes to pass");
    }
}

async fn receive(State(memory): State<Arc<Mutex<Memory>>>, headers: HeaderMap, body: Bytes) -> Response {
    let mut memory = memory.lock().expect("whole");
    let json: Value = serde_json::from_slice(&body).unwrap_or_default();
    if let Some(secret) = json["secret"].as_str() {
        assert_eq!(json["clientToken"], TOKEN);
        return match memory.handshake {
            Handshake::Secret => secret.to_owned().into_response(),
            Handshake::Quoted => format!("\"{secret}\"").into_response(),
            Handshake::Status(status) => status.into_response(),
            Handshake::Redirect => (StatusCode::FOUND, [(LOCATION, "/elsewhere")]).into_response(),
        };
    }
    memory.arrivals.push(Arrival { headers, body });
    memory.answers.pop_front().unwrap_or(StatusCode::OK).into_response()
}
