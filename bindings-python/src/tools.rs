//! What needs no client. Requests and answers are JSON text.

use pyo3::prelude::*;
use pyo3::types::PyList;
use qiyuesuo_bridge::LogLevel;

use crate::convert::{self, raised};

/// The headers that sign a request: `{"headers": [[name, value], ...]}`.
#[pyfunction]
pub(crate) fn sign(py: Python<'_>, request: &[u8]) -> PyResult<String> {
    qiyuesuo_bridge::sign(request).map_err(|error| raised(py, &error))
}

/// Reads a callback: `{"type", "authenticity", "fields", "reply"}`.
#[pyfunction]
pub(crate) fn callback_parse(py: Python<'_>, request: &[u8]) -> PyResult<String> {
    qiyuesuo_bridge::callback_parse(request).map_err(|error| raised(py, &error))
}

/// The plugin's address for a ticket.
#[pyfunction]
pub(crate) fn plugin_url(
    py: Python<'_>,
    ticket: &str,
    page: &str,
    env: &str,
    has_callback: bool,
) -> PyResult<String> {
    qiyuesuo_bridge::plugin_url(ticket, page, env, has_callback).map_err(|error| raised(py, &error))
}

/// The version of the SDK.
#[pyfunction]
pub(crate) fn version() -> &'static str {
    qiyuesuo_bridge::version()
}

/// Sets from which level on, in numbers of Python's `logging`, lines are kept for `take_logs` and `Queue.drain`.
#[pyfunction]
pub(crate) fn enable_logs(level: u8) {
    qiyuesuo_bridge::enable_logs(match level {
        0..=10 => LogLevel::Debug,
        11..=20 => LogLevel::Info,
        21..=30 => LogLevel::Warn,
        _ => LogLevel::Off,
    });
}

/// Log lines of this thread's blocking calls since the last time, as `(level, message, 0)`.
#[pyfunction]
pub(crate) fn take_logs(py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
    convert::logs(py, qiyuesuo_bridge::take_logs_of_this_thread())
}
