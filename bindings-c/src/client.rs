//! Clients and blocking calls.

use std::ffi::{c_char, c_void};
use std::sync::Arc;

use bytes::Bytes;
use qiyuesuo::{Error, ErrorKind};
use qiyuesuo_bridge::{AttemptData, Bridge, Call, Outcome, Waiting};

use crate::buffer::qys_buffer;
use crate::constants::{QYS_ALL_CALLS, QYS_FAILED, QYS_OK};
use crate::guard::{answer, bytes, caught, number, parts, put, qys_part, text, wrong};
use crate::record::{Record, buffer};
use crate::registry::{self, Entry};

/// Opens a client with options as a JSON object; what is not given comes from the environment (`QYS_*`). Clients with
/// equal options share their connections. With `watch` other than 0 the client keeps its attempts and those of its views
/// for qys_attempts. The handle goes to `client`, which is 0 on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn qys_open(
    options: *const c_char,
    options_len: usize,
    watch: i32,
    client: *mut u64,
    error: *mut qys_buffer,
) -> i32 {
    // SAFETY: the caller's promise for all pointers.
    unsafe {
        opened(client, error, || {
            let options = bytes(ErrorKind::Configuration, "options", options.cast(), options_len)?;
            if watch == 0 { Bridge::open(options) } else { Bridge::open_watched(options) }
        })
    }
}

/// Opens a second client on the connections of the first with some options changed, also with other credentials.
/// Closing either leaves the other open. The handle goes to `view`, which is 0 on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn qys_with_options(
    client: u64,
    options: *const c_char,
    options_len: usize,
    view: *mut u64,
    error: *mut qys_buffer,
) -> i32 {
    // SAFETY: the caller's promise for all pointers.
    unsafe {
        opened(view, error, || {
            let options = bytes(ErrorKind::Configuration, "options", options.cast(), options_len)?;
            registry::client(client)?.with_options(options)
        })
    }
}

/// # Safety
/// Both pointers are NULL or may be written.
unsafe fn opened(
    handle: *mut u64,
    error: *mut qys_buffer,
    open: impl FnOnce() -> Result<Bridge, Error>,
) -> i32 {
    // SAFETY: the caller's promise.
    let out = unsafe { handle.as_mut() };
    // SAFETY: the caller's promise.
    unsafe {
        answer(error, || {
            let Some(out) = out else {
                return Err(wrong(ErrorKind::Configuration, "client", "is NULL".to_owned()));
            };
            *out = 0;
            *out = registry::insert(Entry::Client(Arc::new(open()?)));
            Ok(qys_buffer::EMPTY)
        })
    }
}

/// Makes a call and waits for it. `operation` is a name such as `personal_auth.create_ticket` with its request as JSON,
/// or `request` for a raw request: {"method", "path", "query": [[name, value], ...], "json", "answer": "json" or "bytes",
/// "repeatable"}. `parts` are its files, `options` changes options for this call alone (a JSON object, or none).
///
/// `reply` gets exactly one record, also on failure. Closing the client from another thread ends the call as cancelled.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn qys_call(
    client: u64,
    operation: *const c_char,
    operation_len: usize,
    request: *const c_char,
    request_len: usize,
    parts: *const qys_part,
    parts_len: usize,
    options: *const c_char,
    options_len: usize,
    reply: *mut qys_buffer,
) -> i32 {
    // SAFETY: the caller's promise for all pointers.
    unsafe {
        made(reply, || {
            let call = described(
                operation,
                operation_len,
                request,
                request_len,
                parts,
                parts_len,
                options,
                options_len,
            )?;
            registry::client(client)?.call_unasked(call)
        })
    }
}

/// As qys_call, for hosts whose threads are asked to stop: while the call waits, `ask` is called with `context` on this
/// thread, every 50 ms. When it answers other than 0, the call ends as cancelled. It must return, and not by longjmp.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn qys_call_asking(
    client: u64,
    operation: *const c_char,
    operation_len: usize,
    request: *const c_char,
    request_len: usize,
    parts: *const qys_part,
    parts_len: usize,
    options: *const c_char,
    options_len: usize,
    ask: Option<unsafe extern "C" fn(*mut c_void) -> i32>,
    context: *mut c_void,
    reply: *mut qys_buffer,
) -> i32 {
    // SAFETY: the caller's promise for all pointers.
    unsafe {
        made(reply, || {
            let Some(ask) = ask else {
                return Err(wrong(ErrorKind::Configuration, "ask", "is NULL".to_owned()));
            };
            let call = described(
                operation,
                operation_len,
                request,
                request_len,
                parts,
                parts_len,
                options,
                options_len,
            )?;
            registry::client(client)?
                .call_blocking(call, || if ask(context) == 0 { Waiting::Continue } else { Waiting::Stop })
        })
    }
}

/// Puts what became of a blocking call into `reply`.
///
/// # Safety
/// The pointer is NULL or may be written.
unsafe fn made(reply: *mut qys_buffer, call: impl FnOnce() -> Outcome) -> i32 {
    let outcome = caught(call);
    let status = if outcome.is_ok() { QYS_OK } else { QYS_FAILED };
    // SAFETY: the caller's promise.
    unsafe { put(reply, buffer(&[Record::outcome(0, outcome)])) };
    status
}

/// The call that the arguments describe.
///
/// # Safety
/// The module's documentation has the conditions for all pointers.
#[allow(clippy::too_many_arguments)] // Those of the functions of the ABI.
pub(crate) unsafe fn described(
    operation: *const c_char,
    operation_len: usize,
    request: *const c_char,
    request_len: usize,
    files: *const qys_part,
    files_len: usize,
    options: *const c_char,
    options_len: usize,
) -> Result<Call, Error> {
    // SAFETY: the caller's promise for all pointers.
    unsafe {
        Ok(Call {
            operation: text(ErrorKind::Validation, "operation", operation, operation_len)?.to_owned(),
            request: Bytes::copy_from_slice(bytes(
                ErrorKind::Validation,
                "request",
                request.cast(),
                request_len,
            )?),
            parts: parts(files, files_len)?,
            options: Bytes::copy_from_slice(bytes(
                ErrorKind::Configuration,
                "options",
                options.cast(),
                options_len,
            )?),
        })
    }
}

/// Closes a client or a queue and answers 1, or 0 if there was none open with this handle. A client's calls in flight
/// end as cancelled; a queue's waits end, and what was submitted to it is completed unseen.
#[unsafe(no_mangle)]
pub extern "C" fn qys_close(handle: u64) -> i32 {
    number(0, || match registry::remove(handle) {
        Some(Entry::Client(client)) => {
            client.close();
            1
        }
        Some(Entry::Queue(queue, pid)) => {
            // An inherited queue may be locked for ever.
            if pid == std::process::id() {
                queue.end();
            } else {
                std::mem::forget(queue);
            }
            1
        }
        None => 0,
    })
}

/// Keeps the connections of up to so many clients, those opened last, when no handle is open on them any more, until the
/// process ends: for hosts whose handles live shorter than their process. Default: 0. Credentials stay in memory as long.
#[unsafe(no_mangle)]
pub extern "C" fn qys_keep_open(clients: u32) {
    number((), || Bridge::keep_open(usize::try_from(clients).unwrap_or(usize::MAX)));
}

/// Attempts of a watched client that were not taken yet, oldest first, as a JSON array of {"operation", "attempt",
/// "http_status", "code", "elapsed_ms", "error_kind"}: those of one call, by its number, so that each caller can be told of
/// its own; with 0 those of blocking calls of this thread; with QYS_ALL_CALLS all there are. Of more than 4096 the oldest
/// are dropped.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn qys_attempts(client: u64, submitted: u64, json: *mut qys_buffer) -> i32 {
    // SAFETY: the caller's promise.
    unsafe {
        answer(json, || {
            let client = registry::client(client)?;
            let attempts = match submitted {
                QYS_ALL_CALLS => client.take_attempts(),
                0 => client.take_attempts_of(None),
                one => client.take_attempts_of(Some(one)),
            };
            let attempts: Vec<_> = attempts.iter().map(AttemptData::from).collect();
            Ok(qys_buffer::of(&serde_json::to_vec(&attempts).expect("attempts have only text keys")))
        })
    }
}
