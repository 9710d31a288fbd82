//! `sentralbord admin`: the first administrator.

use std::io::Read;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use backend::{Actor, Error};
use clap::Subcommand;
use secrecy::SecretString;

use crate::config::Config;
use crate::portal::Portal;

const CREATE: &str = "Example:
  sentralbord admin create --email kari@example.no --password-stdin < password.txt

The password has 12 to 256 characters; one line end after it is left out. Prints the address. Exit code 1 if somebody can sign
in already, or if the address or the password breaks a rule.";

const LINK: &str = "Example:
  sentralbord admin link

Prints a link that works once, for 30 minutes. Exit code 1 if somebody can sign in already: they can invite others.";

/// A password is never longer than this; more is a file chosen by mistake.
const MOST: u64 = 4096;

#[derive(Debug, Subcommand)]
pub enum Admin {
    /// Make the first administrator without a browser
    #[command(after_help = CREATE)]
    Create {
        /// The address to sign in with
        #[arg(long)]
        email: String,
        /// Read the password from standard input
        #[arg(long, required = true)]
        password_stdin: bool,
    },
    /// Print a new link for the first administrator
    #[command(after_help = LINK)]
    Link,
}

pub async fn run(config: &Config, command: Admin) -> Result<ExitCode> {
    match command {
        Admin::Create { email, .. } => create(config, &email).await,
        Admin::Link => link(config).await,
    }
}

async fn create(config: &Config, email: &str) -> Result<ExitCode> {
    let password = read_password(std::io::stdin().lock())?;
    Portal::with(config, async |backend| {
        let made = backend.users().create_administrator(&Actor::command_line(), email, password).await;
        made.map_err(told).map(drop)
    })
    .await?;
    println!("{email}");
    Ok(ExitCode::SUCCESS)
}

async fn link(config: &Config) -> Result<ExitCode> {
    let link = Portal::with(config, async |backend| Ok(backend.users().first_administrator_link().await?)).await?;
    let Some(link) = link else { bail!("{EXISTS}") };
    println!("{}", link.url);
    Ok(ExitCode::SUCCESS)
}

const EXISTS: &str = "There is an administrator already, who can invite others";

fn told(error: Error) -> anyhow::Error {
    match error {
        Error::Conflict("administrator_exists") => anyhow::anyhow!("{EXISTS}"),
        Error::Invalid(invalid) => anyhow::anyhow!("The administrator is not made: {invalid}"),
        error => error.into(),
    }
}

/// Everything but one line end after it.
fn read_password(input: impl Read) -> Result<SecretString> {
    let mut text = String::new();
    input.take(MOST + 1).read_to_string(&mut text).context("The password cannot be read from standard input")?;
    if text.len() as u64 > MOST {
        bail!("What came from standard input is too long to be a password");
    }
    let password = text.strip_suffix('\n').unwrap_or(&text);
    Ok(SecretString::from(password.strip_suffix('\r').unwrap_or(password)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    #[test]
    fn one_line_end_is_no_part_of_the_password() {
        for (input, password) in
            [("abc", "abc"), ("abc\n", "abc"), ("abc\r\n", "abc"), (" abc \n\n", " abc \n"), ("", "")]
        {
            assert_eq!(read_password(input.as_bytes()).unwrap().expose_secret(), password);
        }
        assert!(read_password(std::io::repeat(b'x')).is_err());
    }
}
