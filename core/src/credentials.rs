//! Tokens and secrets: checked once, zeroed when dropped, never printed.

use std::fmt;

use zeroize::Zeroizing;

use crate::error::Error;

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
    /// than 1,024 bytes, or holds control characters. The error does not show it.
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
    let problem = if value.is_empty() {
        "is empty"
    } else if value.len() > MAX_CREDENTIAL {
        "is longer than 1,024 bytes: is it the right value?"
    } else if value.trim().is_empty() {
        "is blank"
    } else if value.chars().any(char::is_control) {
        "holds a control character, such as a line break: was it read from a file or copied with one?"
    } else if value.trim() != value {
        "has white space at its beginning or end"
    } else {
        return Ok(());
    };
    Err(Error::configuration(option, problem))
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
