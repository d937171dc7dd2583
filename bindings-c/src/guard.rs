//! The way in and out: pointers become slices, panics become errors.

use std::ffi::c_char;
use std::panic::{AssertUnwindSafe, catch_unwind};

use qiyuesuo::{Error, ErrorKind, Part};
use qiyuesuo_bridge::Failure;

use crate::buffer::qys_buffer;
use crate::constants::{QYS_FAILED, QYS_OK};

/// A file of a call. Everything but `data` is text.
#[repr(C)]
#[derive(Debug)]
pub struct qys_part {
    /// Name of the part.
    pub name: *const c_char,
    /// Its length.
    pub name_len: usize,
    /// File name, or NULL.
    pub filename: *const c_char,
    /// Its length.
    pub filename_len: usize,
    /// Media type, or NULL.
    pub content_type: *const c_char,
    /// Its length.
    pub content_type_len: usize,
    /// Content.
    pub data: *const u8,
    /// Its length.
    pub data_len: usize,
}

/// Runs what a function does; its answer goes to `out`, an error or a panic as JSON.
///
/// # Safety
/// `out` is NULL or may be written.
pub(crate) unsafe fn answer(out: *mut qys_buffer, work: impl FnOnce() -> Result<qys_buffer, Error>) -> i32 {
    let (status, buffer) = match caught(work) {
        Ok(buffer) => (QYS_OK, buffer),
        Err(error) => (QYS_FAILED, failure(&error)),
    };
    // SAFETY: the caller's promise.
    unsafe { put(out, buffer) };
    status
}

/// Hands a buffer over, or frees it where nobody wants it.
///
/// # Safety
/// `out` is NULL or may be written.
pub(crate) unsafe fn put(out: *mut qys_buffer, mut buffer: qys_buffer) {
    if out.is_null() {
        // SAFETY: it was just made, and nobody else has it.
        unsafe { crate::buffer::qys_buffer_free(&raw mut buffer) };
    } else {
        // SAFETY: the caller's promise. What was there is overwritten, as the contract says.
        unsafe { out.write(buffer) };
    }
}

/// The same for functions that answer a number: a panic is `otherwise`.
pub(crate) fn number<T>(otherwise: T, work: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(otherwise)
}

pub(crate) fn caught<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Error::new(ErrorKind::Internal, "the library panicked; please report this")))
}

pub(crate) fn failure(error: &Error) -> qys_buffer {
    qys_buffer::of(&failure_json(error))
}

pub(crate) fn failure_json(error: &Error) -> Vec<u8> {
    serde_json::to_vec(&Failure::from(error)).expect("a failure has only text keys")
}

/// The bytes of an argument.
///
/// # Safety
/// `data` is NULL, or good for `len` bytes as long as the result is used.
pub(crate) unsafe fn bytes<'a>(
    kind: ErrorKind,
    name: &'static str,
    data: *const u8,
    len: usize,
) -> Result<&'a [u8], Error> {
    if len == 0 {
        return Ok(&[]);
    }
    if data.is_null() {
        return Err(wrong(kind, name, format!("is NULL with length {len}")));
    }
    if isize::try_from(len).is_err() {
        return Err(wrong(kind, name, format!("has the impossible length {len}")));
    }
    // SAFETY: not NULL, a length that an object can have, and the caller's promise.
    Ok(unsafe { std::slice::from_raw_parts(data, len) })
}

/// The text of an argument.
///
/// # Safety
/// As for [`bytes`].
pub(crate) unsafe fn text<'a>(
    kind: ErrorKind,
    name: &'static str,
    data: *const c_char,
    len: usize,
) -> Result<&'a str, Error> {
    // SAFETY: the caller's promise.
    let bytes = unsafe { bytes(kind, name, data.cast(), len) }?;
    std::str::from_utf8(bytes)
        .map_err(|error| wrong(kind, name, format!("is not UTF-8 at byte {}", error.valid_up_to())))
}

/// The files of a call.
///
/// # Safety
/// `parts` is NULL, or points to `len` parts whose pointers are as for [`bytes`].
pub(crate) unsafe fn parts(parts: *const qys_part, len: usize) -> Result<Vec<Part>, Error> {
    const KIND: ErrorKind = ErrorKind::Validation;
    // A part that overflows the address space is caught before a slice of it is made.
    let size = len.saturating_mul(size_of::<qys_part>());
    if len > 0 && (parts.is_null() || isize::try_from(size).is_err()) {
        return Err(wrong(KIND, "parts", format!("is no array of {len} parts")));
    }
    let parts = if len == 0 {
        &[]
    } else {
        // SAFETY: not NULL, a size that an object can have, and the caller's promise.
        unsafe { std::slice::from_raw_parts(parts, len) }
    };
    let optional = |name, data: *const c_char, len| {
        if data.is_null() && len == 0 {
            return Ok(None);
        }
        // SAFETY: the caller's promise for the pointers of a part.
        unsafe { text(KIND, name, data, len) }.map(|text| Some(text.to_owned()))
    };
    parts
        .iter()
        .map(|part| {
            Ok(Part {
                // SAFETY: the caller's promise for the pointers of a part.
                name: unsafe { text(KIND, "parts.name", part.name, part.name_len) }?.to_owned(),
                filename: optional("parts.filename", part.filename, part.filename_len)?,
                content_type: optional("parts.content_type", part.content_type, part.content_type_len)?,
                // SAFETY: the caller's promise for the pointers of a part.
                bytes: unsafe { bytes(KIND, "parts.data", part.data, part.data_len) }?.to_vec().into(),
            })
        })
        .collect()
}

/// An argument that cannot be.
pub(crate) fn wrong(kind: ErrorKind, name: &'static str, what: String) -> Error {
    Error::new(kind, format!("the argument `{name}` {what}")).with_field(name)
}
