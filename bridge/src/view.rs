//! What a handle makes its calls through.

use std::sync::Arc;

use qiyuesuo::{Client, Error, ErrorKind, Options};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use crate::clients::OpenClient;
use crate::once::Once;

/// An open client, seen with what a handle has changed of its options. It belongs to one process.
pub(crate) struct View {
    pub client: Arc<OpenClient>,
    overrides: Option<Options>,
    blocking: Once<Client>,
    background: Once<Client>,
    /// The handle was closed, and its calls end.
    pub closing: CancellationToken,
}

impl View {
    pub fn new(client: Arc<OpenClient>, overrides: Option<Options>) -> Self {
        Self {
            client,
            overrides,
            blocking: Once::new(),
            background: Once::new(),
            closing: CancellationToken::new(),
        }
    }

    pub fn blocking(&self) -> Result<&Client, Error> {
        self.blocking.get_or_try(|| self.with_overrides(self.client.blocking()))
    }

    pub fn background(&self) -> Result<&Client, Error> {
        self.background.get_or_try(|| self.with_overrides(self.client.background()))
    }

    fn with_overrides(&self, client: &Client) -> Result<Client, Error> {
        match &self.overrides {
            Some(overrides) => client.with_options(overrides.clone()),
            None => Ok(client.clone()),
        }
    }
}

/// The client, with the options of one call.
pub(crate) fn for_call(client: &Client, options: &[u8]) -> Result<Client, Error> {
    if options.is_empty() {
        return Ok(client.clone());
    }
    client.with_options(read_options(options)?)
}

/// Options as a JSON object; nothing stands for none.
pub(crate) fn read_options(json: &[u8]) -> Result<Options, Error> {
    if json.is_empty() {
        return Ok(Options::new());
    }
    let value: Value = serde_json::from_slice(json).map_err(|error| {
        Error::new(ErrorKind::Configuration, format!("the options are not JSON: {error}"))
    })?;
    Options::from_json(&value)
}
