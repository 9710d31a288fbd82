//! `sentralbord api-key`: keys of the HTTP API.

use std::process::ExitCode;

use anyhow::Result;
use backend::{Actor, Error};
use clap::{Subcommand, builder::PossibleValuesParser, builder::TypedValueParser};
use domain::Name;
use domain::user::Role;

use crate::config::Config;
use crate::portal::Portal;

const CREATE: &str = "Example:
  sentralbord api-key create --name report --role auditor

Prints the key, this once: only its hash is kept. Programs send it as `Authorization: Bearer KEY`. Exit code 1 if a key with
that name exists.";

#[derive(Debug, Subcommand)]
pub enum ApiKey {
    /// Make a key and print it once
    #[command(after_help = CREATE)]
    Create {
        /// What the key is for; unique
        #[arg(long, value_parser = name)]
        name: Name,
        /// What it may do
        #[arg(long, value_parser = roles())]
        role: Role,
    },
}

pub async fn run(config: &Config, command: ApiKey) -> Result<ExitCode> {
    let ApiKey::Create { name, role } = command;
    let key = Portal::with(config, async |backend| {
        let made = backend.api_keys().create(&Actor::command_line(), &name, role, None).await;
        made.map(|(_, key)| key).map_err(told)
    })
    .await?;
    println!("{}", key.expose());
    Ok(ExitCode::SUCCESS)
}

fn told(error: Error) -> anyhow::Error {
    match error {
        Error::Invalid(invalid) => anyhow::anyhow!("The key is not made: {invalid}"),
        error => error.into(),
    }
}

fn name(text: &str) -> Result<Name, String> {
    Name::parse(text).map_err(|fault| fault.to_string())
}

fn roles() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.iter().map(|role| role.as_str()))
        .map(|word| word.parse().expect("it is one of the possible values"))
}
