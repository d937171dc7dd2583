//! A client as a binding holds it.

use std::fmt;
use std::future::{Future, pending};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use qiyuesuo::{Attempt, Error, ErrorKind, Options};

use crate::attempts::Attempts;
use crate::caller::Caller;
use crate::data::{Call, Outcome, cancelled};
use crate::fork::{Owned, PerProcess};
use crate::job::{Job, caught, run};
use crate::operations;
use crate::process::Process;
use crate::queue::Queue;
use crate::runtime::inside_a_runtime;
use crate::view::{self, View, read_options};

/// How often a waiting call asks the host whether to go on.
const ASK: Duration = Duration::from_millis(50);

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
    overrides: Option<Options>,
    /// What its calls and those of its views tried, if the host wants to know.
    attempts: Option<Arc<Attempts>>,
    attached: PerProcess<Attached>,
    closed: AtomicBool,
}

/// What a handle has in one process.
struct Attached {
    process: Arc<Owned<Process>>,
    view: Arc<View>,
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
        let overrides = Options::new().on_attempt(move |attempt| hook.push(attempt));
        Self::made(read_options(options)?.over_env()?, Some(overrides), Some(attempts))
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
    fn made(
        options: Options,
        overrides: Option<Options>,
        attempts: Option<Arc<Attempts>>,
    ) -> Result<Self, Error> {
        let attached = PerProcess::new();
        let bridge = Self { options, overrides, attempts, attached, closed: AtomicBool::new(false) };
        bridge.attached()?.view.blocking()?;
        Ok(bridge)
    }

    /// A second client on the same connections with some options changed. Closing either leaves the other open.
    ///
    /// # Errors
    /// Kind `configuration`, naming the option.
    pub fn with_options(&self, options: &[u8]) -> Result<Self, Error> {
        let overrides = read_options(options)?;
        // A closed client has no connections to share.
        let Attached { process, view } = &**self.attached()?;
        let overrides = Some(self.overrides.clone().unwrap_or_default().overlay(overrides));
        // The connections of this one, whatever its options point to by now.
        let view = Arc::new(View::new(view.client.clone(), overrides.clone()));
        view.blocking()?;
        Ok(Self {
            options: self.options.clone(),
            overrides,
            attempts: self.attempts.clone(),
            attached: PerProcess::holding(Attached { process: process.clone(), view }),
            closed: AtomicBool::new(false),
        })
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
        let attached = self.attached()?;
        let Attached { process, view } = &**attached;
        let runtime = process.runtimes.blocking()?;
        let operation = call.operation.clone();
        let client = caught(|| view::for_call(view.blocking()?, &call.options))??;
        caught(|| {
            // Pinned here and made where they are used, so that the kilobytes of a call are never copied.
            let mut work = pin!(async {
                tokio::select! {
                    outcome = run(client, call, 0, &view.closing) => outcome,
                    () = stopped => Err(cancelled(&operation)),
                }
            });
            runtime.block_on(work.as_mut())
        })
        .and_then(|outcome| outcome)
    }

    /// Starts a call on the bridge's own thread; its completion goes to `queue`. Never blocks.
    ///
    /// # Errors
    /// Kind `configuration` if the client is closed. Everything else arrives as a completion.
    pub fn submit(&self, call: Call, queue: &Queue) -> Result<u64, Error> {
        let attached = self.attached()?;
        let Attached { process, view } = &**attached;
        let lanes = process.lanes()?;
        let job = Job::new(call, view.clone(), queue, process.operations.clone(), process.teller.clone());
        let id = job.id();
        lanes.submit(job);
        Ok(id)
    }

    /// Cancels an operation of this process: its request is dropped and its completion says so. Answers whether it
    /// was still in flight.
    pub fn cancel(id: u64) -> bool {
        operations::current().cancel(id)
    }

    /// How many operations of this process are in flight.
    pub fn in_flight() -> usize {
        operations::current().count()
    }

    /// Ends this client: its calls in flight end as cancelled, later ones as a configuration error. Clients with an
    /// equal configuration go on. May be called twice, and in a forked child.
    pub fn close(&self) {
        self.closed.store(true, Ordering::Release);
        if let Some(attached) = self.attached.take() {
            attached.view.closing.cancel();
        }
    }

    fn attached(&self) -> Result<Arc<Owned<Attached>>, Error> {
        if self.closed.load(Ordering::Acquire) {
            return Err(Error::new(ErrorKind::Configuration, "the client is closed"));
        }
        self.attached.try_for_this_process(|| {
            let process = Process::current();
            let client = process.open(&self.options)?;
            Ok(Attached { process, view: Arc::new(View::new(client, self.overrides.clone())) })
        })
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        self.close();
    }
}

impl fmt::Debug for Bridge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bridge")
            .field("options", &self.options)
            .field("overrides", &self.overrides)
            .finish_non_exhaustive()
    }
}
