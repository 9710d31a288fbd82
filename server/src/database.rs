//! The database of a command: the one that `DATABASE_URL` names, or our own.

use anyhow::Result;
use sqlx::postgres::PgConnectOptions;

use crate::config::{Config, DatabaseUrl};
use crate::embedded_postgres::EmbeddedPostgres;

#[derive(Debug)]
pub enum Database {
    Embedded(EmbeddedPostgres),
    Named(DatabaseUrl),
}

impl Database {
    /// Starts or joins the embedded one; the other is only remembered.
    pub async fn open(config: &Config) -> Result<Self> {
        match &config.database_url {
            Some(url) => Ok(Self::Named(url.clone())),
            None => Ok(Self::Embedded(EmbeddedPostgres::open(&config.data_dir).await?)),
        }
    }

    pub fn options(&self) -> PgConnectOptions {
        match self {
            Self::Embedded(postgres) => postgres.options(),
            Self::Named(url) => url.options(),
        }
    }

    /// Stops the embedded one if nobody else uses it.
    pub async fn close(self) -> Result<()> {
        match self {
            Self::Embedded(postgres) => postgres.close().await,
            Self::Named(_) => Ok(()),
        }
    }
}
