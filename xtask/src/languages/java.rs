//! Java 8: a class a file; requests with builders, results with getters, enumerations as constants of texts.

use super::{Language, Per, Place, Role, Template, TypeText};
use crate::model::{Field, Type};
use crate::names;

/// The typed layer of the jar.
pub struct Java;

/// A path below the folder of generated classes.
macro_rules! generated {
    ($name:literal) => {
        concat!("bindings-jvm/java/src/generated/java/unofficial/qiyuesuo/", $name)
    };
}

const TEMPLATES: &[Template] = &[
    Template { file: "request.java.j2", per: Per::Request, output: generated!("api/*.java") },
    Template { file: "value.java.j2", per: Per::Value, output: generated!("api/*.java") },
    Template { file: "result.java.j2", per: Per::Result, output: generated!("api/*.java") },
    Template { file: "enumeration.java.j2", per: Per::Enumeration, output: generated!("api/*.java") },
    Template { file: "family.java.j2", per: Per::Family, output: generated!("api/*.java") },
    Template { file: "families.java.j2", per: Per::Model, output: generated!("api/Families.java") },
    Template {
        file: "callback_options.java.j2",
        per: Per::Model,
        output: generated!("callback/CallbackOptions.java"),
    },
    Template {
        file: "callback_fields.java.j2",
        per: Per::Model,
        output: generated!("callback/CallbackFields.java"),
    },
    Template {
        file: "callback_type.java.j2",
        per: Per::Model,
        output: generated!("callback/CallbackType.java"),
    },
    Template {
        file: "callback_authenticity.java.j2",
        per: Per::Model,
        output: generated!("callback/CallbackAuthenticity.java"),
    },
    Template { file: "record.java.j2", per: Per::Model, output: generated!("internal/RecordHead.java") },
    Template { file: "error.java.j2", per: Per::ErrorKind, output: generated!("*Exception.java") },
    Template {
        file: "error_classes.java.j2",
        per: Per::Model,
        output: generated!("internal/ErrorClasses.java"),
    },
    Template { file: "view_options.java.j2", per: Per::Model, output: generated!("ViewOptions.java") },
    Template {
        file: "connection_options.java.j2",
        per: Per::Model,
        output: generated!("ConnectionOptions.java"),
    },
    Template {
        file: "spring_properties.java.j2",
        per: Per::Model,
        output: "bindings-jvm/spring-boot/src/generated/java/unofficial/qiyuesuo/spring/QiyuesuoProperties.java",
    },
    Template { file: "documented.java.j2", per: Per::Documented, output: generated!("compat/*.java") },
    Template {
        file: "tables.java.j2",
        per: Per::Model,
        output: "bindings-jvm/tests/src/generated/java/unofficial/qiyuesuo/tests/Tables.java",
    },
    Template {
        file: "every_call.java.j2",
        per: Per::Model,
        output: "bindings-jvm/tests/src/generated/java/unofficial/qiyuesuo/tests/EveryCall.java",
    },
];

const KEYWORDS: &[&str] = &[
    "abstract",
    "assert",
    "boolean",
    "break",
    "byte",
    "case",
    "catch",
    "char",
    "class",
    "const",
    "continue",
    "default",
    "do",
    "double",
    "else",
    "enum",
    "extends",
    "false",
    "final",
    "finally",
    "float",
    "for",
    "goto",
    "if",
    "implements",
    "import",
    "instanceof",
    "int",
    "interface",
    "long",
    "native",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "short",
    "static",
    "strictfp",
    "super",
    "switch",
    "synchronized",
    "this",
    "throw",
    "throws",
    "transient",
    "true",
    "try",
    "void",
    "volatile",
    "while",
];

/// What every class has beside its fields.
const MEMBERS: &[&str] = &[
    "attempts",
    "build",
    "builder",
    "copy",
    "decimal",
    "equals",
    "extra",
    "fake",
    "flag",
    "get",
    "httpStatus",
    "integer",
    "items",
    "meta",
    "notify",
    "of",
    "pluginUrl",
    "response",
    "sentFiles",
    "shape",
    "text",
    "toBuilder",
    "toMap",
    "values",
    "wait",
    "with",
    "writeTo",
];

/// What every class has a getter for beside its fields.
const GETTERS: &[&str] = &["Attempts", "Class", "Extra", "HttpStatus", "Response"];

impl Language for Java {
    fn name(&self) -> &'static str {
        "java"
    }

    fn templates(&self) -> &'static [Template] {
        TEMPLATES
    }

    fn identifier(&self, role: Role, name: &str) -> String {
        let camel = names::camel(name);
        let taken = match role {
            Role::Resource => return names::pascal(name),
            Role::Parameter | Role::Field => MEMBERS.contains(&camel.as_str()),
            Role::Method => false,
        };
        if taken || KEYWORDS.contains(&camel.as_str()) { format!("{camel}_") } else { camel }
    }

    fn getter(&self, name: &str) -> String {
        let name = names::pascal(name);
        format!("get{name}{}", if GETTERS.contains(&name.as_str()) { "_" } else { "" })
    }

    fn type_of(&self, field: &Field, _: Place) -> TypeText {
        TypeText { text: written(&field.kind), uses: Vec::new() }
    }

    fn escaped(&self, text: &str) -> String {
        javadoc(text)
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
        Type::Any => "Object".to_owned(),
        Type::Object(name) => name.clone(),
        Type::List(item) => format!("List<{}>", written(item)),
    }
}

/// Code in backticks becomes `{@code ...}`; elsewhere what HTML and javadoc would read is escaped.
fn javadoc(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let code = |index: usize| index % 2 == 1 && index + 1 < parts.len();
    let part = |(index, part): (usize, &&str)| {
        if code(index) {
            format!("{{@code {}}}", part.replace("*/", "*&#47;"))
        } else {
            part.replace('&', "&amp;").replace('<', "&lt;").replace("*/", "*&#47;").replace('@', "&#64;")
        }
    };
    parts.iter().enumerate().map(part).collect()
}
