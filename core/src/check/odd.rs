//! Members of a result that are not what was promised, where nothing depends on them.

use serde_json::{Map, Value};

use super::schema::{Kind, ObjectSchema, Text};

/// Takes out the members that the result can do without and that are of another type than its own.
pub(crate) fn take_odd(schema: &ObjectSchema, result: &mut Value) -> Map<String, Value> {
    let Value::Object(members) = result else { return Map::new() };
    let odd: Vec<String> = schema
        .fields
        .iter()
        .filter(|field| !field.required)
        .filter(|field| {
            members.get(&field.name).is_some_and(|value| !value.is_null() && !fits(&field.kind, value))
        })
        .map(|field| field.name.clone())
        .collect();
    odd.into_iter().filter_map(|name| members.remove_entry(&name)).collect()
}

fn fits(kind: &Kind, value: &Value) -> bool {
    match (kind, value) {
        (Kind::Any, _) => true,
        (Kind::Text(Text { id: true, .. }), Value::Number(number)) => !number.is_f64(),
        (Kind::Text(text), Value::String(found)) => !(text.nonempty && found.is_empty()),
        (Kind::Boolean, value) => value.is_boolean(),
        (Kind::Integer, Value::String(digits)) => digits.parse::<i64>().is_ok(),
        (Kind::Integer, value) => value.is_i64(),
        (Kind::List(item), Value::Array(items)) => items.iter().all(|value| fits(item, value)),
        (Kind::Object(schema), Value::Object(members)) => schema.fields.iter().all(|field| {
            match members.get(&field.name).filter(|value| !value.is_null()) {
                Some(value) => fits(&field.kind, value),
                None => !field.required,
            }
        }),
        _ => false,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

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

    #[test]
    fn only_what_is_optional_and_odd_is_taken() {
        let mut result =
            json!({"id": 7, "name": 5, "count": "12", "owner": {"phone": 1}, "tags": ["a", 2], "new": 1});
        let odd = take_odd(&schema(), &mut result);
        assert_eq!(Value::from(odd), json!({"name": 5, "owner": {"phone": 1}, "tags": ["a", 2]}));
        assert_eq!(result, json!({"id": 7, "count": "12", "new": 1}));
    }

    #[test]
    fn what_fits_and_what_is_null_stays() {
        let whole =
            json!({"id": "7", "name": null, "count": 1, "owner": {"phone": "1", "new": []}, "tags": []});
        let mut result = whole.clone();
        assert!(take_odd(&schema(), &mut result).is_empty());
        assert_eq!(result, whole);
        // What is promised is never taken, and what is no object has no members.
        let mut result = json!({"id": 1.5});
        assert!(take_odd(&schema(), &mut result).is_empty());
        assert!(take_odd(&schema(), &mut json!([1])).is_empty());
    }
}
