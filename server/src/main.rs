//! The command line: settings, then the chosen command. What fails is said in one sentence.
//!
//! Exit codes: 0 done, 1 it failed, 2 the command line or a setting is wrong.

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;
use server::{
    cli::{self, Cli},
    environment, memory,
};

/// Deliveries are many small allocations; the system's allocator took an eighth of the processor under load.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = match environment::clean() {
        Ok(()) => {
            memory::keep_off_disks();
            cli::run(Cli::parse()).await
        }
        Err(error) => Err(error),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("sentralbord: {error:#}.");
            ExitCode::from(if cli::is_wrongly_told(&error) { 2 } else { 1 })
        }
    }
}
