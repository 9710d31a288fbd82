//! `sentralbord privacy`: acknowledgements of the privacy notice.

use std::process::ExitCode;

use anyhow::{Result, bail};
use backend::{Actor, Backend, Error};
use clap::Subcommand;
use domain::{Fault, Invalid};

use crate::config::Config;
use crate::portal::Portal;

const ACKNOWLEDGE: &str = "Example:
  sentralbord privacy acknowledge --account Fjordbank --by kari@example.no

Records that this person has read the current notice of the account's channel, in their own language, and accepts it: data
leave the organisation's boundary, end users are notified, and consent is obtained where the law asks for it. The notice is
on the portal's Privacy page. Exit code 1 if the account or the person is unknown, or the person may not acknowledge.";

#[derive(Debug, Subcommand)]
pub enum Privacy {
    /// Record an administrator's acknowledgement of the current notice for an account
    #[command(after_help = ACKNOWLEDGE)]
    Acknowledge {
        /// The account's name
        #[arg(long, value_name = "NAME")]
        account: String,
        /// The e-mail address of the person who acknowledges
        #[arg(long, value_name = "EMAIL")]
        by: String,
    },
}

pub async fn run(config: &Config, command: Privacy) -> Result<ExitCode> {
    let Privacy::Acknowledge { account, by } = command;
    Portal::with(config, async |backend| acknowledge(backend, &account, &by).await).await?;
    println!("{by} has acknowledged the privacy notice for {account}");
    Ok(ExitCode::SUCCESS)
}

async fn acknowledge(backend: &Backend, account: &str, by: &str) -> Result<()> {
    let actor = Actor::command_line();
    let Some(id) = backend.accounts().find_by_name(&actor, account).await? else {
        bail!("There is no account \"{account}\"");
    };
    match backend.privacy().acknowledge_for(&actor, id, by).await {
        Err(Error::Invalid(invalid)) if invalid == Invalid::one("by", Fault::Unknown) => {
            bail!("There is nobody with the address {by} who can sign in")
        }
        Err(Error::Forbidden(_)) => bail!("{by} has no role that may acknowledge privacy notices"),
        outcome => Ok(outcome?),
    }
}
