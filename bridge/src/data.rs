//! What crosses the boundary.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use qiyuesuo::http::{HeaderMap, HeaderValue};
use qiyuesuo::operation::{AnswerKind, OperationInfo};
use qiyuesuo::{Attempt, Client, Download, Error, ErrorKind, Part};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;

/// A call as the host hands it over.
#[derive(Clone, Debug, Default)]
pub struct Call {
    /// Name of the operation, or `request` for a raw request.
    pub operation: String,
    /// The request as JSON. For a raw request `{"method", "path", "query": [[name, value], ...], "json", "answer":
    /// "json" | "envelope" | "bytes", "repeatable"}`; an `envelope` is answered also where its code tells of a refusal.
    pub request: Bytes,
    /// Files.
    pub parts: Vec<Part>,
    /// Options for this call alone, as a JSON object; empty for none.
    pub options: Bytes,
}

/// What became of a call.
pub type Outcome = Result<Reply, Error>;

/// The answer to a call.
#[derive(Clone, Debug)]
pub struct Reply {
    /// What was answered.
    pub content: Content,
    /// HTTP status.
    pub http_status: u16,
    /// How many attempts it took.
    pub attempts: u32,
    /// How long it took, all attempts and waits included.
    pub elapsed: Duration,
    /// Headers of the answer, without cookies: one text, a line each that ends with a line feed, such as
    /// `content-type: application/json`, since hosts read it only when they are asked for a header.
    pub header_lines: String,
    /// The id that the answer gives to the request.
    pub request_id: Option<String>,
    /// The page and the `env` of the mini-program plugin, for tickets that have one.
    pub plugin: Option<(&'static str, &'static str)>,
}

impl Reply {
    /// How long it took, in milliseconds.
    pub fn elapsed_ms(&self) -> f64 {
        self.elapsed.as_secs_f64() * 1000.0
    }

    /// How long it took, in whole microseconds.
    pub fn elapsed_us(&self) -> u64 {
        u64::try_from(self.elapsed.as_micros()).unwrap_or(u64::MAX)
    }
}

fn lines(headers: &HeaderMap) -> String {
    let mut lines = String::with_capacity(32 * headers.len());
    for (name, value) in headers {
        lines.push_str(name.as_str());
        lines.push_str(": ");
        lines.push_str(&text(value));
        lines.push('\n');
    }
    lines
}

/// The value of a header as text; it may be no UTF-8.
fn text(value: &HeaderValue) -> Cow<'_, str> {
    String::from_utf8_lossy(value.as_bytes())
}

/// The body of an answer.
#[derive(Clone)]
pub enum Content {
    /// A result (of an operation) or a whole envelope (of a raw request).
    Json(Bytes),
    /// A download.
    Bytes {
        /// The bytes.
        bytes: Bytes,
        /// Media type, as sent.
        content_type: Option<String>,
        /// File name, without any folder.
        filename: Option<String>,
    },
}

/// Contents can hold tickets and personal data, so only their size is shown.
impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Json(json) => write!(f, "Json({} bytes)", json.len()),
            Self::Bytes { bytes, .. } => write!(f, "Bytes({} bytes)", bytes.len()),
        }
    }
}

/// An error as data, for hosts that take it as JSON, with the attributes it has in every language.
#[derive(Clone, Debug, Serialize)]
pub struct Failure {
    /// `configuration`, `validation`, ...
    pub kind: &'static str,
    /// What went wrong, for people.
    pub message: String,
    /// The operation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// HTTP status of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_status: Option<u16>,
    /// `code` of the envelope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<i64>,
    /// `responseCode` of the envelope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_code: Option<String>,
    /// The field or option that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// How many attempts were made.
    pub attempts: u32,
    /// Seconds to wait before the next try, as the platform asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<f64>,
    /// The id that the answer gives to the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Headers of the answer, without cookies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// The body, masked unless `capture_bodies` is on. Hosts show it only when asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// An attempt of a call as data, for hosts that take it as JSON.
#[derive(Clone, Debug, Serialize)]
pub struct AttemptData {
    /// The operation, or `request` for a raw request.
    pub operation: &'static str,
    /// 1 for the first.
    pub attempt: u32,
    /// HTTP status, if an answer arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_status: Option<u16>,
    /// `code` of the envelope, if there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<i64>,
    /// How long it took, in milliseconds.
    pub elapsed_ms: f64,
    /// The kind of failure, if it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_kind: Option<&'static str>,
}

impl From<&Attempt> for AttemptData {
    fn from(attempt: &Attempt) -> Self {
        Self {
            operation: attempt.operation,
            attempt: attempt.attempt,
            http_status: attempt.http_status,
            code: attempt.code,
            elapsed_ms: attempt.duration.as_secs_f64() * 1000.0,
            error_kind: attempt.error_kind.map(|kind| kind.as_str()),
        }
    }
}

/// How much is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum LogLevel {
    /// Nothing.
    Off = 0,
    /// Warnings.
    Warn = 1,
    /// And what is worth knowing.
    Info = 2,
    /// And one line an attempt.
    Debug = 3,
}

/// A line of the log. It never holds a secret, a ticket, personal data or a body.
#[derive(Clone, Debug, Serialize)]
pub struct LogLine {
    /// Its level.
    #[serde(serialize_with = "level_name")]
    pub level: LogLevel,
    /// What it says.
    pub message: String,
    /// The submitted operation that caused it, as [`Bridge::submit`](crate::Bridge::submit) named it; 0 for a line of a
    /// blocking call, or of none.
    pub operation: u64,
}

fn level_name<S: Serializer>(level: &LogLevel, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(level.as_str())
}

impl LogLevel {
    /// The name used in every language.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
        }
    }
}

/// The failure of a call that was cancelled.
pub(crate) fn cancelled(operation: &str) -> Error {
    Error::new(ErrorKind::Cancelled, "the call was cancelled").with_operation(operation)
}

/// A defect of the SDK or of a binding, such as a panic that was caught.
pub(crate) fn internal(message: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Internal, format!("{message}; please report this"))
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        Self {
            kind: error.kind().as_str(),
            message: error.message().to_owned(),
            operation: error.operation().map(str::to_owned),
            http_status: error.http_status(),
            code: error.code(),
            response_code: error.response_code().map(str::to_owned),
            field: error.field().map(str::to_owned),
            attempts: error.attempts(),
            retry_after: error.retry_after().as_ref().map(Duration::as_secs_f64),
            request_id: error.request_id().map(str::to_owned),
            headers: error
                .headers()
                .iter()
                .map(|(name, value)| (name.to_string(), text(value).into_owned()))
                .collect(),
            body: error.body().map(str::to_owned),
        }
    }
}

/// A raw request as it crosses the boundary.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    method: String,
    path: String,
    #[serde(default)]
    query: Vec<(String, String)>,
    json: Option<Box<RawValue>>,
    #[serde(default)]
    answer: Answer,
    #[serde(default)]
    repeatable: bool,
}

#[derive(Default, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Answer {
    #[default]
    Json,
    Envelope,
    Bytes,
}

/// What is wrong with a raw request. serde's own words can quote it, and it holds what is not for logs.
fn malformed(request: &[u8], error: &serde_json::Error) -> Error {
    let members: serde_json::Value = serde_json::from_slice(request).unwrap_or_default();
    let wrong = |name: &str, fits: bool, must: &str| {
        let error = Error::new(ErrorKind::Validation, format!("`{name}` must be {must}"));
        (!fits).then(|| error.with_field(name))
    };
    let first = members.is_object().then(|| {
        wrong("method", members["method"].is_string(), "a text")
            .or_else(|| wrong("path", members["path"].is_string(), "a text"))
            .or_else(|| {
                wrong(
                    "repeatable",
                    matches!(members["repeatable"], serde_json::Value::Null | serde_json::Value::Bool(_)),
                    "true or false",
                )
            })
    });
    first.flatten().unwrap_or_else(|| {
        let place = format!("line {}, column {}", error.line(), error.column());
        Error::new(ErrorKind::Validation, format!("the raw request is malformed at {place}"))
    })
}

/// The reply that is a file.
fn downloaded(file: Download) -> Reply {
    Reply {
        http_status: file.http_status(),
        attempts: file.attempts(),
        elapsed: file.elapsed(),
        header_lines: lines(file.headers()),
        request_id: file.request_id().map(str::to_owned),
        plugin: None,
        content: Content::Bytes {
            content_type: file.content_type().map(str::to_owned),
            filename: file.filename(),
            bytes: file.body().clone(),
        },
    }
}

impl Call {
    /// Makes the call.
    pub(crate) async fn run(self, client: &Client) -> Outcome {
        if self.operation == "request" { self.raw(client).await } else { self.typed(client).await }
    }

    async fn typed(self, client: &Client) -> Result<Reply, Error> {
        if OperationInfo::find(&self.operation).is_some_and(|info| info.answer == AnswerKind::Bytes) {
            return Ok(downloaded(client.download_json(&self.operation, self.request, self.parts).await?));
        }
        let response = client.call_json(&self.operation, self.request, self.parts).await?;
        let page = response.operation().plugin_page;
        Ok(Reply {
            http_status: response.http_status(),
            attempts: response.attempts(),
            elapsed: response.elapsed(),
            header_lines: lines(response.headers()),
            request_id: response.request_id().map(str::to_owned),
            plugin: page.map(|page| (page.as_str(), response.plugin_env().as_str())),
            content: Content::Json(response.into_inner()),
        })
    }

    async fn raw(self, client: &Client) -> Result<Reply, Error> {
        let raw: Raw =
            serde_json::from_slice(&self.request).map_err(|error| malformed(&self.request, &error))?;
        let mut request = client.request(raw.method, raw.path).repeatable(raw.repeatable);
        for (name, value) in raw.query {
            request = request.query(name, value);
        }
        if let Some(json) = raw.json {
            request = request.json_text(json.get());
        }
        for part in self.parts {
            request = request.part(part);
        }
        let response = match raw.answer {
            Answer::Json => request.send().await?,
            Answer::Envelope => request.envelope().await?,
            Answer::Bytes => return Ok(downloaded(request.download().await?)),
        };
        Ok(Reply {
            http_status: response.http_status(),
            attempts: response.attempts(),
            elapsed: response.elapsed(),
            header_lines: lines(response.headers()),
            request_id: response.request_id().map(str::to_owned),
            plugin: None,
            content: Content::Json(response.body().clone()),
        })
    }
}
