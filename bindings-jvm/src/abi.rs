//! Calls of the C ABI as Rust sees them: its buffers become vectors, its statuses results.

use std::ptr::null_mut;

use qiyuesuo_c::{QYS_OK, qys_buffer, qys_buffer_free};

use crate::Refused;

/// What a function left in its buffer, with its status.
pub(crate) fn bytes(function: impl FnOnce(*mut qys_buffer) -> i32) -> (i32, Vec<u8>) {
    let mut buffer = qys_buffer { data: null_mut(), len: 0 };
    let status = function(&raw mut buffer);
    let copy = if buffer.data.is_null() {
        Vec::new()
    } else {
        // SAFETY: the function filled the buffer, and it is not freed yet.
        unsafe { std::slice::from_raw_parts(buffer.data, buffer.len) }.to_vec()
    };
    // SAFETY: the function filled it, or left it empty; there is no other copy.
    unsafe { qys_buffer_free(&raw mut buffer) };
    (status, copy)
}

/// The answer of a function that puts it, or its error, into a buffer.
pub(crate) fn answer(function: impl FnOnce(*mut qys_buffer) -> i32) -> Result<Vec<u8>, Refused> {
    match bytes(function) {
        (QYS_OK, bytes) => Ok(bytes),
        (_, json) => Err(Refused::Failure { json }),
    }
}

/// The answer of a function that puts a number into a variable, or its error into a buffer.
pub(crate) fn number(function: impl FnOnce(*mut u64, *mut qys_buffer) -> i32) -> Result<i64, Refused> {
    let mut number = 0;
    answer(|error| function(&raw mut number, error))?;
    Ok(number.cast_signed())
}
