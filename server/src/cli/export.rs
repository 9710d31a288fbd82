//! `sentralbord export`: configuration to a file.

use std::io::Write;
use std::process::ExitCode;

use anyhow::{Context, Result};
use backend::Actor;
use clap::Args;

use crate::config::Config;
use crate::portal::Portal;

const EXPORT: &str = "Example:
  sentralbord export > portal.toml

Prints hours, queues, accounts, workstreams, channels and rules as `sentralbord apply` reads them. Secrets are not in it: each
is a reference to an environment variable such as FJORDBANK_CLIENT_TOKEN. Applying an export changes nothing.";

#[derive(Debug, Args)]
#[command(after_help = EXPORT)]
pub struct Export {}

pub async fn run(config: &Config) -> Result<ExitCode> {
    let text =
        Portal::with(config, async |backend| Ok(backend.configuration().export(&Actor::command_line()).await?)).await?;
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("The configuration cannot be written")?;
    Ok(ExitCode::SUCCESS)
}
