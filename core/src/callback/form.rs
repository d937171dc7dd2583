//! The parameters of a callback, and which of them are whose.

use percent_encoding::percent_decode;
use serde_json::{Map, Value};

use super::refused;
use crate::error::{Error, ErrorKind};

/// The names with which the platform proves and wraps what it says.
const PROTOCOL: [&str; 3] = ["signature", "timestamp", "content"];

/// What was posted, taken apart.
pub(super) struct Form {
    /// `signature`, `timestamp` and `content`.
    pub protocol: Map<String, Value>,
    /// The fields beside them.
    pub fields: Map<String, Value>,
    /// Parameters of the address, which its owner chose.
    pub own: Map<String, Value>,
    /// It is known which parameters are of the address and which of the body.
    apart: bool,
}

impl Form {
    /// A form whose pairs may come from address and body alike.
    pub fn flat(pairs: impl IntoIterator<Item = (String, Value)>) -> Result<Self, Error> {
        let pairs: Vec<_> = pairs.into_iter().collect();
        // A framework that reads JSON as a form makes a name of it.
        if pairs.iter().any(|(name, _)| looks_like_json(name.as_bytes())) {
            return Err(json_instead_of_a_form());
        }
        Self::new(Map::new(), collect(pairs)?, false)
    }

    /// The pairs of the address and those of the body.
    pub fn apart(
        query: impl IntoIterator<Item = (String, Value)>,
        body: impl IntoIterator<Item = (String, Value)>,
    ) -> Result<Self, Error> {
        Self::new(collect(query)?, collect(body)?, true)
    }

    fn new(mut own: Map<String, Value>, mut fields: Map<String, Value>, apart: bool) -> Result<Self, Error> {
        if own.is_empty() && fields.is_empty() {
            return Err(Error::new(
                ErrorKind::Callback,
                "this is no callback of the platform: it has no fields",
            ));
        }
        let mut protocol = Map::new();
        for name in PROTOCOL {
            match (own.remove(name), fields.remove(name)) {
                (Some(_), Some(_)) => return Err(refused(name, "is given twice")),
                (Some(value), None) | (None, Some(value)) => _ = protocol.insert(name.to_owned(), value),
                (None, None) => {}
            }
        }
        // Some of the platform's callbacks have all they say in the address.
        if fields.is_empty() && !protocol.contains_key("content") {
            fields = std::mem::take(&mut own);
        }
        Ok(Self { protocol, fields, own, apart })
    }

    /// Takes away what stands beside a `content`: the content does not cover it, and must not seem to.
    pub fn only_content(&mut self) -> Result<(), Error> {
        if let (true, Some(name)) = (self.apart, self.fields.keys().next()) {
            return Err(refused(name, "stands in the body beside `content`, which does not cover it"));
        }
        self.own.append(&mut self.fields);
        Ok(())
    }
}

/// The pairs of `application/x-www-form-urlencoded`. A value that is no UTF-8 is none that JSON has, and refused by name.
pub(super) fn pairs(text: &[u8]) -> impl Iterator<Item = (String, Value)> {
    let decoded = |text: &[u8]| {
        let blanks: Vec<u8> = text.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
        String::from_utf8(percent_decode(&blanks).collect())
    };
    text.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).map(move |pair| {
        let equals = pair.iter().position(|byte| *byte == b'=');
        let (name, value) = equals.map_or((pair, &b""[..]), |at| (&pair[..at], &pair[at + 1..]));
        let name =
            decoded(name).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        (name, decoded(value).map_or_else(|_| Value::Object(Map::new()), Value::String))
    })
}

/// Whether a body begins as JSON does, perhaps after a byte order mark.
pub(super) fn looks_like_json(body: &[u8]) -> bool {
    let body = body.trim_ascii_start();
    let body = body.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(body);
    matches!(body.trim_ascii_start().first(), Some(b'{' | b'['))
}

pub(super) fn json_instead_of_a_form() -> Error {
    Error::new(
        ErrorKind::Callback,
        "the body is JSON, not a form, and the platform posts forms: it is no callback, or something before you has \
         changed it",
    )
}

/// Parameters as a host hands them over, each with one value.
fn collect(pairs: impl IntoIterator<Item = (String, Value)>) -> Result<Map<String, Value>, Error> {
    let mut fields = Map::new();
    for (name, value) in pairs {
        let value = one_text(&name, value)?;
        if fields.insert(name.clone(), Value::String(value)).is_some() {
            return Err(refused(&name, "is given twice"));
        }
    }
    Ok(fields)
}

/// Frameworks give the value of a parameter as a text, as a list of its texts, or read into what it looks like.
fn one_text(name: &str, value: Value) -> Result<String, Error> {
    match value {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(truth) => Ok(truth.to_string()),
        Value::Array(mut values) if values.len() == 1 => one_text(name, values.remove(0)),
        Value::Array(values) if values.is_empty() => Err(refused(name, "has no value")),
        Value::Array(_) => Err(refused(name, "is given twice")),
        Value::Null => Err(refused(name, "is null, which no form can say")),
        Value::Object(_) => Err(refused(name, "is not a text in UTF-8, as every field of a callback is")),
    }
}
