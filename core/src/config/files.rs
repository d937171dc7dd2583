//! Options that name a file: its text, or why it cannot be used.

use std::io::Read;
use std::path::Path;

use zeroize::Zeroizing;

use super::Options;
use crate::credentials::{AppSecret, AppToken, Credentials};
use crate::error::Error;

/// The application's credentials. What the options do not give is that of `known`: a view on a client does not read the
/// client's secret file again.
pub(super) fn app_credentials(
    options: &Options,
    known: Option<&Credentials>,
) -> Result<Option<Credentials>, Error> {
    let secret = match (&options.app_secret, &options.app_secret_file) {
        (Some(_), Some(_)) => {
            return Err(Error::configuration(
                "app_secret",
                "cannot be given together with `app_secret_file`",
            ));
        }
        (Some(secret), None) => Some(AppSecret::new("app_secret", secret.expose())?),
        (None, Some(file)) => {
            Some(AppSecret::new("app_secret_file", secret_file("app_secret_file", file)?.as_str())?)
        }
        (None, None) => known.map(|known| known.secret.clone()),
    };
    let token = match &options.app_token {
        Some(token) => Some(AppToken::new("app_token", token.expose())?),
        None => known.map(|known| known.token.clone()),
    };
    match (token, secret) {
        (Some(token), Some(secret)) => Ok(Some(Credentials { token, secret })),
        (None, None) => Ok(None),
        (Some(_), None) => {
            Err(Error::configuration("app_secret", "is required with `app_token` (or QYS_APP_SECRET)"))
        }
        (None, Some(_)) => {
            Err(Error::configuration("app_token", "is required with `app_secret` (or QYS_APP_TOKEN)"))
        }
    }
}

/// Certificate authorities as PEM text, with the name of the option that gives them.
pub(super) fn ca_pem(options: &Options) -> Result<Option<(&'static str, String)>, Error> {
    match (&options.ca_pem, &options.ca_file) {
        (Some(_), Some(_)) => Err(Error::configuration("ca_pem", "cannot be given together with `ca_file`")),
        (Some(pem), None) => Ok(Some(("ca_pem", pem.clone()))),
        (None, Some(file)) => Ok(Some(("ca_file", read("ca_file", file)?.as_str().to_owned()))),
        (None, None) => Ok(None),
    }
}

/// The secret in a file: its only line, without the line break that editors put behind it and the byte order mark that
/// some put before it. `option` is the name an error gives the file; what the secret must be like is checked elsewhere.
///
/// # Errors
/// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration), without anything of the file's content.
pub fn secret_file(option: &str, file: &Path) -> Result<Zeroizing<String>, Error> {
    let mut text = read(option, file)?;
    let without =
        text.strip_suffix('\n').map_or(text.len(), |line| line.strip_suffix('\r').unwrap_or(line).len());
    text.truncate(without);
    Ok(text)
}

/// Longer than any list of certificate authorities, in bytes: a device such as `/dev/zero` has no end.
const LONGEST: usize = 16 << 20;

fn bounded(file: &Path) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::new());
    std::fs::File::open(file)?.take(LONGEST as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The text of a file, without the byte order mark that editors of Windows put before it.
fn read(option: &str, file: &Path) -> Result<Zeroizing<String>, Error> {
    let refuse = |why: &str| Error::configuration(option, format!("{why}: {}", file.display()));
    let bytes = bounded(file).map_err(|error| {
        Error::configuration(option, format!("cannot be read: {}: {error}", file.display()))
    })?;
    if bytes.len() > LONGEST {
        return Err(refuse("is longer than any secret or list of authorities"));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(refuse("is a file in UTF-16, as some editors call `Unicode`: save it as UTF-8"));
    }
    let text = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(&bytes);
    match std::str::from_utf8(text) {
        Ok(text) => Ok(Zeroizing::new(text.to_owned())),
        Err(_) => Err(refuse("is a file that is not UTF-8")),
    }
}
