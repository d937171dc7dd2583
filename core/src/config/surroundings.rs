//! What options only point to: files and variables, whose content can change while a process runs.

use sha2::{Digest, Sha256};

use super::Options;
use super::files::{ca_pem, secret_file};
use crate::error::Error;

/// Variables that decide how a client connects, beside its options.
const VARIABLES: &[&str] = &[
    "http_proxy",
    "https_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "all_proxy",
    "ALL_PROXY",
    "no_proxy",
    "NO_PROXY",
    "REQUEST_METHOD",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
];

impl Options {
    /// A digest of what these options point to now: secrets and certificates in files, and the variables that name proxies
    /// and authorities. Two clients with equal options are equal only when these are, too.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) for a file that cannot be read, naming the option.
    pub fn surroundings(&self) -> Result<[u8; 32], Error> {
        let mut digest = Sha256::new();
        let mut add = |part: Option<&[u8]>| {
            digest.update([u8::from(part.is_some())]);
            digest.update((part.unwrap_or_default().len() as u64).to_be_bytes());
            digest.update(part.unwrap_or_default());
        };
        let secret =
            self.app_secret_file.as_deref().map(|file| secret_file("app_secret_file", file)).transpose()?;
        add(secret.as_ref().map(|secret| secret.as_bytes()));
        let authorities = if self.ca_file.is_some() { ca_pem(self)? } else { None };
        add(authorities.as_ref().map(|(_, pem)| pem.as_bytes()));
        for name in VARIABLES {
            add(std::env::var_os(name).as_deref().map(std::ffi::OsStr::as_encoded_bytes));
        }
        Ok(digest.finalize().into())
    }
}
