//! Signature rules as data, signing, and verification.
//!
//! The documented rule (page API协议) is `lower hex(md5(token + secret + timestamp + nonce))`. The platform has
//! announced HMAC-SHA256 and published no rule for it, so a rule is data here: when theirs is known, it can be
//! written into a configuration of any language without waiting for a release.

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::error::Error;

/// Prefix of the platform's header names. Private installations use `x-qys-`.
pub const DEFAULT_HEADER_PREFIX: &str = "x-qys-open-";

/// The digest of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum DigestKind {
    /// MD5 over the parts.
    Md5,
    /// HMAC-SHA256 over the parts, keyed with the secret.
    HmacSha256,
}

/// What is concatenated, without separators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum SignaturePart {
    /// The App Token (or the agent's).
    Token,
    /// The App Secret (or the agent's).
    Secret,
    /// Milliseconds since 1970, UTC, as a decimal integer.
    Timestamp,
    /// The nonce.
    Nonce,
}

/// The key of an HMAC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Key {
    /// The App Secret.
    Secret,
    /// No key: for digests that take none.
    #[default]
    None,
}

/// How the digest is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum DigestEncoding {
    /// Lower-case hexadecimal.
    #[default]
    #[serde(rename = "hex")]
    Hex,
    /// Upper-case hexadecimal.
    #[serde(rename = "HEX")]
    UpperHex,
    /// Base64 with padding.
    #[serde(rename = "base64")]
    Base64,
}

impl DigestEncoding {
    fn encode(self, digest: &[u8]) -> String {
        // Through a buffer: `hex::encode` collects one character after the other.
        let hex = |upper: bool| {
            let mut buffer = [0; 64];
            let text = &mut buffer[..2 * digest.len()];
            hex::encode_to_slice(digest, text).expect("the buffer has two digits a byte");
            if upper {
                text.make_ascii_uppercase();
            }
            std::str::from_utf8(text).expect("hexadecimal digits are ASCII").to_owned()
        };
        match self {
            Self::Hex => hex(false),
            Self::UpperHex => hex(true),
            Self::Base64 => STANDARD.encode(digest),
        }
    }
}

/// How requests are signed.
///
/// In JSON a rule is the name of a preset (`"md5"`, `"md5-without-nonce"`, `"hmac-sha256-provisional"`) or an object
/// `{"digest": "md5" | "hmac-sha256", "parts": ["token", "secret", "timestamp", "nonce"], "key": "secret" | "none",
/// "encoding": "hex" | "HEX" | "base64", "headers": {"name": "value"}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SignatureRule {
    /// The digest.
    pub digest: DigestKind,
    /// What it is taken of, in this order.
    pub parts: Vec<SignaturePart>,
    /// The key of an HMAC.
    pub key: Key,
    /// How the digest is written.
    pub encoding: DigestEncoding,
    /// Headers sent with every request, as they are: a rule of the platform may name its algorithm in one.
    pub headers: BTreeMap<String, String>,
}

/// Names of the presets.
pub const PRESETS: [&str; 3] = ["md5", "md5-without-nonce", "hmac-sha256-provisional"];

impl Default for SignatureRule {
    fn default() -> Self {
        Self::md5()
    }
}

impl SignatureRule {
    /// The documented rule: MD5 of token, secret, timestamp and nonce in lower hex (page API协议).
    pub fn md5() -> Self {
        Self {
            digest: DigestKind::Md5,
            parts: vec![
                SignaturePart::Token,
                SignaturePart::Secret,
                SignaturePart::Timestamp,
                SignaturePart::Nonce,
            ],
            key: Key::None,
            encoding: DigestEncoding::Hex,
            headers: BTreeMap::new(),
        }
    }

    /// The older rule, with the three headers most pages show: as [`md5`](Self::md5) without the nonce.
    pub fn md5_without_nonce() -> Self {
        Self {
            parts: vec![SignaturePart::Token, SignaturePart::Secret, SignaturePart::Timestamp],
            ..Self::md5()
        }
    }

    /// **A guess**: HMAC-SHA256 keyed with the secret over token, timestamp and nonce in lower hex. The platform
    /// announced HMAC-SHA256 in 2026 and published neither key nor parts nor headers.
    pub fn hmac_sha256_provisional() -> Self {
        Self {
            digest: DigestKind::HmacSha256,
            parts: vec![SignaturePart::Token, SignaturePart::Timestamp, SignaturePart::Nonce],
            key: Key::Secret,
            ..Self::md5()
        }
    }

    /// A rule from its JSON form, or from the bare name of a preset.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) at `signature`.
    pub fn parse(text: &str) -> Result<Self, Error> {
        match text.trim() {
            "md5" => Ok(Self::md5()),
            "md5-without-nonce" => Ok(Self::md5_without_nonce()),
            "hmac-sha256-provisional" => Ok(Self::hmac_sha256_provisional()),
            object if object.starts_with('{') => Self::from_object(object),
            other => Err(Error::configuration(
                "signature",
                format!(
                    "must be one of {} or an object that describes a rule, not \"{:.40}\"",
                    PRESETS.join(", "),
                    other.escape_debug()
                ),
            )),
        }
    }

    fn from_object(text: &str) -> Result<Self, Error> {
        fn read<T: serde::de::DeserializeOwned>(name: &str, value: Value) -> Result<T, Error> {
            let secretive = holds_a_long_text(&value);
            serde_json::from_value(value).map_err(|why| {
                // The parser's words quote what stands there, which may be a secret in a wrong place.
                let why = if secretive { allowed(name).to_owned() } else { why.to_string() };
                Error::configuration("signature", format!("has a wrong `{name}`: {why}"))
            })
        }
        let members: Map<String, Value> = serde_json::from_str(text).map_err(|_| {
            Error::configuration("signature", "is neither the name of a rule nor a JSON object")
        })?;
        let mut rule = Self { parts: Vec::new(), ..Self::md5() };
        let mut digest = None;
        for (name, value) in members {
            match name.as_str() {
                "digest" => digest = Some(read(&name, value)?),
                "parts" => rule.parts = read(&name, value)?,
                "key" => rule.key = read(&name, value)?,
                "encoding" => rule.encoding = read(&name, value)?,
                "headers" => rule.headers = read(&name, value)?,
                _ => {
                    let message =
                        "has an unknown member; a rule has digest, parts, key, encoding and headers";
                    return Err(Error::configuration("signature", message));
                }
            }
        }
        rule.digest = digest
            .ok_or_else(|| Error::configuration("signature", "needs a `digest`: md5 or hmac-sha256"))?;
        rule.check()?;
        Ok(rule)
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        let refuse = |message: &str| Err(Error::configuration("signature", message));
        if self.parts.is_empty() {
            return refuse("needs at least one of `parts`: token, secret, timestamp, nonce");
        }
        match (self.digest, self.key) {
            (DigestKind::HmacSha256, Key::None) => {
                return refuse("needs `key` \"secret\" with digest hmac-sha256");
            }
            (DigestKind::Md5, Key::Secret) => {
                return refuse("takes no `key` with digest md5: put the secret into `parts`");
            }
            _ => {}
        }
        for (name, value) in &self.headers {
            if PROTOCOL.iter().any(|own| name.eq_ignore_ascii_case(own)) {
                return refuse(&format!(
                    "must not set the header {} in `headers`: it belongs to HTTP itself",
                    name.to_ascii_lowercase()
                ));
            }
            if http::HeaderName::try_from(name).is_err() || http::HeaderValue::try_from(value).is_err() {
                return refuse("has a name or a value in `headers` that HTTP does not allow");
            }
        }
        Ok(())
    }

    /// Whether the nonce is signed, and therefore sent.
    pub fn uses_nonce(&self) -> bool {
        self.parts.contains(&SignaturePart::Nonce)
    }

    /// The signature of a request, as it stands in the header.
    pub fn sign(&self, input: &Input<'_>) -> String {
        let text = |part: &SignaturePart| match part {
            SignaturePart::Token => input.token,
            SignaturePart::Secret => input.secret,
            SignaturePart::Timestamp => input.timestamp,
            SignaturePart::Nonce => input.nonce,
        };
        match self.digest {
            DigestKind::Md5 => {
                let mut md5 = Md5::new();
                self.parts.iter().for_each(|part| md5.update(text(part)));
                self.encoding.encode(&md5.finalize())
            }
            DigestKind::HmacSha256 => {
                let mut mac = Hmac::<Sha256>::new_from_slice(input.secret.as_bytes())
                    .expect("HMAC takes keys of any length");
                self.parts.iter().for_each(|part| mac.update(text(part).as_bytes()));
                self.encoding.encode(&mac.finalize().into_bytes())
            }
        }
    }

    /// Whether a signature is right, compared in constant time.
    pub fn verify(&self, input: &Input<'_>, signature: &str) -> bool {
        let expected = Zeroizing::new(self.sign(input));
        expected.as_bytes().ct_eq(signature.as_bytes()).into()
    }
}

/// Headers that say how a request travels: set by hand they would change what arrives.
const PROTOCOL: &[&str] = &[
    "accept-encoding",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Whether there is a text that is longer than any word of a rule.
fn holds_a_long_text(value: &Value) -> bool {
    const LONGEST_WORD: usize = 12;
    match value {
        Value::String(text) => text.len() > LONGEST_WORD,
        Value::Array(items) => items.iter().any(holds_a_long_text),
        Value::Object(members) => {
            members.iter().any(|(name, value)| name.len() > LONGEST_WORD || holds_a_long_text(value))
        }
        _ => false,
    }
}

/// What a member of a rule may be.
fn allowed(name: &str) -> &'static str {
    match name {
        "digest" => "it is \"md5\" or \"hmac-sha256\"",
        "parts" => "it is a list of \"token\", \"secret\", \"timestamp\" and \"nonce\"",
        "key" => "it is \"none\" or \"secret\"",
        "encoding" => "it is \"hex\", \"HEX\" or \"base64\"",
        _ => "it is an object of names and texts",
    }
}

/// What a signature is taken of.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The App Token (or the agent's).
    pub token: &'a str,
    /// The App Secret (or the agent's).
    pub secret: &'a str,
    /// Milliseconds since 1970, UTC, as a decimal integer.
    pub timestamp: &'a str,
    /// The nonce.
    pub nonce: &'a str,
}

impl fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Input(REDACTED)")
    }
}

/// A new nonce: a UUID of version 4, good for one request.
pub fn nonce() -> String {
    uuid::Uuid::new_v4().hyphenated().to_string()
}
