//! `sentralbord serve`: the portal.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};
use axum::Router;
use clap::Args;
use sqlx::{ConnectOptions, Connection};
use tokio::net::TcpListener;
use tokio::sync::OnceCell;
use tokio_util::sync::CancellationToken;

use super::signals::Signals;
use crate::config::Config;
use crate::database::Database;
use crate::listener::{self, Limits};
use crate::{health, site, telemetry};

const SERVE: &str = "Examples:
  sentralbord serve                                     with a PostgreSQL of its own, in ./.data
  SENTRALBORD_LISTEN=0.0.0.0:8080 SENTRALBORD_PUBLIC_URL=https://portal.example.no sentralbord serve
  DATABASE_URL=postgres://user:password@host/db SENTRALBORD_MASTER_KEY_FILE=/etc/sentralbord/master.key sentralbord serve

Prints the address it listens on; its log goes to standard error (RUST_LOG says how much). Ends at SIGTERM or Ctrl-C
within ten seconds, with exit code 0. Exit code 1 if the address is taken, 2 if a setting is wrong.";

#[derive(Debug, Args)]
#[command(after_help = SERVE)]
pub struct Serve {}

/// Listens first, so that whoever asks is told that the portal is still starting.
pub async fn run(config: &Config) -> Result<ExitCode> {
    telemetry::log("info");
    let mut signals = Signals::listen()?;
    let metrics = telemetry::count()?;
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("The address {} cannot be listened on", config.listen))?;
    let address = listener.local_addr()?;
    let stop = CancellationToken::new();
    let database = Arc::new(OnceCell::new());
    let metrics = tokio::spawn(telemetry::serve_metrics(config.metrics_listen, metrics, stop.clone()));
    let serving =
        tokio::spawn(listener::serve(listener, router(Arc::clone(&database)), Limits::default(), stop.clone()));
    let opened = tokio::select! {
        opened = Database::open(config) => opened.map(Some),
        _ = signals.next() => Ok(None),
    };
    let opened = opened.map(|opened| opened.map(|opened| database.set(opened).is_ok()));
    if let Ok(Some(_)) = opened {
        println!("Sentralbord listens at {}", config.public_url_at(address));
        let name = signals.next().await;
        tracing::info!(signal = name, "stopping");
    }
    stop.cancel();
    serving.await.context("The listener failed")?;
    metrics.await.context("The metrics failed")?;
    if let Some(database) = Arc::into_inner(database).and_then(OnceCell::into_inner) {
        database.close().await?;
    }
    opened.map(|_| ExitCode::SUCCESS)
}

fn router(database: Arc<OnceCell<Database>>) -> Router {
    let check = move || {
        let options = database.get().map(Database::options);
        async move {
            let connection = options.ok_or("the database is being started")?.connect().await;
            let mut connection = connection.map_err(|_| "the database does not answer")?;
            connection.ping().await.map_err(|_| "the database does not answer")
        }
    };
    health::routes(check).merge(site::routes())
}
