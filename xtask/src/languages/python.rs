//! Python: keyword arguments, `Optional` and `Literal`, as Python 3.9 can read them.

use super::{Language, Per, Place, Role, Template, TypeText, Use};
use crate::model::{Field, Type};
use crate::names;

/// The typed layer of the package `qiyuesuo`.
pub struct Python;

/// A path below the package's folder of generated modules.
macro_rules! generated {
    ($name:literal) => {
        concat!("bindings-python/python/qiyuesuo/_generated/", $name)
    };
}

const TEMPLATES: &[Template] = &[
    Template { file: "module.py.j2", per: Per::Module, output: generated!("*.py") },
    Template { file: "init.py.j2", per: Per::Model, output: generated!("__init__.py") },
    Template { file: "exports.py.j2", per: Per::Model, output: generated!("exports.py") },
    Template { file: "callback.py.j2", per: Per::Model, output: generated!("callback.py") },
    Template { file: "callback_event.py.j2", per: Per::Model, output: generated!("callback_event.py") },
    Template { file: "errors.py.j2", per: Per::Model, output: generated!("errors.py") },
    Template { file: "families.py.j2", per: Per::Model, output: generated!("families.py") },
    Template { file: "client_options.py.j2", per: Per::Model, output: generated!("client_options.py") },
    Template { file: "request_options.py.j2", per: Per::Model, output: generated!("request_options.py") },
    Template { file: "documented.py.j2", per: Per::Model, output: generated!("documented.py") },
    Template { file: "tables.py.j2", per: Per::Model, output: generated!("tables.py") },
    Template {
        file: "every_call.py.j2",
        per: Per::Model,
        output: "bindings-python/tests/typing/every_call.py",
    },
];

const KEYWORDS: &[&str] = &[
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
    "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not",
    "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// What every method has beside its fields.
const PARAMETERS: &[&str] = &["self", "extra", "options"];

/// What every object or result has beside its fields.
const MEMBERS: &[&str] =
    &["self", "extra", "response", "http_status", "attempts", "plugin", "plugin_url", "to_dict"];

impl Language for Python {
    fn name(&self) -> &'static str {
        "python"
    }

    fn templates(&self) -> &'static [Template] {
        TEMPLATES
    }

    fn identifier(&self, role: Role, name: &str) -> String {
        let taken: &[&str] = match role {
            Role::Resource => return names::pascal(name),
            Role::Parameter => PARAMETERS,
            Role::Field => MEMBERS,
            Role::Method => &[],
        };
        let mut name = names::snake(name);
        if KEYWORDS.contains(&name.as_str()) || taken.contains(&name.as_str()) {
            name.push('_');
        }
        name
    }

    fn type_of(&self, field: &Field, place: Place) -> TypeText {
        let mut uses = Vec::new();
        let mut text = written(&field.kind, field, place, &mut uses);
        if !field.required {
            text = format!("Optional[{text}]");
            uses.push(Use::Library("typing", "Optional"));
        }
        TypeText { text, uses }
    }

    fn escaped(&self, text: &str) -> String {
        text.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"")
    }

    fn module_path(&self, module: &str) -> String {
        format!(".{module}")
    }
}

fn written(kind: &Type, field: &Field, place: Place, uses: &mut Vec<Use>) -> String {
    let mut library = |module: &'static str, name: &'static str| {
        uses.push(Use::Library(module, name));
        name
    };
    match kind {
        Type::Id if place == Place::Given => format!("{}[str, int]", library("typing", "Union")),
        Type::Text | Type::Id | Type::Url if field.known.is_empty() || place == Place::Read => {
            "str".to_owned()
        }
        Type::Boolean => "bool".to_owned(),
        Type::Integer => "int".to_owned(),
        Type::Number => "float".to_owned(),
        Type::Any => library("typing", "Any").to_owned(),
        Type::List(item) => {
            let list = library("collections.abc", "Sequence");
            format!("{list}[{}]", written(item, field, place, uses))
        }
        // A field that takes other values than its enumeration offers those.
        Type::Text | Type::Id | Type::Url => open_literal(&field.known, uses),
        Type::Enumeration(_) if field.narrowed && place == Place::Given => open_literal(&field.known, uses),
        Type::Enumeration(name) | Type::Object(name) => {
            uses.push(Use::Model(name.clone()));
            name.clone()
        }
    }
}

fn open_literal(known: &[String], uses: &mut Vec<Use>) -> String {
    uses.push(Use::Library("typing", "Literal"));
    uses.push(Use::Library("typing", "Union"));
    let known: Vec<String> = known.iter().map(|text| format!("{text:?}")).collect();
    format!("Union[Literal[{}], str]", known.join(", "))
}
