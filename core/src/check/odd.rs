//! Members of a result that are not what was promised, where nothing depends on them.
//!
//! Whoever created something must learn its id, whatever else has changed. So a member that a result can do without is
//! absent when it is of another type, at every depth, and found as it came in the `extra` of its object.

use serde_json::{Map, Value};

use super::EXTRA;
use super::schema::{Kind, ObjectSchema, Text};

/// Stands before the names of such members on their way to `extra`: a type that has no member of a name keeps it there.
pub(crate) const ASIDE: char = '\0';

/// Renames the members that the result can do without and that are of another type than its own. Answers their names.
pub(crate) fn set_aside(schema: &ObjectSchema, result: &mut Value) -> Vec<String> {
    let mut odd = Vec::new();
    let Value::Object(members) = result else { return odd };
    for field in &schema.fields {
        let Some(value) = members.get_mut(&field.name).filter(|value| !value.is_null()) else { continue };
        if serves(&field.kind, value) {
            each_object(&field.kind, value, &mut |schema, value| odd.extend(set_aside(schema, value)));
        } else if !field.required
            && let Some(value) = members.remove(&field.name)
        {
            members.insert(format!("{ASIDE}{}", field.name), value);
            odd.push(field.name.clone());
        }
    }
    odd
}

/// Does something with every object that a value is or lists, and not with those inside them.
fn each_object(kind: &Kind, value: &mut Value, act: &mut dyn FnMut(&ObjectSchema, &mut Value)) {
    match (kind, value) {
        (Kind::Object(schema), value) => act(schema, value),
        (Kind::List(item), Value::Array(items)) => {
            items.iter_mut().for_each(|value| each_object(item, value, act))
        }
        _ => {}
    }
}

/// Moves what a result's types have no members for into `extra`, in every object that has such: it stood beside the
/// others, as the platform sent it.
pub(crate) fn separate(schema: &ObjectSchema, result: &mut Value) {
    if let Value::Object(members) = result {
        let mut extra = Map::new();
        let names: Vec<String> = members.keys().cloned().collect();
        for name in names {
            let field = schema.field(&name);
            let value = members.get_mut(&name).expect("it is one of them");
            match field {
                Some(field) if value.is_null() || serves(&field.kind, value) => {
                    each_object(&field.kind, value, &mut separate)
                }
                _ => extra.extend(members.remove_entry(&name)),
            }
        }
        if !extra.is_empty() {
            members.insert(EXTRA.to_owned(), extra.into());
        }
    }
}

/// The opposite: members of `extra` stand beside the others, as the platform sent them.
pub(crate) fn rejoin(schema: &ObjectSchema, result: &mut Value) {
    let Value::Object(members) = result else { return };
    let extra = members.remove(EXTRA);
    for field in &schema.fields {
        if let Some(value) = members.get_mut(&field.name) {
            each_object(&field.kind, value, &mut rejoin);
        }
    }
    if let Some(Value::Object(extra)) = extra {
        members.extend(extra);
    }
}

/// Whether a value will do, perhaps without some of the members that it can do without.
fn serves(kind: &Kind, value: &Value) -> bool {
    match (kind, value) {
        (Kind::Any, _) => true,
        (Kind::Text(Text { id: true, .. }), Value::Number(number)) => !number.is_f64(),
        (Kind::Text(text), Value::String(found)) => !(text.nonempty && found.trim().is_empty()),
        (Kind::Boolean, value) => value.is_boolean(),
        (Kind::Integer, Value::String(digits)) => digits.parse::<i64>().is_ok(),
        (Kind::Integer, value) => value.is_i64(),
        (Kind::Number, value) => value.is_number(),
        (Kind::List(item), Value::Array(items)) => items.iter().all(|value| serves(item, value)),
        (Kind::Object(schema), Value::Object(members)) => schema
            .fields
            .iter()
            .filter(|field| field.required)
            .all(|field| members.get(&field.name).is_some_and(|value| serves(&field.kind, value))),
        _ => false,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde::{Deserialize, Serialize};
    use serde_json::json;

    use super::*;
    use crate::api::Extra;

    fn schema() -> ObjectSchema {
        ObjectSchema::compile(&schemars::json_schema!({
            "type": "object",
            "required": ["id"],
            "properties": {
                "id": {"type": "string", "x-id": true},
                "name": {"type": ["string", "null"]},
                "count": {"type": ["integer", "null"]},
                "owner": {"anyOf": [{"type": "object", "required": ["phone"], "properties": {
                    "phone": {"type": "string"}, "age": {"type": ["integer", "null"]}}}, {"type": "null"}]},
                "tags": {"type": ["array", "null"], "items": {"type": "string"}},
            },
        }))
    }

    /// The same as types.
    #[derive(Deserialize, Serialize)]
    struct Whole {
        id: Value,
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        owner: Option<Owner>,
        #[serde(flatten, deserialize_with = "crate::api::de::extra")]
        extra: Extra,
    }

    #[derive(Deserialize, Serialize)]
    struct Owner {
        phone: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        age: Option<i64>,
        #[serde(flatten, deserialize_with = "crate::api::de::extra")]
        extra: Extra,
    }

    fn typed(mut result: Value) -> (Vec<String>, Value, Whole) {
        let odd = set_aside(&schema(), &mut result);
        let whole: Whole = serde_json::from_value(result).unwrap();
        let mut written = serde_json::to_value(&whole).unwrap();
        separate(&schema(), &mut written);
        (odd, written, whole)
    }

    #[test]
    fn what_is_odd_or_unknown_is_in_the_extra_of_its_object() {
        let sent = json!({
            "id": 7, "name": 5, "tags": ["a", 2], "new": 1,
            "owner": {"phone": "1", "age": "old", "colour": ["red"], "extra": {"extra": 1}},
        });
        let (odd, mut written, whole) = typed(sent.clone());
        assert_eq!(odd, ["name", "age", "tags"]);
        let owner = whole.owner.unwrap();
        assert_eq!((owner.phone.as_str(), owner.age, owner.extra.len()), ("1", None, 3));
        assert_eq!(owner.extra["age"], json!("old"));
        assert_eq!((whole.name, &whole.extra["name"]), (None, &json!(5)));
        assert_eq!(
            written,
            json!({
                "id": 7, "owner": {"phone": "1", "extra": {"age": "old", "colour": ["red"], "extra": {"extra": 1}}},
                "extra": {"name": 5, "tags": ["a", 2], "new": 1},
            })
        );
        rejoin(&schema(), &mut written);
        assert_eq!(written, sent);
    }

    #[test]
    fn an_object_without_what_it_promises_is_odd_as_a_whole() {
        let (odd, written, whole) = typed(json!({"id": 7, "owner": {"phone": 1, "age": "old"}}));
        assert_eq!(odd, ["owner"]);
        assert!(whole.owner.is_none());
        assert_eq!(written, json!({"id": 7, "extra": {"owner": {"phone": 1, "age": "old"}}}));
    }

    #[test]
    fn what_fits_and_what_is_null_stays() {
        let whole =
            json!({"id": "7", "name": null, "count": "12", "owner": {"phone": "1", "new": []}, "tags": []});
        let mut result = whole.clone();
        assert!(set_aside(&schema(), &mut result).is_empty());
        assert_eq!(result, whole);
        // What is promised is never set aside, and what is no object has no members.
        let mut result = json!({"id": 1.5});
        assert!(set_aside(&schema(), &mut result).is_empty());
        assert_eq!(result, json!({"id": 1.5}));
        assert!(set_aside(&schema(), &mut json!([1])).is_empty());
    }
}
