//! Configuration as a file (PRODUCT.md §10): reviewed TOML in, the same TOML out.
//!
//! Applying matches things by their names, whatever the case, never deletes, and changes everything or nothing. What a file
//! leaves out stays as it is. A second time nothing is left to change. Secrets are references; the file never holds one.

use std::{ffi::OsString, fs, path::Path};

use domain::user::Permission;

use crate::{Actor, Backend, Error, Result, actor::ActorKind};

mod apply;
mod check;
mod document;
mod entries;
mod export;
mod plan;
mod queues;
mod rules;
mod secrets;
mod source;
mod store;
#[cfg(test)]
mod tests;
mod workstreams;
mod write;

pub use plan::{ChangedRules, Plan};
pub use source::FileFault;

use check::Check;
use entries::Entries;
use secrets::Resolver;
use source::Source;

/// The largest file that is read, in bytes.
const BYTES: u64 = 8 * 1024 * 1024;

/// A file that is right as far as it can be told without a database, with its secrets.
#[derive(Debug)]
pub struct File {
    source: Source,
    entries: Entries,
}

impl File {
    /// Reads and checks a file. Secrets come from this process's environment and from files.
    pub fn read(path: &Path) -> Result<Self, FileFault> {
        let name = path.display().to_string();
        let unreadable = |error: std::io::Error| FileFault::whole(&name, format!("cannot be read: {}", error.kind()));
        if fs::metadata(path).map_err(unreadable)?.len() > BYTES {
            return Err(FileFault::whole(&name, "is too large for a configuration file"));
        }
        let text = fs::read(path).map_err(unreadable)?;
        let text = String::from_utf8(text).map_err(|_| FileFault::whole(&name, "is not text in UTF-8"))?;
        Self::parse(&name, text, path.parent().unwrap_or(Path::new("")), &|name| std::env::var_os(name))
    }

    /// Checks the text of a file called `name`. Relative paths of secrets are meant from `folder`.
    pub fn parse(
        name: &str,
        text: String,
        folder: &Path,
        environment: &dyn Fn(&str) -> Option<OsString>,
    ) -> Result<Self, FileFault> {
        let source = Source::new(name, text)?;
        secrets::check_shape(&source)?;
        let document = toml::from_str(source.text()).map_err(|error| source.misread(&error))?;
        let resolver = Resolver { source: &source, folder: folder.to_owned(), environment };
        let entries = Check::new(&source, &resolver).document(document)?;
        Ok(Self { source, entries })
    }
}

/// What applying a file did, in its order: things by kind and name, and what of them changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What was not there before.
    pub created: Vec<String>,
    /// What had other values.
    pub changed: Vec<String>,
    /// What was there with these values already.
    pub unchanged: Vec<String>,
}

/// Why nothing was applied.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// The file asks for something that cannot be.
    #[error(transparent)]
    File(#[from] FileFault),
    /// Anything else.
    #[error(transparent)]
    Backend(#[from] Error),
}

impl From<sqlx::Error> for ApplyError {
    fn from(error: sqlx::Error) -> Self {
        Self::Backend(error.into())
    }
}

/// The verbs of configuration.
pub struct Configuration<'a>(pub(crate) &'a Backend);

impl Configuration<'_> {
    /// Brings the portal to what a file says, in one transaction.
    pub async fn apply(&self, actor: &Actor, file: File) -> Result<Report, ApplyError> {
        may_apply(actor)?;
        let mut tx = self.0.begin().await?;
        store::wait_for_others(&mut tx).await?;
        let (report, _) = apply::apply(self.0, actor, &mut tx, file).await?;
        tx.commit().await?;
        Ok(report)
    }

    /// The portal's configuration as a file. Each secret that is set is a reference to an environment variable, where the actor
    /// may know that it is set.
    pub async fn export(&self, actor: &Actor) -> Result<String> {
        for permission in [Permission::ViewAccounts, Permission::ViewQueues, Permission::ViewWorkstreams] {
            actor.must(permission)?;
        }
        let mut tx = self.0.begin().await?;
        store::stand_still(&mut tx).await?;
        let may_know = |field| actor.kind() == ActorKind::CommandLine || actor.rights(field).read;
        let document = export::document(&mut tx, may_know).await?;
        tx.commit().await?;
        write::document(&document)
    }
}

fn may_apply(actor: &Actor) -> Result<()> {
    let needed = [Permission::ManageAccounts, Permission::ManageQueues, Permission::ManageWorkstreams];
    needed.into_iter().try_for_each(|permission| actor.must(permission))
}
