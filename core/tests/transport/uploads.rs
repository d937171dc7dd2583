//! Requests that are not read to their end, and connections that end between two requests.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use qiyuesuo::{Client, ErrorKind, Options, Part};
use tokio::runtime::Builder;

use crate::support::{Reply, Server, http};

/// A server that reads the head of a request and answers 413, and closes: at once, or `later`. Counts requests.
fn refusing(later: Duration) -> (Client, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let requests = Arc::<AtomicUsize>::default();
    let counter = requests.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            counter.fetch_add(1, Ordering::SeqCst);
            std::thread::spawn(move || {
                let mut head = BufReader::with_capacity(64, stream.try_clone().unwrap());
                let mut line = String::new();
                while head.read_line(&mut line).is_ok_and(|length| length > 2) {
                    line.clear();
                }
                let body = br#"{"code":1,"message":"the file is too large"}"#;
                _ = stream.write_all(&http(413, "Connection: close\r\n", body));
                std::thread::sleep(later);
                // What was not read makes this a reset.
                drop(stream);
            });
        }
    });
    let options = Options::new().app_token("token").app_secret("secret").max_retries(2);
    (options.base_url(format!("http://{address}")).build_without_env().unwrap(), requests)
}

#[tokio::test]
async fn an_answer_that_came_before_the_upload_was_read_is_the_answer() {
    for (size, later) in [(2, 0), (30, 0), (2, 50), (30, 50)] {
        let (client, requests) = refusing(Duration::from_millis(later));
        let part = Part::file("file", "contract.pdf", vec![b'x'; size << 20]);
        let call = client.request("POST", "/v2/document/addbyfile").part(part).repeatable(true);
        let error = call.send().await.unwrap_err();
        assert_eq!((error.kind(), error.http_status()), (ErrorKind::Api, Some(413)), "{size} MiB: {error}");
        assert!(error.message().contains("too large"), "{error}");
        assert_eq!((error.attempts(), requests.load(Ordering::SeqCst)), (1, 1), "{size} MiB is sent once");
    }
}

#[tokio::test]
async fn an_upload_that_is_cut_without_an_answer_is_a_lost_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            _ = stream.read(&mut [0; 1000]);
        }
    });
    let options = Options::new().app_token("token").app_secret("secret").base_url(base_url).max_retries(0);
    let client = options.build_without_env().unwrap();
    let part = Part::file("file", "contract.pdf", vec![b'x'; 30 << 20]);
    let error = client.request("POST", "/x").part(part).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, 1), "{error}");
}

#[test]
fn a_connection_that_ended_just_now_costs_a_request_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let closed = Arc::<AtomicUsize>::default();
    let counter = closed.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            _ = stream.read(&mut [0; 4096]);
            _ = stream.write_all(&http(200, "", br#"{"code":0,"result":{}}"#));
            // The answer was read by now, and did not announce this.
            std::thread::sleep(Duration::from_millis(2));
            drop(stream);
            counter.fetch_add(1, Ordering::SeqCst);
        }
    });
    let options = Options::new().app_token("token").app_secret("secret").base_url(base_url).max_retries(0);
    let client = options.build_without_env().unwrap();
    // Between two calls nobody looks at the network, as in a host's blocking calls.
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    for round in 0..30 {
        // Raw, so that nothing may be repeated once it may have arrived.
        let call = client.request("POST", "/v2/contract/draft").json(&serde_json::json!({}));
        runtime.block_on(call.send()).unwrap_or_else(|error| panic!("round {round}: {error}"));
        while closed.load(Ordering::SeqCst) <= round {
            std::thread::yield_now();
        }
    }
}

#[tokio::test]
async fn a_message_that_quotes_a_file_or_a_part_hides_it() {
    let server = Server::start(|_| {
        let said =
            serde_json::json!({"code": 1, "message": "张三的照片.jpg is too large for zhang san, ZHANG+SAN"});
        Reply::answer(400, "X-File: %E5%BC%A0%E4%B8%89%E7%9A%84%E7%85%A7%E7%89%87.jpg\r\n", said.to_string())
    });
    let text = Part { filename: None, content_type: None, ..Part::file("who", "", "zhang san") };
    let client = server.client();
    let request = client.request("POST", "/v2/upload").part(Part::file("photo", "张三的照片.jpg", "x"));
    let error = request.part(text).send().await.unwrap_err();
    assert!(error.message().contains("\"*** is too large for ***, ***\""), "{error}");
    assert_eq!(error.headers()["x-file"], "***");
    let shown = format!("{error} {error:?} {:?}", error.body());
    for hidden in ["张三", "%E5%BC%A0", "zhang", "ZHANG"] {
        assert!(!shown.contains(hidden), "{hidden}: {shown}");
    }
}
