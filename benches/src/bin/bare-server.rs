//! The server every client is measured against: one thread, HTTP/1.1 with keep-alive, and the same 76 bytes for
//! everyone. It reads each request to its end and looks at nothing, so that the client is what is measured.
//!
//! Prints its address (`http://127.0.0.1:PORT`) and serves until it is killed.

use std::convert::Infallible;
use std::error::Error;
use std::io::Write;
use std::net::SocketAddr;

use bytes::Bytes;
use clap::Parser;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

/// The smallest success the platform documents; measurements of other days used the same length.
const ENVELOPE: &[u8; 76] =
    br#"{"code":0,"message":"SUCCESS","result":{"ticket":"bare-0123456789abcdefgh"}}"#;

#[derive(Parser)]
#[command(about = "Answers every request with one fixed ticket, for measurements")]
struct Arguments {
    /// Where to listen; port 0 picks a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind(Arguments::parse().listen).await?;
    let mut stdout = std::io::stdout();
    writeln!(stdout, "http://{}", listener.local_addr()?)?;
    stdout.flush()?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(async move {
            let connection = http1::Builder::new()
                .pipeline_flush(true)
                .serve_connection(TokioIo::new(stream), service_fn(answer));
            // A client that hangs up is the usual end of a connection.
            let _ = connection.await;
        });
    }
}

async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let mut body = request.into_body();
    while let Some(Ok(_)) = body.frame().await {}
    let mut response = Response::new(Full::new(Bytes::from_static(ENVELOPE)));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json;charset=UTF-8"));
    Ok(response)
}
