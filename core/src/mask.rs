//! Showing the shape of data without the data.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

const MASK: &str = "***";

/// Writes the members that are set, with their values masked; booleans are shown.
pub(crate) fn debug(name: &str, value: &impl Serialize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(name)?;
    f.write_str(" ")?;
    match serde_json::to_value(value) {
        Ok(value) => write!(f, "{}", masked(value, &[])),
        Err(_) => f.write_str(MASK),
    }
}

/// The value with every string and number in it masked, but for the members of the outermost object in `shown`.
pub(crate) fn masked(value: Value, shown: &[&str]) -> Value {
    match value {
        Value::String(_) | Value::Number(_) => Value::String(MASK.to_owned()),
        Value::Array(items) => items.into_iter().map(|item| masked(item, &[])).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| {
                let value = if shown.contains(&name.as_str()) { value } else { masked(value, &[]) };
                (name, value)
            })
            .collect::<serde_json::Map<_, _>>()
            .into(),
        other => other,
    }
}

/// A body of an error as it may be kept: `code`, `responseCode` and `message` of an envelope, the rest masked.
pub(crate) fn body(bytes: &[u8], capture: bool) -> String {
    if capture {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    match serde_json::from_slice::<Value>(bytes) {
        Ok(value) => masked(value, &["code", "responseCode", "message"]).to_string(),
        Err(_) => format!("[{} bytes that are not JSON; `capture_bodies` would keep them]", bytes.len()),
    }
}
