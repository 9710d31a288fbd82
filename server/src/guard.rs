//! What stands between the network and the pages. The order matters and is written once, here.
//!
//! [`everywhere`], from outside: packing → headers and scripts → panics.
//! [`people`], from outside: progress → bodies → origin → session → visitor → server functions.
//! [`programs`]: a key of the API → visitor.
//! [`provider`] stands beside all that: headers → panics.

mod body;
pub mod failure;
mod headers;
mod key;
mod origin;
mod panics;
mod progress;
mod scripts;
mod server_functions;

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use backend::Backend;
use http::header::CONTENT_TYPE;
use http::{Extensions, HeaderMap, StatusCode, Version};
use tower_http::compression::CompressionLayer;

pub use self::body::MAX_BYTES;

use self::origin::Origin;
use app::layout::Assets;

use crate::session;

/// What the layers have to know.
#[derive(Clone, Debug)]
pub struct Guard(Arc<Known>);

#[derive(Debug)]
struct Known {
    /// Where people reach the portal.
    public: Origin,
    /// The text of the script that starts the islands.
    loader: String,
}

impl Guard {
    /// For a portal that is reached at `public_url`.
    pub fn new(public_url: &str, assets: &Assets) -> Self {
        Self(Arc::new(Known { public: Origin::parse(public_url), loader: islands::loader(&assets.js, &assets.wasm) }))
    }
}

/// For every route but the providers': each reply has its headers, errors included; a panic is a reply too.
pub fn everywhere(router: Router, guard: &Guard) -> Router {
    let packing = CompressionLayer::new().compress_when(is_page);
    router.layer(from_fn(panics::catch)).layer(from_fn_with_state(guard.clone(), headers::add)).layer(packing)
}

/// Whether a reply is packed: pages alone, which show no secret that is worth guessing from their packed length (BREACH). A link that
/// is shown once stands beside nothing that a stranger chooses.
fn is_page(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// For what providers post, which proves itself: a call, not layers, and nothing that only pages need, since it comes in thousands a second.
pub async fn provider(guard: &Guard, answer: impl Future<Output = Response>) -> Response {
    headers::plain(guard, panics::caught(answer, &HeaderMap::new()).await)
}

/// For what browsers use with a cookie: pages, server functions, live news.
pub fn people(router: Router, guard: &Guard, backend: &Backend) -> Router {
    router
        .layer(from_fn_with_state(guard.clone(), server_functions::rule))
        .layer(from_fn_with_state(backend.clone(), session::visitor))
        .layer(session::layer(backend))
        .layer(from_fn_with_state(guard.clone(), origin::check))
        .layer(from_fn(body::limit))
        .layer(from_fn(progress::stream))
}

/// For what programs use with a key: no cookie counts here, so no other site can make a browser do anything.
pub fn programs(router: Router, backend: &Backend) -> Router {
    router.layer(from_fn_with_state(backend.clone(), key::visitor)).layer(from_fn(body::limit))
}

#[cfg(test)]
mod tests;
