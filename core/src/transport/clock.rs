//! Our clock, and how far the platform's is from it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Differences up to this many milliseconds are no reason to sign again.
const TOLERANCE_MS: i64 = 60_000;

/// The time that requests are signed with: ours, corrected by an offset that is replaced and never added up.
#[derive(Default)]
pub(super) struct Clock {
    offset_ms: AtomicI64,
}

impl Clock {
    pub fn now(&self) -> i64 {
        system_now() + self.offset_ms.load(Ordering::Relaxed)
    }

    pub fn offset(&self) -> i64 {
        self.offset_ms.load(Ordering::Relaxed)
    }

    pub fn set(&self, offset_ms: i64) {
        self.offset_ms.store(offset_ms, Ordering::Relaxed);
    }
}

fn system_now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// What a `Date` header says of the clocks.
#[derive(Clone, Copy)]
pub(super) struct Offset {
    /// The platform's clock less ours.
    pub ms: i64,
    /// Whether the time that was signed is too far off to be right.
    pub signed_too_far: bool,
}

/// Reads the `Date` header of an answer to a request signed at `signed_at`.
pub(super) fn offset(headers: &http::HeaderMap, signed_at: i64) -> Option<Offset> {
    let date = headers.get(http::header::DATE)?.to_str().ok()?;
    let date = httpdate::parse_http_date(date).ok()?.duration_since(UNIX_EPOCH).ok()?;
    let theirs = i64::try_from(date.as_millis()).ok()?;
    Some(Offset { ms: theirs - system_now(), signed_too_far: (theirs - signed_at).abs() > TOLERANCE_MS })
}
