//! The end of the interpreter, seen from threads that wait in a call.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use pyo3::prelude::*;

/// How long the interpreter stays for threads that are looking for signals; one that runs longer is left behind.
const PATIENCE: Duration = Duration::from_millis(500);

static NEAR: AtomicBool = AtomicBool::new(false);
static ASKING: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// This is the thread that ends the interpreter.
    static ENDS: Cell<bool> = const { Cell::new(false) };
}

/// Leave to take the interpreter while a call waits.
pub(crate) struct Asking;

impl Asking {
    /// None for threads that the interpreter may leave behind: one that met its end in the midst of a call would keep
    /// what the call holds for ever, and one that was told to stop would raise into threads that nobody waits for. They
    /// wait on; CPython hangs those that come back too late, and gives the others what they waited for.
    pub fn enter() -> Option<Self> {
        ASKING.fetch_add(1, Ordering::SeqCst);
        let asking = Self;
        (!NEAR.load(Ordering::SeqCst) || ENDS.get()).then_some(asking)
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        // After a fork the count begins again, also for a call that a signal handler forked out of.
        _ = ASKING.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |count| count.checked_sub(1));
    }
}

/// Lets no other thread take the interpreter in the midst of a call any more. Called when the interpreter exits.
#[pyfunction]
pub(crate) fn shut_down(py: Python<'_>) {
    ENDS.set(true);
    NEAR.store(true, Ordering::SeqCst);
    py.detach(|| {
        let deadline = Instant::now() + PATIENCE;
        while ASKING.load(Ordering::SeqCst) > 0 && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(2));
        }
    });
}

/// Forgets the threads that stayed in the parent. Called in a forked child.
#[pyfunction]
pub(crate) fn after_fork() {
    ASKING.store(0, Ordering::SeqCst);
    NEAR.store(false, Ordering::SeqCst);
    ENDS.set(false);
}
