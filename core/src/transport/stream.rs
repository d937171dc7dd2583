//! A connection to the platform, directly or through a proxy.

use std::io::{self, ErrorKind, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_rustls::MaybeHttpsStream;
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// A connection to the platform or to a proxy.
pub(super) type Dialled = MaybeHttpsStream<TokioIo<TcpStream>>;

/// A connection that knows whether requests on it need the whole address.
///
/// A server may refuse an upload before it has read it, and close: then writing fails while its answer waits to be read.
/// So what cannot be written any more is dropped, and reading tells: the answer, or the end of the connection.
pub(super) struct Routed {
    io: Dialled,
    forwarded: bool,
    /// The other side reads no more.
    deaf: bool,
}

impl Routed {
    pub fn new(io: Dialled, forwarded: bool) -> Self {
        Self { io, forwarded, deaf: false }
    }

    /// What a write came to, with `len` bytes offered.
    fn written(&mut self, written: io::Result<usize>, len: usize) -> Poll<io::Result<usize>> {
        Poll::Ready(match written {
            Err(error) if is_closed(&error) => {
                self.deaf = true;
                Ok(len)
            }
            other => other,
        })
    }
}

fn is_closed(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::BrokenPipe
            | ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::NotConnected
    )
}

impl Connection for Routed {
    fn connected(&self) -> Connected {
        let connected = match &self.io {
            MaybeHttpsStream::Http(tcp) => tcp.connected(),
            MaybeHttpsStream::Https(_) => Connected::new(),
        };
        connected.proxy(self.forwarded)
    }
}

impl Read for Routed {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(cx, buffer)
    }
}

impl Write for Routed {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.deaf {
            return Poll::Ready(Ok(bytes.len()));
        }
        let written = ready!(Pin::new(&mut self.io).poll_write(cx, bytes));
        self.written(written, bytes.len())
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.deaf {
            return Poll::Ready(Ok(()));
        }
        let flushed = ready!(Pin::new(&mut self.io).poll_flush(cx));
        self.written(flushed.map(|()| 0), 0).map_ok(drop)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffers: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let len = buffers.iter().map(|buffer| buffer.len()).sum();
        if self.deaf {
            return Poll::Ready(Ok(len));
        }
        let written = ready!(Pin::new(&mut self.io).poll_write_vectored(cx, buffers));
        self.written(written, len)
    }
}
