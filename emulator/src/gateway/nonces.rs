//! A nonce may be used once in ten minutes.

use std::collections::hash_map::RandomState;
use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, Hasher};
use std::sync::Mutex;

use crate::lock;

const REMEMBERED_MS: i64 = 10 * 60 * 1000;

/// Remembers a 64-bit keyed hash of each nonce: 18 bytes or so instead of the text, at a chance of a false refusal
/// of one in 10^13 with all the slots taken.
pub(crate) struct Nonces {
    hasher: RandomState,
    seen: Mutex<Seen>,
    max: usize,
}

#[derive(Default)]
struct Seen {
    until: HashMap<u64, i64, IdentityHash>,
    order: VecDeque<(u64, i64)>,
}

impl Nonces {
    pub(crate) fn new(max: usize) -> Self {
        Self { hasher: RandomState::new(), seen: Mutex::default(), max }
    }

    /// Notes the use of a nonce; false when it was used in the last ten minutes.
    pub(crate) fn use_once(&self, token: &[u8], nonce: &[u8], now_ms: i64) -> bool {
        let mut hasher = self.hasher.build_hasher();
        hasher.write(token);
        hasher.write_u8(0);
        hasher.write(nonce);
        let key = hasher.finish();

        let mut seen = lock(&self.seen);
        if seen.until.get(&key).is_some_and(|until| now_ms < *until) {
            return false;
        }
        while let Some(&(oldest, until)) = seen.order.front() {
            if now_ms < until && seen.order.len() < self.max {
                break;
            }
            seen.order.pop_front();
            // The same nonce may have been used again since: then its newer entry stays.
            if seen.until.get(&oldest) == Some(&until) {
                seen.until.remove(&oldest);
            }
        }
        let until = now_ms.saturating_add(REMEMBERED_MS);
        seen.until.insert(key, until);
        seen.order.push_back((key, until));
        true
    }

    pub(crate) fn len(&self) -> usize {
        lock(&self.seen).order.len()
    }

    pub(crate) fn clear(&self) {
        *lock(&self.seen) = Seen::default();
    }
}

/// The keys are keyed hashes already.
#[derive(Clone, Copy, Default)]
struct IdentityHash;

struct Identity(u64);

impl BuildHasher for IdentityHash {
    type Hasher = Identity;

    fn build_hasher(&self) -> Identity {
        Identity(0)
    }
}

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        debug_assert!(bytes.is_empty(), "only whole u64 keys are hashed");
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn once_in_ten_minutes() {
        let nonces = Nonces::new(100);
        assert!(nonces.use_once(b"t", b"n", 0));
        assert!(!nonces.use_once(b"t", b"n", 1));
        assert!(nonces.use_once(b"other", b"n", 1), "per token");
        assert!(!nonces.use_once(b"t", b"n", REMEMBERED_MS - 1));
        assert!(nonces.use_once(b"t", b"n", REMEMBERED_MS));
        assert!(!nonces.use_once(b"t", b"n", REMEMBERED_MS + 1));
    }

    #[test]
    fn never_more_than_the_cap() {
        let nonces = Nonces::new(100);
        for n in 0..10_000_u32 {
            assert!(nonces.use_once(b"t", &n.to_le_bytes(), 0));
        }
        assert_eq!(nonces.len(), 100);
        assert_eq!(lock(&nonces.seen).until.len(), 100);
        assert!(!nonces.use_once(b"t", &9_999_u32.to_le_bytes(), 1));
    }

    #[test]
    fn forgets_what_is_old() {
        let nonces = Nonces::new(100);
        for n in 0..50_u32 {
            nonces.use_once(b"t", &n.to_le_bytes(), 0);
        }
        nonces.use_once(b"t", b"late", REMEMBERED_MS);
        assert_eq!(nonces.len(), 1);
    }
}
