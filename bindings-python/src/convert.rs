//! What crosses to Python: replies as tuples, errors as the exceptions of `qiyuesuo._errors`.

use bytes::Bytes;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyList, PyTuple};
use qiyuesuo::{Attempt, Error, Part};
use qiyuesuo_bridge::{Call, Content, Failure, LogLevel, LogLine, Reply};

/// A file: name of the part, file name, media type, bytes.
pub(crate) type PyPart<'py> = (String, Option<String>, Option<String>, Bound<'py, PyBytes>);

/// The call that Python describes. Everything is copied: its threads must not hold objects of Python's.
pub(crate) fn call(
    operation: String,
    request: &[u8],
    parts: Option<Vec<PyPart<'_>>>,
    options: Option<&[u8]>,
) -> Call {
    let part = |(name, filename, content_type, bytes): PyPart<'_>| Part {
        name,
        filename,
        content_type,
        bytes: Bytes::copy_from_slice(bytes.as_bytes()),
    };
    Call {
        operation,
        request: Bytes::copy_from_slice(request),
        parts: parts.map(|parts| parts.into_iter().map(part).collect()).unwrap_or_default(),
        options: options.map(Bytes::copy_from_slice).unwrap_or_default(),
    }
}

/// `(content, http_status, attempts, elapsed_ms, plugin, request_id, header_lines)`; the content is bytes of JSON, or
/// `(bytes, content_type, filename)`, and the plugin `None` or `(page, env)`.
pub(crate) fn reply<'py>(py: Python<'py>, reply: &Reply) -> PyResult<Bound<'py, PyTuple>> {
    let content = match &reply.content {
        Content::Json(json) => PyBytes::new(py, json).into_any(),
        Content::Bytes { bytes, content_type, filename } => {
            (PyBytes::new(py, bytes), content_type, filename).into_pyobject(py)?.into_any()
        }
    };
    let elapsed = reply.elapsed_ms();
    let (id, headers) = (reply.request_id.as_deref(), reply.header_lines.as_str());
    (content, reply.http_status, reply.attempts, elapsed, reply.plugin, id, headers).into_pyobject(py)
}

/// The exception for an error, made by Python so that its class is an ordinary one: it can be pickled and subclassed.
pub(crate) fn exception<'py>(py: Python<'py>, error: &Error) -> PyResult<Bound<'py, PyAny>> {
    static FACTORY: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let failure = Failure::from(error);
    FACTORY.import(py, "qiyuesuo._errors", "from_native")?.call1((
        failure.kind,
        failure.message,
        failure.operation,
        failure.http_status,
        failure.code,
        failure.response_code,
        failure.field,
        failure.attempts,
        failure.retry_after,
        failure.request_id,
        failure.headers,
        failure.body,
    ))
}

/// The same, to be raised.
pub(crate) fn raised(py: Python<'_>, error: &Error) -> PyErr {
    exception(py, error).map_or_else(|problem| problem, PyErr::from_value)
}

/// `(operation, attempt, http_status, code, elapsed_ms, error_kind)`.
pub(crate) fn attempt<'py>(py: Python<'py>, attempt: &Attempt) -> PyResult<Bound<'py, PyTuple>> {
    (
        attempt.operation,
        attempt.attempt,
        attempt.http_status,
        attempt.code,
        attempt.duration.as_secs_f64() * 1000.0,
        attempt.error_kind.map(|kind| kind.as_str()),
    )
        .into_pyobject(py)
}

/// Log lines as `(level, message, id of the submitted call or 0)`, with the levels of Python's `logging`.
pub(crate) fn logs<'py>(py: Python<'py>, lines: Vec<LogLine>) -> PyResult<Bound<'py, PyList>> {
    let lines = lines.into_iter().map(|line| (level_number(line.level), line.message, line.operation));
    PyList::new(py, lines.collect::<Vec<_>>())
}

fn level_number(level: LogLevel) -> u8 {
    match level {
        LogLevel::Off | LogLevel::Debug => 10,
        LogLevel::Info => 20,
        LogLevel::Warn => 30,
    }
}
