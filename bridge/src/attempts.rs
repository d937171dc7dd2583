//! The attempts of one client's calls, until its host asks for them.

use std::collections::VecDeque;
use std::mem::take;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use qiyuesuo::Attempt;

/// How many wait at most; the oldest are dropped.
const CAPACITY: usize = 4096;

/// The attempts nobody has seen yet. Hosts take them with their own threads, between calls.
#[derive(Default)]
pub(crate) struct Attempts {
    pid: AtomicU32,
    waiting: ArcSwap<Mutex<VecDeque<Attempt>>>,
}

impl Attempts {
    pub(crate) fn push(&self, attempt: &Attempt) {
        let waiting = self.own();
        let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() == CAPACITY {
            waiting.pop_front();
        }
        waiting.push_back(attempt.clone());
    }

    pub(crate) fn take(&self) -> VecDeque<Attempt> {
        take(&mut *self.own().lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Those of this process: after a fork the inherited lock may be held by a thread that does not exist here, so it
    /// is left alone (and leaked, which is why it is forgotten).
    fn own(&self) -> Arc<Mutex<VecDeque<Attempt>>> {
        let pid = std::process::id();
        let known = self.pid.swap(pid, Ordering::AcqRel);
        if known != pid && known != 0 {
            std::mem::forget(self.waiting.swap(Arc::default()));
        }
        self.waiting.load_full()
    }
}
