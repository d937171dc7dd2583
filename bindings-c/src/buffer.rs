//! Memory that the host gives back.

use std::alloc::{Layout, alloc_zeroed, dealloc, handle_alloc_error};
use std::ptr::null_mut;

/// Records inside a buffer begin at multiples of this.
pub(crate) const ALIGNMENT: usize = 8;

/// Bytes that belong to the library until `qys_buffer_free` gets them. Empty: `{NULL, 0}`.
#[repr(C)]
#[derive(Debug)]
pub struct qys_buffer {
    /// The first byte, at a multiple of 8.
    pub data: *mut u8,
    /// How many there are.
    pub len: usize,
}

impl qys_buffer {
    pub(crate) const EMPTY: Self = Self { data: null_mut(), len: 0 };

    /// A buffer of `len` zeros that `fill` writes over.
    pub(crate) fn filled(len: usize, fill: impl FnOnce(&mut [u8])) -> Self {
        if len == 0 {
            return Self::EMPTY;
        }
        let layout = layout(len);
        // SAFETY: the layout is not empty.
        let data = unsafe { alloc_zeroed(layout) };
        if data.is_null() {
            handle_alloc_error(layout);
        }
        let buffer = Self { data, len };
        // SAFETY: `data` was just allocated with `len` bytes, all of them initialised, and nobody else knows it.
        fill(unsafe { std::slice::from_raw_parts_mut(data, len) });
        buffer
    }

    /// A copy of these bytes.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self::filled(bytes.len(), |data| data.copy_from_slice(bytes))
    }
}

fn layout(len: usize) -> Layout {
    Layout::from_size_align(len, ALIGNMENT).expect("no buffer is larger than half the address space")
}

/// Frees a buffer and empties it, so that freeing it again does nothing. NULL is fine, and so is an empty buffer. What
/// else it gets must be as this library filled it, and no copy of it may have been freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn qys_buffer_free(buffer: *mut qys_buffer) {
    // SAFETY: NULL, or the caller's promise.
    let Some(buffer) = (unsafe { buffer.as_mut() }) else { return };
    let qys_buffer { data, len } = std::mem::replace(buffer, qys_buffer::EMPTY);
    if !data.is_null() && len > 0 {
        // SAFETY: it came from `filled` with this layout, and the caller frees it once.
        unsafe { dealloc(data, layout(len)) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_is_aligned_and_freed_once() {
        for len in [1, 7, 8, 100_000] {
            let mut buffer = qys_buffer::of(&vec![7; len]);
            assert_eq!((buffer.data.align_offset(ALIGNMENT), buffer.len), (0, len));
            // SAFETY: it is ours, and the second time it is empty.
            unsafe {
                assert_eq!(std::slice::from_raw_parts(buffer.data, len), vec![7; len]);
                qys_buffer_free(&raw mut buffer);
                assert!(buffer.data.is_null() && buffer.len == 0);
                qys_buffer_free(&raw mut buffer);
            }
        }
    }

    #[test]
    fn nothing_is_freed_without_harm() {
        let mut empty = qys_buffer::of(b"");
        assert!(empty.data.is_null());
        // SAFETY: NULL and an empty buffer are allowed.
        unsafe {
            qys_buffer_free(null_mut());
            qys_buffer_free(&raw mut empty);
        }
    }
}
