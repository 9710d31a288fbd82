//! The running server process: what its pid file says, and how it is asked to stop.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Result, bail};
use tokio::process::Child;
use tokio::time::{Instant, sleep};

const PATIENCE: Duration = Duration::from_secs(30);
const LOOK: Duration = Duration::from_millis(200);

/// A postmaster whose process lives, by its pid file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    pub pid: u32,
    pub socket_dir: String,
    pub is_ready: bool,
}

impl Running {
    /// Reads `postmaster.pid`; nothing where there is none, or where its process is no longer PostgreSQL's.
    pub fn read(pid_file: &Path) -> Option<Self> {
        let text = fs::read_to_string(pid_file).ok()?;
        let running = Self::parse(&text)?;
        serves(running.pid, pid_file.parent()?).then_some(running)
    }

    /// The number in a pid file, where any process has it, be it a zombie.
    pub fn taken_number(pid_file: &Path) -> Option<u32> {
        let text = fs::read_to_string(pid_file).ok()?;
        Self::parse(&text).map(|running| running.pid).filter(|pid| signal(*pid, "0"))
    }

    /// Lines: pid, data directory, start time, port, socket folder, address, shared memory, status.
    fn parse(text: &str) -> Option<Self> {
        let lines: Vec<&str> = text.lines().collect();
        Some(Self {
            pid: lines.first()?.trim().parse().ok()?,
            socket_dir: (*lines.get(4).unwrap_or(&"")).to_owned(),
            is_ready: lines.get(7).is_some_and(|status| status.trim() == "ready"),
        })
    }

    /// A fast shutdown: connections are ended, commits are kept.
    pub fn ask_to_stop(&self) {
        signal(self.pid, "INT");
    }
}

/// A postmaster that answers, and the child if it is ours.
#[derive(Debug)]
pub struct Postmaster {
    pub pid: u32,
    pub socket_dir: String,
    pid_file: PathBuf,
    child: Option<Child>,
}

impl Postmaster {
    pub fn new(running: Running, pid_file: PathBuf, child: Option<Child>) -> Self {
        Self { pid: running.pid, socket_dir: running.socket_dir, pid_file, child }
    }

    /// Returns when the process has ended.
    pub async fn gone(&mut self) {
        match &mut self.child {
            Some(child) => drop(child.wait().await),
            None => {
                while self.lives() {
                    sleep(LOOK).await;
                }
            }
        }
    }

    fn lives(&self) -> bool {
        Running::read(&self.pid_file).is_some_and(|running| running.pid == self.pid)
    }

    /// Asks for a fast shutdown, and for an immediate one if that takes too long.
    pub async fn stop(mut self) -> Result<()> {
        for name in ["INT", "QUIT", "KILL"] {
            signal(self.pid, name);
            let deadline = Instant::now() + PATIENCE;
            while Instant::now() < deadline {
                let ended = match &mut self.child {
                    Some(child) => child.try_wait()?.is_some(),
                    None => !self.lives(),
                };
                if ended {
                    return Ok(());
                }
                sleep(Duration::from_millis(5)).await;
            }
        }
        bail!("PostgreSQL (process {}) does not stop", self.pid)
    }
}

/// Sends a signal by the shell's own `kill`, which every system has.
pub fn signal(pid: u32, name: &str) -> bool {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", "kill -s \"$1\" \"$0\"", &pid.to_string(), name]).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Whether this process is the postmaster of that folder: after a crash its number may be anybody's.
fn serves(pid: u32, folder: &Path) -> bool {
    command_line(pid).contains(&*folder.to_string_lossy())
}

/// Empty where no such process lives; a zombie's is empty too.
fn command_line(pid: u32) -> String {
    if Path::new("/proc/self/cmdline").exists() {
        let bytes = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        return String::from_utf8_lossy(&bytes).into_owned();
    }
    let listed = Command::new("ps").args(["-o", "command=", "-p", &pid.to_string()]).output();
    listed.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "13144\n/data/postgres\n1795334347\n5432\n/data/socket\n\n 10013327        13\nready   \n";

    #[test]
    fn the_pid_file_says_where_the_socket_is_and_whether_it_answers() {
        let running = Running { pid: 13144, socket_dir: "/data/socket".to_owned(), is_ready: true };
        assert_eq!(Running::parse(FILE), Some(running));
        let starting = Running::parse(&FILE.replace("ready   ", "starting")).unwrap();
        assert!(!starting.is_ready);
    }

    #[test]
    fn a_half_written_pid_file_is_not_ready() {
        assert_eq!(Running::parse(""), None);
        assert!(!Running::parse("13144\n/data").unwrap().is_ready);
    }

    #[test]
    fn another_process_with_the_number_is_not_postgres() {
        assert!(!serves(std::process::id(), Path::new("/data/postgres")));
    }
}
