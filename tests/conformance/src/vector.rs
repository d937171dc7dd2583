//! The vectors as they stand in `tests/vectors/*.json`. An unknown key is an error, so that a misspelt one is seen when
//! the file is loaded and does not quietly weaken a test.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::config::Config;
use crate::expect::{CallbackExpect, FaultExpect, RequestExpect, ResultExpect, SignatureExpect};
use crate::json::Json;

/// The five groups, one a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// `sign()` on its own.
    Signatures,
    /// What a call puts on the wire.
    Requests,
    /// What a call makes of an answer.
    Responses,
    /// What is read out of a callback.
    Callbacks,
    /// What a call does when the server misbehaves.
    Faults,
}

impl Group {
    /// Every group, in the order of the table.
    pub const ALL: [Self; 5] =
        [Self::Signatures, Self::Requests, Self::Responses, Self::Callbacks, Self::Faults];

    /// The name of the group and of its file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Signatures => "signatures",
            Self::Requests => "requests",
            Self::Responses => "responses",
            Self::Callbacks => "callbacks",
            Self::Faults => "faults",
        }
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Token and secret of an agent.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// The token.
    pub token: String,
    /// The secret.
    pub secret: String,
}

/// A vector of `signatures.json`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignatureVector {
    /// Unique in its file.
    pub name: String,
    /// Where the value comes from.
    pub source: Option<String>,
    /// A preset's name, or a rule.
    pub rule: Json,
    /// App Token; absent in the vectors of an agent alone.
    pub token: Option<String>,
    /// App Secret.
    pub secret: Option<String>,
    /// The agent.
    pub agent: Option<Keys>,
    /// Milliseconds since 1970.
    pub timestamp: i64,
    /// The nonce.
    pub nonce: Option<String>,
    /// Prefix of the header names.
    pub header_prefix: Option<String>,
    /// The language header.
    pub language: Option<String>,
    /// What must come out.
    pub expect: SignatureExpect,
}

/// A part of a multipart body, as it is given to the call or must arrive.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Name of the part.
    pub name: String,
    /// Name of its file; of an expected part, compared where it is given.
    pub filename: Option<String>,
    /// Its media type; of an expected part, compared where it is given.
    pub content_type: Option<String>,
    /// The content as text,
    pub text: Option<String>,
    /// or as base64,
    pub base64: Option<String>,
    /// or so many zero bytes,
    pub size: Option<usize>,
    /// or, where it is expected, JSON text compared by value.
    pub json: Option<Json>,
}

/// A vector of `requests.json`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestVector {
    /// Unique in its file.
    pub name: String,
    /// Where the value comes from.
    pub source: Option<String>,
    /// Options of the client.
    #[serde(default)]
    pub config: Config,
    /// The operation, or `request`.
    pub operation: String,
    /// The request of that operation.
    pub request: Json,
    /// Parts beside the request.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// What must arrive.
    pub expect: RequestExpect,
}

/// An answer, byte for byte.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// HTTP status.
    pub status: u16,
    /// Headers besides those of the transfer.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The body as text,
    pub body: Option<String>,
    /// or as JSON,
    #[serde(default, deserialize_with = "present")]
    pub body_json: Option<Json>,
    /// or as base64,
    pub body_base64: Option<String>,
    /// or as one text repeated.
    pub body_repeat: Option<Repeat>,
    /// Send the full `Content-Length`, then so many bytes, then close.
    pub cut_after: Option<usize>,
    /// End the body by closing.
    #[serde(default)]
    pub no_length: bool,
}

/// A body too long to be written out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// What is repeated.
    pub unit: String,
    /// How often.
    pub times: usize,
    /// What stands before.
    #[serde(default)]
    pub prefix: String,
    /// What stands after.
    #[serde(default)]
    pub suffix: String,
}

/// A vector of `responses.json`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResponseVector {
    /// Unique in its file.
    pub name: String,
    /// Where the value comes from.
    pub source: Option<String>,
    /// The operation, or `request`.
    pub operation: String,
    /// The request; without it, the smallest of the operation.
    pub request: Option<Json>,
    /// Parts beside the request.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// Options of the client.
    #[serde(default)]
    pub config: Config,
    /// What the server answers.
    pub http: Http,
    /// What must come out.
    pub expect: ResultExpect,
}

/// A vector of `callbacks.json`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallbackVector {
    /// Unique in its file.
    pub name: String,
    /// Where the value comes from.
    pub source: Option<String>,
    /// The form as pairs, or as an object with the values that a framework hands over,
    pub form: Option<Json>,
    /// or the query of the address
    pub query: Option<String>,
    /// and the body as it arrived.
    pub body: Option<String>,
    /// The callback secrets.
    pub keys: Vec<String>,
    /// How the content was made.
    pub made_of: Option<MadeOf>,
    /// Options of the parser.
    #[serde(default)]
    pub options: CallbackOptions,
    /// What must come out.
    pub expect: CallbackExpect,
}

/// For `oracle.py`, which makes the content of a callback; nobody else needs it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MadeOf {
    /// The plain text,
    pub plain: Option<String>,
    /// or its bytes.
    pub plain_hex: Option<String>,
    /// The key.
    pub key: String,
    /// The initialisation vector of AES-CBC.
    pub iv: Option<String>,
    /// `none`: without padding.
    pub padding: Option<String>,
    /// Cut off after so many bytes.
    pub cut_after: Option<usize>,
}

/// Options of the callback parser.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallbackOptions {
    /// Accept events without a signature.
    pub allow_unsigned: Option<bool>,
    /// Age limit in seconds.
    pub max_age: Option<u64>,
    /// The time to compare with, in milliseconds.
    pub now: Option<i64>,
    /// The initialisation vector of AES-CBC.
    pub cbc_iv: Option<String>,
}

/// A vector of `faults.json`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultVector {
    /// Unique in its file.
    pub name: String,
    /// Where the value comes from.
    pub source: Option<String>,
    /// Options of the client.
    #[serde(default)]
    pub config: Config,
    /// The operation, or `request`.
    pub operation: String,
    /// The request of that operation.
    pub request: Json,
    /// Parts beside the request.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// How often the call is made with one client, one after the other.
    #[serde(default = "one")]
    pub calls: u32,
    /// Milliseconds between the calls.
    #[serde(default)]
    pub pause_ms: u64,
    /// How the server misbehaves.
    pub server: FaultServer,
    /// What must come out.
    pub expect: FaultExpect,
}

/// How the server of a fault misbehaves.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultServer {
    /// Where the client is sent.
    pub listen: Listen,
    /// One action a request; the last one repeats.
    #[serde(default)]
    pub script: Vec<Action>,
    /// Refuse time stamps further than this from the server's clock.
    pub verify_clock_s: Option<u64>,
    /// How far the server's clock is from ours.
    pub clock_offset_s: Option<i64>,
}

/// What the client finds at its `base_url`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Listen {
    /// HTTP/1.1 in clear text.
    Http1,
    /// TLS with a certificate of the private CA.
    Tls,
    /// TLS with a certificate of another CA.
    TlsUntrusted,
    /// A port that accepts and never speaks.
    TlsSilent,
    /// A port nobody listens on.
    Refused,
    /// A name that does not resolve.
    Unresolvable,
}

/// What the server does with one request.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Answer,
    pub respond: Option<Http>,
    /// after so many milliseconds,
    pub delay_ms: Option<u64>,
    /// with a `Date` so far from now,
    pub date_offset_s: Option<i64>,
    /// and close without having said so.
    #[serde(default)]
    pub then_close: bool,
    /// Or RST,
    #[serde(default)]
    pub reset: bool,
    /// or FIN,
    #[serde(default)]
    pub close: bool,
    /// or nothing at all.
    #[serde(default)]
    pub hang: bool,
}

/// Tells `null` given from nothing given.
pub(crate) fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

fn one() -> u32 {
    1
}
