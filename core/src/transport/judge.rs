//! What an answer, or the lack of one, means.

use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::de::IgnoredAny;

use super::clock::{self, Offset};
use super::encoding::{self, Unreadable};
use super::http::{HttpAnswer, HttpError, Stage};
use super::progress::OutOfTime;
use super::retry::{Repeat, retry_after};
use super::{Answer, Call, Expect, Signed};
use crate::config::View;
use crate::envelope::{self, Envelope};
use crate::error::{Error, ErrorKind};
use crate::mask;
use crate::ours::Ours;
use crate::readable::readable;

/// Longest JSON answer, in bytes.
pub(super) const MAX_JSON: usize = 8 << 20;

/// A failed attempt, and what may follow.
pub(super) struct Failure {
    pub error: Error,
    pub repeat: Repeat,
    /// The offset of the clocks, if signing with it may help.
    pub correction: Option<i64>,
    /// The answer, where it is an envelope that came with a status of success.
    pub refusal: Option<Answer>,
}

impl Failure {
    fn new(error: Error, repeat: Repeat) -> Box<Self> {
        Box::new(Self { error, repeat, correction: None, refusal: None })
    }
}

/// Judges an attempt without an answer.
pub(super) fn no_answer(error: HttpError) -> Box<Failure> {
    let HttpError { stage, timed_out, text } = error;
    let kind = if timed_out { ErrorKind::Timeout } else { ErrorKind::Connection };
    match stage {
        Stage::Stale => Failure::new(Error::new(kind, text), Repeat::AtOnce),
        Stage::Unsent => Failure::new(Error::new(kind, text), Repeat::Always),
        Stage::Sent => Failure::new(Error::new(kind, text), Repeat::IfRepeatable),
    }
}

/// Judges an attempt that ran out of time. The total time-out ends the call whatever may be repeated.
pub(super) fn timed_out(view: &View, ran_out: OutOfTime) -> Box<Failure> {
    let (name, limit, repeat) = match ran_out {
        OutOfTime::Total => ("total", view.total_timeout, Repeat::Never),
        OutOfTime::Attempt => ("attempt", view.attempt_timeout, Repeat::IfRepeatable),
    };
    let seconds = limit.as_secs_f64();
    Failure::new(
        Error::new(ErrorKind::Timeout, format!("the {name} time-out of {seconds} s ran out")),
        repeat,
    )
}

/// Judges an answer.
pub(super) fn answer(
    view: &View,
    call: &Call,
    answer: HttpAnswer,
    signed: &Signed,
    limit: usize,
) -> Result<Answer, Box<Failure>> {
    let HttpAnswer { status, headers, body } = answer;
    let ours = || Ours::new(view, &call.request, &call.texts, |word| call.knows(word), &signed.marks(view));
    let unreadable = |message: String| {
        let ours = ours();
        let error = Error::new(ErrorKind::InvalidResponse, ours.masked(&message));
        let headers = ours.masked_headers(&headers);
        Err(Failure::new(error.with_answer(status.as_u16(), &headers, None), Repeat::Never))
    };
    let too_long = || unreadable(format!("the answer is longer than {limit} bytes"));
    let Some(body) = body else { return too_long() };
    let body = match encoding::decoded(&headers, body, limit) {
        Ok(body) => body,
        Err(Unreadable::TooLong) => return too_long(),
        // The status alone says what failed.
        Err(_) if status.is_client_error() || status.is_server_error() => Bytes::new(),
        Err(Unreadable::Unknown(name)) => {
            return unreadable(format!(
                "the answer has the Content-Encoding `{}`, which was not asked for and is not understood: look at the \
                 proxies between",
                name
            ));
        }
        Err(Unreadable::Broken(name)) => {
            return unreadable(format!("the answer says that it is `{name}`, and it is not, or it was cut"));
        }
    };
    let body = if call.expect == Expect::Bytes { body } else { readable(body) };
    if call.expect == Expect::Bytes {
        match status.as_u16() {
            204 | 205 => return unreadable(format!("the answer (HTTP {}) has no file", status.as_u16())),
            206 => {
                return unreadable(
                    "the answer is a part of the file (HTTP 206), which was not asked for".to_owned(),
                );
            }
            // A file under a wrong name stays one; what begins as an envelope and cannot be read is none.
            200 if is_json(&headers)
                && body.trim_ascii_start().starts_with(b"{")
                && serde_json::from_slice::<IgnoredAny>(&readable(body.clone())).is_err() =>
            {
                let message =
                    "the answer says that it is JSON, and it is not: it may be a refusal in another encoding";
                return unreadable(message.to_owned());
            }
            _ => {}
        }
    }
    // A file is handed out as it came; an error that stands in its place is read as any other.
    let mended = || body.trim_ascii_start().starts_with(b"{").then(|| readable(body.clone()));
    let envelope = Envelope::parse(&body).or_else(|| Envelope::parse(&mended()?));
    let download = call.expect == Expect::Bytes
        && status.is_success()
        && envelope.as_ref().is_none_or(Envelope::is_success);
    let failed = envelope::failure(status.as_u16(), envelope.as_ref()).filter(|_| !download);
    let failure = failed.map(|kind| {
        failure(
            view,
            kind,
            Said { status, headers: &headers, body: &body },
            envelope.as_ref(),
            signed.at,
            &ours(),
        )
    });
    let is_envelope = envelope.is_some();
    let Envelope { code, result, .. } = envelope.unwrap_or_default();
    let answer = Answer {
        status: status.as_u16(),
        headers,
        code,
        body,
        result,
        attempts: 0,
        elapsed: Duration::ZERO,
        signed: *signed,
    };
    match failure {
        Some(failure) => {
            let refusal = (is_envelope && status.is_success()).then_some(answer);
            Err(Box::new(Failure { refusal, ..failure }))
        }
        None => Ok(answer),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let name = headers.get(CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    name.split(|byte| *byte == b';')
        .next()
        .is_some_and(|name| name.trim_ascii().eq_ignore_ascii_case(b"application/json"))
}

/// An answer, as it came.
struct Said<'a> {
    status: StatusCode,
    headers: &'a HeaderMap,
    body: &'a [u8],
}

fn failure(
    view: &View,
    kind: ErrorKind,
    Said { status, headers, body }: Said<'_>,
    envelope: Option<&Envelope>,
    signed_at: i64,
    ours: &Ours,
) -> Failure {
    let offset = if kind == ErrorKind::Authentication { clock::offset(headers, signed_at) } else { None };
    let header_or_token =
        matches!(status.as_u16(), 441 | 442) || envelope.is_some_and(Envelope::is_header_or_token);
    let message = message(kind, status, headers, body, envelope, offset, ours);
    let code = envelope.and_then(|envelope| envelope.code).filter(|code| !ours.is_code(*code));
    let response_code = envelope.and_then(|e| e.response_code.as_deref()).map(|code| ours.masked(code));
    let error = Error::new(kind, message)
        .with_codes(code, response_code)
        .with_answer(
            status.as_u16(),
            &ours.masked_headers(headers),
            Some(mask::body(body, view.capture_bodies, ours)),
        )
        .with_retry_after(retry_after(headers))
        .with_clock_offset(offset.map(|offset| offset.ms));
    Failure {
        error,
        repeat: Repeat::of_status(status.as_u16()),
        correction: offset.filter(|offset| offset.signed_too_far && !header_or_token).map(|offset| offset.ms),
        refusal: None,
    }
}

fn message(
    kind: ErrorKind,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    envelope: Option<&Envelope>,
    offset: Option<Offset>,
    ours: &Ours,
) -> String {
    let said = said(status, envelope, ours);
    match kind {
        ErrorKind::Authentication => {
            let check = match (status.as_u16(), envelope.and_then(|e| e.code)) {
                (441, _) | (_, Some(441 | 11_990_441)) => {
                    "a header is missing: check `header_prefix` and the signature rule"
                }
                (442, _) | (_, Some(442 | 11_990_442)) => {
                    "check `app_token`, and that it belongs to this environment (test and production have their own)"
                }
                _ => {
                    "check `app_secret`, the signature rule, the clock, and the addresses the console allows"
                }
            };
            let clock = match offset {
                Some(Offset { ms, .. }) => {
                    format!("; the platform's clock is {} s from this machine's", ms as f64 / 1000.0)
                }
                None => String::new(),
            };
            format!("the platform did not accept the credentials: {said}; {check}{clock}")
        }
        ErrorKind::InvalidResponse if status.is_redirection() => {
            format!(
                "the answer is a redirect (HTTP {}) to {}, which is not followed, since the signature would \
                     leave with it: check `base_url`",
                status.as_u16(),
                ours.masked(&redirect_host(headers))
            )
        }
        ErrorKind::InvalidResponse if body.is_empty() => {
            format!("the answer (HTTP {}) is empty", status.as_u16())
        }
        ErrorKind::InvalidResponse => {
            format!(
                "the answer (HTTP {}, {} bytes) is not an envelope of the platform: check `base_url` and any \
                     proxy between",
                status.as_u16(),
                body.len()
            )
        }
        _ => format!("the platform refused the call: {said}"),
    }
}

/// What the platform said, with its numbers: `"INVALID TOKEN" (HTTP 442, code 442, responseCode 11990442)`.
fn said(status: StatusCode, envelope: Option<&Envelope>, ours: &Ours) -> String {
    let message =
        envelope.and_then(|envelope| envelope.message.as_deref()).filter(|message| !message.is_empty());
    let mut numbers = vec![format!("HTTP {}", status.as_u16())];
    let code = envelope.and_then(|e| e.code).filter(|code| !ours.is_code(*code));
    numbers.extend(code.map(|code| format!("code {code}")));
    numbers.extend(
        envelope
            .and_then(|e| e.response_code.as_ref())
            .map(|code| format!("responseCode {}", ours.masked(code))),
    );
    let numbers = numbers.join(", ");
    // A message is for people, whatever a server sends. Masked before it is cut, so that no half is left.
    message
        .map_or_else(|| numbers.clone(), |message| format!("\"{:.500}\" ({numbers})", ours.masked(message)))
}

/// Only the host: the rest of an address can hold what must not be shown.
fn redirect_host(headers: &HeaderMap) -> String {
    let Some(location) = headers.get(LOCATION).and_then(|value| value.to_str().ok()) else {
        return "nowhere".to_owned();
    };
    match url::Url::parse(location) {
        Ok(url) => url.host_str().unwrap_or("an address without a host").to_owned(),
        // An address without a scheme, `//host/path`, has a host all the same.
        Err(_) if location.starts_with("//") || location.starts_with("\\\\") => {
            let host = location[2..].split(['/', '\\', '?', '#']).next().unwrap_or_default();
            host.rsplit('@').next().unwrap_or_default().to_owned()
        }
        Err(_) => "the same host".to_owned(),
    }
}
