//! Looking up names, which blocks: on threads of our own, because a runtime panics when it cannot have one.

use std::future::Future;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::thread::Builder;
use std::vec::IntoIter;

use hyper_util::client::legacy::connect::dns::Name;
use tokio::sync::{Semaphore, oneshot};
use tower_service::Service;

/// How many names are looked up at once, so that a burst of calls does not start a thread each. A look-up that nobody waits
/// for any more counts until the system gives up on it.
const AT_ONCE: usize = 4;

/// The system's resolver (`getaddrinfo`). Each look-up has a thread that ends with it.
#[derive(Clone)]
pub(super) struct Resolver(Arc<Semaphore>);

impl Default for Resolver {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Service<Name> for Resolver {
    type Response = IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let turns = self.0.clone();
        Box::pin(async move {
            let turn = turns.acquire_owned().await.map_err(io::Error::other)?;
            let (told, found) = oneshot::channel();
            let look_up = move || {
                // Whoever asked may have gone.
                _ = told.send((name.as_str(), 0).to_socket_addrs());
                drop(turn);
            };
            let started = Builder::new().name("qiyuesuo-names".to_owned()).spawn(look_up);
            started.map_err(|error| {
                io::Error::new(error.kind(), format!("cannot start a thread to look up the name: {error}"))
            })?;
            found.await.map_err(io::Error::other)?
        })
    }
}
