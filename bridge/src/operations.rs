//! The submitted operations of a process, from their submission to their end.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio_util::sync::CancellationToken;

use crate::backlog::Backlog;
use crate::data::LogLine;
use crate::fork::{Owned, PerProcess};

/// How many operations a process has before its numbers are those of a child. With 2^21 generations of children they stay
/// within the integers that a double holds exactly.
const PER_PROCESS: u64 = 1 << 32;

/// The number of the first operation of the next process. A child inherits the value, and so begins where its parent will
/// not come to.
static NEXT_FIRST: AtomicU64 = AtomicU64::new(1);

static OPERATIONS: PerProcess<Operations> = PerProcess::new();

/// Those of this process.
pub(crate) fn current() -> Arc<Owned<Operations>> {
    OPERATIONS.for_this_process(|| Operations {
        in_flight: Mutex::default(),
        next: AtomicU64::new(NEXT_FIRST.fetch_add(PER_PROCESS, Ordering::Relaxed)),
    })
}

/// The operations in flight.
pub(crate) struct Operations {
    in_flight: Mutex<HashMap<u64, InFlight>>,
    next: AtomicU64,
}

struct InFlight {
    cancel: CancellationToken,
    /// Where what it logs goes.
    log: Arc<Backlog<LogLine>>,
}

impl Operations {
    /// A new operation, in flight from here on; answers its number.
    pub fn begin(&self, cancel: CancellationToken, log: Arc<Backlog<LogLine>>) -> u64 {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        self.lock().insert(id, InFlight { cancel, log });
        id
    }

    pub fn end(&self, id: u64) {
        self.lock().remove(&id);
    }

    /// Where what an operation logs goes, while it is in flight.
    pub fn log_of(&self, id: u64) -> Option<Arc<Backlog<LogLine>>> {
        self.lock().get(&id).map(|operation| operation.log.clone())
    }

    /// Cancels an operation; answers whether it was in flight in this process.
    pub fn cancel(&self, id: u64) -> bool {
        // Not in one expression: a call that ends takes itself out, and needs the lock.
        let operation = self.lock().remove(&id);
        operation.inspect(|operation| operation.cancel.cancel()).is_some()
    }

    /// How many are in flight.
    pub fn count(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, InFlight>> {
        self.in_flight.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
