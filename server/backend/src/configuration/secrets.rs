//! Secrets by reference. A file for `apply` never holds one, and no fault here quotes what was found where one should be.

use std::{ffi::OsString, fs::File, io::Read, path::PathBuf};

use toml::de::{DeTable, DeValue};
use zeroize::Zeroizing;

use super::{
    document::SecretTable,
    source::{FileFault, Source},
};
use crate::{
    service_account,
    vault::{Field, Incoming},
};

/// More than any secret is long.
const BYTES: u64 = 64 * 1024;

/// Where references lead: the environment, and files beside the one that names them.
pub(super) struct Resolver<'a> {
    pub source: &'a Source,
    pub folder: PathBuf,
    pub environment: &'a dyn Fn(&str) -> Option<OsString>,
}

impl Resolver<'_> {
    /// The secret that a field refers to, checked.
    pub(super) fn take<F: Field>(
        &self,
        path: &str,
        reference: Option<&SecretTable>,
    ) -> Result<Option<Incoming<F>>, FileFault> {
        let Some(reference) = reference else { return Ok(None) };
        let (raw, origin) = match (&reference.env, &reference.file) {
            (Some(name), None) => (self.variable(path, name)?, format!("the environment variable {name}")),
            (None, Some(name)) => (self.file(path, name)?, format!("the file {name}")),
            _ => return Err(self.source.fault(path, "needs one of `env` and `file`")),
        };
        let refused = |why: String| self.source.fault(path, format!("names {origin}, which {why}"));
        if F::FIELD == domain::field_security::SecuredField::AccountServiceAccount {
            service_account::check(&raw).map_err(|fault| refused(format!("is no usable key file: {fault}")))?;
        }
        let taken = Incoming::take(raw.to_vec()).map_err(|fault| refused(fault.to_string()))?;
        taken.map(Some).ok_or_else(|| refused("is empty".to_owned()))
    }

    fn variable(&self, path: &str, name: &str) -> Result<Zeroizing<Vec<u8>>, FileFault> {
        use std::os::unix::ffi::OsStringExt;
        let is_name = !name.is_empty() && !name.contains(['=', '\0']);
        match is_name.then(|| (self.environment)(name)).flatten() {
            Some(value) if !value.is_empty() => Ok(Zeroizing::new(value.into_vec())),
            _ => Err(self.source.fault(path, format!("names the environment variable {name}, which is not set"))),
        }
    }

    fn file(&self, path: &str, name: &str) -> Result<Zeroizing<Vec<u8>>, FileFault> {
        let read = || -> std::io::Result<Zeroizing<Vec<u8>>> {
            let mut bytes = Zeroizing::new(Vec::new());
            File::open(self.folder.join(name))?.take(BYTES).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        read().map_err(|error| {
            let why = error.kind().to_string();
            self.source.fault(path, format!("names the file {name}, which cannot be read: {why}"))
        })
    }
}

/// Refuses a secret that is written into the file itself, before anything could quote it.
pub(super) fn check_shape(source: &Source) -> Result<(), FileFault> {
    for (at, account) in tables(&source.root(), "account").iter().enumerate() {
        for field in ["client_token", "service_account"] {
            check_reference(source, account, field, &format!("account[{at}].{field}"))?;
        }
        for (number, agent) in tables(account, "agent").iter().enumerate() {
            check_reference(source, agent, "client_token", &format!("account[{at}].agent[{number}].client_token"))?;
        }
    }
    Ok(())
}

fn tables<'a, 't>(table: &'a DeTable<'t>, key: &str) -> Vec<&'a DeTable<'t>> {
    let items = table.get(key).and_then(|items| items.get_ref().as_array());
    items.into_iter().flat_map(|items| items.iter()).filter_map(|item| item.get_ref().as_table()).collect()
}

fn check_reference(source: &Source, table: &DeTable<'_>, field: &str, path: &str) -> Result<(), FileFault> {
    let Some(value) = table.get(field) else { return Ok(()) };
    let is_text = |value: &DeValue<'_>| value.is_str();
    let is_reference = value.get_ref().as_table().is_some_and(|reference| {
        reference.len() == 1
            && reference
                .iter()
                .all(|(key, value)| matches!(key.get_ref().as_ref(), "env" | "file") && is_text(value.get_ref()))
    });
    if is_reference {
        Ok(())
    } else {
        let what =
            "is a secret, which is given as { env = \"VARIABLE\" } or { file = \"PATH\" } and never written here";
        Err(source.fault(path, what))
    }
}
