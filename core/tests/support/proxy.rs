//! A proxy that opens tunnels (CONNECT) and answers plain requests itself.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

use super::{Seen, TICKET, bind, http, read_request, runtime};

/// The proxy. Plain requests are answered with a ticket, so their host need not exist.
pub struct Proxy {
    pub port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
    /// Everything clients sent through tunnels.
    tunnelled: Arc<Mutex<Vec<u8>>>,
    runtime: Option<Runtime>,
}

impl Proxy {
    pub fn start() -> Self {
        Self::leading_to(None)
    }

    /// All tunnels lead to that port of this machine, wherever they should.
    pub fn leading_to(port_of_all: Option<u16>) -> Self {
        let runtime = runtime();
        let (listener, port) = bind();
        let (seen, tunnelled) = (Arc::default(), Arc::default());
        let (all, sent) = (Arc::clone(&seen), Arc::clone(&tunnelled));
        runtime.spawn(async move {
            let listener = TcpListener::from_std(listener).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, port_of_all, Arc::clone(&all), Arc::clone(&sent)));
            }
        });
        Self { port, seen, tunnelled, runtime: Some(runtime) }
    }

    /// A SOCKS 5 proxy that wants this user and password. It keeps the address of each tunnel as a request's target.
    pub fn socks5(user: &'static str, password: &'static str) -> Self {
        let runtime = runtime();
        let (listener, port) = bind();
        let (seen, tunnelled) = (Arc::default(), Arc::default());
        let all = Arc::clone(&seen);
        runtime.spawn(async move {
            let listener = TcpListener::from_std(listener).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve_socks5(stream, user, password, Arc::clone(&all)));
            }
        });
        Self { port, seen, tunnelled, runtime: Some(runtime) }
    }

    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub fn tunnelled(&self) -> Vec<u8> {
        self.tunnelled.lock().unwrap().clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn serve(
    mut client: TcpStream,
    port: Option<u16>,
    seen: Arc<Mutex<Vec<Seen>>>,
    tunnelled: Arc<Mutex<Vec<u8>>>,
) {
    let mut buffer = Vec::new();
    while let Some(request) = read_request(&mut client, &mut buffer, 0).await {
        let tunnel_to = (request.method == "CONNECT").then(|| request.target.clone());
        seen.lock().unwrap().push(request);
        let Some(target) = tunnel_to else {
            _ = client.write_all(&http(200, "", TICKET.as_bytes())).await;
            continue;
        };
        let target = port.map_or(target, |port| format!("127.0.0.1:{port}"));
        let Ok(mut server) = TcpStream::connect(target).await else { return };
        _ = client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await;
        let (mut from, mut to) = client.split();
        let mut chunk = vec![0; 16 * 1024];
        let (mut server_from, mut server_to) = server.split();
        let up = async {
            while let Ok(read @ 1..) = from.read(&mut chunk).await {
                tunnelled.lock().unwrap().extend_from_slice(&chunk[..read]);
                if server_to.write_all(&chunk[..read]).await.is_err() {
                    break;
                }
            }
        };
        tokio::select! {
            () = up => {}
            _ = tokio::io::copy(&mut server_from, &mut to) => {}
        }
        return;
    }
}

/// RFC 1928 and 1929, as far as a client with a name for its target needs them.
async fn serve_socks5(
    mut client: TcpStream,
    user: &str,
    password: &str,
    seen: Arc<Mutex<Vec<Seen>>>,
) -> Option<()> {
    let mut bytes = [0; 512];
    let methods = client.read(&mut bytes).await.ok()?;
    assert!(bytes[0] == 5 && bytes[2..methods].contains(&2), "the client offers no password");
    client.write_all(&[5, 2]).await.ok()?;
    let length = client.read(&mut bytes).await.ok()?;
    let mut expected = vec![1, user.len() as u8];
    expected.extend_from_slice(user.as_bytes());
    expected.push(password.len() as u8);
    expected.extend_from_slice(password.as_bytes());
    let accepted = bytes[..length] == expected;
    client.write_all(&[1, u8::from(!accepted)]).await.ok()?;
    let length = client.read(&mut bytes).await.ok()?;
    let (host, port) = match bytes[3] {
        1 => (std::net::Ipv4Addr::new(bytes[4], bytes[5], bytes[6], bytes[7]).to_string(), &bytes[8..10]),
        3 => (String::from_utf8_lossy(&bytes[5..length - 2]).into_owned(), &bytes[length - 2..length]),
        other => panic!("address type {other}"),
    };
    let target = format!("{host}:{}", u16::from_be_bytes([port[0], port[1]]));
    let mut server = TcpStream::connect(&target).await.ok()?;
    seen.lock().unwrap().push(Seen::tunnel(target));
    client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await.ok()?;
    tokio::io::copy_bidirectional(&mut client, &mut server).await.ok().map(drop)
}
