//! Kotlin: the calls of Java once more as suspending functions with named arguments.

use super::{Language, Per, Place, Role, Template, TypeText};
use crate::model::{Field, Type};
use crate::names;

/// The Kotlin part of the jar.
pub struct Kotlin;

const TEMPLATES: &[Template] = &[Template {
    file: "family.kt.j2",
    per: Per::Family,
    output: "bindings-jvm/java/src/generated/kotlin/unofficial/qiyuesuo/kotlin/*.kt",
}];

const KEYWORDS: &[&str] = &[
    "as",
    "break",
    "class",
    "continue",
    "do",
    "else",
    "false",
    "for",
    "fun",
    "if",
    "in",
    "interface",
    "is",
    "null",
    "object",
    "package",
    "return",
    "super",
    "this",
    "throw",
    "true",
    "try",
    "typealias",
    "typeof",
    "val",
    "var",
    "when",
    "while",
];

impl Language for Kotlin {
    fn name(&self) -> &'static str {
        "kotlin"
    }

    fn templates(&self) -> &'static [Template] {
        TEMPLATES
    }

    fn identifier(&self, role: Role, name: &str) -> String {
        let camel = names::camel(name);
        match role {
            Role::Resource => names::pascal(name),
            // Java's name for it, in its builders.
            Role::Field => super::java::Java.identifier(role, name),
            Role::Parameter
                if KEYWORDS.contains(&camel.as_str()) || ["extra", "options"].contains(&camel.as_str()) =>
            {
                format!("{camel}_")
            }
            Role::Parameter | Role::Method => camel,
        }
    }

    fn type_of(&self, field: &Field, _: Place) -> TypeText {
        let optional = if field.required { "" } else { "?" };
        TypeText { text: format!("{}{optional}", written(&field.kind)), uses: Vec::new() }
    }

    fn escaped(&self, text: &str) -> String {
        text.replace("*/", "*&#47;")
    }

    fn module_path(&self, _: &str) -> String {
        String::new()
    }
}

fn written(kind: &Type) -> String {
    match kind {
        Type::Text | Type::Id | Type::Url | Type::Enumeration(_) => "String".to_owned(),
        Type::Boolean => "Boolean".to_owned(),
        Type::Integer => "Long".to_owned(),
        Type::Number => "Double".to_owned(),
        Type::Any => "Any".to_owned(),
        Type::Object(name) => name.clone(),
        Type::List(item) => format!("List<{}>", written(item)),
    }
}
