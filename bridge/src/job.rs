//! A call on its way: caught, cancellable, and in the name of its operation.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use qiyuesuo::{Client, Error};
use tokio_util::sync::CancellationToken;

use crate::caller;
use crate::data::{Call, Outcome, cancelled, internal};
use crate::fork::Owned;
use crate::lanes::Work;
use crate::operations::Operations;
use crate::queue::{Completion, Queue, Teller};
use crate::view::{self, View};

/// An operation that panics, so that every language can prove that a panic arrives as an error. Only builds with debug
/// assertions have it, as those are that the languages test; what is released knows no such operation.
const PANIC: &str = "__panic";

/// A submitted call.
pub(crate) struct Job {
    view: Arc<View>,
    call: Call,
    /// The client with the options of this call, or why they are wrong.
    client: Option<Box<Result<Client, Error>>>,
    cancel: CancellationToken,
    end: End,
}

impl Job {
    /// From here on the operation is in flight.
    pub fn new(
        call: Call,
        view: Arc<View>,
        queue: &Queue,
        operations: Arc<Owned<Operations>>,
        teller: Arc<Teller>,
    ) -> Self {
        let cancel = view.closing.child_token();
        let id = operations.begin(cancel.clone(), queue.log());
        let operation = call.operation.clone();
        let end = End { id, operation, queue: queue.clone(), operations, teller, done: false };
        // Options of this call may name a file, which is read here and not where all calls are driven.
        let client = (!call.options.is_empty()).then(|| Box::new(client_for(&view, &call, id)));
        Self { view, call, client, cancel, end }
    }

    /// The operation.
    pub fn id(&self) -> u64 {
        self.end.id
    }
}

impl Work for Job {
    /// Makes the call and puts its completion into the queue.
    async fn run(self) {
        let Self { view, call, client, cancel, mut end } = self;
        let outcome = match client.map_or_else(|| client_for(&view, &call, end.id), |client| *client) {
            Ok(client) => run(client, call, end.id, &cancel).await,
            Err(failure) => Err(failure),
        };
        end.with(outcome);
    }
}

/// Puts exactly one completion into the queue, also when its job is dropped.
struct End {
    id: u64,
    operation: String,
    queue: Queue,
    operations: Arc<Owned<Operations>>,
    teller: Arc<Teller>,
    done: bool,
}

impl End {
    fn with(&mut self, outcome: Outcome) {
        self.done = true;
        self.operations.end(self.id);
        self.queue.push(Completion { id: self.id, outcome }, &self.teller);
    }
}

impl Drop for End {
    fn drop(&mut self) {
        if !self.done {
            let failure = cancelled(&self.operation);
            self.with(Err(failure));
        }
    }
}

/// The work, with a panic as the defect that it is.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| internal("a call panicked"))
}

/// The call with its panics caught, until it is cancelled or its client closed. `id` is the operation's, 0 for a blocking
/// call.
pub(crate) async fn run(client: Client, call: Call, id: u64, cancel: &CancellationToken) -> Outcome {
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
    debug_assert!(call.operation != PANIC, "asked to panic");
    call.run(&client).await
}

/// The client of a submitted call, with its options.
fn client_for(view: &View, call: &Call, id: u64) -> Result<Client, Error> {
    caught(|| {
        caller::during(id, || view.background().and_then(|client| view::for_call(client, &call.options)))
    })?
}
