//! Answers that are compressed although nobody asked for it.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use qiyuesuo::{ErrorKind, Options};

use crate::support::{Reply, Server};
use crate::ticket;

const ENVELOPE: &[u8] = br#"{"code":0,"result":{"ticket":"T"}}"#;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn server(status: u16, encoding: &str, body: Vec<u8>) -> Server {
    let header = format!("Content-Encoding: {encoding}\r\n");
    Server::start(move |_| Reply::answer(status, &header, &body))
}

#[tokio::test]
async fn nothing_is_asked_for_and_what_comes_is_undone() {
    let cases = [
        ("gzip", gzip(ENVELOPE)),
        ("x-gzip", gzip(ENVELOPE)),
        ("GZIP", gzip(ENVELOPE)),
        ("deflate", zlib(ENVELOPE)),
        ("deflate", deflate(ENVELOPE)),
        ("deflate, gzip", gzip(&zlib(ENVELOPE))),
        ("identity", ENVELOPE.to_vec()),
    ];
    for (encoding, body) in cases {
        let server = server(200, encoding, body);
        assert_eq!(ticket(&server.client()).await.unwrap().ticket, "T", "{encoding}");
        assert_eq!(server.only().header("accept-encoding"), Some("identity"));
    }
}

#[tokio::test]
async fn a_download_is_the_file_and_not_its_compression() {
    let file = b"%PDF-1.7 a contract ".repeat(50_000);
    let server = server(200, "gzip", gzip(&file));
    let answer = server.client().request("GET", "/v2/contract/download").download().await.unwrap();
    assert_eq!(answer.body().as_ref(), file.as_slice());
}

#[tokio::test]
async fn limits_are_those_of_the_file() {
    // A bomb: 64 MiB in some KiB.
    let server = server(200, "gzip", gzip(&vec![0; 64 << 20]));
    let client = server.client().with_options(Options::new().max_download_bytes(1 << 20)).unwrap();
    let error = client.request("GET", "/v2/contract/download").download().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidResponse);
    assert!(error.message().contains("longer than 1048576 bytes"), "{error}");
    let error = ticket(&server.client()).await.unwrap_err();
    assert!(error.message().contains("longer than 8388608 bytes"), "{error}");
}

#[tokio::test]
async fn what_cannot_be_undone_is_refused_by_name() {
    for (encoding, body, expected) in [
        ("br", b"\x0b\x02\x80".to_vec(), "Content-Encoding `br`"),
        ("zstd", b"x".to_vec(), "Content-Encoding `zstd`"),
        ("gzip", b"not gzip".to_vec(), "says that it is `gzip`"),
        ("gzip", gzip(ENVELOPE)[..20].to_vec(), "says that it is `gzip`"),
    ] {
        let server = server(200, encoding, body);
        for error in [
            ticket(&server.client()).await.unwrap_err(),
            server.client().request("GET", "/x").download().await.unwrap_err(),
        ] {
            assert_eq!((error.kind(), error.http_status()), (ErrorKind::InvalidResponse, Some(200)));
            assert!(error.message().contains(expected), "{error}");
            assert_eq!(error.attempts(), 1);
        }
    }
    // A failure is one, readable or not.
    let server = server(400, "br", b"x".to_vec());
    let error = ticket(&server.client()).await.unwrap_err();
    assert_eq!((error.kind(), error.http_status()), (ErrorKind::Api, Some(400)));
}
