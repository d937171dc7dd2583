//! Proxies and certificate authorities.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use qiyuesuo::{Environment, ErrorKind, Options};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::Builder;
use tokio_rustls::TlsAcceptor;

use crate::support::proxy::Proxy;
use crate::support::tls::Identity;
use crate::support::{Reply, SECRET, Seen, Server, TOKEN};
use crate::ticket;

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Everything the proxy could read of a request.
fn readable(seen: &Seen) -> String {
    format!("{} {} {:?}", seen.method, seen.target, seen.header("x-qys-open-signature"))
}

fn with_user(proxy: &Proxy) -> String {
    proxy.address().replace("http://", "http://pro%40xy:pass%3Aword@")
}

fn basic_auth() -> String {
    format!("Basic {}", STANDARD.encode("pro@xy:pass:word"))
}

#[tokio::test]
async fn https_goes_through_a_tunnel_that_the_proxy_cannot_look_into() {
    let identity = Identity::new();
    let server = Server::tls(&identity, |_| Reply::ticket());
    let proxy = Proxy::start();
    let options = server.options().proxy(with_user(&proxy)).ca_pem(identity.ca_pem.clone());
    let client = options.build_without_env().unwrap();
    ticket(&client).await.unwrap();
    ticket(&client).await.unwrap();

    let seen = proxy.seen();
    assert_eq!(seen.len(), 1, "the tunnel is kept");
    assert_eq!(
        (seen[0].method.as_str(), seen[0].target.clone()),
        ("CONNECT", format!("localhost:{}", server.port))
    );
    assert_eq!(seen[0].header("proxy-authorization"), Some(basic_auth().as_str()));
    assert!(!readable(&seen[0]).contains(TOKEN));
    let arrived = server.seen();
    assert_eq!(arrived.len(), 2);
    for request in &arrived {
        request.assert_signed(TOKEN, SECRET);
        assert_eq!(request.header("proxy-authorization"), None, "the proxy's password left the proxy");
        assert_eq!(request.target, "/v2/personalauth/miniappexchange");
        for hidden in [request.platform("signature"), request.platform("accesstoken"), "10020033044"] {
            assert!(!contains(&proxy.tunnelled(), hidden));
        }
    }
}

#[tokio::test]
async fn the_test_environment_is_reached_and_has_a_plugin_of_its_own() {
    let identity = Identity::new();
    let server = Server::tls(&identity, |_| Reply::ticket());
    // The only way to the platform's host that does not leave this machine.
    let proxy = Proxy::leading_to(Some(server.port));
    let options = Options::new().app_token(TOKEN).app_secret(SECRET).environment(Environment::Test);
    let options = options.proxy(proxy.address()).ca_pem(identity.ca_pem.clone());
    let answer = ticket(&options.build_without_env().unwrap()).await.unwrap();
    assert_eq!(proxy.seen()[0].target, "openapi.qiyuesuo.cn:443");
    assert_eq!(server.only().header("host"), Some("openapi.qiyuesuo.cn"));
    assert_eq!(
        answer.plugin_url().as_deref(),
        Some("plugin://qyssdk-plugin/personal-auth?ticket=TICKET-1&env=cn&hasCb=true")
    );
}

#[tokio::test]
async fn plain_http_tells_the_proxy_the_whole_address() {
    let proxy = Proxy::start();
    let options = Options::new().app_token(TOKEN).app_secret(SECRET).proxy(with_user(&proxy));
    let options = options.base_url("http://platform.test:8080/prefix").allow_http(true);
    let client = options.build_without_env().unwrap();
    ticket(&client).await.unwrap();
    ticket(&client).await.unwrap();
    let seen = proxy.seen();
    assert_eq!(seen.len(), 2);
    for request in &seen {
        assert_eq!(request.target, "http://platform.test:8080/prefix/v2/personalauth/miniappexchange");
        assert_eq!(request.header("host"), Some("platform.test:8080"));
        assert_eq!(request.header("proxy-authorization"), Some(basic_auth().as_str()));
        request.assert_signed(TOKEN, SECRET);
    }
}

#[tokio::test]
async fn a_socks_proxy_opens_tunnels_for_both() {
    let identity = Identity::new();
    let (plain, https) = (Server::start(|_| Reply::ticket()), Server::tls(&identity, |_| Reply::ticket()));
    for server in [&plain, &https] {
        let proxy = Proxy::socks5("someone", "socks-password");
        let address = format!("socks5://someone:socks-password@127.0.0.1:{}", proxy.port);
        let options = server.options().proxy(address).ca_pem(identity.ca_pem.clone());
        ticket(&options.build_without_env().unwrap()).await.unwrap();
        assert_eq!(Some(proxy.seen()[0].target.as_str()), server.base_url().split("://").nth(1));
        assert_eq!(server.only().target, "/v2/personalauth/miniappexchange");
    }
}

#[tokio::test]
async fn loopback_goes_through_a_proxy_that_is_set_for_the_client() {
    let server = Server::start(|_| Reply::ticket());
    let proxy = Proxy::start();
    let client = server.options().proxy(proxy.address()).build_without_env().unwrap();
    ticket(&client).await.unwrap();
    assert_eq!((proxy.seen().len(), server.log().opened), (1, 0));
    assert_eq!(proxy.seen()[0].header("proxy-authorization"), None);
}

#[tokio::test]
async fn a_direct_client_uses_no_proxy() {
    let server = Server::start(|_| Reply::ticket());
    let client = server.options().proxy("direct").build_without_env().unwrap();
    ticket(&client).await.unwrap();
    assert_eq!(server.log().opened, 1);
}

#[tokio::test]
async fn a_proxy_that_refuses_is_a_connection_error_without_its_password() {
    // A server that knows no CONNECT.
    let refusing = Server::start(|_| Reply::answer(407, "", ""));
    let proxy = refusing.base_url().replace("http://", "http://someone:proxy-password@");
    let options = Options::new().app_token(TOKEN).app_secret(SECRET).max_retries(0).proxy(proxy);
    let client = options.base_url("https://platform.test").build_without_env().unwrap();
    let error = ticket(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    let shown = format!("{error} {error:?} {client:?}");
    assert!(!shown.contains("proxy-password") && !shown.contains("someone"), "{shown}");
}

#[tokio::test]
async fn a_private_authority_is_trusted_when_it_is_given() {
    let identity = Identity::new();
    let server = Server::tls(&identity, |_| Reply::ticket());
    let client = server.options().ca_pem(identity.ca_pem.clone()).build_without_env().unwrap();
    ticket(&client).await.unwrap();
    let file = std::env::temp_dir().join(format!("qiyuesuo-ca-{}.pem", std::process::id()));
    std::fs::write(&file, &identity.ca_pem).unwrap();
    let client = server.options().ca_file(file.clone()).build_without_env();
    std::fs::remove_file(file).unwrap();
    ticket(&client.unwrap()).await.unwrap();
}

#[tokio::test]
async fn another_authority_is_refused_and_nothing_is_sent() {
    let server = Server::tls(&Identity::new(), |_| Reply::ticket());
    let client = server.options().ca_pem(Identity::new().ca_pem).build_without_env().unwrap();
    let error = ticket(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert!(error.message().contains("certificate"), "{error}");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_certificate_for_another_host_is_refused() {
    let identity = Identity::new();
    let server = Server::tls(&identity, |_| Reply::ticket());
    let elsewhere = server.base_url().replace("localhost", "127.0.0.2");
    let options = server.options().ca_pem(identity.ca_pem.clone()).base_url(elsewhere);
    let error = ticket(&options.build_without_env().unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_proxy_that_repeats_our_password_is_not_repeated_by_us() {
    let basic = basic_auth();
    let body = format!(r#"{{"code":407,"message":"pass:word of pro@xy, {basic}"}}"#);
    let head = format!("Proxy-Authenticate: Basic realm=\"pass:word\"\r\nX-Seen: {basic}\r\n");
    let proxy = Server::start(move |_| Reply::answer(407, &head, &body));
    let address = format!("http://pro%40xy:pass%3Aword@127.0.0.1:{}", proxy.port);
    let options = proxy.options().base_url("http://platform.example").allow_http(true).proxy(address);
    let error = ticket(&options.max_retries(0).build_without_env().unwrap()).await.unwrap_err();
    let shown = format!("{error} {error:?} {:?} {:?}", error.headers(), error.body());
    assert_eq!(error.http_status(), Some(407));
    for hidden in ["pass:word", "pro@xy", basic.split_once(' ').unwrap().1] {
        assert!(!shown.contains(hidden), "{shown}");
    }
}

/// Opens one tunnel, and ends it when its server does: the client was told when this returns.
async fn tunnel(mut client: impl AsyncRead + AsyncWrite + Unpin) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(client.read_u8().await.unwrap());
    }
    let target = String::from_utf8(head).unwrap().split(' ').nth(1).unwrap().to_owned();
    let (mut from_server, mut to_server) = TcpStream::connect(target).await.unwrap().into_split();
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
    client.flush().await.unwrap();
    let (mut from_client, mut to_client) = tokio::io::split(client);
    tokio::select! {
        _ = tokio::io::copy(&mut from_server, &mut to_client) => {}
        _ = tokio::io::copy(&mut from_client, &mut to_server) => {}
    }
    _ = to_client.shutdown().await;
}

/// A proxy over TLS. Tells of each tunnel that has ended.
fn proxy_over_tls(acceptor: TlsAcceptor) -> (u16, Receiver<()>) {
    let (listener, (ended, end)) = (std::net::TcpListener::bind("127.0.0.1:0").unwrap(), channel());
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (acceptor, ended) = (acceptor.clone(), ended.clone());
            stream.set_nonblocking(true).unwrap();
            std::thread::spawn(move || {
                let runtime = Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(async {
                    let stream = TcpStream::from_std(stream).unwrap();
                    tunnel(acceptor.accept(stream).await.unwrap()).await;
                });
                _ = ended.send(());
            });
        }
    });
    (port, end)
}

#[test]
fn a_tunnel_inside_tls_is_kept_until_it_ends() {
    let identity = Identity::new();
    // Each connection ends with its third answer, and nothing announces it.
    let calls = AtomicU32::new(1);
    let server = Server::tls(&identity, move |_| match calls.fetch_add(1, Ordering::Relaxed) % 3 {
        0 => Reply::ticket_then_close(),
        _ => Reply::ticket(),
    });
    let (port, end) = proxy_over_tls(identity.acceptor.clone());
    let options = server.options().ca_pem(identity.ca_pem.clone()).proxy(format!("https://localhost:{port}"));
    let client = options.build_without_env().unwrap();
    // Between two calls nobody looks at the network.
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    for call in 1..=9 {
        runtime.block_on(ticket(&client)).unwrap_or_else(|error| panic!("call {call}: {error}"));
        if call % 3 == 0 {
            end.recv().unwrap();
        }
    }
    assert_eq!(
        server.seen().iter().map(|seen| seen.connection).collect::<Vec<_>>(),
        [1, 1, 1, 2, 2, 2, 3, 3, 3]
    );
}
