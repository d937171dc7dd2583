//! The schema of a request in the form the check walks, compiled from its JSON schema.

use serde_json::Value;

/// An object's fields, by name.
#[derive(Debug, Default)]
pub(crate) struct ObjectSchema {
    pub fields: Vec<Field>,
    /// Whether any JSON value will do (a result whose shape is unknown).
    pub open: bool,
    /// Pairs of fields of which exactly one is needed.
    pub one_of: Vec<[String; 2]>,
    /// Pairs of fields that come together or not at all.
    pub together: Vec<[String; 2]>,
}

#[derive(Debug)]
pub(crate) struct Field {
    pub name: String,
    pub required: bool,
    pub kind: Kind,
    /// Its name in a form, where that differs.
    pub form_name: Option<String>,
}

#[derive(Debug)]
pub(crate) enum Kind {
    Text(Text),
    Boolean,
    Integer,
    Number,
    Object(ObjectSchema),
    List(Box<Kind>),
    Any,
}

impl Kind {
    fn holds_objects(&self) -> bool {
        match self {
            Kind::Object(_) => true,
            Kind::List(item) => item.holds_objects(),
            Kind::Text(_) | Kind::Boolean | Kind::Integer | Kind::Number | Kind::Any => false,
        }
    }

    fn knows(&self, text: &str) -> bool {
        match self {
            Kind::Text(rule) => rule.known.iter().any(|known| known == text),
            Kind::Object(object) => object.knows(text),
            Kind::List(item) => item.knows(text),
            Kind::Boolean | Kind::Integer | Kind::Number | Kind::Any => false,
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Text {
    /// The values the platform documents; empty where any text will do.
    pub known: Vec<String>,
    /// An absolute http or https address.
    pub url: bool,
    /// An id of the platform, which is also accepted as a JSON integer.
    pub id: bool,
    /// Whether an empty text counts as missing.
    pub nonempty: bool,
    /// How many bytes are sent at most, where that is not [`MAX_TEXT`](super::MAX_TEXT).
    pub max_bytes: Option<usize>,
}

impl ObjectSchema {
    /// Reads a schema that was generated with its subschemas inline.
    pub(crate) fn compile(schema: &schemars::Schema) -> Self {
        compile_object(schema.as_value())
    }

    /// Whether a text is one of the values that the platform documents for some field.
    pub(crate) fn knows(&self, text: &str) -> bool {
        self.fields.iter().any(|field| field.kind.knows(text))
    }

    /// Whether there are objects in it.
    pub(crate) fn holds_objects(&self) -> bool {
        self.fields.iter().any(|field| field.kind.holds_objects())
    }

    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

fn compile_object(schema: &Value) -> ObjectSchema {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return ObjectSchema { open: true, ..ObjectSchema::default() };
    };
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let fields = properties
        .iter()
        .filter(|(name, _)| *name != super::EXTRA)
        .map(|(name, property)| Field {
            required: required.contains(&name.as_str()),
            kind: narrowed(compile_kind(property), property),
            form_name: property.get("x-form-name").and_then(Value::as_str).map(str::to_owned),
            name: name.clone(),
        })
        .collect::<Vec<_>>();
    let (one_of, together) = (pairs(schema.get("x-one-of")), pairs(schema.get("x-together")));
    ObjectSchema { fields, open: false, one_of, together }
}

fn compile_kind(schema: &Value) -> Kind {
    // An optional member is `anyOf [it, null]` or `type [it, "null"]`.
    if let Some(any) = schema.get("anyOf").and_then(Value::as_array) {
        let present = any.iter().find(|s| s.get("type").and_then(Value::as_str) != Some("null"));
        return present.map_or(Kind::Any, compile_kind);
    }
    let type_name = match schema.get("type") {
        Some(Value::String(name)) => name.as_str(),
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).find(|name| *name != "null").unwrap_or_default()
        }
        _ => "",
    };
    match type_name {
        "string" => Kind::Text(Text {
            known: texts(schema.get("x-known-values")),
            url: schema.get("format").and_then(Value::as_str) == Some("uri"),
            id: schema.get("x-id").is_some(),
            nonempty: schema.get("minLength").is_some(),
            max_bytes: schema
                .get("x-max-bytes")
                .and_then(Value::as_u64)
                .and_then(|max| usize::try_from(max).ok()),
        }),
        "boolean" => Kind::Boolean,
        "integer" => Kind::Integer,
        "number" => Kind::Number,
        "array" => Kind::List(Box::new(schema.get("items").map_or(Kind::Any, compile_kind))),
        "object" if schema.get("properties").is_some() => Kind::Object(compile_object(schema)),
        _ => Kind::Any,
    }
}

/// Applies `x-known-values` or `x-any-value` (of a list's items), `x-known-inside` and `x-max-bytes` of the member itself:
/// pages of the platform accept different values for one shared type.
fn narrowed(mut kind: Kind, property: &Value) -> Kind {
    let known = texts(property.get("x-known-values"));
    let any_value = property.get("x-any-value").is_some();
    match &mut kind {
        Kind::Text(text) if !known.is_empty() => text.known = known,
        Kind::List(item) if any_value || !known.is_empty() => {
            if let Kind::Text(text) = item.as_mut() {
                text.known = known;
            }
        }
        kind => {
            for (member, known) in
                property.get("x-known-inside").and_then(Value::as_object).into_iter().flatten()
            {
                narrow_inside(kind, member, &texts(Some(known)));
            }
        }
    }
    if let (Some(max), Kind::Text(text)) = (property.get("x-max-bytes").and_then(Value::as_u64), &mut kind) {
        text.max_bytes = usize::try_from(max).ok();
    }
    kind
}

/// The known values of a member of an object, or of each object of a list.
fn narrow_inside(kind: &mut Kind, member: &str, known: &[String]) {
    match kind {
        Kind::List(item) => narrow_inside(item, member, known),
        Kind::Object(object) => {
            let field = object.fields.iter_mut().find(|field| field.name == member);
            if let Some(Field { kind: Kind::Text(text), .. }) = field {
                text.known = known.to_vec();
            }
        }
        _ => {}
    }
}

fn pairs(list: Option<&Value>) -> Vec<[String; 2]> {
    let pairs = list.and_then(Value::as_array).into_iter().flatten();
    pairs.filter_map(|pair| texts(Some(pair)).try_into().ok()).collect()
}

fn texts(list: Option<&Value>) -> Vec<String> {
    list.and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}
