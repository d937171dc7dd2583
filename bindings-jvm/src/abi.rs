//! Calls of the C ABI as Rust sees them: its buffers become vectors, its statuses results.

use std::ptr::null_mut;

use qiyuesuo_c::{QYS_OK, qys_buffer, qys_buffer_free, qys_part};

use crate::{FilePart, Refused};

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

/// The files as the ABI takes them. They point into `parts`.
pub(crate) fn parts(parts: &[FilePart]) -> Vec<qys_part> {
    let text = |text: &Option<String>| {
        text.as_ref().map_or((null_mut(), 0), |text| (text.as_ptr().cast_mut(), text.len()))
    };
    let part = |part: &FilePart| {
        let (filename, filename_len) = text(&part.filename);
        let (content_type, content_type_len) = text(&part.content_type);
        qys_part {
            name: part.name.as_ptr().cast(),
            name_len: part.name.len(),
            filename: filename.cast(),
            filename_len,
            content_type: content_type.cast(),
            content_type_len,
            data: part.data.as_ptr(),
            data_len: part.data.len(),
        }
    };
    parts.iter().map(part).collect()
}
