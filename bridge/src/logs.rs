//! Log lines on their way to the host. Off until the host asks for them.

use std::collections::VecDeque;
use std::fmt::{self, Write};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use serde::{Serialize, Serializer};
use tracing::field::{Field, Visit};
use tracing::span;

use crate::caller::Caller;
use crate::process::Process;

/// How many lines wait at most; the oldest are dropped and counted.
pub(crate) const CAPACITY: usize = 4096;

static LEVEL: AtomicU8 = AtomicU8::new(0);

/// How much is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum LogLevel {
    /// Nothing.
    Off = 0,
    /// Warnings.
    Warn = 1,
    /// And what is worth knowing.
    Info = 2,
    /// And one line an attempt.
    Debug = 3,
}

/// A line of the log. It never holds a secret, a ticket, personal data or a body.
#[derive(Clone, Debug, Serialize)]
pub struct LogLine {
    /// Its level.
    #[serde(serialize_with = "level_name")]
    pub level: LogLevel,
    /// What it says.
    pub message: String,
    /// The submitted operation that caused it, as [`Bridge::submit`](crate::Bridge::submit) named it; 0 for a line of a
    /// blocking call, or of none.
    pub operation: u64,
}

fn level_name<S: Serializer>(level: &LogLevel, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(level.as_str())
}

impl LogLevel {
    /// The name used in every language.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
        }
    }
}

/// Sets how much of the SDK's log arrives with the batches of every queue.
pub fn enable_logs(level: LogLevel) {
    static SUBSCRIBE: Once = Once::new();
    if level > LogLevel::Off {
        // Another subscriber can be there only in a Rust program, which then has the log already.
        SUBSCRIBE.call_once(|| _ = tracing::subscriber::set_global_default(Collector));
    }
    LEVEL.store(level as u8, Ordering::Relaxed);
    tracing::callsite::rebuild_interest_cache();
}

pub(crate) fn enabled() -> bool {
    LEVEL.load(Ordering::Relaxed) > 0
}

pub(crate) fn waiting() -> bool {
    enabled() && !Process::current().logs.lock().waiting.is_empty()
}

/// The lines that no submitted operation caused, since the last time, oldest first, and how many were dropped: for hosts
/// that only make blocking calls. A drained queue brings them too, and those of its own operations.
pub fn take_logs() -> (Vec<LogLine>, u64) {
    let process = Process::current();
    let mut logs = process.logs.lock();
    let dropped = std::mem::take(&mut logs.dropped);
    (logs.waiting.drain(..).map(|(_, line)| line).collect(), dropped)
}

/// Those of them that blocking calls of this thread caused: for hosts that log in the context of the caller.
pub fn take_logs_of_this_thread() -> Vec<LogLine> {
    let process = Process::current();
    let mut logs = process.logs.lock();
    let this = Caller::thread();
    let (own, others) = logs.waiting.drain(..).partition::<VecDeque<_>, _>(|(caller, _)| *caller == this);
    logs.waiting = others;
    own.into_iter().map(|(_, line)| line).collect()
}

fn push(level: LogLevel, message: String) {
    let process = Process::current();
    let caller = Caller::current();
    let operation = if let Caller::Operation(operation) = caller { operation } else { 0 };
    let line = LogLine { level, message, operation };
    // What an operation says goes where its end will, so that one host's thread never takes what is another's.
    match process.queue_of(operation) {
        Some(queue) => queue.push_log(line),
        None => process.logs.lock().push(caller, line),
    }
}

pub(crate) fn push_of_this_thread(line: LogLine) {
    Process::current().logs.lock().push(Caller::thread(), line);
}

/// The log of one process, but for what submitted operations say.
#[derive(Default)]
pub(crate) struct Logs(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    waiting: VecDeque<(Caller, LogLine)>,
    dropped: u64,
}

impl Waiting {
    fn push(&mut self, caller: Caller, line: LogLine) {
        if self.waiting.len() == CAPACITY {
            self.waiting.pop_front();
            self.dropped += 1;
        }
        self.waiting.push_back((caller, line));
    }
}

impl Logs {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Turns the core's tracing events into ours.
struct Collector;

fn level_of(level: tracing::Level) -> LogLevel {
    match level {
        tracing::Level::ERROR | tracing::Level::WARN => LogLevel::Warn,
        tracing::Level::INFO => LogLevel::Info,
        _ => LogLevel::Debug,
    }
}

impl tracing::Subscriber for Collector {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.target() == "qiyuesuo" && level_of(*metadata.level()) as u8 <= LEVEL.load(Ordering::Relaxed)
    }

    fn event(&self, event: &tracing::Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        let message = format!("{}{}", line.message, line.fields);
        push(level_of(*event.metadata().level()), message);
    }

    // The core makes no spans.
    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

/// A message and its fields as `message name=value ...`.
#[derive(Default)]
struct Line {
    message: String,
    fields: String,
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let written = if field.name() == "message" {
            write!(self.message, "{value:?}")
        } else {
            write!(self.fields, " {}={value:?}", field.name())
        };
        written.expect("writing to a string cannot fail");
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        write!(self.fields, " {}={value}", field.name()).expect("writing to a string cannot fail");
    }
}
