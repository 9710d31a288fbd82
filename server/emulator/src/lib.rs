//! Google's side of Business Messages, for trying Sentralbord and for its tests.
//!
//! The emulator plays the two parts that Google played until 31 July 2024: the *console*, where a partner sets a webhook
//! and presses Verify, and the *phone*, where a customer writes. What the customer does becomes the signed events of the
//! real protocol, sent over real HTTP, at least once, with growing waits for seven days. It sends to this machine only.
//!
//! ```no_run
//! # async fn start() -> std::io::Result<()> {
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:3999").await?;
//! let emulator = emulator::Emulator::new(emulator::Config::new("http://127.0.0.1:3999"));
//! emulator::serve(listener, emulator, std::future::pending()).await
//! # }
//! ```
//!
//! # For machines
//!
//! | Request | Body | Answer |
//! |---|---|---|
//! | `POST /api/webhooks` | `{url, client_token}` | `{id, url, verified, failure}`; the handshake has been done |
//! | `POST /api/agents` | `{brand_id, agent_id, name?, custom_agent_id?, url?, client_token?}` | the agent; `url` and `client_token` give it a webhook of its own |
//! | `POST /api/phones/{brand}/{agent}/messages` | `{text?, kind?, fault?, conversation_id?, surface?, display_name?, locale?, entry_point?, place_id?, widget_context?, custom_context?}` | `{conversation_id, deliveries: [id]}` |
//! | `GET /api/deliveries` | | `{items: [delivery]}`, newest first; `?conversation_id=` narrows |
//! | `GET /api/deliveries/{id}` | | one delivery with its `body` and every attempt |
//! | `POST /api/deliveries/{id}/send-again` | | the same bytes are sent now |
//!
//! Wrong input is 422 with `{problems: [{field, detail}]}`, an unknown thing is 404, an agent without a webhook is 409.
#![warn(missing_docs)]

mod act;
mod agent;
mod api;
mod clock;
mod config;
mod customer;
mod delivery;
mod draft;
mod emulator;
mod event;
mod fault;
mod guard;
mod handshake;
mod oauth;
mod pages;
mod paths;
mod phone;
mod problem;
mod queue;
mod router;
mod signature;
mod store;
mod visitor;
mod webhook;
mod words;

use std::io;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;

pub use crate::{
    config::{Config, Retry},
    emulator::Emulator,
    router::router,
};

/// Serves the emulator on `listener` until `shutdown` is ready.
pub async fn serve(
    listener: TcpListener,
    emulator: Emulator,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "nodelay");
        }
    });
    axum::serve(listener, router(emulator)).with_graceful_shutdown(shutdown).await
}
