//! The attempt loop: signs each attempt anew, judges its answer, repeats what may be repeated.

mod clock;
mod connect;
mod connection;
mod encoding;
mod http;
mod judge;
mod pool;
mod progress;
mod resolver;
mod retry;
mod stream;
#[cfg(test)]
mod tests;
mod tls;

use std::ops::Range;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use ::http::header::CONTENT_TYPE;
use ::http::{HeaderMap, HeaderValue, Method, Request, Uri};
use bytes::Bytes;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use uuid::fmt::Hyphenated;

use self::clock::Clock;
pub(crate) use self::http::{Http, HyperHttp};
use self::judge::Failure;
use self::progress::Progress;
use self::retry::Repeat;
use crate::config::{Attempt, Endpoint, View};
use crate::error::{Error, ErrorKind};
use crate::nonces;
use crate::operation::OperationInfo;
use crate::signature::Input;

/// How many dead kept connections one call steps over; a server that hangs up on new connections looks the same.
const MAX_STALE: u32 = 3;

/// A call, ready to be signed and sent as often as it takes.
pub(crate) struct Call {
    /// Name of the operation, or `request`.
    pub operation: &'static str,
    pub method: Method,
    pub uri: Uri,
    pub body: Bytes,
    pub content: Content,
    pub repeatable: bool,
    pub expect: Expect,
    /// What was asked for, as JSON: none of it may come back in an error.
    pub request: Bytes,
    /// Texts of its parts, for the same reason.
    pub texts: Vec<String>,
    /// The operation, whose words are no secrets; `None` for a raw request.
    pub info: Option<&'static OperationInfo>,
}

impl Call {
    /// Whether a text of the request is a word of the platform's.
    pub fn knows(&self, word: &str) -> bool {
        self.info.is_some_and(|info| info.compiled().request().knows(word))
    }
}

/// What one attempt was signed with.
#[derive(Clone, Copy)]
pub(crate) struct Signed {
    /// Our time, in milliseconds.
    pub at: i64,
    nonce: [u8; Hyphenated::LENGTH],
}

impl Signed {
    /// The nonce and the signatures, made once more: hardly any attempt needs them twice.
    pub fn marks(&self, view: &View) -> Vec<String> {
        let nonce = std::str::from_utf8(&self.nonce).expect("hexadecimal digits and hyphens");
        let timestamp = self.at.to_string();
        let signatures = [&view.app, &view.agent].into_iter().flatten().map(|credentials| {
            let (token, secret) = (credentials.token.expose(), credentials.secret.expose());
            view.rule.sign(&Input { token, secret, timestamp: &timestamp, nonce })
        });
        signatures.chain([nonce.to_owned()]).collect()
    }
}

/// The content type of a call's body.
pub(crate) enum Content {
    None,
    Json,
    Other(HeaderValue),
}

/// What a call wants for an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expect {
    /// The envelope of a success.
    Envelope,
    /// An envelope, also that of a refusal which came with a status of success.
    AnyEnvelope,
    /// A file.
    Bytes,
}

/// The answer that a call wanted.
pub(crate) struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// `code` of the envelope, if it is one and has one.
    pub code: Option<i64>,
    pub body: Bytes,
    /// Where the envelope's `result` stands in the body.
    pub result: Option<Range<usize>>,
    pub attempts: u32,
    pub elapsed: Duration,
    /// What the last attempt was signed with.
    pub signed: Signed,
}

/// What all views of a client share.
pub(crate) struct Transport<H> {
    pub endpoint: Endpoint,
    pub http: H,
    clock: Clock,
    closed: CancellationToken,
}

impl<H: Http> Transport<H> {
    pub fn new(endpoint: Endpoint, http: H) -> Self {
        Self { endpoint, http, clock: Clock::default(), closed: CancellationToken::new() }
    }

    /// Ends calls in flight and refuses later ones.
    pub fn close(&self) {
        self.closed.cancel();
        self.http.discard();
    }

    pub async fn run(&self, view: &Arc<View>, call: &Call) -> Result<Answer, Error> {
        if self.closed.is_cancelled() {
            return Err(Error::new(ErrorKind::Configuration, "the client is closed"));
        }
        // Pinned here, so that the large future is not moved.
        let attempts = pin!(self.attempts(view, call));
        let outcome = self.closed.run_until_cancelled(attempts).await;
        outcome
            .unwrap_or_else(|| Err(Error::cancelled()))
            .map_err(|error| error.with_operation(call.operation))
    }

    async fn attempts(&self, view: &View, call: &Call) -> Result<Answer, Error> {
        if let Some(pace) = &view.pace {
            pace.turn().await;
        }
        let start = Instant::now();
        let deadline = start + view.total_timeout;
        let limit = if call.expect == Expect::Bytes { view.max_download } else { judge::MAX_JSON };
        let (mut attempt, mut retries, mut stale, mut corrected) = (0, 0, 0, None);
        loop {
            attempt += 1;
            let began = if attempt == 1 { start } else { Instant::now() };
            let waited = attempt > 1 || view.pace.is_some();
            let (request, signed) = self.signed(view, call, waited);
            let progress = Progress::new(began);
            let sent = self.http.send(request, limit, &progress);
            let outcome = match progress.watch(sent, view.attempt_timeout, deadline).await {
                Ok(Ok(answer)) => judge::answer(view, call, answer, &signed, limit),
                Ok(Err(error)) => Err(judge::no_answer(error)),
                Err(ran_out) => Err(judge::timed_out(view, ran_out)),
            };
            let ended = Instant::now();
            report(view, call, attempt, ended - began, &outcome);
            let failure = match outcome {
                Ok(answer) => return Ok(Answer { attempts: attempt, elapsed: ended - start, ..answer }),
                Err(failure) => failure,
            };
            let Failure { error, repeat, correction, refusal } = *failure;
            let error = error.with_attempts(attempt);
            if let Some(before) = corrected.filter(|_| error.kind() == ErrorKind::Authentication) {
                // The other clock did not help, so it is not to be believed.
                self.clock.set(before);
            }
            if let (Some(offset), true, None) = (correction, view.clock_correction, corrected) {
                tracing::warn!(
                    target: "qiyuesuo", operation = call.operation, offset_ms = offset,
                    "our clock differs from the platform's: repeating once with its time"
                );
                corrected = Some(self.clock.offset());
                self.clock.set(offset);
                continue;
            }
            if repeat == Repeat::AtOnce && stale < MAX_STALE {
                stale += 1;
                continue;
            }
            if !repeat.allows(call.repeatable) || retries >= view.max_retries {
                let wanted = refusal.filter(|_| call.expect == Expect::AnyEnvelope);
                return wanted
                    .map(|answer| Answer { attempts: attempt, elapsed: ended - start, ..answer })
                    .ok_or(error);
            }
            retries += 1;
            let wait = error.retry_after().unwrap_or_else(|| retry::back_off(retries));
            let wait = view.pace.as_ref().map_or(wait, |pace| wait.max(pace.pause_left()));
            if Instant::now() + wait >= deadline {
                return Err(
                    error.with_note("the wait before another attempt does not fit into the total time-out")
                );
            }
            tokio::time::sleep(wait).await;
        }
    }

    /// The request with a time stamp, a nonce and signatures of its own; answers these too.
    pub fn signed(&self, view: &View, call: &Call, has_waited: bool) -> (Request<Bytes>, Signed) {
        let now = self.clock.now();
        let mut digits = [0; Hyphenated::LENGTH];
        let nonce: &str = nonces::next(has_waited).hyphenated().encode_lower(&mut digits);
        let mut headers = view.template.clone();
        let value = "digits, hexadecimal and base64 fit a header";
        let time = HeaderValue::from(now);
        let timestamp = time.to_str().expect(value);
        if view.rule.uses_nonce() {
            headers.insert(&view.names.nonce, HeaderValue::from_str(nonce).expect(value));
        }
        for (credentials, name) in
            [(&view.app, &view.names.signature), (&view.agent, &view.names.agent_signature)]
        {
            if let Some(credentials) = credentials {
                let (token, secret) = (credentials.token.expose(), credentials.secret.expose());
                let signature = view.rule.sign(&Input { token, secret, timestamp, nonce });
                let mut signature = HeaderValue::try_from(signature).expect(value);
                signature.set_sensitive(true);
                headers.insert(name, signature);
            }
        }
        headers.insert(&view.names.timestamp, time);
        match &call.content {
            Content::Json => {}
            Content::None => _ = headers.remove(CONTENT_TYPE),
            Content::Other(content_type) => _ = headers.insert(CONTENT_TYPE, content_type.clone()),
        }
        let mut request = Request::new(call.body.clone());
        *request.method_mut() = call.method.clone();
        *request.uri_mut() = call.uri.clone();
        *request.headers_mut() = headers;
        (request, Signed { at: now, nonce: digits })
    }
}

/// One line an attempt, and the hook. Neither ever holds a secret, a ticket or personal data.
fn report(
    view: &View,
    call: &Call,
    attempt: u32,
    duration: Duration,
    outcome: &Result<Answer, Box<Failure>>,
) {
    let error = outcome.as_ref().err().map(|failure| &failure.error);
    let http_status = outcome.as_ref().map_or_else(|failure| failure.error.http_status(), |a| Some(a.status));
    let code = outcome.as_ref().map_or_else(|failure| failure.error.code(), |answer| answer.code);
    let error_kind = error.map(Error::kind);
    tracing::debug!(
        target: "qiyuesuo",
        operation = call.operation,
        attempt,
        http_status,
        code,
        error_kind = error_kind.map(ErrorKind::as_str),
        elapsed_ms = duration.as_millis() as u64,
        "attempt"
    );
    if let Some(pace) = &view.pace {
        pace.heard(error);
    }
    if let Some(hook) = &view.on_attempt {
        let operation = call.operation;
        hook(&Attempt { operation, attempt, http_status, code, duration, error_kind });
    }
}
