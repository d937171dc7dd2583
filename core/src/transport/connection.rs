//! A connection and what drives it, polled together by the call that uses it.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use hyper::body::{Body, Frame, Incoming};
use hyper::client::conn::http1;

use super::http::{HttpAnswer, HttpError, Stage, causes};
use super::pool::Birth;
use super::progress::{Pieces, Progress};
use super::stream::{Look, Stream, routed};

/// A connection of HTTP/1.1.
pub(super) struct Connection {
    pub birth: Birth,
    sender: http1::SendRequest<Pieces>,
    driver: Driver,
    look: Look,
    /// Whether a proxy wants the whole address of each request.
    pub forwarded: bool,
}

/// What moves the bytes, until the connection has ended.
struct Driver(Option<http1::Connection<Stream, Pieces>>);

impl Driver {
    fn drive(&mut self, cx: &mut Context<'_>) {
        if let Some(driver) = &mut self.0
            && Pin::new(driver).poll(cx).is_ready()
        {
            // How it ended is told to the request.
            self.0 = None;
        }
    }
}

impl Connection {
    /// In a box, since it has some kilobytes and is handed around in every call.
    pub async fn new(stream: Stream, birth: Birth) -> Result<Box<Self>, hyper::Error> {
        let (look, forwarded) = (routed(&stream).look(), routed(&stream).is_forwarded());
        let (sender, driver) = http1::handshake(stream).await?;
        Ok(Box::new(Self { birth, sender, driver: Driver(Some(driver)), look, forwarded }))
    }

    /// Whether it can take another request: the server has neither closed it nor sent what nobody asked for. The system is
    /// asked, since the runtime may have heard nothing of its sockets since the last call.
    pub async fn is_alive(&mut self) -> bool {
        self.look.at_the_next_read();
        self.is_ready().await
    }

    async fn is_ready(&mut self) -> bool {
        poll_fn(|cx| {
            self.driver.drive(cx);
            let ready = self.driver.0.is_some() && matches!(self.sender.poll_ready(cx), Poll::Ready(Ok(())));
            // A server may answer before it has read the request. What is left of that, though HTTP has taken it all, would
            // go before the next.
            Poll::Ready(ready && !self.look.owes())
        })
        .await
    }

    /// Sends a request and reads its answer, at most `limit` bytes of body. The connection comes back if it can be used
    /// again.
    pub async fn exchange(
        mut self: Box<Self>,
        request: Request<Pieces>,
        limit: usize,
        progress: &Progress,
    ) -> Result<(HttpAnswer, Option<Box<Self>>), HttpError> {
        let mut answer = pin!(self.sender.send_request(request));
        let driver = &mut self.driver;
        let answer = poll_fn(|cx| {
            driver.drive(cx);
            answer.as_mut().poll(cx)
        });
        let answer = answer.await.map_err(|error| unanswered(&error))?;
        let read = self.read(answer, limit, progress).await;
        let (answer, whole) = read.map_err(|error| HttpError {
            stage: Stage::Sent,
            timed_out: false,
            text: format!("the answer was cut: {}", causes(&error)),
        })?;
        // Bytes behind the end of the answer, or a request that is not sent to its end, make it useless.
        let reusable = whole && self.is_ready().await;
        Ok((answer, reusable.then_some(self)))
    }

    /// Reads a body up to the limit; whether it was read to its end is told too. The usual answer is one frame, which is
    /// not copied.
    async fn read(
        &mut self,
        answer: Response<Incoming>,
        limit: usize,
        progress: &Progress,
    ) -> Result<(HttpAnswer, bool), hyper::Error> {
        let (head, mut body) = answer.into_parts();
        let (status, headers) = (head.status, head.headers);
        if body.size_hint().lower() > limit as u64 {
            return Ok((HttpAnswer { status, headers, body: None }, false));
        }
        let (mut first, mut rest) = (Bytes::new(), BytesMut::new());
        while let Some(frame) = self.frame(&mut body).await {
            let Ok(data) = frame?.into_data() else { continue };
            progress.moved();
            if first.len() + rest.len() + data.len() > limit {
                return Ok((HttpAnswer { status, headers, body: None }, false));
            }
            if first.is_empty() {
                first = data;
            } else {
                rest.extend_from_slice(&data);
            }
        }
        let body = if rest.is_empty() { first } else { [&first[..], &rest[..]].concat().into() };
        Ok((HttpAnswer { status, headers, body: Some(body) }, true))
    }

    /// The next piece of a body.
    async fn frame(&mut self, body: &mut Incoming) -> Option<Result<Frame<Bytes>, hyper::Error>> {
        poll_fn(|cx| {
            if let Poll::Ready(frame) = Pin::new(&mut *body).poll_frame(cx) {
                return Poll::Ready(frame);
            }
            // Asking has told the driver that there is room, and driving may have brought a piece.
            self.driver.drive(cx);
            Pin::new(&mut *body).poll_frame(cx)
        })
        .await
    }
}

fn unanswered(error: &hyper::Error) -> HttpError {
    HttpError {
        // The driver ended before it took the request up.
        stage: if error.is_canceled() { Stage::Stale } else { Stage::Sent },
        timed_out: false,
        text: format!("the connection was lost before an answer came: {}", causes(error)),
    }
}
