//! The one rule of fork: what belongs to a process is found by its pid before any lock is taken, and what was inherited is
//! leaked and never touched, because its locks may be held and its threads do not exist here.

use std::ops::Deref;
use std::sync::Arc;

use arc_swap::{ArcSwapOption, Guard};

/// A slot for a value of which each process makes its own.
pub(crate) struct PerProcess<T>(ArcSwapOption<Owned<T>>);

/// A value, and the process that made it.
pub(crate) struct Owned<T> {
    pid: u32,
    value: T,
}

impl<T> Owned<T> {
    fn new(pid: u32, value: T) -> Arc<Self> {
        Arc::new(Self { pid, value })
    }
}

impl<T> Deref for Owned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> PerProcess<T> {
    /// Nobody's yet.
    pub const fn new() -> Self {
        Self(ArcSwapOption::const_empty())
    }

    /// With a value that this process has made.
    pub fn holding(value: T) -> Self {
        Self(ArcSwapOption::new(Some(Owned::new(std::process::id(), value))))
    }

    /// The value of this process, made now if it has none.
    pub fn for_this_process(&self, make: impl FnOnce() -> T) -> Arc<Owned<T>> {
        let Ok(value) = self.try_for_this_process(|| Ok::<_, std::convert::Infallible>(make()));
        value
    }

    /// The same where making it can fail.
    pub fn try_for_this_process<E>(&self, make: impl FnOnce() -> Result<T, E>) -> Result<Arc<Owned<T>>, E> {
        let pid = std::process::id();
        let found = self.0.load();
        if let Some(ours) = found.as_ref().filter(|found| found.pid == pid) {
            return Ok(ours.clone());
        }
        let fresh = Owned::new(pid, make()?);
        let previous = Guard::into_inner(self.0.compare_and_swap(&*found, Some(fresh.clone())));
        match previous {
            // Another thread was faster.
            Some(winner) if winner.pid == pid => Ok(winner),
            inherited => {
                std::mem::forget(inherited);
                Ok(fresh)
            }
        }
    }

    /// The value of this process, if it has one; the slot is empty afterwards.
    pub fn take(&self) -> Option<Arc<Owned<T>>> {
        let found = self.0.swap(None)?;
        if found.pid == std::process::id() {
            return Some(found);
        }
        std::mem::forget(found);
        None
    }
}

impl<T> Default for PerProcess<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Drop for PerProcess<T> {
    fn drop(&mut self) {
        drop(self.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a fork would leave: a value of another process.
    fn inherited<T>(value: T) -> PerProcess<T> {
        PerProcess(ArcSwapOption::new(Some(Owned::new(std::process::id() + 1, value))))
    }

    #[test]
    fn a_process_makes_its_value_once() {
        let slot = PerProcess::new();
        assert_eq!(**slot.for_this_process(|| 1), 1);
        assert_eq!(**slot.for_this_process(|| 2), 1);
        assert_eq!(slot.try_for_this_process(|| Err("not asked")).map(|value| **value), Ok(1));
        assert_eq!(slot.take().map(|value| **value), Some(1));
        assert_eq!(slot.try_for_this_process(|| Err("asked")).map(|value| **value), Err("asked"));
        assert!(slot.take().is_none());
    }

    #[test]
    fn what_was_inherited_is_neither_answered_nor_dropped() {
        let alive = Arc::new(());
        let slot = inherited(alive.clone());
        let ours = slot.for_this_process(|| alive.clone());
        assert_eq!(ours.pid, std::process::id());
        assert!(inherited(alive.clone()).take().is_none());
        drop(inherited(alive.clone()));
        drop((slot, ours));
        // Three that were inherited are leaked, and ours is not.
        assert_eq!(Arc::strong_count(&alive), 4);
    }
}
