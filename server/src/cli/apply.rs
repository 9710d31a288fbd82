//! `sentralbord apply`: configuration from a file.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use backend::configuration::{ApplyError, File, Report};
use backend::{Actor, Backend};
use clap::Args;
use domain::PageRequest;

use crate::config::Config;
use crate::portal::Portal;

const APPLY: &str = "Examples:
  sentralbord export > portal.toml                              what there is, as a file
  FJORDBANK_CLIENT_TOKEN=… sentralbord apply portal.toml        make it so

Matches by name and never deletes; what the file leaves out stays as it is. Everything is applied or nothing. Secrets are
given as { env = \"VARIABLE\" } or { file = \"PATH\" }, from the file's own folder; equal secrets are left untouched.
Prints what was created and changed. Exit code 1 if it fails, 2 if something in the file is wrong: the message says where.";

#[derive(Debug, Args)]
#[command(after_help = APPLY)]
pub struct Apply {
    /// The file, in TOML
    file: PathBuf,
}

pub async fn run(config: &Config, command: &Apply) -> Result<ExitCode> {
    let file = File::read(&command.file)?;
    let (report, waiting) = Portal::with(config, async |backend| {
        let applied = backend.configuration().apply(&Actor::command_line(), file).await;
        let report = applied.map_err(told)?;
        Ok((report, waiting(backend).await?))
    })
    .await?;
    print(&report);
    for account in waiting {
        println!(
            "The privacy notice of account \"{account}\" is not acknowledged. Acknowledge it in the portal, or run:"
        );
        println!("  sentralbord privacy acknowledge --account '{}' --by EMAIL", account.replace('\'', r"'\''"));
    }
    Ok(ExitCode::SUCCESS)
}

/// A fault of the file has an exit code of its own.
pub(super) fn told(error: ApplyError) -> anyhow::Error {
    match error {
        ApplyError::File(fault) => fault.into(),
        ApplyError::Backend(error) => error.into(),
    }
}

/// The accounts that cannot be verified before somebody acknowledges.
async fn waiting(backend: &Backend) -> Result<Vec<String>> {
    let standings = backend.privacy().standings(&Actor::command_line(), PageRequest::first()).await?;
    let waiting = standings.items.into_iter().filter(|standing| !standing.is_acknowledged);
    Ok(waiting.map(|standing| standing.account_name).collect())
}

fn print(report: &Report) {
    for thing in &report.created {
        println!("created {thing}");
    }
    for thing in &report.changed {
        println!("changed {thing}");
    }
    println!(
        "{} created, {} changed, {} unchanged",
        report.created.len(),
        report.changed.len(),
        report.unchanged.len()
    );
}
