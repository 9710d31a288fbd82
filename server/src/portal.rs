//! The portal's verbs for a command: settings, master key, database and schema, in that order.
//!
//! Works beside a running `serve` and without one: the embedded database is joined if it runs and started if it does not.

use std::path::PathBuf;

use anyhow::{Context, Result};
use backend::{
    Backend, Settings,
    clock::Clock,
    roles,
    vault::{KeyFileFault, KeyRing},
};
use sqlx::postgres::PgConnectOptions;

use crate::cli::keys;
use crate::config::{Config, MasterKeyFile};
use crate::database::Database;
use crate::environment;

/// An open portal. Close it, so that an embedded database that nobody else uses is stopped.
pub struct Portal {
    pub backend: Backend,
    database: Database,
}

impl Portal {
    /// Opens the portal for one command.
    pub async fn open(config: &Config) -> Result<Self> {
        let key = Key::read(config)?;
        let database = Database::open(config).await?;
        match connect(config, database.options(), key, config.public_url()).await {
            Ok(backend) => Ok(Self { backend, database }),
            Err(error) => {
                database.close().await?;
                Err(error)
            }
        }
    }

    pub async fn close(self) -> Result<()> {
        self.backend.close().await;
        self.database.close().await
    }

    /// Opens the portal, does one thing, and closes it whatever came of that.
    pub async fn with<T>(config: &Config, act: impl AsyncFnOnce(&Backend) -> Result<T>) -> Result<T> {
        let portal = Self::open(config).await?;
        let outcome = act(&portal.backend).await;
        portal.close().await?;
        outcome
    }
}

/// Where master keys come from, in this order: a credential of systemd, a file, the environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The folder with the credential.
    Credential(PathBuf),
    File(PathBuf),
    Environment,
}

impl Origin {
    pub fn of(config: &Config) -> Result<Self> {
        if let Some(directory) = std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from)
            && KeyRing::has_credential(&directory)
        {
            return Ok(Self::Credential(directory));
        }
        if config.master_key_file.is_none() && environment::is_given() {
            return Ok(Self::Environment);
        }
        match config.master_key()? {
            MasterKeyFile::Given(file) | MasterKeyFile::OfDataDir(file) => Ok(Self::File(file)),
        }
    }

    /// Reads the keys, again if need be. Those of the environment are gone after the first time.
    fn read(&self) -> Result<KeyRing, KeyFileFault> {
        match self {
            Self::Credential(directory) => KeyRing::read_credential(directory),
            Self::File(file) => KeyRing::read(file),
            Self::Environment => environment::read(),
        }
    }
}

/// The master key, or where it is made together with a new database.
pub enum Key {
    Read(Box<KeyRing>),
    ToBeMade(PathBuf),
}

impl Key {
    /// Reads the key that the settings name. A wrong file is a wrong setting, found before anything is opened.
    pub fn read(config: &Config) -> Result<Self> {
        let may_be_made = matches!(config.master_key(), Ok(MasterKeyFile::OfDataDir(_)));
        match Origin::of(config)? {
            Origin::Environment => {
                tracing::warn!(
                    "THE MASTER KEY CAME BY THE ENVIRONMENT, where other programs may have seen it: put it into a file of \
                     mode 0600 and name that in SENTRALBORD_MASTER_KEY_FILE"
                );
                Ok(Self::Read(Box::new(environment::read()?)))
            }
            Origin::File(file) => match KeyRing::read(&file) {
                Ok(ring) => Ok(Self::Read(Box::new(ring))),
                Err(KeyFileFault::Unreadable { source, .. })
                    if may_be_made && source.kind() == std::io::ErrorKind::NotFound =>
                {
                    Ok(Self::ToBeMade(file))
                }
                Err(fault) => Err(fault.into()),
            },
            origin @ Origin::Credential(_) => Ok(Self::Read(Box::new(origin.read()?))),
        }
    }

    /// The key, and the file that was made for it just now.
    fn ring(self) -> Result<(KeyRing, Option<PathBuf>)> {
        match self {
            Self::Read(ring) => Ok((*ring, None)),
            Self::ToBeMade(file) => {
                let made = keys::create(&file);
                // Another process may have made it first.
                let ring = KeyRing::read(&file);
                match (made, ring) {
                    (Ok(()), Ok(ring)) => Ok((ring, Some(file))),
                    (Err(_), Ok(ring)) => Ok((ring, None)),
                    (Err(error), Err(_)) => Err(error),
                    (Ok(()), Err(fault)) => Err(fault.into()),
                }
            }
        }
    }
}

/// Brings the schema up to date and connects. A key that was made for a database with secrets of another one is taken back.
pub async fn connect(config: &Config, options: PgConnectOptions, key: Key, public_url: String) -> Result<Backend> {
    roles::migrate(options.clone()).await.context("The database cannot be brought up to date")?;
    let (ring, made) = key.ring()?;
    let settings = Settings { public_url, google_base_url: config.google_base_url.clone() };
    let connected = Backend::connect(options, ring, settings, Clock::system()).await;
    if let (Err(_), Some(file)) = (&connected, made) {
        std::fs::remove_file(file)?;
    }
    let backend = connected.context("The portal cannot be opened")?;
    let origin = Origin::of(config)?;
    if origin != Origin::Environment {
        backend.read_keys_from(move || origin.read());
    }
    Ok(backend)
}
