//! The native library of the jar, with two doors to the same functions and handles.
//!
//! UniFFI's door is this crate: its generator writes the Kotlin side, by which the JVM opens clients, cancels, signs and
//! reads callbacks, with errors as types. Past it are the flat functions of the C ABI (`qiyuesuo-c`), which are exported
//! too: a call of UniFFI with byte arrays costs as much as half a ticket, so calls and their completions go there.
//!
//! Replies are records of the C ABI, so that Java reads one form whichever door it took.

mod abi;

use qiyuesuo_c as c;

uniffi::setup_scaffolding!("qiyuesuo");

/// A function failed.
#[derive(Debug, uniffi::Error)]
pub enum Refused {
    /// The error as JSON, with the attributes it has in every language.
    Failure {
        /// The text.
        json: Vec<u8>,
    },
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The text may hold a body.
        f.write_str("refused")
    }
}

/// The version of the SDK.
#[uniffi::export]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Opens a client; with `watch` it keeps its attempts.
#[uniffi::export]
pub fn open(options: Vec<u8>, watch: bool) -> Result<i64, Refused> {
    abi::number(|handle, error| {
        // SAFETY: the bytes and both variables outlive the call.
        unsafe { c::qys_open(options.as_ptr().cast(), options.len(), watch.into(), handle, error) }
    })
}

/// A second client on the same connections with some options changed.
#[uniffi::export]
pub fn with_options(client: i64, options: Vec<u8>) -> Result<i64, Refused> {
    abi::number(|handle, error| {
        // SAFETY: the bytes and both variables outlive the call.
        unsafe {
            c::qys_with_options(client.cast_unsigned(), options.as_ptr().cast(), options.len(), handle, error)
        }
    })
}

/// A queue of completions, which brings what its own calls logged.
#[uniffi::export]
pub fn queue_open() -> i64 {
    c::qys_queue_open(1).cast_signed()
}

/// Cancels a submitted call; answers whether it was in flight.
#[uniffi::export]
pub fn cancel(submitted: i64) -> bool {
    c::qys_cancel(submitted.cast_unsigned()) != 0
}

/// Closes a client or a queue; answers whether it was open.
#[uniffi::export]
pub fn close(handle: i64) -> bool {
    c::qys_close(handle.cast_unsigned()) != 0
}

/// The attempts of one call of a watched client, as JSON; with 0 of blocking calls of this thread.
#[uniffi::export]
pub fn attempts(client: i64, submitted: i64) -> Result<Vec<u8>, Refused> {
    // SAFETY: the variable outlives the call.
    abi::answer(|json| unsafe { c::qys_attempts(client.cast_unsigned(), submitted.cast_unsigned(), json) })
}

/// How much is logged: 0 nothing, 1 warnings, 2 information, 3 a line an attempt.
#[uniffi::export]
pub fn log_level(level: i32) {
    c::qys_log_level(level);
}

/// The lines of the log that no submitted call caused, as JSON: with 0 those of blocking calls of this thread, with -1 all.
#[uniffi::export]
pub fn logs(submitted: i64) -> Result<Vec<u8>, Refused> {
    // SAFETY: the variable outlives the call.
    abi::answer(|json| unsafe { c::qys_logs(submitted.cast_unsigned(), json) })
}

/// The headers that sign a request.
#[uniffi::export]
pub fn sign(request: Vec<u8>) -> Result<Vec<u8>, Refused> {
    // SAFETY: the bytes and the variable outlive the call.
    abi::answer(|json| unsafe { c::qys_sign(request.as_ptr().cast(), request.len(), json) })
}

/// Reads a callback.
#[uniffi::export]
pub fn callback_parse(request: Vec<u8>) -> Result<Vec<u8>, Refused> {
    // SAFETY: the bytes and the variable outlive the call.
    abi::answer(|json| unsafe { c::qys_callback_parse(request.as_ptr().cast(), request.len(), json) })
}

/// The plugin's address for a ticket.
#[uniffi::export]
pub fn plugin_url(request: Vec<u8>) -> Result<Vec<u8>, Refused> {
    // SAFETY: the bytes and the variable outlive the call.
    abi::answer(|text| unsafe { c::qys_plugin_url(request.as_ptr().cast(), request.len(), text) })
}
