//! Where a setting comes from.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;
use thiserror::Error;

/// The names of all settings, as they stand in the file.
const KEYS: [&str; 11] = [
    "listen",
    "public_url",
    "data_dir",
    "master_key_file",
    "metrics_listen",
    "emulator_listen",
    "google_base_url",
    "database_url",
    "environment",
    "audit_anchor_file",
    "trusted_proxies",
];

/// Settings on the command line.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Settings (flag, else environment, else settings file, else default)")]
#[expect(clippy::doc_markdown, reason = "these texts are printed as they stand")]
pub struct Flags {
    /// Settings file in TOML, with the keys below in lower case and without prefix [env: SENTRALBORD_CONFIG]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Where the portal listens [env: SENTRALBORD_LISTEN] [default: 127.0.0.1:3000]
    #[arg(long, global = true, value_name = "ADDRESS")]
    pub listen: Option<String>,
    /// Where people and Google reach the portal [env: SENTRALBORD_PUBLIC_URL] [default: http://LISTEN]
    #[arg(long, global = true, value_name = "URL")]
    pub public_url: Option<String>,
    /// Folder of the embedded database and its master key [env: SENTRALBORD_DATA_DIR] [default: ./.data]
    #[arg(long, global = true, value_name = "FOLDER")]
    pub data_dir: Option<String>,
    /// File with the master key; needed beside DATABASE_URL [env: SENTRALBORD_MASTER_KEY_FILE]
    #[arg(long, global = true, value_name = "FILE")]
    pub master_key_file: Option<String>,
    /// Where the metrics are served [env: SENTRALBORD_METRICS_LISTEN] [default: 127.0.0.1:9464]
    #[arg(long, global = true, value_name = "ADDRESS")]
    pub metrics_listen: Option<String>,
    /// Run the emulator of Google's side there, inside serve [env: SENTRALBORD_EMULATOR_LISTEN]
    #[arg(long, global = true, value_name = "ADDRESS")]
    pub emulator_listen: Option<String>,
    /// Reach Google's side there, for an emulator [env: SENTRALBORD_GOOGLE_BASE_URL]
    #[arg(long, global = true, value_name = "URL")]
    pub google_base_url: Option<String>,
    /// PostgreSQL to use; unset: one of our own in the data directory [env: DATABASE_URL]
    #[arg(long, global = true, value_name = "URL")]
    pub database_url: Option<String>,
    /// Name of this installation, shown beside the logotype, such as "Test" [env: SENTRALBORD_ENVIRONMENT]
    #[arg(long, global = true, value_name = "NAME")]
    pub environment: Option<String>,
    /// Add the signed heads of the audit log to this file, for `audit verify --anchor` [env: SENTRALBORD_AUDIT_ANCHOR_FILE]
    #[arg(long, global = true, value_name = "FILE")]
    pub audit_anchor_file: Option<String>,
    /// Addresses or networks of reverse proxies whose X-Forwarded-For is believed [env: SENTRALBORD_TRUSTED_PROXIES]
    #[arg(long, global = true, value_name = "LIST")]
    pub trusted_proxies: Option<String>,
}

impl Flags {
    fn get(&self, key: &str) -> Option<&String> {
        let flag = match key {
            "listen" => &self.listen,
            "public_url" => &self.public_url,
            "data_dir" => &self.data_dir,
            "master_key_file" => &self.master_key_file,
            "metrics_listen" => &self.metrics_listen,
            "emulator_listen" => &self.emulator_listen,
            "google_base_url" => &self.google_base_url,
            "database_url" => &self.database_url,
            "environment" => &self.environment,
            "audit_anchor_file" => &self.audit_anchor_file,
            "trusted_proxies" => &self.trusted_proxies,
            _ => unreachable!("every key has its flag"),
        };
        flag.as_ref()
    }
}

/// A setting that cannot be used. Its text is the one sentence that is printed; it never holds a value.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{0}")]
pub struct Invalid(String);

impl Invalid {
    pub(super) fn missing_master_key() -> Self {
        Self(
            "SENTRALBORD_MASTER_KEY_FILE is not set, and DATABASE_URL is: make a key with `sentralbord keys new FILE` \
             and name its file"
                .to_owned(),
        )
    }
}

/// All values that were given, each with where it was.
pub(super) struct Sources {
    values: BTreeMap<&'static str, (String, String)>,
}

impl Sources {
    pub fn open(flags: &Flags, environment: impl Fn(&str) -> Option<OsString>) -> Result<Self, Invalid> {
        let from_environment = |name: &str| environment(name).filter(|value| !value.is_empty());
        let file = match (&flags.config, from_environment("SENTRALBORD_CONFIG")) {
            (Some(file), _) => Some((file.clone(), "--config")),
            (None, Some(file)) => Some((PathBuf::from(file), "SENTRALBORD_CONFIG")),
            (None, None) => None,
        };
        let mut values = file.map(|(file, source)| read(&file, source)).transpose()?.unwrap_or_default();
        for key in KEYS {
            let name = variable(key);
            if let Some(value) = from_environment(&name) {
                let value = value.into_string().map_err(|_| Invalid(format!("{name} is not UTF-8 text")))?;
                values.insert(key, (name, value));
            }
            if let Some(value) = flags.get(key) {
                values.insert(key, (format!("--{}", key.replace('_', "-")), value.clone()));
            }
        }
        Ok(Self { values })
    }

    /// The complaint of `parse` continues the sentence that begins with the setting's name.
    pub fn parsed<T>(
        &self,
        key: &'static str,
        parse: impl Fn(&str) -> Result<T, &'static str>,
    ) -> Result<Option<T>, Invalid> {
        let Some((source, value)) = self.values.get(key) else {
            return Ok(None);
        };
        parse(value).map(Some).map_err(|complaint| Invalid(format!("{source} {complaint}")))
    }
}

fn variable(key: &str) -> String {
    let prefix = if key == "database_url" { "" } else { "SENTRALBORD_" };
    format!("{prefix}{}", key.to_uppercase())
}

fn read(file: &PathBuf, source: &str) -> Result<BTreeMap<&'static str, (String, String)>, Invalid> {
    let shown = file.display();
    let text = std::fs::read_to_string(file)
        .map_err(|error| Invalid(format!("The settings file {shown}, named by {source}, cannot be read: {error}")))?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| text[..span.start].lines().count().max(1));
        Invalid(format!("The settings file {shown} is not TOML: line {line}: {}", error.message()))
    })?;
    let mut values = BTreeMap::new();
    for (name, value) in table {
        let Some(key) = KEYS.into_iter().find(|key| *key == name) else {
            let known = KEYS.join(", ");
            return Err(Invalid(format!("{name} in the settings file {shown} is not a setting; there are {known}")));
        };
        let toml::Value::String(value) = value else {
            return Err(Invalid(format!("{key} in the settings file {shown} is not a text in quotes")));
        };
        values.insert(key, (format!("{key} in the settings file {shown}"), value));
    }
    Ok(values)
}
