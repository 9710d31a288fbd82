//! A master key in the environment is the last resort: what a process was started with can be read as long as it runs. So the
//! program starts itself anew without it, and hands the key over by a pipe that is read once.

use std::ffi::OsString;
use std::io::Write;
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use backend::vault::{KeyFileFault, KeyRing};

const KEY: &str = "SENTRALBORD_MASTER_KEY";
const PIPE: &str = "SENTRALBORD_MASTER_KEY_PIPE";

/// Starts the program anew without the key in its environment, where it is in there. Comes back otherwise.
pub fn clean() -> Result<()> {
    let Some(key) = std::env::var_os(KEY) else { return Ok(()) };
    if key.len() > KeyRing::FILE_BYTES {
        bail!("{KEY} holds no master key");
    }
    let mut arguments = std::env::args_os();
    let name = arguments.next().unwrap_or_else(|| OsString::from("sentralbord"));
    let program = std::env::current_exe().context("The program does not find itself")?;
    let (reader, mut writer) = std::io::pipe().context("The system gives no pipe")?;
    writer.write_all(key.as_bytes())?;
    drop(writer);
    // It outlives the start of the program anew.
    rustix::io::fcntl_setfd(&reader, rustix::io::FdFlags::empty())?;
    let mut again = Command::new(program);
    again.arg0(name).args(arguments).env_remove(KEY).env(PIPE, reader.as_raw_fd().to_string());
    Err(again.exec()).context("The program cannot be started anew")
}

/// Whether a key was handed over.
pub(crate) fn is_given() -> bool {
    std::env::var_os(PIPE).is_some()
}

/// The key that was handed over.
pub(crate) fn read() -> Result<KeyRing, KeyFileFault> {
    let number: u32 = std::env::var(PIPE).ok().and_then(|text| text.parse().ok()).unwrap_or(u32::MAX);
    KeyRing::read_handed(&PathBuf::from(format!("/dev/fd/{number}")))
}
