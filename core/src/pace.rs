//! How fast the calls of a client follow each other, and how they slow down together when the platform says that they are
//! too many.

use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use tokio::time::Instant;

use crate::error::{Error, ErrorKind};

/// The first pause where the platform names none; each refusal after a pause doubles it.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The longest pause that is not the platform's own.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// The turns of calls: each waits for its own.
pub(crate) struct Pace {
    /// Between the beginnings of two calls.
    between: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// When the next call may begin.
    next: Option<Instant>,
    /// Nothing begins before.
    paused_until: Option<Instant>,
    /// Refusals since the last success, those of one pause counted once.
    refusals: u32,
}

impl Pace {
    /// At most that many calls a second; 0 sets no limit.
    pub fn new(calls_per_second: u32) -> Self {
        let between = Duration::from_secs(1).checked_div(calls_per_second).unwrap_or_default();
        Self { between, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nothing panics under this lock")
    }

    /// Waits until this call may begin.
    pub async fn turn(&self) {
        let Some(mut at) = self.reserve(Instant::now()) else { return };
        loop {
            tokio::time::sleep_until(at).await;
            // A pause may have begun meanwhile: it holds for those that wait too.
            match self.paused_until() {
                Some(end) if end > at => at = end,
                _ => return,
            }
        }
    }

    /// When a call that asks now may begin; `None` is at once.
    fn reserve(&self, now: Instant) -> Option<Instant> {
        let mut state = self.state();
        let earliest = [state.next, state.paused_until].into_iter().flatten().max();
        let at = earliest.filter(|at| *at > now);
        state.next = (!self.between.is_zero()).then(|| at.unwrap_or(now) + self.between);
        at
    }

    /// How long the pause still lasts.
    pub fn pause_left(&self) -> Duration {
        self.paused_until().map_or(Duration::ZERO, |end| end.saturating_duration_since(Instant::now()))
    }

    fn paused_until(&self) -> Option<Instant> {
        self.state().paused_until
    }

    /// What came of an attempt.
    pub fn heard(&self, error: Option<&Error>) {
        match error {
            None => self.succeeded(Instant::now()),
            Some(error) if error.kind() == ErrorKind::RateLimit => {
                self.refused(Instant::now(), error.retry_after());
            }
            Some(_) => {}
        }
    }

    fn succeeded(&self, now: Instant) {
        let mut state = self.state();
        // What succeeds during a pause began before it.
        if state.refusals > 0 && state.paused_until.is_none_or(|end| end <= now) {
            state.refusals = 0;
        }
    }

    fn refused(&self, now: Instant, wanted: Option<Duration>) {
        let mut state = self.state();
        let paused = state.paused_until.filter(|end| *end > now);
        if paused.is_none() {
            state.refusals = state.refusals.saturating_add(1);
        }
        let own = FIRST_PAUSE.saturating_mul(1 << (state.refusals - 1).min(16)).min(LONGEST_PAUSE);
        let end = match (paused, wanted) {
            // One pause for all that were refused together.
            (Some(end), None) => end,
            (_, wanted) => now + wanted.unwrap_or(own),
        };
        state.paused_until = Some(paused.map_or(end, |before| before.max(end)));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn busy(retry_after: Option<u64>) -> Error {
        Error::new(ErrorKind::RateLimit, "too many").with_retry_after(retry_after.map(Duration::from_secs))
    }

    /// When each of `calls` that ask at once may begin, in milliseconds.
    async fn begun(pace: &Arc<Pace>, calls: usize) -> Vec<u128> {
        let start = Instant::now();
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..calls {
            let pace = pace.clone();
            tasks.spawn(async move {
                pace.turn().await;
                start.elapsed().as_millis()
            });
        }
        let mut times = tasks.join_all().await;
        times.sort_unstable();
        times
    }

    #[tokio::test(start_paused = true)]
    async fn calls_keep_their_distance() {
        let pace = Arc::new(Pace::new(10));
        assert_eq!(begun(&pace, 5).await, [0, 100, 200, 300, 400]);
        // Time that nobody used is not saved up.
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert_eq!(begun(&pace, 3).await, [0, 100, 200]);
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_limit_nobody_waits() {
        let pace = Arc::new(Pace::new(0));
        assert_eq!(begun(&pace, 1000).await, [0; 1000]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_stops_all_for_as_long_as_the_platform_says() {
        let pace = Arc::new(Pace::new(0));
        pace.heard(Some(&busy(Some(7))));
        // Of two that were refused together the later end counts.
        pace.heard(Some(&busy(Some(3))));
        assert_eq!(begun(&pace, 3).await, [7000; 3]);
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_double_until_a_call_succeeds() {
        let pace = Arc::new(Pace::new(0));
        for wanted in [1, 2, 4, 8, 16, 32, 60, 60] {
            // Sixteen calls in flight are refused together: one pause.
            for _ in 0..16 {
                pace.heard(Some(&busy(None)));
            }
            assert_eq!(begun(&pace, 2).await, [wanted * 1000; 2]);
        }
        pace.heard(None);
        pace.heard(Some(&busy(None)));
        assert_eq!(begun(&pace, 1).await, [1000]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_holds_for_those_that_wait_already() {
        let pace = Arc::new(Pace::new(1));
        pace.turn().await;
        let waiting = tokio::spawn({
            let pace = pace.clone();
            async move {
                pace.turn().await;
                Instant::now()
            }
        });
        tokio::task::yield_now().await;
        let before = Instant::now();
        pace.heard(Some(&busy(Some(30))));
        assert_eq!(waiting.await.expect("it does not panic") - before, Duration::from_secs(30));
    }

    #[tokio::test(start_paused = true)]
    async fn other_errors_and_successes_during_a_pause_change_nothing() {
        let pace = Arc::new(Pace::new(0));
        pace.heard(Some(&Error::new(ErrorKind::Server, "broken")));
        assert_eq!(begun(&pace, 1).await, [0]);
        pace.heard(Some(&busy(None)));
        pace.heard(None);
        assert_eq!(begun(&pace, 1).await, [1000]);
        pace.heard(Some(&busy(None)));
        assert_eq!(begun(&pace, 1).await, [2000]);
    }
}
