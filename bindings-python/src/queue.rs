//! Completions on their way to an event loop, or to a thread.

use std::time::Duration;

#[cfg(not(unix))]
use pyo3::exceptions::PyNotImplementedError;
use pyo3::prelude::*;
use pyo3::types::PyList;
use qiyuesuo_bridge::Queue as Core;

use crate::convert;

/// The completions of one event loop. The bridge's thread only writes a byte to a socket; everything that touches
/// Python happens in `drain`, which the loop calls.
#[pyclass(frozen, module = "qiyuesuo._native")]
pub(crate) struct Queue {
    core: Core,
    #[cfg(unix)]
    signal: signal::Signal,
}

impl Queue {
    pub fn core(&self) -> &Core {
        &self.core
    }
}

#[pymethods]
impl Queue {
    #[new]
    fn new() -> Self {
        Self {
            core: Core::with_own_logs(),
            #[cfg(unix)]
            signal: signal::Signal::default(),
        }
    }

    /// A file descriptor that becomes readable when there is something to drain. Where sockets cannot be watched
    /// (Windows) this is a NotImplementedError, and the queue is drained by waiting.
    fn fileno(&self) -> PyResult<i32> {
        #[cfg(unix)]
        return Ok(self.signal.fileno(&self.core)?);
        #[cfg(not(unix))]
        return Err(PyNotImplementedError::new_err("this system has no sockets that an event loop watches"));
    }

    /// Takes up to `max` completions as `(id, reply or exception)` and the log lines as `(level, message, id)`, waiting up
    /// to `timeout` seconds for the first completion.
    #[pyo3(signature = (max = 1024, timeout = 0.0))]
    fn drain<'py>(
        &self,
        py: Python<'py>,
        max: usize,
        timeout: f64,
    ) -> PyResult<(Bound<'py, PyList>, Bound<'py, PyList>)> {
        #[cfg(unix)]
        self.signal.clear();
        let timeout = Duration::try_from_secs_f64(timeout).unwrap_or_default();
        let batch = if timeout.is_zero() {
            self.core.drain(max, timeout)
        } else {
            py.detach(|| self.core.drain(max, timeout))
        };
        let completions = PyList::empty(py);
        for completion in &batch.completions {
            let what = match &completion.outcome {
                Ok(reply) => convert::reply(py, reply).map(Bound::into_any),
                Err(error) => convert::exception(py, error),
            };
            // What Python has no memory for fails its own call, and no other of the batch.
            let what = what.unwrap_or_else(|problem| problem.into_value(py).into_bound(py).into_any());
            completions.append((completion.id, what))?;
        }
        // A log that cannot be shown must not cost the calls their ends.
        let logs = convert::logs(py, batch.logs).unwrap_or_else(|_| PyList::empty(py));
        Ok((completions, logs))
    }

    /// Ends every wait for this queue.
    fn end(&self) {
        self.core.end();
    }
}

#[cfg(unix)]
mod signal {
    use std::io::{Read, Result, Write};
    use std::os::fd::AsRawFd;
    use std::os::unix::net::UnixStream;
    use std::sync::{Mutex, OnceLock, PoisonError};

    use qiyuesuo_bridge::Queue;

    /// A pair of sockets, made when somebody wants to watch it.
    #[derive(Default)]
    pub(super) struct Signal {
        reader: OnceLock<UnixStream>,
        making: Mutex<()>,
    }

    impl Signal {
        pub fn fileno(&self, queue: &Queue) -> Result<i32> {
            let _making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
            if self.reader.get().is_none() {
                let (reader, writer) = UnixStream::pair()?;
                reader.set_nonblocking(true)?;
                writer.set_nonblocking(true)?;
                // A socket that is full is readable already, and one whose reader is gone has nobody to tell.
                queue.on_ready(move || _ = (&writer).write(&[1]));
                _ = self.reader.set(reader);
            }
            Ok(self.reader.get().map_or(-1, AsRawFd::as_raw_fd))
        }

        /// Before the queue is drained, so that what comes later wakes the loop again.
        pub fn clear(&self) {
            if let Some(mut reader) = self.reader.get() {
                let mut bytes = [0; 64];
                while matches!(reader.read(&mut bytes), Ok(64)) {}
            }
        }
    }
}
