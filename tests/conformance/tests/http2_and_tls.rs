//! Drives the server over HTTP/2 and over TLS, and where nobody answers.

#![allow(clippy::unwrap_used)]

mod support;

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use h2::client::SendRequest;
use qiyuesuo_conformance::Verdict;
use support::{Fault, exchange, fault, headers};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

const OK: &str = r#"{"respond": {"status": 200, "body": "ok"}}"#;
const RESULT: &str = r#"{"result": {}, "attempts": 1, "elapsed_ms": 1}"#;

fn h2c(script: &str) -> String {
    format!(r#"{{"listen": "h2c", "script": [{script}]}}"#)
}

async fn client(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) -> SendRequest<Bytes> {
    let (client, connection) = h2::client::handshake(stream).await.unwrap();
    tokio::spawn(connection);
    client.ready().await.unwrap()
}

/// Status and body, or the error.
async fn call(client: &mut SendRequest<Bytes>, fault: &Fault) -> Result<(u16, Vec<u8>), h2::Error> {
    let mut request = http::Request::post(format!("http://x{}/v2/x?a=b", fault.prefix()));
    for (name, value) in headers(0) {
        request = request.header(name, value);
    }
    let (response, mut body) = client.send_request(request.body(()).unwrap(), false)?;
    body.send_data(Bytes::from_static(b"{}"), true)?;
    let response = response.await?;
    let status = response.status().as_u16();
    let mut body = response.into_body();
    let mut all = Vec::new();
    while let Some(data) = body.data().await {
        let data = data?;
        body.flow_control().release_capacity(data.len())?;
        all.extend_from_slice(&data);
    }
    Ok((status, all))
}

#[tokio::test]
async fn http2_in_clear_text_on_the_same_port() {
    let long = r#"{"respond": {"status": 200, "body_repeat": {"unit": "x", "times": 9437184}}}"#;
    let fault = fault(&h2c(&format!("{OK}, {long}")), r#"{"ok": true, "requests": 2, "connections": 1}"#);
    assert_eq!(fault.authority(), fault.server.address().to_string());
    let mut client = client(fault.connect().await).await;
    assert_eq!(call(&mut client, &fault).await.unwrap(), (200, b"ok".to_vec()));
    assert_eq!(call(&mut client, &fault).await.unwrap().1.len(), 9_437_184);
    assert_eq!(fault.check(RESULT), Verdict::Pass);
}

#[tokio::test]
async fn http1_where_http2_is_expected_fails() {
    let fault = fault(&h2c(OK), r#"{"ok": true}"#);
    exchange(&mut fault.connect().await, &fault.request()).await.unwrap();
    fault.fails(RESULT, "came by Http1, expected Http2");
}

#[tokio::test]
async fn a_stream_is_refused_and_its_connection_goes_on() {
    let fault =
        fault(&h2c(&format!("{}, {OK}", r#"{"refuse_stream": true}"#)), r#"{"ok": true, "connections": 1}"#);
    let mut client = client(fault.connect().await).await;
    let error = call(&mut client, &fault).await.unwrap_err();
    assert!(
        error.is_reset() && error.is_remote() && error.reason() == Some(h2::Reason::REFUSED_STREAM),
        "{error}"
    );
    assert_eq!(call(&mut client, &fault).await.unwrap().0, 200);
    assert_eq!(fault.check(RESULT), Verdict::Pass);
}

#[tokio::test]
async fn http2_reset_close_cut_and_hang() {
    let cut = r#"{"respond": {"status": 200, "body": "0123456789", "cut_after": 4}}"#;
    let last = r#"{"respond": {"status": 200, "body": "ok"}, "then_close": true}"#;
    let script = format!(r#"{{"reset": true}}, {{"close": true}}, {cut}, {last}, {{"hang": true}}"#);
    let fault = fault(&h2c(&script), r#"{"ok": true, "requests": 5, "connections": 5}"#);
    let kind = |error: h2::Error| error.get_io().map(std::io::Error::kind);

    let error = call(&mut client(fault.connect().await).await, &fault).await.unwrap_err();
    assert_eq!(kind(error), Some(ErrorKind::ConnectionReset));
    for _ in ["close", "cut"] {
        let error = call(&mut client(fault.connect().await).await, &fault).await.unwrap_err();
        assert!(error.is_io(), "{error:?}");
    }
    let mut closing = client(fault.connect().await).await;
    assert_eq!(call(&mut closing, &fault).await.unwrap(), (200, b"ok".to_vec()));
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(closing.ready().await.is_err());
    let mut hanging = client(fault.connect().await).await;
    assert!(tokio::time::timeout(Duration::from_millis(200), call(&mut hanging, &fault)).await.is_err());
    assert_eq!(fault.check(RESULT), Verdict::Pass);
}

fn trusting(ca_pem: &str, alpn: &[&[u8]]) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(ca_pem.as_bytes()).unwrap()).unwrap();
    let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = alpn.iter().map(|name| name.to_vec()).collect();
    TlsConnector::from(Arc::new(config))
}

async fn tls(fault: &Fault, name: &'static str, alpn: &[&[u8]]) -> std::io::Result<TlsStream<TcpStream>> {
    let connector = trusting(fault.begun.ca_pem.as_ref().unwrap(), alpn);
    connector.connect(ServerName::try_from(name).unwrap(), fault.connect().await).await
}

#[tokio::test]
async fn tls_with_the_private_ca() {
    let script = format!(r#"{{"listen": "tls", "script": [{OK}]}}"#);
    let fault = fault(&script, r#"{"ok": true, "requests": 2, "connections": 2}"#);
    assert!(fault.begun.base_url.starts_with("https://localhost:"), "{:?}", fault.begun);
    for name in ["localhost", "127.0.0.1"] {
        let mut stream = tls(&fault, name, &[]).await.unwrap();
        assert_eq!(exchange(&mut stream, &fault.request()).await.unwrap().body, b"ok");
    }
    assert_eq!(fault.check(RESULT), Verdict::Pass);
    let error = tls(&fault, "example.com", &[]).await.unwrap_err().to_string();
    assert!(error.contains("not valid for name"), "{error}");

    // HTTP/2 when the client asks for it, which this vector does not.
    let stream = tls(&fault, "localhost", &[b"h2"]).await.unwrap();
    assert_eq!(call(&mut client(stream).await, &fault).await.unwrap().0, 200);
    fault.fails(RESULT, "came by Http2, expected Http1");
}

#[tokio::test]
async fn tls_reset() {
    let fault = fault(r#"{"listen": "tls", "script": [{"reset": true}]}"#, r#"{"ok": true}"#);
    let mut stream = tls(&fault, "localhost", &[]).await.unwrap();
    let error = exchange(&mut stream, &fault.request()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn tls_of_another_ca_and_silence() {
    let script = format!(r#"{{"listen": "tls_untrusted", "script": [{OK}]}}"#);
    let untrusted = fault(&script, r#"{"ok": true, "requests": 0, "connections": 1}"#);
    let error = tls(&untrusted, "localhost", &[]).await.unwrap_err().to_string();
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
    let fault = fault(&h2c(OK), r#"{"ok": true}"#);
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
