//! Completions on their way to the host.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::data::Outcome;
use crate::delivery;
use crate::logs::{self, LogLine};

/// The end of an operation that was submitted.
#[derive(Debug)]
pub struct Completion {
    /// The operation, as [`Bridge::submit`](crate::Bridge::submit) named it.
    pub id: u64,
    /// What became of it.
    pub outcome: Outcome,
}

/// What a drain brings.
#[derive(Debug, Default)]
pub struct Batch {
    /// Ended operations, in the order they ended.
    pub completions: Vec<Completion>,
    /// Lines of the log.
    pub logs: Vec<LogLine>,
    /// How many lines were dropped because nobody drained them.
    pub dropped_logs: u64,
}

/// A host is told at the latest when so many completions wait for it.
const MOST_UNTOLD: usize = 64;

/// How long a drain waits at most before it brings what was logged.
const LOGS_WAIT: Duration = Duration::from_millis(200);

type Waker = Box<dyn Fn() + Send + Sync>;

/// A queue of completions; a host has one for each thread or loop that drains. Clones are the same queue.
///
/// It belongs to the process that made it. A host that lets a queue outlive a fork makes a new one in the child.
#[derive(Clone, Default)]
pub struct Queue(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    ready: Condvar,
}

#[derive(Default)]
struct State {
    completions: VecDeque<Completion>,
    waker: Option<Arc<Waker>>,
    /// The host knows that there is something to drain.
    told: bool,
    ended: bool,
}

impl Queue {
    /// An empty queue that is drained by waiting.
    pub fn new() -> Self {
        Self::default()
    }

    /// Calls `waker` from a thread of the bridge whenever the queue stops being empty. It must be quick, must not
    /// block, and must not call the bridge: writing a byte to a pipe is what it is for.
    pub fn on_ready(&self, waker: impl Fn() + Send + Sync + 'static) {
        self.lock().waker = Some(Arc::new(Box::new(waker)));
    }

    /// Takes up to `max` completions, and all log lines, waiting up to `timeout` for the first. A log that is turned on
    /// meanwhile comes with the next completion.
    pub fn drain(&self, max: usize, timeout: Duration) -> Batch {
        let deadline = Instant::now() + timeout;
        let mut state = self.lock();
        while state.completions.is_empty() && !state.ended {
            let Some(left) = deadline.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())
            else {
                break;
            };
            // Log lines do not wake a drain, so waiting is cut short to bring them.
            let wait = if logs::enabled() { left.min(LOGS_WAIT) } else { left };
            state = self.0.ready.wait_timeout(state, wait).unwrap_or_else(PoisonError::into_inner).0;
            if logs::waiting() {
                break;
            }
        }
        let count = state.completions.len().min(max);
        let completions = state.completions.drain(..count).collect();
        state.told &= !state.completions.is_empty();
        drop(state);
        let (logs, dropped_logs) = logs::take_logs();
        Batch { completions, logs, dropped_logs }
    }

    /// Ends every wait for this queue, now and later: for hosts that stop their draining thread.
    pub fn end(&self) {
        self.lock().ended = true;
        self.0.ready.notify_all();
    }

    pub(crate) fn push(&self, completion: Completion) {
        let mut state = self.lock();
        state.completions.push_back(completion);
        let waiting = state.completions.len();
        drop(state);
        if waiting.is_multiple_of(MOST_UNTOLD) || !delivery::defer(self) {
            self.tell();
        }
    }

    /// Tells the host that there is something to drain, unless it knows.
    pub(crate) fn tell(&self) {
        let mut state = self.lock();
        if state.told || state.completions.is_empty() {
            return;
        }
        state.told = true;
        let waker = state.waker.clone();
        drop(state);
        self.0.ready.notify_all();
        if let Some(waker) = waker {
            waker();
        }
    }

    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Queue({} waiting)", self.lock().completions.len())
    }
}
