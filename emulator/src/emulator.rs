//! The emulator as a Rust value.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::options::Options;
use crate::platform::Completion;
use crate::state::State;
use crate::{CompletionError, Error, Outcome, control, server};

/// What a client needs to talk to the emulator. None of it is secret unless you made it so.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Credentials<'a> {
    /// The App Token.
    pub app_token: &'a str,
    /// The App Secret.
    pub app_secret: &'a str,
    /// The agent's token, for SaaS operations.
    pub agent_token: &'a str,
    /// The agent's secret.
    pub agent_secret: &'a str,
    /// The key of signed and encrypted callbacks.
    pub callback_key: &'a str,
}

/// A running emulator. It stops when it is dropped; [`shutdown`](Self::shutdown) also waits for it.
pub struct Emulator {
    state: Arc<State>,
    address: SocketAddr,
    stop: watch::Sender<bool>,
    server: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for Emulator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Emulator").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Emulator {
    /// Starts the emulator on the runtime of the caller.
    ///
    /// # Errors
    /// When an option is wrong or the address cannot be listened on.
    pub async fn start(options: Options) -> Result<Self, Error> {
        options.check()?;
        let asked = options.listen;
        let bind_failed = |source| Error::Bind { address: asked, source };
        let listener = TcpListener::bind(asked).await.map_err(bind_failed)?;
        let address = listener.local_addr().map_err(bind_failed)?;
        let state = State::new(options, address).map_err(|why| Error::option("header_prefix", why))?;
        let state = Arc::new(state);
        let (stop, stopped) = watch::channel(false);
        let control = control::router(Arc::clone(&state));
        let server = tokio::spawn(server::run(listener, Arc::clone(&state), control, stopped));
        Ok(Self { state, address, stop, server: Some(server) })
    }

    /// The base URL for clients, without a slash at its end.
    pub fn url(&self) -> &str {
        &self.state.url
    }

    /// Where it listens, with the port that was picked.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The credentials it accepts.
    pub fn credentials(&self) -> Credentials<'_> {
        let options = &self.state.options;
        Credentials {
            app_token: &options.app_token,
            app_secret: &options.app_secret,
            agent_token: &options.agent_token,
            agent_secret: &options.agent_secret,
            callback_key: &options.callback_key,
        }
    }

    /// Ends a person's way through the plugin, as `POST /_emulator/tickets/{ticket}/complete` does. The key is a
    /// ticket, or the `authId` or `requestId` of a link. Returns the id of the callback that is sent, if one is.
    ///
    /// # Errors
    /// When there is no such ticket or link, or it cannot be completed any more.
    pub fn complete(&self, key: &str, outcome: Outcome) -> Result<Option<u64>, CompletionError> {
        let completion = Completion { outcome, mode: None };
        self.state.complete(key, &completion).map(|(_, callback)| callback)
    }

    /// How many requests it has seen since it started, those of the control interface aside.
    pub fn requests_seen(&self) -> u64 {
        self.state.log.counts().1
    }

    /// Forgets everything, settings and faults included, as `POST /_emulator/reset` does.
    pub fn reset(&self) {
        self.state.reset();
    }

    /// Serves until the future is done, then stops.
    pub async fn serve_until(self, signal: impl Future<Output = ()>) {
        signal.await;
        self.shutdown().await;
    }

    /// Stops: answers on their way have half a second, callbacks are not delivered any more.
    pub async fn shutdown(mut self) {
        let _ = self.stop.send(true);
        if let Some(server) = self.server.take() {
            // It cannot have panicked in a way that matters now. Dropping this value ends the deliveries.
            let _ = server.await;
        }
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.state.callbacks.clear();
        if let Some(server) = self.server.take() {
            server.abort();
        }
    }
}
