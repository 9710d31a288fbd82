//! Signed heads of the audit log, on their way off this machine: to the standard output, and to a file if the settings name one.

use std::{fs::OpenOptions, io::Write, os::unix::fs::OpenOptionsExt, path::Path};

use backend::audit::Head;

/// The line of a head as the log shows it.
pub fn line(head: &Head) -> String {
    format!("audit head {}", head.line())
}

/// Prints a head, and adds it to the file. A file that cannot be written stops nothing: the head is in the output.
pub fn tell(file: Option<&Path>, head: &Head) {
    println!("{}", line(head));
    if let Some(file) = file
        && let Err(error) = keep(file, head)
    {
        tracing::error!(%error, file = %file.display(), "the audit log's head cannot be added to the anchor file");
    }
}

/// Adds a head to the file and waits until it is on disk.
pub fn keep(file: &Path, head: &Head) -> std::io::Result<()> {
    let mut out = OpenOptions::new().append(true).create(true).mode(0o600).open(file)?;
    out.write_all(format!("{}\n", head.line()).as_bytes())?;
    out.sync_data()
}
