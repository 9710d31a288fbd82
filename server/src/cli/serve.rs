//! `sentralbord serve`: the portal.

use std::{
    net::SocketAddr,
    process::ExitCode,
    sync::{Arc, OnceLock},
    time::Duration,
};

use anyhow::{Context, Result};
use axum::{
    Router,
    extract::Request,
    response::{IntoResponse, Response},
};
use backend::Backend;
use clap::Args;
use emulator::Emulator;
use http::{StatusCode, header::RETRY_AFTER};
use sqlx::ConnectOptions;
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt;

use super::signals::Signals;
use crate::{
    config::Config,
    database::Database,
    health,
    listener::{self, Limits},
    pages,
    portal::{self, Key},
    router, session, telemetry,
};

const SERVE: &str = "Examples:
  sentralbord serve                                     with a PostgreSQL of its own, in ./.data
  SENTRALBORD_LISTEN=0.0.0.0:8080 SENTRALBORD_PUBLIC_URL=https://portal.example.no sentralbord serve
  DATABASE_URL=postgres://user:password@host/db SENTRALBORD_MASTER_KEY_FILE=/etc/sentralbord/master.key sentralbord serve

Prints the address it listens on and, while there is no administrator, a link that makes the first one. Its log goes to
standard error (RUST_LOG says how much). Ends at SIGTERM or Ctrl-C within ten seconds, with exit code 0. Exit code 1 if the
address is taken, 2 if a setting is wrong.";

/// How many conversations are worked on at once after the answer to Google.
const WORKERS: usize = 2;

#[derive(Debug, Args)]
#[command(after_help = SERVE)]
pub struct Serve {}

/// The router of the open portal; none while it is being opened.
type Door = Arc<OnceLock<(Backend, Router)>>;

/// Listens first, so that whoever asks is told that the portal is still starting.
pub async fn run(config: &Config) -> Result<ExitCode> {
    telemetry::log("info");
    let key = Key::read(config)?;
    let mut signals = Signals::listen()?;
    let metrics = telemetry::count()?;
    let listener = bind(config.listen).await?;
    let address = listener.local_addr()?;
    let stop = CancellationToken::new();
    let tasks = TaskTracker::new();
    let door = Door::default();
    tasks.spawn(telemetry::keep_metrics(config.metrics_listen, metrics, stop.clone()));
    let limits = Limits { proxies: config.trusted_proxies.clone(), ..Limits::default() };
    tasks.spawn(listener::serve(listener, waiting_room(&door), limits, stop.clone()));

    let opened = tokio::select! {
        opened = open(config, key, address) => Some(opened?),
        _ = signals.next() => None,
    };
    if let Some((database, backend)) = opened {
        let outcome = open_door(config, &backend, &door, &tasks, &stop, address).await;
        if outcome.is_ok() {
            let name = signals.next().await;
            tracing::info!(signal = name, "stopping");
        }
        stop.cancel();
        tasks.close();
        tasks.wait().await;
        backend.close().await;
        database.close().await?;
        outcome?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Starts the work, prints where the portal is, and lets requests in.
async fn open_door(
    config: &Config,
    backend: &Backend,
    door: &Door,
    tasks: &TaskTracker,
    stop: &CancellationToken,
    address: SocketAddr,
) -> Result<()> {
    let worker = backend.clone();
    let ended = stop.clone();
    tasks.spawn(async move { worker.jobs().run(WORKERS, ended).await });
    tasks.spawn(session::sweep(backend.clone(), stop.clone()));
    let site = pages::Site::new(config.environment.as_deref());
    let _ = door.set((backend.clone(), router::router(backend, site, stop.clone())));
    let public = config.public_url_at(address);
    println!("Sentralbord listens at {public}");
    if let Some(link) = backend.users().first_administrator_link().await.context("The first link cannot be made")? {
        println!("Create the first administrator within 30 minutes: {}", link.url);
    }
    if let Some(listen) = config.emulator_listen {
        let listener = bind(listen).await?;
        let base = format!("http://{}", listener.local_addr()?);
        println!("The emulator of Google's side listens at {base}");
        let emulator = Emulator::new(emulator::Config::new(base).with_portal(public));
        let ended = stop.clone().cancelled_owned();
        tasks.spawn(async move {
            if let Err(error) = emulator::serve(listener, emulator, ended).await {
                tracing::error!(%error, "the emulator ended");
            }
        });
    }
    Ok(())
}

/// Opens the portal, as soon as the database can be reached.
async fn open(config: &Config, key: Key, address: SocketAddr) -> Result<(Database, Backend)> {
    let database = Database::open(config).await?;
    reach(&database).await;
    match portal::connect(config, database.options(), key, config.public_url_at(address)).await {
        Ok(backend) => Ok((database, backend)),
        Err(error) => {
            database.close().await?;
            Err(error)
        }
    }
}

/// Waits for the database, with growing pauses.
async fn reach(database: &Database) {
    let mut pause = Duration::from_millis(250);
    while let Err(error) = database.options().connect().await {
        tracing::warn!(%error, seconds = pause.as_secs_f32(), "the database cannot be reached; trying again");
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(15));
    }
}

async fn bind(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("The address {address} cannot be listened on"))
}

/// Answers for itself while the portal is being opened, and hands over to it afterwards.
fn waiting_room(door: &Door) -> Router {
    let seen = Arc::clone(door);
    let check = move || {
        let backend = seen.get().map(|(backend, _)| backend.clone());
        async move {
            let backend = backend.ok_or("the database is being opened")?;
            backend.is_ready().await.map_err(|_| "the database does not answer")
        }
    };
    let door = Arc::clone(door);
    health::routes(check).fallback(move |request: Request| enter(Arc::clone(&door), request))
}

async fn enter(door: Door, request: Request) -> Response {
    if let Some((_, router)) = door.get() {
        return router.clone().oneshot(request).await.into_response();
    }
    let text = "Sentralbord is starting. Try again in a moment.\n";
    (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "2")], text).into_response()
}
