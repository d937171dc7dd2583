//! Connecting: directly or through a proxy, with one time-out around it all.

use std::error::Error as StdError;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::{HeaderValue, Uri};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use tower_service::Service;

use super::resolver::Resolver;
use super::stream::{Dialled, Routed, Stream};
use crate::config::{Connection, Protocol, Proxy};

type BoxError = Box<dyn StdError + Send + Sync>;
type BoxFuture<T> = Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send>>;
type TcpConnector = HttpConnector<Resolver>;

/// The way to the platform.
#[derive(Clone)]
pub(super) struct Connector(Arc<Dialler>);

struct Dialler {
    inner: HttpsConnector<Route>,
    timeout: Duration,
}

/// Raised when connecting takes too long; looked for in the causes of the error.
#[derive(Debug, thiserror::Error)]
#[error("the connect time-out of {} s ran out", .0.as_secs_f64())]
pub(super) struct ConnectTimedOut(Duration);

impl Connector {
    /// Also answers the `Proxy-Authorization` that plain HTTP requests through a proxy must carry themselves.
    pub fn new(settings: &Connection, tls: rustls::ClientConfig) -> (Self, Option<HeaderValue>) {
        let mut tcp = HttpConnector::new_with_resolver(Resolver::default());
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(Duration::from_secs(60)));
        let dial = HttpsConnectorBuilder::new()
            .with_tls_config(tls.clone())
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp.clone());
        let (route, authorization) = Route::choose(settings, tcp, dial);
        let inner = HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_or_http()
            .enable_http1()
            .wrap_connector(route);
        (Self(Arc::new(Dialler { inner, timeout: settings.connect_timeout })), authorization)
    }

    /// A new connection.
    pub async fn dial(&self, to: Uri) -> Result<Stream, BoxError> {
        let (mut inner, timeout) = (self.0.inner.clone(), self.0.timeout);
        let connecting = async move {
            poll_fn(|cx| inner.poll_ready(cx)).await?;
            inner.call(to).await
        };
        tokio::time::timeout(timeout, connecting)
            .await
            .unwrap_or_else(|_| Err(ConnectTimedOut(timeout).into()))
    }
}

/// The way to the platform: decided once, since a client knows one host.
#[derive(Clone)]
enum Route {
    Direct(TcpConnector),
    /// A proxy that opens a tunnel, for https.
    Tunnel(Tunnel<HttpsConnector<TcpConnector>>),
    /// A proxy that is told the whole address, for plain HTTP.
    Forward(HttpsConnector<TcpConnector>, Uri),
    Socks(SocksV5<TcpConnector>),
}

impl Route {
    fn choose(
        settings: &Connection,
        tcp: TcpConnector,
        dial: HttpsConnector<TcpConnector>,
    ) -> (Self, Option<HeaderValue>) {
        let Some(proxy) = &settings.proxy.proxy else { return (Self::Direct(tcp), None) };
        let uri = proxy.uri.clone();
        match proxy.protocol {
            Protocol::Socks5 => (Self::Socks(socks(proxy, tcp)), None),
            _ if settings.endpoint.is_https() => {
                let tunnel = Tunnel::new(uri, dial);
                (Self::Tunnel(proxy.authorization().into_iter().fold(tunnel, Tunnel::with_auth)), None)
            }
            _ => (Self::Forward(dial, uri), proxy.authorization()),
        }
    }
}

fn socks(proxy: &Proxy, tcp: TcpConnector) -> SocksV5<TcpConnector> {
    let socks = SocksV5::new(proxy.uri.clone(), tcp);
    match &proxy.user {
        Some((user, password)) => socks.with_auth(user.to_string(), password.to_string()),
        None => socks,
    }
}

impl Service<Uri> for Route {
    type Response = Routed;
    type Error = BoxError;
    type Future = BoxFuture<Routed>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        match self {
            Self::Direct(tcp) => tcp.poll_ready(cx).map_err(Into::into),
            Self::Tunnel(tunnel) => tunnel.poll_ready(cx).map_err(Into::into),
            Self::Forward(dial, _) => dial.poll_ready(cx),
            Self::Socks(socks) => socks.poll_ready(cx).map_err(Into::into),
        }
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        fn routed<E: Into<BoxError>>(io: Result<Dialled, E>, forwarded: bool) -> Result<Routed, BoxError> {
            io.map(|io| Routed::new(io, forwarded)).map_err(Into::into)
        }
        match self {
            Self::Direct(tcp) => {
                let tcp = tcp.call(to);
                Box::pin(async move { routed(tcp.await.map(MaybeHttpsStream::Http), false) })
            }
            Self::Tunnel(tunnel) => {
                let tunnel = tunnel.call(to);
                Box::pin(async move { routed(tunnel.await, false) })
            }
            Self::Forward(dial, proxy) => {
                let proxy = dial.call(proxy.clone());
                Box::pin(async move { routed(proxy.await, true) })
            }
            Self::Socks(socks) => {
                let socks = socks.call(to);
                Box::pin(async move { routed(socks.await.map(MaybeHttpsStream::Http), false) })
            }
        }
    }
}
