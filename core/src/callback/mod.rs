//! Callbacks: what the platform posts to a backend (contract 6).
//!
//! Know what a callback is worth before acting on it. The platform's signature covers the time stamp and a key,
//! neither the body nor the address, and personal-authentication callbacks are documented without any signature.
//! So every [`Event`] says its [`Authenticity`], an unsigned one is refused unless
//! [`allow_unsigned`](CallbackOptions::allow_unsigned) is given, and whatever the event says should be confirmed with
//! the matching `get_result` before money or rights depend on it.

mod decrypt;
mod event;
mod verify;

pub use decrypt::CbcIv;
pub use event::{Authenticity, Event, EventKind, PersonalAuthStatus, Reply};

use serde_json::{Map, Value};

use crate::error::{Error, ErrorKind};

/// How a callback is judged.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CallbackOptions {
    /// Accepts callbacks without a signature. Default: off.
    pub allow_unsigned: bool,
    /// Refuses a time stamp further than this from now. Default: none, since documented retries last more than a day.
    pub max_age: Option<std::time::Duration>,
    /// The time to compare with, in milliseconds since 1970, UTC. Default: the system's.
    pub now_ms: Option<u64>,
    /// Decrypts with AES-CBC and this initial vector instead of AES-ECB. Where the platform takes it from is unknown.
    pub cbc_iv: Option<CbcIv>,
}

impl CallbackOptions {
    /// The defaults: signed callbacks only, of any age, ECB.
    pub fn new() -> Self {
        Self::default()
    }

    /// See [`allow_unsigned`](Self::allow_unsigned).
    #[must_use]
    pub fn allow_unsigned(mut self, allow: bool) -> Self {
        self.allow_unsigned = allow;
        self
    }

    /// See [`max_age`](Self::max_age).
    #[must_use]
    pub fn max_age(mut self, age: std::time::Duration) -> Self {
        self.max_age = Some(age);
        self
    }

    /// See [`now_ms`](Self::now_ms).
    #[must_use]
    pub fn now_ms(mut self, now: u64) -> Self {
        self.now_ms = Some(now);
        self
    }

    /// See [`cbc_iv`](Self::cbc_iv).
    #[must_use]
    pub fn cbc_iv(mut self, iv: CbcIv) -> Self {
        self.cbc_iv = Some(iv);
        self
    }
}

/// Reads a callback from its form fields (and query pairs: some of the platform's callbacks are signed there).
///
/// `keys` are the callback secrets of your applications; the one that fits is used.
///
/// # Errors
/// [`ErrorKind::Callback`]: not a callback, no or a wrong signature, too old, or content that cannot be decrypted.
pub fn parse<N: AsRef<str>, V: AsRef<str>>(
    form: impl IntoIterator<Item = (N, V)>,
    keys: &[&str],
    options: &CallbackOptions,
) -> Result<Event, Error> {
    let mut fields = Map::new();
    for (name, value) in form {
        let (name, value) = (name.as_ref(), value.as_ref());
        if fields.insert(name.to_owned(), Value::String(value.to_owned())).is_some() {
            return Err(refused(name, "is given twice"));
        }
    }
    if fields.is_empty() {
        return Err(Error::new(ErrorKind::Callback, "this is no callback of the platform: it has no fields"));
    }
    let signed_by = verify::signature(&mut fields, keys, options)?;
    let mut authenticity = if signed_by.is_some() { Authenticity::TimestampOnly } else { Authenticity::None };
    if let Some(Value::String(content)) = fields.remove("content") {
        let keys = signed_by.as_ref().map_or(keys, std::slice::from_ref);
        let opened = decrypt::content(&content, keys, options.cbc_iv.as_ref())?;
        if opened.encrypted {
            authenticity = Authenticity::Encrypted;
        }
        fields.extend(opened.fields);
    }
    if fields.is_empty() {
        return Err(Error::new(ErrorKind::Callback, "the callback has a signature and nothing else"));
    }
    Ok(Event::new(fields, authenticity))
}

/// Reads a callback from a raw request: the query of the address, if any, and the body
/// (`application/x-www-form-urlencoded`).
///
/// # Errors
/// As [`parse`].
pub fn parse_request(
    query: Option<&str>,
    body: &[u8],
    keys: &[&str],
    options: &CallbackOptions,
) -> Result<Event, Error> {
    let query = form_urlencoded::parse(query.unwrap_or_default().trim_start_matches('?').as_bytes());
    parse(query.chain(form_urlencoded::parse(body.trim_ascii_end())), keys, options)
}

/// A refusal that names the field and never shows its value.
fn refused(field: &str, message: &str) -> Error {
    Error::new(ErrorKind::Callback, format!("`{field}` {message}")).with_field(field)
}
