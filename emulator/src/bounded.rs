//! A map that never grows beyond a number of entries and a number of bytes: the oldest entry goes first.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// What an entry is taken to weigh beside its own strings: its struct, the map's slot, the allocations.
const OVERHEAD: usize = 256;

pub(crate) struct Bounded<V> {
    entries: HashMap<Arc<str>, (V, usize)>,
    order: VecDeque<Arc<str>>,
    bytes: usize,
    max_entries: usize,
    max_bytes: usize,
    forgotten: u64,
}

impl<V> Bounded<V> {
    pub(crate) fn new(max_entries: usize, max_bytes: usize) -> Self {
        Self {
            entries: HashMap::new(),
            order: VecDeque::new(),
            bytes: 0,
            max_entries,
            max_bytes,
            forgotten: 0,
        }
    }

    /// Puts an entry in; `weight` is the size of its strings. A known key keeps its place in the order.
    pub(crate) fn insert(&mut self, key: Arc<str>, value: V, weight: usize) {
        let weight = weight + key.len() + OVERHEAD;
        self.bytes += weight;
        if let Some((_, old)) = self.entries.insert(Arc::clone(&key), (value, weight)) {
            self.bytes -= old;
        } else {
            self.order.push_back(key);
        }
        // The entry just put in stays, even when it alone is heavier than the cap.
        while self.order.len() > 1 && (self.order.len() > self.max_entries || self.bytes > self.max_bytes) {
            let Some(oldest) = self.order.pop_front() else { break };
            if let Some((_, weight)) = self.entries.remove(&oldest) {
                self.bytes -= weight;
                self.forgotten += 1;
            }
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&V> {
        self.entries.get(key).map(|(value, _)| value)
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        self.entries.get_mut(key).map(|(value, _)| value)
    }

    /// Newest first.
    pub(crate) fn newest(&self) -> impl Iterator<Item = &V> {
        self.order.iter().rev().filter_map(|key| self.get(key))
    }

    /// Takes an entry out.
    pub(crate) fn remove(&mut self, key: &str) {
        if let Some((_, weight)) = self.entries.remove(key) {
            self.bytes -= weight;
            self.order.retain(|other| other.as_ref() != key);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// How many entries had to go to keep within the caps.
    pub(crate) fn forgotten(&self) -> u64 {
        self.forgotten
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::new(self.max_entries, self.max_bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_goes_first() {
        let mut map = Bounded::new(2, usize::MAX);
        for key in ["a", "b", "a", "c"] {
            map.insert(Arc::from(key), key, 0);
        }
        assert_eq!(map.len(), 2);
        assert!(map.get("a").is_none(), "an update does not renew the place in the order");
        assert_eq!(map.newest().copied().collect::<Vec<_>>(), ["c", "b"]);
        assert_eq!(map.forgotten(), 1);
    }

    #[test]
    fn bytes_count_too() {
        let mut map = Bounded::new(usize::MAX, 10_000);
        for n in 0..1000 {
            map.insert(Arc::from(n.to_string()), (), 3_000);
        }
        assert_eq!(map.len(), 3);
        map.insert(Arc::from("heavy"), (), 50_000);
        assert_eq!(map.len(), 1);
        map.clear();
        assert_eq!((map.len(), map.bytes), (0, 0));
    }
}
