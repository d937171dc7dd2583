//! What the tests of the server share: a server with faults of their own, and raw HTTP.

#![allow(clippy::unwrap_used, dead_code, reason = "each test file uses a part of this")]

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use md5::{Digest, Md5};
use qiyuesuo_conformance::{Begun, Group, Runner, Server, Verdict};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A server whose only vectors are these, given as JSON without the brackets.
pub fn server(group: Group, vectors: &str) -> Server {
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let directory = std::env::temp_dir().join(format!("conformance-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    for other in Group::ALL {
        let vectors = if other == group { vectors } else { "" };
        let text = format!(r#"{{"about": "a test", "vectors": [{vectors}]}}"#);
        std::fs::write(directory.join(format!("{other}.json")), text).unwrap();
    }
    let server = Server::start(&directory).unwrap();
    std::fs::remove_dir_all(&directory).unwrap();
    server
}

/// A server with one fault named `a`.
pub fn fault(server_part: &str, expect: &str) -> Fault {
    let vector = format!(
        r#"{{"name": "a", "operation": "personal_auth.create_ticket", "request": {{}}, "server": {server_part},
            "expect": {expect}}}"#
    );
    Fault::new(server(Group::Faults, &vector))
}

/// A fault that has begun.
pub struct Fault {
    pub server: Server,
    pub runner: Runner,
    pub begun: Begun,
}

impl Fault {
    fn new(server: Server) -> Self {
        let runner = Runner::at(server.url());
        let begun = runner.begin(Group::Faults, "a").unwrap();
        Self { server, runner, begun }
    }

    /// Host and port of the base URL.
    pub fn authority(&self) -> &str {
        self.begun.base_url.split('/').nth(2).unwrap()
    }

    /// Path of the base URL.
    pub fn prefix(&self) -> String {
        format!("/{}", self.begun.base_url.splitn(4, '/').nth(3).unwrap())
    }

    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.authority().replace("localhost", "127.0.0.1")).await.unwrap()
    }

    pub fn check(&self, outcome: &str) -> Verdict {
        self.runner.check(Group::Faults, "a", "test", outcome).unwrap()
    }

    /// A signed request below the prefix.
    pub fn request(&self) -> String {
        request("POST", &format!("{}/v2/x", self.prefix()), &headers(0), "{}")
    }

    /// Asserts that an outcome fails for a reason.
    pub fn fails(&self, outcome: &str, reason: &str) {
        match self.check(outcome) {
            Verdict::Fail(got) if got.contains(reason) => {}
            other => panic!("wanted {reason:?}, got {other:?}"),
        }
    }
}

/// Signed headers, with a clock that is so many seconds ahead.
pub fn headers(ahead_s: i64) -> Vec<(&'static str, String)> {
    let (token, secret) = ("AbC123dEf4", "Zy9Xw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64;
    let timestamp = (now + ahead_s * 1000).to_string();
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let nonce = format!("3f0b2c1e-6d5a-4b7c-8e9f-{number:012x}");
    let digest = Md5::digest(format!("{token}{secret}{timestamp}{nonce}"));
    let signature = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    vec![
        ("x-qys-open-accesstoken", token.to_owned()),
        ("x-qys-open-timestamp", timestamp),
        ("x-qys-open-nonce", nonce),
        ("x-qys-open-signature", signature),
    ]
}

pub fn request(method: &str, target: &str, headers: &[(&str, String)], body: &str) -> String {
    let mut text = format!("{method} {target} HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text + "\r\n" + body
}

/// An answer with its length.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(header, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }
}

pub async fn send(stream: &mut (impl AsyncWrite + Unpin), request: &str) {
    stream.write_all(request.as_bytes()).await.unwrap();
}

/// Reads a head, and a body of its Content-Length or up to the end.
pub async fn receive(stream: &mut (impl AsyncRead + Unpin)) -> std::io::Result<Answer> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8(head).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let mut answer = Answer { status, head, body: Vec::new() };
    match answer.header("content-length").map(|length| length.parse().unwrap()) {
        Some(length) => {
            answer.body.resize(length, 0);
            stream.read_exact(&mut answer.body).await?;
        }
        None if status == 204 => {}
        None => {
            stream.read_to_end(&mut answer.body).await?;
        }
    }
    Ok(answer)
}

/// One request and its answer.
pub async fn exchange(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    request: &str,
) -> std::io::Result<Answer> {
    send(stream, request).await;
    receive(stream).await
}
