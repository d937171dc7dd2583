//! The server every client is measured against: one thread, HTTP/1.1 with keep-alive, and the same 76 bytes for
//! everyone. It reads each request to its end and looks at nothing, so that the client is what is measured.
//!
//! Prints its address (`http://127.0.0.1:PORT`, or `https://localhost:PORT` with a certificate) and serves until it is
//! killed.

use std::convert::Infallible;
use std::error::Error;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use clap::Parser;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// The smallest success the platform documents; measurements of other days used the same length.
const ENVELOPE: &[u8; 76] =
    br#"{"code":0,"message":"SUCCESS","result":{"ticket":"bare-0123456789abcdefgh"}}"#;

#[derive(Parser)]
#[command(about = "Answers every request with one fixed ticket, for measurements")]
struct Arguments {
    /// Where to listen; port 0 picks a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// PEM file with the certificate for TLS.
    #[arg(long, requires = "key")]
    certificate: Option<PathBuf>,
    /// PEM file with its key.
    #[arg(long)]
    key: Option<PathBuf>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let tls = arguments.certificate.zip(arguments.key).map(acceptor).transpose()?;
    let listener = TcpListener::bind(arguments.listen).await?;
    let address = listener.local_addr()?;
    let mut stdout = std::io::stdout();
    match tls {
        None => writeln!(stdout, "http://{address}")?,
        Some(_) => writeln!(stdout, "https://localhost:{}", address.port())?,
    }
    stdout.flush()?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let tls = tls.clone();
        tokio::spawn(async move {
            match tls {
                None => serve(stream).await,
                Some(tls) => {
                    if let Ok(stream) = tls.accept(stream).await {
                        serve(stream).await;
                    }
                }
            }
        });
    }
}

fn acceptor((certificate, key): (PathBuf, PathBuf)) -> Result<TlsAcceptor, Box<dyn Error>> {
    let chain = CertificateDer::pem_file_iter(certificate)?.collect::<Result<_, _>>()?;
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, PrivateKeyDer::from_pem_file(key)?)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

async fn serve(stream: impl AsyncRead + AsyncWrite + Unpin) {
    let builder = http1::Builder::new().pipeline_flush(true).clone();
    // A client that hangs up is the usual end of a connection.
    let _ = builder.serve_connection(TokioIo::new(stream), service_fn(answer)).await;
}

async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let mut body = request.into_body();
    while let Some(Ok(_)) = body.frame().await {}
    let mut response = Response::new(Full::new(Bytes::from_static(ENVELOPE)));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json;charset=UTF-8"));
    Ok(response)
}
