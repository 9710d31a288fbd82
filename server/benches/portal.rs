//! `make bench`: one `name: figure` line for each measurement, of the very program that is shipped, started as an operator
//! starts it.
//!
//! Where there is a peer, both are measured in turns in the same run, on the same cluster, and the ratio is the figure to
//! trust: machines are noisy. Nothing here fails for being slow; tests do not measure time.

#![expect(clippy::print_stdout, reason = "the figures are the output")]

#[path = "../tests/it/client.rs"]
mod client;
#[path = "portal/load.rs"]
mod load;
#[path = "portal/peer.rs"]
mod peer;
#[path = "../tests/it/program.rs"]
mod program;
#[path = "portal/site.rs"]
mod site;
#[path = "portal/traffic.rs"]
mod traffic;
#[path = "portal/work.rs"]
mod work;

use std::time::Duration;

use anyhow::{Context, Result};

use program::Program;

/// How often each measurement is taken; the median counts.
const ROUNDS: usize = 3;

#[tokio::main]
async fn main() -> Result<()> {
    // `cargo test --benches` only wants to know that it runs.
    if std::env::args().any(|argument| argument == "--test") {
        return Ok(());
    }
    // `cargo bench -p server --bench portal -- traffic` measures that part alone.
    let part = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    if part.as_deref() != Some("traffic") {
        portal().await?;
    }
    let year = traffic::year().await?;
    println!("replay_100k_seconds: {:.2}", year.replay);
    println!("conversations_page_p99_ms: {:.1}", year.conversations.0);
    println!("conversations_page_p99_vs_1k_ratio: {:.2}", year.conversations.1);
    println!("receipts_page_p99_ms: {:.1}", year.receipts.0);
    println!("receipts_page_p99_vs_1k_ratio: {:.2}", year.receipts.1);
    Ok(())
}

/// The portal with little in it, and what it does with a burst.
async fn portal() -> Result<()> {
    let (mut program, callback) = Program::connected().await?;

    let mut starts = Vec::new();
    for _ in 0..ROUNDS {
        program.terminate().await?;
        starts.push(program.start().await?.as_secs_f64() * 1000.0);
    }
    println!("cold_start_ms: {:.0}", median(starts));
    println!("idle_rss_mib: {:.1}", idle_memory(&program).await?);

    let page = site::first_page(&program).await?;
    println!("first_page_bytes_brotli: {}", page.bytes);
    println!("first_page_requests: {}", page.requests);
    println!("wasm_bytes_brotli: {}", site::wasm_bytes("sentralbord.")?);
    println!("engine_wasm_bytes_brotli: {}", site::wasm_bytes("engine.")?);

    let (mut ours, mut theirs, mut ratios, mut jobs) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let insert = peer::inserts_per_second(&program).await?;
        let webhook = load::webhook_per_second(&program, &callback).await?;
        // What was taken is worked off before anything else is measured.
        jobs.push(work::jobs_per_second(&program).await?);
        ours.push(webhook);
        theirs.push(insert);
        ratios.push(webhook / insert);
    }
    println!("webhook_durable_per_second: {:.0}", median(ours));
    println!("pgbench_insert_per_second: {:.0}", median(theirs));
    println!("webhook_vs_pgbench_ratio: {:.2}", median(ratios));
    println!("jobs_per_second: {:.0}", median(jobs));
    program.terminate().await?;
    Ok(())
}

/// Resident memory of the portal's process after some seconds without work, in MiB; PostgreSQL is not in it.
async fn idle_memory(program: &Program) -> Result<f64> {
    tokio::time::sleep(Duration::from_secs(3)).await;
    let status = program.proc("status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kib / 1024.0)
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
