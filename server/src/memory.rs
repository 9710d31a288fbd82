//! What this process has in memory, keys and tokens among it, stays there (SECURITY R12).

use rustix::process::{Resource, Rlimit, setrlimit};

/// No core dump is written, and no other process of the same user may look inside. What the system refuses is not fatal.
pub fn keep_off_disks() {
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}
