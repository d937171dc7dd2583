//! HTTP/1, by hand: a library would not let itself be told to cut a body or to reset a connection.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::Shared;
use super::socket::Fate;
use crate::record::Seen;
use crate::script::{Answer, Step};

const MAX_HEAD: usize = 256 * 1024;
/// Above the platform's 50 MB for a part, below what would hurt a test machine.
const MAX_BODY: u64 = 128 * 1024 * 1024;
/// How long a client that hangs is waited for.
const PATIENCE: Duration = Duration::from_secs(300);

/// Serves one connection until one side ends it.
pub async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    fate: &Fate,
    connection: u64,
    shared: &Arc<Shared>,
) {
    let mut peer = Peer { stream, buffer: BytesMut::new() };
    loop {
        let (request, keep) = match peer.request(connection).await {
            Ok(Some(read)) => read,
            Ok(None) => return,
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                let answer = super::failure(400, &error.to_string());
                if peer.answer(&answer).await.is_ok() {
                    peer.close().await;
                }
                return;
            }
            // The client is gone in the middle of a request: nothing has arrived.
            Err(_) => return,
        };
        match shared.receive(request) {
            Step::Answer(answer) => {
                let ends = answer.no_length || answer.cut_after.is_some() || answer.then_close || !keep;
                tokio::time::sleep(answer.delay).await;
                match peer.answer(&answer).await {
                    Ok(()) if ends => return peer.close().await,
                    Ok(()) => {}
                    Err(_) => return,
                }
            }
            Step::Reset => return fate.reset(),
            Step::Hang => return peer.wait_for_end(PATIENCE).await,
            Step::Close => return peer.close().await,
        }
    }
}

struct Peer<S> {
    stream: S,
    /// What was read and not used yet.
    buffer: BytesMut,
}

fn invalid(message: impl ToString) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message.to_string())
}

impl<S: AsyncRead + AsyncWrite + Unpin> Peer<S> {
    /// The next request, and whether the client keeps the connection; `None` when it closed between two requests.
    async fn request(&mut self, connection: u64) -> io::Result<Option<(Seen, bool)>> {
        let Some(mut request) = self.head(connection).await? else { return Ok(None) };
        let length = request.header("content-length");
        request.body = match (request.header("transfer-encoding"), length) {
            (Some(coding), None) if coding.eq_ignore_ascii_case("chunked") => self.chunked().await?,
            (Some(coding), None) => return Err(invalid(format!("unknown transfer coding {coding:?}"))),
            (Some(_), Some(_)) => return Err(invalid("both Transfer-Encoding and Content-Length")),
            (None, Some(length)) => {
                let length = length.parse().map_err(|_| invalid(format!("Content-Length is {length:?}")))?;
                self.exactly(length).await?
            }
            (None, None) => Bytes::new(),
        };
        let keep = request.header("connection").is_none_or(|value| !value.eq_ignore_ascii_case("close"));
        Ok(Some((request, keep)))
    }

    async fn head(&mut self, connection: u64) -> io::Result<Option<Seen>> {
        loop {
            if let Some((request, used)) = parse_head(&self.buffer, connection)? {
                self.buffer.advance(used);
                return Ok(Some(request));
            }
            if self.buffer.len() > MAX_HEAD {
                return Err(invalid("the head is too long"));
            }
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return if self.buffer.is_empty() {
                    Ok(None)
                } else {
                    Err(io::ErrorKind::UnexpectedEof.into())
                };
            }
        }
    }

    /// So many bytes.
    async fn exactly(&mut self, length: u64) -> io::Result<Bytes> {
        if length > MAX_BODY {
            return Err(invalid("the body is too long"));
        }
        let length = usize::try_from(length).map_err(invalid)?;
        while self.buffer.len() < length {
            self.buffer.reserve(length - self.buffer.len());
            self.more().await?;
        }
        Ok(self.buffer.split_to(length).freeze())
    }

    async fn chunked(&mut self) -> io::Result<Bytes> {
        let mut body = BytesMut::new();
        loop {
            let (head, length) = loop {
                match httparse::parse_chunk_size(&self.buffer).map_err(|_| invalid("a bad chunk size"))? {
                    httparse::Status::Complete(found) => break found,
                    httparse::Status::Partial => self.more().await?,
                }
            };
            self.buffer.advance(head);
            if length == 0 {
                return self.trailers().await.map(|()| body.freeze());
            }
            body.extend_from_slice(&self.exactly(length).await?);
            if body.len() as u64 > MAX_BODY {
                return Err(invalid("the body is too long"));
            }
            if self.exactly(2).await? != "\r\n" {
                return Err(invalid("a chunk does not end with its length"));
            }
        }
    }

    /// Skips the trailers and the empty line after the last chunk.
    async fn trailers(&mut self) -> io::Result<()> {
        loop {
            match self.buffer.windows(2).position(|pair| pair == b"\r\n") {
                Some(end) => {
                    self.buffer.advance(end + 2);
                    if end == 0 {
                        return Ok(());
                    }
                }
                None => self.more().await?,
            }
        }
    }

    async fn more(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    async fn answer(&mut self, answer: &Answer) -> io::Result<()> {
        let reason =
            http::StatusCode::from_u16(answer.status).ok().and_then(|status| status.canonical_reason());
        let mut head = format!("HTTP/1.1 {} {}\r\n", answer.status, reason.unwrap_or("Unnamed"));
        for (name, value) in &answer.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if answer.no_length {
            head.push_str("Connection: close\r\n");
        } else if !matches!(answer.status, 204 | 304) {
            head.push_str(&format!("Content-Length: {}\r\n", answer.body.len()));
        }
        head.push_str("\r\n");
        let sent = answer.cut_after.map_or(answer.body.len(), |cut| cut.min(answer.body.len()));
        // One write for head and body of a usual size, so that they leave together.
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(&answer.body[..sent]);
        self.stream.write_all(&bytes).await?;
        self.stream.flush().await
    }

    /// FIN. Unread input would turn it into RST, so the rest is read.
    async fn close(&mut self) {
        if self.stream.shutdown().await.is_ok() {
            self.wait_for_end(Duration::from_secs(2)).await;
        }
    }

    async fn wait_for_end(&mut self, patience: Duration) {
        let ended = async {
            let mut waste = [0; 4096];
            while matches!(self.stream.read(&mut waste).await, Ok(1..)) {}
        };
        // Out of patience is an end as well.
        let _ = tokio::time::timeout(patience, ended).await;
    }
}

/// A request without its body, and the length of its head; `None` while it is not complete.
fn parse_head(bytes: &[u8], connection: u64) -> io::Result<Option<(Seen, usize)>> {
    let mut headers = [httparse::EMPTY_HEADER; 128];
    let mut parsed = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(used) = parsed.parse(bytes).map_err(invalid)? else { return Ok(None) };
    let target = parsed.path.unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers = parsed
        .headers
        .iter()
        .map(|header| (header.name.to_owned(), String::from_utf8_lossy(header.value).into_owned()))
        .collect();
    let request = Seen {
        method: parsed.method.unwrap_or_default().to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers,
        body: Bytes::new(),
        connection,
    };
    Ok(Some((request, used)))
}

/// Reads and never speaks, until the client goes.
pub async fn stay_silent<S: AsyncRead + AsyncWrite + Unpin>(stream: S) {
    Peer { stream, buffer: BytesMut::new() }.wait_for_end(PATIENCE).await;
}
