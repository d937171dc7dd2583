//! A connection to the platform, directly or through a proxy.

use std::io::{self, ErrorKind, IoSlice, Read as _};
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_rustls::MaybeHttpsStream;
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::TokioIo;
use socket2::SockRef;
use tokio::net::TcpStream;

/// Bytes that are read at a look; there are hardly ever any.
const LOOK: usize = 256;

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
    look: Look,
}

/// A connection as HTTP sees it, with TLS where the platform has it.
pub(super) type Stream = MaybeHttpsStream<Routed>;

/// What is asked of a connection from above HTTP and TLS, which own it.
#[derive(Clone, Default)]
pub(super) struct Look(Arc<Asked>);

#[derive(Default)]
struct Asked {
    due: AtomicBool,
    owed: AtomicBool,
}

impl Look {
    /// Asks the system at the next reads, whatever the runtime knows, until there is nothing more to read: a runtime of one
    /// thread hears nothing of its sockets between two `block_on`, and a connection that the server closed meanwhile, also
    /// behind other bytes, would be written to.
    pub fn at_the_next_read(&self) {
        self.0.due.store(true, Ordering::Relaxed);
    }

    fn is_due(&self) -> bool {
        self.0.due.load(Ordering::Relaxed)
    }

    fn ends(&self) {
        self.0.due.store(false, Ordering::Relaxed);
    }

    /// Whether the system has not taken all that was written.
    pub fn owes(&self) -> bool {
        self.0.owed.load(Ordering::Relaxed)
    }

    fn owe(&self, owed: bool) {
        self.0.owed.store(owed, Ordering::Relaxed);
    }
}

impl Routed {
    pub fn new(io: Dialled, forwarded: bool) -> Self {
        Self { io, forwarded, deaf: false, look: Look::default() }
    }

    pub fn look(&self) -> Look {
        self.look.clone()
    }

    pub fn is_forwarded(&self) -> bool {
        self.forwarded
    }

    /// What the system has to read just now, at most so many bytes: `None` for nothing, no bytes for the end.
    fn looked(&self, most: usize) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = [0; LOOK];
        let most = most.min(LOOK);
        let read = match &self.io {
            MaybeHttpsStream::Http(tcp) => (&*SockRef::from(tcp.inner())).read(&mut bytes[..most]),
            // Bytes of the TLS to a proxy are not ours to take: what has any is given up.
            MaybeHttpsStream::Https(tls) => {
                let tcp = tls.inner().get_ref().0.inner();
                SockRef::from(tcp.inner()).peek(&mut [MaybeUninit::uninit()]).map(|_| 0)
            }
        };
        match read {
            Ok(length) => Ok(Some(bytes[..length].to_vec())),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => Ok(None),
            Err(error) => Err(error),
        }
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
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        if self.look.is_due() {
            if let Some(bytes) = self.looked(buffer.remaining())? {
                buffer.put_slice(&bytes);
                return Poll::Ready(Ok(()));
            }
            self.look.ends();
        }
        Pin::new(&mut self.io).poll_read(cx, buffer)
    }
}

impl Write for Routed {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.deaf {
            return Poll::Ready(Ok(bytes.len()));
        }
        self.look.owe(true);
        let written = ready!(Pin::new(&mut self.io).poll_write(cx, bytes));
        self.written(written, bytes.len())
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.deaf {
            return Poll::Ready(Ok(()));
        }
        let flushed = ready!(Pin::new(&mut self.io).poll_flush(cx));
        self.look.owe(false);
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
        self.look.owe(true);
        let written = ready!(Pin::new(&mut self.io).poll_write_vectored(cx, buffers));
        self.written(written, len)
    }
}

/// What is below the TLS to the platform.
pub(super) fn routed(stream: &Stream) -> &Routed {
    match stream {
        MaybeHttpsStream::Http(routed) => routed,
        MaybeHttpsStream::Https(tls) => tls.inner().get_ref().0.inner(),
    }
}
