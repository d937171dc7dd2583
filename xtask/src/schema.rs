//! Reads the JSON schemas that the core makes of its types.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::doc::paragraphs;
use crate::model::{Doc, Enumeration, EnumerationValue, Field, Inside, Object, Type};

/// The member of every request that takes what the request does not declare. Every language has it, so it is no field.
const EXTRA: &str = "extra";

/// An enumeration, from `x-known-values`, `x-known-names` and `x-known-docs`.
///
/// # Errors
/// When the three lists do not go together.
pub fn enumeration(name: &str, schema: &Value) -> Result<Enumeration, String> {
    let [texts, names, docs] =
        ["x-known-values", "x-known-names", "x-known-docs"].map(|key| texts(schema, key));
    if texts.len() != names.len() || texts.len() != docs.len() {
        return Err(format!("{name}: its known values, names and documentation differ in number"));
    }
    let values = texts.into_iter().zip(names).zip(docs);
    let values =
        values.map(|((text, name), doc)| EnumerationValue { text, name, doc: paragraphs(&doc) }).collect();
    Ok(Enumeration { name: name.to_owned(), doc: doc(schema), values })
}

/// An object with its fields, the required ones first.
///
/// # Errors
/// When a field is of a type that the model does not have.
pub fn object(
    name: &str,
    schema: &Value,
    enumerations: &BTreeMap<String, Enumeration>,
) -> Result<Object, String> {
    let properties = schema.get("properties").and_then(Value::as_object);
    let required = texts(schema, "required");
    let mut fields = Vec::new();
    for (wire, property) in properties.into_iter().flatten().filter(|(wire, _)| *wire != EXTRA) {
        let kind = kind(property, enumerations).map_err(|why| format!("{name}.{wire}: {why}"))?;
        let whole = match kind.target().and_then(|target| enumerations.get(target)) {
            Some(enumeration) => enumeration.values.iter().map(|value| value.text.clone()).collect(),
            None => Vec::new(),
        };
        let own = texts(property, "x-known-values");
        let known = match (property.get("x-any-value").is_some(), own.is_empty()) {
            (true, _) => Vec::new(),
            (false, true) => whole.clone(),
            (false, false) => own,
        };
        fields.push(Field {
            wire: wire.clone(),
            doc: doc(property),
            required: required.contains(wire),
            nonempty: present(property).get("minLength").is_some(),
            narrowed: !known.is_empty() && known != whole,
            kind,
            known,
            inside: inside(property),
            max_bytes: property.get("x-max-bytes").and_then(Value::as_i64),
            form_name: property.get("x-form-name").and_then(Value::as_str).map(str::to_owned),
        });
    }
    // The order of `required` is that of the type.
    fields.sort_by_key(|field| required.iter().position(|name| *name == field.wire).unwrap_or(usize::MAX));
    Ok(Object { name: name.to_owned(), doc: doc(schema), ticket: false, open: false, fields })
}

/// Refuses a member that would stand where every object of an answer has those that its type does not know.
///
/// # Errors
/// When the object has a member `extra`.
pub fn without_extra(name: &str, schema: &Value) -> Result<(), String> {
    match schema.get("properties").and_then(|properties| properties.get(EXTRA)) {
        None => Ok(()),
        Some(_) => Err(format!(
            "{name}.{EXTRA}: every object of an answer crosses to other languages with the members that its type does not know \
             in a member of that name (core/src/check/odd.rs). Leave it undeclared: then it is found in there, as it came."
        )),
    }
}

/// What is there when a member that may be null is not: `anyOf [it, null]`.
fn present(schema: &Value) -> &Value {
    let any = schema.get("anyOf").and_then(Value::as_array);
    any.and_then(|any| any.iter().find(|s| s.get("type").and_then(Value::as_str) != Some("null")))
        .unwrap_or(schema)
}

fn kind(property: &Value, enumerations: &BTreeMap<String, Enumeration>) -> Result<Type, String> {
    let schema = present(property);
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let name = reference.rsplit('/').next().unwrap_or_default().to_owned();
        let is_enumeration = enumerations.contains_key(&name);
        return Ok(if is_enumeration { Type::Enumeration(name) } else { Type::Object(name) });
    }
    let type_name = match schema.get("type") {
        Some(Value::String(name)) => name.as_str(),
        // `type [it, "null"]`.
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).find(|name| *name != "null").unwrap_or_default()
        }
        None if schema.get("properties").is_none() => return Ok(Type::Any),
        _ => "",
    };
    let has = |key: &str| property.get(key).is_some();
    Ok(match type_name {
        "string" if has("x-id") => Type::Id,
        "string" if property.get("format").and_then(Value::as_str) == Some("uri") => Type::Url,
        "string" => Type::Text,
        "boolean" => Type::Boolean,
        "integer" => Type::Integer,
        "number" => Type::Number,
        "array" => Type::List(Box::new(kind(schema.get("items").unwrap_or(&Value::Null), enumerations)?)),
        "object" if schema.get("properties").is_none() => Type::Any,
        _ => return Err(format!("a type that the generator does not know: {schema}")),
    })
}

/// `x-known-inside`: the known values of members, by their names.
fn inside(property: &Value) -> Vec<Inside> {
    let Some(Value::Object(members)) = property.get("x-known-inside") else { return Vec::new() };
    let known = |member: &String| texts(&property["x-known-inside"], member);
    members.keys().map(|member| Inside { member: member.clone(), known: known(member) }).collect()
}

fn doc(schema: &Value) -> Doc {
    paragraphs(schema.get("description").and_then(Value::as_str).unwrap_or_default())
}

fn texts(schema: &Value, key: &str) -> Vec<String> {
    let list = schema.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
