//! The demo's own backend: receives callbacks over HTTP, reads them with the SDK, and answers what the platform wants.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::header::CONTENT_TYPE;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use qiyuesuo::callback::{CallbackOptions, Event, parse_request};
use qiyuesuo::{Error, ErrorKind};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use url::form_urlencoded;

use super::transcript::unexpected;
use crate::failure::Failure;

/// Takes callbacks in the documented plain form.
pub const PLAIN: &str = "/callback";
/// Takes signed callbacks only.
pub const SIGNED: &str = "/signed-callback";
/// Longest callback, in bytes.
const MAX_BODY: usize = 1 << 20;
const PATIENCE: Duration = Duration::from_secs(5);

/// A callback as it came (its names alone) and as it was read.
pub struct Received {
    pub names: Vec<String>,
    pub event: Event,
}

pub struct Receiver {
    address: SocketAddr,
    events: mpsc::UnboundedReceiver<Result<Received, Error>>,
    server: JoinHandle<()>,
}

struct Backend {
    key: String,
    events: mpsc::UnboundedSender<Result<Received, Error>>,
}

impl Receiver {
    pub async fn start(key: &str) -> Result<Self, Failure> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let failed =
            |error: std::io::Error| unexpected(&format!("no port for the callback receiver: {error}"));
        let listener = listener.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let (sender, events) = mpsc::unbounded_channel();
        let backend = Arc::new(Backend { key: key.to_owned(), events: sender });
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let backend = Arc::clone(&backend);
                let service = service_fn(move |request| {
                    let backend = Arc::clone(&backend);
                    async move { Ok::<_, Infallible>(backend.answer(request).await) }
                });
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        Ok(Self { address, events, server })
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The next callback.
    pub async fn next(&mut self) -> Result<Received, Failure> {
        match tokio::time::timeout(PATIENCE, self.events.recv()).await {
            Ok(Some(received)) => Ok(received?),
            _ => Err(unexpected("no callback arrived")),
        }
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Backend {
    async fn answer(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let received = self.read(request).await;
        let response = match &received {
            Ok(Received { event, .. }) => {
                let reply = event.reply();
                let response =
                    Response::builder().status(reply.status).header(CONTENT_TYPE, reply.content_type);
                response.body(reply.body.into())
            }
            Err(_) => Response::builder().status(400).body(Full::default()),
        };
        // Nobody waits any more when the demo is over.
        let _ = self.events.send(received);
        response.expect("a status and a media type of the SDK make a response")
    }

    async fn read(&self, request: Request<Incoming>) -> Result<Received, Error> {
        let options = CallbackOptions::new().allow_unsigned(request.uri().path() == PLAIN);
        let query = request.uri().query().map(str::to_owned);
        let body = Limited::new(request.into_body(), MAX_BODY).collect().await;
        let body = body.map_err(|_| Error::new(ErrorKind::Callback, "the body is cut or too long"))?;
        let body = body.to_bytes();
        let event = parse_request(query.as_deref(), &body, &[&self.key], &options)?;
        let names = form_urlencoded::parse(&body).map(|(name, _)| name.into_owned()).collect();
        Ok(Received { names, event })
    }
}
