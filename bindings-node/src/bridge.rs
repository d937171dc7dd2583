//! A client of the bridge, as JavaScript holds it.

use napi::bindgen_prelude::Result;
use napi_derive::napi;
use qiyuesuo_bridge::{AttemptData, Bridge as Core};

use crate::convert::{self, NativePart, thrown};
use crate::queue::Queue;

/// A client. Options are JSON text.
#[napi]
pub struct Bridge {
    core: Core,
}

#[napi]
impl Bridge {
    /// Opens a client; with `watch` its attempts are kept for `takeAttempts`.
    #[napi(constructor)]
    pub fn new(options: String, watch: bool) -> Result<Self> {
        let open = if watch { Core::open_watched } else { Core::open };
        Ok(Self { core: open(options.as_bytes()).map_err(|error| thrown(&error))? })
    }

    /// A second client on the same connections with some options changed.
    #[napi]
    pub fn with_options(&self, options: String) -> Result<Self> {
        let core = self.core.with_options(options.as_bytes()).map_err(|error| thrown(&error))?;
        Ok(Self { core })
    }

    /// Starts a call whose completion goes to `queue`, and answers its number.
    #[napi]
    pub fn submit(
        &self,
        queue: &Queue,
        operation: String,
        request: String,
        parts: Option<Vec<NativePart>>,
        options: Option<String>,
    ) -> Result<f64> {
        let call = convert::call(operation, request, parts, options);
        let id = self.core.submit(call, queue.core()).map_err(|error| thrown(&error))?;
        queue.began(id);
        // Numbers of operations are exact in a double.
        Ok(id as f64)
    }

    /// Attempts of a call, as JSON.
    #[napi]
    pub fn take_attempts(&self, id: f64) -> String {
        let attempts: Vec<_> =
            self.core.take_attempts_of(Some(id as u64)).iter().map(AttemptData::from).collect();
        serde_json::to_string(&attempts).unwrap_or_else(|_| "[]".to_owned())
    }

    /// Ends the client: its calls in flight end as cancelled, later ones are a configuration error.
    #[napi]
    pub fn close(&self) {
        self.core.close();
    }
}

/// Cancels a call; answers whether it was still in flight.
#[napi]
pub fn cancel(id: f64) -> bool {
    Core::cancel(id as u64)
}
