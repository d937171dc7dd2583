//! JSON with numbers as they were written.
//!
//! A contract id has 19 digits. `serde_json::Value` turns what does not fit into 64 bits, and everything with a point,
//! into `f64`, so that two different numbers could compare as equal. Here a number stays text.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A JSON value. Members keep their order; a name that stands twice in an object is an error.
#[derive(Clone, Debug)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it was written.
    Number(String),
    /// A string.
    String(String),
    /// A list.
    Array(Vec<Json>),
    /// An object.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Reads one JSON text.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        let text = text.trim_ascii();
        match text.as_bytes().first() {
            Some(b'{') => serde_json::from_str::<Members>(text).map(|members| Self::Object(members.0)),
            Some(b'[') => serde_json::from_str(text).map(Self::Array),
            Some(b'"') => serde_json::from_str(text).map(Self::String),
            Some(b't' | b'f') => serde_json::from_str(text).map(Self::Bool),
            Some(b'n') => serde_json::from_str::<()>(text).map(|()| Self::Null),
            _ => serde_json::from_str::<&RawValue>(text).map(|number| Self::Number(number.get().to_owned())),
        }
    }

    /// The member of an object.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|(member, _)| member == name).map(|(_, value)| value)
    }

    /// The members of an object; nothing for any other value.
    pub fn members(&self) -> &[(String, Self)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value of an integer that fits.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Number(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// Whether this is an integer whose absolute value is beyond 2^53, so that some languages cannot hold it as a
    /// number.
    pub fn is_beyond_doubles(&self) -> bool {
        let Self::Number(text) = self else { return false };
        let digits = text.strip_prefix('-').unwrap_or(text);
        digits.bytes().all(|byte| byte.is_ascii_digit())
            && digits.parse::<u64>().map_or(true, |number| number > 1 << 53)
    }
}

/// Compact JSON, numbers as they were written.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |text: &str| serde_json::to_string(text).map_err(|_| fmt::Error);
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(text) => f.write_str(text),
            Self::String(text) => f.write_str(&quoted(text)?),
            Self::Array(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if index == 0 { "" } else { "," })?;
                }
                f.write_str("]")
            }
            Self::Object(members) => {
                f.write_str("{")?;
                for (index, (name, value)) in members.iter().enumerate() {
                    write!(f, "{}{}:{value}", if index == 0 { "" } else { "," }, quoted(name)?)?;
                }
                f.write_str("}")
            }
        }
    }
}

/// Works with `serde_json` only, and not below an untagged or flattened type, which would buffer the number.
impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::parse(raw.get()).map_err(D::Error::custom)
    }
}

struct Members(Vec<(String, Json)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members: Vec<(String, Json)> = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, Json>()? {
                    if members.iter().any(|(member, _)| *member == name) {
                        return Err(A::Error::custom(format!(
                            "the member {name:?} stands twice in one object"
                        )));
                    }
                    members.push((name, value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_every_digit() {
        let text = r#"{"b":12345678901234567890123,"a":[1.10,-0,1e400,"x\n",null,true]}"#;
        assert_eq!(Json::parse(text).unwrap().to_string(), text);
    }

    #[test]
    fn a_member_twice_is_an_error() {
        let error = Json::parse(r#"{"a":{"b":1,"b":2}}"#).unwrap_err().to_string();
        assert!(error.contains("\"b\" stands twice"), "{error}");
    }

    #[test]
    fn what_is_no_json_is_an_error() {
        for text in ["", "{", "01", "nul", "[1,]", "{\"a\":1} x", "NaN", "'a'"] {
            assert!(Json::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn integers_beyond_two_to_the_53() {
        for (text, beyond) in [
            ("9007199254740992", false),
            ("9007199254740993", true),
            ("-9007199254740993", true),
            ("99999999999999999999999", true),
            ("1.5", false),
            ("1e30", false),
        ] {
            assert_eq!(Json::parse(text).unwrap().is_beyond_doubles(), beyond, "{text}");
        }
    }
}
