use std::collections::HashSet;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::judge;
use crate::json::Json;
use crate::load::Vector;
use crate::record::{Record, Seen};

fn read<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

/// Asserts that an outcome passes.
fn passes(vector: Vector<'_>, outcome: &str, record: Option<&Record>) {
    assert_eq!(judge(vector, &Json::parse(outcome).unwrap(), record), Ok(()), "{outcome}");
}

/// Asserts that an outcome fails, and that the reason says this.
fn fails(vector: Vector<'_>, outcome: &str, record: Option<&Record>, reason: &str) {
    let got = judge(vector, &Json::parse(outcome).unwrap(), record).expect_err(outcome);
    assert!(got.contains(reason), "{outcome}\nwanted: {reason}\ngot: {got}");
}

fn seen(method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Seen {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Seen {
        method: method.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        body: Bytes::copy_from_slice(body.as_bytes()),
        connection: 1,
    }
}

fn record(requests: Vec<Seen>) -> Record {
    let connections = requests.iter().map(|request| request.connection).collect();
    let nonces: HashSet<_> = (0..requests.len()).map(|number| number.to_string()).collect();
    Record { requests, connections, nonces, ..Record::default() }
}

#[test]
fn signatures() {
    let vector =
        read(r#"{"name": "a", "rule": "md5", "timestamp": 1, "expect": {"headers": {"a": "1", "b": "2"}}}"#);
    let vector = Vector::Signature(&vector);
    passes(vector, r#"{"headers": {"b": "2", "a": "1"}}"#, None);
    fails(vector, r#"{"headers": {"a": "1"}}"#, None, "headers.b: expected \"2\", is absent");
    fails(vector, r#"{"headers": {"a": "1", "b": "2", "c": "3"}}"#, None, "headers.c: unexpected");
    fails(vector, r#"{"headers": {"a": "1", "b": "3"}}"#, None, "headers.b: expected \"2\", got \"3\"");
    fails(vector, r#"{"headers": {"a": "1", "B": "2"}}"#, None, "headers.b: expected");
    fails(
        vector,
        r#"{"error": {"kind": "configuration", "message": "why"}}"#,
        None,
        "failed with \"configuration\" \"why\"",
    );

    let vector =
        read(r#"{"name": "a", "rule": 1, "timestamp": 1, "expect": {"error": {"kind": "configuration"}}}"#);
    let vector = Vector::Signature(&vector);
    passes(vector, r#"{"error": {"kind": "configuration", "message": "x"}}"#, None);
    fails(
        vector,
        r#"{"headers": {}}"#,
        None,
        "expected an error of kind \"configuration\", but headers came out",
    );
}

#[test]
fn outcomes_that_are_none() {
    let vector = read(r#"{"name": "a", "rule": "md5", "timestamp": 1, "expect": {"headers": {}}}"#);
    let vector = Vector::Signature(&vector);
    for (outcome, reason) in [
        ("{}", "has 0 of headers"),
        (r#"{"headers": {}, "result": {}}"#, "has 2 of headers"),
        (r#"{"headers": {}, "elapsed": 1}"#, "unknown field `elapsed`"),
        (r#"{"error": {"type": "x"}}"#, "unknown attribute `type`"),
        (r#"{"error": "x"}"#, "`error` is no object"),
        ("[]", "not what the README says"),
        ("null", "not what the README says"),
    ] {
        fails(vector, outcome, None, reason);
    }
}

const REQUEST: &str = r#"{"name": "a", "operation": "request", "request": {}, "expect": {
    "method": "POST", "path": "/v2/x", "query": [["a", "1 2"], ["a", "3"]],
    "headers": {"x-is": "yes", "x-is-not": null}, "body": BODY}}"#;

#[test]
fn requests() {
    let ok = r#"{"result": {"code": 0}, "http_status": 200, "attempts": 1}"#;
    let vector = read(&REQUEST.replace("BODY", r#"{"json": {"id": 9007199254740993}}"#));
    let vector = Vector::Request(&vector);
    let headers = [("X-Is", "yes"), ("Content-Type", "application/json;charset=UTF-8")];
    let body = r#"{"id":9007199254740993}"#;
    let good = seen("POST", "/v2/x?a=3&a=1%202", &headers, body);
    passes(vector, ok, Some(&record(vec![good.clone()])));
    passes(vector, r#"{"result": null}"#, Some(&record(vec![good.clone()])));

    fails(vector, ok, None, "`begin` was not called");
    fails(vector, ok, Some(&record(vec![])), "no request arrived");
    fails(
        vector,
        ok,
        Some(&record(vec![good.clone(), good.clone()])),
        "expected one request, but 2 (POST /v2/x, ",
    );
    let error = r#"{"error": {"kind": "api", "message": "why"}}"#;
    fails(vector, error, Some(&record(vec![good.clone()])), "the call failed with \"api\" \"why\"");
    fails(vector, r#"{"headers": {}}"#, Some(&record(vec![good.clone()])), "but headers came out");
    let twice = r#"{"result": {}, "attempts": 2}"#;
    fails(vector, twice, Some(&record(vec![good.clone()])), "attempts is 2, but 1 requests arrived");
    let status = r#"{"result": {}, "http_status": 201}"#;
    fails(vector, status, Some(&record(vec![good.clone()])), "http_status is 201");
    let mut unsigned = record(vec![good]);
    unsigned.problems.push("request 1: unsigned".to_owned());
    fails(vector, ok, Some(&unsigned), "request 1: unsigned");

    for (request, reason) in [
        (seen("GET", "/v2/x?a=3&a=1%202", &headers, body), "expected POST /v2/x, got GET /v2/x"),
        (seen("POST", "/v2/X?a=3&a=1%202", &headers, body), "got POST /v2/X"),
        (seen("POST", "/v2/x?a=3", &headers, body), "the query lacks \"a\"=\"1 2\""),
        (seen("POST", "/v2/x?a=3&a=1%202&a=3", &headers, body), "the query has \"a\"=\"3\""),
        (seen("POST", "/v2/x?a=3&a=1%25202", &headers, body), "the query has \"a\"=\"1%202\""),
        (seen("POST", "/v2/x?a=3&a=1%202", &headers[1..], body), "header x-is: expected \"yes\", got none"),
        (
            seen("POST", "/v2/x?a=3&a=1%202", &[headers[0], headers[1], ("X-Is-Not", "")], body),
            "header x-is-not: expected none, got \"\"",
        ),
        (seen("POST", "/v2/x?a=3&a=1%202", &headers[..1], body), "Content-Type is \"\""),
        (seen("POST", "/v2/x?a=3&a=1%202", &headers, r#"{"id":9007199254740992}"#), "body.id: expected"),
        (seen("POST", "/v2/x?a=3&a=1%202", &headers, r#"{"id":"9007199254740993"}"#), "body.id: expected"),
        (
            seen("POST", "/v2/x?a=3&a=1%202", &headers, r#"{"id":9007199254740993,"b":null}"#),
            "body.b: unexpected",
        ),
        (seen("POST", "/v2/x?a=3&a=1%202", &headers, r#"{"id":1,"id":9007199254740993}"#), "stands twice"),
        (seen("POST", "/v2/x?a=3&a=1%202", &headers, ""), "the body is no JSON"),
    ] {
        fails(vector, ok, Some(&record(vec![request])), reason);
    }
}

#[test]
fn requests_without_a_body() {
    let ok = r#"{"result": {}}"#;
    let with = record(vec![seen("POST", "/v2/x?a=3&a=1+2", &[("x-is", "yes")], "{}")]);
    let without = record(vec![seen("POST", "/v2/x?a=3&a=1+2", &[("x-is", "yes")], "")]);
    let vector = read(&REQUEST.replace("BODY", "null"));
    passes(Vector::Request(&vector), ok, Some(&without));
    fails(Vector::Request(&vector), ok, Some(&with), "expected no body, got \"{}\"");
    // Not mentioned is not compared.
    let vector = read(&REQUEST.replace(r#", "body": BODY"#, ""));
    passes(Vector::Request(&vector), ok, Some(&without));
    passes(Vector::Request(&vector), ok, Some(&with));
}

#[test]
fn requests_that_must_not_leave() {
    let vector = read(
        r#"{"name": "a", "operation": "x", "request": {}, "expect": {"error": {"kind": "validation", "field": "user"}}}"#,
    );
    let vector = Vector::Request(&vector);
    let error = r#"{"error": {"kind": "validation", "field": "user", "message": "x"}}"#;
    passes(vector, error, Some(&record(vec![])));
    let sent = record(vec![seen("POST", "/v2/x", &[], "")]);
    fails(vector, error, Some(&sent), "nothing may be sent, but 1 (POST /v2/x) arrived");
    fails(vector, r#"{"result": {}}"#, Some(&record(vec![])), "but the call succeeded");
}

const RESPONSE: &str = r#"{"name": "a", "operation": "x", "request": {}, "http": {"status": 442, "body": ""},
    "expect": EXPECT}"#;

#[test]
fn results() {
    let one = record(vec![seen("POST", "/", &[], "")]);
    let vector =
        read(&RESPONSE.replace("EXPECT", r#"{"result": {"ticket": "t", "id": "2772301936651674391"}}"#));
    let vector = Vector::Response(&vector);
    passes(vector, r#"{"result": {"id": "2772301936651674391", "ticket": "t"}, "attempts": 1}"#, Some(&one));
    for (result, reason) in [
        (r#"{"ticket": "t"}"#, "result.id: expected"),
        (r#"{"ticket": "t", "id": 2772301936651674391}"#, "is written as a string"),
        (r#"{"ticket": "t", "id": "2772301936651674400"}"#, "result.id: expected"),
        (r#"{"ticket": "t", "id": "2772301936651674391", "more": 1}"#, "result.more: unexpected"),
        (r#"null"#, "result: expected"),
    ] {
        fails(vector, &format!(r#"{{"result": {result}}}"#), Some(&one), reason);
    }
    let right = r#"{"result": {"id": "2772301936651674391", "ticket": "t"}}"#;
    fails(vector, right, Some(&record(vec![])), "no request arrived");
    fails(vector, right, None, "`begin` was not called");
    fails(vector, r#"{"error": {"kind": "api"}}"#, Some(&one), "expected result, but the call failed");

    let vector = read(&RESPONSE.replace("EXPECT", r#"{"result": null}"#));
    passes(Vector::Response(&vector), r#"{"result": null}"#, Some(&one));
    fails(Vector::Response(&vector), r#"{"result": {}}"#, Some(&one), "result: expected null, got {}");
}

#[test]
fn bytes() {
    let one = record(vec![seen("GET", "/", &[], "")]);
    let vector =
        read(&RESPONSE.replace("EXPECT", r#"{"result": {"base64": "AAAA", "content_type": "a/b"}}"#));
    let vector = Vector::Response(&vector);
    passes(vector, r#"{"result": {"base64": "AAAA", "content_type": "a/b", "filename": null}}"#, Some(&one));
    passes(vector, r#"{"result": {"base64": "AAAA", "content_type": "a/b"}}"#, Some(&one));
    let named = r#"{"result": {"base64": "AAAA", "content_type": "a/b", "filename": "c"}}"#;
    fails(vector, named, Some(&one), "result.filename: unexpected");
    fails(
        vector,
        r#"{"result": {"base64": "AAAB", "content_type": "a/b"}}"#,
        Some(&one),
        "result.base64: expected",
    );
    fails(vector, r#"{"result": {"base64": "AAAA", "content_type": null}}"#, Some(&one), "is absent");
}

#[test]
fn errors() {
    let one = record(vec![seen("POST", "/", &[], "")]);
    let vector = read(&RESPONSE.replace(
        "EXPECT",
        r#"{"error": {"kind": "authentication", "http_status": 442, "code": 442, "field": null, "retry_after": 2,
            "message_contains": ["TOKEN"], "message_excludes": ["Secret-1"]}}"#,
    ));
    let vector = Vector::Response(&vector);
    let right = r#"{"error": {"kind": "authentication", "message": "invalid token", "http_status": 442, "code": 442,
        "response_code": "11990442", "field": null, "attempts": 1, "retry_after": 2.0, "operation": "x",
        "printed": "AuthenticationError: invalid token"}, "elapsed_ms": 3}"#;
    passes(vector, right, Some(&one));
    for (from, to, reason) in [
        ("\"authentication\"", "\"api\"", "error.kind: expected \"authentication\", got \"api\""),
        ("\"kind\": \"authentication\", ", "", "error.kind: expected \"authentication\", is absent"),
        ("\"http_status\": 442", "\"http_status\": null", "error.http_status: expected 442, is absent"),
        ("\"code\": 442", "\"code\": \"442\"", "error.code: expected 442, got \"442\""),
        ("\"field\": null", "\"field\": \"user\"", "error.field: must be absent, is \"user\""),
        ("\"retry_after\": 2.0", "\"retry_after\": 2.5", "error.retry_after: expected 2, got 2.5"),
        (
            "\"message\": \"invalid token\"",
            "\"message\": \"invalid\"",
            "the message does not contain \"TOKEN\"",
        ),
        (
            "\"message\": \"invalid token\"",
            "\"message\": \"token sEcret-1\"",
            "the message contains \"Secret-1\"",
        ),
        ("AuthenticationError:", "AuthenticationError(secret-1):", "the printed error contains \"Secret-1\""),
        ("\"attempts\": 1", "\"attempts\": 3", "attempts is 3, but 1 requests arrived"),
    ] {
        assert!(right.contains(from), "{from}");
        fails(vector, &right.replacen(from, to, 1), Some(&one), reason);
    }
    fails(
        vector,
        r#"{"result": {}}"#,
        Some(&one),
        "expected an error of kind \"authentication\", but the call succeeded",
    );
}

#[test]
fn callbacks() {
    let vector = read(
        r#"{"name": "a", "form": [], "keys": [], "expect": {"event": {"type": "contract", "authenticity": "none",
            "fields": {"contractId": "1"}, "reply": {"status": 200, "content_type": "text/plain", "body": "success"}}}}"#,
    );
    let vector = Vector::Callback(&vector);
    let right = r#"{"event": {"type": "contract", "authenticity": "none", "fields": {"contractId": "1"},
        "reply": {"status": 200, "content_type": "text/plain", "body": "success"}}}"#;
    passes(vector, right, None);
    for (from, to, reason) in [
        ("\"contract\"", "\"unknown\"", "event.type: expected"),
        ("\"none\"", "\"encrypted\"", "event.authenticity: expected"),
        ("{\"contractId\": \"1\"}", "{}", "event.fields.contractId: expected"),
        ("{\"contractId\": \"1\"}", "{\"contractId\": 1}", "event.fields.contractId: expected \"1\", got 1"),
        ("\"1\"}", "\"1\", \"signature\": \"x\"}", "event.fields.signature: unexpected"),
        ("\"success\"", "\"ok\"", "event.reply.body: expected"),
        ("200", "500", "event.reply.status: expected"),
    ] {
        assert!(right.contains(from), "{from}");
        fails(vector, &right.replacen(from, to, 1), None, reason);
    }
    fails(
        vector,
        r#"{"error": {"kind": "callback", "message": "x"}}"#,
        None,
        "expected event, but the call failed",
    );

    let vector = read(r#"{"name": "a", "form": [], "keys": [], "expect": {"error": {"kind": "callback"}}}"#);
    passes(Vector::Callback(&vector), r#"{"error": {"kind": "callback", "message": "x"}}"#, None);
    fails(Vector::Callback(&vector), right, None, "but an event came out");
}

#[test]
fn faults() {
    let vector = read(
        r#"{"name": "a", "operation": "x", "request": {}, "server": {"listen": "http1", "script": [{"hang": true}]},
            "expect": {"ok": true, "attempts": 2, "requests": 2, "distinct_nonces": 2, "connections": 1,
            "min_ms": 100, "max_ms": 200}}"#,
    );
    let vector = Vector::Fault(&vector);
    let ok = r#"{"result": {}, "attempts": 2, "elapsed_ms": 150.5}"#;
    let request = || seen("POST", "/", &[], "");
    let two = || record(vec![request(), request()]);
    passes(vector, ok, Some(&two()));
    for (outcome, reason) in [
        (r#"{"result": {}, "attempts": 1, "elapsed_ms": 150}"#, "attempts: expected 2, got 1"),
        (r#"{"result": {}, "elapsed_ms": 150}"#, "attempts: expected 2, got none was reported"),
        (r#"{"result": {}, "attempts": 2, "elapsed_ms": 99}"#, "took 99 ms, expected at least 100"),
        (r#"{"result": {}, "attempts": 2, "elapsed_ms": 201}"#, "took 201 ms, expected at most 200"),
        (r#"{"result": {}, "attempts": 2}"#, "lacks elapsed_ms"),
        (
            r#"{"error": {"kind": "api", "attempts": 2}, "elapsed_ms": 150}"#,
            "expected a success, but the call failed",
        ),
    ] {
        fails(vector, outcome, Some(&two()), reason);
    }
    fails(vector, ok, Some(&record(vec![request()])), "requests seen: expected 2, got 1");
    fails(vector, ok, None, "`begin` was not called");
    let mut other = two();
    other.connections.insert(2);
    fails(vector, ok, Some(&other), "connections: expected 1, got 2");
    let mut other = two();
    other.nonces.remove("0");
    fails(vector, ok, Some(&other), "distinct nonces: expected 2, got 1");
}

#[test]
fn faults_that_end_in_an_error() {
    let vector = read(
        r#"{"name": "a", "operation": "x", "request": {}, "server": {"listen": "http1", "script": [{"hang": true}]},
            "expect": {"error": {"kind": "timeout"}, "attempts": 1}}"#,
    );
    let vector = Vector::Fault(&vector);
    let one = record(vec![seen("POST", "/", &[], "")]);
    let error = r#"{"error": {"kind": "timeout", "attempts": 1}}"#;
    passes(vector, error, Some(&one));
    fails(vector, r#"{"error": {"kind": "connection", "attempts": 1}}"#, Some(&one), "error.kind: expected");
    fails(vector, r#"{"error": {"kind": "timeout"}}"#, Some(&one), "attempts: expected 1, got none");
    fails(vector, r#"{"result": {}}"#, Some(&one), "expected an error of kind \"timeout\"");
}

#[test]
fn what_may_stand_in_a_trace_by_chance_cannot_be_excluded() {
    let error = |text: &str| {
        serde_json::from_str::<crate::expect::ExpectedError>(&format!(
            r#"{{"kind": "callback", "message_excludes": ["{text}"]}}"#
        ))
    };
    assert!(error("99").is_err_and(|error| error.to_string().contains("chance")));
    assert!(error("ABCDEF123").is_err());
    assert!(error("ABCDEF1234").is_ok());
    assert!(error("张三").is_ok());
}
