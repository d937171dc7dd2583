//! Comparing what a client did against a misbehaving server.

use super::Problems;
use super::outcome::Outcome;
use crate::record::Record;
use crate::vector::FaultVector;

/// Compares a vector of `faults.json`.
pub fn compare(vector: &FaultVector, outcome: &Outcome, record: &Record) -> Problems {
    let expect = &vector.expect;
    let mut problems = match &expect.error {
        Some(error) => outcome.differs_from_error(error),
        None if outcome.result.is_none() => vec![format!("expected a success, but {}", outcome.shown())],
        None => Vec::new(),
    };
    let requests = record.requests.len() as u64;
    let mut count = |what: &str, expected: Option<u64>, got: Option<u64>| {
        if let Some(expected) = expected
            && got != Some(expected)
        {
            let got = got.map_or("none was reported".to_owned(), |got| got.to_string());
            problems.push(format!("{what}: expected {expected}, got {got}"));
        }
    };
    count("attempts", expect.attempts, outcome.attempts());
    count("requests seen", expect.requests, Some(requests));
    count("connections", expect.connections, Some(record.connections.len() as u64));
    count("distinct nonces", expect.distinct_nonces, Some(record.nonces.len() as u64));
    problems.extend(time(vector, outcome));
    problems
}

fn time(vector: &FaultVector, outcome: &Outcome) -> Option<String> {
    let (min, max) = (vector.expect.min_ms, vector.expect.max_ms);
    if min.is_none() && max.is_none() {
        return None;
    }
    let Some(elapsed) = outcome.elapsed_ms else { return Some("the outcome lacks elapsed_ms".to_owned()) };
    let early = min.filter(|min| elapsed < *min as f64).map(|min| format!("at least {min}"));
    let late = max.filter(|max| elapsed > *max as f64).map(|max| format!("at most {max}"));
    early.or(late).map(|bound| format!("the last call took {elapsed} ms, expected {bound}"))
}
