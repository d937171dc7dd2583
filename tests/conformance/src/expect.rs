//! What a vector expects.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::json::Json;
use crate::vector::{Part, present};

/// The attributes an expected error may name.
pub(crate) const ATTRIBUTES: [&str; 10] = [
    "kind",
    "message",
    "http_status",
    "code",
    "response_code",
    "field",
    "attempts",
    "retry_after",
    "request_id",
    "operation",
];

/// An error that must come out.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Json")]
pub struct ExpectedError {
    /// Compared for equality; `null` means: must be absent.
    pub attributes: Vec<(String, Json)>,
    /// What the message must contain, whatever the case.
    pub message_contains: Vec<String>,
    /// What neither the message nor the printed error may contain, whatever the case.
    pub message_excludes: Vec<String>,
}

impl TryFrom<Json> for ExpectedError {
    type Error = String;

    fn try_from(json: Json) -> Result<Self, String> {
        let Json::Object(members) = json else { return Err("an expected error is an object".to_owned()) };
        let mut error =
            Self { attributes: Vec::new(), message_contains: Vec::new(), message_excludes: Vec::new() };
        for (name, value) in members {
            match name.as_str() {
                "message_contains" => error.message_contains = strings(&name, &value)?,
                "message_excludes" => error.message_excludes = strings(&name, &value)?,
                known if ATTRIBUTES.contains(&known) => error.attributes.push((name, value)),
                _ => return Err(format!("unknown attribute `{name}` in an expected error")),
            }
        }
        if !error.attributes.iter().any(|(name, value)| name == "kind" && value.as_str().is_some()) {
            return Err("an expected error needs its kind".to_owned());
        }
        // A stack trace prints addresses and module ids in hexadecimal: a few digits stand there by chance.
        let by_chance = |text: &&String| text.len() < 10 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if let Some(text) = error.message_excludes.iter().find(by_chance) {
            return Err(format!("message_excludes: {text:?} is too short to be told from chance"));
        }
        Ok(error)
    }
}

fn strings(name: &str, value: &Json) -> Result<Vec<String>, String> {
    let Json::Array(items) = value else { return Err(format!("{name} is a list of strings")) };
    let texts: Option<Vec<_>> = items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
    texts
        .filter(|texts| !texts.iter().any(String::is_empty))
        .ok_or_else(|| format!("{name} is a list of strings"))
}

/// Of `signatures.json`: exactly one of both.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignatureExpect {
    /// Every header, names in lower case.
    pub headers: Option<BTreeMap<String, String>>,
    /// The error instead.
    pub error: Option<ExpectedError>,
}

/// Of `requests.json`: the error, or everything else.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestExpect {
    /// The error that keeps the request from leaving.
    pub error: Option<ExpectedError>,
    /// HTTP method.
    pub method: Option<String>,
    /// Path below the base URL, as it is on the wire.
    pub path: Option<String>,
    /// Pairs of the query, decoded, in any order.
    #[serde(default)]
    pub query: Vec<(String, String)>,
    /// Some of the headers; `None`: must be absent.
    #[serde(default)]
    pub headers: BTreeMap<String, Option<String>>,
    /// The body; `None`: not compared, `Some(None)`: must be empty.
    #[serde(default, deserialize_with = "present")]
    pub body: Option<Option<ExpectedBody>>,
}

/// A body: exactly one of both.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedBody {
    /// JSON, compared by value.
    #[serde(default, deserialize_with = "present")]
    pub json: Option<Json>,
    /// Parts, in any order.
    pub multipart: Option<Vec<Part>>,
}

/// Of `responses.json`: exactly one of result and error.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultExpect {
    /// The result in full.
    #[serde(default, deserialize_with = "present")]
    pub result: Option<Json>,
    /// With a result: what is told of the answer beside it.
    pub response: Option<ExpectedResponse>,
    /// The error instead.
    pub error: Option<ExpectedError>,
}

/// What is told of an answer beside its content.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedResponse {
    /// The id that the answer gives to the request; `null`: none.
    #[serde(default, deserialize_with = "present")]
    pub request_id: Option<Json>,
    /// Some of the headers, names in lower case; `None`: must be absent.
    #[serde(default)]
    pub headers: BTreeMap<String, Option<String>>,
}

/// Of `callbacks.json`: exactly one of both.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallbackExpect {
    /// The event in full.
    pub event: Option<ExpectedEvent>,
    /// The error instead.
    pub error: Option<ExpectedError>,
}

/// An event.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedEvent {
    /// `contract`, `personal_auth`, ...
    #[serde(rename = "type")]
    pub kind: String,
    /// `none`, `timestamp_only` or `encrypted`.
    pub authenticity: String,
    /// The platform's fields in full.
    pub fields: Json,
    /// Parameters beside them; none where this is not given.
    pub own_parameters: Option<Json>,
    /// What the platform wants to hear.
    pub reply: Json,
}

/// Of `faults.json`: exactly one of `ok` and `error`, and bounds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultExpect {
    /// The last call succeeds.
    pub ok: Option<bool>,
    /// The last call fails so.
    pub error: Option<ExpectedError>,
    /// Attempts of the last call.
    pub attempts: Option<u64>,
    /// Requests seen in all.
    pub requests: Option<u64>,
    /// Different nonces seen in all.
    pub distinct_nonces: Option<u64>,
    /// Connections the requests came by.
    pub connections: Option<u64>,
    /// Shortest time of the last call.
    pub min_ms: Option<u64>,
    /// Longest time of the last call.
    pub max_ms: Option<u64>,
}

/// What is checked when a vector is loaded.
pub(crate) trait Expected {
    /// What is wrong with the expectation itself.
    fn check(&self) -> Result<(), String>;
}

fn exactly_one(what: &str, first: bool, second: bool) -> Result<(), String> {
    if first != second { Ok(()) } else { Err(format!("`expect` needs exactly one of {what}")) }
}

impl Expected for SignatureExpect {
    fn check(&self) -> Result<(), String> {
        exactly_one("headers and error", self.headers.is_some(), self.error.is_some())
    }
}

impl Expected for RequestExpect {
    fn check(&self) -> Result<(), String> {
        exactly_one("method and error", self.method.is_some(), self.error.is_some())?;
        if self.method.is_some() != self.path.is_some() {
            return Err("`expect` needs method and path".to_owned());
        }
        if self.error.is_some() && (!self.query.is_empty() || !self.headers.is_empty() || self.body.is_some())
        {
            return Err("with `error` nothing else can be expected".to_owned());
        }
        match &self.body {
            Some(Some(body)) => {
                exactly_one("json and multipart", body.json.is_some(), body.multipart.is_some())
            }
            Some(None) | None => Ok(()),
        }
    }
}

impl Expected for ResultExpect {
    fn check(&self) -> Result<(), String> {
        exactly_one("result and error", self.result.is_some(), self.error.is_some())?;
        if self.error.is_some() && self.response.is_some() {
            return Err("with `error` there is no `response`".to_owned());
        }
        match self.result.as_ref().and_then(unquoted) {
            Some(number) => Err(format!("an integer beyond 2^53 is written as a string: {number}")),
            None => Ok(()),
        }
    }
}

impl Expected for CallbackExpect {
    fn check(&self) -> Result<(), String> {
        exactly_one("event and error", self.event.is_some(), self.error.is_some())?;
        match self.event.as_ref().and_then(|event| unquoted(&event.fields)) {
            Some(number) => Err(format!("an integer beyond 2^53 is written as a string: {number}")),
            None => Ok(()),
        }
    }
}

impl Expected for FaultExpect {
    fn check(&self) -> Result<(), String> {
        if self.ok == Some(false) {
            return Err("`ok` is true or absent".to_owned());
        }
        exactly_one("ok and error", self.ok.is_some(), self.error.is_some())
    }
}

/// The first integer beyond 2^53 that is written as a number.
fn unquoted(json: &Json) -> Option<&Json> {
    match json {
        Json::Array(items) => items.iter().find_map(unquoted),
        Json::Object(members) => members.iter().find_map(|(_, value)| unquoted(value)),
        _ => json.is_beyond_doubles().then_some(json),
    }
}
