//! The native library of the jar, with two doors to the same functions and handles.
//!
//! UniFFI's door is this crate: its generator writes the Kotlin side, by which the JVM opens clients, cancels, signs,
//! reads callbacks, and makes calls that carry files. Past it are the flat functions of the C ABI (`qiyuesuo-c`), which
//! are exported too: a call of UniFFI with byte arrays costs as much as half a ticket, so calls without files go there.
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

/// A file of a call.
#[derive(uniffi::Record)]
pub struct FilePart {
    /// Name of the part.
    pub name: String,
    /// Name of the file.
    pub filename: Option<String>,
    /// Media type.
    pub content_type: Option<String>,
    /// Its bytes.
    pub data: Vec<u8>,
}

/// A call as Java describes it.
#[derive(uniffi::Record)]
pub struct Call {
    /// Name of the operation, or `request`.
    pub operation: String,
    /// The request as JSON.
    pub request: Vec<u8>,
    /// Its files.
    pub parts: Vec<FilePart>,
    /// Options for this call alone, as a JSON object; empty for none.
    pub options: Vec<u8>,
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

/// Makes a call and waits for it; answers one record.
#[uniffi::export]
pub fn call(client: i64, made: Call) -> Vec<u8> {
    let parts = abi::parts(&made.parts);
    let (_, record) = abi::bytes(|reply| {
        // SAFETY: what the arguments point to outlives the call.
        unsafe {
            c::qys_call(
                client.cast_unsigned(),
                made.operation.as_ptr().cast(),
                made.operation.len(),
                made.request.as_ptr().cast(),
                made.request.len(),
                parts.as_ptr(),
                parts.len(),
                made.options.as_ptr().cast(),
                made.options.len(),
                reply,
            )
        }
    });
    record
}

/// A queue of completions.
#[uniffi::export]
pub fn queue_open() -> i64 {
    c::qys_queue_open().cast_signed()
}

/// Starts a call and answers its number, under which one record will arrive in the queue.
#[uniffi::export]
pub fn submit(client: i64, queue: i64, made: Call) -> Result<i64, Refused> {
    let parts = abi::parts(&made.parts);
    abi::number(|submitted, error| {
        // SAFETY: what the arguments point to outlives the call.
        unsafe {
            c::qys_submit(
                client.cast_unsigned(),
                queue.cast_unsigned(),
                made.operation.as_ptr().cast(),
                made.operation.len(),
                made.request.as_ptr().cast(),
                made.request.len(),
                parts.as_ptr(),
                parts.len(),
                made.options.as_ptr().cast(),
                made.options.len(),
                submitted,
                error,
            )
        }
    })
}

/// Takes the records of up to `max` completions, waiting up to `timeout_ms` for the first.
#[uniffi::export]
pub fn drain(queue: i64, max: i32, timeout_ms: i32) -> Result<Vec<u8>, Refused> {
    let max = usize::try_from(max).unwrap_or(0);
    let timeout_ms = u32::try_from(timeout_ms).unwrap_or(0);
    abi::answer(|replies| {
        // SAFETY: the variable outlives the call.
        unsafe { c::qys_drain(queue.cast_unsigned(), max, timeout_ms, replies) }
    })
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

/// The attempts of a watched client since the last time, as JSON.
#[uniffi::export]
pub fn attempts(client: i64) -> Result<Vec<u8>, Refused> {
    // SAFETY: the variable outlives the call.
    abi::answer(|json| unsafe { c::qys_attempts(client.cast_unsigned(), json) })
}

/// How much is logged: 0 nothing, 1 warnings, 2 information, 3 a line an attempt.
#[uniffi::export]
pub fn log_level(level: i32) {
    c::qys_log_level(level);
}

/// The lines of the log since the last time, as JSON.
#[uniffi::export]
pub fn logs() -> Result<Vec<u8>, Refused> {
    // SAFETY: the variable outlives the call.
    abi::answer(|json| unsafe { c::qys_logs(json) })
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
