//! The fields of an operation's request by their paths, such as `signatories[0].tenantType`, and texts as their values.

use qiyuesuo::operation::OperationInfo;
use serde_json::{Map, Value, json};

/// Most elements a path may reach into a list: a mistyped index must not make a list of a million.
const MAX_INDEX: usize = 999;

/// The fields of one operation's request.
pub struct Fields {
    schema: Value,
    parts: Vec<&'static str>,
}

/// A field, and what a text for it becomes.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    path: Vec<Step>,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
enum Step {
    Name(String),
    Index(usize),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Text,
    Integer,
    Number,
    Boolean,
    /// A list of texts: JSON, or with `;` between them.
    Texts,
    /// Whatever JSON says.
    Json,
    /// JSON where it is some, else text: a member that the request does not declare.
    Either,
}

impl Fields {
    pub fn of(operation: &OperationInfo) -> Self {
        let parts = operation.parts.iter().map(|part| part.name).collect();
        Self { schema: operation.request_document(), parts }
    }

    /// Whether a name is that of a file the operation takes.
    pub fn is_part(&self, name: &str) -> bool {
        self.parts.contains(&name)
    }

    /// The field at a path.
    pub fn find(&self, text: &str) -> Result<Field, String> {
        let path = steps(text)?;
        let Some((Step::Name(first), rest)) = path.split_first() else {
            return Err("does not begin with the name of a field".to_owned());
        };
        if first == "extra" {
            return match rest {
                [] => Ok(Field { path, kind: Kind::Json }),
                _ => Ok(Field { path, kind: Kind::Either }),
            };
        }
        let mut schema = &self.schema;
        for step in &path {
            schema = match step {
                Step::Name(name) => {
                    let members = schema.get("properties").and_then(Value::as_object);
                    let members = members.ok_or_else(|| format!("has nothing below it at `{name}`"))?;
                    present(members.get(name).ok_or_else(|| unknown(name, members))?)
                }
                Step::Index(index) => {
                    let items = schema.get("items");
                    present(items.ok_or_else(|| format!("is no list where [{index}] stands"))?)
                }
            };
        }
        Ok(Field { kind: kind(schema), path })
    }

    /// The paths of everything that is one value, lists of objects with their first element, and then the files.
    pub fn leaves(&self) -> Vec<String> {
        let mut found = Vec::new();
        leaves(&self.schema, String::new(), &mut found);
        found.extend(self.parts.iter().map(|part| (*part).to_owned()));
        found
    }
}

impl Field {
    /// A text as the field's value.
    pub fn value(&self, text: &str) -> Result<Value, String> {
        let json = |wanted: &str| serde_json::from_str(text).map_err(|_| format!("must be {wanted}"));
        match self.kind {
            Kind::Text => Ok(text.into()),
            Kind::Integer => {
                text.parse::<i64>().map(Value::from).map_err(|_| "must be an integer".to_owned())
            }
            Kind::Number => match text.parse::<f64>() {
                Ok(number) if number.is_finite() => Ok(number.into()),
                _ => Err("must be a number".to_owned()),
            },
            Kind::Boolean if text.eq_ignore_ascii_case("true") => Ok(true.into()),
            Kind::Boolean if text.eq_ignore_ascii_case("false") => Ok(false.into()),
            Kind::Boolean => Err("must be true or false".to_owned()),
            Kind::Texts if text.trim_start().starts_with('[') => {
                json("a list, as JSON or with `;` between its texts")
            }
            Kind::Texts => Ok(text.split(';').map(str::trim).filter(|text| !text.is_empty()).collect()),
            Kind::Json => json("JSON"),
            Kind::Either => Ok(serde_json::from_str(text).unwrap_or_else(|_| text.into())),
        }
    }

    /// Puts a value at the field's place, making objects and lists on the way.
    pub fn put(&self, members: &mut Map<String, Value>, value: Value) {
        let [Step::Name(first), rest @ ..] = self.path.as_slice() else { return };
        let mut place = members.entry(first).or_insert(Value::Null);
        for step in rest {
            place = match step {
                Step::Name(name) => {
                    if !place.is_object() {
                        *place = json!({});
                    }
                    &mut place[name.as_str()]
                }
                Step::Index(index) => {
                    if !place.is_array() {
                        *place = json!([]);
                    }
                    let list = place.as_array_mut().expect("it was made one");
                    if list.len() <= *index {
                        list.resize(index + 1, Value::Null);
                    }
                    &mut list[*index]
                }
            };
        }
        *place = value;
    }
}

/// `a.b[0].c` taken apart.
fn steps(text: &str) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    for segment in text.split('.') {
        let (name, mut indices) = segment.split_at(segment.find('[').unwrap_or(segment.len()));
        if name.is_empty() {
            return Err("is no path such as `user.contact` or `signatories[0].tenantType`".to_owned());
        }
        steps.push(Step::Name(name.to_owned()));
        while let Some(rest) = indices.strip_prefix('[') {
            let (index, rest) = rest.split_once(']').ok_or("lacks a `]`")?;
            let index: usize = index.parse().map_err(|_| "has an index that is no number")?;
            if index > MAX_INDEX {
                return Err(format!("has an index above {MAX_INDEX}"));
            }
            steps.push(Step::Index(index));
            indices = rest;
        }
        if !indices.is_empty() {
            return Err("has something behind a `]`".to_owned());
        }
    }
    Ok(steps)
}

/// What is there when a member that may be null is not.
pub fn present(schema: &Value) -> &Value {
    let any = schema.get("anyOf").and_then(Value::as_array);
    any.and_then(|any| any.iter().find(|schema| type_of(schema) != "null")).unwrap_or(schema)
}

/// The type of a schema; of `[it, "null"]` it.
pub fn type_of(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(name)) => name,
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).find(|name| *name != "null").unwrap_or("null")
        }
        _ => "",
    }
}

fn kind(schema: &Value) -> Kind {
    match type_of(schema) {
        "string" => Kind::Text,
        "integer" => Kind::Integer,
        "number" => Kind::Number,
        "boolean" => Kind::Boolean,
        "array" if schema.get("items").is_some_and(|items| type_of(present(items)) == "string") => {
            Kind::Texts
        }
        _ => Kind::Json,
    }
}

fn leaves(schema: &Value, path: String, found: &mut Vec<String>) {
    let schema = present(schema);
    if let Some(members) = schema.get("properties").and_then(Value::as_object) {
        let dot = if path.is_empty() { "" } else { "." };
        let declared = members.iter().filter(|(name, _)| !(path.is_empty() && *name == "extra"));
        for (name, member) in declared {
            leaves(member, format!("{path}{dot}{name}"), found);
        }
    } else if let Some(items) =
        schema.get("items").map(present).filter(|items| items.get("properties").is_some())
    {
        leaves(items, format!("{path}[0]"), found);
    } else {
        found.push(path);
    }
}

fn unknown(name: &str, members: &Map<String, Value>) -> String {
    let lower = name.to_lowercase();
    let nearest =
        members.keys().map(|known| (strsim::damerau_levenshtein(&lower, &known.to_lowercase()), known)).min();
    match nearest {
        Some((distance, meant)) if distance <= 1 + name.chars().count() / 4 => {
            format!("is not a field of this request; did you mean `{meant}`?")
        }
        _ => {
            let known: Vec<&str> = members.keys().map(String::as_str).collect();
            format!(
                "is not a field of this request; there are {} (others go into `extra.NAME`)",
                known.join(", ")
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(operation: &str) -> Fields {
        Fields::of(OperationInfo::find(operation).expect("it is in the table"))
    }

    #[test]
    fn texts_become_what_their_field_wants() {
        let fields = fields("personal_auth.create_ticket");
        let mut members = Map::new();
        for (path, text) in [
            ("user.contact", "10020033044"),
            ("otherModes", "IVS; FACE"),
            ("modifyFields[1]", "BANKNO"),
            ("modifyFields[0]", "USERNAME"),
            ("extra.number", "7"),
            ("extra.name", "seven"),
        ] {
            let field = fields.find(path).expect(path);
            field.put(&mut members, field.value(text).expect(path));
        }
        let expected = json!({
            "user": {"contact": "10020033044"},
            "otherModes": ["IVS", "FACE"],
            "modifyFields": ["USERNAME", "BANKNO"],
            "extra": {"number": 7, "name": "seven"},
        });
        assert_eq!(Value::Object(members), expected);
    }

    #[test]
    fn a_wrong_value_says_what_is_wanted() {
        let fields = fields("company_auth.create_ticket");
        let close = fields.find("closeButton").expect("it is a field");
        assert_eq!(close.value("TRUE"), Ok(Value::Bool(true)), "as Excel writes it");
        assert_eq!(close.value("yes"), Err("must be true or false".to_owned()));
    }

    #[test]
    fn wrong_paths_are_explained() {
        let fields = fields("personal_auth.create_ticket");
        for (path, said) in [
            ("usr.contact", "did you mean `user`?"),
            ("user.contact.x", "nothing below"),
            ("mode[0]", "is no list"),
            ("user..contact", "is no path"),
            ("otherModes[1", "lacks a `]`"),
            ("otherModes[x]", "no number"),
            ("otherModes[1000]", "above 999"),
            ("otherModes[1]x", "behind a `]`"),
        ] {
            let error = fields.find(path).expect_err(path);
            assert!(error.contains(said), "{path}: {error}");
        }
    }

    #[test]
    fn every_leaf_is_found_again() {
        for operation in qiyuesuo::operation::OPERATIONS {
            let fields = Fields::of(operation);
            for path in fields.leaves().iter().filter(|path| !fields.is_part(path)) {
                assert!(fields.find(path).is_ok(), "{}: {path}", operation.name);
            }
        }
        let with_file = fields("company_auth.create_ticket_with_license");
        assert_eq!(with_file.leaves().last().map(String::as_str), Some("license"));
    }
}
