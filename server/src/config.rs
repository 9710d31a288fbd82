//! The settings: read once, before anything is opened, and passed down.
//!
//! Each comes from a flag, else from the environment, else from the settings file, else from its default. An empty
//! environment variable counts as unset. Whatever is wrong ends the program with one sentence that names the setting
//! and where it came from, and with exit code 2.

mod source;

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};
use sqlx::postgres::PgConnectOptions;

pub use self::source::{Flags, Invalid};

use self::source::Sources;
use crate::listener::Proxies;

/// Everything a command can be told.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the portal listens. Default `127.0.0.1:3000`; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where people and Google reach the portal, without a slash at the end. Default `http://` and the address above.
    pub public_url: Option<String>,
    /// What is kept on disk: the embedded database, and the master key that was made for it. Default `./.data`.
    pub data_dir: PathBuf,
    /// The file with the master key. Default: one in the data directory, with the embedded database only.
    pub master_key_file: Option<PathBuf>,
    /// Where Prometheus may fetch the metrics. Default `127.0.0.1:9464`.
    pub metrics_listen: SocketAddr,
    /// Where the emulator of Google's side listens inside `serve`. Default: there is none.
    pub emulator_listen: Option<SocketAddr>,
    /// Where Google's side is reached, for an emulator. Default: Google.
    pub google_base_url: Option<String>,
    /// The PostgreSQL to use. Default: the embedded one.
    pub database_url: Option<DatabaseUrl>,
    /// What this installation is called beside the logotype, such as "Test". Default: nothing is shown.
    pub environment: Option<String>,
    /// A file that signed heads of the audit log are added to, best on another machine's disk. Default: none.
    pub audit_anchor_file: Option<PathBuf>,
    /// The reverse proxies that are believed about where requests come from. Default: none.
    pub trusted_proxies: Proxies,
}

impl Config {
    /// Reads the flags, this process's environment, and the settings file if one is named.
    pub fn load(flags: &Flags) -> Result<Self, Invalid> {
        Self::from_sources(&Sources::open(flags, |name| std::env::var_os(name))?)
    }

    fn from_sources(sources: &Sources) -> Result<Self, Invalid> {
        Ok(Self {
            listen: sources.parsed("listen", address)?.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 3000))),
            public_url: sources.parsed("public_url", origin)?,
            data_dir: sources.parsed("data_dir", path)?.unwrap_or_else(|| PathBuf::from(".data")),
            master_key_file: sources.parsed("master_key_file", path)?,
            metrics_listen: sources
                .parsed("metrics_listen", address)?
                .unwrap_or(SocketAddr::from(([127, 0, 0, 1], 9464))),
            emulator_listen: sources.parsed("emulator_listen", address)?,
            google_base_url: sources.parsed("google_base_url", origin)?,
            database_url: sources.parsed("database_url", DatabaseUrl::parse)?,
            environment: sources.parsed("environment", environment)?,
            audit_anchor_file: sources.parsed("audit_anchor_file", path)?,
            trusted_proxies: sources.parsed("trusted_proxies", str::parse::<Proxies>)?.unwrap_or_default(),
        })
    }

    /// The public URL of a portal that listens at this address.
    pub fn public_url_at(&self, listening: SocketAddr) -> String {
        self.public_url.clone().unwrap_or_else(|| {
            let host = if listening.ip().is_unspecified() { "localhost".to_owned() } else { bare(listening) };
            format!("http://{host}:{}", listening.port())
        })
    }

    /// The public URL of a portal that listens where the settings say.
    pub fn public_url(&self) -> String {
        self.public_url_at(self.listen)
    }

    /// The file of the master key, and whether it may be made there.
    pub fn master_key(&self) -> Result<MasterKeyFile, Invalid> {
        match (&self.master_key_file, &self.database_url) {
            (Some(file), _) => Ok(MasterKeyFile::Given(file.clone())),
            (None, None) => Ok(MasterKeyFile::OfDataDir(self.data_dir.join("master.key"))),
            (None, Some(_)) => Err(Invalid::missing_master_key()),
        }
    }
}

/// Where the master key is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MasterKeyFile {
    /// It must exist.
    Given(PathBuf),
    /// It is made at the first start.
    OfDataDir(PathBuf),
}

/// An address of PostgreSQL with its password, which nothing prints.
#[derive(Clone)]
pub struct DatabaseUrl {
    text: SecretString,
    options: Box<PgConnectOptions>,
}

impl DatabaseUrl {
    fn parse(text: &str) -> Result<Self, &'static str> {
        const SHAPE: &str = "is not an address like postgres://user:password@host/database";
        let is_postgres = text.starts_with("postgres://") || text.starts_with("postgresql://");
        let options = Box::new(PgConnectOptions::from_str(text).map_err(|_| SHAPE)?);
        if is_postgres { Ok(Self { text: SecretString::from(text), options }) } else { Err(SHAPE) }
    }

    pub fn options(&self) -> PgConnectOptions {
        PgConnectOptions::clone(&self.options)
    }

    /// With the password.
    pub fn expose(&self) -> &str {
        self.text.expose_secret()
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("DatabaseUrl(…)")
    }
}

fn bare(address: SocketAddr) -> String {
    let ip = address.ip();
    if ip.is_ipv6() { format!("[{ip}]") } else { ip.to_string() }
}

fn address(text: &str) -> Result<SocketAddr, &'static str> {
    text.replacen("localhost:", "127.0.0.1:", 1).parse().map_err(|_| "is not an address like 127.0.0.1:3000")
}

/// A scheme and a host, without a path.
fn origin(text: &str) -> Result<String, &'static str> {
    const SHAPE: &str = "is not a web address like https://portal.example.no, without a path";
    let uri: http::Uri = text.parse().map_err(|_| SHAPE)?;
    let is_web = matches!(uri.scheme_str(), Some("http" | "https"));
    let host = uri.authority().filter(|authority| !authority.as_str().contains('@')).ok_or(SHAPE)?;
    let is_bare = uri.path() == "/" && uri.query().is_none() && !text.contains('#');
    if !is_web || !is_bare || host.host().is_empty() {
        return Err(SHAPE);
    }
    Ok(text.trim_end_matches('/').to_owned())
}

fn path(text: &str) -> Result<PathBuf, &'static str> {
    if text.contains('\0') { Err("is not a path") } else { Ok(PathBuf::from(text)) }
}

fn environment(text: &str) -> Result<String, &'static str> {
    let is_short = text.chars().count() <= 30 && !text.chars().any(char::is_control);
    if is_short { Ok(text.to_owned()) } else { Err("is longer than 30 characters, or holds control characters") }
}

#[cfg(test)]
mod tests;
