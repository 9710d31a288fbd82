//! The cluster on disk: made once, whole or not at all, and started with the settings we promise.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::process::Child;
use tokio::time::{Instant, sleep};

use super::files;
use super::postmaster::{Postmaster, Running};
use super::programs::Programs;
use super::run_as::RunAs;
use super::{Durability, NAME};

/// A recovery after a crash may replay a gigabyte.
const PATIENCE: Duration = Duration::from_mins(2);
const LOOK: Duration = Duration::from_millis(3);
/// An old log is kept once.
const LONGEST_LOG: u64 = 10 * 1024 * 1024;

/// Only whoever can open the socket's folder comes this far.
const ACCESS: &str = "local all all trust\n";
/// No statement, parameter or row ever stands in the log: they may hold what the vault protects.
const SETTINGS: [&str; 13] = [
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "log_statement=none",
    "log_min_duration_statement=-1",
    "log_min_error_statement=panic",
    "log_parameter_max_length=0",
    "log_parameter_max_length_on_error=0",
    "log_error_verbosity=terse",
    "log_checkpoints=off",
    "log_timezone=UTC",
    "timezone=UTC",
    "max_connections=200",
    "jit=off",
];
const DURABLE: [&str; 3] = ["fsync=on", "synchronous_commit=on", "full_page_writes=on"];
/// After a crash one call writes the whole file system out, where the default opens a thousand files.
#[cfg(target_os = "linux")]
const RECOVERY: &[&str] = &["recovery_init_sync_method=syncfs"];
#[cfg(not(target_os = "linux"))]
const RECOVERY: &[&str] = &[];
const FAST: [&str; 6] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_connections=500",
];

#[derive(Debug)]
pub struct Cluster {
    data_dir: PathBuf,
    durability: Durability,
    run_as: RunAs,
}

impl Cluster {
    /// Makes the data directory if there is none; nothing is started.
    pub async fn locate(data_dir: &Path, durability: Durability) -> Result<Self> {
        files::private_folder(data_dir)?;
        let data_dir = tokio::fs::canonicalize(data_dir).await?;
        Ok(Self { data_dir, durability, run_as: RunAs::choose()? })
    }

    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    pub fn turn_lock(&self) -> PathBuf {
        self.data_dir.join("postgres.turn")
    }

    pub fn users_lock(&self) -> PathBuf {
        self.data_dir.join("postgres.users")
    }

    fn folder(&self) -> PathBuf {
        self.data_dir.join("postgres")
    }

    fn pid_file(&self) -> PathBuf {
        self.folder().join("postmaster.pid")
    }

    fn log(&self) -> PathBuf {
        self.data_dir.join("postgres.log")
    }

    pub fn running(&self) -> Option<Running> {
        Running::read(&self.pid_file())
    }

    /// Only while one holds the turn.
    pub async fn start_or_join(&self) -> Result<Postmaster> {
        let deadline = Instant::now() + PATIENCE;
        while let Some(running) = self.running() {
            if running.is_ready {
                return Ok(Postmaster::new(running, self.pid_file(), None));
            }
            if Instant::now() > deadline {
                bail!("PostgreSQL (process {}) neither starts nor stops; see {}", running.pid, self.log().display());
            }
            sleep(LOOK).await;
        }
        let programs = self.programs()?;
        self.make(&programs).await?;
        let socket_folder = files::socket_folder(&self.data_dir)?;
        self.forget_stale_pid_files(&socket_folder)?;
        self.run_as.own(&self.folder())?;
        self.run_as.own(&socket_folder)?;
        self.start(&programs, &socket_folder, deadline).await
    }

    fn programs(&self) -> Result<Programs> {
        let major = fs::read_to_string(self.folder().join("PG_VERSION")).ok();
        Programs::find(major.as_deref().map(str::trim))
    }

    /// Makes the cluster beside its place and moves it there when it is whole.
    async fn make(&self, programs: &Programs) -> Result<()> {
        if self.folder().join("PG_VERSION").exists() {
            return Ok(());
        }
        tracing::info!(folder = %self.folder().display(), "Making a PostgreSQL cluster");
        let new = self.data_dir.join("postgres.new");
        if new.exists() {
            fs::remove_dir_all(&new).context("The rest of an interrupted start cannot be removed")?;
        }
        files::private_folder(&new)?;
        self.run_as.own(&new)?;
        let mut command = self.run_as.command(&programs.initdb());
        command.args(["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]);
        command.arg(format!("--username={NAME}")).arg("--pgdata").arg(&new).current_dir(&self.data_dir);
        if self.durability == Durability::Fast {
            command.arg("--no-sync");
        }
        let output = tokio::process::Command::from(command).output().await.context("initdb cannot be run")?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("PostgreSQL's initdb failed: {}", said.trim().lines().last().unwrap_or("it said nothing"));
        }
        fs::write(new.join("pg_hba.conf"), ACCESS)?;
        fs::rename(&new, self.folder()).context("The new PostgreSQL cluster cannot be moved to its place")
    }

    /// After a crash the number in the pid files may be some other process's by now, or a zombie's that nobody buries,
    /// which PostgreSQL would respect. Should connections of the old one still live, it notices by their memory.
    fn forget_stale_pid_files(&self, socket_folder: &Path) -> Result<()> {
        for file in [self.pid_file(), socket_folder.join(files::SOCKET_LOCK)] {
            if Running::taken_number(&file).is_some() {
                fs::remove_file(&file)
                    .with_context(|| format!("The stale file {} cannot be removed", file.display()))?;
            }
        }
        Ok(())
    }

    async fn start(&self, programs: &Programs, socket_folder: &Path, deadline: Instant) -> Result<Postmaster> {
        loop {
            let mut child = self.spawn(programs, socket_folder)?;
            loop {
                if child.try_wait()?.is_some() {
                    break;
                }
                let ready = self.running().filter(|running| running.is_ready && Some(running.pid) == child.id());
                if let Some(running) = ready {
                    return Ok(Postmaster::new(running, self.pid_file(), Some(child)));
                }
                if Instant::now() > deadline {
                    bail!("PostgreSQL does not become ready; see {}", self.log().display());
                }
                sleep(LOOK).await;
            }
            // Connections of a killed postmaster end a moment after it, and keep its memory until then.
            let reason = self.last_complaint();
            if !reason.contains("shared memory") || Instant::now() > deadline {
                bail!("PostgreSQL did not start: {reason} (see {})", self.log().display());
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    fn spawn(&self, programs: &Programs, socket_folder: &Path) -> Result<Child> {
        let log = self.log();
        if fs::metadata(&log).is_ok_and(|log| log.len() > LONGEST_LOG) {
            fs::rename(&log, log.with_extension("log.old"))?;
        }
        let out = OpenOptions::new().create(true).append(true).mode(0o600).open(&log);
        let out = out.with_context(|| format!("PostgreSQL's log {} cannot be opened", log.display()))?;
        let mut command: Command = self.run_as.command(&programs.postgres());
        command.arg("-D").arg(self.folder()).arg("-k").arg(socket_folder).current_dir(&self.data_dir);
        let promises: &[&str] = if self.durability == Durability::Durable { &DURABLE } else { &FAST };
        for setting in SETTINGS.iter().chain(RECOVERY).chain(promises) {
            command.args(["-c", setting]);
        }
        // Ctrl-C in the terminal is for us: we end our work first, and then PostgreSQL.
        command.process_group(0).stdout(out.try_clone()?).stderr(out);
        let child = tokio::process::Command::from(command).spawn();
        child.with_context(|| format!("{} cannot be run", programs.postgres().display()))
    }

    fn last_complaint(&self) -> String {
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        let line = log.lines().rev().find(|line| line.contains("FATAL:") || line.contains("PANIC:"));
        let line = line.or_else(|| log.lines().last()).unwrap_or("it said nothing");
        line.split_once("FATAL:").map_or(line, |(_, reason)| reason).trim().to_owned()
    }
}
