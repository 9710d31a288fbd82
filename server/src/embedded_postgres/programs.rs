//! Finds PostgreSQL's programs: on the PATH, or where the systems' packages put them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// Folders whose subfolders are named after a version.
const VERSIONED: [(&str, &str); 4] =
    [("/usr/lib/postgresql", "bin"), ("/usr/libexec", ""), ("/opt/homebrew/opt", "bin"), ("/usr/local/opt", "bin")];

/// A folder with `postgres` and `initdb`.
#[derive(Clone, Debug)]
pub struct Programs {
    folder: PathBuf,
}

impl Programs {
    /// Those of the major version that an existing cluster was made with, else the first on the PATH, else the newest.
    pub fn find(major: Option<&str>) -> Result<Self> {
        let folders = candidates();
        let Some(first) = folders.first() else {
            bail!(
                "PostgreSQL is not installed: install it (Debian and Ubuntu: apt-get install postgresql; Fedora: dnf \
                 install postgresql-server; Alpine: apk add postgresql; macOS: brew install postgresql) or set DATABASE_URL"
            );
        };
        let chosen = match major {
            Some(major) => {
                folders.iter().find(|folder| version(folder).as_deref() == Some(major)).with_context(|| {
                    format!("The cluster in the data directory needs PostgreSQL {major}, which is not installed")
                })?
            }
            None => first,
        };
        Ok(Self { folder: chosen.clone() })
    }

    pub fn postgres(&self) -> PathBuf {
        self.folder.join("postgres")
    }

    pub fn initdb(&self) -> PathBuf {
        self.folder.join("initdb")
    }
}

fn candidates() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut found: Vec<PathBuf> = std::env::split_paths(&path).filter_map(|folder| complete(&folder)).collect();
    for (base, inside) in VERSIONED {
        let mut folders: Vec<(u32, PathBuf)> = fs::read_dir(base)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let digits = name.trim_start_matches("postgresql").trim_start_matches('@');
                Some((digits.parse().ok()?, entry.path().join(inside)))
            })
            .collect();
        folders.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
        found.extend(folders.into_iter().filter_map(|(_, folder)| complete(&folder)));
    }
    found
}

/// The real folder behind links, as `initdb` looks for `postgres` beside itself.
fn complete(folder: &Path) -> Option<PathBuf> {
    let postgres = folder.join("postgres").canonicalize().ok()?;
    let real = postgres.parent()?;
    real.join("initdb").is_file().then(|| real.to_owned())
}

/// `15` from `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn version(folder: &Path) -> Option<String> {
    let output = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let number = text.split_whitespace().find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    Some(digits)
}
