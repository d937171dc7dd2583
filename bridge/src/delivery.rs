//! When hosts are told of completions: once for all that a thread of the bridge had ready, just before it waits for more.
//!
//! Waking a host for each would cost it, and this thread, a switch a call.

use std::cell::RefCell;

use crate::queue::Queue;

thread_local! {
    /// On threads of the bridge, the queues that have something new.
    static UNTOLD: RefCell<Option<Vec<Queue>>> = const { RefCell::new(None) };
}

/// This thread is one of the bridge's, and will call [`flush`].
pub(crate) fn begin() {
    UNTOLD.set(Some(Vec::new()));
}

/// Leaves it to the next [`flush`] to tell of this queue. False on threads that never will.
pub(crate) fn defer(queue: &Queue) -> bool {
    UNTOLD.with_borrow_mut(|untold| match untold {
        Some(untold) => {
            if !untold.iter().any(|known| known.is(queue)) {
                untold.push(queue.clone());
            }
            true
        }
        None => false,
    })
}

/// Tells of all queues that have something new.
pub(crate) fn flush() {
    let untold = UNTOLD.with_borrow_mut(|untold| untold.as_mut().map(std::mem::take));
    for queue in untold.unwrap_or_default() {
        queue.tell();
    }
}
