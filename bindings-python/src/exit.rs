//! The end of the interpreter, seen from threads that are blocked in a call.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::ThreadId;
use std::time::{Duration, Instant};

use pyo3::prelude::*;

/// A blocked call looks every 50 ms whether it should end; one that has not ended after this long is left behind.
const PATIENCE: Duration = Duration::from_millis(500);

static NEAR: AtomicBool = AtomicBool::new(false);
static BLOCKED: AtomicUsize = AtomicUsize::new(0);

/// The thread that ends the interpreter.
static ENDING: OnceLock<ThreadId> = OnceLock::new();

/// Whether another thread than this one ends the interpreter.
pub(crate) fn is_of_another_thread() -> bool {
    ENDING.get().is_some_and(|ending| *ending != std::thread::current().id())
}

/// Stays here until the process ends, as CPython lets its own daemon threads do.
pub(crate) fn stay() -> ! {
    loop {
        std::thread::park();
    }
}

/// Whether blocked calls should end.
pub(crate) fn is_near() -> bool {
    NEAR.load(Ordering::Relaxed)
}

/// Counts a thread of Python's as blocked in a call, until it has the interpreter again.
pub(crate) struct Blocked;

impl Blocked {
    pub fn enter() -> Self {
        BLOCKED.fetch_add(1, Ordering::Relaxed);
        Self
    }
}

impl Drop for Blocked {
    fn drop(&mut self) {
        // After a fork the count begins again, also for a call that a signal handler forked out of.
        _ = BLOCKED.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |count| count.checked_sub(1));
    }
}

/// Ends calls that daemon threads are blocked in, so that none of them comes back to an interpreter that is gone.
/// Called when the interpreter exits.
#[pyfunction]
pub(crate) fn shut_down(py: Python<'_>) {
    _ = ENDING.set(std::thread::current().id());
    NEAR.store(true, Ordering::Relaxed);
    py.detach(|| {
        let deadline = Instant::now() + PATIENCE;
        while BLOCKED.load(Ordering::Relaxed) > 0 && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(2));
        }
    });
}

/// Forgets the threads that stayed in the parent. Called in a forked child.
#[pyfunction]
pub(crate) fn after_fork() {
    BLOCKED.store(0, Ordering::Relaxed);
    NEAR.store(false, Ordering::Relaxed);
}
