//! What was received already, so that a callback that is sent twice can be told.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::Event;

/// How many callbacks are remembered at most; the oldest are forgotten first.
const CAPACITY: usize = 65_536;

/// The fingerprints of callbacks of one process, for some time. Nothing of what they say is kept.
///
/// It tells, and refuses nothing: the platform repeats a callback until it hears what it wants to, and one that came
/// before your program had done its work must be let in again. Several processes need a memory they share: store
/// [`Event::fingerprint`] there.
#[derive(Debug, Default)]
pub struct Memory(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    /// When each was received last.
    last: HashMap<String, Instant>,
    /// In the order in which they were received first.
    order: VecDeque<String>,
}

impl Memory {
    /// An empty memory.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether this callback was received within that time before; from now on it was.
    pub fn saw(&self, event: &Event, within: Duration) -> bool {
        self.saw_at(event, within, Instant::now())
    }

    fn saw_at(&self, event: &Event, within: Duration, now: Instant) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = seen.last.insert(event.fingerprint().to_owned(), now);
        if before.is_none() {
            seen.order.push_back(event.fingerprint().to_owned());
            if seen.order.len() > CAPACITY
                && let Some(oldest) = seen.order.pop_front()
            {
                seen.last.remove(&oldest);
            }
        }
        before.is_some_and(|before| now.duration_since(before) <= within)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{CallbackOptions, parse};
    use super::*;

    fn event(id: usize) -> Event {
        let options = CallbackOptions::new().allow_unsigned(true);
        parse([("authId", id.to_string()), ("status", "1".to_owned())], &[], &options).unwrap()
    }

    #[test]
    fn a_callback_is_known_for_the_time_that_is_asked_for() {
        let (memory, start, minute) = (Memory::new(), Instant::now(), Duration::from_secs(60));
        assert!(!memory.saw_at(&event(1), minute, start));
        assert!(memory.saw_at(&event(1), minute, start + minute));
        assert!(!memory.saw_at(&event(2), minute, start));
        assert!(!memory.saw_at(&event(1), minute, start + 2 * minute + Duration::from_millis(1)));
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let (memory, day) = (Memory::new(), Duration::from_secs(86_400));
        for id in 0..2 * CAPACITY {
            assert!(!memory.saw(&event(id), day));
        }
        assert_eq!(memory.0.lock().unwrap().last.len(), CAPACITY);
        assert!(memory.saw(&event(2 * CAPACITY - 1), day) && memory.saw(&event(CAPACITY), day));
        assert!(!memory.saw(&event(CAPACITY - 1), day));
    }
}
