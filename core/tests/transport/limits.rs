//! How long answers may be, and byte answers.

use qiyuesuo::{ErrorKind, Options};

use crate::support::{Reply, Server, http};
use crate::ticket;

const MAX_JSON: usize = 8 << 20;

/// A ticket's envelope of exactly that many bytes.
fn envelope(length: usize) -> String {
    let (start, end) = (r#"{"code":0,"result":{"ticket":"T","pad":""#, r#""}}"#);
    format!("{start}{}{end}", "x".repeat(length - start.len() - end.len()))
}

/// An answer whose length is told only by its chunks.
fn chunked(body: &[u8]) -> Vec<u8> {
    let mut bytes = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for chunk in body.chunks(100_000) {
        bytes.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        bytes.extend_from_slice(chunk);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"0\r\n\r\n");
    bytes
}

async fn json_answer(bytes: Vec<u8>) -> Result<(), qiyuesuo::Error> {
    let server = Server::start(move |_| Reply::Raw(bytes.clone()));
    let client = server.options().max_retries(2).build_without_env().unwrap();
    ticket(&client).await.map(|answer| assert_eq!(answer.ticket, "T"))
}

#[tokio::test]
async fn a_json_answer_may_have_8_mib() {
    let body = envelope(MAX_JSON);
    json_answer(http(200, "", body.as_bytes())).await.unwrap();
    json_answer(chunked(body.as_bytes())).await.unwrap();
}

#[tokio::test]
async fn a_longer_json_answer_is_refused_and_not_asked_for_again() {
    let body = envelope(MAX_JSON + 1);
    for bytes in [http(200, "", body.as_bytes()), chunked(body.as_bytes())] {
        let error = json_answer(bytes).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidResponse);
        assert!(error.message().contains("longer than 8388608 bytes"), "{error}");
        assert_eq!((error.http_status(), error.attempts()), (Some(200), 1));
    }
}

#[tokio::test]
async fn a_refused_length_is_not_read_to_its_end() {
    // The server promises a terabyte and sends nothing of it.
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 1099511627776\r\n\r\n".to_vec();
    assert_eq!(json_answer(head).await.unwrap_err().kind(), ErrorKind::InvalidResponse);
}

async fn download(bytes: Vec<u8>, options: Options) -> Result<qiyuesuo::Download, qiyuesuo::Error> {
    let server = Server::start(move |_| Reply::Raw(bytes.clone()));
    let client = server.client().with_options(options).unwrap();
    client.request("GET", "/v2/contract/download").query("contractId", "1").download().await
}

#[tokio::test]
async fn a_download_may_have_as_many_bytes_as_set() {
    let bytes: Vec<u8> = (0..=255).cycle().take(1_000_000).collect();
    let limit = |limit: u64| Options::new().max_download_bytes(limit);
    for answer in [http(200, "", &bytes), chunked(&bytes)] {
        let whole = download(answer.clone(), limit(1_000_000)).await.unwrap();
        assert!(whole.body() == &bytes);
        let error = download(answer, limit(999_999)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidResponse);
        assert!(error.message().contains("longer than 999999 bytes"), "{error}");
    }
}

#[tokio::test]
async fn a_download_may_be_longer_than_a_json_answer() {
    let bytes = vec![7; MAX_JSON + 1_000];
    let whole = download(http(200, "", &bytes), Options::new()).await.unwrap();
    assert_eq!(whole.body().len(), bytes.len());
}

#[tokio::test]
async fn a_download_tells_its_type_and_its_name() {
    let headers = "Content-Type: application/pdf\r\n\
                   Content-Disposition: attachment; filename=\"x.pdf\"; filename*=UTF-8''..%2F%E5%90%88%E5%90%8C.pdf\r\n";
    let answer = download(http(200, headers, b"%PDF-1.7"), Options::new()).await.unwrap();
    assert_eq!(answer.content_type(), Some("application/pdf"));
    assert_eq!(answer.filename().as_deref(), Some("合同.pdf"));
    assert_eq!((answer.body().as_ref(), answer.http_status()), (&b"%PDF-1.7"[..], 200));
}

#[tokio::test]
async fn an_envelope_in_place_of_a_download_is_its_error() {
    let error = r#"{"code":1104,"message":"CONTRACT NOT FOUND"}"#;
    let error = download(http(200, "", error.as_bytes()), Options::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(1104)));
    // Without being told so by the platform, JSON is a file like any other.
    let file = r#"{"code":0,"message":"SUCCESS"}"#;
    let answer = download(http(200, "", file.as_bytes()), Options::new()).await.unwrap();
    assert_eq!(answer.body(), file);
}

#[tokio::test]
async fn a_raw_answer_keeps_every_digit() {
    let body = "\u{feff}{\"code\":0,\"result\":{\"id\":2978129483837784067,\"long\":123456789012345678901234567890}}";
    let server = Server::start(move |_| Reply::answer(200, "", body));
    let answer = server.client().request("GET", "/v2/company/list").send().await.unwrap();
    let json = answer.json().unwrap();
    assert_eq!(json["result"]["id"].to_string(), "2978129483837784067");
    assert_eq!(json["result"]["long"], "123456789012345678901234567890");
}

#[tokio::test]
async fn an_upload_of_50_mb_arrives() {
    let server = Server::start(|_| Reply::answer(200, "", r#"{"code":0}"#));
    let bytes = vec![1; qiyuesuo::MAX_PART];
    let part = qiyuesuo::Part::file("file", "big.pdf", bytes);
    server.client().request("POST", "/v2/document/addbyfile").part(part).send().await.unwrap();
    assert!(server.only().body.len() > qiyuesuo::MAX_PART);
}
