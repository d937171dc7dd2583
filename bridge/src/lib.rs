//! What every language binding shares: opening a client, calling, submitting and draining, cancelling, closing, and
//! errors as data. A binding adds the types and manners of its language, and nothing else.
//!
//! # What crosses the boundary
//!
//! Data. A [`Call`] is an operation's name with its request as JSON and its files; a raw request is the operation
//! `request`. An outcome is a [`Reply`] (JSON or bytes) or a [`Failure`] with the attributes of every error.
//!
//! # Two ways to wait
//!
//! * [`Bridge::call_blocking`] drives the I/O on the calling thread: no thread is started and none is switched to.
//!   It asks the host every 50 ms whether to go on, so that signals are noticed. [`Bridge::call_unasked`] does not.
//! * [`Bridge::submit`] runs the call on the bridge's own thread and puts exactly one [`Completion`] into a [`Queue`],
//!   also when the call is cancelled. The host drains the queue from a thread of its own, or is told by a waker that
//!   there is something to drain. Threads of the bridge never call into the host otherwise.
//!
//! The two use separate connections, because a connection belongs to the thread that drives it.
//!
//! # Fork
//!
//! A client made before `fork` works in the child. Everything that belongs to a process (threads, connections, queues)
//! is found by its pid before any lock is taken; the child makes its own, and what it inherited is leaked and never
//! touched. An operation submitted before the fork completes in the parent only.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod attempts;
mod backlog;
mod bridge;
mod caller;
mod clients;
mod data;
mod fork;
mod job;
mod lanes;
mod logs;
mod once;
mod operations;
mod process;
mod queue;
mod runtime;
mod tools;
mod view;

pub use bridge::{Bridge, Waiting};
pub use data::{AttemptData, Call, Content, Failure, LogLevel, LogLine, Outcome, Reply};
pub use logs::{enable_logs, take_logs, take_logs_of_this_thread};
pub use queue::{Batch, Completion, Queue};
pub use tools::{callback_parse, plugin_url, sign, version};
