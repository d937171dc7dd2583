//! Callbacks: what the platform posts to a backend.
//!
//! Know what a callback is worth before acting on it. The platform's signature covers the time stamp and a key,
//! neither the body nor the address, and personal-authentication callbacks are documented without any signature.
//! So every [`Event`] says its [`Authenticity`], an unsigned one is refused unless
//! [`allow_unsigned`](CallbackOptions::allow_unsigned) is given, and whatever the event says should be confirmed with
//! the matching `get_result` before money or rights depend on it.
//!
//! [`Event::fields`] are what the [`Authenticity`] speaks of, and nothing else: parameters of your own address are
//! [`Event::own_parameters`]. A callback that was seen can be sent again by whoever saw it; [`Event::fingerprint`] and
//! [`Memory`] tell.

mod decrypt;
mod event;
mod form;
mod memory;
mod table;
mod verify;

pub use decrypt::CbcIv;
pub use event::{Authenticity, Event, EventKind, PersonalAuthStatus, Reply};
pub use memory::Memory;
pub use table::{
    ACCESSORS, AUTHENTICITIES, AccessorInfo, AuthenticityInfo, CALLBACK_OPTIONS, CallbackOptionInfo,
    CallbackOptionKind, EVENTS, EventInfo,
};

use form::Form;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::error::{Error, ErrorKind};
use crate::invisible::problem;

/// How a callback is judged.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CallbackOptions {
    /// Accepts callbacks without a signature. Default: off.
    pub allow_unsigned: bool,
    /// Refuses a signed time stamp further than this from now, and an encrypted content whose time stamp is not signed.
    /// Default: none, since documented retries last more than a day.
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

/// Reads a callback from its form fields, as a framework gives them.
///
/// `keys` are the callback secrets of your applications; the one that fits is used. What stands beside a `content` is
/// [`Event::own_parameters`]: it may be of your own address or anybody's.
///
/// # Errors
/// [`ErrorKind::Callback`]: not a callback, no or a wrong signature, too old, or content that cannot be decrypted;
/// [`ErrorKind::Configuration`] at `keys` for a key that is empty or has characters nobody sees.
pub fn parse<N: AsRef<str>, V: AsRef<str>>(
    form: impl IntoIterator<Item = (N, V)>,
    keys: &[&str],
    options: &CallbackOptions,
) -> Result<Event, Error> {
    let text = |(name, value): (N, V)| (name.as_ref().to_owned(), Value::from(value.as_ref()));
    parse_values(form.into_iter().map(text), keys, options)
}

/// As [`parse`], with values that a framework has read already: texts, numbers, or lists of one of them.
///
/// # Errors
/// As [`parse`].
pub fn parse_values(
    form: impl IntoIterator<Item = (String, Value)>,
    keys: &[&str],
    options: &CallbackOptions,
) -> Result<Event, Error> {
    check_keys(keys)?;
    read(Form::flat(form)?, keys, options)
}

/// Reads a callback from a raw request: the query of the address, if any, and the body
/// (`application/x-www-form-urlencoded`). Parameters of the address are [`Event::own_parameters`], unless the body has
/// none at all; nothing may stand in the body beside a `content`.
///
/// # Errors
/// As [`parse`].
pub fn parse_request(
    query: Option<&str>,
    body: &[u8],
    keys: &[&str],
    options: &CallbackOptions,
) -> Result<Event, Error> {
    check_keys(keys)?;
    let body = body.trim_ascii();
    if form::looks_like_json(body) {
        return Err(form::json_instead_of_a_form());
    }
    let query = query.unwrap_or_default().trim_start_matches('?');
    read(Form::apart(form::pairs(query.as_bytes()), form::pairs(body))?, keys, options)
}

fn read(mut form: Form, keys: &[&str], options: &CallbackOptions) -> Result<Event, Error> {
    let signed_by = verify::signature(&form.protocol, keys, options)?;
    let mut authenticity = if signed_by.is_some() { Authenticity::TimestampOnly } else { Authenticity::None };
    let mut proven = None;
    if let Some(Value::String(content)) = form.protocol.remove("content") {
        let keys = signed_by.as_ref().map_or(keys, std::slice::from_ref);
        let opened = decrypt::content(&content, keys, options.cbc_iv.as_ref())?;
        if opened.encrypted {
            // Whoever saw it can take the time stamp away.
            if signed_by.is_none() && options.max_age.is_some() {
                return Err(refused("timestamp", "is not signed, so the age of this content cannot be told"));
            }
            authenticity = Authenticity::Encrypted;
        }
        form.only_content()?;
        form.fields = opened.fields;
        proven = Some(opened.bytes);
    }
    if form.fields.is_empty() {
        return Err(Error::new(ErrorKind::Callback, "the callback has a signature and nothing else"));
    }
    let encrypted = authenticity == Authenticity::Encrypted;
    let fingerprint = fingerprint(&form, proven.as_deref(), encrypted);
    let event = Event::new(form.fields, form.own, authenticity, fingerprint);
    if authenticity == Authenticity::None && event.kind() == EventKind::Unknown {
        refuse_what_is_no_form(event.fields())?;
    }
    Ok(event)
}

/// Any text can be read as a form. One that nobody signed and that has no shape we know must at least look like one, else
/// its sender would hear that it was understood.
fn refuse_what_is_no_form(fields: &Map<String, Value>) -> Result<(), Error> {
    let is_name = |name: &String| {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        !name.is_empty() && name.chars().all(plain)
    };
    if fields.keys().all(is_name) && fields.values().any(|value| value.as_str() != Some("")) {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Callback,
        "this is no callback of the platform: it is not even a form with values",
    ))
}

/// A key that anybody can guess would make every signature right.
fn check_keys(keys: &[&str]) -> Result<(), Error> {
    for (index, key) in keys.iter().enumerate() {
        if let Some(problem) = problem(key) {
            let field = if keys.len() == 1 { "keys".to_owned() } else { format!("keys[{index}]") };
            return Err(Error::configuration(&field, &problem));
        }
    }
    Ok(())
}

/// Stands for a callback: SHA-256 over the bytes of an encrypted content alone, since the signature beside it can be taken
/// away or that of another callback put there; else over signature, time stamp and content, or all fields where there is no
/// content. Neither the order of fields nor another way to write the same content changes it.
fn fingerprint(form: &Form, content: Option<&[u8]>, encrypted: bool) -> String {
    let fields = if content.is_some() { None } else { Some(&form.fields) };
    let text = |(name, value): (&'_ String, &'_ Value)| {
        (name.clone(), value.as_str().unwrap_or_default().to_owned())
    };
    let protocol = if encrypted { None } else { Some(&form.protocol) };
    let mut parts: Vec<_> =
        protocol.into_iter().flatten().chain(fields.into_iter().flatten()).map(text).collect();
    parts.sort_unstable();
    let mut digest = Sha256::new();
    let pairs = parts.iter().flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]);
    for part in pairs.chain(content) {
        // Lengths keep a name and its value apart.
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    hex::encode(digest.finalize())
}

/// A refusal that names the field and never shows its value.
fn refused(field: &str, message: &str) -> Error {
    Error::new(ErrorKind::Callback, format!("`{field}` {message}")).with_field(field)
}
