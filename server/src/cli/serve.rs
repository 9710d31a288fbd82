//! `sentralbord serve`: the portal.

use std::{io::IsTerminal, net::SocketAddr, process::ExitCode, time::Duration};

use anyhow::{Context, Result};
use axum::Router;
use backend::Backend;
use clap::Args;
use emulator::Emulator;
use http::{StatusCode, header::RETRY_AFTER};
use sqlx::ConnectOptions;
use tokio::{net::TcpListener, sync::watch};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::signals::Signals;
use crate::{
    anchor,
    config::Config,
    database::Database,
    health,
    listener::{self, Limits},
    pages,
    portal::{self, Key},
    router, session, telemetry, waiting,
};

const SERVE: &str = "Examples:
  sentralbord serve                                     with a PostgreSQL of its own, in ./.data
  SENTRALBORD_LISTEN=0.0.0.0:8080 SENTRALBORD_PUBLIC_URL=https://portal.example.no sentralbord serve
  DATABASE_URL=postgres://user:password@host/db SENTRALBORD_MASTER_KEY_FILE=/etc/sentralbord/master.key sentralbord serve

Prints the address it listens on and, while there is no administrator, a link that makes the first one. Its log goes to
standard error (RUST_LOG says how much). Reads the master keys again at SIGHUP (without a terminal) and when it meets a key that
it does not know; see `sentralbord keys rotate`. Ends at SIGTERM or Ctrl-C within ten seconds, with exit code 0. Exit code 1 if the
address is taken, 2 if a setting is wrong.";

/// How many conversations are worked on at once after the answer to Google.
const WORKERS: usize = 2;

#[derive(Debug, Args)]
#[command(after_help = SERVE)]
pub struct Serve {}

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
    let (door, router) = watch::channel(waiting_room());
    tasks.spawn(telemetry::keep_metrics(config.metrics_listen, metrics, stop.clone()));
    let limits = Limits { proxies: config.trusted_proxies.clone(), ..Limits::default() };
    tasks.spawn(listener::serve(listener, router, limits, stop.clone()));

    let opened = tokio::select! {
        opened = open(config, key, address) => Some(opened?),
        _ = signals.next() => None,
    };
    if let Some((database, backend)) = opened {
        let outcome = open_door(config, &backend, &door, &tasks, &stop, address).await;
        if outcome.is_ok() {
            let name = until_end(&mut signals, &backend).await;
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

/// Waits for the signal that ends the portal. SIGHUP reads the master keys again, but where a terminal that is closed sends it.
async fn until_end(signals: &mut Signals, backend: &Backend) -> &'static str {
    let has_terminal = std::io::stdin().is_terminal();
    loop {
        let name = signals.next().await;
        if name != "HUP" || has_terminal {
            return name;
        }
        match backend.reread_keys() {
            Ok(()) => tracing::info!("the master keys were read again"),
            Err(error) => tracing::error!(error = error.chain(), "the master keys stay as they were"),
        }
    }
}

/// Starts the work, prints where the portal is, and lets requests in.
async fn open_door(
    config: &Config,
    backend: &Backend,
    door: &watch::Sender<Router>,
    tasks: &TaskTracker,
    stop: &CancellationToken,
    address: SocketAddr,
) -> Result<()> {
    let worker = backend.clone();
    let ended = stop.clone();
    tasks.spawn(async move { worker.jobs().run(WORKERS, ended).await });
    let (auditor, ended, file) = (backend.clone(), stop.clone(), config.audit_anchor_file.clone());
    tasks.spawn(async move { auditor.audit().run(ended, |head| anchor::tell(file.as_deref(), head)).await });
    let (writer, ended) = (backend.clone(), stop.clone());
    tasks.spawn(async move { writer.audit().write_exports(ended).await });
    tasks.spawn(session::sweep(backend.clone(), stop.clone()));
    tasks.spawn(waiting::watch(backend.clone(), stop.clone()));
    drop(door.send_replace(portal_router(config, backend, stop)));
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

/// Answers while the portal is being opened.
fn waiting_room() -> Router {
    health::routes(|| async { Err("the database is being opened") }).fallback(|| async {
        let text = "Sentralbord is starting. Try again in a moment.\n";
        (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "2")], text)
    })
}

/// Answers from then on.
fn portal_router(config: &Config, backend: &Backend, stop: &CancellationToken) -> Router {
    let site = pages::Site::new(config.environment.as_deref());
    let asked = backend.clone();
    let check = move || {
        let backend = asked.clone();
        async move { backend.is_ready().await.map_err(|_| "the database does not answer") }
    };
    router::router(backend, site, stop.clone()).merge(health::routes(check))
}
