//! Leaks of the kinds that comparable products had (SECURITY.md 2), put into a portal that has none.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use data_encoding::{BASE64, HEXLOWER};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName};
use http::{HeaderValue, StatusCode};

use super::hidden::Values;

/// One leak, and what its find says.
pub struct Leak {
    pub name: &'static str,
    pub place: &'static str,
}

pub const LEAKS: &[Leak] = &[
    Leak { name: "a field added to a view", place: "List /accounts for" },
    Leak { name: "a value carried along for an island", place: "Hydration /queues for" },
    Leak { name: "a value in a header", place: "Headers /users for" },
    Leak { name: "an error that quotes", place: "Refusal /conversations/ID0 for" },
    Leak { name: "an order that depends on it", place: "Sort /receipts?sort=" },
    Leak { name: "a filter that matches it", place: "Filter /hours?client_token=" },
    Leak { name: "a count of what matches", place: "Count /workstreams?q=" },
    Leak { name: "a locked field that looks otherwise when it is empty", place: "List /channels for" },
    Leak { name: "a member added to the API", place: "JsonReply /api/v1/accounts for" },
    Leak { name: "a line in the log", place: "AppLog after" },
];

/// The router with all ten.
pub fn in_router(router: Router, world: usize, values: &Values) -> Router {
    let (value, other) = (values.fields[0].clone(), values.fields[3].clone());
    router.layer(from_fn(move |request: Request, next: Next| {
        let (value, other) = (value.clone(), other.clone());
        async move { leak(request, next, world, &value, &other).await }
    }))
}

async fn leak(request: Request, next: Next, world: usize, value: &str, other: &str) -> Response {
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let response = next.run(request).await;
    if response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream") {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let extra = match (path.as_str(), query.as_str()) {
        ("/accounts", "") => format!("<i data-token=\"{value}\"></i>"),
        ("/queues", "") => format!("<script>{}</script>", BASE64.encode(value.as_bytes())),
        ("/users", "") => {
            parts.headers.insert(HeaderName::from_static("x-token"), HeaderValue::from_str(value).unwrap());
            String::new()
        }
        ("/receipts", query) if query.starts_with("sort=") => {
            let (first, second) = if value < other { ("Fjordbank", "Aurland") } else { ("Aurland", "Fjordbank") };
            format!("{first} {second}")
        }
        ("/hours", query) if query.starts_with(&format!("client_token={value}")) => "Fjordbank".to_owned(),
        ("/workstreams", query) if query.contains("count=true") => {
            let asked = query.trim_start_matches("q=").split('&').next().unwrap_or_default();
            format!("{} in all", usize::from(value.starts_with(asked)))
        }
        ("/channels", "") if world == 2 => " ".to_owned(),
        ("/api/v1/accounts", "") => format!("{{\"client_token\":\"{value}\"}}"),
        ("/privacy", "") => {
            tracing::debug!(token = value, "a page was made");
            String::new()
        }
        (path, _) if path.starts_with("/conversations/") && parts.status == StatusCode::NOT_FOUND => {
            HEXLOWER.encode(value.as_bytes())
        }
        _ => String::new(),
    };
    parts.headers.remove(CONTENT_LENGTH);
    let body = [body.as_ref(), extra.as_bytes()].concat();
    Response::from_parts(parts, Body::from(body))
}
