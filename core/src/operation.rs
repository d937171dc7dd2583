//! What an operation of the platform is: its address, how its request travels, and the types of both sides.

use once_cell::race::OnceBox;
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::api::Extra;
use crate::check::{self, Checked, ObjectSchema, Rules};
use crate::config::Validation;
use crate::error::Error;
use crate::plugin::PluginPage;

pub use crate::api::{FAMILIES, OPERATIONS, calls};

/// How the fields of a request travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// As a JSON body, `application/json;charset=UTF-8`.
    Json,
    /// As the query of the address.
    Query,
    /// As text parts of a `multipart/form-data` body, beside the files.
    Multipart,
}

/// What a success brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnswerKind {
    /// An envelope with a result.
    Json,
    /// A file: a [`Download`](crate::Download).
    Bytes,
}

/// A file that an operation takes beside its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PartInfo {
    /// The name of the part.
    pub name: &'static str,
    /// Whether the operation cannot do without it.
    pub required: bool,
    /// Whether there may be several parts of this name, in the order they are given.
    pub many: bool,
}

impl PartInfo {
    pub(crate) const fn required(name: &'static str) -> Self {
        Self { name, required: true, many: false }
    }

    pub(crate) const fn optional(name: &'static str) -> Self {
        Self { name, required: false, many: false }
    }

    /// The same, of which there may be several.
    pub(crate) const fn many(self) -> Self {
        Self { many: true, ..self }
    }
}

/// An operation of the platform, as a type: one of [`calls`].
///
/// The implementations come from the table in [`crate::api`].
pub trait Operation: Send + Sync + 'static {
    /// What it is asked with. Several operations may share a type.
    type Request: Serialize + JsonSchema + Send + Sync;

    /// What the platform answers: a result (see [`KeepExtra`]), or a [`Download`](crate::Download).
    type Response: JsonSchema + Send;

    /// What [`OPERATIONS`] says of it.
    fn info() -> &'static OperationInfo;
}

/// A result, which keeps what it has no member for.
pub trait KeepExtra: DeserializeOwned + Serialize + JsonSchema + Send {
    /// That; `None` for a result whose shape is open.
    fn extra(&self) -> Option<&Extra>;
}

/// Everything about an operation that is data.
///
/// The bindings and the generator read operations only through this.
#[non_exhaustive]
pub struct OperationInfo {
    /// Family and call: `personal_auth.create_ticket`.
    pub name: &'static str,
    /// HTTP method, upper case.
    pub method: &'static str,
    /// Path below the base address.
    pub path: &'static str,
    /// How the request's fields travel.
    pub encoding: Encoding,
    /// What a success brings.
    pub answer: AnswerKind,
    /// Whether the call needs an agent (SaaS) credential.
    pub agent: bool,
    /// Whether the call may be repeated after it may have reached the platform.
    pub repeatable: bool,
    /// Files the call takes.
    pub parts: &'static [PartInfo],
    /// Pairs of fields of which exactly one is needed.
    pub one_of: &'static [[&'static str; 2]],
    /// Pairs of fields that come together or not at all.
    pub together: &'static [[&'static str; 2]],
    /// Fields of which the platform wants at least one, as third parties say: told, and not checked.
    pub any_of: &'static [&'static str],
    /// Whether it answers a list page by page: see [`Paged`](crate::Paged).
    pub paged: bool,
    /// The page of the mini-program plugin that its ticket opens, where the platform names one.
    pub plugin_page: Option<PluginPage>,
    /// Title and source of the call, as documentation.
    pub doc: &'static str,
    /// Name of the request type.
    pub request_type: &'static str,
    /// Name of the response type.
    pub response_type: &'static str,
    pub(crate) request_schema: fn(&mut SchemaGenerator) -> Schema,
    pub(crate) response_schema: fn(&mut SchemaGenerator) -> Schema,
    /// `None` where the answer is a file.
    pub(crate) canonical: Option<Canonical>,
    pub(crate) compiled: &'static OnceBox<Compiled>,
}

/// Reads a result as its type and writes it again.
pub(crate) type Canonical = fn(&[u8]) -> Result<Vec<u8>, serde_json::Error>;

/// The request and response schemas in the form the checks walk.
pub(crate) struct Compiled {
    request: ObjectSchema,
    response: ObjectSchema,
}

impl OperationInfo {
    /// The operation of that name.
    pub fn find(name: &str) -> Option<&'static OperationInfo> {
        OPERATIONS.iter().copied().find(|operation| operation.name == name)
    }

    /// Checks a request given as JSON in the form of the SDK, without sending it.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`](crate::ErrorKind::Validation), naming the field.
    pub fn check(&self, json: &[u8], validation: Validation) -> Result<(), Error> {
        self.inspect(json, validation).map(|_| ())
    }

    /// The request, in the form of the SDK, that was sent as these texts of a query or a form: for whoever stands in for
    /// the platform. It is not checked yet.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`](crate::ErrorKind::Validation), naming a field whose text is not of its type.
    pub fn request_of_texts<'t>(
        &self,
        texts: impl IntoIterator<Item = (&'t str, &'t str)>,
    ) -> Result<Map<String, Value>, Error> {
        check::of_texts(&self.compiled().request, texts.into_iter()).map_err(|(field, wanted)| {
            Error::validation(field, format!("must be {wanted}")).with_operation(self.name)
        })
    }

    /// Whether nothing is promised about the result: it is passed on in whatever shape the platform sends it.
    pub fn has_open_result(&self) -> bool {
        self.answer == AnswerKind::Json && self.compiled().response.open
    }

    /// The JSON schema of the request; shared types go to the generator's definitions.
    pub fn request_schema(&self, generator: &mut SchemaGenerator) -> Schema {
        (self.request_schema)(generator)
    }

    /// The JSON schema of the result; shared types go to the generator's definitions.
    pub fn response_schema(&self, generator: &mut SchemaGenerator) -> Schema {
        (self.response_schema)(generator)
    }

    /// The JSON schema of the request as one document, with the types it is made of in their places.
    pub fn request_document(&self) -> Value {
        (self.request_schema)(&mut inline()).to_value()
    }

    /// The JSON schema of the result as one document, with the types it is made of in their places.
    pub fn response_document(&self) -> Value {
        (self.response_schema)(&mut inline()).to_value()
    }

    pub(crate) fn inspect(&self, json: &[u8], validation: Validation) -> Result<Checked, Error> {
        let rules = Rules { validation, one_of: self.one_of, together: self.together };
        check::request(&self.compiled().request, &rules, json)
            .map_err(|error| error.with_operation(self.name))
    }

    /// Where an answer that could not be decoded differs from what was promised.
    pub(crate) fn blame(&self, result: &[u8]) -> Option<String> {
        let schema = &self.compiled().response;
        let mut value = serde_json::from_slice(result).ok()?;
        check::set_aside(schema, &mut value);
        check::result(schema, value.to_string().as_bytes())
    }

    pub(crate) fn compiled(&self) -> &Compiled {
        self.compiled.get_or_init(|| {
            let mut generator = inline();
            Box::new(Compiled {
                request: ObjectSchema::compile(&(self.request_schema)(&mut generator)),
                response: ObjectSchema::compile(&(self.response_schema)(&mut generator)),
            })
        })
    }
}

/// Makes schemas without references.
fn inline() -> SchemaGenerator {
    SchemaSettings::draft2020_12().with(|s| s.inline_subschemas = true).into_generator()
}

/// A result read as its type and written again, for other languages: ids are strings, and what a type has no place for is
/// in the member `extra` of its object.
pub(crate) fn canonical<O>(result: &[u8]) -> Result<Vec<u8>, serde_json::Error>
where
    O: Operation<Response: KeepExtra>,
{
    let result = decode::<O>(result)?;
    let schema = &O::info().compiled().response;
    if result.extra().is_none_or(Extra::is_empty) && !schema.holds_objects() {
        return serde_json::to_vec(&result);
    }
    let mut value = serde_json::to_value(&result)?;
    check::separate(schema, &mut value);
    serde_json::to_vec(&value)
}

/// A result as its type. A name that stands twice is an error to serde; elsewhere, and so here, the last one counts. Only
/// what is promised can fail it; the rest is in `extra` when it is of another type.
pub(crate) fn decode<O>(result: &[u8]) -> Result<O::Response, serde_json::Error>
where
    O: Operation<Response: KeepExtra>,
{
    if let Ok(decoded) = serde_json::from_slice(result) {
        return Ok(decoded);
    }
    let mut value: Value = serde_json::from_slice(result)?;
    // A success without a result is one where nothing is promised about it.
    if value.is_null() {
        value = Map::new().into();
    }
    let odd = check::set_aside(&O::info().compiled().response, &mut value);
    let decoded = serde_json::from_value(value)?;
    if !odd.is_empty() {
        tracing::debug!(
            target: "qiyuesuo",
            operation = O::info().name,
            members = odd.join(","),
            "members of an unexpected type are in extra"
        );
    }
    Ok(decoded)
}

impl Compiled {
    pub(crate) fn request(&self) -> &ObjectSchema {
        &self.request
    }

    pub(crate) fn response(&self) -> &ObjectSchema {
        &self.response
    }
}

impl std::fmt::Debug for OperationInfo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OperationInfo({} {} {})", self.name, self.method, self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_promised_must_be_there() {
        let draft = decode::<calls::contract::create_draft>(b"null").expect("nothing is promised");
        assert_eq!((draft.id, draft.extra.len()), (None, 0));
        assert!(decode::<calls::personal_auth::create_ticket>(b"null").is_err(), "a ticket is");
    }
}
