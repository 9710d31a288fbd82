//! `sentralbord postgres`: the embedded database for other programs.

use std::io::IsTerminal;
use std::os::unix::process::ExitStatusExt;
use std::process::{ExitCode, ExitStatus};

use anyhow::{Context, Result};
use clap::Subcommand;

use super::signals::Signals;
use crate::config::Config;
use crate::embedded_postgres::{EmbeddedPostgres, ThrowAway, signal};

const RUN: &str = "Examples:
  sentralbord postgres run -- sh -c 'psql \"$DATABASE_URL\"'      look into the portal's database
  sentralbord postgres run -- sh -c 'pg_dump \"$DATABASE_URL\"'   dump it
  sentralbord postgres run --throw-away -- cargo nextest run    tests on a database of their own

Works beside a running `sentralbord serve` and without one. Prints nothing of its own; the exit code is the command's,
or 128 and the number of the signal that ended it.";

#[derive(Debug, Subcommand)]
#[expect(clippy::doc_markdown, reason = "these texts are printed as they stand")]
pub enum Postgres {
    /// Run a command with DATABASE_URL set to an embedded PostgreSQL, which is started if it does not run
    #[command(after_help = RUN)]
    Run {
        /// A fast and empty PostgreSQL of its own, removed afterwards, instead of the data directory's
        #[arg(long)]
        throw_away: bool,
        /// The command and its arguments, after `--`
        #[arg(last = true, required = true, value_name = "COMMAND")]
        command: Vec<String>,
    },
}

pub async fn run(config: &Config, command: Postgres) -> Result<ExitCode> {
    let Postgres::Run { throw_away, command } = command;
    let signals = Signals::listen()?;
    let status = if throw_away {
        let postgres = ThrowAway::open().await?;
        let status = with_database(&postgres.url(), &command, signals).await;
        postgres.close().await?;
        status?
    } else {
        let postgres = EmbeddedPostgres::open(&config.data_dir).await?;
        let status = with_database(&postgres.url(), &command, signals).await;
        postgres.close().await?;
        status?
    };
    Ok(exit_code(status))
}

async fn with_database(url: &str, command: &[String], mut signals: Signals) -> Result<ExitStatus> {
    let mut child = tokio::process::Command::new(&command[0])
        .args(&command[1..])
        .env("DATABASE_URL", url)
        .spawn()
        .with_context(|| format!("{} cannot be run", command[0]))?;
    // A terminal sends Ctrl-C to the command as well.
    let is_told_by_terminal = std::io::stdin().is_terminal();
    loop {
        tokio::select! {
            status = child.wait() => return Ok(status?),
            name = signals.next() => if let Some(pid) = child.id() && !(name == "INT" && is_told_by_terminal) {
                signal(pid, name);
            },
        }
    }
}

fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(1);
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}
