//! Nonces of calls: UUIDs of version 4, all from the system's randomness. Where a fork would be noticed they are taken from it
//! many at a time, which spares a call a system call.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU32, Ordering};

use uuid::{Builder, Uuid};

/// How many are taken at a time.
const AHEAD: usize = 64;

/// The process as its host named it; zero where no host does.
static PROCESS: AtomicU32 = AtomicU32::new(0);

thread_local! {
    static STORE: RefCell<Store> = const { RefCell::new(Store { process: 0, left: 0, random: [0; AHEAD * 16] }) };
}

/// What a thread has taken and not used. A fork copies it, and the child throws its copy away.
struct Store {
    process: u32,
    left: usize,
    random: [u8; AHEAD * 16],
}

/// Names this process, which must not be zero, before its first call: so that nonces may be taken ahead. Who calls this must
/// call it again in a forked child, before the child's first call.
#[doc(hidden)]
pub fn name_process(process: u32) {
    PROCESS.store(process, Ordering::Release);
}

/// A nonce for what is signed just now. One for a call that has waited is asked of the system: the wait may have run code of
/// the host's, which may have forked.
pub(crate) fn next(has_waited: bool) -> Uuid {
    let process = PROCESS.load(Ordering::Acquire);
    if process == 0 || has_waited {
        return Uuid::new_v4();
    }
    let taken = STORE.try_with(|store| store.borrow_mut().take(process)).ok().flatten();
    taken.unwrap_or_else(Uuid::new_v4)
}

impl Store {
    /// `None` where the system has no randomness, which asking it for one more will tell.
    fn take(&mut self, process: u32) -> Option<Uuid> {
        if self.left == 0 || self.process != process {
            self.left = 0;
            getrandom::fill(&mut self.random).ok()?;
            (self.left, self.process) = (AHEAD, process);
        }
        self.left -= 1;
        let bytes = self.random.as_chunks_mut().0.get_mut(self.left).map(std::mem::take)?;
        Some(Builder::from_random_bytes(bytes).into_uuid())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn empty() -> Store {
        Store { process: 0, left: 0, random: [0; AHEAD * 16] }
    }

    #[test]
    fn no_nonce_comes_twice_and_each_is_a_uuid_of_version_4() {
        let mut store = empty();
        let nonces: Vec<_> =
            (0..AHEAD * 3 + 1).map(|_| store.take(1).expect("the system has randomness")).collect();
        assert!(nonces.iter().all(|nonce| nonce.get_version_num() == 4));
        assert!(nonces.iter().all(|nonce| nonce.get_variant() == uuid::Variant::RFC4122));
        assert_eq!(nonces.iter().collect::<HashSet<_>>().len(), nonces.len());
    }

    #[test]
    fn what_a_fork_copied_is_not_used() {
        let mut parent = empty();
        parent.take(1).expect("the system has randomness");
        let mut child = Store { random: parent.random, ..parent };
        let theirs: HashSet<_> = (0..AHEAD).map(|_| child.take(2)).collect();
        assert!((0..AHEAD).all(|_| !theirs.contains(&parent.take(1))));
    }

    #[test]
    fn what_was_used_is_gone() {
        let mut store = empty();
        let used = store.take(1).expect("the system has randomness");
        assert!(!store.random.chunks(16).any(|bytes| bytes[..6] == used.as_bytes()[..6]));
    }
}
