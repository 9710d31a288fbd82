//! What a load balancer asks: `/healthz` (the process lives) and `/readyz` (it can do its work).

use std::time::Duration;

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::StatusCode;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(2);

/// `check` says in a few words why the portal is not ready; the words are public.
pub fn routes<Check, Answer>(check: Check) -> Router
where
    Check: Fn() -> Answer + Clone + Send + Sync + 'static,
    Answer: Future<Output = Result<(), &'static str>> + Send,
{
    let ready = move || {
        let check = check();
        async move { answer(timeout(PATIENCE, check).await.unwrap_or(Err("the check takes too long"))) }
    };
    Router::new().route("/healthz", get(|| async { answer(Ok(())) })).route("/readyz", get(ready))
}

fn answer(state: Result<(), &'static str>) -> Response {
    match state {
        Ok(()) => (StatusCode::OK, "ok\n").into_response(),
        Err(reason) => (StatusCode::SERVICE_UNAVAILABLE, format!("{reason}\n")).into_response(),
    }
}
