//! HTTP behind one trait: the attempt loop knows requests, answers and stages of failure, and no library.

use std::error::Error as StdError;
use std::future::Future;

use bytes::Bytes;
use http::header::PROXY_AUTHORIZATION;
use http::{HeaderMap, HeaderValue, Request, StatusCode, Uri};

use super::connect::{ConnectTimedOut, Connector};
use super::connection::Connection;
use super::pool::{Limits, Pool};
use super::progress::{Pieces, Progress};
use super::tls;
use crate::config;
use crate::error::Error;

/// What sends one request and reads one answer. It never sends anything twice and follows nothing.
pub(crate) trait Http: Send + Sync {
    /// Reads at most `limit` bytes of body. Pieces of bodies that move are told to `progress`; what is read of a head is
    /// not. A future that is dropped closes its connection at once.
    fn send(
        &self,
        request: Request<Bytes>,
        limit: usize,
        progress: &Progress,
    ) -> impl Future<Output = Result<HttpAnswer, HttpError>> + Send;

    /// Closes all idle connections.
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
    /// Nothing was sent.
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

/// The trait by hyper: its HTTP/1.1, on connections that the calls drive themselves.
pub(crate) struct HyperHttp {
    connector: Connector,
    proxy_authorization: Option<HeaderValue>,
    pool: Pool,
}

impl HyperHttp {
    pub fn new(settings: &config::Connection) -> Result<Self, Error> {
        let tls = tls::config(settings)?;
        let (connector, proxy_authorization) = Connector::new(settings, tls);
        let (idle, age) = (settings.pool_idle_timeout, settings.max_age);
        let pool = Pool::new(Limits { count: settings.pool_max_idle, idle, age });
        Ok(Self { connector, proxy_authorization, pool })
    }

    /// The same way to the platform, without a connection.
    pub fn fresh(&self) -> Self {
        Self {
            connector: self.connector.clone(),
            proxy_authorization: self.proxy_authorization.clone(),
            pool: self.pool.fresh(),
        }
    }

    /// A kept connection that still works, or a new one.
    async fn connection(&self, to: &Uri) -> Result<Box<Connection>, HttpError> {
        while let Some(mut kept) = self.pool.take() {
            if kept.is_alive().await {
                return Ok(kept);
            }
        }
        // Hardly ever made, and far too large to be a part of every call.
        Box::pin(self.dialled(to.clone())).await
    }

    async fn dialled(&self, to: Uri) -> Result<Box<Connection>, HttpError> {
        let birth = self.pool.birth();
        let stream = self.connector.dial(to).await.map_err(|error| unconnected(&*error))?;
        Connection::new(stream, birth).await.map_err(|error| unconnected(&error))
    }
}

impl Http for HyperHttp {
    async fn send(
        &self,
        request: Request<Bytes>,
        limit: usize,
        progress: &Progress,
    ) -> Result<HttpAnswer, HttpError> {
        let mut request = request.map(|body| Pieces::new(body, progress));
        if let Some(authorization) = &self.proxy_authorization {
            request.headers_mut().insert(PROXY_AUTHORIZATION, authorization.clone());
        }
        let connection = self.connection(request.uri()).await?;
        if !connection.forwarded
            && let Some(path) = request.uri().path_and_query()
        {
            *request.uri_mut() = path.clone().into();
        }
        let (answer, reusable) = connection.exchange(request, limit, progress).await?;
        if let Some(connection) = reusable {
            self.pool.give(connection);
        }
        Ok(answer)
    }

    fn discard(&self) {
        self.pool.discard();
    }
}

/// No connection came about.
fn unconnected(error: &(dyn StdError + 'static)) -> HttpError {
    let timed_out = find::<ConnectTimedOut>(error);
    let text = match timed_out {
        Some(timed_out) => timed_out.to_string(),
        None => format!("cannot connect: {}", causes(error)),
    };
    HttpError { stage: Stage::Unsent, timed_out: timed_out.is_some(), text }
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
pub(super) fn causes(error: &(dyn StdError + 'static)) -> String {
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
