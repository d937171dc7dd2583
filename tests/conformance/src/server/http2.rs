//! HTTP/2, in clear text with prior knowledge or over TLS.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use h2::server::{Connection, SendResponse};
use h2::{Reason, RecvStream, SendStream};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::Shared;
use super::socket::Fate;
use crate::record::{Protocol, Seen};
use crate::script::{Answer, Step};

/// Large windows: uploads of several MiB should not depend on flow control.
const WINDOW: u32 = 16 * 1024 * 1024;
const MAX_BODY: usize = 128 * 1024 * 1024;
/// h2 does not tell when what was sent has left, so a connection is closed so much later.
const FLUSH: Duration = Duration::from_millis(50);

/// What a stream wants to happen to its whole connection.
enum End {
    Reset,
    Close,
}

/// Serves one connection until one side ends it.
pub async fn serve<S: AsyncRead + AsyncWrite + Unpin>(stream: S, fate: &Fate, id: u64, shared: &Arc<Shared>) {
    let handshake = h2::server::Builder::new()
        .initial_window_size(WINDOW)
        .initial_connection_window_size(WINDOW)
        .handshake(stream)
        .await;
    // What fails here is the client's connection; nothing has arrived.
    let Ok(mut connection): Result<Connection<S, Bytes>, _> = handshake else { return };
    let (end, mut ended) = mpsc::channel(1);
    let mut streams = JoinSet::new();
    loop {
        tokio::select! {
            accepted = connection.accept() => match accepted {
                Some(Ok((request, respond))) => {
                    streams.spawn(stream_of(request, respond, id, Arc::clone(shared), end.clone()));
                }
                Some(Err(_)) | None => return,
            },
            Some(end) = ended.recv() => {
                if matches!(end, End::Reset) {
                    fate.reset();
                }
                return;
            }
            Some(_) = streams.join_next() => {}
        }
    }
}

/// Plays one stream. A failure means that the client has given it up.
async fn stream_of(
    request: http::Request<RecvStream>,
    mut respond: SendResponse<Bytes>,
    connection: u64,
    shared: Arc<Shared>,
    end: mpsc::Sender<End>,
) {
    let Ok(request) = read(request, connection).await else { return };
    // Dropping a stream that has not ended would reset it, so it is held until the connection ends.
    let mut _open = None;
    let ending = match shared.receive(request) {
        Step::Answer(answer) => {
            let ends = answer.cut_after.is_some() || answer.then_close;
            tokio::time::sleep(answer.delay).await;
            match send(answer, &mut respond).await {
                Ok(stream) if ends => _open = Some(stream),
                _ => return,
            }
            tokio::time::sleep(FLUSH).await;
            End::Close
        }
        Step::Reset => End::Reset,
        Step::Close => End::Close,
        Step::RefuseStream => return respond.send_reset(Reason::REFUSED_STREAM),
        Step::Hang => {
            // Until the client gives the stream up; with its connection this task ends too.
            let _ = std::future::poll_fn(|context| respond.poll_reset(context)).await;
            return;
        }
    };
    // A connection that has ended already needs no end; this task ends with its connection.
    let _ = end.send(ending).await;
    std::future::pending().await
}

async fn read(request: http::Request<RecvStream>, connection: u64) -> Result<Seen, h2::Error> {
    let (head, mut stream) = request.into_parts();
    let mut body = BytesMut::new();
    while let Some(data) = stream.data().await {
        let data = data?;
        stream.flow_control().release_capacity(data.len())?;
        body.extend_from_slice(&data);
        if body.len() > MAX_BODY {
            return Err(Reason::ENHANCE_YOUR_CALM.into());
        }
    }
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    Ok(Seen {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
        body: body.freeze(),
        connection,
        protocol: Protocol::Http2,
    })
}

/// Sends an answer; its stream has ended unless the body is cut.
async fn send(answer: Answer, respond: &mut SendResponse<Bytes>) -> Result<SendStream<Bytes>, h2::Error> {
    let mut response = http::Response::builder().status(answer.status);
    for (name, value) in &answer.headers {
        response = response.header(name, value);
    }
    if !answer.no_length && !matches!(answer.status, 204 | 304) {
        response = response.header("content-length", answer.body.len());
    }
    let response = response.body(()).expect("status and headers were checked when the vector was loaded");
    let empty = answer.body.is_empty();
    let mut stream = respond.send_response(response, empty)?;
    match answer.cut_after {
        _ if empty => {}
        Some(cut) => send_data(&mut stream, answer.body.slice(..cut.min(answer.body.len())), false).await?,
        None => send_data(&mut stream, answer.body, true).await?,
    }
    Ok(stream)
}

/// Sends as the client's window allows, so that a client that stops reading is noticed.
async fn send_data(stream: &mut SendStream<Bytes>, mut data: Bytes, last: bool) -> Result<(), h2::Error> {
    while !data.is_empty() {
        stream.reserve_capacity(data.len());
        let room = match std::future::poll_fn(|context| stream.poll_capacity(context)).await {
            Some(room) => room?,
            None => return Err(Reason::CANCEL.into()),
        };
        let chunk = data.split_to(room.min(data.len()));
        stream.send_data(chunk, last && data.is_empty())?;
    }
    Ok(())
}
