//! Answers of endpoints this SDK has no types for.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::Value;

use crate::answered;
use crate::error::{Error, ErrorKind};
use crate::integers::quote_integers;
use crate::transport::Answer;

/// An answer of an endpoint this SDK has no types for.
#[derive(Clone)]
pub struct RawResponse {
    pub(super) http_status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) attempts: u32,
    pub(super) elapsed: Duration,
}

impl RawResponse {
    pub(super) fn new(answer: Answer) -> Self {
        let Answer { status, headers, body, attempts, elapsed, .. } = answer;
        let headers = answered::without_cookies(headers);
        Self { http_status: status, headers, body, attempts, elapsed }
    }

    /// HTTP status.
    pub fn http_status(&self) -> u16 {
        self.http_status
    }

    /// Headers of the answer, without cookies.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The id that the answer gives to the request, for questions to the platform's support: `X-Request-Id`, or else
    /// `X-Trace-Id`, `X-B3-TraceId` or `EagleEye-TraceId`. Whether the platform sends one of them is unknown.
    pub fn request_id(&self) -> Option<&str> {
        answered::request_id(&self.headers)
    }

    /// How many attempts it took.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// How long the call took, all attempts and waits included.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// The body as it came: the whole envelope.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The envelope's body as JSON. Integers that 64 bits cannot hold are strings in it.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidResponse`] if it is no JSON.
    pub fn json(&self) -> Result<Value, Error> {
        // As in an envelope, a byte order mark is no part of the JSON.
        let json = self.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.body);
        serde_json::from_slice(&quote_integers(json, u64::MAX)).map_err(|_| {
            Error::new(ErrorKind::InvalidResponse, "the answer is not JSON").with_operation("request")
        })
    }

    /// The media type, as sent.
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }
}

/// The body can hold anything, so only its length is shown.
impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("http_status", &self.http_status)
            .field("body_bytes", &self.body.len())
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}
