//! What travels, and what a call tells about itself.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use qiyuesuo::api::{CreateCompanyAuthTicketWithLicense, NamedUser, calls};
use qiyuesuo::{Attempt, ErrorKind, Options, Part};
use serde_json::json;
use tokio::task::JoinSet;

use crate::support::{Reply, SECRET, Server, TOKEN};
use crate::{request, ticket};

#[tokio::test]
async fn a_call_is_signed_and_its_json_arrives() {
    let server = Server::start(|_| Reply::ticket());
    let answer = ticket(&server.client()).await.unwrap();
    assert_eq!(answer.ticket, "TICKET-1");
    assert_eq!((answer.http_status(), answer.attempts()), (200, 1));
    assert!(answer.elapsed() > Duration::ZERO);
    assert_eq!(answer.headers()["content-type"], "application/json;charset=UTF-8");
    let seen = server.only();
    seen.assert_signed(TOKEN, SECRET);
    assert_eq!((seen.method.as_str(), seen.target.as_str()), ("POST", "/v2/personalauth/miniappexchange"));
    assert_eq!(seen.header("content-type"), Some("application/json;charset=UTF-8"));
    assert_eq!(seen.header("host"), Some(format!("127.0.0.1:{}", server.port).as_str()));
    assert_eq!(seen.json(), json!({"user": {"contact": "10020033044", "contactType": "MOBILE"}}));
}

#[tokio::test]
async fn nonces_of_a_thousand_calls_are_distinct() {
    let server = Server::start(|_| Reply::ticket());
    let client = server.client();
    for _ in 0..10 {
        let mut calls = JoinSet::new();
        for _ in 0..100 {
            let client = client.clone();
            calls.spawn(async move { ticket(&client).await.map(drop) });
        }
        assert!(calls.join_all().await.iter().all(Result::is_ok));
    }
    assert!(server.log().opened <= 100, "more connections than calls at once");
    let seen = server.seen();
    assert_eq!(seen.len(), 1_000);
    assert_eq!(seen.iter().map(|seen| seen.platform("nonce")).collect::<HashSet<_>>().len(), 1_000);
    seen.iter().for_each(|seen| seen.assert_signed(TOKEN, SECRET));
}

#[tokio::test]
async fn every_attempt_is_signed_anew() {
    let server = Server::start(|seen| match seen.connection {
        1 => Reply::RawThenClose(Vec::new()),
        _ => Reply::ticket(),
    });
    let client = server.options().max_retries(1).build_without_env().unwrap();
    assert_eq!(ticket(&client).await.unwrap().attempts(), 2);
    let seen = server.seen();
    assert_ne!(seen[0].platform("nonce"), seen[1].platform("nonce"));
    assert_ne!(seen[0].platform("signature"), seen[1].platform("signature"));
    seen.iter().for_each(|seen| seen.assert_signed(TOKEN, SECRET));
}

#[tokio::test]
async fn on_attempt_sees_every_attempt() {
    let calls = AtomicU32::new(0);
    let server = Server::start(move |_| match calls.fetch_add(1, Ordering::Relaxed) {
        0 => Reply::answer(503, "Retry-After: 0\r\n", r#"{"code":1001,"message":"SYSTEM ERROR"}"#),
        1 => Reply::RawThenClose(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".to_vec()),
        2 => Reply::ticket(),
        _ => Reply::answer(200, "", r#"{"code":1605,"message":"ALREADY"}"#),
    });
    let attempts: Arc<Mutex<Vec<Attempt>>> = Arc::default();
    let kept = Arc::clone(&attempts);
    let hook = move |attempt: &Attempt| kept.lock().unwrap().push(attempt.clone());
    let client = server.options().max_retries(2).on_attempt(hook).build_without_env().unwrap();
    ticket(&client).await.unwrap();
    client.request("GET", "/v2/company/list").send().await.unwrap_err();

    let attempts = attempts.lock().unwrap();
    let told: Vec<_> =
        attempts.iter().map(|a| (a.operation, a.attempt, a.http_status, a.code, a.error_kind)).collect();
    let operation = "personal_auth.create_ticket";
    assert_eq!(
        told,
        [
            (operation, 1, Some(503), Some(1001), Some(ErrorKind::Server)),
            (operation, 2, None, None, Some(ErrorKind::Connection)),
            (operation, 3, Some(200), Some(0), None),
            ("request", 1, Some(200), Some(1605), Some(ErrorKind::Api)),
        ]
    );
    assert!(attempts.iter().all(|attempt| attempt.duration > Duration::ZERO));
}

#[tokio::test]
async fn a_view_can_have_a_hook_of_its_own() {
    let server = Server::start(|_| Reply::ticket());
    let counts: [Arc<AtomicU32>; 2] = Default::default();
    let hook = |count: &Arc<AtomicU32>| {
        let count = Arc::clone(count);
        move |_: &Attempt| _ = count.fetch_add(1, Ordering::Relaxed)
    };
    let client = server.options().on_attempt(hook(&counts[0])).build_without_env().unwrap();
    let view = client.with_options(Options::new().on_attempt(hook(&counts[1]))).unwrap();
    let same = client.with_options(Options::new()).unwrap();
    for client in [&client, &view, &same] {
        ticket(client).await.unwrap();
    }
    assert_eq!(counts.map(|count| count.load(Ordering::Relaxed)), [2, 1]);
}

#[tokio::test]
async fn a_signed_request_is_what_a_call_would_send() {
    let server = Server::start(|_| Reply::ticket());
    let client = server.client();
    let signed = client.signed_request(calls::personal_auth::create_ticket, &request(), &[]).unwrap();
    ticket(&client).await.unwrap();
    let sent = server.only();
    assert_eq!(signed.method().as_str(), sent.method);
    assert_eq!(signed.uri().to_string(), format!("{}{}", server.base_url(), sent.target));
    assert_eq!(signed.body().as_ref(), sent.body);
    let text = |name: &str| signed.headers()[name].to_str().unwrap().to_owned();
    for name in ["host", "content-type", "user-agent", "x-qys-open-accesstoken"] {
        assert_eq!(Some(text(name).as_str()), sent.header(name), "{name}");
    }
    let (timestamp, nonce) = (text("x-qys-open-timestamp"), text("x-qys-open-nonce"));
    let input =
        qiyuesuo::signature::Input { token: TOKEN, secret: SECRET, timestamp: &timestamp, nonce: &nonce };
    assert!(qiyuesuo::SignatureRule::md5().verify(&input, &text("x-qys-open-signature")));
    assert_ne!(nonce, sent.platform("nonce"));
    // A HeaderMap's Debug shows no value that is marked as sensitive.
    assert!(!format!("{:?}", signed.headers()).contains(&text("x-qys-open-signature")));
}

#[tokio::test]
async fn a_multipart_body_arrives_part_by_part() {
    let server = Server::start(|_| Reply::ticket());
    let licence: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let request = CreateCompanyAuthTicketWithLicense::builder()
        .company_name("大明\"公司\"")
        .applicant(NamedUser::new("a@example.com", "EMAIL").name("张三"))
        .close_button(false)
        .build();
    let file = Part::file("license", "执照\r\n.png", licence.clone()).content_type("image/png");
    server.client().company_auth().create_ticket_with_license(&request, [file]).await.unwrap();

    let seen = server.only();
    let content_type = seen.header("content-type").unwrap();
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    let parts = parts(&seen.body, boundary);
    let heads: Vec<&str> = parts.iter().map(|(head, _)| head.as_str()).collect();
    assert_eq!(
        heads,
        [
            "Content-Disposition: form-data; name=\"applicantInfo\"",
            "Content-Disposition: form-data; name=\"closeButton\"",
            "Content-Disposition: form-data; name=\"companyName\"",
            "Content-Disposition: form-data; name=\"license\"; filename=\"执照%0D%0A.png\"\r\nContent-Type: image/png",
        ]
    );
    let applicant: serde_json::Value = serde_json::from_slice(&parts[0].1).unwrap();
    assert_eq!(applicant, json!({"contact": "a@example.com", "contactType": "EMAIL", "name": "张三"}));
    assert_eq!(parts[1].1, b"false");
    assert_eq!(parts[2].1, "大明\"公司\"".as_bytes());
    assert_eq!(parts[3].1, licence);
}

/// Head and content of each part, sorted by head.
fn parts(body: &[u8], boundary: &str) -> Vec<(String, Vec<u8>)> {
    let find = |from: &[u8], what: &[u8]| from.windows(what.len()).position(|window| window == what);
    let delimiter = format!("\r\n--{boundary}");
    let mut rest = body.strip_prefix(&delimiter.as_bytes()[2..]).expect("the first boundary");
    let mut parts = Vec::new();
    while rest != b"--\r\n" {
        let part = rest.strip_prefix(b"\r\n").expect("a line break after the boundary");
        let end = find(part, delimiter.as_bytes()).expect("the next boundary");
        let head_end = find(part, b"\r\n\r\n").expect("an empty line after the head");
        let head = String::from_utf8(part[..head_end].to_vec()).unwrap();
        parts.push((head, part[head_end + 4..end].to_vec()));
        rest = &part[end + delimiter.len()..];
    }
    parts.sort();
    parts
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::start(|_| Reply::ticket());
    let location = format!("Location: {}/v2?ticket=secret-in-query\r\n", elsewhere.base_url());
    let server = Server::start(move |_| Reply::answer(307, &location, ""));
    let client = server.options().max_retries(2).build_without_env().unwrap();
    let error = ticket(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidResponse);
    assert_eq!((error.http_status(), error.attempts()), (Some(307), 1));
    assert!(error.message().contains("127.0.0.1"), "{error}");
    assert!(!format!("{error} {error:?}").contains("secret-in-query"));
    assert_eq!(elsewhere.log().opened, 0);
}

#[tokio::test]
async fn a_view_has_time_outs_and_retries_of_its_own() {
    let server = Server::start(|seen| match seen.path() {
        "/slow" => Reply::After(Duration::from_millis(100), Box::new(Reply::ticket())),
        _ => Reply::answer(503, "Retry-After: 0\r\n", ""),
    });
    let client = server.client();
    let view = |options: Options| client.with_options(options).unwrap();
    let hurried = view(Options::new().attempt_timeout(Duration::from_millis(20)));
    let error = hurried.request("GET", "/slow").send().await.unwrap_err();
    assert!(error.message().contains("the attempt time-out of 0.02 s"), "{error}");
    let short = view(Options::new().total_timeout(Duration::from_millis(20)));
    let error = short.request("GET", "/slow").send().await.unwrap_err();
    assert!(error.message().contains("the total time-out of 0.02 s"), "{error}");
    let stubborn = view(Options::new().max_retries(3));
    assert_eq!(ticket(&stubborn).await.unwrap_err().attempts(), 4);
    // The client itself has kept its own.
    assert_eq!(ticket(&client).await.unwrap_err().attempts(), 1);
    client.request("GET", "/slow").send().await.unwrap();
}

#[tokio::test]
async fn a_raw_request_that_may_have_arrived_is_repeated_only_when_asked() {
    let server = Server::start(|_| Reply::answer(503, "Retry-After: 0\r\n", ""));
    let client = server.options().max_retries(2).build_without_env().unwrap();
    for method in ["GET", "POST", "DELETE"] {
        assert_eq!(client.request(method, "/v2/seal/remove").send().await.unwrap_err().attempts(), 1);
    }
    let asked = client.request("GET", "/v2/seal/list").repeatable(true);
    assert_eq!(asked.send().await.unwrap_err().attempts(), 3);
}

/// What a call is made of is moved and kept for each that is in flight: what only dialling needs must not be part of it.
#[test]
fn a_call_in_flight_is_small() {
    let server = Server::start(|_| Reply::ticket());
    let client = server.client();
    let size = size_of_val(&ticket(&client));
    assert!(size <= 8 << 10, "{size} bytes");
}
