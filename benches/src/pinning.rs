//! Programs on a CPU of their own.

use std::ffi::OsStr;
use std::process::Command;

/// A command that runs on that CPU alone, or anywhere.
pub fn on_cpu(cpu: Option<usize>, program: &OsStr) -> Command {
    match cpu {
        Some(cpu) => {
            let mut taskset = Command::new("taskset");
            taskset.arg("-c").arg(cpu.to_string()).arg(program);
            taskset
        }
        None => Command::new(program),
    }
}
