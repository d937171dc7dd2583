//! TLS: rustls with ring, always verified.

use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::config::Connection;
use crate::error::Error;

/// A configuration that trusts the given authorities, or the system's (`SSL_CERT_FILE` and `SSL_CERT_DIR` count).
pub(super) fn config(settings: &Connection) -> Result<ClientConfig, Error> {
    let mut roots = RootCertStore::empty();
    match settings.ca_pem.as_deref() {
        // Nothing will be verified where nothing is encrypted: a bare container need not have authorities for that.
        None if !settings.endpoint.is_https() && settings.proxy.is_none() => {}
        Some(pem) => {
            for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
                let added = certificate.ok().map(|certificate| roots.add(certificate));
                if !matches!(added, Some(Ok(()))) {
                    return Err(Error::configuration("ca_pem", "holds a certificate that cannot be read"));
                }
            }
            if roots.is_empty() {
                return Err(Error::configuration("ca_pem", "holds no certificate in PEM form"));
            }
        }
        None => {
            let found = rustls_native_certs::load_native_certs();
            let (added, _) = roots.add_parsable_certificates(found.certs);
            if added == 0 {
                return Err(Error::configuration(
                    "ca_file",
                    "is needed: this system has no certificate authorities (install ca-certificates, or set \
                     SSL_CERT_FILE)",
                ));
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
