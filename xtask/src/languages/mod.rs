//! What the generator must know of a language: how it names things, how it writes types, and which files it wants.
//! The files themselves are templates, in `xtask/templates/<language>/`.

mod csharp;
mod java;
mod kotlin;
mod node;
mod php;
mod python;

use crate::model::{Field, Model};

/// Every language that has a typed layer here.
pub const LANGUAGES: &[&dyn Language] =
    &[&python::Python, &node::Node, &php::Php, &csharp::CSharp, &java::Java, &kotlin::Kotlin];

/// A language.
pub trait Language: Sync {
    /// The folder of its templates.
    fn name(&self) -> &'static str;

    /// What is generated.
    fn templates(&self) -> &'static [Template];

    /// A name of the model in the language's own form, so that it is no reserved word.
    fn identifier(&self, role: Role, name: &str) -> String;

    /// The type of a field.
    fn type_of(&self, field: &Field, place: Place) -> TypeText;

    /// A text as it stands inside a documentation comment.
    fn escaped(&self, text: &str) -> String;

    /// How documentation mentions a field by its name on the wire.
    fn mentioned(&self, name: &str) -> String {
        self.identifier(Role::Parameter, name)
    }

    /// The name of the method that reads a field, where fields are read so.
    fn getter(&self, name: &str) -> String {
        self.identifier(Role::Field, name)
    }

    /// The name of a module's file, which stands for the `*` of a template's output.
    fn file_name(&self, module: &str) -> String {
        module.to_owned()
    }

    /// How one generated module refers to another.
    fn module_path(&self, module: &str) -> String;

    /// Where a type of the model is found.
    fn module_of(&self, model: &Model, type_name: &str) -> Option<String> {
        model.module_of(type_name).map(|module| self.module_path(&module.name))
    }
}

/// A template and what it makes.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// Its file in the folder of the language's templates.
    pub file: &'static str,
    /// What it is rendered for.
    pub per: Per,
    /// The generated file, from the root of the repository; `*` is the name of what it is rendered for.
    pub output: &'static str,
}

/// What a template is rendered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// Once.
    Model,
    /// For each module.
    Module,
    /// For each family, which gives the file the name of its type.
    Family,
    /// For each enumeration, as `item`.
    Enumeration,
    /// For each object inside requests and results, as `item`.
    Value,
    /// For each result, as `item`.
    Result,
    /// For each operation, as `item`, under the name of its request.
    Request,
    /// For each kind of error, as `item`, under the name of its class.
    ErrorKind,
    /// For each operation whose request has a class in the platform's own SDKs, as `item`, under the name of that class.
    Documented,
}

/// What a name is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A field of a request, in the signature of its call.
    Parameter,
    /// A field of an object.
    Field,
    /// A call.
    Method,
    /// A family of calls as a type.
    Resource,
}

/// Where a type stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a request, or an object inside one: given by the user.
    Given,
    /// In a result: read by the user.
    Read,
}

/// A type as the language writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeText {
    /// How it is written.
    pub text: String,
    /// What must be imported for it.
    pub uses: Vec<Use>,
}

/// Something that is imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Use {
    /// A type of the model.
    Model(String),
    /// A name of the language's own library, with its module.
    Library(&'static str, &'static str),
}
