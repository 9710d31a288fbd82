//! A cluster for one run of the tests: fast, in the folder for temporary things, and gone afterwards.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::cluster::Cluster;
use super::{Durability, EmbeddedPostgres, alone, files, try_exclusive};

const PREFIX: &str = "sentralbord-throw-away-";

/// An embedded cluster that is removed when it is closed.
#[derive(Debug)]
pub struct ThrowAway {
    postgres: EmbeddedPostgres,
    folder: PathBuf,
}

impl ThrowAway {
    /// Also clears away what killed processes left.
    pub async fn open() -> Result<Self> {
        clear_abandoned().await;
        let folder = std::env::temp_dir().join(format!("{PREFIX}{}", uuid::Uuid::new_v4().simple()));
        files::private_folder(&folder)?;
        let postgres = EmbeddedPostgres::open_with(&folder, Durability::Fast).await?;
        Ok(Self { postgres, folder })
    }

    pub fn url(&self) -> String {
        self.postgres.url()
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub async fn close(self) -> Result<()> {
        self.postgres.close().await?;
        Ok(fs::remove_dir_all(&self.folder)?)
    }
}

/// Nobody holds a share of an abandoned cluster. What cannot be cleared is somebody else's.
async fn clear_abandoned() {
    let entries = fs::read_dir(std::env::temp_dir()).into_iter().flatten().flatten();
    for folder in entries.map(|entry| entry.path()) {
        let is_ours = folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PREFIX));
        if is_ours && let Err(error) = clear(&folder).await {
            tracing::debug!(folder = %folder.display(), error = format!("{error:#}"), "left as it is");
        }
    }
}

async fn clear(folder: &Path) -> Result<()> {
    if !folder.join("postgres.users").exists() {
        return Ok(());
    }
    let cluster = Cluster::locate(folder, Durability::Fast).await?;
    let Some(_turn) = try_exclusive(&cluster.turn_lock())? else {
        return Ok(());
    };
    let Some(_alone) = alone(&cluster)? else {
        return Ok(());
    };
    if cluster.running().is_some() {
        cluster.start_or_join().await?.stop().await?;
    }
    Ok(fs::remove_dir_all(folder)?)
}
