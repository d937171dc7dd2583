//! One request: from its headers to its answer, in the order in which the gateway looks.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, DATE};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use http_body::{Body as HttpBody, Frame, SizeHint};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use qiyuesuo::operation::Encoding;
use tokio::time::Sleep;
use tower_service::Service;

use crate::answer::Answer;
use crate::control;
use crate::faults::Fault;
use crate::gateway::Verdict;
use crate::parameters::{self, Parameters};
use crate::platform::{self, Target};
use crate::request_log::{Seen, keep_address, keep_headers};
use crate::state::{SMALL_BODY, State};

/// No JSON request of the platform comes near it.
const MAX_JSON: usize = 4 << 20;
/// What is read, and thrown away, of a body that is too large, so that the sender gets to see the answer.
const MAX_DRAINED: usize = 128 << 20;
const BODY_TIME_OUT: Duration = Duration::from_secs(30);

/// The connection ends without an answer.
#[derive(Debug)]
pub(crate) struct NoAnswer;

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection ends without an answer")
    }
}

impl std::error::Error for NoAnswer {}

pub(crate) async fn serve(
    state: &Arc<State>,
    mut control: Router,
    reset: &AtomicBool,
    request: Request<Incoming>,
) -> Result<Response<Body>, NoAnswer> {
    if control::owns(request.uri().path()) {
        let answer = control.call(request.map(Body::new)).await;
        return answer.map_err(|never| match never {});
    }
    let (parts, body) = request.into_parts();
    let target = state.routes.find(&parts.method, parts.uri.path());
    let now_ms = state.clock.now_ms();
    let saas = parts.uri.path().starts_with("/saas/");
    let verdict = state.gateway.judge(&state.gateway.read(&parts.headers), saas, now_ms);
    let refusal = verdict.refusal().map(|(code, message)| Answer::refused(code, &message));

    let limit = match target {
        _ if refusal.is_some() => state.options.limits.body_bytes,
        _ if is_multipart(target) => state.options.limits.upload_bytes,
        _ => MAX_JSON,
    };
    // Held until the body is gone.
    let _turn = match body.size_hint().upper() {
        Some(size) if size <= SMALL_BODY as u64 => None,
        _ => state.large_bodies.acquire().await.ok(),
    };
    let (body, body_bytes) = read_body(body, limit).await?;

    let fault = state.faults.strike(target.operation(), parts.uri.path());
    let mut summary = None;
    let answer = match refusal {
        _ if fault.as_ref().is_some_and(Fault::replaces_answer) => None,
        Some(refusal) => Some(refusal),
        None if body_bytes > limit => Some(Answer::failed(
            11_990_010,
            Some("11990010"),
            "UPLOAD TOO LARGE,the body is larger than this",
        )),
        None => Some(answer(state, target, &parts, &body, &mut summary)),
    };
    note(
        state,
        &parts,
        target,
        verdict,
        (&body, body_bytes, summary),
        fault.as_ref(),
        answer.as_ref(),
        now_ms,
    );
    match (answer, fault) {
        (Some(answer), None) => Ok(response(state, answer)),
        (answer, fault) => play(state, reset, fault.unwrap_or_default(), answer).await,
    }
}

fn is_multipart(target: Target) -> bool {
    matches!(target, Target::Operation(operation) if operation.encoding == Encoding::Multipart)
}

/// The body up to a limit, and the length of the whole.
async fn read_body(mut body: Incoming, limit: usize) -> Result<(Bytes, usize), NoAnswer> {
    if body.is_end_stream() {
        return Ok((Bytes::new(), 0));
    }
    let promised = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX).min(limit);
    let reading = async {
        let mut kept: Vec<u8> = Vec::new();
        let mut first = Bytes::new();
        let mut total = 0_usize;
        while let Some(frame) = body.frame().await {
            let Ok(data) = frame.map_err(|_| NoAnswer)?.into_data() else { continue };
            let room = limit.saturating_sub(total);
            total += data.len();
            if total > MAX_DRAINED.max(limit) {
                return Err(NoAnswer);
            }
            // Most bodies come in one piece, which need not be copied.
            if first.is_empty() && kept.is_empty() {
                first = data;
                first.truncate(room);
            } else {
                if kept.is_empty() {
                    kept.reserve_exact(promised.max(first.len() + data.len()));
                    kept.extend_from_slice(&first);
                }
                kept.extend_from_slice(&data[..data.len().min(room)]);
            }
        }
        Ok((if kept.is_empty() { first } else { kept.into() }, total))
    };
    tokio::time::timeout(BODY_TIME_OUT, reading).await.unwrap_or(Err(NoAnswer))
}

fn answer(
    state: &Arc<State>,
    target: Target,
    parts: &Parts,
    body: &Bytes,
    summary: &mut Option<String>,
) -> Answer {
    if let Some(refusal) = state.routes.refusal(target, parts.uri.path()) {
        return refusal;
    }
    let parameters = if is_multipart(target) {
        match Parameters::from_multipart(&parts.headers, body) {
            Ok(parameters) => {
                *summary = Some(parameters.summary());
                parameters
            }
            Err(why) => return Answer::invalid_parameter("", &why),
        }
    } else {
        Parameters::from_query(parts.uri.query())
    };
    match target {
        Target::Operation(operation) => {
            let strictness = state.settings().parameters;
            match parameters::check(operation, &parameters, body, strictness) {
                Ok(fields) => platform::answer(state, operation, &fields, &parameters),
                Err(refusal) => refusal,
            }
        }
        Target::WrongMethod | Target::Unknown => {
            unreachable!("these are refused above")
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "everything that is known of a request at its end")]
fn note(
    state: &State,
    parts: &Parts,
    target: Target,
    verdict: Verdict,
    (body, body_bytes, summary): (&Bytes, usize, Option<String>),
    fault: Option<&Fault>,
    answer: Option<&Answer>,
    now_ms: i64,
) {
    let max = state.options.limits.body_bytes;
    let body = summary.as_ref().map_or(&body[..], |summary| summary.as_bytes());
    let (path, query) = keep_address(&parts.uri);
    let status = fault.and_then(|fault| if fault.html { Some(200) } else { fault.status });
    state.log.push(Seen {
        id: 0,
        time_ms: now_ms,
        method: parts.method.clone(),
        path,
        query,
        operation: target.operation(),
        headers: keep_headers(&parts.headers),
        body: body[..body.len().min(max)].into(),
        body_bytes,
        verdict,
        status: answer.map(|answer| answer.status).or(status),
        code: answer.map(|answer| answer.code),
        fault: fault.map(Fault::name),
    });
}

/// Answers as a fault wants it.
async fn play(
    state: &State,
    reset: &AtomicBool,
    fault: Fault,
    answer: Option<Answer>,
) -> Result<Response<Body>, NoAnswer> {
    if let Some(latency) = fault.latency_ms {
        tokio::time::sleep(Duration::from_millis(latency)).await;
    }
    if fault.reset {
        reset.store(true, Ordering::Relaxed);
        return Err(NoAnswer);
    }
    if fault.hang {
        // Ends when the client closes the connection, or the emulator stops.
        std::future::pending::<()>().await;
    }
    if let Some(status) = fault.status {
        return Ok(ordered(state, status, &fault));
    }
    if fault.html {
        let page = "<!DOCTYPE html><html><head><title>Emulator</title></head><body><h1>Not what you expected</h1>\
                    <p>A fault of the emulator: an HTML page with status 200.</p></body></html>";
        let answer = Answer {
            status: 200,
            code: 0,
            content_type: "text/html;charset=UTF-8",
            disposition: None,
            body: page.into(),
        };
        return Ok(response(state, answer));
    }
    let Some(mut answer) = answer else { return Err(NoAnswer) };
    let Some(cut_after) = fault.cut_after.filter(|cut_after| *cut_after < answer.body.len()) else {
        return Ok(response(state, answer));
    };
    let body = std::mem::take(&mut answer.body);
    Ok(response(state, answer).map(|_| Body::new(CutBody::new(body, cut_after))))
}

/// The answer of a fault with a status.
fn ordered(state: &State, status: u16, fault: &Fault) -> Response<Body> {
    let (content_type, body) = match &fault.body {
        None => ("text/plain;charset=UTF-8", String::new()),
        Some(serde_json::Value::String(text)) => ("text/plain;charset=UTF-8", text.clone()),
        Some(json) => (crate::answer::JSON, json.to_string()),
    };
    let answer = Answer { status, code: 0, content_type, disposition: None, body: body.into() };
    let mut response = response(state, answer);
    for (name, value) in fault.headers.iter().flatten() {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), value.parse::<HeaderValue>()) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

fn response(state: &State, answer: Answer) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(answer.content_type));
    headers.insert(DATE, state.clock.date());
    if let Some(value) = answer.disposition.and_then(|text| HeaderValue::from_str(&text).ok()) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    response
}

/// A body that promises more than it gives.
struct CutBody {
    rest: Bytes,
    promised: u64,
    /// Time for what was sent to leave, because an error discards what is still buffered.
    leaving: Option<Pin<Box<Sleep>>>,
}

impl CutBody {
    fn new(mut body: Bytes, cut_after: usize) -> Self {
        let promised = body.len() as u64;
        body.truncate(cut_after);
        Self { rest: body, promised, leaving: None }
    }
}

impl HttpBody for CutBody {
    type Data = Bytes;
    type Error = NoAnswer;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, NoAnswer>>> {
        if !self.rest.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.rest)))));
        }
        let leaving =
            self.leaving.get_or_insert_with(|| Box::pin(tokio::time::sleep(Duration::from_millis(20))));
        leaving.as_mut().poll(cx).map(|()| Some(Err(NoAnswer)))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.promised)
    }
}
