//! Connections that are kept between calls. A call takes one, drives it itself, and gives it back once its answer is read to
//! the end: none has a task of its own, and what is dropped is closed.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::runtime::{Handle, Id};
use tokio::time::Instant;

use super::connection::Connection;

/// A connection that nobody uses.
struct Idle {
    connection: Box<Connection>,
    since: Instant,
}

/// The connections of a client that are idle, oldest first. Those in use belong to their calls.
pub(super) struct Pool {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    limits: Limits,
}

#[derive(Default)]
struct State {
    idle: VecDeque<Idle>,
    /// Connections of an earlier generation are not kept.
    generation: u64,
    /// The runtimes on which somebody closes what stays idle too long.
    swept: Vec<Id>,
}

/// How many connections are kept, and how long.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// How many; `None` for as many as there were calls at once lately, which `idle` sees to.
    pub count: Option<usize>,
    /// How long one may be idle.
    pub idle: Duration,
    /// How long one may live.
    pub age: Duration,
}

/// What a connection must have to be kept.
#[derive(Clone, Copy)]
pub(super) struct Birth {
    at: Instant,
    generation: u64,
    /// A socket is heard of by the runtime that opened it alone.
    runtime: Id,
}

impl Pool {
    pub fn new(limits: Limits) -> Self {
        Self { shared: Arc::new(Shared { state: Mutex::default(), limits }) }
    }

    /// A pool with the same limits and no connection.
    pub fn fresh(&self) -> Self {
        Self::new(self.shared.limits)
    }

    /// The mark of a connection that is dialled now.
    pub fn birth(&self) -> Birth {
        let generation = self.shared.state().generation;
        Birth { at: Instant::now(), generation, runtime: Handle::current().id() }
    }

    /// The connection that was used last, if it is young enough. Whether it still works is not known.
    pub fn take(&self) -> Option<Box<Connection>> {
        let (now, runtime) = (Instant::now(), Handle::current().id());
        let Limits { idle, age, .. } = self.shared.limits;
        loop {
            let mut state = self.shared.state();
            let expired = state.expired(now, idle);
            let mine = state.idle.iter().rposition(|idle| idle.connection.birth.runtime == runtime);
            let taken = mine.and_then(|index| state.idle.remove(index));
            drop(state);
            // Closed here, where no lock is held.
            drop(expired);
            let connection = taken?.connection;
            if now.duration_since(connection.birth.at) < age {
                return Some(connection);
            }
        }
    }

    /// Keeps a connection that is ready for another request.
    pub fn give(&self, connection: Box<Connection>) {
        let now = Instant::now();
        let Limits { count, idle: longest, age } = self.shared.limits;
        let mut state = self.shared.state();
        let mut expired = state.expired(now, longest);
        let birth = connection.birth;
        if birth.generation != state.generation || now.duration_since(birth.at) >= age || count == Some(0) {
            drop(state);
            return;
        }
        state.idle.push_back(Idle { connection, since: now });
        if count.is_some_and(|count| state.idle.len() > count) {
            expired.extend(state.idle.pop_front());
        }
        let sweep = !state.swept.contains(&birth.runtime);
        if sweep {
            state.swept.push(birth.runtime);
        }
        drop(state);
        drop(expired);
        if sweep {
            let (shared, runtime) = (Arc::downgrade(&self.shared), birth.runtime);
            tokio::spawn(Sweeper { shared, runtime, done: false }.run());
        }
    }

    /// Closes all that are idle; those in use are closed when their calls have ended.
    pub fn discard(&self) {
        let mut state = self.shared.state();
        state.generation += 1;
        let closed = std::mem::take(&mut state.idle);
        drop(state);
        drop(closed);
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Removes what was idle too long, which stands first: to be dropped where no lock is held.
    fn expired(&mut self, now: Instant, longest: Duration) -> Vec<Idle> {
        let expired = self.idle.iter().take_while(|idle| now.duration_since(idle.since) >= longest).count();
        self.idle.drain(..expired).collect()
    }
}

impl Limits {
    /// Until when a connection may be taken.
    fn end(&self, one: &Idle) -> Instant {
        (one.since + self.idle).min(one.connection.birth.at + self.age)
    }

    /// Removes what was idle too long or is too old, likewise.
    fn outdated(&self, idle: &mut VecDeque<Idle>, now: Instant) -> VecDeque<Idle> {
        let (outdated, kept) = idle.drain(..).partition(|one| now >= self.end(one));
        *idle = kept;
        outdated
    }
}

/// Closes what nobody asks for any more, and ends with the last: the only task that a client has on a runtime. It runs where
/// calls are made, so a program that only blocks closes its idle connections with its next call.
struct Sweeper {
    shared: Weak<Shared>,
    runtime: Id,
    done: bool,
}

impl Sweeper {
    async fn run(mut self) {
        while let Some(next) = self.sweep() {
            tokio::time::sleep_until(next).await;
        }
    }

    /// Answers when there will be something to close.
    fn sweep(&mut self) -> Option<Instant> {
        let shared = self.shared.upgrade()?;
        let mut state = shared.state();
        let outdated = shared.limits.outdated(&mut state.idle, Instant::now());
        let mine = state.idle.iter().filter(|idle| idle.connection.birth.runtime == self.runtime);
        let next = mine.map(|idle| shared.limits.end(idle)).min();
        if next.is_none() {
            self.done = true;
            state.swept.retain(|runtime| *runtime != self.runtime);
        }
        drop(state);
        drop(outdated);
        next
    }
}

impl Drop for Sweeper {
    /// The runtime ends, and with it its connections, which nobody would take or close.
    fn drop(&mut self) {
        if self.done {
            return;
        }
        let Some(shared) = self.shared.upgrade() else { return };
        let mut state = shared.state();
        state.swept.retain(|runtime| *runtime != self.runtime);
        let (ended, others): (VecDeque<_>, _) =
            state.idle.drain(..).partition(|idle| idle.connection.birth.runtime == self.runtime);
        state.idle = others;
        drop(state);
        drop(ended);
    }
}
