//! Transfers that take longer than an attempt may: what moves goes on, what stands still ends.

use std::future::{Future, poll_fn};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::pin::pin;
use std::time::{Duration, Instant};

use qiyuesuo::{Client, Error, ErrorKind, Options, Part, RawResponse};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket};

use crate::support::http;

const MIB: usize = 1 << 20;

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// A client of a server that handles each connection in a thread. Its connections take little in advance, so that what
/// it does not read is not written either.
fn served(options: Options, handle: impl Fn(TcpStream) + Send + Sync + Copy + 'static) -> Client {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(64 << 10).unwrap();
    socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let listener = socket.listen(16).unwrap().into_std().unwrap();
    listener.set_nonblocking(false).unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || handle(stream));
        }
    });
    let options = options.app_token("token").app_secret("secret").base_url(base_url).max_retries(0);
    options.build_without_env().unwrap()
}

/// Reads so many bytes, pausing after each mebibyte. Answers whether they all came.
fn read_slowly(stream: &mut TcpStream, bytes: usize, pause: Duration) -> bool {
    let mut buffer = vec![0; MIB];
    (0..bytes.div_ceil(MIB)).all(|_| {
        std::thread::sleep(pause);
        stream.read_exact(&mut buffer).is_ok()
    })
}

async fn upload(client: &Client, bytes: usize) -> Result<RawResponse, Error> {
    let part = Part::file("file", "contract.pdf", vec![b'x'; bytes]);
    client.request("POST", "/v2/document/addbyfile").part(part).send().await
}

/// That a time-out ended it, which one, and when.
#[track_caller]
fn ended(error: &Error, message: &str, began: Instant, least: Duration) {
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(error.message().contains(message), "{error}");
    let took = began.elapsed();
    assert!(took >= least && took < least + ms(5000), "{took:?}");
}

#[tokio::test]
async fn an_upload_that_moves_may_take_longer_than_an_attempt() {
    let client = served(Options::new().attempt_timeout(ms(1000)), |mut stream| {
        // About three seconds.
        if read_slowly(&mut stream, 24 * MIB, ms(125)) {
            _ = stream.write_all(&http(200, "", br#"{"code":0}"#));
            _ = stream.read(&mut [0; 4096]);
        }
    });
    let began = Instant::now();
    upload(&client, 24 * MIB).await.unwrap();
    assert!(began.elapsed() > ms(2500), "it was not slow");
}

#[tokio::test]
async fn an_upload_that_nobody_reads_any_more_ends() {
    let client = served(Options::new().attempt_timeout(ms(700)), |mut stream| {
        read_slowly(&mut stream, 2 * MIB, ms(0));
        std::thread::sleep(ms(20_000));
    });
    let began = Instant::now();
    let error = upload(&client, 40 * MIB).await.unwrap_err();
    ended(&error, "the attempt time-out of 0.7 s", began, ms(700));
}

#[tokio::test]
async fn an_upload_that_moves_for_ever_is_ended_by_the_total() {
    let options = Options::new().attempt_timeout(ms(1000)).total_timeout(ms(2000));
    let client = served(options, |mut stream| _ = read_slowly(&mut stream, 60 * MIB, ms(125)));
    let began = Instant::now();
    let error = upload(&client, 48 * MIB).await.unwrap_err();
    ended(&error, "the total time-out of 2 s", began, ms(2000));
}

#[tokio::test]
async fn a_head_that_comes_in_drops_has_the_time_of_one_attempt() {
    let client = served(Options::new().attempt_timeout(ms(700)), |mut stream| {
        _ = stream.read(&mut [0; 4096]);
        let mut head = b"HTTP/1.1 200 OK\r\nX-Pad: ".iter().chain(std::iter::repeat(&b'x'));
        while stream.write_all(&[*head.next().unwrap()]).is_ok() {
            std::thread::sleep(ms(20));
        }
    });
    let began = Instant::now();
    let error = client.request("GET", "/x").send().await.unwrap_err();
    ended(&error, "the attempt time-out of 0.7 s", began, ms(700));
}

/// Promises that many bytes and sends one after each pause, until it has sent all or stops.
fn drip(stream: &mut TcpStream, promised: usize, sent: usize, pause: Duration) {
    _ = stream.read(&mut [0; 4096]);
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {promised}\r\n\r\n");
    _ = stream.write_all(head.as_bytes());
    for _ in 0..sent {
        std::thread::sleep(pause);
        if stream.write_all(b"x").is_err() {
            return;
        }
    }
    _ = stream.read(&mut [0; 4096]);
}

#[tokio::test]
async fn a_download_that_moves_may_take_longer_than_an_attempt() {
    let client = served(Options::new().attempt_timeout(ms(1000)), |mut stream| {
        drip(&mut stream, 25, 25, ms(100));
    });
    let file = client.request("GET", "/v2/contract/download").download().await.unwrap();
    assert_eq!(file.body().len(), 25);
    assert!(file.elapsed() > ms(2400), "it was not slow");
}

#[tokio::test]
async fn a_download_that_stands_still_ends() {
    let client = served(Options::new().attempt_timeout(ms(700)), |mut stream| {
        drip(&mut stream, 1000, 3, ms(10));
    });
    let began = Instant::now();
    let error = client.request("GET", "/v2/contract/download").download().await.unwrap_err();
    ended(&error, "the attempt time-out of 0.7 s", began, ms(700));
}

#[tokio::test]
async fn a_download_in_drops_is_ended_by_the_total() {
    let options = Options::new().attempt_timeout(ms(1000)).total_timeout(ms(2000));
    let client = served(options, |mut stream| drip(&mut stream, 1_000_000, 1_000_000, ms(100)));
    let began = Instant::now();
    let error = client.request("GET", "/v2/contract/download").download().await.unwrap_err();
    ended(&error, "the total time-out of 2 s", began, ms(2000));
}

/// How often a call is polled that waits for the rest of what it was sent, while nobody reads what it sends.
async fn polls(sent: &'static [u8], upload: usize) -> u32 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let options = Options::new().app_token("token").app_secret("secret").base_url(base_url).max_retries(0);
    let client = options.build_without_env().unwrap();
    let server = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        _ = stream.read(&mut [0; 4096]).await.unwrap();
        stream.write_all(sent).await.unwrap();
        stream
    };
    let mut call = pin!(self::upload(&client, upload));
    let mut polls = 0;
    let counted = poll_fn(|cx| {
        polls += 1;
        call.as_mut().poll(cx)
    });
    let (_stream, outcome) = tokio::join!(server, tokio::time::timeout(ms(150), counted));
    assert!(outcome.is_err(), "it did not wait");
    polls
}

#[tokio::test]
async fn a_call_that_waits_is_not_polled() {
    for (what, sent) in [
        ("no answer", &b""[..]),
        ("information", b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n"),
        ("half a head", b"HTTP/1.1 200 OK\r\nX-Pad"),
        ("half a body", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"),
        ("half a chunk", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"),
    ] {
        for upload in [1, 20 * MIB] {
            let polls = polls(sent, upload).await;
            assert!(polls < 30, "{polls} polls: {what}, with {upload} bytes");
        }
    }
}
