//! How outcomes lie in a buffer.

use qiyuesuo_bridge::{Content, LogLine, Outcome, Reply};
use serde::Serialize;

use crate::buffer::{ALIGNMENT, qys_buffer};
use crate::constants::{QYS_BYTES, QYS_FAILURE, QYS_JSON, QYS_LOGS};
use crate::guard::failure_json;

/// The head of a record. The body follows it, then the details; the next record begins `size` bytes after this one.
///
/// The kind says what they are:
/// - QYS_JSON: the body is the result of an operation, or the whole envelope of a raw request, as JSON. The details of a
///   ticket that the mini-program's plugin takes are {"plugin_page", "plugin_env"}, for qys_plugin_url.
/// - QYS_BYTES: the body is a file, the details {"content_type", "filename"}, absent where unknown.
/// - QYS_FAILURE: the body is the error as JSON. There are no details.
/// - QYS_LOGS: the body is {"lines": [{"level", "message", "operation"}, ...], "dropped"}, where the operation is that which
///   caused the line, 0 for a blocking call or none. At most one a drain, the last.
///
/// Records of other kinds are to be passed over.
#[repr(C)]
#[derive(Debug)]
pub struct qys_reply {
    /// The operation, as qys_submit named it; 0 in the reply of qys_call and for a log.
    pub operation: u64,
    /// Bytes from this record to the next, a multiple of 8.
    pub size: u64,
    /// Length of the body.
    pub body_len: u64,
    /// How long the call took, all attempts and waits included, in milliseconds; 0 for a failure.
    pub elapsed_ms: u64,
    /// Length of the details.
    pub details_len: u32,
    /// How many attempts were made.
    pub attempts: u32,
    /// HTTP status; 0 if there was no answer.
    pub http_status: u32,
    /// QYS_JSON, QYS_BYTES, QYS_FAILURE or QYS_LOGS.
    pub kind: u32,
}

const HEAD: usize = size_of::<qys_reply>();

/// A record on its way into a buffer.
pub(crate) struct Record {
    head: qys_reply,
    body: bytes::Bytes,
    details: Vec<u8>,
}

impl Record {
    /// What became of an operation.
    pub fn outcome(operation: u64, outcome: Outcome) -> Self {
        match outcome {
            Ok(reply) => Self::reply(operation, reply),
            Err(error) => {
                let mut record = Self::new(operation, QYS_FAILURE, failure_json(&error).into(), Vec::new());
                record.head.attempts = error.attempts();
                record.head.http_status = error.http_status().map_or(0, u32::from);
                record
            }
        }
    }

    fn reply(operation: u64, reply: Reply) -> Self {
        let mut record = match reply.content {
            Content::Json(json) => {
                // Both are words of the core's own, which need no quoting.
                let details = reply.plugin.map(|(page, env)| {
                    format!(r#"{{"plugin_page":"{page}","plugin_env":"{env}"}}"#).into_bytes()
                });
                Self::new(operation, QYS_JSON, json, details.unwrap_or_default())
            }
            Content::Bytes { bytes, content_type, filename } => {
                Self::new(operation, QYS_BYTES, bytes, json(&File { content_type, filename }))
            }
        };
        record.head.attempts = reply.attempts;
        record.head.http_status = reply.http_status.into();
        record.head.elapsed_ms = reply.elapsed_ms;
        record
    }

    /// Lines of the log.
    pub fn logs(lines: &[LogLine], dropped: u64) -> Self {
        Self::new(0, QYS_LOGS, logs_json(lines, dropped).into(), Vec::new())
    }

    fn new(operation: u64, kind: u32, body: bytes::Bytes, details: Vec<u8>) -> Self {
        let size = (HEAD + body.len() + details.len()).next_multiple_of(ALIGNMENT);
        let head = qys_reply {
            operation,
            size: size as u64,
            body_len: body.len() as u64,
            elapsed_ms: 0,
            // A media type and a file name come from headers, which are limited to some KiB.
            details_len: u32::try_from(details.len()).unwrap_or(0),
            attempts: 0,
            http_status: 0,
            kind,
        };
        Self { head, body, details }
    }

    fn write(&self, target: &mut [u8]) {
        let qys_reply { operation, size, body_len, elapsed_ms, details_len, attempts, http_status, kind } =
            &self.head;
        let mut at = 0;
        let mut put = |bytes: &[u8]| {
            target[at..at + bytes.len()].copy_from_slice(bytes);
            at += bytes.len();
        };
        for number in [operation, size, body_len, elapsed_ms] {
            put(&number.to_ne_bytes());
        }
        for number in [details_len, attempts, http_status, kind] {
            put(&number.to_ne_bytes());
        }
        put(&self.body);
        put(&self.details);
    }
}

/// The lines of a log as JSON.
pub(crate) fn logs_json(lines: &[LogLine], dropped: u64) -> Vec<u8> {
    json(&Lines { lines, dropped })
}

/// Records, one behind the other.
pub(crate) fn buffer(records: &[Record]) -> qys_buffer {
    let size = |record: &Record| record.head.size as usize;
    qys_buffer::filled(records.iter().map(size).sum(), |data| {
        let mut rest = data;
        for record in records {
            let (target, behind) = rest.split_at_mut(size(record));
            record.write(target);
            rest = behind;
        }
    })
}

#[derive(Serialize)]
struct File {
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    filename: Option<String>,
}

#[derive(Serialize)]
struct Lines<'a> {
    lines: &'a [LogLine],
    dropped: u64,
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("only text keys")
}
