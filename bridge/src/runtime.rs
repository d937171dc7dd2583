//! The two runtimes of a process: one that calling threads drive themselves, one with a thread of its own.

use std::future::pending;

use qiyuesuo::{Error, ErrorKind};
use tokio::runtime::{Builder, Handle, Runtime};

use crate::once::Once;

/// Environment variable: how many threads drive submitted calls, 1 (the default) or 2.
const THREADS: &str = "QYS_THREADS";

/// Threads for looking up names, which blocks. They end when idle.
const MAX_BLOCKING: usize = 4;

/// The runtimes, each made when it is first needed.
pub(crate) struct Runtimes {
    blocking: Once<Runtime>,
    background: Once<Handle>,
}

impl Runtimes {
    pub const fn new() -> Self {
        Self { blocking: Once::new(), background: Once::new() }
    }

    /// The runtime that calling threads drive themselves; it has no thread of its own.
    pub fn blocking(&self) -> Result<&Runtime, Error> {
        self.blocking.get_or_try(|| {
            let built = Builder::new_current_thread().enable_all().max_blocking_threads(MAX_BLOCKING).build();
            built.map_err(|error| short("make a runtime", &error))
        })
    }

    /// The bridge's own thread, which starts here.
    pub fn background(&self) -> Result<&Handle, Error> {
        self.background.get_or_try(|| {
            let two = two_threads()?;
            start_background(two).map_err(|error| short("start a thread", &error))
        })
    }
}

/// Whether this thread drives a runtime already, so that it cannot drive another: it is in the midst of a blocking call,
/// whose host runs something (a signal's handler, a finaliser) that makes a call.
pub(crate) fn inside_a_runtime() -> bool {
    Handle::try_current().is_ok()
}

/// Whether the environment asks for a second thread. Another number is an error and not the default.
fn two_threads() -> Result<bool, Error> {
    match std::env::var_os(THREADS).as_deref().map(|threads| threads.to_str()) {
        None | Some(Some("" | "1")) => Ok(false),
        Some(Some("2")) => Ok(true),
        _ => Err(Error::new(ErrorKind::Configuration, format!("`{THREADS}` must be 1 or 2"))),
    }
}

fn start_background(two: bool) -> std::io::Result<Handle> {
    if two {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("qiyuesuo")
            .max_blocking_threads(MAX_BLOCKING)
            .enable_all()
            .build()?;
        let handle = runtime.handle().clone();
        // Its threads end with the process; dropping it would wait for them.
        std::mem::forget(runtime);
        return Ok(handle);
    }
    // One thread needs no work stealing, which a runtime with workers pays for at every wake.
    let runtime = Builder::new_current_thread().max_blocking_threads(MAX_BLOCKING).enable_all().build()?;
    let handle = runtime.handle().clone();
    std::thread::Builder::new()
        .name("qiyuesuo".to_owned())
        .spawn(move || runtime.block_on(pending::<()>()))?;
    Ok(handle)
}

/// Something that the machine is short of, for now. The call did not begin, so it may be made again.
fn short(what: &str, error: &std::io::Error) -> Error {
    Error::new(ErrorKind::Connection, format!("the call could not begin: cannot {what}: {error}"))
}
