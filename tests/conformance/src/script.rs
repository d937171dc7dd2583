//! What the server answers: a script of steps, ready to be put on the wire.

use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use crate::json::Json;
use crate::vector::{Action, FaultServer, FaultVector, Http, RequestVector, ResponseVector};

/// An answer, ready to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub status: u16,
    /// Without those of the transfer; `Date` and `Content-Type` included.
    pub headers: Vec<(String, String)>,
    pub body: Bytes,
    /// Send the full length, so many bytes, then close.
    pub cut_after: Option<usize>,
    /// End the body by closing.
    pub no_length: bool,
    pub delay: Duration,
    /// Close afterwards without having said so.
    pub then_close: bool,
}

impl Answer {
    /// A JSON answer of now.
    pub fn json(status: u16, body: &Json) -> Self {
        Self {
            status,
            headers: headers(&[], SystemTime::now()),
            body: body.to_string().into(),
            cut_after: None,
            no_length: false,
            delay: Duration::ZERO,
            then_close: false,
        }
    }
}

/// What the server does with one request.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Answer(Answer),
    /// RST instead of an answer.
    Reset,
    /// FIN instead of an answer.
    Close,
    /// Nothing, until the client goes.
    Hang,
}

/// The script of one vector.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    actions: Vec<Action>,
    verify_clock_s: Option<u64>,
    clock_offset_s: i64,
}

impl Script {
    /// A success that fits the operation, for every request.
    pub fn success(vector: &RequestVector) -> Self {
        Self::always(success(&vector.operation, &vector.request))
    }

    /// One answer, for every request.
    pub fn response(vector: &ResponseVector) -> Self {
        Self::always(vector.http.clone())
    }

    /// The script of a fault.
    pub fn fault(vector: &FaultVector) -> Self {
        let FaultServer { script, verify_clock_s, clock_offset_s, .. } = vector.server.clone();
        Self { actions: script, verify_clock_s, clock_offset_s: clock_offset_s.unwrap_or(0) }
    }

    fn always(respond: Http) -> Self {
        let action = Action {
            respond: Some(respond),
            delay_ms: None,
            date_offset_s: None,
            then_close: false,
            reset: false,
            close: false,
            hang: false,
        };
        Self { actions: vec![action], verify_clock_s: None, clock_offset_s: 0 }
    }

    /// Whether the time stamps of requests must be near our own clock.
    pub fn is_in_time(&self) -> bool {
        self.verify_clock_s.is_none()
            && self.clock_offset_s == 0
            && self.actions.iter().all(|action| action.date_offset_s.is_none())
    }

    /// The step for a request after `done` steps, and whether it is one of the script.
    pub fn step(&self, done: usize, timestamp: Option<i64>, now_ms: i64) -> (Step, bool) {
        let clock_ms = now_ms + self.clock_offset_s * 1000;
        if let Some(window) = self.verify_clock_s
            && timestamp.is_none_or(|time| time.abs_diff(clock_ms) > window * 1000)
        {
            let refused = r#"{"code":443,"responseCode":"11990443","message":"TIMESTAMP"}"#;
            let body = Json::parse(refused).expect("a literal");
            let headers = headers(&[], time(clock_ms));
            return (Step::Answer(Answer { headers, ..Answer::json(443, &body) }), false);
        }
        let Some(action) = self.actions.get(done).or(self.actions.last()) else {
            // A vector whose listener answers nothing; the loader has made sure that no other lacks a script.
            return (Step::Close, false);
        };
        let Some(respond) = &action.respond else {
            let step = match action {
                Action { reset: true, .. } => Step::Reset,
                Action { hang: true, .. } => Step::Hang,
                _ => Step::Close,
            };
            return (step, true);
        };
        let delay = Duration::from_millis(action.delay_ms.unwrap_or(0));
        let date_ms = action.date_offset_s.map_or(clock_ms, |offset| now_ms + offset * 1000);
        let given: Vec<_> =
            respond.headers.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        let answer = Answer {
            status: respond.status,
            headers: headers(&given, time(date_ms) + delay),
            body: body(respond),
            cut_after: respond.cut_after,
            no_length: respond.no_length,
            delay,
            then_close: action.then_close,
        };
        (Step::Answer(answer), true)
    }
}

/// Milliseconds since 1970 as a time.
fn time(ms: i64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(ms).unwrap_or(0))
}

/// The headers given, with `Content-Type` and `Date` unless they are among them.
fn headers(given: &[(String, String)], date: SystemTime) -> Vec<(String, String)> {
    let mut headers = given.to_vec();
    let defaults = [
        ("Content-Type", "application/json;charset=UTF-8".to_owned()),
        ("Date", httpdate::fmt_http_date(date)),
    ];
    for (name, value) in defaults {
        if !headers.iter().any(|(header, _)| header.eq_ignore_ascii_case(name)) {
            headers.push((name.to_owned(), value));
        }
    }
    headers
}

fn body(http: &Http) -> Bytes {
    if let Some(text) = &http.body {
        text.clone().into()
    } else if let Some(json) = &http.body_json {
        json.to_string().into()
    } else if let Some(text) = &http.body_base64 {
        STANDARD.decode(text).expect("checked when the vector was loaded").into()
    } else if let Some(repeat) = &http.body_repeat {
        [repeat.prefix.clone(), repeat.unit.repeat(repeat.times), repeat.suffix.clone()].concat().into()
    } else {
        Bytes::new()
    }
}

/// The operations that answer a file.
const FILES: [&str; 1] = ["seal.get_image"];

/// A success that has what the operation promises.
fn success(operation: &str, request: &Json) -> Http {
    let mut http = Http {
        status: 200,
        headers: std::collections::BTreeMap::new(),
        body: None,
        body_json: None,
        body_base64: None,
        body_repeat: None,
        cut_after: None,
        no_length: false,
    };
    if request.get("answer").and_then(Json::as_str) == Some("bytes") || FILES.contains(&operation) {
        http.headers.insert("Content-Type".to_owned(), "application/pdf".to_owned());
        http.headers
            .insert("Content-Disposition".to_owned(), "attachment; filename=\"document.pdf\"".to_owned());
        http.body = Some("%PDF-1.4\n".to_owned());
        return http;
    }
    let result = if operation.contains("ticket") {
        r#"{"ticket":"conformance-ticket"}"#
    } else if operation.contains("link") {
        r#"{"authUrl":"https://example.com/auth","authId":"2772301936651674391","requestId":"2772301936651674392","pageUrl":"https://example.com/page"}"#
    } else if operation.ends_with("get_personal_auth_result") || operation == "personal_auth.get_result" {
        r#"{"realName":true,"mode":"FACEID"}"#
    } else if operation.ends_with("get_company_auth_result") || operation == "company_auth.get_result" {
        r#"{"status":2}"#
    } else {
        "{}"
    };
    http.body =
        Some(format!(r#"{{"code":0,"responseCode":"00000000","message":"SUCCESS","result":{result}}}"#));
    http
}
