//! A client of the bridge, as Python holds it.

use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use qiyuesuo_bridge::{Bridge as Core, Waiting};

use crate::convert::{self, PyPart, raised};
use crate::exit;
use crate::queue::Queue;

/// A client. Options are JSON text.
#[pyclass(frozen, module = "qiyuesuo._native")]
pub(crate) struct Bridge {
    core: Core,
}

#[pymethods]
impl Bridge {
    /// Opens a client; with `observe` its attempts are kept for `take_attempts`.
    #[new]
    #[pyo3(signature = (options, observe = false))]
    fn new(py: Python<'_>, options: &[u8], observe: bool) -> PyResult<Self> {
        let open = if observe { Core::open_watched } else { Core::open };
        // Certificates are read here, which takes time that other threads can use.
        let core = py.detach(|| open(options)).map_err(|error| raised(py, &error))?;
        Ok(Self { core })
    }

    /// A second client on the same connections with some options changed.
    fn with_options(&self, py: Python<'_>, options: &[u8]) -> PyResult<Self> {
        let core = py.detach(|| self.core.with_options(options)).map_err(|error| raised(py, &error))?;
        Ok(Self { core })
    }

    /// Makes a call and waits for it; other threads run meanwhile, and a signal ends it.
    #[pyo3(signature = (operation, request, parts = None, options = None))]
    fn call<'py>(
        &self,
        py: Python<'py>,
        operation: String,
        request: &[u8],
        parts: Option<Vec<PyPart<'py>>>,
        options: Option<&[u8]>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let call = convert::call(operation, request, parts, options);
        let mut interrupted = None;
        let ask = || {
            // Only the main thread handles signals, so the others miss nothing near the end.
            let Some(_asking) = exit::Asking::enter() else { return Waiting::Continue };
            match Python::try_attach(|py| py.check_signals()) {
                Some(Ok(())) => return Waiting::Continue,
                Some(Err(signal)) => interrupted = Some(signal),
                None => {}
            }
            Waiting::Stop
        };
        let outcome = py.detach(|| self.core.call_blocking(call, ask));
        match (interrupted, outcome) {
            (Some(signal), _) => Err(signal),
            (None, Ok(reply)) => convert::reply(py, &reply),
            (None, Err(error)) => Err(raised(py, &error)),
        }
    }

    /// Starts a call whose completion goes to `queue`, and answers its number.
    #[pyo3(signature = (queue, operation, request, parts = None, options = None))]
    fn submit(
        &self,
        py: Python<'_>,
        queue: &Queue,
        operation: String,
        request: &[u8],
        parts: Option<Vec<PyPart<'_>>>,
        options: Option<&[u8]>,
    ) -> PyResult<u64> {
        let call = convert::call(operation, request, parts, options);
        self.core.submit(call, queue.core()).map_err(|error| raised(py, &error))
    }

    /// Attempts of a submitted call, or of this thread's blocking calls since the last time, as `(operation, attempt,
    /// http_status, code, elapsed_ms, error_kind)`.
    #[pyo3(signature = (submitted = None))]
    fn take_attempts<'py>(&self, py: Python<'py>, submitted: Option<u64>) -> PyResult<Bound<'py, PyList>> {
        let taken = self.core.take_attempts_of(submitted);
        let tuples = taken.iter().map(|attempt| convert::attempt(py, attempt));
        PyList::new(py, tuples.collect::<PyResult<Vec<_>>>()?)
    }

    /// Ends the client: its calls in flight end as cancelled, later ones are a configuration error.
    fn close(&self, py: Python<'_>) {
        py.detach(|| self.core.close());
    }
}

/// Cancels a submitted call; answers whether it was still in flight.
#[pyfunction]
pub(crate) fn cancel(id: u64) -> bool {
    Core::cancel(id)
}

/// How many submitted calls of this process are in flight.
#[pyfunction]
pub(crate) fn in_flight() -> usize {
    Core::in_flight()
}
