//! Folders and lock files that only this user may open.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

/// A socket's path has room for 108 bytes on Linux and 104 elsewhere.
const LONGEST_SOCKET: usize = 100;
const SOCKET: &str = ".s.PGSQL.5432";
pub const SOCKET_LOCK: &str = ".s.PGSQL.5432.lock";

/// Makes a folder that only this user can enter.
pub fn private_folder(path: &Path) -> Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .with_context(|| format!("The folder {} cannot be made", path.display()))
}

pub fn open_lock(path: &Path) -> Result<File> {
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("The lock file {} cannot be opened", path.display()))
}

/// The folder of the socket: in the data directory where the path is short enough, else in the folder for such things
/// of this user, which the data directory then remembers.
pub fn socket_folder(data_dir: &Path) -> Result<PathBuf> {
    let near = data_dir.join("socket");
    let folder = if fits(&near) { near } else { far_socket_folder(data_dir)? };
    private_folder(&folder)?;
    let (ours, found) = (fs::metadata(data_dir)?, fs::symlink_metadata(&folder)?);
    if !found.is_dir() || (found.uid() != ours.uid() && ours.uid() != 0) {
        bail!("The folder {} for PostgreSQL's socket belongs to somebody else", folder.display());
    }
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
    Ok(folder)
}

fn far_socket_folder(data_dir: &Path) -> Result<PathBuf> {
    let note = data_dir.join("postgres.socket");
    if let Ok(noted) = fs::read_to_string(&note) {
        return Ok(PathBuf::from(noted.trim()));
    }
    let digest = Sha256::digest(data_dir.as_os_str().as_bytes());
    let name = digest[..8].iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    let base = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|base| base.is_dir());
    let folder = base.unwrap_or_else(std::env::temp_dir).join(format!("sentralbord-{name}"));
    if !fits(&folder) {
        bail!("The path {} is too long for PostgreSQL's socket; set TMPDIR to a shorter one", folder.display());
    }
    fs::write(&note, format!("{}\n", folder.display()))?;
    Ok(folder)
}

fn fits(folder: &Path) -> bool {
    folder.join(SOCKET).as_os_str().len() < LONGEST_SOCKET
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_data_directory_gets_a_short_socket_that_is_remembered() {
        let base = std::env::temp_dir().join(format!("sentralbord-files-{}", std::process::id()));
        let long = base.join("x".repeat(120));
        private_folder(&long).unwrap();
        let folder = socket_folder(&long).unwrap();
        assert!(fits(&folder), "{}", folder.display());
        assert_eq!(socket_folder(&long).unwrap(), folder);
        assert_eq!(fs::read_to_string(long.join("postgres.socket")).unwrap().trim(), folder.to_str().unwrap());
        assert_eq!(fs::metadata(&folder).unwrap().mode() & 0o777, 0o700);
        fs::remove_dir(&folder).unwrap();
        fs::remove_dir_all(&base).unwrap();
    }

    #[test]
    fn a_short_data_directory_keeps_its_socket_inside() {
        let base = std::env::temp_dir().join(format!("sb-{}", std::process::id()));
        private_folder(&base).unwrap();
        assert_eq!(socket_folder(&base).unwrap(), base.join("socket"));
        fs::remove_dir_all(&base).unwrap();
    }
}
