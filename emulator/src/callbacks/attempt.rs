//! One attempt to deliver a callback.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_TYPE, HOST, USER_AGENT};
use axum::http::{HeaderValue, Method, Request};
use http_body_util::{BodyExt, Limited};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use url::Url;
use url::form_urlencoded::Serializer;

use super::address::{Destination, permitted};
use super::{Message, parse_url};
use crate::state::State;

/// How long the receiver has, from connecting to the end of its reply.
const TIME_OUT: Duration = Duration::from_secs(5);
/// More of a reply is not read.
const MAX_REPLY: usize = 64 << 10;
/// More of a reply is not kept.
const KEPT_REPLY: usize = 1 << 10;

/// What came of an attempt.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(crate) time_ms: i64,
    pub(crate) duration: Duration,
    pub(crate) status: Option<u16>,
    pub(crate) reply: String,
    pub(crate) error: Option<String>,
    pub(crate) received: bool,
}

pub(super) async fn send(state: &State, message: &Message) -> Attempt {
    let time_ms = state.clock.now_ms();
    let started = Instant::now();
    let outcome = match tokio::time::timeout(TIME_OUT, exchange(message, state.options.allow_remote)).await {
        Ok(outcome) => outcome,
        Err(_) => Err("no complete reply within 5 s".into()),
    };
    let duration = started.elapsed();
    match outcome {
        Ok((status, reply)) => Attempt {
            time_ms,
            duration,
            status: Some(status),
            received: message.plan.received(status, &reply),
            reply: String::from_utf8_lossy(&reply[..reply.len().min(KEPT_REPLY)]).into_owned(),
            error: None,
        },
        Err(error) => Attempt {
            time_ms,
            duration,
            status: None,
            reply: String::new(),
            error: Some(error),
            received: false,
        },
    }
}

async fn exchange(message: &Message, allow_remote: bool) -> Result<(u16, Bytes), String> {
    let mut url = parse_url(&message.url)?;
    if !message.query.is_empty() {
        url.query_pairs_mut().extend_pairs(&message.query);
    }
    let stream = connect(&url, allow_remote).await?;
    let _ = stream.set_nodelay(true);
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|why| why.to_string())?;
    let request = request(&url, message)?;
    let exchange = async {
        let response = sender.send_request(request).await.map_err(|why| why.to_string())?;
        let status = response.status().as_u16();
        let reply = Limited::new(response.into_body(), MAX_REPLY).collect().await;
        Ok((status, reply.map_err(|why| why.to_string())?.to_bytes()))
    };
    // The connection is driven here, so it ends with the attempt.
    let mut connection = std::pin::pin!(connection);
    let mut exchange = std::pin::pin!(exchange);
    tokio::select! {
        outcome = &mut exchange => outcome,
        _ = &mut connection => exchange.await,
    }
}

async fn connect(url: &Url, allow_remote: bool) -> Result<TcpStream, String> {
    let port = url.port_or_known_default().unwrap_or(80);
    let addresses: Vec<SocketAddr> = match permitted(url, allow_remote)? {
        Destination::Addresses(addresses) => {
            addresses.into_iter().map(|ip| SocketAddr::new(ip, port)).collect()
        }
        Destination::Name(name) => {
            let found = tokio::net::lookup_host((name.as_str(), port)).await;
            found.map_err(|why| format!("{name} cannot be resolved: {why}"))?.collect()
        }
    };
    TcpStream::connect(addresses.as_slice()).await.map_err(|why| format!("cannot connect: {why}"))
}

fn request(url: &Url, message: &Message) -> Result<Request<Body>, String> {
    let body = Serializer::new(String::new()).extend_pairs(&message.form).finish();
    let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    Request::builder()
        .method(Method::POST)
        .uri(target)
        .header(HOST, HeaderValue::from_str(host).map_err(|why| why.to_string())?)
        .header(USER_AGENT, concat!("qiyuesuo-emulator/", env!("CARGO_PKG_VERSION")))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .map_err(|why| why.to_string())
}
