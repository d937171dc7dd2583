//! Starting programs on a CPU of their own.

use std::error::Error;
use std::fmt;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use qiyuesuo_bench::pinning::on_cpu;

/// Which CPU is whose. Without `taskset`, or with one CPU, nothing is pinned.
pub struct Pinning(Option<(usize, usize)>);

impl Pinning {
    pub fn find(server: usize, client: usize) -> Self {
        let test = |cpu: usize| {
            let outcome = pinned(Some(cpu), "true".as_ref()).stderr(Stdio::null()).status();
            outcome.is_ok_and(|status| status.success())
        };
        Self((server != client && test(server) && test(client)).then_some((server, client)))
    }

    pub fn server(&self) -> Option<usize> {
        self.0.map(|(server, _)| server)
    }

    pub fn client(&self) -> Option<usize> {
        self.0.map(|(_, client)| client)
    }
}

impl fmt::Display for Pinning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some((server, client)) => {
                write!(f, "Servers are pinned to CPU {server}, clients to CPU {client}.")
            }
            None => f.write_str("NOTHING IS PINNED (no `taskset`, or no such CPUs): expect more noise."),
        }
    }
}

/// A command on that CPU, without the settings of whoever runs it that change what is measured.
pub fn pinned(cpu: Option<usize>, program: &std::ffi::OsStr) -> Command {
    let mut command = on_cpu(cpu, program);
    let foreign = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.ends_with("_proxy") || name.starts_with("qys_") || name.starts_with("bench_")
    };
    for (name, _) in std::env::vars_os() {
        if foreign(&name.to_string_lossy()) {
            command.env_remove(name);
        }
    }
    command
}

/// The directory of this program, where the others of this crate are too.
pub fn directory() -> PathBuf {
    let program = std::env::current_exe().expect("a running program has a path");
    program.parent().expect("and the path has a directory").to_owned()
}

/// Another program of this crate.
pub fn own(name: &str, cpu: Option<usize>) -> Command {
    pinned(cpu, directory().join(name).as_os_str())
}

/// The bare server, until it is dropped.
pub struct Server {
    child: Child,
    pub url: String,
}

impl Server {
    pub fn start(pinning: &Pinning) -> Result<Self, Box<dyn Error>> {
        let mut child = own("bare-server", pinning.server()).stdout(Stdio::piped()).spawn()?;
        let mut url = String::new();
        let stdout = child.stdout.take().ok_or("the server has no stdout")?;
        BufReader::new(stdout).read_line(&mut url)?;
        let server = Self { child, url: url.trim().to_owned() };
        if server.url.is_empty() { Err("the server did not start".into()) } else { Ok(server) }
    }

    /// Its CPU time so far, where the system tells.
    pub fn cpu_time(&self) -> Option<Duration> {
        // The scheduler's own account, in nanoseconds; the server has one thread.
        let text = std::fs::read_to_string(format!("/proc/{}/schedstat", self.child.id())).ok()?;
        Some(Duration::from_nanos(text.split_whitespace().next()?.parse().ok()?))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already; there is nothing else to do about it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
