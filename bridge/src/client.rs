//! A client as a binding holds it.

use std::fmt;
use std::future::{Future, pending, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use qiyuesuo::{Attempt, Client, Error, ErrorKind, Options};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use crate::attempts::Attempts;
use crate::caller::{self, Caller};
use crate::data::{Call, Outcome, cancelled, internal};
use crate::once::Once;
use crate::process::{Open, Process, inside_a_runtime, own, settle};
use crate::queue::{Completion, Queue};

/// How often a waiting call asks the host whether to go on.
const ASK: Duration = Duration::from_millis(50);

/// An operation that panics, so that every language can prove that a panic arrives as an error.
const PANIC: &str = "__panic";

/// What a host says when a blocked call asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// Go on.
    Continue,
    /// End the call as cancelled: a signal arrived.
    Stop,
}

/// A client that a binding holds: a handle on connections that equal configurations share.
pub struct Bridge {
    /// What the connections were opened with.
    options: Options,
    /// What this client has changed of it; its calls look through a view on the same connections.
    over: Option<Options>,
    /// What its calls and those of its views tried, if the host wants to know.
    attempts: Option<Arc<Attempts>>,
    held: ArcSwapOption<Held>,
    closed: AtomicBool,
}

/// What a handle has in one process.
pub(crate) struct Held {
    pid: u32,
    process: Arc<Process>,
    open: Arc<Open>,
    over: Option<Options>,
    blocking: Once<Client>,
    background: Once<Client>,
    closing: CancellationToken,
}

impl Held {
    fn blocking(&self) -> Result<&Client, Error> {
        self.blocking.get_or_try(|| self.with_overrides(self.open.blocking()))
    }

    fn background(&self) -> Result<&Client, Error> {
        self.background.get_or_try(|| self.with_overrides(self.open.background()))
    }

    /// Lets go of a client that was closed. What holds it last, its handle or a call, sees its connections closed.
    fn end(self: Arc<Self>) {
        let (open, process) = (self.open.clone(), self.process.clone());
        drop(self);
        process.release([open]);
    }

    fn with_overrides(&self, client: &Client) -> Result<Client, Error> {
        match &self.over {
            Some(over) => client.with_options(over.clone()),
            None => Ok(client.clone()),
        }
    }
}

impl Bridge {
    /// Opens a client with options as a JSON object; what is not given comes from the environment (`QYS_*`).
    /// Starts no thread and opens no connection.
    ///
    /// # Errors
    /// Kind `configuration`, naming the option.
    pub fn open(options: &[u8]) -> Result<Self, Error> {
        Self::made(read_options(options)?.over_env()?, None, None)
    }

    /// The same, keeping the attempts of this client's calls, and of those of its views, for
    /// [`take_attempts`](Self::take_attempts); of more than 4096 the oldest are dropped.
    ///
    /// # Errors
    /// Kind `configuration`, naming the option.
    pub fn open_watched(options: &[u8]) -> Result<Self, Error> {
        let attempts = Arc::<Attempts>::default();
        let hook = attempts.clone();
        // Only seen through a view, so that the connections are shared with everybody who has the same options.
        let over = Options::new().on_attempt(move |attempt| hook.push(attempt));
        Self::made(read_options(options)?.over_env()?, Some(over), Some(attempts))
    }

    /// Keeps the connections of up to so many clients, those opened last, when nobody has a handle on them any more: for
    /// hosts whose objects live shorter than their process, such as php-fpm. Default: none. The options, and so the
    /// credentials, of the clients that are kept stay in memory.
    pub fn keep_open(clients: usize) {
        Process::current().keep_open(clients);
    }

    /// The attempts since the last time, oldest first; none unless the client was opened with
    /// [`open_watched`](Self::open_watched).
    pub fn take_attempts(&self) -> Vec<Attempt> {
        self.attempts.as_ref().map(|attempts| attempts.take()).unwrap_or_default()
    }

    /// Those of one submitted operation, or with `None` those of blocking calls of this thread: for hosts that tell each
    /// caller of its own.
    pub fn take_attempts_of(&self, operation: Option<u64>) -> Vec<Attempt> {
        let caller = operation.map_or_else(Caller::thread, Caller::Operation);
        self.attempts.as_ref().map(|attempts| attempts.take_of(caller)).unwrap_or_default()
    }

    /// Builds the client at once, so that wrong options are told here and not at the first call.
    fn made(options: Options, over: Option<Options>, attempts: Option<Arc<Attempts>>) -> Result<Self, Error> {
        let bridge = Self::handle(options, over, attempts);
        bridge.held()?.blocking()?;
        Ok(bridge)
    }

    fn handle(options: Options, over: Option<Options>, attempts: Option<Arc<Attempts>>) -> Self {
        Self { options, over, attempts, held: ArcSwapOption::empty(), closed: AtomicBool::new(false) }
    }

    /// A second client on the same connections with some options changed. Closing either leaves the other open.
    ///
    /// # Errors
    /// Kind `configuration`, naming the option.
    pub fn with_options(&self, options: &[u8]) -> Result<Self, Error> {
        let over = read_options(options)?;
        // A closed client has no connections to share.
        let held = self.held()?;
        let over = self.over.clone().unwrap_or_default().overlay(over);
        let view = Self::handle(self.options.clone(), Some(over), self.attempts.clone());
        // The connections of this one, whatever its options point to by now.
        view.held.store(Some(view.hold(held.process.clone(), held.open.clone())));
        view.held()?.blocking()?;
        Ok(view)
    }

    /// Makes a call and waits for it on this thread, which drives the I/O itself. `ask` is called on this thread
    /// every 50 ms while the call waits.
    pub fn call_blocking(&self, call: Call, mut ask: impl FnMut() -> Waiting) -> Outcome {
        if inside_a_runtime() {
            return self.call_within_a_call(call, ask);
        }
        self.wait_for(call, async move {
            let mut interval = tokio::time::interval_at(tokio::time::Instant::now() + ASK, ASK);
            loop {
                interval.tick().await;
                if ask() == Waiting::Stop {
                    return;
                }
            }
        })
    }

    /// The same for hosts that have nothing to say while a call waits. It needs no timer, which the runtime would wake
    /// itself for.
    pub fn call_unasked(&self, call: Call) -> Outcome {
        if inside_a_runtime() {
            return self.call_within_a_call(call, || Waiting::Continue);
        }
        self.wait_for(call, pending())
    }

    /// A blocking call made while this thread is in the midst of another, by what the host runs when that one asks: the
    /// bridge's own thread makes it, because this one cannot drive two.
    fn call_within_a_call(&self, call: Call, mut ask: impl FnMut() -> Waiting) -> Outcome {
        let queue = Queue::new();
        let id = self.submit(call, &queue)?;
        let completion = loop {
            if let Some(completion) = queue.next(ASK) {
                break completion;
            }
            if ask() == Waiting::Stop {
                Self::cancel(id);
            }
        };
        // To its caller it is a blocking call as any.
        queue.pass_logs_to_this_thread();
        if let Some(attempts) = &self.attempts {
            attempts.pass(Caller::Operation(id), Caller::thread());
        }
        completion.outcome
    }

    /// Makes a call on this thread, until it is stopped.
    fn wait_for(&self, call: Call, stopped: impl Future<Output = ()>) -> Outcome {
        let held = self.held()?;
        held.open.blocked.store(true, Ordering::Relaxed);
        let runtime = held.process.blocking_runtime()?;
        let operation = call.operation.clone();
        let client = caught(|| view(held.blocking()?, &call))??;
        let waited = caught(|| {
            // Pinned here and made where they are used, so that the kilobytes of a call are never copied.
            let mut work = pin!(async {
                let outcome = tokio::select! {
                    outcome = run(client, call, 0, &held.closing) => outcome,
                    () = stopped => Err(cancelled(&operation)),
                };
                if outcome.is_err() {
                    settle().await;
                }
                outcome
            });
            runtime.block_on(work.as_mut())
        });
        if held.closing.is_cancelled() {
            held.end();
        }
        waited.and_then(|outcome| outcome)
    }

    /// Starts a call on the bridge's own thread; its completion goes to `queue`. Never blocks.
    ///
    /// # Errors
    /// Kind `configuration` if the client is closed. Everything else arrives as a completion.
    pub fn submit(&self, call: Call, queue: &Queue) -> Result<u64, Error> {
        let held = self.held()?;
        let lanes = held.process.lanes()?;
        let cancel = held.closing.child_token();
        let id = held.process.new_operation(cancel.clone(), queue.clone());
        let finish = Finish {
            id,
            operation: call.operation.clone(),
            queue: queue.clone(),
            process: held.process.clone(),
            done: false,
        };
        // Options of this call may name a file, which is read here and not where all calls are driven.
        let over = (!call.options.is_empty()).then(|| Box::new(read(&held, &call, id)));
        lanes.submit(Job { held: held.clone(), call, over, cancel, finish });
        Ok(id)
    }

    /// Cancels an operation of this process: its request is dropped and its completion says so. Answers whether it
    /// was still in flight.
    pub fn cancel(id: u64) -> bool {
        Process::current().cancel(id)
    }

    /// How many operations of this process are in flight.
    pub fn in_flight() -> usize {
        Process::current().in_flight()
    }

    /// Ends this client: its calls in flight end as cancelled, later ones as a configuration error. Clients with an
    /// equal configuration go on. May be called twice, and in a forked child.
    pub fn close(&self) {
        self.closed.store(true, Ordering::Release);
        if let Some(held) = self.held.swap(None) {
            if held.pid == std::process::id() {
                held.closing.cancel();
                held.end();
            } else {
                std::mem::forget(held);
            }
        }
    }

    fn held(&self) -> Result<Arc<Held>, Error> {
        if self.closed.load(Ordering::Acquire) {
            return Err(Error::new(ErrorKind::Configuration, "the client is closed"));
        }
        own(
            &self.held,
            |held| held.pid,
            || {
                let process = Process::current();
                let open = process.open(&self.options)?;
                Ok(self.hold(process, open))
            },
        )
    }

    fn hold(&self, process: Arc<Process>, open: Arc<Open>) -> Arc<Held> {
        Arc::new(Held {
            pid: std::process::id(),
            process,
            open,
            over: self.over.clone(),
            blocking: Once::new(),
            background: Once::new(),
            closing: CancellationToken::new(),
        })
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        self.close();
    }
}

/// A submitted call.
pub(crate) struct Job {
    held: Arc<Held>,
    call: Call,
    /// The client with the options of this call, or why they are wrong.
    over: Option<Box<Result<Client, Error>>>,
    cancel: CancellationToken,
    finish: Finish,
}

impl Job {
    /// Makes the call and puts its completion into the queue.
    pub(crate) async fn run(self) {
        let Self { held, call, over, cancel, mut finish } = self;
        let outcome = match over.map_or_else(|| read(&held, &call, finish.id), |over| *over) {
            Ok(client) => run(client, call, finish.id, &cancel).await,
            Err(failure) => Err(failure),
        };
        finish.end(outcome);
    }
}

/// Puts exactly one completion into the queue, also when its job is dropped.
struct Finish {
    id: u64,
    operation: String,
    queue: Queue,
    process: Arc<Process>,
    done: bool,
}

impl Finish {
    fn end(&mut self, outcome: Outcome) {
        self.done = true;
        self.process.unregister(self.id);
        self.queue.push(Completion { id: self.id, outcome });
    }
}

impl Drop for Finish {
    fn drop(&mut self) {
        if !self.done {
            let failure = cancelled(&self.operation);
            self.end(Err(failure));
        }
    }
}

/// The work, with a panic as the defect that it is.
fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| internal("a call panicked"))
}

/// The call with its panics caught, until it is cancelled or its client closed. `id` is the operation's, 0 for a blocking
/// call.
async fn run(client: Client, call: Call, id: u64, cancel: &CancellationToken) -> Outcome {
    let operation = call.operation.clone();
    let mut stopped = pin!(cancel.cancelled());
    let mut work = pin!(made(client, call));
    poll_fn(|cx| {
        if stopped.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Err(cancelled(&operation)));
        }
        caught(|| caller::during(id, || work.as_mut().poll(cx))).unwrap_or_else(|panic| Err(panic).into())
    })
    .await
}

async fn made(client: Client, call: Call) -> Outcome {
    assert!(call.operation != PANIC, "asked to panic");
    call.run(&client).await
}

/// The client of a submitted call, with its options.
fn read(held: &Held, call: &Call, id: u64) -> Result<Client, Error> {
    caught(|| caller::during(id, || held.background().and_then(|client| view(client, call))))?
}

/// The client, with the options of this call.
fn view(client: &Client, call: &Call) -> Result<Client, Error> {
    if call.options.is_empty() {
        return Ok(client.clone());
    }
    client.with_options(read_options(&call.options)?)
}

fn read_options(json: &[u8]) -> Result<Options, Error> {
    if json.is_empty() {
        return Ok(Options::new());
    }
    let value: Value = serde_json::from_slice(json).map_err(|error| {
        Error::new(ErrorKind::Configuration, format!("the options are not JSON: {error}"))
    })?;
    Options::from_json(&value)
}

impl fmt::Debug for Bridge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bridge")
            .field("options", &self.options)
            .field("over", &self.over)
            .finish_non_exhaustive()
    }
}
