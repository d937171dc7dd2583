//! The attempts of one client's calls, until its host asks for them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwapOption;
use qiyuesuo::Attempt;

use crate::caller::Caller;
use crate::process::own;

/// How many wait at most; the oldest are dropped.
const CAPACITY: usize = 4096;

/// The attempts nobody has seen yet. Hosts take them with their own threads, between calls.
#[derive(Default)]
pub(crate) struct Attempts(ArcSwapOption<Waiting>);

/// Those of one process.
struct Waiting {
    pid: u32,
    attempts: Mutex<VecDeque<(Caller, Attempt)>>,
}

impl Attempts {
    pub(crate) fn push(&self, attempt: &Attempt) {
        let caller = Caller::current();
        self.with(|waiting| {
            if waiting.len() == CAPACITY {
                waiting.pop_front();
            }
            waiting.push_back((caller, attempt.clone()));
        });
    }

    /// All of them.
    pub(crate) fn take(&self) -> Vec<Attempt> {
        self.with(|waiting| waiting.drain(..).map(|(_, attempt)| attempt).collect())
    }

    /// Those of one caller.
    pub(crate) fn take_of(&self, caller: Caller) -> Vec<Attempt> {
        self.with(|waiting| {
            let (theirs, others) = waiting.drain(..).partition::<VecDeque<_>, _>(|(by, _)| *by == caller);
            *waiting = others;
            theirs.into_iter().map(|(_, attempt)| attempt).collect()
        })
    }

    /// Makes those of one caller another's.
    pub(crate) fn pass(&self, from: Caller, to: Caller) {
        self.with(|waiting| {
            waiting.iter_mut().filter(|(by, _)| *by == from).for_each(|(by, _)| *by = to);
        });
    }

    fn with<T>(&self, work: impl FnOnce(&mut VecDeque<(Caller, Attempt)>) -> T) -> T {
        let make = || Ok(Arc::new(Waiting { pid: std::process::id(), attempts: Mutex::default() }));
        let waiting = own(&self.0, |waiting| waiting.pid, make).expect("making an empty queue cannot fail");
        let mut attempts = waiting.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut attempts)
    }
}
