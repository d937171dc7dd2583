//! What was received already, so that a callback that is sent twice can be told.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
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
    last: HashMap<Arc<str>, Received>,
    /// By the time at which they were received, first or again.
    order: VecDeque<(Arc<str>, Instant)>,
}

#[derive(Debug)]
struct Received {
    last: Instant,
    /// For how long that is to be known.
    within: Duration,
}

impl Seen {
    /// Forgets what is older than it was asked to be kept.
    fn forget(&mut self, now: Instant) {
        while let Some((oldest, at)) = self.order.front() {
            let Some(known) = self.last.get(oldest) else { break };
            if known.last != *at {
                // It came again since.
                let (oldest, again) = (oldest.clone(), known.last);
                self.order.pop_front();
                self.order.push_back((oldest, again));
            } else if now.duration_since(known.last) > known.within || self.last.len() > CAPACITY {
                self.last.remove(oldest);
                self.order.pop_front();
            } else {
                break;
            }
        }
    }
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
        if let Some(known) = seen.last.get_mut(event.fingerprint()) {
            let repeated = now.duration_since(known.last) <= within;
            *known = Received { last: now, within };
            seen.forget(now);
            return repeated;
        }
        let fingerprint: Arc<str> = event.fingerprint().into();
        seen.order.push_back((fingerprint.clone(), now));
        seen.last.insert(fingerprint, Received { last: now, within });
        seen.forget(now);
        false
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
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
    fn nothing_is_kept_for_longer_than_asked() {
        let (memory, start, minute) = (Memory::new(), Instant::now(), Duration::from_secs(60));
        for id in 0..10 {
            assert!(!memory.saw_at(&event(id), minute, start));
        }
        // One that comes again is known for longer, and keeps no other.
        assert!(memory.saw_at(&event(0), minute, start + minute));
        assert!(!memory.saw_at(&event(10), minute, start + 2 * minute));
        let seen = memory.0.lock().unwrap();
        assert_eq!((seen.last.len(), seen.order.len()), (2, 2));
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
