//! A small server on threads of its own, which survives nothing and needs no runtime.
#![allow(dead_code, clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use qiyuesuo_bridge::{Bridge, Call};

const TICKET: &str = r#"{"code":0,"message":"SUCCESS","result":{"ticket":"t-1"}}"#;

/// What the server does with a request.
#[derive(Clone, Copy, PartialEq)]
pub enum Manner {
    Answer,
    /// Answers after that many milliseconds.
    Slow(u64),
    Hang,
    /// Answers with a file of so many bytes.
    Bytes(usize),
}

pub struct Server {
    pub url: String,
    pub requests: Arc<AtomicUsize>,
    /// Connections that the client closed.
    pub closed: Arc<AtomicUsize>,
    pub connections: Arc<AtomicUsize>,
    pub nonces: Nonces,
}

/// The nonces of the requests.
type Nonces = Arc<Mutex<Vec<String>>>;

pub fn server(manner: Manner) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = Server {
        url: format!("http://{}", listener.local_addr().unwrap()),
        requests: Arc::default(),
        closed: Arc::default(),
        connections: Arc::default(),
        nonces: Arc::default(),
    };
    let nonces = server.nonces.clone();
    let counters = (server.requests.clone(), server.closed.clone(), server.connections.clone());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (requests, closed, connections) = counters.clone();
            let nonces = nonces.clone();
            connections.fetch_add(1, Ordering::SeqCst);
            std::thread::spawn(move || {
                serve(stream.unwrap(), manner, &requests, &nonces);
                closed.fetch_add(1, Ordering::SeqCst);
            });
        }
    });
    server
}

/// Returns when the client closed its connection.
fn serve(stream: TcpStream, manner: Manner, requests: &AtomicUsize, nonces: &Nonces) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut stream = stream;
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            let line = line.trim_end().to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.parse().unwrap();
            }
            if let Some(nonce) = line.strip_prefix("x-qys-open-nonce: ") {
                nonces.lock().unwrap().push(nonce.to_owned());
            }
            if line.is_empty() {
                break;
            }
        }
        if reader.read_exact(&mut vec![0; length]).is_err() {
            return;
        }
        requests.fetch_add(1, Ordering::SeqCst);
        match manner {
            Manner::Hang => continue,
            Manner::Slow(milliseconds) => std::thread::sleep(Duration::from_millis(milliseconds)),
            Manner::Bytes(length) => {
                let head = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: {length}\r\n\r\n"
                );
                if stream
                    .write_all(head.as_bytes())
                    .and_then(|()| stream.write_all(&vec![b'x'; length]))
                    .is_err()
                {
                    return;
                }
                continue;
            }
            Manner::Answer => {}
        }
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            TICKET.len()
        );
        if stream.write_all([head.as_bytes(), TICKET.as_bytes()].concat().as_slice()).is_err() {
            return;
        }
    }
}

pub fn options(url: &str) -> Vec<u8> {
    format!(r#"{{"app_token":"token","app_secret":"secret","base_url":"{url}","max_retries":0}}"#)
        .into_bytes()
}

pub fn open(server: &Server) -> Bridge {
    Bridge::open(&options(&server.url)).expect("the options are right")
}

pub fn ticket() -> Call {
    Call {
        operation: "personal_auth.create_ticket".to_owned(),
        request: r#"{"user":{"contact":"10020033044","contactType":"MOBILE"}}"#.into(),
        ..Call::default()
    }
}

/// Runs the test of that name in a process of its own, where no other test calls, drains or logs, and answers whether this
/// is the one.
pub fn alone_in_a_process(name: &str) -> bool {
    const CHILD: &str = "QYS_TEST_CHILD";
    if std::env::var(CHILD).is_ok() {
        return true;
    }
    let mut alone = std::process::Command::new(std::env::current_exe().unwrap());
    assert!(alone.args(["--exact", name]).env(CHILD, "1").status().unwrap().success());
    false
}

/// Waits for a condition that must come true soon.
pub fn soon(what: &str, condition: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(10);
    while !condition() {
        assert!(Instant::now() < end, "never came true: {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}
