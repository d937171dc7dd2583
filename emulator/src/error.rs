//! What can go wrong before the emulator serves.

use std::fmt;
use std::net::SocketAddr;

/// Why the emulator did not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// An option is wrong: its name, and what is allowed.
    Option {
        /// The field of [`Options`](crate::Options).
        field: &'static str,
        /// What is allowed.
        message: String,
    },
    /// The address is not a loopback address and `allow_remote` is off.
    NotLoopback(SocketAddr),
    /// The address cannot be listened on.
    Bind {
        /// The address asked for.
        address: SocketAddr,
        /// The system's reason.
        source: std::io::Error,
    },
}

impl Error {
    pub(crate) fn option(field: &'static str, message: impl Into<String>) -> Self {
        Self::Option { field, message: message.into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Option { field, message } => write!(f, "{field}: {message}"),
            Self::NotLoopback(address) => write!(
                f,
                "listen: {address} can be reached from other machines; the emulator has no access control, \
                 so it listens on loopback (127.0.0.1, ::1) only, unless allow_remote is on"
            ),
            Self::Bind { address, source } => write!(f, "listen: cannot listen on {address}: {source}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Bind { source, .. } => Some(source),
            _ => None,
        }
    }
}
