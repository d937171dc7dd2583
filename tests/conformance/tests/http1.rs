//! Drives the server over HTTP/1 byte by byte.

#![allow(clippy::unwrap_used)]

mod support;

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use qiyuesuo_conformance::{Group, Runner, Verdict};
use support::{exchange, fault, headers, receive, request, send, server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const OK: &str = r#"{"respond": {"status": 200, "body": "ok"}}"#;
const RESULT: &str = r#"{"result": {}, "attempts": 1, "elapsed_ms": 1}"#;

fn http1(script: &str) -> String {
    format!(r#"{{"listen": "http1", "script": [{script}]}}"#)
}

#[tokio::test]
async fn the_script_is_played_and_its_last_step_repeats() {
    let script = format!(
        "{OK}, {}",
        r#"{"respond": {"status": 442, "headers": {"x-a": "b", "content-type": "text/html"}, "body_json": {"b":1,"a":[2]}}}"#
    );
    let fault =
        fault(&http1(&script), r#"{"ok": true, "requests": 3, "connections": 1, "distinct_nonces": 3}"#);
    assert_eq!(fault.begun.ca_pem, None);
    let mut stream = fault.connect().await;
    let first = exchange(&mut stream, &fault.request()).await.unwrap();
    assert_eq!((first.status, first.body.as_slice()), (200, b"ok".as_slice()));
    assert_eq!(first.header("content-type"), Some("application/json;charset=UTF-8"));
    assert!(first.header("date").unwrap().ends_with(" GMT"));
    for _ in 0..2 {
        let answer = exchange(&mut stream, &fault.request()).await.unwrap();
        assert_eq!((answer.status, answer.body.as_slice()), (442, br#"{"b":1,"a":[2]}"#.as_slice()));
        assert_eq!((answer.header("x-a"), answer.header("content-type")), (Some("b"), Some("text/html")));
    }
    assert_eq!(fault.check(RESULT), Verdict::Pass);
}

#[tokio::test]
async fn connections_are_told_apart() {
    let fault = fault(&http1(OK), r#"{"ok": true, "connections": 1}"#);
    // One that brings no request does not count.
    let _idle = fault.connect().await;
    exchange(&mut fault.connect().await, &fault.request()).await.unwrap();
    assert_eq!(fault.check(RESULT), Verdict::Pass);
    exchange(&mut fault.connect().await, &fault.request()).await.unwrap();
    fault.fails(RESULT, "connections: expected 1, got 2");
}

#[tokio::test]
async fn reset_close_and_hang() {
    let fault = fault(
        &http1(r#"{"reset": true}, {"close": true}, {"hang": true}"#),
        r#"{"ok": true, "requests": 3}"#,
    );
    let mut stream = fault.connect().await;
    let error = exchange(&mut stream, &fault.request()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);

    let mut stream = fault.connect().await;
    let error = exchange(&mut stream, &fault.request()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedEof);

    let mut stream = fault.connect().await;
    send(&mut stream, &fault.request()).await;
    assert!(tokio::time::timeout(Duration::from_millis(200), stream.read_u8()).await.is_err());
    assert_eq!(fault.check(RESULT), Verdict::Pass);
}

#[tokio::test]
async fn a_cut_body_has_its_full_length_in_the_head() {
    let script = r#"{"respond": {"status": 200, "body": "0123456789", "cut_after": 4}}"#;
    let fault = fault(&http1(script), r#"{"ok": true}"#);
    let mut stream = fault.connect().await;
    send(&mut stream, &fault.request()).await;
    let mut all = String::new();
    stream.read_to_string(&mut all).await.unwrap();
    assert!(all.contains("Content-Length: 10\r\n") && all.ends_with("\r\n\r\n0123"), "{all}");
}

#[tokio::test]
async fn a_body_may_have_no_length_and_be_long() {
    let script = r#"{"respond": {"status": 200, "no_length": true,
        "body_repeat": {"unit": "xy", "times": 4718592, "prefix": "<", "suffix": ">"}}}"#;
    let fault = fault(&http1(script), r#"{"ok": true}"#);
    let answer = exchange(&mut fault.connect().await, &fault.request()).await.unwrap();
    assert_eq!(answer.header("content-length"), None);
    assert_eq!(answer.body.len(), 9 * 1024 * 1024 + 2);
    assert!(answer.body.starts_with(b"<xy") && answer.body.ends_with(b"xy>"));
}

#[tokio::test]
async fn no_content_has_no_length() {
    let script = format!(r#"{}, {OK}"#, r#"{"respond": {"status": 204, "body": ""}}"#);
    let fault = fault(&http1(&script), r#"{"ok": true, "connections": 1}"#);
    let mut stream = fault.connect().await;
    assert_eq!(exchange(&mut stream, &fault.request()).await.unwrap().header("content-length"), None);
    assert_eq!(exchange(&mut stream, &fault.request()).await.unwrap().body, b"ok");
}

#[tokio::test]
async fn then_close_closes_without_having_said_so() {
    let script = r#"{"respond": {"status": 200, "body": "ok"}, "then_close": true}"#;
    let fault = fault(&http1(script), r#"{"ok": true}"#);
    let mut stream = fault.connect().await;
    let answer = exchange(&mut stream, &fault.request()).await.unwrap();
    assert_eq!((answer.header("connection"), answer.body.as_slice()), (None, b"ok".as_slice()));
    assert_eq!(stream.read(&mut [0; 1]).await.unwrap(), 0);
}

#[tokio::test]
async fn an_answer_can_be_late_and_dated_otherwise() {
    let script = r#"{"respond": {"status": 200, "body": ""}, "delay_ms": 300, "date_offset_s": 3600}"#;
    let fault = fault(&http1(script), r#"{"ok": true}"#);
    let begun = Instant::now();
    let answer = exchange(&mut fault.connect().await, &fault.request()).await.unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(300));
    let date = httpdate::parse_http_date(answer.header("date").unwrap()).unwrap();
    let ahead = date.duration_since(std::time::SystemTime::now()).unwrap().as_secs();
    assert!((3590..=3610).contains(&ahead), "{ahead}");
    assert_eq!(fault.check(RESULT), Verdict::Pass);
}

#[tokio::test]
async fn the_clock_of_the_server_counts() {
    let fault = fault(
        &format!(r#"{{"listen": "http1", "script": [{OK}], "verify_clock_s": 300, "clock_offset_s": 3600}}"#),
        r#"{"ok": true, "requests": 2}"#,
    );
    let mut stream = fault.connect().await;
    let refused = exchange(&mut stream, &fault.request()).await.unwrap();
    assert_eq!(refused.status, 443);
    assert_eq!(refused.body, br#"{"code":443,"responseCode":"11990443","message":"TIMESTAMP"}"#);
    let date = httpdate::parse_http_date(refused.header("date").unwrap()).unwrap();
    assert!(date.duration_since(std::time::SystemTime::now()).unwrap().as_secs() > 3500);
    let corrected = request("POST", &format!("{}/v2/x", fault.prefix()), &headers(3600), "{}");
    assert_eq!(exchange(&mut stream, &corrected).await.unwrap().status, 200);
    assert_eq!(fault.check(RESULT), Verdict::Pass);
}

#[tokio::test]
async fn a_bad_signature_fails_the_vector() {
    let fault = fault(&http1(OK), r#"{"ok": true}"#);
    let target = format!("{}/v2/x", fault.prefix());
    let mut signed = headers(0);
    signed[3].1 = "0".repeat(32);
    exchange(&mut fault.connect().await, &request("POST", &target, &signed, "")).await.unwrap();
    fault.fails(RESULT, "request 1: x-qys-open-signature is \"0000");

    // A new begin forgets it, a nonce used before is not forgotten.
    let begun = fault.runner.begin(Group::Faults, "a").unwrap();
    assert_ne!(begun.base_url, fault.begun.base_url);
    assert_eq!(fault.check(RESULT), Verdict::Pass);
    let target = format!("/{}/v2/x", begun.base_url.splitn(4, '/').nth(3).unwrap());
    let again = request("POST", &target, &headers(0), "");
    let mut stream = fault.connect().await;
    exchange(&mut stream, &again).await.unwrap();
    assert_eq!(fault.check(RESULT), Verdict::Pass);
    exchange(&mut stream, &again).await.unwrap();
    fault.fails(RESULT, "request 2: the nonce \"3f0b2c1e");
    // A late request of the run before counts for nobody.
    assert_eq!(exchange(&mut stream, &fault.request()).await.unwrap().status, 404);
}

#[tokio::test]
async fn a_time_stamp_from_elsewhere_fails_the_vector() {
    let fault = fault(&http1(OK), r#"{"ok": true}"#);
    let request = request("POST", &format!("{}/v2/x", fault.prefix()), &headers(-400), "{}");
    exchange(&mut fault.connect().await, &request).await.unwrap();
    fault.fails(RESULT, "s from now");
}

const REQUEST: &str = r#"{"name": "a", "operation": "company_auth.create_ticket", "request": {}, "expect": {
    "method": "POST", "path": "/v2/a%20b", "query": [["q", "1 &2"]], "headers": {"x-one": "1"},
    "body": {"json": {"text": "0123456789"}}}}"#;

#[tokio::test]
async fn requests_are_recorded_whatever_their_transfer() {
    let server = server(Group::Requests, REQUEST);
    let runner = Runner::at(server.url());
    let signed = |extra: &[(&'static str, &str)]| {
        let mut all = headers(0);
        all.push(("x-one", "1".to_owned()));
        all.push(("content-type", "application/json".to_owned()));
        all.extend(extra.iter().map(|(name, value)| (*name, (*value).to_owned())));
        all.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect::<String>()
    };
    let body = r#"{"text":"0123456789"}"#;
    let chunked = "8;x=y\r\n{\"text\":\r\n5\r\n\"0123\r\n8\r\n456789\"}\r\n0\r\nTrailer: 1\r\n\r\n";
    for (extra, sent) in [(("Content-Length", "21"), body), (("Transfer-Encoding", "chunked"), chunked)] {
        let base_url = runner.begin(Group::Requests, "a").unwrap().base_url;
        let prefix = base_url.strip_prefix(&server.url()).unwrap().to_owned();
        let head = format!("POST {prefix}/v2/a%20b?q=1+%262 HTTP/1.1\r\n{}\r\n", signed(&[extra]));
        let mut stream = TcpStream::connect(server.address()).await.unwrap();
        // In pieces, as a slow network would bring it.
        for piece in (head + sent).as_bytes().chunks(11) {
            stream.write_all(piece).await.unwrap();
            tokio::task::yield_now().await;
        }
        let answer = receive(&mut stream).await.unwrap();
        let text = String::from_utf8(answer.body).unwrap();
        assert_eq!(answer.status, 200);
        assert!(text.contains(r#""result":{"ticket":"#), "{text}");
        let outcome = r#"{"result": {"ticket": "conformance-ticket"}, "http_status": 200, "attempts": 1}"#;
        assert_eq!(runner.check(Group::Requests, "a", "test", outcome), Ok(Verdict::Pass));
    }
    let report = server.report();
    assert_eq!(report.checks().len(), 1);
    assert_eq!(report.verdict("test", Group::Requests, "a"), Some(&Verdict::Pass));
}

#[tokio::test]
async fn what_is_no_http_is_answered_with_400() {
    let fault = fault(&http1(OK), r#"{"ok": true, "requests": 0}"#);
    for (head, problem) in [
        ("GET\r\n\r\n", "invalid"),
        ("POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", "Content-Length is"),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", "unknown transfer coding"),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n", "both"),
    ] {
        let mut stream = fault.connect().await;
        let answer = exchange(&mut stream, head).await.unwrap();
        let text = String::from_utf8(answer.body).unwrap();
        assert!(answer.status == 400 && text.contains(problem), "{head:?}: {text}");
    }
    assert_eq!(fault.check(RESULT), Verdict::Pass);
}

#[tokio::test]
async fn the_control_interface_says_what_is_wrong() {
    let fault = fault(&http1(OK), r#"{"ok": true}"#);
    assert!(fault.runner.begin(Group::Faults, "b").unwrap_err().contains("there is no vector \\\"b\\\""));
    assert!(fault.runner.begin(Group::Signatures, "b").is_err());
    let mut stream = fault.connect().await;
    for (method, command, body, status, text) in [
        ("POST", "begin", r#"{"group": "fault", "name": "a"}"#, 400, "unknown variant"),
        ("POST", "begin", r#"{"group": "faults", "nam": "a"}"#, 400, "unknown field"),
        ("GET", "begin", "", 400, "there are POST begin"),
        ("GET", "report", "", 200, r#"{"checks":[]}"#),
        ("POST", "check", r#"{"group":"faults","name":"a","language":"l","outcome":{"x":1}}"#, 200, "FAIL"),
        (
            "GET",
            "report",
            "",
            200,
            r#""language":"l","group":"faults","name":"a","status":"FAIL","reason":"the runner's"#,
        ),
    ] {
        let request = request(method, &format!("/_control/{command}"), &[], body);
        let answer = exchange(&mut stream, &request).await.unwrap();
        let got = String::from_utf8(answer.body).unwrap();
        assert!(answer.status == status && got.contains(text), "{command}: {got}");
    }
}
