//! The emulator's own clock: the system's, shifted by a settable offset.
//!
//! Everything that has a life span (tickets, nonces, the time window) follows this clock, so a test can let them
//! grow old by moving it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::http::HeaderValue;

pub(crate) struct Clock {
    offset_ms: AtomicI64,
    /// The `Date` header changes once a second; formatting it for every answer would cost more than the lock.
    date: Mutex<(i64, HeaderValue)>,
}

impl Clock {
    pub(crate) fn new() -> Self {
        Self { offset_ms: AtomicI64::new(0), date: Mutex::new((i64::MIN, HeaderValue::from_static(""))) }
    }

    pub(crate) fn set_offset_ms(&self, offset: i64) {
        self.offset_ms.store(offset, Ordering::Relaxed);
    }

    /// Milliseconds since 1970, UTC.
    pub(crate) fn now_ms(&self) -> i64 {
        let real = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(real.as_millis())
            .unwrap_or(i64::MAX)
            .saturating_add(self.offset_ms.load(Ordering::Relaxed))
    }

    /// The value of `Date` for an answer sent now.
    pub(crate) fn date(&self) -> HeaderValue {
        let seconds = self.now_ms().div_euclid(1000);
        let mut cached = self.date.lock().unwrap_or_else(PoisonError::into_inner);
        if cached.0 != seconds {
            *cached = (seconds, format_date(seconds));
        }
        cached.1.clone()
    }
}

fn format_date(seconds: i64) -> HeaderValue {
    // httpdate knows the years 1970 to 9999 only; the settings keep the offset far inside them.
    let seconds = u64::try_from(seconds).unwrap_or(0).min(253_402_300_799);
    let text = httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds));
    HeaderValue::from_str(&text).expect("an HTTP date is visible ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_follows_the_offset() {
        let clock = Clock::new();
        clock.set_offset_ms(1_700_000_000_000 - clock.now_ms());
        assert!(clock.date().to_str().unwrap().starts_with("Tue, 14 Nov 2023 22:13"));
        clock.set_offset_ms(0);
        assert!(!clock.date().to_str().unwrap().contains("2023"));
    }
}
