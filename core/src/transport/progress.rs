//! How long an attempt may take: its time begins anew whenever a piece of a body moves.

use std::convert::Infallible;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::{Instant, timeout_at};

/// What is handed to the connection at once. It buffers up to sixteen of them, which count as moved though they wait.
const PIECE: usize = 16 << 10;

/// When a byte of a body moved last, or else when the attempt began.
#[derive(Clone)]
pub(crate) struct Progress {
    began: Instant,
    /// Microseconds after the beginning.
    moved: Arc<AtomicU64>,
}

/// Which time ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OutOfTime {
    Attempt,
    Total,
}

impl Progress {
    pub fn new(began: Instant) -> Self {
        Self { began, moved: Arc::default() }
    }

    pub fn moved(&self) {
        let micros = u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.moved.fetch_max(micros, Ordering::Relaxed);
    }

    fn last(&self) -> Instant {
        self.began + Duration::from_micros(self.moved.load(Ordering::Relaxed))
    }

    /// Waits for an attempt as long as something moves within `quiet`, and until `deadline`.
    pub(super) async fn watch<T>(
        &self,
        attempt: impl Future<Output = T>,
        quiet: Duration,
        deadline: Instant,
    ) -> Result<T, OutOfTime> {
        let mut attempt = pin!(attempt);
        loop {
            let ends = self.last() + quiet;
            if let Ok(outcome) = timeout_at(ends.min(deadline), attempt.as_mut()).await {
                return Ok(outcome);
            }
            if ends >= deadline {
                return Err(OutOfTime::Total);
            }
            if self.last() + quiet <= ends {
                return Err(OutOfTime::Attempt);
            }
        }
    }
}

/// The body of a request. What asks for its next piece has room for it, so that the ones before are on their way.
pub(super) struct Pieces {
    rest: Bytes,
    begun: bool,
    progress: Progress,
}

impl Pieces {
    pub fn new(body: Bytes, progress: &Progress) -> Self {
        Self { rest: body, begun: false, progress: progress.clone() }
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        // The first is asked for as soon as there is a connection, whether or not anybody reads.
        if self.begun {
            self.progress.moved();
        }
        self.begun = true;
        let length = self.rest.len().min(PIECE);
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(length)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}
