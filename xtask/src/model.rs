//! What the generator knows of the platform, in terms that belong to no language.
//!
//! It is read from the core (`read.rs`) and handed to templates (`render.rs`); names are those on the wire.

mod tables;

use serde::{Deserialize, Serialize};

pub use tables::*;

/// A documentation text: its paragraphs, each on one line. The first is the summary.
pub type Doc = Vec<String>;

/// A text of a page that exists in both languages, as Markdown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Text {
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

/// Everything that is generated from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// The module of the types that several families share, then one module a family.
    pub modules: Vec<Module>,
    /// Kinds of errors.
    pub errors: Vec<ErrorKind>,
    /// Options of a client.
    pub options: Vec<ClientOption>,
    /// What is known of callbacks.
    pub callbacks: Callbacks,
    /// How the answers of the C ABI lie in memory.
    pub record: Record,
}

/// What belongs together: a family with its own types, or the shared types.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Module {
    /// `personal_auth`, or `common`.
    pub name: String,
    /// The family, unless this is the module of the shared types.
    pub family: Option<Family>,
    /// Enumerations, in alphabetical order.
    pub enumerations: Vec<Enumeration>,
    /// Objects inside requests and results: what one holds stands before it, else in alphabetical order.
    pub values: Vec<Object>,
    /// Results, in alphabetical order.
    pub results: Vec<Object>,
}

/// A family of operations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Family {
    /// `personal_auth`.
    pub name: String,
    /// What it is about, where the core says so.
    pub doc: Doc,
    /// Its operations, in the order of the documentation.
    pub operations: Vec<Operation>,
}

/// A call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// `personal_auth.create_ticket`.
    pub name: String,
    /// `create_ticket`.
    pub call: String,
    /// HTTP method.
    pub method: String,
    /// Path below the base address.
    pub path: String,
    /// How the fields travel.
    pub encoding: Encoding,
    /// Whether it needs the credentials of an agent.
    pub agent: bool,
    /// Whether it may be repeated after it may have arrived.
    pub repeatable: bool,
    /// Files beside the fields.
    pub files: Vec<File>,
    /// Pairs of fields of which exactly one is needed.
    pub one_of: Vec<[String; 2]>,
    /// Pairs of fields that come together or not at all.
    pub together: Vec<[String; 2]>,
    /// Fields of which the platform wants at least one; nothing checks it.
    pub any_of: Vec<String>,
    /// The page of the mini-program plugin that its ticket opens.
    pub plugin_page: Option<String>,
    /// The class that the platform's own SDKs have for its request, if there is one.
    pub documented_class: Option<String>,
    /// The fields that the constructor of that class takes first, where it is not the required ones.
    pub documented_arguments: Vec<String>,
    /// The order of its fields in the platform's documentation, for classes that take all of them without names.
    pub documented_order: Vec<String>,
    /// What it does.
    pub doc: Doc,
    /// Its request.
    pub request: Object,
    /// The name of its result.
    pub response: String,
    /// Whether the shape of its result is unknown: then a success may come without one.
    pub open: bool,
    /// Whether and how it answers a list page by page.
    pub paged: Option<Paged>,
    /// Whether its answer is a file: then `response` is the type that every language has for one.
    pub bytes: bool,
}

/// How a list comes page by page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Paged {
    /// The type of its elements.
    pub element: String,
    /// The field that says how many elements are skipped.
    pub offset: String,
    /// The field that says how many are wanted.
    pub limit: String,
}

/// How the fields of a request travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// As a JSON body.
    Json,
    /// As the query of the address.
    Query,
    /// As text parts beside files.
    Multipart,
}

/// A file that a call takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct File {
    /// The name of its part.
    pub wire: String,
    /// Whether the call cannot do without it.
    pub required: bool,
    /// Whether there may be several.
    pub many: bool,
}

/// An object: a request, a result, or what stands inside one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Object {
    /// Name of the type.
    pub name: String,
    /// What it is.
    pub doc: Doc,
    /// Whether it is the result of a call whose ticket opens a page of the plugin.
    pub ticket: bool,
    /// Whether it is a result whose shape is unknown: it has no fields, and holds whatever the platform sent.
    pub open: bool,
    /// Its fields: the required ones first.
    pub fields: Vec<Field>,
}

/// A field of an object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Its name on the wire.
    pub wire: String,
    /// What it is.
    pub doc: Doc,
    /// Whether it must be there.
    pub required: bool,
    /// Whether an empty text counts as missing.
    pub nonempty: bool,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: Type,
    /// The values that are known for this field, of its own or of its enumeration's; empty where any will do.
    pub known: Vec<String>,
    /// Whether `known` is not the whole list of its enumeration.
    pub narrowed: bool,
    /// The values that are known for members of the object it is, or of the objects it lists.
    pub inside: Vec<Inside>,
    /// How many bytes its text may have, where that is not the usual.
    pub max_bytes: Option<i64>,
    /// Its name in a form, where that differs.
    pub form_name: Option<String>,
}

/// The values that are known for a member of an object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inside {
    /// The member's name on the wire.
    pub member: String,
    /// Its known values.
    pub known: Vec<String>,
}

/// A type of field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "of")]
pub enum Type {
    /// A text.
    Text,
    /// An id of the platform: a text, which requests may also give as an integer.
    Id,
    /// An absolute http or https address.
    Url,
    /// True or false.
    Boolean,
    /// An integer of 64 bits.
    Integer,
    /// A number with a decimal point.
    Number,
    /// Any JSON value.
    Any,
    /// One of an enumeration that may grow: any text is accepted.
    Enumeration(String),
    /// An object.
    Object(String),
    /// A list.
    List(Box<Type>),
}

/// An enumeration that may grow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Enumeration {
    /// Name of the type.
    pub name: String,
    /// What it is.
    pub doc: Doc,
    /// The values that are known.
    pub values: Vec<EnumerationValue>,
}

/// A known value of an enumeration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnumerationValue {
    /// The value on the wire.
    pub text: String,
    /// A name for it, in the form `IdCard`.
    pub name: String,
    /// What it means.
    pub doc: Doc,
}

impl Model {
    /// Every operation.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.modules.iter().filter_map(|module| module.family.as_ref()).flat_map(|family| &family.operations)
    }

    /// The module that has the type of that name.
    pub fn module_of(&self, name: &str) -> Option<&Module> {
        self.modules.iter().find(|module| module.names().any(|own| own == name))
    }
}

impl Module {
    /// The names of its types: enumerations, values and results.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let objects = self.values.iter().chain(&self.results).map(|object| object.name.as_str());
        self.enumerations.iter().map(|enumeration| enumeration.name.as_str()).chain(objects)
    }

    /// Its operations.
    pub fn operations(&self) -> &[Operation] {
        self.family.as_ref().map_or(&[], |family| &family.operations)
    }
}

impl Type {
    /// The enumeration or object it is, or is a list of.
    pub fn target(&self) -> Option<&str> {
        match self {
            Self::Enumeration(name) | Self::Object(name) => Some(name),
            Self::List(item) => item.target(),
            _ => None,
        }
    }
}
