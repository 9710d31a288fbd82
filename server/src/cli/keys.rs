//! `sentralbord keys`: master keys.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::Subcommand;
use rand::TryRng;
use rand::rngs::SysRng;

const NEW: &str = "Example:
  sentralbord keys new /etc/sentralbord/master.key
  SENTRALBORD_MASTER_KEY_FILE=/etc/sentralbord/master.key sentralbord serve

Keep a copy away from the backups of the database: without the key nobody can read the stored secrets, and with both
anybody can. Prints the file's path. Exit code 1 if the file exists or cannot be written.";

#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Write a new master key into a file that does not exist yet
    #[command(after_help = NEW)]
    New {
        /// The file to make; only its owner can read it (mode 0600)
        file: PathBuf,
    },
}

pub fn run(command: &Keys) -> Result<ExitCode> {
    match command {
        Keys::New { file } => {
            create(file)?;
            println!("{}", file.display());
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Writes 32 random bytes in base64; never over a key that exists.
pub fn create(file: &Path) -> Result<()> {
    let mut key = [0_u8; 32];
    SysRng.try_fill_bytes(&mut key).context("The system gives no random bytes")?;
    let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    let mut out = match opened {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("{} exists already, and is kept", file.display())
        }
        opened => opened.with_context(|| format!("{} cannot be made", file.display()))?,
    };
    writeln!(out, "{}", STANDARD.encode(key))?;
    Ok(out.sync_all()?)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt;

    use super::*;

    #[test]
    fn a_new_key_is_32_bytes_for_its_owner_and_is_never_overwritten() {
        let file = std::env::temp_dir().join(format!("sentralbord-key-{}", uuid::Uuid::new_v4()));
        create(&file).unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        assert_eq!(STANDARD.decode(text.trim()).unwrap().len(), 32);
        assert_eq!(std::fs::metadata(&file).unwrap().mode() & 0o777, 0o600);
        let refused = create(&file).unwrap_err().to_string();
        assert!(refused.ends_with("exists already, and is kept"), "{refused}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
        std::fs::remove_file(&file).unwrap();
    }
}
