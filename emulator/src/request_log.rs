//! The requests seen, for people and tests to look at: a ring with a cap on entries and on bytes.

use std::collections::VecDeque;
use std::sync::Mutex;

use axum::http::{HeaderMap, Method, Uri};

use crate::gateway::Verdict;
use crate::lock;

/// What is kept of the headers and of the address of one request.
const MAX_HEADER_BYTES: usize = 8 << 10;
const MAX_ADDRESS_BYTES: usize = 4 << 10;

/// A request and what became of it. Headers are kept as lines of text: copying them costs the hot path one
/// allocation, and nothing of hyper's read buffer stays alive.
#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) id: u64,
    pub(crate) time_ms: i64,
    pub(crate) method: Method,
    pub(crate) path: Box<str>,
    pub(crate) query: Option<Box<str>>,
    pub(crate) operation: Option<&'static str>,
    pub(crate) headers: Box<[u8]>,
    pub(crate) body: Box<[u8]>,
    /// Of the whole body, also when less is kept.
    pub(crate) body_bytes: usize,
    pub(crate) verdict: Verdict,
    /// The HTTP status of the answer; absent when the connection was reset or left hanging.
    pub(crate) status: Option<u16>,
    /// The `code` of the envelope; absent when a fault took the answer's place.
    pub(crate) code: Option<i64>,
    pub(crate) fault: Option<&'static str>,
}

impl Seen {
    pub(crate) fn header_lines(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.headers.split(|byte| *byte == b'\n').filter_map(|line| {
            let colon = line.iter().position(|byte| *byte == b':')?;
            Some((std::str::from_utf8(&line[..colon]).ok()?, &line[colon + 1..]))
        })
    }

    fn weight(&self) -> usize {
        let address = self.path.len() + self.query.as_ref().map_or(0, |query| query.len());
        size_of::<Self>() + address + self.headers.len() + self.body.len()
    }
}

pub(crate) fn keep_headers(headers: &HeaderMap) -> Box<[u8]> {
    let length = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 2).sum::<usize>();
    let mut out = Vec::with_capacity(length.min(MAX_HEADER_BYTES));
    for (name, value) in headers {
        if out.len() + name.as_str().len() + value.len() + 2 > MAX_HEADER_BYTES {
            continue;
        }
        out.extend_from_slice(name.as_str().as_bytes());
        out.push(b':');
        out.extend_from_slice(value.as_bytes());
        out.push(b'\n');
    }
    out.into_boxed_slice()
}

pub(crate) fn keep_address(uri: &Uri) -> (Box<str>, Option<Box<str>>) {
    // A URI is ASCII, so it can be cut anywhere.
    let cut = |text: &str| Box::from(text.get(..MAX_ADDRESS_BYTES).unwrap_or(text));
    (cut(uri.path()), uri.query().map(cut))
}

pub(crate) struct RequestLog {
    inner: Mutex<Inner>,
    max: usize,
    max_bytes: usize,
}

#[derive(Default)]
struct Inner {
    ring: VecDeque<Seen>,
    bytes: usize,
    last_id: u64,
}

/// Which requests to show.
#[derive(Debug, Default)]
pub(crate) struct Filter<'a> {
    pub(crate) after: Option<u64>,
    pub(crate) operation: Option<&'a str>,
    pub(crate) limit: usize,
}

impl RequestLog {
    pub(crate) fn new(max: usize, max_bytes: usize) -> Self {
        Self { inner: Mutex::default(), max, max_bytes }
    }

    /// Adds a request and gives it its id.
    pub(crate) fn push(&self, mut seen: Seen) -> u64 {
        let mut inner = lock(&self.inner);
        inner.last_id += 1;
        seen.id = inner.last_id;
        inner.bytes += seen.weight();
        inner.ring.push_back(seen);
        while inner.ring.len() > self.max || (inner.bytes > self.max_bytes && inner.ring.len() > 1) {
            if let Some(oldest) = inner.ring.pop_front() {
                inner.bytes -= oldest.weight();
            }
        }
        inner.last_id
    }

    /// In the order of arrival: the first after an id, or without one the last.
    pub(crate) fn list(&self, filter: &Filter<'_>) -> Vec<Seen> {
        let inner = lock(&self.inner);
        let fits = |seen: &&Seen| filter.operation.is_none_or(|wanted| seen.operation == Some(wanted));
        if let Some(after) = filter.after {
            return inner
                .ring
                .iter()
                .filter(|seen| seen.id > after)
                .filter(fits)
                .take(filter.limit)
                .cloned()
                .collect();
        }
        let mut last: Vec<Seen> = inner.ring.iter().rev().filter(fits).take(filter.limit).cloned().collect();
        last.reverse();
        last
    }

    /// How many are kept, and how many there ever were.
    pub(crate) fn counts(&self) -> (usize, u64) {
        let inner = lock(&self.inner);
        (inner.ring.len(), inner.last_id)
    }

    /// Forgets all; ids go on, so that somebody who polls misses nothing.
    pub(crate) fn clear(&self) {
        let mut inner = lock(&self.inner);
        inner.ring.clear();
        inner.bytes = 0;
    }
}
