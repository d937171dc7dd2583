//! Servers that answer what nobody expects: none costs a hang, a wrong answer or a second request.

use std::collections::HashSet;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use qiyuesuo::{ErrorKind, Options, Part};
use rustls::{ServerConnection, StreamOwned};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpSocket;
use tokio::runtime::Builder;
use tokio::sync::Notify;
use tokio::time::timeout;

use crate::support::tls::Identity;
use crate::support::{Reply, Server, http};

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

const OK: &[u8] = br#"{"code":0}"#;

/// Sends requests in a row, of which none may be repeated, and answers which connection each came over.
async fn connections_of(calls: usize, reply: impl Fn() -> Reply + Send + Sync + 'static) -> Vec<usize> {
    let server = Server::start(move |_| reply());
    let client = server.client();
    for call in 1..=calls {
        let answer = client.request("POST", "/x").json(&serde_json::json!({})).send().await;
        let answer = answer.unwrap_or_else(|error| panic!("call {call}: {error}"));
        assert_eq!(answer.body(), OK, "call {call}");
        // What a server sends behind its answer has come.
        tokio::time::sleep(ms(2)).await;
    }
    let seen = server.seen();
    let nonces: HashSet<_> = seen.iter().map(|seen| seen.platform("nonce").to_owned()).collect();
    assert_eq!((seen.len(), nonces.len()), (calls, calls), "a request was sent twice");
    seen.iter().map(|seen| seen.connection).collect()
}

fn raw(parts: &[&[u8]]) -> impl Fn() -> Reply + Send + Sync + 'static {
    let bytes = parts.concat();
    move || Reply::Raw(bytes.clone())
}

#[tokio::test]
async fn a_connection_is_kept_after_every_answer_that_ends_where_it_says() {
    let whole = http(200, "", OK);
    let early = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n";
    let chunks =
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\n{\"cod\r\n5\r\ne\":0}\r\n0\r\n\
                   X-Trailer: x\r\n\r\n";
    let old = [b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 10\r\n\r\n", OK].concat();
    for (what, parts) in [
        ("an answer", [&whole[..], b""]),
        ("information before it", [early, &whole]),
        ("chunks with trailers", [chunks, b""]),
        ("HTTP/1.0 that keeps", [&old, b""]),
    ] {
        assert_eq!(connections_of(3, raw(&parts)).await, [1, 1, 1], "{what}");
    }
}

#[tokio::test]
async fn a_connection_is_given_up_after_every_answer_whose_end_is_in_doubt() {
    let whole = http(200, "", OK);
    let closing = http(200, "Connection: close\r\n", OK);
    let old = [b"HTTP/1.0 200 OK\r\nContent-Length: 10\r\n\r\n", OK].concat();
    for (what, parts) in [
        ("a second answer", [&whole[..], &http(200, "", br#"{"code":1}"#)]),
        ("one byte too many", [&whole, b"x"]),
        ("a time-out that is told", [&whole, &http(408, "Connection: close\r\n", b"")]),
        ("Connection: close", [&closing, b""]),
        ("HTTP/1.0", [&old, b""]),
    ] {
        assert_eq!(connections_of(3, raw(&parts)).await, [1, 2, 3], "{what}");
    }
    let endless = [b"HTTP/1.1 200 OK\r\n\r\n", OK].concat();
    let ended = connections_of(3, move || Reply::RawThenClose(endless.clone())).await;
    assert_eq!(ended, [1, 2, 3], "an answer that ends with its connection");
}

#[tokio::test]
async fn a_body_where_none_may_be_is_nobody_s_answer() {
    let body = http(200, "", br#"{"code":1}"#);
    for (method, head) in [
        ("POST", "HTTP/1.1 204 No Content\r\n\r\n"),
        ("POST", "HTTP/1.1 304 Not Modified\r\nContent-Length: 50\r\n\r\n"),
        ("POST", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
        ("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n"),
    ] {
        let first = [head.as_bytes(), &body].concat();
        let server = Server::start(move |seen| match seen.connection {
            1 => Reply::Raw(first.clone()),
            _ => Reply::answer(200, "", OK),
        });
        let client = server.client();
        let error = client.request(method, "/x").send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{head}{error}");
        for _ in 0..2 {
            assert_eq!(client.request("POST", "/x").send().await.unwrap().body(), OK, "{head}");
        }
        assert_eq!(server.log().opened, 2, "{head}");
    }
}

#[tokio::test]
async fn information_without_end_has_the_time_of_one_attempt() {
    let hint = b"HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n";
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        _ = stream.read(&mut [0; 4096]);
        while stream.write_all(hint).is_ok() {
            std::thread::sleep(ms(1));
        }
    });
    let options = Options::new().app_token("token").app_secret("secret").base_url(base_url).max_retries(0);
    let client = options.attempt_timeout(ms(200)).build_without_env().unwrap();
    let began = Instant::now();
    let error = client.request("POST", "/x").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(began.elapsed() < ms(2000), "{:?}", began.elapsed());
}

/// How much of a request a server gets that answers at once and reads later, and whether the connection ends there.
async fn answered_early(size: usize) -> (usize, bool) {
    let identity = Identity::new();
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4 << 10).unwrap();
    socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let listener = socket.listen(1).unwrap();
    let base_url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let options = Options::new().app_token("token").app_secret("secret").base_url(base_url);
    let client = options.ca_pem(identity.ca_pem.clone()).build_without_env().unwrap();
    let part = Part::file("file", "contract.pdf", vec![b'x'; size]);
    let answered = Notify::new();
    let server = async {
        let (tcp, _) = listener.accept().await.unwrap();
        let mut stream = identity.acceptor.accept(tcp).await.unwrap();
        let mut buffer = vec![0; 1 << 20];
        let mut length = stream.read(&mut buffer).await.unwrap();
        // By then the system has taken what it takes.
        tokio::time::sleep(ms(50)).await;
        stream.write_all(&http(200, "", OK)).await.unwrap();
        stream.flush().await.unwrap();
        answered.notified().await;
        loop {
            match timeout(ms(500), stream.read(&mut buffer)).await {
                Ok(Ok(more)) if more > 0 => length += more,
                ended => return (length, ended.is_ok()),
            }
        }
    };
    let call = async {
        client.request("POST", "/x").part(part).send().await.unwrap();
        answered.notify_one();
    };
    tokio::join!(server, call).0
}

#[tokio::test]
async fn a_connection_on_which_a_part_of_a_request_is_left_is_closed() {
    let (taken, closed) = answered_early(8 << 20).await;
    assert!(taken < 8 << 20 && closed, "the system has room for all");
    // Of some of these the system does not take the end, and TLS does.
    for size in (1..6).map(|step| taken + step * (12 << 10)) {
        let (got, closed) = answered_early(size).await;
        assert!(got > size || closed, "the server has {got} bytes of {size} and waits for more");
    }
}

#[test]
fn a_connection_that_ended_behind_other_bytes_of_tls_costs_a_request_nothing() {
    let identity = Identity::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let config = identity.acceptor.config().clone();
    let (ended, end) = channel();
    std::thread::spawn(move || {
        for tcp in listener.incoming().flatten() {
            let mut stream = StreamOwned::new(ServerConnection::new(config.clone()).unwrap(), tcp);
            _ = stream.read(&mut [0; 4096]);
            _ = stream.write_all(&http(200, "", OK));
            // The answer was read by now. New keys, and an end of which TLS tells nothing.
            std::thread::sleep(ms(10));
            stream.conn.refresh_traffic_keys().unwrap();
            stream.flush().unwrap();
            drop(stream);
            ended.send(()).unwrap();
        }
    });
    let options = Options::new().app_token("token").app_secret("secret").base_url(base_url).max_retries(0);
    let client = options.ca_pem(identity.ca_pem).build_without_env().unwrap();
    // Between two calls nobody looks at the network.
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    for round in 0..5 {
        let call = client.request("POST", "/x").json(&serde_json::json!({}));
        runtime.block_on(call.send()).unwrap_or_else(|error| panic!("round {round}: {error}"));
        end.recv().unwrap();
    }
}
