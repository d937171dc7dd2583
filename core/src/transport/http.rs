//! HTTP behind one trait: the attempt loop knows requests, answers and stages of failure, and no library.

use std::error::Error as StdError;
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http::header::PROXY_AUTHORIZATION;
use http::{HeaderMap, HeaderValue, Request, StatusCode};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};
use hyper_util::client::legacy::{Client, Error as ClientError, ResponseFuture};
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::connect::{ConnectTimedOut, Connector};
use super::progress::{Pieces, Progress};
use super::tls;
use crate::config::Connection;
use crate::error::Error;

/// What sends one request and reads one answer. It never sends anything twice and follows nothing.
pub(crate) trait Http: Send + Sync {
    /// Reads at most `limit` bytes of body. A request that may not be repeated looks twice at a kept connection before it
    /// is written. Pieces of bodies that move are told to `progress`; what is read of a head is not.
    fn send(
        &self,
        request: Request<Bytes>,
        limit: usize,
        repeatable: bool,
        progress: &Progress,
    ) -> impl Future<Output = Result<HttpAnswer, HttpError>> + Send;

    /// An attempt ran out of time: its connection must not serve another.
    fn timed_out(&self);

    /// Forgets all idle connections.
    fn discard(&self);
}

pub(crate) struct HttpAnswer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// `None` if it was longer than the limit.
    pub body: Option<Bytes>,
}

/// How far a request got that has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// A kept connection was found closed before a byte was sent.
    Stale,
    /// Nothing was sent, or the server refused it before looking at it.
    Unsent,
    /// It may have arrived.
    Sent,
}

pub(crate) struct HttpError {
    pub stage: Stage,
    pub timed_out: bool,
    /// What the libraries say, without addresses.
    pub text: String,
}

type Pool = Client<Connector, Pieces>;

/// After so many milliseconds without an answer, kept connections may have ended unnoticed.
const QUIET_MS: u64 = 5;

/// The trait by hyper.
pub(crate) struct HyperHttp {
    connector: Connector,
    proxy_authorization: Option<HeaderValue>,
    http2: bool,
    plain: bool,
    idle_timeout: Duration,
    max_idle: usize,
    max_age: Duration,
    /// The pool in use and its birth. An older one lives on until its last call has ended.
    pool: RwLock<(Pool, Instant)>,
    born: Instant,
    /// When the last answer came, in milliseconds after birth.
    last_answer: AtomicU64,
}

impl HyperHttp {
    pub fn new(settings: &Connection) -> Result<Self, Error> {
        let tls = tls::config(settings)?;
        let (connector, proxy_authorization) = Connector::new(settings, tls);
        let mut http = Self {
            pool: RwLock::new((
                Client::builder(TokioExecutor::new()).build(connector.clone()),
                Instant::now(),
            )),
            connector,
            proxy_authorization,
            http2: settings.http2,
            plain: !settings.endpoint.is_https(),
            idle_timeout: settings.pool_idle_timeout,
            max_idle: settings.pool_max_idle,
            max_age: settings.max_age,
            born: Instant::now(),
            last_answer: AtomicU64::new(0),
        };
        http.pool = RwLock::new((http.new_pool(), Instant::now()));
        Ok(http)
    }

    /// The same way to the platform, without a connection.
    pub fn fresh(&self) -> Self {
        Self {
            connector: self.connector.clone(),
            proxy_authorization: self.proxy_authorization.clone(),
            pool: RwLock::new((self.new_pool(), Instant::now())),
            born: Instant::now(),
            last_answer: AtomicU64::new(0),
            ..*self
        }
    }

    fn new_pool(&self) -> Pool {
        let mut builder = Client::builder(TokioExecutor::new());
        builder
            // Every attempt has a nonce of its own, so nothing but the attempt loop may send again.
            .retry_canceled_requests(false)
            .set_host(false)
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(self.idle_timeout)
            .pool_max_idle_per_host(self.max_idle);
        if self.http2 {
            builder
                // On plain HTTP there is nothing to negotiate with.
                .http2_only(self.plain)
                .http2_keep_alive_interval(Duration::from_secs(20))
                .http2_keep_alive_timeout(Duration::from_secs(10))
                .http2_keep_alive_while_idle(true);
        }
        builder.build(self.connector.clone())
    }

    fn age_ms(&self, now: Instant) -> u64 {
        u64::try_from((now - self.born).as_millis()).unwrap_or(u64::MAX)
    }

    /// A runtime of one thread hears nothing of the network between two `block_on`: without this, a connection the
    /// server closed meanwhile would be written to, and nobody could tell whether the request arrived.
    async fn poll_idle_connections(&self, now: Instant, repeatable: bool) {
        // Right after an answer it is not worth the time, unless nothing could mend a connection lost meanwhile.
        if !repeatable || self.age_ms(now).saturating_sub(self.last_answer.load(Ordering::Relaxed)) > QUIET_MS
        {
            // The first lets the runtime look at its sockets, the second lets the connections act on it.
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
        }
    }

    /// Begins a request on the pool in use.
    fn request(&self, request: Request<Pieces>, now: Instant) -> ResponseFuture {
        {
            let current = self.pool.read().unwrap_or_else(PoisonError::into_inner);
            if now.duration_since(current.1) < self.max_age {
                return current.0.request(request);
            }
        }
        let mut current = self.pool.write().unwrap_or_else(PoisonError::into_inner);
        if current.1.elapsed() >= self.max_age {
            *current = (self.new_pool(), Instant::now());
        }
        current.0.request(request)
    }
}

impl Http for HyperHttp {
    async fn send(
        &self,
        request: Request<Bytes>,
        limit: usize,
        repeatable: bool,
        progress: &Progress,
    ) -> Result<HttpAnswer, HttpError> {
        let mut request = request.map(|body| Pieces::new(body, progress));
        if let Some(authorization) = &self.proxy_authorization {
            request.headers_mut().insert(PROXY_AUTHORIZATION, authorization.clone());
        }
        let now = Instant::now();
        self.poll_idle_connections(now, repeatable).await;
        let answer = self.request(request, now).await.map_err(|error| unanswered(&error))?;
        let (head, body) = answer.into_parts();
        let body = read(body, limit, progress).await.map_err(|error| HttpError {
            stage: Stage::Sent,
            timed_out: false,
            text: format!("the answer was cut: {}", causes(&error)),
        })?;
        self.last_answer.store(self.age_ms(Instant::now()), Ordering::Relaxed);
        Ok(HttpAnswer { status: head.status, headers: head.headers, body })
    }

    fn timed_out(&self) {
        // HTTP/1 closes the connection of a dropped request. An HTTP/2 connection is shared and may be dead.
        if self.http2 {
            self.discard();
        }
    }

    fn discard(&self) {
        *self.pool.write().unwrap_or_else(PoisonError::into_inner) = (self.new_pool(), Instant::now());
    }
}

/// Reads a body up to the limit. The usual answer is one frame, which is not copied.
async fn read(mut body: Incoming, limit: usize, progress: &Progress) -> Result<Option<Bytes>, hyper::Error> {
    if body.size_hint().lower() > limit as u64 {
        return Ok(None);
    }
    let mut first = Bytes::new();
    let mut rest = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else { continue };
        progress.moved();
        if first.len() + rest.len() + data.len() > limit {
            return Ok(None);
        }
        if first.is_empty() {
            first = data;
        } else {
            rest.extend_from_slice(&data);
        }
    }
    if rest.is_empty() {
        return Ok(Some(first));
    }
    let mut whole = BytesMut::with_capacity(first.len() + rest.len());
    whole.extend_from_slice(&first);
    whole.extend_from_slice(&rest);
    Ok(Some(whole.freeze()))
}

fn unanswered(error: &ClientError) -> HttpError {
    let canceled = find::<hyper::Error>(error).is_some_and(hyper::Error::is_canceled);
    let refused = find::<h2::Error>(error).and_then(h2::Error::reason) == Some(h2::Reason::REFUSED_STREAM);
    let timed_out = find::<ConnectTimedOut>(error).is_some();
    let stage = if canceled {
        Stage::Stale
    } else if error.is_connect() || refused {
        Stage::Unsent
    } else {
        Stage::Sent
    };
    let text = match find::<ConnectTimedOut>(error) {
        Some(timed_out) => timed_out.to_string(),
        None if error.is_connect() => format!("cannot connect: {}", causes(error)),
        None => format!("the connection was lost before an answer came: {}", causes(error)),
    };
    HttpError { stage, timed_out, text }
}

fn find<'e, T: StdError + 'static>(error: &'e (dyn StdError + 'static)) -> Option<&'e T> {
    let mut cause = Some(error);
    while let Some(current) = cause {
        if let Some(found) = current.downcast_ref() {
            return Some(found);
        }
        cause = current.source();
    }
    None
}

/// The texts of an error and its causes, without repetitions.
fn causes(error: &(dyn StdError + 'static)) -> String {
    let mut texts: Vec<String> = Vec::new();
    let mut cause = Some(error);
    while let Some(current) = cause {
        let text = current.to_string();
        if !texts.iter().any(|known| known.contains(&text)) {
            texts.push(text);
        }
        cause = current.source();
    }
    texts.join(": ")
}
