//! What a batch came to, in memory that does not grow with its rows.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How many stretches of time are told apart; when there are more, two become one.
const STRETCHES: usize = 240;
/// How many codes of errors are told apart.
const CODES: usize = 200;
/// Each bound of the latencies is so much above the one before.
const STEP: f64 = 1.05;
/// The first bound, in milliseconds.
const FIRST: f64 = 0.1;

pub struct Tally {
    began: Instant,
    pub succeeded: u64,
    pub failed: u64,
    /// By kind and code.
    pub errors: BTreeMap<String, u64>,
    /// How many calls took how long: by the number of the bound they are below.
    latencies: Vec<u64>,
    /// Row and time of the slowest call.
    pub slowest: Option<(u64, Duration)>,
    /// How long a stretch is.
    pub stretch: Duration,
    /// Successes and failures of each.
    pub stretches: Vec<[u64; 2]>,
}

impl Tally {
    pub fn new() -> Self {
        Self {
            began: Instant::now(),
            succeeded: 0,
            failed: 0,
            errors: BTreeMap::new(),
            latencies: Vec::new(),
            slowest: None,
            stretch: Duration::from_millis(250),
            stretches: Vec::new(),
        }
    }

    pub fn done(&self) -> u64 {
        self.succeeded + self.failed
    }

    pub fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    /// A row with its outcome; `took` where a call was made.
    pub fn add(&mut self, row: u64, error: Option<&Value>, took: Option<Duration>) {
        match error {
            None => self.succeeded += 1,
            Some(error) => {
                self.failed += 1;
                self.count(error);
            }
        }
        if let Some(took) = took {
            let bound = (took.as_secs_f64() * 1e3 / FIRST).max(1.0).log(STEP).ceil() as usize;
            if self.latencies.len() <= bound {
                self.latencies.resize(bound + 1, 0);
            }
            self.latencies[bound] += 1;
            if self.slowest.is_none_or(|(_, slowest)| took > slowest) {
                self.slowest = Some((row, took));
            }
        }
        let at = self.place(self.began.elapsed());
        self.stretches[at][usize::from(error.is_some())] += 1;
    }

    fn count(&mut self, error: &Value) {
        let kind = error["kind"].as_str().unwrap_or("unknown");
        let code = ["response_code", "code"].iter().map(|name| &error[*name]).find(|code| !code.is_null());
        let label = match code {
            Some(Value::String(code)) => format!("{kind} {code}"),
            Some(code) => format!("{kind} {code}"),
            None => kind.to_owned(),
        };
        let known = self.errors.contains_key(&label) || self.errors.len() < CODES;
        *self.errors.entry(if known { label } else { "others".to_owned() }).or_default() += 1;
    }

    fn place(&mut self, elapsed: Duration) -> usize {
        loop {
            let at = (elapsed.as_secs_f64() / self.stretch.as_secs_f64()) as usize;
            if at < STRETCHES {
                if self.stretches.len() <= at {
                    self.stretches.resize(at + 1, [0, 0]);
                }
                return at;
            }
            self.stretch *= 2;
            let pairs = self.stretches.chunks(2);
            self.stretches = pairs
                .map(|pair| pair.iter().fold([0, 0], |sum, next| [sum[0] + next[0], sum[1] + next[1]]))
                .collect();
        }
    }

    /// The time below which that share of the calls ended, within five per cent.
    pub fn percentile(&self, share: f64) -> Option<Duration> {
        let total: u64 = self.latencies.iter().sum();
        let wanted = (total as f64 * share).ceil().max(1.0) as u64;
        let mut below = 0;
        let bound = self.latencies.iter().position(|count| {
            below += count;
            below >= wanted
        })?;
        Some(Duration::from_secs_f64(FIRST * STEP.powi(i32::try_from(bound).ok()?) / 1e3))
    }

    /// The summary as one document.
    pub fn document(&self) -> Value {
        let millis = |time: Option<Duration>| time.map(|time| (time.as_secs_f64() * 1e4).round() / 10.0);
        let seconds = self.elapsed().as_secs_f64();
        json!({
            "rows": self.done(),
            "succeeded": self.succeeded,
            "failed": self.failed,
            "errors": self.errors,
            "seconds": (seconds * 1e3).round() / 1e3,
            "rows_per_second": (self.done() as f64 / seconds.max(1e-9)).round(),
            "p50_ms": millis(self.percentile(0.5)),
            "p99_ms": millis(self.percentile(0.99)),
            "slowest": self.slowest.map(|(row, took)| json!({ "row": row, "ms": millis(Some(took)) })),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_within_five_per_cent() {
        let mut tally = Tally::new();
        for row in 1..=1000 {
            tally.add(row, None, Some(Duration::from_millis(row)));
        }
        for (share, wanted) in [(0.5, 500.0), (0.9, 900.0), (0.99, 990.0), (1.0, 1000.0)] {
            let found = tally.percentile(share).expect("there are calls").as_secs_f64() * 1e3;
            assert!((wanted..=wanted * 1.06).contains(&found), "{share}: {found}");
        }
        assert_eq!(tally.slowest.map(|(row, _)| row), Some(1000));
    }

    #[test]
    fn time_and_codes_are_bounded() {
        let mut tally = Tally::new();
        for second in 0..10_000 {
            let at = tally.place(Duration::from_secs(second));
            tally.stretches[at][0] += 1;
        }
        assert!(tally.stretches.len() <= STRETCHES);
        assert_eq!(tally.stretches.iter().map(|[ok, _]| ok).sum::<u64>(), 10_000);
        for code in 0..2 * CODES {
            tally.add(1, Some(&json!({ "kind": "api", "code": code })), None);
        }
        assert_eq!((tally.errors.len(), tally.errors["others"]), (CODES + 1, CODES as u64));
    }
}
