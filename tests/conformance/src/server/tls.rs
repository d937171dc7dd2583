//! The listeners of faults that are about TLS: certificates of a private CA, of another CA, and silence.

use std::fmt;
use std::io;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use super::socket::Socket;
use super::{Shared, http1};
use crate::record::{Listener, Run};
use crate::vector::Listen;

/// The private CA of this server, and one nobody knows.
pub struct Authority {
    /// The certificate clients are told to trust.
    pub ca_pem: String,
    trusted: TlsAcceptor,
    untrusted: TlsAcceptor,
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authority")
    }
}

impl Authority {
    pub fn new() -> Result<Self, String> {
        let issuer = ca("qiyuesuo conformance, trusted")?;
        Ok(Self {
            ca_pem: issuer.pem(),
            trusted: acceptor(&issuer)?,
            untrusted: acceptor(&ca("qiyuesuo conformance, unknown")?)?,
        })
    }
}

type Issuer = CertifiedIssuer<'static, KeyPair>;

fn ca(name: &str) -> Result<Issuer, String> {
    let make = || {
        let mut params = CertificateParams::new(Vec::new())?;
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        CertifiedIssuer::self_signed(params, KeyPair::generate()?)
    };
    make().map_err(|error: rcgen::Error| format!("making a CA: {error}"))
}

/// For localhost and 127.0.0.1.
fn acceptor(issuer: &Issuer) -> Result<TlsAcceptor, String> {
    let make = || {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new(vec!["localhost".to_owned(), "127.0.0.1".to_owned()])?;
        params.distinguished_name.push(DnType::CommonName, "localhost");
        let certificate = params.signed_by(&key, issuer)?;
        Ok((certificate.der().clone(), PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()))))
    };
    let (certificate, key) =
        make().map_err(|error: rcgen::Error| format!("making a certificate: {error}"))?;
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(vec![certificate], key))
        .map_err(|error| format!("TLS: {error}"))?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Opens the run's own listener, where its vector needs one, and gives its port.
pub fn open(listen: Listen, run: &Arc<Run>, shared: &Arc<Shared>) -> io::Result<Option<u16>> {
    if matches!(listen, Listen::Http1 | Listen::Unresolvable) {
        return Ok(None);
    }
    let socket = TcpSocket::new_v4()?;
    socket.bind(([127, 0, 0, 1], 0).into())?;
    let port = socket.local_addr()?.port();
    if listen == Listen::Refused {
        run.keep(Listener::Held { _socket: socket });
        return Ok(Some(port));
    }
    let listener = socket.listen(128)?;
    let task = tokio::spawn(accept(listener, listen, Arc::downgrade(run), Arc::clone(shared)));
    run.keep(Listener::Task(task.abort_handle()));
    Ok(Some(port))
}

async fn accept(listener: TcpListener, listen: Listen, run: std::sync::Weak<Run>, shared: Arc<Shared>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let connection = shared.connection();
        if listen != Listen::Tls
            && let Some(run) = run.upgrade()
        {
            run.connected(connection);
        }
        let shared = Arc::clone(&shared);
        tokio::spawn(async move { serve(stream, listen, connection, &shared).await });
    }
}

async fn serve(stream: TcpStream, listen: Listen, connection: u64, shared: &Arc<Shared>) {
    let (socket, fate) = Socket::new(stream);
    let acceptor = match listen {
        Listen::Tls => &shared.authority.trusted,
        Listen::TlsUntrusted => &shared.authority.untrusted,
        _ => return http1::stay_silent(socket).await,
    };
    // A client that does not trust the certificate ends the handshake; the record shows the connection.
    let Ok(stream) = acceptor.accept(socket).await else { return };
    http1::serve(stream, &fate, connection, shared).await;
}
