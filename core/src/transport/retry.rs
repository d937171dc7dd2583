//! When to repeat, and how long to wait.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

const FIRST: Duration = Duration::from_millis(200);
const CAP: Duration = Duration::from_secs(5);

/// Whether a failed attempt may be followed by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeat {
    /// A kept connection had died: nothing was sent and there is nothing to wait for, so it does not count.
    AtOnce,
    /// The request never left, or was refused before it was looked at.
    Always,
    /// The request may have had its effect.
    IfRepeatable,
    Never,
}

impl Repeat {
    pub fn allows(self, repeatable: bool) -> bool {
        match self {
            Self::AtOnce | Self::Always => true,
            Self::IfRepeatable => repeatable,
            Self::Never => false,
        }
    }

    /// By the status of an answer.
    pub fn of_status(status: u16) -> Self {
        match status {
            408 | 429 | 500 | 502 | 503 | 504 => Self::IfRepeatable,
            _ => Self::Never,
        }
    }
}

/// The wait before the n-th repetition: exponential, with full jitter, so that many clients that failed together do
/// not come back together.
pub(super) fn back_off(repetition: u32) -> Duration {
    let longest = FIRST.saturating_mul(1 << (repetition - 1).min(16)).min(CAP);
    longest.mul_f64(fastrand::f64())
}

/// `Retry-After` in seconds or as a date; a date that has passed means now.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds.min(365 * 86_400)));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(SystemTime::now()).unwrap_or_default())
}
