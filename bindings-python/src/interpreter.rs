//! The one interpreter that this module works in.

use std::sync::atomic::{AtomicUsize, Ordering};

use pyo3::exceptions::PyImportError;
use pyo3::prelude::*;

/// Where the interpreter's module `sys` is, which tells interpreters apart: each has its own, for as long as it lives.
static OWNER: AtomicUsize = AtomicUsize::new(0);

/// Refuses a second interpreter: classes and exceptions would be those of the first, and a blocked thread would come
/// back to the wrong one.
pub(crate) fn claim(py: Python<'_>) -> PyResult<()> {
    let sys = py.import("sys")?.as_ptr() as usize;
    match OWNER.compare_exchange(0, sys, Ordering::Relaxed, Ordering::Relaxed) {
        Err(owner) if owner != sys => Err(PyImportError::new_err(
            "the module is in use in another interpreter of this process (subinterpreters)",
        )),
        _ => Ok(()),
    }
}
