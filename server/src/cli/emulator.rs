//! `sentralbord emulator`: Google's side, by itself.

use std::{net::SocketAddr, process::ExitCode};

use anyhow::{Context, Result};
use clap::Args;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::signals::Signals;
use crate::config::Config;

const EMULATOR: &str = "Examples:
  sentralbord emulator                                          at 127.0.0.1:3999
  SENTRALBORD_EMULATOR_LISTEN=127.0.0.1:4999 sentralbord emulator

Prints its address. Open it, paste a webhook URL and its client token and press Verify; then write as a customer on a phone.
It keeps nothing on disk and calls addresses of this machine only. Ends at SIGTERM or Ctrl-C with exit code 0.";

#[derive(Debug, Args)]
#[command(after_help = EMULATOR)]
pub struct Emulator {}

/// Where it listens when no setting says.
const DEFAULT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 3999);

pub async fn run(config: &Config) -> Result<ExitCode> {
    let mut signals = Signals::listen()?;
    let listen = config.emulator_listen.unwrap_or(DEFAULT);
    let listener =
        TcpListener::bind(listen).await.with_context(|| format!("The address {listen} cannot be listened on"))?;
    let base = format!("http://{}", listener.local_addr()?);
    println!("The emulator of Google's side listens at {base}");
    let settings = emulator::Config::new(base).with_portal(config.public_url());
    let stop = CancellationToken::new();
    let ended = stop.clone().cancelled_owned();
    let serving = tokio::spawn(emulator::serve(listener, emulator::Emulator::new(settings), ended));
    signals.next().await;
    stop.cancel();
    serving.await.context("The emulator failed")?.context("The emulator failed")?;
    Ok(ExitCode::SUCCESS)
}
