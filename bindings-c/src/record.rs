//! How outcomes lie in a buffer.

use qiyuesuo_bridge::{Content, LogLine, Outcome, Reply};
use serde::Serialize;

use crate::buffer::{ALIGNMENT, qys_buffer};
use crate::constants::{QYS_BYTES, QYS_FAILURE, QYS_JSON, QYS_LOGS};
use crate::guard::failure_json;

/// The head of a record. The body follows it, then the details, then the headers; the next record begins `size` bytes after
/// this one.
///
/// The kind says what they are:
/// - QYS_JSON: the body is the result of an operation, or the whole envelope of a raw request, as JSON. The details are
///   {"request_id", "plugin_page", "plugin_env"}: the id that the answer gives to the request, and for a ticket that the
///   mini-program's plugin takes what qys_plugin_url asks for. What is unknown is absent; there may be none at all.
/// - QYS_BYTES: the body is a file, the details {"request_id", "content_type", "filename"}, likewise.
/// - QYS_FAILURE: the body is the error as JSON. There are no details and no headers.
/// - QYS_LOGS: the body is {"lines": [{"level", "message", "operation"}, ...], "dropped"}, where the operation is that which
///   caused the line, 0 for a blocking call or none. At most one a drain, the last.
///
/// The headers are those of the answer, without cookies: lines such as `content-type: application/json`, each with a line
/// feed at its end, names in lower case, in UTF-8.
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
    /// How long the call took, all attempts and waits included, in microseconds; 0 for a failure.
    pub elapsed_us: u64,
    /// Length of the details.
    pub details_len: u32,
    /// How many attempts were made.
    pub attempts: u32,
    /// HTTP status; 0 if there was no answer.
    pub http_status: u32,
    /// QYS_JSON, QYS_BYTES, QYS_FAILURE or QYS_LOGS.
    pub kind: u32,
    /// Length of the headers.
    pub headers_len: u32,
    /// 0.
    pub reserved: u32,
}

const HEAD: usize = size_of::<qys_reply>();

/// A record on its way into a buffer.
pub(crate) struct Record {
    head: qys_reply,
    body: bytes::Bytes,
    details: Vec<u8>,
    headers: String,
}

impl Record {
    /// What became of an operation.
    pub fn outcome(operation: u64, outcome: Outcome) -> Self {
        match outcome {
            Ok(reply) => Self::reply(operation, reply),
            Err(error) => {
                let mut record =
                    Self::new(operation, QYS_FAILURE, failure_json(&error).into(), Vec::new(), String::new());
                record.head.attempts = error.attempts();
                record.head.http_status = error.http_status().map_or(0, u32::from);
                record
            }
        }
    }

    fn reply(operation: u64, reply: Reply) -> Self {
        let (elapsed_us, headers) = (reply.elapsed_us(), reply.header_lines);
        let (plugin_page, plugin_env) = reply.plugin.unzip();
        let mut details =
            Details { request_id: reply.request_id, plugin_page, plugin_env, ..Details::default() };
        let mut record = match reply.content {
            Content::Json(json) => Self::new(operation, QYS_JSON, json, details.written(), headers),
            Content::Bytes { bytes, content_type, filename } => {
                details = Details { content_type, filename, ..details };
                Self::new(operation, QYS_BYTES, bytes, details.written(), headers)
            }
        };
        record.head.attempts = reply.attempts;
        record.head.http_status = reply.http_status.into();
        record.head.elapsed_us = elapsed_us;
        record
    }

    /// Lines of the log.
    pub fn logs(lines: &[LogLine], dropped: u64) -> Self {
        Self::new(0, QYS_LOGS, logs_json(lines, dropped).into(), Vec::new(), String::new())
    }

    fn new(operation: u64, kind: u32, body: bytes::Bytes, details: Vec<u8>, headers: String) -> Self {
        let size = (HEAD + body.len() + details.len() + headers.len()).next_multiple_of(ALIGNMENT);
        let head = qys_reply {
            operation,
            size: size as u64,
            body_len: body.len() as u64,
            elapsed_us: 0,
            // All of it comes from headers, which are limited to some KiB.
            details_len: u32::try_from(details.len()).unwrap_or(0),
            attempts: 0,
            http_status: 0,
            kind,
            headers_len: u32::try_from(headers.len()).unwrap_or(0),
            reserved: 0,
        };
        Self { head, body, details, headers }
    }

    fn write(&self, target: &mut [u8]) {
        let qys_reply {
            operation, size, body_len, elapsed_us, details_len, attempts, http_status, kind, ..
        } = &self.head;
        let qys_reply { headers_len, reserved, .. } = &self.head;
        let mut at = 0;
        let mut put = |bytes: &[u8]| {
            target[at..at + bytes.len()].copy_from_slice(bytes);
            at += bytes.len();
        };
        for number in [operation, size, body_len, elapsed_us] {
            put(&number.to_ne_bytes());
        }
        for number in [details_len, attempts, http_status, kind, headers_len, reserved] {
            put(&number.to_ne_bytes());
        }
        put(&self.body);
        put(&self.details);
        put(self.headers.as_bytes());
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

/// What is known of an answer beside its content and its headers.
#[derive(Default, Serialize)]
struct Details {
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plugin_page: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plugin_env: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    filename: Option<String>,
}

impl Details {
    /// As JSON, or nothing where nothing is known.
    fn written(&self) -> Vec<u8> {
        let Self { request_id, plugin_page, content_type, filename, .. } = self;
        if request_id.is_none() && plugin_page.is_none() && content_type.is_none() && filename.is_none() {
            return Vec::new();
        }
        json(self)
    }
}

#[derive(Serialize)]
struct Lines<'a> {
    lines: &'a [LogLine],
    dropped: u64,
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("only text keys")
}
