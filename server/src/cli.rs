//! The commands, one file each.

pub mod admin;
pub mod api_key;
pub mod apply;
pub mod audit;
pub mod emulator;
pub mod export;
pub mod keys;
pub mod plan;
pub mod postgres;
pub mod privacy;
pub mod serve;
mod signals;

use std::process::ExitCode;

use anyhow::Result;
use backend::{configuration::FileFault, vault::KeyFileFault};
use clap::{Parser, Subcommand};

use crate::config::{self, Config, Flags};
use crate::telemetry;

const AFTER: &str = "Exit codes: 0 done, 1 it failed, 2 the command line or a setting is wrong.
Settings hold for every command; `sentralbord COMMAND --help` says what a command prints.";

/// Messages from customers, received, explained and routed.
#[derive(Debug, Parser)]
#[command(name = "sentralbord", version, after_help = AFTER, max_term_width = 120)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub settings: Flags,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the portal
    Serve(serve::Serve),
    /// Make the first administrator
    #[command(subcommand)]
    Admin(admin::Admin),
    /// Make keys of the HTTP API
    #[command(subcommand)]
    ApiKey(api_key::ApiKey),
    /// Bring the portal to what a file says
    Apply(apply::Apply),
    /// Print what `apply` would do, and what changed rules would have done
    Plan(plan::Plan),
    /// Print the portal's configuration as a file
    Export(export::Export),
    /// Check the log of what was done
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Acknowledge privacy notices
    #[command(subcommand)]
    Privacy(privacy::Privacy),
    /// Play Google's side, for trying the portal
    Emulator(emulator::Emulator),
    /// Make and rotate master keys
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Use the embedded PostgreSQL with other programs
    #[command(subcommand)]
    Postgres(postgres::Postgres),
}

/// Whether the program was told something wrong, on the command line, by a setting, or in a file that it was given.
pub fn is_wrongly_told(error: &anyhow::Error) -> bool {
    error.is::<config::Invalid>()
        || error.is::<KeyFileFault>()
        || error.is::<FileFault>()
        || error.is::<audit::AnchorFault>()
}

/// Runs the chosen command to its end.
pub async fn run(cli: Cli) -> Result<ExitCode> {
    let config = Config::load(&cli.settings)?;
    if !matches!(cli.command, Command::Serve(_)) {
        telemetry::log("warn");
    }
    match cli.command {
        Command::Serve(_) => serve::run(&config).await,
        Command::Admin(command) => admin::run(&config, command).await,
        Command::ApiKey(command) => api_key::run(&config, command).await,
        Command::Apply(command) => apply::run(&config, &command).await,
        Command::Plan(command) => plan::run(&config, &command).await,
        Command::Export(_) => export::run(&config).await,
        Command::Audit(command) => audit::run(&config, command).await,
        Command::Privacy(command) => privacy::run(&config, command).await,
        Command::Emulator(_) => emulator::run(&config).await,
        Command::Keys(command) => keys::run(&config, &command).await,
        Command::Postgres(command) => postgres::run(&config, command).await,
    }
}
