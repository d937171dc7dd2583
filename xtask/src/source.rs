//! What the generator reads: the core's operations with the JSON schemas of their types.

use std::collections::BTreeMap;

use qiyuesuo::callback::{
    ACCESSORS, AUTHENTICITIES, AccessorInfo, AuthenticityInfo, CALLBACK_OPTIONS, CallbackOptionInfo, EVENTS,
    EventInfo,
};
use qiyuesuo::operation::{AnswerKind, Encoding, FAMILIES, OPERATIONS, OperationInfo, PartInfo};
use qiyuesuo::{ERROR_KINDS, ErrorKindInfo, OPTIONS, OptionInfo};
use schemars::generate::SchemaSettings;
use serde_json::Value;

/// The operations, the types they share, and what else every language offers.
pub struct Source {
    /// In the order of the documentation.
    pub operations: Vec<SourceOperation>,
    /// What the core says of each family.
    pub families: BTreeMap<String, String>,
    /// The types that are referred to by name.
    pub definitions: BTreeMap<String, Value>,
    /// Kinds of errors.
    pub errors: Vec<ErrorKindInfo>,
    /// Options of a client.
    pub options: Vec<OptionInfo>,
    /// What callbacks can be about.
    pub events: Vec<EventInfo>,
    /// How sure it can be that the platform sent one.
    pub authenticities: Vec<AuthenticityInfo>,
    /// How they can be read.
    pub callback_options: Vec<CallbackOptionInfo>,
    /// Their fields that have accessors.
    pub accessors: Vec<AccessorInfo>,
    /// The header of the C ABI, which is written from its code.
    pub header: &'static str,
}

/// A file that an operation takes; see [`PartInfo`].
#[derive(Clone)]
#[expect(missing_docs, reason = "they are the members of PartInfo")]
pub struct SourcePart {
    pub name: String,
    pub required: bool,
    pub many: bool,
}

/// An operation as the core describes it; see [`OperationInfo`].
#[derive(Clone)]
#[expect(missing_docs, reason = "they are the members of OperationInfo")]
pub struct SourceOperation {
    pub name: String,
    pub method: String,
    pub path: String,
    pub encoding: Encoding,
    pub agent: bool,
    pub repeatable: bool,
    pub answer: AnswerKind,
    pub parts: Vec<SourcePart>,
    pub one_of: Vec<[String; 2]>,
    pub together: Vec<[String; 2]>,
    pub any_of: Vec<String>,
    pub paged: bool,
    pub plugin_page: Option<String>,
    pub doc: String,
    pub request_type: String,
    pub response_type: String,
    pub request_schema: Value,
    pub response_schema: Value,
}

impl Source {
    /// What the core says.
    pub fn core() -> Self {
        // One generator for all, so that a type that is used twice is one definition.
        let mut generator = SchemaSettings::draft2020_12().into_generator();
        let operations = OPERATIONS.iter().map(|info| operation(info, &mut generator)).collect();
        let definitions = generator.take_definitions(true).into_iter().collect();
        let families = FAMILIES.iter().map(|(name, doc)| ((*name).to_owned(), (*doc).to_owned())).collect();
        Self {
            operations,
            families,
            definitions,
            errors: ERROR_KINDS.to_vec(),
            options: OPTIONS.to_vec(),
            events: EVENTS.to_vec(),
            authenticities: AUTHENTICITIES.to_vec(),
            callback_options: CALLBACK_OPTIONS.to_vec(),
            accessors: ACCESSORS.to_vec(),
            header: include_str!("../../bindings-c/include/qiyuesuo.h"),
        }
    }
}

fn part(part: &PartInfo) -> SourcePart {
    SourcePart { name: part.name.to_owned(), required: part.required, many: part.many }
}

fn operation(info: &OperationInfo, generator: &mut schemars::SchemaGenerator) -> SourceOperation {
    let pairs = |list: &[[&str; 2]]| list.iter().map(|pair| pair.map(str::to_owned)).collect();
    SourceOperation {
        name: info.name.to_owned(),
        method: info.method.to_owned(),
        path: info.path.to_owned(),
        encoding: info.encoding,
        agent: info.agent,
        repeatable: info.repeatable,
        answer: info.answer,
        parts: info.parts.iter().map(part).collect(),
        one_of: pairs(info.one_of),
        together: pairs(info.together),
        paged: info.paged,
        any_of: info.any_of.iter().copied().map(str::to_owned).collect(),
        plugin_page: info.plugin_page.map(|page| page.as_str().to_owned()),
        doc: info.doc.to_owned(),
        request_type: info.request_type.to_owned(),
        response_type: info.response_type.to_owned(),
        request_schema: info.request_schema(generator).to_value(),
        response_schema: info.response_schema(generator).to_value(),
    }
}
