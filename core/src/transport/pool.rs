//! Connections that are kept between calls. A call takes one, drives it itself, and gives it back once its answer is read to
//! the end: none has a task of its own, and what is dropped is closed.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use tokio::runtime::{Handle, Id};

use super::connection::Connection;

/// A connection that nobody uses.
struct Idle {
    connection: Connection,
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
    /// Whether somebody closes what stays idle too long.
    swept: bool,
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
    pub fn take(&self) -> Option<Connection> {
        let (now, runtime) = (Instant::now(), Handle::current().id());
        let mut state = self.shared.state();
        let outdated = self.shared.limits.outdated(&mut state.idle, now);
        let mine = state.idle.iter().rposition(|idle| idle.connection.birth.runtime == runtime);
        let taken = mine.and_then(|index| state.idle.remove(index));
        drop(state);
        drop(outdated);
        taken.map(|idle| idle.connection)
    }

    /// Keeps a connection that is ready for another request.
    pub fn give(&self, connection: Connection) {
        let now = Instant::now();
        let Limits { count, idle: longest, age } = self.shared.limits;
        let mut state = self.shared.state();
        let mut outdated = self.shared.limits.outdated(&mut state.idle, now);
        let birth = connection.birth;
        if birth.generation != state.generation || now.duration_since(birth.at) >= age || longest.is_zero() {
            drop(state);
            return;
        }
        state.idle.push_back(Idle { connection, since: now });
        if count.is_some_and(|count| state.idle.len() > count) {
            outdated.extend(state.idle.pop_front());
        }
        let sweep = !std::mem::replace(&mut state.swept, true);
        drop(state);
        drop(outdated);
        if sweep {
            tokio::spawn(sweep_when_idle(Arc::downgrade(&self.shared), longest));
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

impl Limits {
    /// Removes what was idle too long or is too old: to be dropped where no lock is held.
    fn outdated(&self, idle: &mut VecDeque<Idle>, now: Instant) -> Vec<Idle> {
        let expired = |one: &Idle| {
            now.duration_since(one.since) >= self.idle
                || now.duration_since(one.connection.birth.at) >= self.age
        };
        // The usual case, without a look at each.
        if !idle.iter().any(expired) {
            return Vec::new();
        }
        let (outdated, kept) = idle.drain(..).partition::<Vec<_>, _>(expired);
        idle.extend(kept);
        outdated
    }
}

/// Closes what nobody asks for any more, and ends with the last: the only task that a client has. It runs where calls are
/// made, so a program that only blocks closes its idle connections with its next call.
async fn sweep_when_idle(shared: Weak<Shared>, longest: Duration) {
    loop {
        tokio::time::sleep(longest).await;
        let Some(shared) = shared.upgrade() else { return };
        let mut state = shared.state();
        let outdated = shared.limits.outdated(&mut state.idle, Instant::now());
        let done = state.idle.is_empty();
        state.swept = !done;
        drop(state);
        drop(outdated);
        if done {
            return;
        }
    }
}
