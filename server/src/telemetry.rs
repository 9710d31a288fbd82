//! What the program says of itself: a log on standard error, and metrics for Prometheus.

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::routing::get;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::interval;
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

use crate::listener::{self, Limits};

const UPKEEP: Duration = Duration::from_secs(5);
const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Starts the log: text for a terminal, else one JSON object a line. `RUST_LOG` says how much; else `level`.
pub fn log(level: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started =
        if std::io::stderr().is_terminal() { log.with_target(false).try_init() } else { log.json().try_init() };
    // Only a test has started one before.
    drop(started);
}

/// Counts from here on.
pub fn count() -> Result<PrometheusHandle> {
    PrometheusBuilder::new().install_recorder().context("The metrics cannot be counted")
}

/// Empties the counters' buffers in time, whether or not anybody fetches the metrics, and serves them.
pub async fn keep_metrics(listen: SocketAddr, handle: PrometheusHandle, stop: CancellationToken) {
    let kept = handle.clone();
    let upkeep = async move {
        let mut beat = interval(UPKEEP);
        loop {
            beat.tick().await;
            kept.run_upkeep();
        }
    };
    tokio::join!(stop.run_until_cancelled(upkeep), serve_metrics(listen, handle, stop.clone()));
}

/// Serves `/metrics`. Where that address is taken the portal does without.
async fn serve_metrics(listen: SocketAddr, handle: PrometheusHandle, stop: CancellationToken) {
    let listener = match TcpListener::bind(listen).await {
        Ok(listener) => listener,
        Err(error) => {
            tracing::warn!(%listen, %error, "metrics are not served: set SENTRALBORD_METRICS_LISTEN to a free address");
            return;
        }
    };
    let answer = move || async move { ([("content-type", CONTENT_TYPE)], handle.render()) };
    let router = Router::new().route("/metrics", get(answer));
    listener::serve(listener, watch::channel(router).1, Limits::default(), stop).await;
}
