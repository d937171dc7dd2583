//! C#: requests are classes with properties, calls come synchronous and asynchronous, enumerations are constants.

use super::{Language, Per, Place, Role, Template, TypeText};
use crate::model::{Field, Type};
use crate::names;

/// The typed layer of the NuGet package `Qiyuesuo`.
pub struct CSharp;

/// A path below the package's folder of generated classes.
macro_rules! generated {
    ($name:literal) => {
        concat!("bindings-csharp/src/Qiyuesuo/Generated/", $name)
    };
}

const TEMPLATES: &[Template] = &[
    Template { file: "module.cs.j2", per: Per::Module, output: generated!("*.cs") },
    Template { file: "families.cs.j2", per: Per::Model, output: generated!("Families.cs") },
    Template { file: "factory.cs.j2", per: Per::Model, output: generated!("ModelFactory.cs") },
    Template { file: "options.cs.j2", per: Per::Model, output: generated!("Options.cs") },
    Template { file: "errors.cs.j2", per: Per::Model, output: generated!("ErrorKind.cs") },
    Template { file: "exceptions.cs.j2", per: Per::Model, output: generated!("Exceptions.cs") },
    Template { file: "callbacks.cs.j2", per: Per::Model, output: generated!("Callbacks.cs") },
    Template { file: "record.cs.j2", per: Per::Model, output: generated!("ReplyHeader.cs") },
    Template { file: "compat.cs.j2", per: Per::Model, output: generated!("CompatRequests.cs") },
    Template {
        file: "every_call.cs.j2",
        per: Per::Model,
        output: "bindings-csharp/tests/Qiyuesuo.Tests/EveryCall.cs",
    },
];

/// What every request, value or result has beside its fields.
const MEMBERS: &str = "\
    AsAny AsBoolean AsInteger AsList AsMembers AsNumber AsObject AsSeconds AsText AsTime Attempts Equals Extra Finalize Get \
    GetFile GetFiles GetHashCode GetType HttpStatus Masked MemberwiseClone Once Others PluginUrl ReferenceEquals Rejoined \
    Response Scalar SentFiles Set SetFile SetFiles TakeWindow ToDictionary ToString Typed WindowLimit WindowOffset Written";

const KEYWORDS: &str = "\
    abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else \
    enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock \
    long namespace new null object operator out override params private protected public readonly ref return sbyte sealed \
    short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort \
    using virtual void volatile while";

impl Language for CSharp {
    fn name(&self) -> &'static str {
        "csharp"
    }

    fn templates(&self) -> &'static [Template] {
        TEMPLATES
    }

    fn identifier(&self, role: Role, name: &str) -> String {
        match role {
            Role::Parameter => {
                let name = names::camel(name);
                if KEYWORDS.split(' ').any(|word| word == name) { format!("@{name}") } else { name }
            }
            Role::Field => {
                let name = names::pascal(name);
                if MEMBERS.split(' ').any(|taken| taken == name) { format!("{name}_") } else { name }
            }
            Role::Method => names::pascal(name),
            Role::Resource => format!("{}Service", names::pascal(name)),
        }
    }

    fn mentioned(&self, name: &str) -> String {
        self.identifier(Role::Field, name)
    }

    fn type_of(&self, field: &Field, place: Place) -> TypeText {
        let mut text = written(&field.kind);
        // What a result promises is there; what a request demands can still be null until it is set.
        if !field.required || (place == Place::Read && text == "object") {
            text.push('?');
        }
        TypeText { text, uses: Vec::new() }
    }

    /// Text of an XML comment, with code in `<c>`.
    fn escaped(&self, text: &str) -> String {
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let mut parts = text.split('`');
        let mut out = parts.next().unwrap_or_default().to_owned();
        for (index, part) in parts.enumerate() {
            out.push_str(if index % 2 == 0 { "<c>" } else { "</c>" });
            out.push_str(part);
        }
        out
    }

    fn module_path(&self, _module: &str) -> String {
        // One namespace has them all.
        String::new()
    }

    fn file_name(&self, module: &str) -> String {
        names::pascal(module)
    }
}

fn written(kind: &Type) -> String {
    match kind {
        Type::Text | Type::Id | Type::Url | Type::Enumeration(_) => "string".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Integer => "long".to_owned(),
        Type::Number => "double".to_owned(),
        Type::Any => "object".to_owned(),
        Type::List(item) => format!("IReadOnlyList<{}>", written(item)),
        Type::Object(name) => name.clone(),
    }
}
