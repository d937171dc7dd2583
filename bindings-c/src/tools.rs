//! What needs no client, and the log.

use std::ffi::c_char;

use qiyuesuo::{Error, ErrorKind};
use qiyuesuo_bridge::LogLevel;
use serde::Deserialize;

use crate::buffer::qys_buffer;
use crate::constants::{
    QYS_ABI_VERSION, QYS_ALL_CALLS, QYS_FAILED, QYS_LOG_DEBUG, QYS_LOG_INFO, QYS_LOG_OFF, QYS_LOG_WARN,
    QYS_OK,
};
use crate::guard::{answer, bytes, number, wrong};
use crate::record::logs_json;

/// The version of this ABI. A host that was written for another one must not go on.
#[unsafe(no_mangle)]
pub extern "C" fn qys_abi_version() -> u32 {
    QYS_ABI_VERSION
}

/// The version of the SDK, ending in a NUL. It is never freed.
#[unsafe(no_mangle)]
pub extern "C" fn qys_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

/// Sets how much of the SDK's log is kept for qys_drain and qys_logs, from QYS_LOG_OFF (the default) to QYS_LOG_DEBUG;
/// QYS_FAILED for any other level. Up to 4096 lines wait; of more the oldest are dropped and counted.
#[unsafe(no_mangle)]
pub extern "C" fn qys_log_level(level: i32) -> i32 {
    number(QYS_FAILED, || {
        qiyuesuo_bridge::enable_logs(match level {
            QYS_LOG_OFF => LogLevel::Off,
            QYS_LOG_WARN => LogLevel::Warn,
            QYS_LOG_INFO => LogLevel::Info,
            QYS_LOG_DEBUG => LogLevel::Debug,
            _ => return QYS_FAILED,
        });
        QYS_OK
    })
}

/// The lines of the log since the last time that no submitted call caused, as {"lines": [{"level", "message",
/// "operation"}, ...], "dropped"}. With QYS_ALL_CALLS for `submitted` all of them; with 0 those that blocking calls of this
/// thread caused, so that a host can log them where their caller is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn qys_logs(submitted: u64, json: *mut qys_buffer) -> i32 {
    // SAFETY: the caller's promise.
    unsafe {
        answer(json, || {
            let (lines, dropped) = match submitted {
                QYS_ALL_CALLS => qiyuesuo_bridge::take_logs(),
                0 => (qiyuesuo_bridge::take_logs_of_this_thread(), 0),
                _ => {
                    let message =
                        "must be 0 or QYS_ALL_CALLS: what a submitted call logs comes with qys_drain";
                    return Err(wrong(ErrorKind::Configuration, "submitted", message.to_owned()));
                }
            };
            Ok(qys_buffer::of(&logs_json(&lines, dropped)))
        })
    }
}

/// The headers that sign a request: {"token", "secret", "agent": {"token", "secret"}, "timestamp" (milliseconds), "nonce",
/// "rule", "header_prefix", "language"} to {"headers": [[name, value], ...]}. Time stamp and nonce are made when absent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn qys_sign(request: *const c_char, request_len: usize, json: *mut qys_buffer) -> i32 {
    // SAFETY: the caller's promise for all pointers.
    unsafe { tool(request, request_len, json, qiyuesuo_bridge::sign) }
}

/// Reads a callback: {"form": [[name, value], ...]}, {"form": {name: value, ...}} or {"query", "body"}, with "keys" and
/// "options": {"allow_unsigned", "max_age" (seconds), "now" (milliseconds), "cbc_iv", "remember" (seconds)}, to {"type",
/// "authenticity", "fields", "own_parameters", "fingerprint", "repeated", "reply": {"status", "content_type", "body"}}.
/// What authenticity says is said of "fields" alone; parameters beside them are in "own_parameters". With "remember",
/// "repeated" tells whether this process received the same within that time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn qys_callback_parse(
    request: *const c_char,
    request_len: usize,
    json: *mut qys_buffer,
) -> i32 {
    // SAFETY: the caller's promise for all pointers.
    unsafe { tool(request, request_len, json, qiyuesuo_bridge::callback_parse) }
}

/// The address of the mini-program's plugin for a ticket: {"ticket", "page", "env", "has_callback"} to a text. Page and
/// environment are those in the details of the ticket's reply.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn qys_plugin_url(
    request: *const c_char,
    request_len: usize,
    text: *mut qys_buffer,
) -> i32 {
    // SAFETY: the caller's promise for all pointers.
    unsafe { tool(request, request_len, text, plugin_url) }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plugin {
    ticket: String,
    page: String,
    env: String,
    #[serde(default)]
    has_callback: bool,
}

fn plugin_url(request: &[u8]) -> Result<String, Error> {
    // serde's own words could quote the ticket.
    let Plugin { ticket, page, env, has_callback } = serde_json::from_slice(request).map_err(|error| {
        let place = format!("is malformed at line {}, column {}", error.line(), error.column());
        wrong(ErrorKind::Configuration, "request", place)
    })?;
    qiyuesuo_bridge::plugin_url(&ticket, &page, &env, has_callback)
}

/// # Safety
/// The module's documentation has the conditions for all pointers.
unsafe fn tool(
    request: *const c_char,
    request_len: usize,
    out: *mut qys_buffer,
    work: impl FnOnce(&[u8]) -> Result<String, Error>,
) -> i32 {
    // SAFETY: the caller's promise for all pointers.
    unsafe {
        answer(out, || {
            let request = bytes(ErrorKind::Configuration, "request", request.cast(), request_len)?;
            Ok(qys_buffer::of(work(request)?.as_bytes()))
        })
    }
}
