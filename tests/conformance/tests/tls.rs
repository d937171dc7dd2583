//! Drives the server over TLS, and where nobody answers.

#![allow(clippy::unwrap_used)]

mod support;

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use qiyuesuo_conformance::Verdict;
use support::{Fault, exchange, fault};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

const OK: &str = r#"{"respond": {"status": 200, "body": "ok"}}"#;
const RESULT: &str = r#"{"result": {}, "attempts": 1, "elapsed_ms": 1}"#;

fn trusting(ca_pem: &str) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(ca_pem.as_bytes()).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}

async fn tls(fault: &Fault, name: &'static str) -> std::io::Result<TlsStream<TcpStream>> {
    let connector = trusting(fault.begun.ca_pem.as_ref().unwrap());
    connector.connect(ServerName::try_from(name).unwrap(), fault.connect().await).await
}

#[tokio::test]
async fn tls_with_the_private_ca() {
    let script = format!(r#"{{"listen": "tls", "script": [{OK}]}}"#);
    let fault = fault(&script, r#"{"ok": true, "requests": 2, "connections": 2}"#);
    assert!(fault.begun.base_url.starts_with("https://localhost:"), "{:?}", fault.begun);
    for name in ["localhost", "127.0.0.1"] {
        let mut stream = tls(&fault, name).await.unwrap();
        assert_eq!(exchange(&mut stream, &fault.request()).await.unwrap().body, b"ok");
    }
    assert_eq!(fault.check(RESULT), Verdict::Pass);
    let error = tls(&fault, "example.com").await.unwrap_err().to_string();
    assert!(error.contains("not valid for name"), "{error}");
}

#[tokio::test]
async fn tls_reset() {
    let fault = fault(r#"{"listen": "tls", "script": [{"reset": true}]}"#, r#"{"ok": true}"#);
    let mut stream = tls(&fault, "localhost").await.unwrap();
    let error = exchange(&mut stream, &fault.request()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn tls_of_another_ca_and_silence() {
    let script = format!(r#"{{"listen": "tls_untrusted", "script": [{OK}]}}"#);
    let untrusted = fault(&script, r#"{"ok": true, "requests": 0, "connections": 1}"#);
    let error = tls(&untrusted, "localhost").await.unwrap_err().to_string();
    assert!(error.contains("UnknownIssuer"), "{error}");
    assert_eq!(untrusted.check(RESULT), Verdict::Pass);

    let silent = fault(r#"{"listen": "tls_silent"}"#, r#"{"ok": true, "requests": 0, "connections": 1}"#);
    let mut stream = silent.connect().await;
    stream.write_all(b"\x16\x03\x01").await.unwrap();
    assert!(tokio::time::timeout(Duration::from_millis(200), stream.read_u8()).await.is_err());
    assert_eq!(silent.check(RESULT), Verdict::Pass);
}

#[tokio::test]
async fn refused_and_unresolvable() {
    let refused = fault(r#"{"listen": "refused"}"#, r#"{"ok": true}"#);
    let error = TcpStream::connect(refused.authority()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
    let unresolvable = fault(r#"{"listen": "unresolvable"}"#, r#"{"ok": true}"#);
    assert!(unresolvable.begun.base_url.starts_with("https://no-such-host.invalid/v/faults/a/"));
}

#[tokio::test]
async fn a_server_that_is_dropped_is_gone() {
    let fault = fault(&format!(r#"{{"listen": "http1", "script": [{OK}]}}"#), r#"{"ok": true}"#);
    let address = fault.server.address();
    drop(fault);
    for _ in 0..100 {
        match TcpStream::connect(address).await {
            Err(_) => return,
            Ok(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
    panic!("{address} still accepts");
}
