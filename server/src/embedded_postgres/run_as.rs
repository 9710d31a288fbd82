//! PostgreSQL refuses to run as root. Where we are root it runs in a user namespace that calls root "nobody", so its
//! files stay root's; where namespaces are forbidden it runs as the user `postgres` or `nobody`, who then owns them.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// What our own processes need of the environment; the rest may hold secrets.
const KEPT: [&str; 6] = ["PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"];
const NAMESPACE: [&str; 3] = ["--user", "--map-user=65534", "--map-group=65534"];

/// As whom PostgreSQL's programs run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunAs {
    Ourselves,
    Namespace,
    Other { name: String, uid: u32 },
}

impl RunAs {
    pub fn choose() -> Result<Self> {
        if !is_root()? {
            return Ok(Self::Ourselves);
        }
        let allowed = quiet(Command::new("unshare").args(NAMESPACE).arg("true"));
        if allowed { Ok(Self::Namespace) } else { Self::other() }
    }

    /// The system's user for PostgreSQL, or for nothing.
    pub fn other() -> Result<Self> {
        let users = fs::read_to_string("/etc/passwd").context("The list of users cannot be read")?;
        let uid_of = |name: &str| {
            let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
            line.split(':').nth(2)?.parse().ok()
        };
        let found = ["postgres", "nobody"].into_iter().find_map(|name| Some((name, uid_of(name)?)));
        let Some((name, uid)) = found else {
            bail!("PostgreSQL cannot run as root, and there is neither a user named postgres nor one named nobody");
        };
        Ok(Self::Other { name: name.to_owned(), uid })
    }

    pub fn command(&self, program: &Path) -> Command {
        let mut command = match self {
            Self::Ourselves => Command::new(program),
            Self::Namespace => with(Command::new("unshare"), &NAMESPACE, program),
            Self::Other { name, .. } => {
                let (user, group) = (format!("--reuid={name}"), "--init-groups");
                with(Command::new("setpriv"), &[&user, &format!("--regid={name}"), group], program)
            }
        };
        command.env_clear().stdin(Stdio::null());
        for name in KEPT {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command
    }

    /// Makes sure that this folder is the chosen user's, and that they can come to it.
    pub fn own(&self, folder: &Path) -> Result<()> {
        let uid = match self {
            Self::Ourselves => return Ok(()),
            Self::Namespace => 0,
            Self::Other { uid, .. } => *uid,
        };
        if fs::metadata(folder)?.uid() != uid
            && !quiet(Command::new("chown").arg("-R").arg(uid.to_string()).arg(folder))
        {
            bail!("The folder {} cannot be given to the user who runs PostgreSQL", folder.display());
        }
        if let (Self::Other { name, .. }, Some(parent)) = (self, folder.parent()) {
            let mode = fs::metadata(parent)?.permissions().mode();
            fs::set_permissions(parent, fs::Permissions::from_mode(mode | 0o011))?;
            let reaches = quiet(self.command(Path::new("test")).arg("-w").arg(folder));
            if !reaches {
                bail!("The user {name}, who runs PostgreSQL for root, cannot reach {}", folder.display());
            }
        }
        Ok(())
    }
}

fn with(mut command: Command, options: &[&str], program: &Path) -> Command {
    command.args(options).arg(program);
    command
}

fn quiet(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn is_root() -> Result<bool> {
    let output = Command::new("id").arg(OsStr::new("-u")).output().context("The program id is missing")?;
    Ok(output.stdout.trim_ascii() == b"0")
}
