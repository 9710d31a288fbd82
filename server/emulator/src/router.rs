//! Every route on one screen.

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::header::CONTENT_TYPE,
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};

use crate::{
    api,
    emulator::Emulator,
    guard::guard,
    oauth,
    pages::{agents, console, deliveries, phone, phone_faults, refusals},
    visitor::Visitor,
};

/// The whole of Google's side.
pub fn router(emulator: Emulator) -> Router {
    Router::new()
        // the console
        .route("/", get(console::show))
        .route("/webhooks", post(console::verify))
        .route("/webhooks/{id}/check", post(console::check_again))
        .route("/webhooks/{id}/forget", post(console::forget))
        .route("/faults", post(phone_faults::send))
        // the agents
        .route("/agents", get(agents::list).post(agents::save))
        .route("/agents/{brand}/{agent}", get(agents::show))
        // the phones
        .route("/phone/{brand}/{agent}", get(phone::show))
        .route("/phone/{brand}/{agent}/events", post(phone::act))
        .route("/phone/{brand}/{agent}/customer", post(phone::save_customer))
        .route("/phone/{brand}/{agent}/conversations", post(phone::new_conversation))
        // what went out
        .route("/deliveries", get(deliveries::list))
        .route("/deliveries/{id}", get(deliveries::show))
        .route("/deliveries/{id}/send-again", post(deliveries::send_again))
        // for machines
        .route("/api/webhooks", post(api::set_webhook))
        .route("/api/agents", post(api::add_agent))
        .route("/api/phones/{brand}/{agent}/messages", post(api::phones::act))
        .route("/api/deliveries", get(api::deliveries::list))
        .route("/api/deliveries/{id}", get(api::deliveries::show))
        .route("/api/deliveries/{id}/send-again", post(api::deliveries::send_again))
        // what services ask for
        .route("/token", post(oauth::token))
        // what the pages are made of
        .route("/style.css", get(style))
        .route("/emulator.js", get(script))
        .route("/icon.svg", get(icon))
        .route("/version", get(version))
        .fallback(missing)
        .layer(DefaultBodyLimit::max(1024 * 1024))
        .layer(middleware::from_fn(guard))
        .with_state(emulator)
}

async fn style() -> Response {
    let css = concat!(include_str!("../../../style/tokens.css"), include_str!("../assets/style.css"));
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], css).into_response()
}

async fn script() -> Response {
    let script = include_str!("../assets/emulator.js");
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], script).into_response()
}

async fn icon() -> Response {
    let icon = include_str!("../assets/icon.svg");
    ([(CONTENT_TYPE, "image/svg+xml")], icon).into_response()
}

/// Counts changes: an open page asks, and fetches itself when the number is another.
async fn version(State(emulator): State<Emulator>) -> String {
    emulator.read(|store| store.version).to_string()
}

async fn missing(State(emulator): State<Emulator>, visitor: Visitor) -> Response {
    refusals::missing(&emulator, &visitor)
}
