//! `sentralbord plan`: what `apply` would do.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use app::plans;
use backend::Actor;
use backend::configuration::{self, ChangedRules, File, Report};
use clap::{Args, ValueEnum};
use domain::routing::Replay;
use jiff::SignedDuration;

use super::apply::told;
use crate::config::Config;
use crate::portal::Portal;

const PLAN: &str = "Examples:
  sentralbord plan portal.toml                  what `apply` would create and change
  sentralbord plan portal.toml --window 7d      and where the last 7 days' conversations would have gone

Prints one line for each rule that would be added, removed, changed or moved. With a window, conversations are decided again
with the file's rules, in today's settings of queues that the rules did not know then, as if these were empty. Nothing is written.
Exit code 1 if it fails, 2 if something in the file is wrong: the message says where.";

#[derive(Debug, Args)]
#[command(after_help = PLAN)]
pub struct Plan {
    /// The file, in TOML
    file: PathBuf,
    /// Decide again what came in this time
    #[arg(long)]
    window: Option<Span>,
}

/// How far back conversations are decided again.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Span {
    #[value(name = "24h")]
    Day,
    #[value(name = "7d")]
    Week,
    #[value(name = "30d")]
    Month,
}

impl Span {
    fn duration(self) -> SignedDuration {
        SignedDuration::from_hours(match self {
            Self::Day => 24,
            Self::Week => 7 * 24,
            Self::Month => 30 * 24,
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Day => "24 hours",
            Self::Week => "7 days",
            Self::Month => "30 days",
        }
    }
}

pub async fn run(config: &Config, command: &Plan) -> Result<ExitCode> {
    let file = File::read(&command.file)?;
    let span = command.window.map(Span::duration);
    let plan = Portal::with(config, async |backend| {
        backend.configuration().plan(&Actor::command_line(), file, span).await.map_err(told)
    })
    .await?;
    print(&plan, command.window);
    Ok(ExitCode::SUCCESS)
}

fn print(plan: &configuration::Plan, window: Option<Span>) {
    let Report { created, changed, unchanged } = &plan.report;
    for thing in created {
        println!("would create {thing}");
    }
    for thing in changed {
        println!("would change {thing}");
    }
    for ChangedRules { workstream, before, after, traffic } in &plan.rules {
        println!("rules of \"{workstream}\":");
        for line in plans::differences(before, after, &plan.queues) {
            println!("  {line}");
        }
        if let (Some(traffic), Some(window)) = (traffic, window) {
            for line in impact(traffic, window.name()) {
                println!("  {line}");
            }
        }
    }
    println!("{} to create, {} to change, {} unchanged", created.len(), changed.len(), unchanged.len());
}

/// How many would move, and a line for each pair of queues.
fn impact(replay: &Replay, span: &str) -> Vec<String> {
    let conversations = if replay.count == 1 { "conversation" } else { "conversations" };
    let end = match replay.moved() {
        _ if replay.count == 0 => return vec![format!("no conversations in the last {span}")],
        0 => "none would move".to_owned(),
        moved => format!("{moved} would move:"),
    };
    let place = |to: &domain::routing::Destination| {
        let name = replay.names.get(&to.queue_id).cloned().unwrap_or_else(|| to.queue_id.to_string());
        if to.is_ended { format!("{name} (ended)") } else { name }
    };
    let mut pairs: Vec<_> = replay.moves.iter().collect();
    pairs.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let lines = pairs.into_iter().map(|((from, to), count)| format!("  {} → {} {count}", place(from), place(to)));
    std::iter::once(format!("{} {conversations} in the last {span}: {end}", replay.count)).chain(lines).collect()
}
