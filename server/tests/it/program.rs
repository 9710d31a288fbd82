//! The program as an operator runs it: its own data directory, its own PostgreSQL, free ports. Tests and benchmarks share it.

use std::{
    path::PathBuf,
    process::{ExitStatus, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};

use crate::client::ask;

const SETTINGS: &str = include_str!("settings.toml");
/// The client token of the account.
pub const TOKEN: &str = "program-client-token-0123456789";
pub const EMAIL: &str = "ada@example.no";
pub const PASSWORD: &str = "four random words together";

pub struct Program {
    directory: PathBuf,
    pub address: String,
    /// Instead of a PostgreSQL of its own.
    pub database_url: Option<String>,
    serving: Option<Child>,
}

impl Program {
    /// Nothing runs yet.
    pub fn new() -> Result<Self> {
        let directory = std::env::temp_dir().join(format!("sb-{}", &uuid::Uuid::new_v4().simple().to_string()[..12]));
        std::fs::create_dir(&directory)?;
        let port = std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        Ok(Self { directory, address: format!("127.0.0.1:{port}"), database_url: None, serving: None })
    }

    /// A running portal with an administrator and one connected account; and the path of the account's callback URL.
    pub async fn connected() -> Result<(Self, String)> {
        let mut program = Self::new()?;
        program.start().await?;
        let settings = program.write("settings.toml", SETTINGS)?;
        program.write("service-account.json", &backend::testing::service_account_file())?;
        program.run(&["admin", "create", "--email", EMAIL, "--password-stdin"], PASSWORD).await?;
        program.run(&["apply", &settings], "").await?;
        program.run(&["privacy", "acknowledge", "--account", "Fjordbank", "--by", EMAIL], "").await?;
        let account = program.api("/api/v1/accounts").await?["items"][0].take();
        let url = account["callback_url"].as_str().context("no callback URL")?;
        let path = format!("/webhooks/{}", url.split_once("/webhooks/").context("no webhook path")?.1);
        Ok((program, path))
    }

    /// Of a file in the program's directory.
    pub fn path(&self, name: &str) -> String {
        self.directory.join(name).to_string_lossy().into_owned()
    }

    pub fn write(&self, name: &str, text: &str) -> Result<String> {
        let path = self.path(name);
        std::fs::write(&path, text)?;
        Ok(path)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sentralbord"));
        command
            .args(arguments)
            .env_remove("DATABASE_URL")
            .envs(self.database_url.as_ref().map(|url| ("DATABASE_URL", url.clone())))
            .envs(self.database_url.as_ref().map(|_| ("SENTRALBORD_MASTER_KEY_FILE", self.path("master.key"))))
            .env("SENTRALBORD_DATA_DIR", self.directory.join("data"))
            .env("SENTRALBORD_LISTEN", &self.address)
            .env("SENTRALBORD_METRICS_LISTEN", "127.0.0.1:0")
            .env("PROGRAM_CLIENT_TOKEN", TOKEN)
            .env("RUST_LOG", "error")
            .kill_on_drop(true);
        command
    }

    /// Runs another command of the program, beside the server where that runs, and returns what it printed.
    pub async fn run(&self, arguments: &[&str], input: &str) -> Result<String> {
        let mut child =
            self.command(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        child.stdin.take().context("no standard input")?.write_all(input.as_bytes()).await?;
        let output = child.wait_with_output().await?;
        if !output.status.success() {
            bail!("sentralbord {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8(output.stdout)?)
    }

    /// What the API answers, to an auditor's key made for the purpose.
    pub async fn api(&self, path: &str) -> Result<serde_json::Value> {
        let name = uuid::Uuid::new_v4().to_string();
        let key = self.run(&["api-key", "create", "--name", &name, "--role", "auditor"], "").await?;
        let key = key.split_whitespace().find(|word| word.starts_with("sb_")).context("no key was printed")?;
        let answer = ask(&self.address, "GET", path, &format!("authorization: Bearer {key}\r\n"), b"").await?;
        Ok(serde_json::from_slice(&answer.body()?)?)
    }

    /// Starts serving; nobody waits until it is ready.
    pub fn spawn(&mut self) -> Result<()> {
        self.serving = Some(self.command(&["serve"]).stdout(Stdio::null()).spawn()?);
        Ok(())
    }

    /// From the start of the process until `/readyz` answers 200.
    pub async fn start(&mut self) -> Result<Duration> {
        let began = Instant::now();
        self.spawn()?;
        loop {
            if ask(&self.address, "GET", "/readyz", "", b"").await.is_ok_and(|answer| answer.status == 200) {
                return Ok(began.elapsed());
            }
            if began.elapsed() > Duration::from_mins(1) {
                bail!("the portal did not get ready within a minute");
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Asks it to end as an operator does, and waits.
    pub async fn terminate(&mut self) -> Result<ExitStatus> {
        let mut serving = self.serving.take().context("the portal is not running")?;
        let id = serving.id().context("the portal has ended by itself")?.to_string();
        Command::new("kill").arg(id).status().await?;
        Ok(serving.wait().await?)
    }

    /// A file of the server's process in `/proc`.
    pub fn proc(&self, file: &str) -> Result<String> {
        let id = self.serving.as_ref().and_then(Child::id).context("the portal is not running")?;
        Ok(std::fs::read_to_string(format!("/proc/{id}/{file}"))?)
    }

    /// The number of PostgreSQL's first process, if it runs.
    pub fn postmaster(&self) -> Option<u32> {
        let text = std::fs::read_to_string(self.directory.join("data/postgres/postmaster.pid")).ok()?;
        text.lines().next()?.parse().ok()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Killed, as a test that failed leaves it; an orderly end has stopped PostgreSQL already.
        if let Some(serving) = &mut self.serving {
            let _ = serving.start_kill();
        }
        if let Some(postmaster) = self.postmaster() {
            server::embedded_postgres::signal(postmaster, "KILL");
        }
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}
