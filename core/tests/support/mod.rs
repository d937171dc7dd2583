//! A small server, proxy and certificate authority on ports of their own, each on a runtime of its own, so that they
//! live on whatever the runtime of a test does.

#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

pub mod proxy;
pub mod tls;

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use qiyuesuo::{Client, Options, SignatureRule};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

pub const TOKEN: &str = "AbC123dEf4";
pub const SECRET: &str = "Zy9Xw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0";
pub const TICKET: &str = r#"{"code":0,"message":"SUCCESS","result":{"ticket":"TICKET-1"}}"#;

/// A request as it arrived.
#[derive(Clone)]
pub struct Seen {
    /// 1 for the first connection.
    pub connection: usize,
    pub method: String,
    pub target: String,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Seen {
    /// A tunnel that was asked for without HTTP.
    fn tunnel(target: String) -> Self {
        Self { connection: 0, method: String::new(), target, headers: Vec::new(), body: Vec::new() }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of a platform header, which must be there.
    pub fn platform(&self, name: &str) -> &str {
        self.header(&format!("x-qys-open-{name}")).unwrap_or_else(|| panic!("no header {name}"))
    }

    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap()
    }

    pub fn query(&self) -> HashMap<String, String> {
        let query = self.target.split_once('?').map_or("", |(_, query)| query);
        form_urlencoded::parse(query.as_bytes()).into_owned().collect()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Panics unless the request was signed by the default rule with that secret.
    pub fn assert_signed(&self, token: &str, secret: &str) {
        let (timestamp, nonce) = (self.platform("timestamp"), self.platform("nonce"));
        let input = qiyuesuo::signature::Input { token, secret, timestamp, nonce };
        assert_eq!(self.platform("accesstoken"), token);
        assert!(SignatureRule::md5().verify(&input, self.platform("signature")), "the signature is wrong");
    }
}

/// What the server does with a request.
pub enum Reply {
    /// HTTP 200 with this JSON.
    Json(String),
    /// These bytes; the connection stays open.
    Raw(Vec<u8>),
    /// These bytes, then the connection is closed without another word.
    RawThenClose(Vec<u8>),
    /// These bytes, and a moment later the connection is closed.
    RawThenCloseLater(Vec<u8>),
    /// Nothing, until the client hangs up.
    Hang,
    /// After that long, something else.
    After(Duration, Box<Reply>),
}

impl Reply {
    pub fn ticket() -> Self {
        Self::Json(TICKET.to_owned())
    }

    /// The ticket; a moment later the connection is closed, although nothing announced it.
    pub fn ticket_then_close() -> Self {
        Self::RawThenCloseLater(http(200, "", TICKET.as_bytes()))
    }

    /// An answer with that status, head lines (each ending in CRLF) and body.
    pub fn answer(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Self {
        Self::Raw(http(status, headers, body.as_ref()))
    }
}

/// The bytes of an answer.
pub fn http(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status} Word\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// What happened at the server so far.
#[derive(Default)]
pub struct Log {
    pub seen: Vec<Seen>,
    /// Connections accepted.
    pub opened: usize,
    /// Connections over, whoever ended them.
    pub closed: usize,
}

type Handler = Arc<dyn Fn(&Seen) -> Reply + Send + Sync>;

#[derive(Clone)]
struct Shared {
    log: Arc<Mutex<Log>>,
    handler: Handler,
}

impl Shared {
    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a request and decides what to do with it.
    fn decide(&self, seen: Seen) -> (Reply, Duration) {
        let mut reply = (self.handler)(&seen);
        self.log().seen.push(seen);
        let mut wait = Duration::ZERO;
        while let Reply::After(longer, then) = reply {
            wait += longer;
            reply = *then;
        }
        (reply, wait)
    }
}

/// The server. Dropping it ends it.
pub struct Server {
    pub port: u16,
    https: bool,
    shared: Shared,
    runtime: Option<Runtime>,
}

impl Server {
    /// HTTP/1.1.
    pub fn start(handler: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        Self::accept(Arc::new(handler), false, |stream, connection, shared| async move {
            serve_http1(stream, connection, &shared).await;
        })
    }

    /// HTTP/1.1 over TLS.
    pub fn tls(identity: &tls::Identity, handler: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let acceptor = identity.acceptor.clone();
        Self::accept(Arc::new(handler), true, move |stream, connection, shared| {
            let acceptor = acceptor.clone();
            async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    serve_http1(stream, connection, &shared).await;
                }
            }
        })
    }

    fn accept<F: Future<Output = ()> + Send>(
        handler: Handler,
        https: bool,
        serve: impl Fn(TcpStream, usize, Shared) -> F + Clone + Send + Sync + 'static,
    ) -> Self {
        let runtime = runtime();
        let shared = Shared { log: Arc::default(), handler };
        let (listener, port) = bind();
        let all = shared.clone();
        runtime.spawn(async move {
            let listener = TcpListener::from_std(listener).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                stream.set_nodelay(true).unwrap();
                let connection = {
                    let mut log = all.log();
                    log.opened += 1;
                    log.opened
                };
                let (shared, serve) = (all.clone(), serve.clone());
                tokio::spawn(async move {
                    serve(stream, connection, shared.clone()).await;
                    shared.log().closed += 1;
                });
            }
        });
        Self { port, https, shared, runtime: Some(runtime) }
    }

    pub fn base_url(&self) -> String {
        if self.https {
            format!("https://localhost:{}", self.port)
        } else {
            format!("http://127.0.0.1:{}", self.port)
        }
    }

    pub fn log(&self) -> MutexGuard<'_, Log> {
        self.shared.log()
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.log().seen.clone()
    }

    /// The only request so far.
    pub fn only(&self) -> Seen {
        let mut seen = self.seen();
        assert_eq!(seen.len(), 1, "there were {} requests", seen.len());
        seen.remove(0)
    }

    /// Waits until the log is as wanted, and fails after ten seconds.
    pub async fn until(&self, what: &str, wanted: impl Fn(&Log) -> bool) {
        let start = Instant::now();
        while !wanted(&self.log()) {
            assert!(start.elapsed() < Duration::from_secs(10), "did not happen: {what}");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// As [`until`](Self::until), for tests that stand outside their runtime.
    pub fn block_until(&self, what: &str, wanted: impl Fn(&Log) -> bool) {
        let start = Instant::now();
        while !wanted(&self.log()) {
            assert!(start.elapsed() < Duration::from_secs(10), "did not happen: {what}");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Options of a client of this server: the test credentials, and no repeating.
    pub fn options(&self) -> Options {
        Options::new().app_token(TOKEN).app_secret(SECRET).base_url(self.base_url()).max_retries(0)
    }

    /// A client of this server.
    pub fn client(&self) -> Client {
        self.options().build_without_env().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// One thread beside the test's own.
fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

/// A port of this machine. Not tokio's, since the caller may be inside another runtime.
fn bind() -> (std::net::TcpListener, u16) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

async fn serve_http1(mut stream: impl AsyncRead + AsyncWrite + Unpin, connection: usize, shared: &Shared) {
    let mut buffer = Vec::new();
    while let Some(seen) = read_request(&mut stream, &mut buffer, connection).await {
        let (reply, wait) = shared.decide(seen);
        let mut byte = [0];
        if !wait.is_zero() {
            // Whoever hangs up while waiting is seen at once.
            let hung_up = tokio::time::timeout(wait, stream.read(&mut byte)).await;
            if hung_up.is_ok() {
                return;
            }
        }
        let later = matches!(reply, Reply::RawThenCloseLater(_));
        let (bytes, close) = match reply {
            Reply::Json(json) => {
                (http(200, "Content-Type: application/json;charset=UTF-8\r\n", json.as_bytes()), false)
            }
            Reply::Raw(bytes) => (bytes, false),
            Reply::RawThenClose(bytes) | Reply::RawThenCloseLater(bytes) => (bytes, true),
            Reply::Hang => {
                _ = stream.read(&mut byte).await;
                return;
            }
            Reply::After(..) => unreachable!("was taken apart above"),
        };
        if stream.write_all(&bytes).await.is_err() || stream.flush().await.is_err() || close {
            if later {
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
            _ = stream.shutdown().await;
            return;
        }
    }
}

/// The next request of a connection, or nothing when it is over.
pub async fn read_request(
    stream: &mut (impl AsyncRead + Unpin),
    buffer: &mut Vec<u8>,
    connection: usize,
) -> Option<Seen> {
    let head = loop {
        if let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            break String::from_utf8(buffer.drain(..end + 4).collect()).unwrap();
        }
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    };
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.map_or(0, |(_, value)| value.parse().unwrap());
    while buffer.len() < length {
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
    let body = buffer.drain(..length).collect();
    Some(Seen { connection, method, target, headers, body })
}
