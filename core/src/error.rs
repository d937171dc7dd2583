//! The one error type, with the same attributes as in every other language.

use std::fmt;
use std::time::Duration;

use crate::answered;
pub use crate::error_kind::ErrorKind;

/// Why a call failed.
///
/// Neither its text nor its `Debug` form ever holds a secret, a signature, a ticket, personal data or a body;
/// [`Error::body`] is the only way to the body.
#[derive(Clone, thiserror::Error)]
#[error("{}", self.0)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    message: String,
    operation: Option<String>,
    http_status: Option<u16>,
    code: Option<i64>,
    response_code: Option<String>,
    field: Option<String>,
    attempts: u32,
    retry_after: Option<Duration>,
    clock_offset: Option<i64>,
    headers: http::HeaderMap,
    body: Option<String>,
}

impl Error {
    /// An error of that kind. The SDK's bindings and tools use this for failures of their own.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            operation: None,
            http_status: None,
            code: None,
            response_code: None,
            field: None,
            attempts: 0,
            retry_after: None,
            clock_offset: None,
            headers: http::HeaderMap::new(),
            body: None,
        }))
    }

    pub(crate) fn configuration(field: &str, message: impl fmt::Display) -> Self {
        let mut error = Self::new(ErrorKind::Configuration, format!("`{field}` {message}"));
        error.0.field = Some(field.to_owned());
        error
    }

    pub(crate) fn validation(field: String, message: String) -> Self {
        let text = if field.is_empty() { message } else { format!("`{field}` {message}") };
        let mut error = Self::new(ErrorKind::Validation, text);
        error.0.field = Some(field).filter(|field| !field.is_empty());
        error
    }

    pub(crate) fn cancelled() -> Self {
        Self::new(ErrorKind::Cancelled, "the client was closed while the call was in flight")
    }

    /// What kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What went wrong, for people.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The operation, such as `personal_auth.create_ticket`, or `request` for a raw request.
    pub fn operation(&self) -> Option<&str> {
        self.0.operation.as_deref()
    }

    /// HTTP status of the answer, if one arrived.
    pub fn http_status(&self) -> Option<u16> {
        self.0.http_status
    }

    /// `code` of the platform's envelope.
    pub fn code(&self) -> Option<i64> {
        self.0.code
    }

    /// `responseCode` of the platform's envelope.
    pub fn response_code(&self) -> Option<&str> {
        self.0.response_code.as_deref()
    }

    /// The field or option that is wrong, as a path: `user.contactType`.
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// How often the request was sent or tried to be sent; 0 when it never left.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long the platform asks to wait before the next try.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The platform's clock less ours, in milliseconds, read from the `Date` header of an answer that refused
    /// the credentials.
    pub fn clock_offset_ms(&self) -> Option<i64> {
        self.0.clock_offset
    }

    /// Headers of the answer, without cookies.
    pub fn headers(&self) -> &http::HeaderMap {
        &self.0.headers
    }

    /// The id that the answer gives to the request, for questions to the platform's support; see
    /// [`Response::request_id`](crate::Response::request_id).
    pub fn request_id(&self) -> Option<&str> {
        answered::request_id(&self.0.headers)
    }

    /// The body of the answer. Every value but `code`, `responseCode` and `message` is masked, and a body that is
    /// not JSON is described rather than shown, unless `capture_bodies` is on.
    pub fn body(&self) -> Option<&str> {
        self.0.body.as_deref()
    }

    /// The same error, of that operation.
    #[must_use]
    pub fn with_operation(mut self, operation: &str) -> Self {
        self.0.operation = Some(operation.to_owned());
        self
    }

    /// The same error, about that field, option or argument.
    #[must_use]
    pub fn with_field(mut self, field: impl Into<String>) -> Self {
        self.0.field = Some(field.into());
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    pub(crate) fn with_codes(mut self, code: Option<i64>, response_code: Option<String>) -> Self {
        self.0.code = code;
        self.0.response_code = response_code;
        self
    }

    pub(crate) fn with_answer(
        mut self,
        status: u16,
        headers: &http::HeaderMap,
        body: Option<String>,
    ) -> Self {
        self.0.http_status = Some(status);
        self.0.headers = answered::without_cookies(headers.clone());
        self.0.body = body;
        self
    }

    pub(crate) fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    pub(crate) fn with_clock_offset(mut self, offset_ms: Option<i64>) -> Self {
        self.0.clock_offset = offset_ms;
        self
    }

    pub(crate) fn with_note(mut self, note: &str) -> Self {
        self.0.message.push_str("; ");
        self.0.message.push_str(note);
        self
    }
}

impl fmt::Display for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = &self.operation {
            write!(f, "{operation}: ")?;
        }
        f.write_str(&self.message)?;
        if self.attempts > 1 {
            write!(f, " ({} attempts)", self.attempts)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            kind,
            message,
            operation,
            http_status,
            code,
            response_code,
            field,
            attempts,
            retry_after,
            ..
        } = self.0.as_ref();
        f.debug_struct("Error")
            .field("kind", kind)
            .field("message", message)
            .field("operation", operation)
            .field("http_status", http_status)
            .field("code", code)
            .field("response_code", response_code)
            .field("field", field)
            .field("attempts", attempts)
            .field("retry_after", retry_after)
            .finish_non_exhaustive()
    }
}
