//! What waits until a host takes it.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many wait at most.
const MOST: usize = 4096;

/// The newest of something; the oldest are dropped and counted. Hosts take them with their own threads, now and then.
pub(crate) struct Backlog<T>(Mutex<Waiting<T>>);

struct Waiting<T> {
    items: VecDeque<T>,
    dropped: u64,
}

impl<T> Backlog<T> {
    pub fn push(&self, item: T) {
        let mut waiting = self.lock();
        if waiting.items.len() == MOST {
            waiting.items.pop_front();
            waiting.dropped += 1;
        }
        waiting.items.push_back(item);
    }

    /// All of them, oldest first, and how many were dropped since the last time.
    pub fn take(&self) -> (VecDeque<T>, u64) {
        let mut waiting = self.lock();
        (std::mem::take(&mut waiting.items), std::mem::take(&mut waiting.dropped))
    }

    /// Those that `wanted` says, oldest first.
    pub fn take_those(&self, wanted: impl FnMut(&T) -> bool) -> VecDeque<T> {
        let mut waiting = self.lock();
        let (wanted, others) = waiting.items.drain(..).partition(wanted);
        waiting.items = others;
        wanted
    }

    pub fn for_each(&self, work: impl FnMut(&mut T)) {
        self.lock().items.iter_mut().for_each(work);
    }

    pub fn is_empty(&self) -> bool {
        self.lock().items.is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, Waiting<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Default for Backlog<T> {
    fn default() -> Self {
        Self(Mutex::new(Waiting { items: VecDeque::new(), dropped: 0 }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_are_dropped_and_counted_once() {
        let backlog = Backlog::default();
        (0..MOST + 3).for_each(|item| backlog.push(item));
        assert_eq!(backlog.take_those(|item| *item < 5), [3, 4]);
        let (rest, dropped) = backlog.take();
        assert_eq!((rest.len(), rest.front(), dropped), (MOST - 2, Some(&5), 3));
        assert!(backlog.is_empty());
        assert_eq!(backlog.take().1, 0);
    }
}
