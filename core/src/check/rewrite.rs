//! Turns a checked request into what is sent.

use serde_json::{Map, Value};

use super::EXTRA;
use super::schema::{Kind, ObjectSchema};

/// The members to send: `null` dropped, ids as strings, `extra` merged in.
///
/// Only called with a request that passed the check, so its shape is known.
pub(crate) fn normalized(schema: &ObjectSchema, json: &[u8]) -> Map<String, Value> {
    let Ok(Value::Object(mut members)) = serde_json::from_slice(json) else {
        unreachable!("the check accepts JSON objects only")
    };
    let extra = members.remove(EXTRA);
    tidy(schema, &mut members);
    if let Some(Value::Object(extra)) = extra {
        members.extend(extra);
    }
    members
}

fn tidy(schema: &ObjectSchema, members: &mut Map<String, Value>) {
    members.retain(|_, value| !value.is_null());
    for (name, value) in members {
        if let Some(field) = schema.field(name) {
            tidy_value(&field.kind, value);
        }
    }
}

fn tidy_value(kind: &Kind, value: &mut Value) {
    match (kind, value) {
        (Kind::Text(_), value @ Value::Number(_)) => *value = Value::String(value.to_string()),
        (Kind::Object(schema), Value::Object(members)) => tidy(schema, members),
        (Kind::List(item), Value::Array(items)) => items.iter_mut().for_each(|value| tidy_value(item, value)),
        _ => {}
    }
}

/// The members under the names a form gives them.
pub(crate) fn form(schema: &ObjectSchema, members: Map<String, Value>) -> Map<String, Value> {
    let renamed =
        |name: String| schema.field(&name).and_then(|field| field.form_name.clone()).unwrap_or(name);
    members.into_iter().map(|(name, value)| (renamed(name), value)).collect()
}
