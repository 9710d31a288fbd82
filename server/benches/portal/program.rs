//! The program as an operator runs it: its own data directory, its own PostgreSQL, free ports.

use std::{
    path::PathBuf,
    process::Stdio,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};

use crate::client::ask;

const SETTINGS: &str = include_str!("settings.toml");
pub const TOKEN: &str = "bench-client-token-0123456789";
const EMAIL: &str = "bench@example.no";
const PASSWORD: &str = "four random words together";

pub struct Program {
    directory: PathBuf,
    pub address: String,
    serving: Option<Child>,
    /// Path of the account's callback URL.
    pub callback: String,
}

impl Program {
    /// A portal with one connected account and a queue, in a new directory.
    pub async fn prepare() -> Result<Self> {
        let directory = std::env::temp_dir().join(format!("sentralbord-bench-{}", std::process::id()));
        std::fs::create_dir_all(&directory)?;
        let address = format!("127.0.0.1:{}", free_port()?);
        let mut program = Self { directory, address, serving: None, callback: String::new() };
        program.start().await?;
        let settings = program.directory.join("settings.toml");
        std::fs::write(&settings, SETTINGS)?;
        std::fs::write(program.directory.join("service-account.json"), service_account())?;
        program.run(&["admin", "create", "--email", EMAIL, "--password-stdin"], PASSWORD).await?;
        program.run(&["apply", &settings.to_string_lossy()], "").await?;
        program.run(&["privacy", "acknowledge", "--account", "Fjordbank", "--by", EMAIL], "").await?;
        let key = program.run(&["api-key", "create", "--name", "bench", "--role", "auditor"], "").await?;
        let key = key.split_whitespace().find(|word| word.starts_with("sb_")).context("no key was printed")?;
        let bearer = format!("authorization: Bearer {key}\r\n");
        let accounts = ask(&program.address, "GET", "/api/v1/accounts", &bearer, b"").await?;
        let accounts: serde_json::Value = serde_json::from_slice(&accounts.body)?;
        let url = accounts["items"][0]["callback_url"].as_str().context("no callback URL")?;
        program.callback = format!("/webhooks/{}", url.split_once("/webhooks/").context("no webhook path")?.1);
        Ok(program)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sentralbord"));
        command
            .args(arguments)
            .env_remove("DATABASE_URL")
            .env("SENTRALBORD_DATA_DIR", self.directory.join("data"))
            .env("SENTRALBORD_LISTEN", &self.address)
            .env("SENTRALBORD_METRICS_LISTEN", "127.0.0.1:0")
            .env("BENCH_CLIENT_TOKEN", TOKEN)
            .env("RUST_LOG", "warn")
            .kill_on_drop(true);
        command
    }

    /// Runs another command of the program beside the server and returns what it printed.
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

    /// From the start of the process until `/readyz` answers 200.
    async fn start(&mut self) -> Result<Duration> {
        let began = Instant::now();
        self.serving = Some(self.command(&["serve"]).stdout(Stdio::null()).spawn()?);
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

    /// Stops the portal and its PostgreSQL, and starts both on the existing cluster.
    pub async fn restart(&mut self) -> Result<Duration> {
        self.terminate().await?;
        self.start().await
    }

    async fn terminate(&mut self) -> Result<()> {
        if let Some(mut serving) = self.serving.take() {
            let id = serving.id().context("the portal has ended by itself")?.to_string();
            Command::new("kill").arg(id).status().await?;
            serving.wait().await?;
        }
        Ok(())
    }

    pub async fn stop(mut self) -> Result<()> {
        self.terminate().await?;
        std::fs::remove_dir_all(&self.directory)?;
        Ok(())
    }

    /// Resident memory of the portal's process after some seconds without work, in MiB; PostgreSQL is not in it.
    pub async fn idle_memory(&self) -> Result<f64> {
        tokio::time::sleep(Duration::from_secs(3)).await;
        let id = self.serving.as_ref().and_then(Child::id).context("the portal is not running")?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        let kib: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kib / 1024.0)
    }

    /// Signs the administrator in and returns the cookie.
    pub async fn sign_in(&self) -> Result<String> {
        let form =
            format!("form%5Bemail%5D={}&form%5Bpassword%5D={}", EMAIL.replace('@', "%40"), PASSWORD.replace(' ', "+"));
        let head = format!(
            "origin: http://{}\r\nsec-fetch-site: same-origin\r\naccept: text/html\r\n\
             content-type: application/x-www-form-urlencoded\r\n",
            self.address
        );
        let answer = ask(&self.address, "POST", "/api/sign-in/begin", &head, form.as_bytes()).await?;
        let cookie = answer.header("set-cookie").with_context(|| format!("sign-in answered {}", answer.status))?;
        Ok(cookie.split(';').next().unwrap_or_default().to_owned())
    }
}

fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// A key file of the right shape, around a key that was made for tests.
fn service_account() -> String {
    let pem = include_str!("../../backend/src/service_account/test_keys/test-only-pkcs8-rsa-2048.pem");
    let start = pem.find("-----BEGIN").unwrap_or_default();
    serde_json::json!({
        "type": "service_account",
        "project_id": "bench",
        "private_key_id": "0123456789abcdef0123456789abcdef01234567",
        "private_key": &pem[start..],
        "client_email": "bench@bench.iam.gserviceaccount.com",
        "token_uri": "https://oauth2.googleapis.com/token",
    })
    .to_string()
}
