//! The attempts of one client's calls, until its host asks for them.

use std::sync::Arc;

use qiyuesuo::Attempt;

use crate::backlog::Backlog;
use crate::caller::Caller;
use crate::fork::{Owned, PerProcess};

/// The attempts nobody has seen yet. A child sees its own and not its parent's.
#[derive(Default)]
pub(crate) struct Attempts(PerProcess<Backlog<(Caller, Attempt)>>);

impl Attempts {
    pub fn push(&self, attempt: &Attempt) {
        self.ours().push((Caller::current(), attempt.clone()));
    }

    /// All of them.
    pub fn take(&self) -> Vec<Attempt> {
        self.ours().take().0.into_iter().map(|(_, attempt)| attempt).collect()
    }

    /// Those of one caller.
    pub fn take_of(&self, caller: Caller) -> Vec<Attempt> {
        let theirs = self.ours().take_those(|(by, _)| *by == caller);
        theirs.into_iter().map(|(_, attempt)| attempt).collect()
    }

    /// Makes those of one caller another's.
    pub fn pass(&self, from: Caller, to: Caller) {
        self.ours().for_each(|(by, _)| {
            if *by == from {
                *by = to;
            }
        });
    }

    fn ours(&self) -> Arc<Owned<Backlog<(Caller, Attempt)>>> {
        self.0.for_this_process(Backlog::default)
    }
}
