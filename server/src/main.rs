//! The command line: settings, then the chosen command. What fails is said in one sentence.
//!
//! Exit codes: 0 done, 1 it failed, 2 the command line or a setting is wrong.

use std::process::ExitCode;

use clap::Parser;
use server::cli::{self, Cli};
use server::config;

#[tokio::main]
async fn main() -> ExitCode {
    match cli::run(Cli::parse()).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("sentralbord: {error:#}.");
            let is_setting = error.downcast_ref::<config::Invalid>().is_some();
            ExitCode::from(if is_setting { 2 } else { 1 })
        }
    }
}
