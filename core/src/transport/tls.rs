//! TLS: rustls with ring, always verified.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::config::{Connection, Protocol};
use crate::error::Error;

/// A configuration that trusts the given authorities, or the system's (`SSL_CERT_FILE` and `SSL_CERT_DIR` count).
pub(super) fn config(settings: &Connection) -> Result<ClientConfig, Error> {
    let mut roots = RootCertStore::empty();
    let proxy = settings.proxy.proxy.as_ref();
    let encrypted =
        settings.endpoint.is_https() || proxy.is_some_and(|proxy| proxy.protocol == Protocol::Https);
    match &settings.ca_pem {
        // Nothing will be verified where nothing is encrypted: a bare container need not have authorities for that.
        None if !encrypted => {}
        Some((option, pem)) => {
            for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
                let added = certificate.ok().map(|certificate| roots.add(certificate));
                if !matches!(added, Some(Ok(()))) {
                    return Err(Error::configuration(option, "holds a certificate that cannot be read"));
                }
            }
            if roots.is_empty() {
                return Err(Error::configuration(option, "holds no certificate in PEM form"));
            }
        }
        None => {
            let named = named_by_the_environment()?;
            let found = rustls_native_certs::load_native_certs();
            let (added, _) = roots.add_parsable_certificates(found.certs);
            if added == 0 {
                let empty = std::env::var_os("SSL_CERT_FILE").is_some().then_some("SSL_CERT_FILE");
                return Err(match named.or(empty) {
                    Some(variable) => Error::configuration(variable, "leads to no certificate in PEM form"),
                    None => Error::configuration(
                        "ca_file",
                        "is needed: this system has no certificate authorities (install ca-certificates, or set \
                         SSL_CERT_FILE)",
                    ),
                });
            }
        }
    }
    // Named, so that another crate's choice of a process-wide provider cannot change ours.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring supports TLS 1.2 and 1.3")
        .with_root_certificates(roots)
        .with_no_client_auth())
}

/// Which of the variables of OpenSSL is set, if it can be used. Their file must have a certificate, and one of their
/// directories must be there; what is set and cannot be read would otherwise be dropped silently.
fn named_by_the_environment() -> Result<Option<&'static str>, Error> {
    let refuse = |variable: &str, why: String| Err(Error::configuration(variable, why));
    let set = |variable: &str| std::env::var_os(variable).filter(|value| !value.is_empty());
    let mut named = None;
    if let Some(directories) = set("SSL_CERT_DIR") {
        if !std::env::split_paths(&directories).any(|directory| std::fs::read_dir(directory).is_ok()) {
            return refuse("SSL_CERT_DIR", "names no directory that can be read".to_owned());
        }
        named = Some("SSL_CERT_DIR");
    }
    if let Some(file) = set("SSL_CERT_FILE") {
        match std::fs::read(&file) {
            Err(error) => {
                let name = Path::new(&file).display().to_string();
                return refuse("SSL_CERT_FILE", format!("cannot be read: {name}: {error}"));
            }
            Ok(pem) if !CertificateDer::pem_slice_iter(&pem).any(|found| found.is_ok()) => {
                return refuse("SSL_CERT_FILE", "holds no certificate in PEM form".to_owned());
            }
            Ok(_) => named = Some("SSL_CERT_FILE"),
        }
    }
    Ok(named)
}
