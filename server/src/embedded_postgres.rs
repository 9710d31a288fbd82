//! PostgreSQL of our own, for installations that have none: a cluster in the data directory, reachable only through
//! a Unix socket that only this user can open.
//!
//! Any number of processes may [`open`](EmbeddedPostgres::open) the same data directory. The first starts PostgreSQL,
//! the others join it, and whoever leaves last stops it. Two lock files keep that true, because the operating system
//! releases them however a process ends:
//!
//! - `postgres.turn`: held while PostgreSQL is being started or stopped, so two processes never do either at once;
//! - `postgres.users`: shared by everybody who uses it; whoever can have it alone is the last.
//!
//! A PostgreSQL that lost its process (kill -9) is adopted, and one that was killed itself is started again, also
//! while the portal runs: every user watches it.

mod cluster;
mod files;
mod postmaster;
mod programs;
mod run_as;
mod throw_away;

use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, Executor};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

pub use self::postmaster::signal;
pub use self::throw_away::ThrowAway;

use self::cluster::Cluster;
use self::postmaster::Postmaster;

/// The database, and the superuser of the embedded cluster.
const NAME: &str = "sentralbord";
/// How long another process may hold the turn: as long as a recovery after a crash can take.
const TURN: Duration = Duration::from_mins(3);

/// What is promised about a commit that was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// It survives a power cut.
    Durable,
    /// It need not survive anything: for tests.
    Fast,
}

/// A share in the running cluster of a data directory.
#[derive(Debug)]
pub struct EmbeddedPostgres {
    cluster: Arc<Cluster>,
    socket: String,
    share: Option<File>,
    leaving: CancellationToken,
    watch: Option<JoinHandle<Option<Postmaster>>>,
}

impl EmbeddedPostgres {
    /// Starts the cluster of this data directory, making it if there is none, or joins it if it runs.
    pub async fn open(data_dir: &Path) -> Result<Self> {
        Self::open_with(data_dir, Durability::Durable).await
    }

    async fn open_with(data_dir: &Path, durability: Durability) -> Result<Self> {
        let cluster = Arc::new(Cluster::locate(data_dir, durability).await?);
        let turn = take_turn(&cluster).await?;
        let postmaster = cluster.start_or_join().await?;
        let share = files::open_lock(&cluster.users_lock())?;
        share.lock_shared().context("The use of the embedded PostgreSQL cannot be recorded")?;
        let socket = postmaster.socket_dir.clone();
        let leaving = CancellationToken::new();
        let watch = tokio::spawn(watch(Arc::clone(&cluster), postmaster, leaving.clone()));
        let this = Self { cluster, socket, share: Some(share), leaving, watch: Some(watch) };
        let made = this.make_database().await;
        drop(turn);
        made.map(|()| this)
    }

    /// Connects to the portal's database as its owner.
    pub fn options(&self) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass().socket(&self.socket).username(NAME).database(NAME)
    }

    /// The same as a `DATABASE_URL`, which psql understands too.
    pub fn url(&self) -> String {
        let host: String = self.socket.bytes().map(escape).collect();
        format!("postgres:///{NAME}?host={host}&user={NAME}")
    }

    /// Gives the share back, and stops PostgreSQL if nobody else uses it.
    pub async fn close(mut self) -> Result<()> {
        self.leaving.cancel();
        let Some(watch) = self.watch.take() else {
            return Ok(());
        };
        let postmaster = watch.await.context("The watch over the embedded PostgreSQL failed")?;
        let turn = take_turn(&self.cluster).await?;
        drop(self.share.take());
        if let (Some(postmaster), Some(_alone)) = (postmaster, alone(&self.cluster)?) {
            postmaster.stop().await?;
        }
        drop(turn);
        Ok(())
    }

    /// Leaves PostgreSQL running for whoever opens the data directory next, as a killed process does.
    pub async fn abandon(mut self) {
        self.leaving.cancel();
        if let Some(watch) = self.watch.take() {
            drop(watch.await);
        }
        drop(self.share.take());
    }

    async fn make_database(&self) -> Result<()> {
        const NO_SUCH_DATABASE: &str = "3D000";
        let found = self.options().connect().await;
        let missing = |error: &sqlx::Error| {
            error.as_database_error().is_some_and(|error| error.code().as_deref() == Some(NO_SUCH_DATABASE))
        };
        match found {
            Ok(connection) => connection.close().await.context("The embedded PostgreSQL hung up"),
            Err(error) if missing(&error) => {
                let mut connection = self.options().database("postgres").connect().await?;
                connection.execute("create database sentralbord").await?;
                Ok(connection.close().await?)
            }
            Err(error) => Err(error).context("The embedded PostgreSQL does not answer"),
        }
    }
}

/// After an early error: whoever comes last still turns off the light, without waiting for it.
impl Drop for EmbeddedPostgres {
    fn drop(&mut self) {
        self.leaving.cancel();
        if self.share.take().is_some()
            && let Ok(Some(_turn)) = try_exclusive(&self.cluster.turn_lock())
            && let Ok(Some(_alone)) = alone(&self.cluster)
            && let Some(running) = self.cluster.running()
        {
            running.ask_to_stop();
        }
    }
}

/// Starts PostgreSQL again when it ends unasked; hands the postmaster back when we leave.
async fn watch(cluster: Arc<Cluster>, postmaster: Postmaster, leaving: CancellationToken) -> Option<Postmaster> {
    let mut postmaster = Some(postmaster);
    loop {
        if let Some(running) = postmaster.as_mut() {
            tokio::select! {
                () = leaving.cancelled() => return postmaster,
                () = running.gone() => tracing::warn!("PostgreSQL stopped by itself; starting it again"),
            }
        }
        match restart(&cluster).await {
            Ok(started) => postmaster = Some(started),
            Err(error) => {
                postmaster = None;
                tracing::error!(error = format!("{error:#}"), "PostgreSQL could not be started again");
                tokio::select! {
                    () = leaving.cancelled() => return None,
                    () = sleep(Duration::from_secs(1)) => {}
                }
            }
        }
    }
}

async fn restart(cluster: &Cluster) -> Result<Postmaster> {
    let _turn = take_turn(cluster).await?;
    cluster.start_or_join().await
}

async fn take_turn(cluster: &Cluster) -> Result<File> {
    let deadline = Instant::now() + TURN;
    loop {
        if let Some(turn) = try_exclusive(&cluster.turn_lock())? {
            return Ok(turn);
        }
        if Instant::now() > deadline {
            bail!("Another process has been starting the PostgreSQL of {} for too long", cluster.data_dir().display());
        }
        sleep(Duration::from_millis(5)).await;
    }
}

fn alone(cluster: &Cluster) -> Result<Option<File>> {
    try_exclusive(&cluster.users_lock())
}

fn try_exclusive(path: &Path) -> Result<Option<File>> {
    let file = files::open_lock(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error).context(format!("{} cannot be locked", path.display())),
    }
}

/// Percent-encodes one byte of a path for the query of a URL.
fn escape(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}
