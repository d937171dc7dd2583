//! Which call the current thread is working on: what a call logs and tries belongs to whoever made it, and one thread
//! of the bridge works on the calls of many.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

thread_local! {
    /// The submitted operation that this thread is polling, or 0.
    static OPERATION: Cell<u64> = const { Cell::new(0) };
    static THREAD: Cell<u64> = const { Cell::new(0) };
}

/// Who caused something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    /// A submitted operation.
    Operation(u64),
    /// A thread, in a blocking call or outside any.
    Thread(u64),
}

impl Caller {
    pub fn current() -> Self {
        match OPERATION.get() {
            0 => Self::thread(),
            operation => Self::Operation(operation),
        }
    }

    /// This thread. A number of our own, since threads of the host come and go and the system uses theirs again.
    pub fn thread() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        if THREAD.get() == 0 {
            THREAD.set(NEXT.fetch_add(1, Ordering::Relaxed));
        }
        Self::Thread(THREAD.get())
    }
}

/// Does the work in the name of an operation; 0 stands for none, as in a blocking call.
pub(crate) fn during<T>(operation: u64, work: impl FnOnce() -> T) -> T {
    struct Restore(u64);
    impl Drop for Restore {
        fn drop(&mut self) {
            OPERATION.set(self.0);
        }
    }
    let _restore = Restore(OPERATION.replace(operation));
    work()
}
