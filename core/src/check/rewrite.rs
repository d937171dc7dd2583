//! Turns a checked request into what is sent.

use serde_json::{Map, Value};

use super::EXTRA;
use super::schema::{Field, Kind, ObjectSchema};

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

/// The opposite of [`form`]: members by the names and types that the request has for texts of a query or a form. A text
/// that is none of its field's type is an error that names the field and the type.
pub(crate) fn of_texts<'t>(
    schema: &ObjectSchema,
    texts: impl Iterator<Item = (&'t str, &'t str)>,
) -> Result<Map<String, Value>, (String, &'static str)> {
    let mut members = Map::new();
    for (name, text) in texts {
        let named = |field: &&Field| field.form_name.as_ref().unwrap_or(&field.name) == name;
        let (own, value) = match schema.fields.iter().find(named) {
            Some(field) => (field.name.as_str(), value_of(&field.kind, text)),
            None => (name, Ok(text.into())),
        };
        members.insert(own.to_owned(), value.map_err(|wanted| (name.to_owned(), wanted))?);
    }
    Ok(members)
}

fn value_of(kind: &Kind, text: &str) -> Result<Value, &'static str> {
    let json = || serde_json::from_str::<Value>(text).ok();
    match kind {
        Kind::Text(_) => Ok(text.into()),
        // What may be anything was a text if it is no JSON.
        Kind::Any => Ok(json().unwrap_or_else(|| text.into())),
        Kind::Boolean => json().filter(Value::is_boolean).ok_or("true or false"),
        Kind::Number => json().filter(Value::is_number).ok_or("a number"),
        Kind::Integer => json().filter(Value::is_i64).ok_or("an integer"),
        Kind::Object(_) => json().filter(Value::is_object).ok_or("the JSON text of an object"),
        Kind::List(_) => json().filter(Value::is_array).ok_or("the JSON text of a list"),
    }
}
