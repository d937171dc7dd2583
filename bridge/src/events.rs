//! Log lines and attempts on their way to the host. Off until the host asks for them.

use std::collections::VecDeque;
use std::fmt::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};

use qiyuesuo::Attempt;
use tracing::field::{Field, Visit};
use tracing::span;

use crate::process::Process;

/// How many events wait at most; the oldest are dropped and counted.
const CAPACITY: usize = 4096;

static LEVEL: AtomicU8 = AtomicU8::new(0);
static ATTEMPTS: AtomicBool = AtomicBool::new(false);

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

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// A log line. It never holds a secret, a ticket, personal data or a body.
    Log {
        /// Its level.
        level: LogLevel,
        /// What it says.
        message: String,
    },
    /// An attempt of a call.
    Attempt(Attempt),
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

/// Sets whether attempts arrive with the batches of every queue.
pub fn enable_attempts(on: bool) {
    ATTEMPTS.store(on, Ordering::Relaxed);
}

pub(crate) fn attempt_hook() -> Option<impl Fn(&Attempt) + Send + Sync + 'static> {
    ATTEMPTS.load(Ordering::Relaxed).then_some(|attempt: &Attempt| push(Event::Attempt(attempt.clone())))
}

pub(crate) fn waiting() -> bool {
    (ATTEMPTS.load(Ordering::Relaxed) || LEVEL.load(Ordering::Relaxed) > 0)
        && !Process::current().events.lock().waiting.is_empty()
}

pub(crate) fn take() -> (Vec<Event>, u64) {
    if !ATTEMPTS.load(Ordering::Relaxed) && LEVEL.load(Ordering::Relaxed) == 0 {
        return (Vec::new(), 0);
    }
    let process = Process::current();
    let mut events = process.events.lock();
    let dropped = std::mem::take(&mut events.dropped);
    (events.waiting.drain(..).collect(), dropped)
}

fn push(event: Event) {
    let process: Arc<Process> = Process::current();
    let mut events = process.events.lock();
    if events.waiting.len() == CAPACITY {
        events.waiting.pop_front();
        events.dropped += 1;
    }
    events.waiting.push_back(event);
}

/// The events of one process.
#[derive(Default)]
pub(crate) struct Events(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    waiting: VecDeque<Event>,
    dropped: u64,
}

impl Events {
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
        push(Event::Log { level: level_of(*event.metadata().level()), message });
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
