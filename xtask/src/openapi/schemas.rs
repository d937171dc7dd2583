//! The types of the model as JSON schemas.

use super::json::{Json, Object, object, texts};
use crate::model::{self, Doc, Encoding, Enumeration, Field, File, Model, Operation, Type};

/// Where the schema of that name is.
pub fn reference(name: &str) -> Object {
    object().with("$ref", format!("#/components/schemas/{name}"))
}

/// Every schema that has a name.
pub fn named(model: &Model) -> Object {
    let mut schemas = object().with("Envelope", envelope());
    for module in &model.modules {
        for enumeration in &module.enumerations {
            schemas = schemas.with(&enumeration.name, open(enumeration));
        }
        for value in &module.values {
            schemas = schemas.with(&value.name, object_schema(value, &Use::Value));
        }
        for result in &module.results {
            let schema = match result.open {
                true => object().with("description", text(&result.doc)),
                false => object_schema(result, &Use::Result),
            };
            schemas = schemas.with(&result.name, schema);
        }
        // The fields of a query are parameters of their own.
        for operation in module.operations().iter().filter(|o| o.encoding != Encoding::Query) {
            let schema = object_schema(&operation.request, &Use::Request(operation));
            schemas = schemas.with(&operation.request.name, schema);
        }
    }
    schemas
}

/// Documentation as one text.
pub fn text(doc: &Doc) -> String {
    doc.join("\n\n")
}

/// What an object is used for.
enum Use<'a> {
    Value,
    Result,
    Request(&'a Operation),
}

fn object_schema(from: &model::Object, place: &Use<'_>) -> Object {
    let form = matches!(place, Use::Request(Operation { encoding: Encoding::Multipart, .. }));
    let name = |field: &Field| match &field.form_name {
        Some(form_name) if form => form_name.clone(),
        _ => field.wire.clone(),
    };
    let mut properties = object();
    for field in &from.fields {
        properties = properties.with(&name(field), described(field, matches!(place, Use::Result)));
    }
    let mut required: Vec<String> = from.fields.iter().filter(|field| field.required).map(name).collect();
    if let Use::Request(operation) = place {
        for file in &operation.files {
            properties = properties.with(&file.wire, bytes(file));
        }
        required.extend(operation.files.iter().filter(|file| file.required).map(|file| file.wire.clone()));
    }
    let schema = object()
        .with("type", "object")
        .with("description", text(&from.doc))
        .with("properties", properties)
        .list("required", required.into_iter().map(Json::Text).collect());
    match place {
        Use::Request(operation) => with_rules(schema, operation),
        Use::Value | Use::Result => schema,
    }
}

/// Says which fields exclude or need each other.
fn with_rules(schema: Object, operation: &Operation) -> Object {
    let alternatives = operation.one_of.iter().map(|pair| {
        let each = pair.iter().map(|name| object().with("required", texts([name.as_str()])).into());
        object().with("oneOf", each.collect::<Vec<Json>>()).into()
    });
    let dependent = operation.together.iter().fold(object(), |dependent, [first, second]| {
        dependent.with(first, texts([second.as_str()])).with(second, texts([first.as_str()]))
    });
    schema
        .list("allOf", alternatives.collect())
        .maybe("dependentRequired", (!dependent.is_empty()).then_some(dependent))
}

/// The schema of a field with its documentation and what is known of its values.
///
/// What is `read` is described as the platform writes it: numbers may be texts, ids numbers, and absent members null.
pub fn described(field: &Field, read: bool) -> Object {
    let schema = match (&field.kind, read) {
        (Type::Text | Type::Url, true) => object().with("type", written(&["string"], field)),
        (Type::Id, true) => object().with("type", written(&["string", "integer"], field)).with("x-id", true),
        (Type::Integer, true) => object().with("type", written(&["integer", "string"], field)),
        (Type::Boolean, true) => object().with("type", written(&["boolean"], field)),
        (kind, _) => schema_of(kind, field),
    };
    let inside = field
        .inside
        .iter()
        .fold(object(), |inside, member| inside.with(&member.member, texts(member.known.clone())));
    schema
        .maybe("minLength", field.nonempty.then_some(1))
        .with("description", text(&field.doc))
        .maybe("x-known-inside", (!inside.is_empty()).then_some(inside))
        .maybe("x-max-bytes", field.max_bytes)
}

fn written(types: &[&str], field: &Field) -> Json {
    match (types, field.required) {
        ([only], true) => Json::from(*only),
        (types, required) => texts(types.iter().copied().chain((!required).then_some("null"))),
    }
}

fn schema_of(kind: &Type, field: &Field) -> Object {
    let own = !field.known.is_empty() && (field.narrowed || !matches!(kind, Type::Enumeration(_)));
    match kind {
        Type::List(item) => object().with("type", "array").with("items", schema_of(item, field)),
        Type::Object(name) => reference(name),
        Type::Enumeration(_) | Type::Text if own => known_values(texts(field.known.clone())),
        Type::Enumeration(name) => reference(name),
        Type::Text => object().with("type", "string"),
        Type::Url => object().with("type", "string").with("format", "uri"),
        // Given either way, and answered either way.
        Type::Id => object().with("type", texts(["string", "integer"])).with("x-id", true),
        Type::Boolean => object().with("type", "boolean"),
        Type::Integer => object().with("type", "integer").with("format", "int64"),
        Type::Number => object().with("type", "number"),
        Type::Any => object(),
    }
}

/// An enumeration: the known values are named, and any text is allowed.
fn open(enumeration: &Enumeration) -> Object {
    let values = enumeration.values.iter();
    let known = texts(values.clone().map(|value| value.text.as_str()));
    let list = values.map(|value| format!("\n* `{}`: {}", value.text, value.doc.join(" ")));
    let description = format!("{}\n{}", text(&enumeration.doc), list.collect::<String>());
    known_values(known).with("description", description)
}

fn known_values(known: Json) -> Object {
    let known = object().with("type", "string").with("enum", known);
    let other = object().with("type", "string");
    object().with("anyOf", vec![Json::from(known), Json::from(other)])
}

fn bytes(file: &File) -> Object {
    let about = |what: &str| format!("{what} `{}`, at most 50 MB.", file.wire);
    if file.many {
        let files = object().with("type", "array").with("items", binary());
        return files.with("description", about("The files"));
    }
    binary().with("description", about("The file"))
}

/// The bytes of a file.
pub fn binary() -> Object {
    object().with("type", "string").with("contentMediaType", "application/octet-stream")
}

fn envelope() -> Object {
    let code = object()
        .with("type", texts(["integer", "string", "null"]))
        .with("description", "0 for success. Some answers write it as a string of digits.");
    let response_code = object()
        .with("type", texts(["string", "null"]))
        .with("description", "`00000000` for success. Not every page of the platform has it.");
    let message =
        object().with("type", texts(["string", "null"])).with("description", "What went wrong, in Chinese.");
    object()
        .with("type", "object")
        .with(
            "description",
            "What the platform answers, whatever was asked: success is `code` 0 or `responseCode` `00000000`.",
        )
        .with(
            "properties",
            object().with("code", code).with("responseCode", response_code).with("message", message),
        )
        .with("additionalProperties", true)
}
