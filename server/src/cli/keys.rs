//! `sentralbord keys`: master keys.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use backend::vault::KeyRing;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::Subcommand;
use rand::TryRng;
use rand::rngs::SysRng;
use zeroize::Zeroizing;

use crate::config::Config;
use crate::portal::{Origin, Portal};

const NEW: &str = "Example:
  sentralbord keys new /etc/sentralbord/master.key
  SENTRALBORD_MASTER_KEY_FILE=/etc/sentralbord/master.key sentralbord serve

Keep a copy away from the backups of the database: without the key nobody can read the stored secrets, and with both
anybody can. Prints the file's path. Exit code 1 if the file exists or cannot be written.";

const ROTATE: &str = "Example:
  sentralbord keys rotate

Writes a new key as the first line of the master key file, keeps the earlier ones below it, and wraps every secret anew, a
hundred at a time. It may be ended at any time and run again; then it goes on, with no further key. A running `serve` reads
the file again when it meets the new key, and at SIGHUP. Copy the file to every machine that runs `serve` first if there are
several: run `sentralbord keys rotate` on one, stop it, copy the file, and run it again.

Where the key comes from a systemd credential, put a new key as its first line yourself (`sentralbord keys new FILE` makes
one), restart `serve`, and run this command. A key in SENTRALBORD_MASTER_KEY cannot be rotated: move it to a file first.

Prints what it does, and at the end which keys may be removed from the file. Exit code 1 if a secret cannot be opened.";

#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Write a new master key into a file that does not exist yet
    #[command(after_help = NEW)]
    New {
        /// The file to make; only its owner can read it (mode 0600)
        file: PathBuf,
    },
    /// Seal every secret with a new master key, beside a running `serve`
    #[command(after_help = ROTATE)]
    Rotate,
}

pub async fn run(config: &Config, command: &Keys) -> Result<ExitCode> {
    match command {
        Keys::Rotate => rotate(config).await,
        Keys::New { file } => {
            create(file)?;
            println!("{}", file.display());
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Adds a key, unless an earlier run has, and brings every secret to it.
async fn rotate(config: &Config) -> Result<ExitCode> {
    let origin = Origin::of(config)?;
    Portal::with(config, async |backend| {
        let secrets = backend.secrets();
        let before = secrets.key_use().await?;
        if before.current == secrets.first_key() && before.earlier.is_empty() {
            let Origin::File(file) = &origin else {
                bail!("The first master key seals everything already. Put a new one before it, and run this again")
            };
            add(file)?;
            backend.reread_keys()?;
            println!("Added the key {} to {}", secrets.first_key(), file.display());
        } else {
            println!("Going on with the key {}", secrets.first_key());
        }
        secrets.rotate_keys(|count| println!("Wrapped {count} secrets anew")).await?;
        let after = secrets.key_use().await?;
        if after.earlier.is_empty() {
            println!(
                "Done: the key {} seals every secret. The lines below it may be removed from the file",
                after.current
            );
        } else {
            for (id, count) in &after.earlier {
                println!("The key {id} is still needed by {count} secrets; run this again");
            }
        }
        Ok(if after.earlier.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    })
    .await
}

/// Puts a new key before those in the file. The file is there as it was or as it shall be, whatever happens.
fn add(file: &Path) -> Result<()> {
    let mut key = Zeroizing::new([0_u8; 32]);
    SysRng.try_fill_bytes(&mut *key).context("The system gives no random bytes")?;
    let earlier = Zeroizing::new(std::fs::read_to_string(file).context("The master key file cannot be read")?);
    let text = Zeroizing::new(format!("{}\n{}\n", STANDARD.encode(*key), earlier.trim_end()));
    if text.len() > KeyRing::FILE_BYTES {
        bail!("{} holds too many keys. Remove those that no secret needs any more", file.display());
    }
    let mut beside = file.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    // What a run that was ended left there was never in use.
    let _ = std::fs::remove_file(&beside);
    let cannot = || format!("{} cannot be written", beside.display());
    let mut out = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside).with_context(cannot)?;
    out.write_all(text.as_bytes()).with_context(cannot)?;
    out.sync_all().with_context(cannot)?;
    std::fs::rename(&beside, file).with_context(|| format!("{} cannot be replaced", file.display()))?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(std::fs::File::open(folder)?.sync_all()?)
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
