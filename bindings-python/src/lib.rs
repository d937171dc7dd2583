//! The native module of the Python package `qiyuesuo`: the bridge, as Python can call it.
//!
//! It is thin on purpose. A request crosses as JSON text that Python has written, an answer as the bytes that Python
//! reads; what a call means, and every type, is Python's (`python/qiyuesuo/`). No HTTP, no signing and no operation is
//! here.
//!
//! # Threads
//!
//! A blocking call lets other Python threads run while it waits, drives its own I/O, and looks for signals every
//! 50 ms. A submitted call runs on the bridge's thread, which never touches Python: it writes one byte to a socket that
//! the event loop watches. So no thread of ours can meet an interpreter that is shutting down, but a thread of Python's
//! that is blocked in a call can: it waits on without Python from `shut_down` on, and is hung if it comes back too late.

#![forbid(unsafe_code)]

mod bridge;
mod convert;
mod exit;
mod interpreter;
mod queue;
mod tools;

use pyo3::prelude::*;

/// The native part of the package `qiyuesuo`. Not a public interface.
#[pymodule(gil_used = false)]
mod _native {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::bridge::{Bridge, cancel, in_flight};
    #[pymodule_export]
    use crate::exit::{after_fork, shut_down};
    #[pymodule_export]
    use crate::queue::Queue;
    #[pymodule_export]
    use crate::tools::{callback_parse, enable_logs, plugin_url, sign, take_logs, version};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        crate::interpreter::claim(module.py())
    }
}
