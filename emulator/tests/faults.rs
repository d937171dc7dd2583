//! Every fault, as a client sees it on the connection.
#![allow(clippy::unwrap_used)]

mod support;

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use support::{Bench, USER, answer, start};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const PATH: &str = "/v2/personalauth/miniappexchange";

async fn order(bench: &Bench, fault: Value) {
    bench
        .put("faults", json!([{ "operation": "personal_auth.create_ticket", "times": 1, "fault": fault }]))
        .await;
}

/// One signed request on a connection of its own: all bytes until the end, and how it ended.
async fn raw(bench: &Bench) -> (Vec<u8>, std::io::Result<()>) {
    let request = bench.signed(Method::POST, PATH).body(USER).build().unwrap();
    let mut text = format!("POST {PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n", USER.len());
    for (name, value) in request.headers() {
        text.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
    }
    let mut stream = TcpStream::connect(bench.emulator.address()).await.unwrap();
    stream.write_all(format!("{text}\r\n{USER}").as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    let end = stream.read_to_end(&mut bytes).await;
    (bytes, end.map(|_| ()))
}

#[tokio::test]
async fn a_reset_is_a_reset() {
    let bench = start().await;
    order(&bench, json!({ "reset": true })).await;
    let (bytes, end) = raw(&bench).await;
    assert_eq!(bytes.len(), 0);
    assert_eq!(end.unwrap_err().kind(), std::io::ErrorKind::ConnectionReset);
    let seen = bench.last_request().await;
    assert_eq!((seen["fault"].as_str(), seen["verdict"].as_str()), (Some("reset"), Some("passed")));
    assert!(seen["answer"].is_null());
    assert_eq!(bench.look("tickets").await["tickets"], json!([]), "nothing was given out");
    bench.ticket().await;
}

#[tokio::test]
async fn a_cut_body_promised_more() {
    let bench = start().await;
    for cut in [0, 10] {
        order(&bench, json!({ "cut_after": cut })).await;
        let (bytes, end) = raw(&bench).await;
        end.unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"));
        let promised: usize = head
            .to_lowercase()
            .split("content-length: ")
            .nth(1)
            .unwrap()
            .split("\r\n")
            .next()
            .unwrap()
            .parse()
            .unwrap();
        assert_eq!(body.len(), cut);
        assert!(promised > 80, "{promised}");
    }
    assert_eq!(bench.look("tickets").await["tickets"].as_array().unwrap().len(), 2, "the tickets exist");
    order(&bench, json!({ "cut_after": 1_000_000 })).await;
    bench.ticket().await;
}

#[tokio::test]
async fn statuses_with_bodies_and_headers() {
    let bench = start().await;
    order(&bench, json!({ "status": 503, "headers": { "Retry-After": "7" }, "body": { "code": 1001 } }))
        .await;
    let response = bench.signed(Method::POST, PATH).body(USER).send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["retry-after"].to_str().unwrap()),
        (503, &"7")
    );
    assert_eq!(response.text().await.unwrap(), r#"{"code":1001}"#);
    let seen = bench.last_request().await;
    assert_eq!(seen["answer"], json!({ "status": 503, "code": null }));

    let headers = json!({ "Location": "http://example.com/", "Content-Type": "text/csv" });
    order(&bench, json!({ "status": 302, "headers": headers, "body": "a,b" })).await;
    let response = bench.signed(Method::POST, PATH).body(USER).send().await.unwrap();
    assert_eq!(response.status(), 302);
    assert_eq!(response.headers()["content-type"], "text/csv");
    assert_eq!(response.text().await.unwrap(), "a,b");

    order(&bench, json!({ "html": true })).await;
    let response = bench.signed(Method::POST, PATH).body(USER).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.text().await.unwrap().starts_with("<!DOCTYPE html>"));
}

#[tokio::test]
async fn latency_and_hanging() {
    let bench = start().await;
    order(&bench, json!({ "latency_ms": 500 })).await;
    let started = Instant::now();
    bench.ticket().await;
    assert!(started.elapsed() >= Duration::from_millis(500));
    let started = Instant::now();
    bench.ticket().await;
    assert!(started.elapsed() < Duration::from_millis(500), "once only");

    order(&bench, json!({ "hang": true })).await;
    let hanging =
        bench.signed(Method::POST, PATH).body(USER).timeout(Duration::from_millis(100)).send().await;
    assert!(hanging.unwrap_err().is_timeout());
    assert_eq!(bench.last_request().await["fault"], "hang");

    // Stopping does not wait for it.
    order(&bench, json!({ "hang": true })).await;
    let request = bench.signed(Method::POST, PATH).body(USER);
    let hanging = tokio::spawn(request.send());
    while bench.look("faults").await["faults"][0]["struck"] != 1 {}
    let started = Instant::now();
    bench.emulator.shutdown().await;
    assert!(started.elapsed() < Duration::from_secs(3));
    assert!(hanging.await.unwrap().is_err());
}

#[tokio::test]
async fn by_operation_and_turn() {
    let bench = start().await;
    bench
        .put(
            "faults",
            json!([
                { "operation": "personal_auth.create_ticket", "nth": 2, "fault": { "status": 500 } },
                { "operation": "/v2/checkhealth", "fault": { "status": 502 } },
            ]),
        )
        .await;
    let status = async |method, path| answer_status(&bench, method, path).await;
    assert_eq!(status(Method::POST, PATH).await, 200);
    assert_eq!(status(Method::POST, PATH).await, 500);
    assert_eq!(status(Method::POST, PATH).await, 200);
    assert_eq!(status(Method::GET, "/v2/checkhealth").await, 502);
    assert_eq!(status(Method::GET, "/saas/v2/checkhealth").await, 200);
    let faults = bench.look("faults").await;
    assert_eq!(
        (faults["faults"][0]["seen"].as_u64(), faults["faults"][0]["struck"].as_u64()),
        (Some(3), Some(1))
    );
    let (_, faults) = bench.control(Method::DELETE, "faults", None).await;
    assert_eq!(faults, json!({ "faults": [] }));
    assert_eq!(status(Method::GET, "/v2/checkhealth").await, 200);

    let (status, told) =
        bench.control(Method::PUT, "faults", Some(json!([{ "fault": { "latency": 1 } }]))).await;
    assert_eq!(status, 400);
    assert!(told["error"].as_str().unwrap().contains("latency"), "{told}");
}

async fn answer_status(bench: &Bench, method: Method, path: &str) -> u16 {
    bench.signed(method, path).body(USER).send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn the_nonce_is_used_up_by_a_fault() {
    let bench = start().await;
    order(&bench, json!({ "status": 503 })).await;
    let (now, nonce) = (support::now_ms(), support::nonce());
    let request = || bench.signed_at(Method::POST, PATH, now, &nonce).body(USER);
    assert_eq!(request().send().await.unwrap().status(), 503);
    assert_eq!(answer(request()).await.0, 445, "a client that repeats without signing anew finds out");
}
