//! Completions on their way to the host.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use crate::backlog::Backlog;
use crate::data::{Content, LogLine, Outcome, Reply};
use crate::logs;

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
    /// Lines of the log: those of this queue's operations, and those that no submitted operation caused.
    pub logs: Vec<LogLine>,
    /// How many lines were dropped because nobody drained them.
    pub dropped_logs: u64,
}

/// A host is told at the latest when so many completions wait for it.
const MOST_UNTOLD: usize = 64;

/// After so many bytes of content a batch ends, so that a host can take it as one text or one array, whatever it holds.
const MOST_BYTES: usize = 16 << 20;

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
    /// What operations of this queue logged.
    log: Arc<Backlog<LogLine>>,
    /// A drain brings what this queue's operations logged, and nothing else.
    own_logs: bool,
}

#[derive(Default)]
struct State {
    completions: VecDeque<Completion>,
    waker: Option<Arc<Waker>>,
    /// The host knows that there is something to drain.
    told: bool,
    ended: bool,
}

impl State {
    /// The oldest completions: so many, and not many more bytes than a batch may have.
    fn take(&mut self, max: usize) -> Vec<Completion> {
        let mut bytes = 0;
        let within = self.completions.iter().take(max).take_while(|completion| {
            let fits = bytes < MOST_BYTES;
            bytes += completion.size();
            fits
        });
        let count = within.count();
        self.completions.drain(..count).collect()
    }
}

impl Completion {
    /// The bytes of content that a host takes with it.
    fn size(&self) -> usize {
        match &self.outcome {
            Ok(Reply { content: Content::Json(bytes) | Content::Bytes { bytes, .. }, .. }) => bytes.len(),
            Err(error) => error.body().map_or(0, str::len),
        }
    }
}

impl Queue {
    /// An empty queue that is drained by waiting.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, whose drains bring the log of its own operations alone: for hosts that log in the context of the caller,
    /// and take the rest where it was caused ([`take_logs_of_this_thread`](crate::take_logs_of_this_thread)).
    pub fn with_own_logs() -> Self {
        Self(Arc::new(Shared { own_logs: true, ..Shared::default() }))
    }

    /// Calls `waker` whenever the queue stops being empty, from a thread of the bridge, and whenever a drain leaves
    /// something behind, from the thread that drained. It must be quick, must not block, and must not call the bridge:
    /// writing a byte to a pipe is what it is for.
    pub fn on_ready(&self, waker: impl Fn() + Send + Sync + 'static) {
        self.lock().waker = Some(Arc::new(Box::new(waker)));
    }

    /// Takes up to `max` completions (at least one, also for 0), and all log lines, waiting up to `timeout` for the
    /// first. A batch ends early after 16 MiB of content; the completion that goes beyond is still part of it. What
    /// is left is told of again, so a host need not count. A log that is turned on meanwhile comes with the next
    /// completion.
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
            if !self.0.log.is_empty() || !self.0.own_logs && logs::waiting() {
                break;
            }
        }
        let completions = state.take(max.max(1));
        let (lines, dropped) = self.0.log.take();
        let mut lines = Vec::from(lines);
        // The host has heard of what it took. What it left is news again, else nobody would ever come for it.
        state.told = false;
        drop(state);
        self.tell();
        let (others, others_dropped) = if self.0.own_logs { Default::default() } else { logs::take_logs() };
        lines.extend(others);
        Batch { completions, logs: lines, dropped_logs: dropped + others_dropped }
    }

    /// Ends every wait for this queue, now and later: for hosts that stop their draining thread.
    pub fn end(&self) {
        self.lock().ended = true;
        self.0.ready.notify_all();
    }

    /// The next completion alone, without the log.
    pub(crate) fn next(&self, timeout: Duration) -> Option<Completion> {
        let state = self.lock();
        let empty = |state: &mut State| state.completions.is_empty();
        let waited = self.0.ready.wait_timeout_while(state, timeout, empty);
        waited.unwrap_or_else(PoisonError::into_inner).0.completions.pop_front()
    }

    /// Hands what operations of this queue logged to the thread that waited for them.
    pub(crate) fn pass_logs_to_this_thread(&self) {
        let (lines, _) = self.0.log.take();
        lines.into_iter().for_each(|line| logs::push_of_this_thread(LogLine { operation: 0, ..line }));
    }

    /// Where what operations of this queue log goes.
    pub(crate) fn log(&self) -> Arc<Backlog<LogLine>> {
        self.0.log.clone()
    }

    /// Adds a completion, of which the teller tells the host.
    pub(crate) fn push(&self, completion: Completion, teller: &Teller) {
        let mut state = self.lock();
        state.completions.push_back(completion);
        let waiting = state.completions.len();
        drop(state);
        if waiting.is_multiple_of(MOST_UNTOLD) {
            self.tell();
        } else {
            teller.later(self);
        }
    }

    /// Tells the host that there is something to drain, unless it knows.
    fn tell(&self) {
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

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Queue({} waiting)", self.lock().completions.len())
    }
}

/// Tells hosts of completions: once for all that the bridge's thread had ready, because waking a host for each would cost
/// it, and that thread, a switch a call.
#[derive(Default)]
pub(crate) struct Teller {
    /// Queues that have something new.
    untold: Mutex<Vec<Queue>>,
    /// There are some.
    some: Notify,
}

impl Teller {
    fn later(&self, queue: &Queue) {
        let mut untold = self.untold.lock().unwrap_or_else(PoisonError::into_inner);
        if untold.iter().any(|known| Arc::ptr_eq(&known.0, &queue.0)) {
            return;
        }
        untold.push(queue.clone());
        let first = untold.len() == 1;
        drop(untold);
        if first {
            self.some.notify_one();
        }
    }

    /// Tells as long as there is a runtime: a task beside the calls. It is woken by the first that ends, and its turn comes
    /// after all that were ready then, so that it waits for them and for no others. Just before the thread parks would be
    /// as good, but for a thread that a fast download keeps from parking.
    pub async fn run(self: Arc<Self>) {
        let mut telling = Vec::new();
        loop {
            self.some.notified().await;
            after_the_ready().await;
            std::mem::swap(&mut telling, &mut *self.untold.lock().unwrap_or_else(PoisonError::into_inner));
            telling.drain(..).for_each(|queue: Queue| queue.tell());
        }
    }
}

/// Lets every task that is ready go first, once. Unlike tokio's `yield_now` it does not wait for news of the network.
async fn after_the_ready() {
    let mut waited = false;
    poll_fn(|cx| {
        if waited {
            return Poll::Ready(());
        }
        waited = true;
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
