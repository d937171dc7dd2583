//! Log lines on their way to the host. Off until the host asks for them.

use std::fmt::{self, Write};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Once};

use tracing::field::{Field, Visit};
use tracing::span;

use crate::backlog::Backlog;
use crate::caller::Caller;
use crate::data::{LogLevel, LogLine};
use crate::fork::{Owned, PerProcess};
use crate::operations;

static LEVEL: AtomicU8 = AtomicU8::new(0);

/// The log of this process, but for what submitted operations say.
static LINES: PerProcess<Backlog<(Caller, LogLine)>> = PerProcess::new();

fn lines() -> Arc<Owned<Backlog<(Caller, LogLine)>>> {
    LINES.for_this_process(Backlog::default)
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
    enabled() && !lines().is_empty()
}

/// The lines that no submitted operation caused, since the last time, oldest first, and how many were dropped: for hosts
/// that only make blocking calls. A drained queue brings them too, and those of its own operations.
pub fn take_logs() -> (Vec<LogLine>, u64) {
    let (lines, dropped) = lines().take();
    (lines.into_iter().map(|(_, line)| line).collect(), dropped)
}

/// Those of them that blocking calls of this thread caused: for hosts that log in the context of the caller.
pub fn take_logs_of_this_thread() -> Vec<LogLine> {
    let this = Caller::thread();
    let theirs = lines().take_those(|(caller, _)| *caller == this);
    theirs.into_iter().map(|(_, line)| line).collect()
}

fn push(level: LogLevel, message: String) {
    let caller = Caller::current();
    let operation = if let Caller::Operation(operation) = caller { operation } else { 0 };
    let line = LogLine { level, message, operation };
    // What an operation says goes where its end will, so that one host's thread never takes what is another's.
    match operations::current().log_of(operation) {
        Some(log) => log.push(line),
        None => lines().push((caller, line)),
    }
}

pub(crate) fn push_of_this_thread(line: LogLine) {
    lines().push((Caller::thread(), line));
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
