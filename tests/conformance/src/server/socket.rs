//! A socket that can end with RST.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// How a socket ends that lies below a TLS connection.
#[derive(Clone, Debug, Default)]
pub struct Fate(Arc<AtomicBool>);

impl Fate {
    /// The socket will end with RST.
    pub fn reset(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A TCP stream with a fate.
pub struct Socket {
    stream: TcpStream,
    fate: Fate,
}

impl Socket {
    pub fn new(stream: TcpStream) -> (Self, Fate) {
        // Only speed is lost when this fails.
        let _ = stream.set_nodelay(true);
        let fate = Fate::default();
        (Self { stream, fate: fate.clone() }, fate)
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.fate.0.load(Ordering::Relaxed) {
            // A socket the client has closed already cannot be reset any more.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        data: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, data)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
