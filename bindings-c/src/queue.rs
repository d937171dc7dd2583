//! Submitting calls and draining their completions.

use std::ffi::c_char;
use std::time::Duration;

use qiyuesuo::ErrorKind;
use qiyuesuo_bridge::{Bridge, Queue};

use crate::buffer::qys_buffer;
use crate::client::described;
use crate::guard::{answer, number, qys_part, wrong};
use crate::record::{Record, buffer};
use crate::registry::{self, Entry};

/// Opens a queue of completions, for one thread that drains it. With `own_logs` other than 0 it brings the log of its own
/// operations alone, and the rest is left to qys_logs. 0 only if the library panicked.
#[unsafe(no_mangle)]
pub extern "C" fn qys_queue_open(own_logs: i32) -> u64 {
    number(0, || {
        let queue = if own_logs == 0 { Queue::new() } else { Queue::with_own_logs() };
        registry::insert(Entry::Queue(queue, std::process::id()))
    })
}

/// Starts a call, described as for qys_call, and answers at once. Its number goes to `submitted`, which is 0 on failure;
/// exactly one record with that number will arrive in `queue`, also when the call is cancelled or its client closed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn qys_submit(
    client: u64,
    queue: u64,
    operation: *const c_char,
    operation_len: usize,
    request: *const c_char,
    request_len: usize,
    parts: *const qys_part,
    parts_len: usize,
    options: *const c_char,
    options_len: usize,
    submitted: *mut u64,
    error: *mut qys_buffer,
) -> i32 {
    // SAFETY: the caller's promise.
    let out = unsafe { submitted.as_mut() };
    // SAFETY: the caller's promise for all pointers.
    unsafe {
        answer(error, || {
            let Some(out) = out else {
                return Err(wrong(ErrorKind::Configuration, "submitted", "is NULL".to_owned()));
            };
            *out = 0;
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
            *out = registry::client(client)?.submit(call, &registry::queue(queue)?)?;
            Ok(qys_buffer::EMPTY)
        })
    }
}

/// Takes up to `max` completions out of the queue, in the order they ended, waiting up to `timeout_ms` milliseconds for
/// the first. `replies` gets a record for each, and one more if there are lines of the log; it is empty if there is
/// nothing. Once the queue is closed this is QYS_FAILED, with the error as JSON.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn qys_drain(queue: u64, max: usize, timeout_ms: u32, replies: *mut qys_buffer) -> i32 {
    // SAFETY: the caller's promise.
    unsafe {
        answer(replies, || {
            let batch = registry::queue(queue)?.drain(max, Duration::from_millis(timeout_ms.into()));
            let completions = batch.completions.into_iter();
            let mut records: Vec<_> =
                completions.map(|completion| Record::outcome(completion.id, completion.outcome)).collect();
            if !batch.logs.is_empty() || batch.dropped_logs > 0 {
                records.push(Record::logs(&batch.logs, batch.dropped_logs));
            }
            Ok(buffer(&records))
        })
    }
}

/// Cancels a submitted call and answers 1, or 0 if it was not in flight. Its request is dropped; its completion, of kind
/// `cancelled`, arrives all the same.
#[unsafe(no_mangle)]
pub extern "C" fn qys_cancel(submitted: u64) -> i32 {
    number(0, || Bridge::cancel(submitted).into())
}
