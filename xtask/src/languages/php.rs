//! PHP: one class a file, named arguments, enumerations that any string may stand in for.

use super::{Language, Per, Place, Role, Template, TypeText};
use crate::model::{Field, Type};
use crate::names;

/// The typed layer of the Composer package.
pub struct Php;

/// A path below the package's folder of generated classes.
macro_rules! generated {
    ($name:literal) => {
        concat!("bindings-php/generated/", $name)
    };
}

const TEMPLATES: &[Template] = &[
    Template { file: "family.php.j2", per: Per::Family, output: generated!("*.php") },
    Template { file: "enumeration.php.j2", per: Per::Enumeration, output: generated!("*.php") },
    Template { file: "value.php.j2", per: Per::Value, output: generated!("*.php") },
    Template { file: "result.php.j2", per: Per::Result, output: generated!("*.php") },
    Template { file: "documented.php.j2", per: Per::Documented, output: generated!("Compat/*.php") },
    Template { file: "callback.php.j2", per: Per::Model, output: generated!("Callback.php") },
    Template { file: "callback_type.php.j2", per: Per::Model, output: generated!("CallbackType.php") },
    Template {
        file: "callback_authenticity.php.j2",
        per: Per::Model,
        output: generated!("CallbackAuthenticity.php"),
    },
    Template {
        file: "callback_fields.php.j2",
        per: Per::Model,
        output: generated!("Internal/CallbackFields.php"),
    },
    Template { file: "error.php.j2", per: Per::ErrorKind, output: generated!("Exception/*Exception.php") },
    Template {
        file: "error_classes.php.j2",
        per: Per::Model,
        output: generated!("Internal/ErrorClasses.php"),
    },
    Template { file: "record.php.j2", per: Per::Model, output: generated!("Internal/Record.php") },
    Template { file: "client.php.j2", per: Per::Model, output: generated!("AbstractClient.php") },
    Template { file: "fake_client.php.j2", per: Per::Model, output: generated!("Testing/FakeClient.php") },
    Template { file: "options.php.j2", per: Per::Model, output: generated!("RequestOptions.php") },
    Template { file: "tables.php.j2", per: Per::Model, output: generated!("Tables.php") },
    Template {
        file: "every_call.php.j2",
        per: Per::Model,
        output: "bindings-php/tests/Analysis/every_call.php",
    },
];

/// What every method has beside its fields.
const PARAMETERS: &[&str] = &["this", "extra", "options"];

/// What every object or result has beside its fields.
const MEMBERS: &[&str] = &["this", "attempts", "extra", "httpStatus", "others", "response"];

impl Language for Php {
    fn name(&self) -> &'static str {
        "php"
    }

    fn templates(&self) -> &'static [Template] {
        TEMPLATES
    }

    fn identifier(&self, role: Role, name: &str) -> String {
        let taken: &[&str] = match role {
            Role::Resource => return names::pascal(name),
            Role::Parameter => PARAMETERS,
            Role::Field => MEMBERS,
            // Methods may be any word.
            Role::Method => &[],
        };
        let mut name = names::camel(name);
        if taken.contains(&name.as_str()) {
            name.push('_');
        }
        name
    }

    /// The type as documentation comments write it, without `null`.
    fn type_of(&self, field: &Field, place: Place) -> TypeText {
        // All types are in one namespace.
        TypeText { text: written(&field.kind, place), uses: Vec::new() }
    }

    fn escaped(&self, text: &str) -> String {
        text.replace("*/", "* /").replace('@', "\\@")
    }

    fn module_path(&self, _module: &str) -> String {
        String::new()
    }
}

fn written(kind: &Type, place: Place) -> String {
    match kind {
        Type::Id if place == Place::Given => "string|int".to_owned(),
        Type::Text | Type::Id | Type::Url => "string".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Integer => "int".to_owned(),
        Type::Number => "float".to_owned(),
        Type::Any => "mixed".to_owned(),
        Type::List(item) => format!("list<{}>", written(item, place)),
        // A value that is not known yet is read as any other.
        Type::Enumeration(_) if place == Place::Read => "string".to_owned(),
        Type::Enumeration(name) => format!("{name}|string"),
        Type::Object(name) => name.clone(),
    }
}
