//! Tokens and secrets: checked once, zeroed when dropped, never printed.

use std::fmt;

use zeroize::Zeroizing;

use crate::error::Error;
use crate::invisible::problem;

/// Longest token or secret, in bytes. The platform documents no limit; this one is ours.
pub const MAX_CREDENTIAL: usize = 1024;

/// An App Token (or an agent's token). It names the application and travels in a header.
#[derive(Clone, PartialEq, Eq)]
pub struct AppToken(Zeroizing<String>);

/// An App Secret (or an agent's secret). It signs requests and never travels.
#[derive(Clone, PartialEq, Eq)]
pub struct AppSecret(Zeroizing<String>);

impl AppToken {
    /// Checks a token. `option` is the name an error gives it.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if it is empty, padded with white space, longer
    /// than 1,024 bytes, or holds anything but visible ASCII and spaces. The error does not show it.
    pub fn new(option: &str, token: impl Into<String>) -> Result<Self, Error> {
        let token = Zeroizing::new(token.into());
        check(option, &token)?;
        if !token.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Err(Error::configuration(option, "must be visible ASCII, since it travels in a header"));
        }
        Ok(Self(token))
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl AppSecret {
    /// Checks a secret. `option` is the name an error gives it.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if it is empty, padded with white space, longer
    /// than 1,024 bytes, or holds characters that nobody sees. The error names them and does not show it.
    pub fn new(option: &str, secret: impl Into<String>) -> Result<Self, Error> {
        let secret = Zeroizing::new(secret.into());
        check(option, &secret)?;
        Ok(Self(secret))
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

fn check(option: &str, value: &str) -> Result<(), Error> {
    if value.len() > MAX_CREDENTIAL {
        return Err(Error::configuration(option, "is longer than 1,024 bytes: is it the right value?"));
    }
    match problem(value) {
        Some(problem) => Err(Error::configuration(
            option,
            format!("{problem}: was it copied, or read from a file, with something around it?"),
        )),
        None => Ok(()),
    }
}

macro_rules! redacted {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(REDACTED)"))
            }
        }
    )*};
}
redacted!(AppToken, AppSecret);

/// A token with its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// Names the application.
    pub token: AppToken,
    /// Signs for it.
    pub secret: AppSecret,
}
