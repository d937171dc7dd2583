//! Comparing the request that arrived with the expected one.

use super::Problems;
use super::json::{differences, shorten};
use super::multipart;
use super::outcome::Outcome;
use crate::expect::{ExpectedBody, RequestExpect};
use crate::json::Json;
use crate::record::{Record, Seen};

/// Compares a vector of `requests.json`.
pub fn compare(expect: &RequestExpect, outcome: &Outcome, record: &Record) -> Problems {
    if let Some(error) = &expect.error {
        let mut problems = outcome.differs_from_error(error);
        if !record.requests.is_empty() {
            problems.push(format!("nothing may be sent, but {} arrived", list(&record.requests)));
        }
        return problems;
    }
    let mut problems = Vec::new();
    if outcome.result.is_none() {
        problems.push(format!("expected a request that is answered with a success, but {}", outcome.shown()));
    }
    match record.requests.as_slice() {
        [request] => {
            problems.extend(wire(expect, request));
            problems.extend(outcome.reported(200, record));
        }
        [] => problems.push("no request arrived".to_owned()),
        several => problems.push(format!("expected one request, but {} arrived", list(several))),
    }
    problems
}

fn list(requests: &[Seen]) -> String {
    let shown: Vec<_> =
        requests.iter().map(|request| format!("{} {}", request.method, request.path)).collect();
    format!("{} ({})", requests.len(), shown.join(", "))
}

fn wire(expect: &RequestExpect, request: &Seen) -> Problems {
    let mut problems = Vec::new();
    let expected = (expect.method.as_deref().unwrap_or_default(), expect.path.as_deref().unwrap_or_default());
    let got = (request.method.as_str(), request.path.as_str());
    if expected != got {
        problems.push(format!("expected {} {}, got {} {}", expected.0, expected.1, got.0, got.1));
    }
    problems.extend(query(&expect.query, request.query_pairs()));
    for (name, expected) in &expect.headers {
        let got = request.header(name);
        if got != *expected {
            problems.push(format!("header {name}: expected {}, got {}", quoted(expected), quoted(&got)));
        }
    }
    match &expect.body {
        None => {}
        Some(None) if request.body.is_empty() => {}
        Some(None) => problems.push(format!("expected no body, got {}", shown(&request.body))),
        Some(Some(ExpectedBody { json: Some(json), .. })) => problems.extend(json_body(json, request)),
        Some(Some(ExpectedBody { multipart: Some(parts), .. })) => {
            problems.extend(multipart::compare(parts, request))
        }
        Some(Some(_)) => problems.push("the vector expects no kind of body".to_owned()),
    }
    problems
}

fn quoted(text: &Option<String>) -> String {
    text.as_ref().map_or("none".to_owned(), |text| format!("{text:?}"))
}

/// Pairs have no order, but a number.
fn query(expected: &[(String, String)], mut got: Vec<(String, String)>) -> Problems {
    let mut problems = Vec::new();
    for pair in expected {
        match got.iter().position(|other| other == pair) {
            Some(at) => drop(got.swap_remove(at)),
            None => problems.push(format!("the query lacks {:?}={:?}", pair.0, pair.1)),
        }
    }
    problems.extend(
        got.iter().map(|(name, value)| format!("the query has {name:?}={value:?}, which was not expected")),
    );
    problems
}

fn json_body(expected: &Json, request: &Seen) -> Problems {
    let content_type = request.header("content-type").unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        return vec![format!("expected a JSON body, but Content-Type is {content_type:?}")];
    }
    match std::str::from_utf8(&request.body)
        .map_err(|error| error.to_string())
        .and_then(|text| Json::parse(text).map_err(|error| error.to_string()))
    {
        Ok(got) => differences("body", expected, &got),
        Err(error) => vec![format!("the body is no JSON ({error}): {}", shown(&request.body))],
    }
}

/// Bytes for a reason.
pub fn shown(body: &[u8]) -> String {
    format!("{:?}", shorten(&String::from_utf8_lossy(body)))
}
