//! `sentralbord audit`: the log of what was done.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use backend::audit::Mark;
use backend::audit::verify::{Kind, Report, Tampering};
use clap::Subcommand;

use crate::anchor;
use crate::config::Config;
use crate::portal::Portal;

const VERIFY: &str = "Examples:
  sentralbord audit verify --anchor /mnt/elsewhere/audit-heads
  sentralbord audit verify --head 1204:5f3c…e1    a head as `serve` printed it, when that is all there is
  sentralbord audit verify --json

Seals what is not sealed yet, reads every entry, and checks its hash, its place in the chain, and every signed head. A chain that
is sound is signed once more; the head is printed, and added to the anchor file that the settings name. Without an anchor it says
what cannot be found. Exit code 0 if all is well, 1 if something was changed, 2 if the anchor cannot be used.";

#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Check that nobody changed, removed, added or reordered an entry of the log
    #[command(after_help = VERIFY)]
    Verify {
        /// A file with heads that were kept elsewhere, one a line
        #[arg(long, value_name = "FILE")]
        anchor: Option<PathBuf>,
        /// A head that was kept elsewhere: its line, or COUNT:HASH
        #[arg(long, value_name = "HEAD")]
        head: Vec<String>,
        /// Print the findings as one object in JSON
        #[arg(long)]
        json: bool,
    },
}

/// What an anchor cannot be used for. It ends the program with exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct AnchorFault(String);

pub async fn run(config: &Config, command: Audit) -> Result<ExitCode> {
    let Audit::Verify { anchor, head, json } = command;
    let mut marks = anchor.as_deref().map(read).transpose()?.unwrap_or_default();
    for head in &head {
        marks.push(Mark::parse(head).map_err(|fault| AnchorFault(format!("--head {fault}")))?);
    }
    let (report, signed) = Portal::with(config, async |backend| Ok(backend.audit().verify(&marks).await?)).await?;
    if let (Some(file), Some(head)) = (&config.audit_anchor_file, &signed) {
        anchor::keep(file, head).with_context(|| format!("{} cannot be added to", file.display()))?;
    }
    if json {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        print!("{}", told(&report));
        if let Some(head) = signed {
            println!("{}", anchor::line(&head));
        }
    }
    Ok(if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// The heads of an anchor file. An empty one is no anchor.
fn read(file: &Path) -> Result<Vec<Mark>> {
    let wrong = |what: String| AnchorFault(format!("The anchor file {} {what}", file.display()));
    let text = std::fs::read_to_string(file).map_err(|error| wrong(format!("cannot be read: {error}")))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let marks: Vec<Mark> = lines
        .map(|(at, line)| Mark::parse(line).map_err(|fault| wrong(format!("cannot be used: line {} {fault}", at + 1))))
        .collect::<Result<_, _>>()?;
    if marks.is_empty() {
        return Err(wrong("holds no head".to_owned()).into());
    }
    Ok(marks)
}

/// The findings in words.
fn told(report: &Report) -> String {
    let mut lines = Vec::new();
    if report.is_sound() {
        lines.push(format!("The audit log is sound: {} entries, each as it was sealed.", report.count));
    } else {
        lines.push(format!("The audit log was changed. {} entries were read.", report.count));
        lines.extend(report.tampering.iter().map(|fault| format!("- {}", sentence(fault))));
    }
    if report.waiting > 0 {
        lines.push(format!("{} entries are not sealed yet.", report.waiting));
    }
    match &report.last_head {
        Some(head) => lines.push(format!(
            "Signed until entry {} at {}, with the key {}; {} heads were checked.",
            head.count, head.at, head.key_id, report.heads
        )),
        None => lines.push("No signed head of the database vouches for any of it.".to_owned()),
    }
    if report.anchors > 0 {
        lines.push(format!(
            "Heads from elsewhere: {} were checked, and the log goes through them until entry {}. What comes after that entry, \
             and was cut off or made anew together with its heads, cannot be found with them.",
            report.anchors, report.anchored
        ));
    } else {
        lines.push(
            "No anchor was given. So it cannot be found whether the end of the log was cut off together with its heads, or whether \
             all of it was made anew from some entry on by somebody who removed the heads after that entry. Keep the heads that \
             `serve` prints, or the file that SENTRALBORD_AUDIT_ANCHOR_FILE names, where the database's owner cannot reach them, \
             and give them with --anchor."
                .to_owned(),
        );
    }
    lines.into_iter().fold(String::new(), |text, line| text + &line + "\n")
}

fn sentence(fault: &Tampering) -> String {
    let place = match (fault.position, fault.event_id) {
        (Some(position), Some(event)) => format!("entry {position} (event {event})"),
        (Some(position), None) => format!("entry {position}"),
        (None, Some(event)) => format!("event {event}, which is in no place of the chain"),
        (None, None) => "an entry".to_owned(),
    };
    match fault.kind {
        Kind::Edited => format!("edited: {place} is not as it was sealed"),
        Kind::Deleted => format!("deleted: {place} is gone"),
        Kind::Inserted => format!("inserted: {place} was not made by the portal"),
        Kind::Reordered => format!("reordered: {place} stood elsewhere"),
        Kind::Truncated => format!("truncated: signed heads tell of more entries; the log ends with {place}"),
        Kind::Regrown => format!("truncated and regrown: after {place} the log is another one than was signed"),
        Kind::Rewritten => "fully rewritten: the log goes through none of the heads that were signed".to_owned(),
        Kind::HeadForged => format!("forged: the head at {place} was not signed by this portal, or was changed since"),
    }
}
