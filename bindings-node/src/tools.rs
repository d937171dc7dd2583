//! What needs no client. Requests and answers are JSON text.

use napi::bindgen_prelude::Result;
use napi_derive::napi;
use qiyuesuo_bridge::LogLevel;

use crate::convert::{exact, thrown};

/// The headers that sign a request: `{"headers": [[name, value], ...]}`.
#[napi]
pub fn sign(request: String) -> Result<String> {
    qiyuesuo_bridge::sign(request.as_bytes()).map_err(|error| thrown(&error))
}

/// Reads a callback: `{"type", "authenticity", "fields", "reply"}`.
#[napi]
pub fn callback_parse(request: String) -> Result<String> {
    let event = qiyuesuo_bridge::callback_parse(request.as_bytes()).map_err(|error| thrown(&error))?;
    Ok(exact(event.as_bytes()))
}

/// JSON text whose integers JavaScript can read exactly.
#[napi]
pub fn quote_integers(json: String) -> String {
    exact(json.as_bytes())
}

/// The plugin's address for a ticket.
#[napi]
pub fn plugin_url(ticket: String, page: String, env: String, has_callback: bool) -> Result<String> {
    qiyuesuo_bridge::plugin_url(&ticket, &page, &env, has_callback).map_err(|error| thrown(&error))
}

/// The version of the SDK.
#[napi]
pub fn version() -> &'static str {
    qiyuesuo_bridge::version()
}

/// Sets how much is logged: 0 nothing, 1 warnings, 2 what is worth knowing, 3 each attempt.
#[napi]
pub fn enable_logs(level: u32) {
    qiyuesuo_bridge::enable_logs(match level {
        0 => LogLevel::Off,
        1 => LogLevel::Warn,
        2 => LogLevel::Info,
        _ => LogLevel::Debug,
    });
}
