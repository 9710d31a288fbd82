//! A panic in a handler ends that request with 500 and a reference, and nothing else.

use std::panic::AssertUnwindSafe;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use futures::FutureExt;
use http::{HeaderMap, StatusCode};

use super::failure;

pub(super) async fn catch(request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    caught(next.run(request), &headers).await
}

/// What comes, or in the place of a panic a reply to a request with these headers.
pub(super) async fn caught(answer: impl Future<Output = Response>, request: &HeaderMap) -> Response {
    match AssertUnwindSafe(answer).catch_unwind().await {
        Ok(response) => response,
        Err(panic) => {
            let reference = format!("{:08x}", rand::random::<u32>());
            tracing::error!(reference, panic = text(&*panic), "a handler panicked");
            failure::referred(request, StatusCode::INTERNAL_SERVER_ERROR, Some(&reference))
        }
    }
}

fn text(panic: &(dyn std::any::Any + Send)) -> &str {
    let plain = panic.downcast_ref::<&str>().copied();
    plain.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a text")
}
