//! Reading what the platform writes in more than one way, and writing what JSON cannot hold: not at all.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use serde_json::Number;

use super::Extra;
use crate::check::ASIDE;

/// Everything a type has no member for, and what was set aside because it is of another type than its member.
pub(crate) fn extra<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Extra, D::Error> {
    let mut extra = Extra::deserialize(deserializer)?;
    for name in extra.keys().filter(|name| name.starts_with(ASIDE)).cloned().collect::<Vec<_>>() {
        if let Some(value) = extra.remove(&name) {
            extra.insert(name[ASIDE.len_utf8()..].to_owned(), value);
        }
    }
    Ok(extra)
}

/// A number or a string, as the platform mixes them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Either {
    Number(Number),
    Text(String),
}

/// An id: 19 digits do not fit a double, so ids are strings here however they came.
pub(crate) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Option::<Either>::deserialize(deserializer)? {
        None => None,
        Some(Either::Text(text)) => Some(text),
        Some(Either::Number(number)) if number.is_f64() => return Err(de::Error::custom("not an id")),
        Some(Either::Number(number)) => Some(number.to_string()),
    })
}

/// A list of them.
pub(crate) fn ids<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<String>>, D::Error> {
    let ids = Option::<Vec<Id>>::deserialize(deserializer)?;
    Ok(ids.map(|ids| ids.into_iter().map(|Id(id)| id).collect()))
}

/// An id in a list.
pub(crate) struct Id(String);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        id(deserializer)?.map(Self).ok_or_else(|| de::Error::custom("not an id"))
    }
}

impl JsonSchema for Id {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Id".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "x-id": true })
    }
}

/// An integer, or a string of digits.
pub(crate) fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    optional_integer(deserializer)?.ok_or_else(|| de::Error::custom("not an integer"))
}

/// As [`integer`], or nothing.
pub(crate) fn optional_integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let number = match Option::<Either>::deserialize(deserializer)? {
        None => return Ok(None),
        Some(Either::Number(number)) => number.as_i64(),
        Some(Either::Text(text)) => text.parse().ok(),
    };
    number.map(Some).ok_or_else(|| de::Error::custom("not an integer"))
}

/// A text that a success cannot do without.
pub(crate) fn nonempty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.trim().is_empty() { Err(de::Error::custom("blank")) } else { Ok(text) }
}

/// A number that JSON can hold.
pub(crate) fn finite<S: Serializer>(number: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match number {
        Some(number) if !number.is_finite() => Err(ser::Error::custom("a number in it is infinite or none")),
        number => number.serialize(serializer),
    }
}
