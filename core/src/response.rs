//! What a call brings.

use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use serde_json::Value;

use crate::answered;
use crate::check;
use crate::operation::OperationInfo;
use crate::plugin::PluginEnv;
use crate::transport::Answer;

/// A result, and how it was come by. It dereferences to the result.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    info: &'static OperationInfo,
    plugin_env: PluginEnv,
    http_status: u16,
    headers: HeaderMap,
    attempts: u32,
    elapsed: Duration,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, info: &'static OperationInfo, plugin_env: PluginEnv, answer: Answer) -> Self {
        let Answer { status, headers, attempts, elapsed, .. } = answer;
        let headers = answered::without_cookies(headers);
        Self { value, info, plugin_env, http_status: status, headers, attempts, elapsed }
    }

    /// The result alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The operation that was called.
    pub fn operation(&self) -> &'static OperationInfo {
        self.info
    }

    /// HTTP status of the answer.
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

    /// The environment the mini-program plugin must be told: that of the client.
    pub fn plugin_env(&self) -> PluginEnv {
        self.plugin_env
    }
}

impl Response<Bytes> {
    /// The result of a call by name with the members of `extra` beside the others, as the platform sent it.
    pub fn flattened(&self) -> Value {
        let mut result = serde_json::from_slice(&self.value).expect("the result was written here");
        let schema = self.info.compiled().response();
        // A result whose shape is open has no members of the SDK's.
        if !schema.open {
            check::rejoin(schema, &mut result);
        }
        result
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("operation", &self.info.name)
            .field("value", &self.value)
            .field("http_status", &self.http_status)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}
