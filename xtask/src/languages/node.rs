//! TypeScript for Node: requests are plain objects in the platform's own names, which are JavaScript's case too.

use super::{Language, Per, Place, Role, Template, TypeText, Use};
use crate::model::{Field, Type};
use crate::names;

/// The typed layer of the npm package `qiyuesuo`.
pub struct Node;

/// A path below the package's folder of generated modules.
macro_rules! generated {
    ($name:literal) => {
        concat!("bindings-node/lib/generated/", $name)
    };
}

const TEMPLATES: &[Template] = &[
    Template { file: "module.ts.j2", per: Per::Module, output: generated!("*.ts") },
    Template { file: "families.ts.j2", per: Per::Model, output: generated!("families.ts") },
    Template { file: "index.ts.j2", per: Per::Model, output: generated!("index.ts") },
    Template { file: "callback.ts.j2", per: Per::Model, output: generated!("callback.ts") },
    Template { file: "errors.ts.j2", per: Per::Model, output: generated!("errors.ts") },
    Template { file: "options.ts.j2", per: Per::Model, output: generated!("options.ts") },
    Template { file: "compat.ts.j2", per: Per::Model, output: generated!("compat.ts") },
    Template { file: "objects.ts.j2", per: Per::Model, output: generated!("objects.ts") },
    Template { file: "tables.ts.j2", per: Per::Model, output: generated!("tables.ts") },
    Template {
        file: "every_call.ts.j2",
        per: Per::Model,
        output: "bindings-node/tests/typing/every_call.mts",
    },
];

/// What every result has beside its members. Requests and what stands inside results are plain objects.
const MEMBERS: &[&str] =
    &["attempts", "constructor", "httpStatus", "meta", "pluginUrl", "response", "toJSON", "toString"];

impl Language for Node {
    fn name(&self) -> &'static str {
        "node"
    }

    fn templates(&self) -> &'static [Template] {
        TEMPLATES
    }

    fn identifier(&self, role: Role, name: &str) -> String {
        match role {
            Role::Resource => names::pascal(name),
            // Members of objects may be any word, so that none is reserved. An option may come in snake case.
            Role::Parameter | Role::Field | Role::Method => names::camel(name),
        }
    }

    /// A member of a result: those of requests and inside results have the platform's names.
    fn getter(&self, name: &str) -> String {
        format!("{name}{}", if MEMBERS.contains(&name) { "_" } else { "" })
    }

    fn type_of(&self, field: &Field, place: Place) -> TypeText {
        let mut uses = Vec::new();
        let text = written(&field.kind, field, place, &mut uses);
        TypeText { text, uses }
    }

    fn escaped(&self, text: &str) -> String {
        text.replace("*/", "*\\/").replace('@', "\\@")
    }

    fn module_path(&self, module: &str) -> String {
        format!("./{module}")
    }
}

fn written(kind: &Type, field: &Field, place: Place, uses: &mut Vec<Use>) -> String {
    match kind {
        Type::Id if place == Place::Given => "string | number | bigint".to_owned(),
        Type::Text | Type::Id | Type::Url if field.known.is_empty() || place == Place::Read => {
            "string".to_owned()
        }
        Type::Boolean => "boolean".to_owned(),
        Type::Integer => "number".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Any => "unknown".to_owned(),
        Type::List(item) => format!("ReadonlyArray<{}>", written(item, field, place, uses)),
        // A field that takes other values than its enumeration offers those.
        Type::Text | Type::Id | Type::Url => open_union(&field.known),
        Type::Enumeration(_) if field.narrowed && place == Place::Given => open_union(&field.known),
        Type::Object(name) if place == Place::Read => {
            uses.push(Use::Model(name.clone()));
            uses.push(Use::Library("../types", "Received"));
            format!("Received<{name}>")
        }
        Type::Enumeration(name) | Type::Object(name) => {
            uses.push(Use::Model(name.clone()));
            name.clone()
        }
    }
}

/// Editors offer the values that are known; any text is accepted.
fn open_union(known: &[String]) -> String {
    let mut known: Vec<String> = known.iter().map(|text| format!("'{text}'")).collect();
    known.push("(string & {})".to_owned());
    known.join(" | ")
}
