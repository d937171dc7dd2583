//! What the server saw while a vector was played.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard};

use bytes::Bytes;
use tokio::task::AbortHandle;

use crate::script::{Script, Step};
use crate::signature::Signer;

/// One request, whole.
#[derive(Clone, Debug)]
pub struct Seen {
    /// HTTP method.
    pub method: String,
    /// The path as it is on the wire; in a record without the prefix of the vector.
    pub path: String,
    /// The query as it is on the wire.
    pub query: String,
    /// Headers in the order they came.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
    /// The connection it came by.
    pub connection: u64,
}

impl Seen {
    /// The value of a header; several values are joined.
    pub fn header(&self, name: &str) -> Option<String> {
        let values: Vec<_> = self
            .headers
            .iter()
            .filter(|(header, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// The pairs of the query, decoded.
    pub fn query_pairs(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.query.as_bytes()).into_owned().collect()
    }
}

/// Everything seen in one run of one vector.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// The requests, in the order they came.
    pub requests: Vec<Seen>,
    /// What was wrong with their signatures.
    pub problems: Vec<String>,
    /// The connections that count: those a request came by, and those that never got so far on a listener where none
    /// can.
    pub connections: HashSet<u64>,
    /// The different nonces.
    pub nonces: HashSet<String>,
    /// How many requests took an action of the script.
    pub scripted: usize,
}

/// One run of one vector: from `begin` to the next `begin`.
#[derive(Debug)]
pub(crate) struct Run {
    /// In the path of the run, so that a late request of an earlier run is told apart.
    pub id: u64,
    script: Script,
    /// An error here is one of the vector's configuration: no request may arrive.
    signer: Result<Signer, String>,
    record: Mutex<Record>,
    /// The run's own listener ends with it.
    listener: Mutex<Option<Listener>>,
}

/// What keeps a listener of a run alive.
#[derive(Debug)]
pub(crate) enum Listener {
    /// A task that accepts.
    Task(AbortHandle),
    /// A port that is taken, so that nobody else listens on it, and refuses.
    Held {
        /// Bound, never listening.
        _socket: tokio::net::TcpSocket,
    },
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Self::Task(task) = self {
            task.abort();
        }
    }
}

impl Run {
    pub fn new(id: u64, script: Script, signer: Result<Signer, String>) -> Self {
        Self { id, script, signer, record: Mutex::default(), listener: Mutex::default() }
    }

    /// Takes down a request and says what to do with it.
    pub fn receive(&self, request: Seen, now_ms: i64, used_nonces: &Mutex<HashSet<String>>) -> Step {
        let mut record = self.lock();
        let number = record.requests.len() + 1;
        let mut timestamp = None;
        match &self.signer {
            Ok(signer) => {
                let problems = signer.problems(&request.headers, now_ms, used_nonces);
                record
                    .problems
                    .extend(problems.into_iter().map(|problem| format!("request {number}: {problem}")));
                record.nonces.extend(request.header(&signer.nonce_header()));
                timestamp = request.header(&signer.timestamp_header()).and_then(|text| text.parse().ok());
            }
            Err(problem) => record
                .problems
                .push(format!("request {number}: nothing may be sent with this configuration ({problem})")),
        }
        record.connections.insert(request.connection);
        record.requests.push(request);
        let (step, counted) = self.script.step(record.scripted, timestamp, now_ms);
        record.scripted += usize::from(counted);
        step
    }

    /// A connection on a listener where no request can arrive.
    pub fn connected(&self, connection: u64) {
        self.lock().connections.insert(connection);
    }

    /// Ties a listener to the life of this run.
    pub fn keep(&self, listener: Listener) {
        *self.listener.lock().expect("no panic while a listener is held") = Some(listener);
    }

    /// What has been seen so far.
    pub fn record(&self) -> Record {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Record> {
        self.record.lock().expect("no panic while a record is held")
    }
}

/// The current run of each vector, by group and name.
pub(crate) type Runs = HashMap<(crate::vector::Group, String), Arc<Run>>;
