//! Showing the shape of data without the data.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::ours::Ours;

const MASK: &str = "***";

/// Writes the members that are set, with their values masked; booleans are shown.
pub(crate) fn debug(name: &str, value: &impl Serialize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(name)?;
    f.write_str(" ")?;
    match serde_json::to_value(value) {
        Ok(value) => write!(f, "{}", masked(value, nothing)),
        Err(_) => f.write_str(MASK),
    }
}

/// The value with every string and number in it masked, but for the members of the outermost object that `shown`
/// lets through.
fn masked(value: Value, shown: fn(&str, &Value) -> bool) -> Value {
    match value {
        Value::String(_) | Value::Number(_) => Value::String(MASK.to_owned()),
        Value::Array(items) => items.into_iter().map(|item| masked(item, nothing)).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| {
                let value = if shown(&name, &value) { value } else { masked(value, nothing) };
                (name, value)
            })
            .collect::<serde_json::Map<_, _>>()
            .into(),
        other => other,
    }
}

/// A body of an error as it may be kept: `code`, `responseCode` and `message` of an envelope, the rest masked.
pub(crate) fn body(bytes: &[u8], capture: bool, ours: &Ours) -> String {
    if capture {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    match serde_json::from_slice::<Value>(bytes) {
        Ok(value) => {
            let mut value = named(masked(value, of_envelope), ours);
            for name in ["message", "responseCode"] {
                if let Some(Value::String(text)) = value.get_mut(name) {
                    *text = ours.masked(text);
                }
            }
            if let Some(code) = value.get_mut("code")
                && code.as_i64().or_else(|| code.as_str()?.parse().ok()).is_none_or(|code| ours.is_code(code))
            {
                *code = MASK.into();
            }
            value.to_string()
        }
        Err(_) => format!("[{} bytes that are not JSON; `capture_bodies` would keep them]", bytes.len()),
    }
}

/// The value with what is ours masked in the names of its members too.
fn named(value: Value, ours: &Ours) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(|item| named(item, ours)).collect(),
        Value::Object(members) => {
            let named = members.into_iter().map(|(name, value)| (ours.masked(&name), named(value, ours)));
            named.collect::<serde_json::Map<_, _>>().into()
        }
        other => other,
    }
}

fn nothing(_: &str, _: &Value) -> bool {
    false
}

/// Codes are digits; whatever else stands there is not ours to show.
fn of_envelope(name: &str, value: &Value) -> bool {
    match name {
        "code" | "responseCode" => {
            value.is_number()
                || value.as_str().is_some_and(|code| code.bytes().all(|byte| byte.is_ascii_digit()))
        }
        "message" => value.is_string(),
        _ => false,
    }
}
