//! From what the core says to the model.

use std::collections::{BTreeMap, BTreeSet};

use qiyuesuo::OptionKind;
use qiyuesuo::operation::{AnswerKind, Encoding as CoreEncoding};
use serde_json::Value;

use crate::doc::paragraphs;
use crate::documented::{arguments_of, class_of, order_of};
use crate::model::{
    ClientOption, Encoding, Enumeration, Family, File, Model, Module, Object, Operation, Paged, Type,
};
use crate::record;
use crate::schema;
use crate::source::{Source, SourceOperation};
use crate::tables;

/// The module of the types that several families share.
pub const SHARED: &str = "common";

/// The model of a source.
///
/// # Errors
/// What the model cannot express, by the name of the type and the field.
pub fn read(source: &Source) -> Result<Model, String> {
    let types = Types::read(source)?;
    let mut families: Vec<Family> = Vec::new();
    for from in &source.operations {
        let operation = operation(from, &types)?;
        let name = from.name.split('.').next().unwrap_or_default();
        match families.iter_mut().find(|family| family.name == name) {
            Some(family) => family.operations.push(operation),
            None => {
                let doc = source.families.get(name).map_or_else(Vec::new, |doc| paragraphs(doc));
                families.push(Family { name: name.to_owned(), doc, operations: vec![operation] });
            }
        }
    }
    let users = users(&families, &types);
    let owner = |name: &str| match users.get(name) {
        Some(families) if families.len() == 1 => families.first().copied().unwrap_or(SHARED).to_owned(),
        _ => SHARED.to_owned(),
    };
    let mut modules = vec![Module { name: SHARED.to_owned(), ..Module::default() }];
    modules.extend(families.iter().map(|family| Module {
        name: family.name.clone(),
        family: Some(family.clone()),
        ..Module::default()
    }));
    for module in &mut modules {
        let mine = |name: &str| owner(name) == module.name;
        module.enumerations = types.enumerations.values().filter(|e| mine(&e.name)).cloned().collect();
        module.values = types.inner_first()?.filter(|o| mine(&o.name)).cloned().collect();
        module.results = types.results.values().filter(|o| mine(&o.name)).cloned().collect();
    }
    let texts = tables::options(source)?;
    let options = source.options.iter().zip(texts).map(|(option, page)| ClientOption {
        name: option.name.to_owned(),
        kind: kind_of(option.kind).to_owned(),
        choices: match option.kind {
            OptionKind::Choice(values) => values.iter().copied().map(str::to_owned).collect(),
            _ => Vec::new(),
        },
        env: option.env.map(str::to_owned),
        default: option.default.to_owned(),
        per_call: option.per_call,
        page,
        doc: paragraphs(option.doc),
    });
    Ok(Model {
        modules,
        errors: tables::errors(source)?,
        options: options.collect(),
        callbacks: tables::callbacks(source)?,
        record: record::read(source.header)?,
    })
}

fn kind_of(kind: OptionKind) -> &'static str {
    match kind {
        OptionKind::Secret => "secret",
        OptionKind::Path => "path",
        OptionKind::Boolean => "boolean",
        OptionKind::Integer => "integer",
        OptionKind::Seconds => "seconds",
        OptionKind::Choice(_) => "choice",
        OptionKind::Agent => "agent",
        OptionKind::SignatureRule => "signature_rule",
        _ => "text",
    }
}

/// The types that have a name.
#[derive(Default)]
struct Types {
    enumerations: BTreeMap<String, Enumeration>,
    values: BTreeMap<String, Object>,
    results: BTreeMap<String, Object>,
}

impl Types {
    fn read(source: &Source) -> Result<Self, String> {
        let mut types = Self::default();
        for (name, schema) in &source.definitions {
            if schema.get("x-known-values").is_some() {
                types.enumerations.insert(name.clone(), schema::enumeration(name, schema)?);
            }
        }
        for (name, schema) in &source.definitions {
            if schema.get("properties").is_some() {
                schema::without_extra(name, schema)?;
                types.values.insert(name.clone(), types.object(name, schema)?);
            } else if !types.enumerations.contains_key(name) {
                return Err(format!("{name} is neither an object nor an enumeration: {schema}"));
            }
        }
        let results = source.operations.iter().filter(|operation| operation.answer == AnswerKind::Json);
        for operation in results {
            let name = &operation.response_type;
            schema::without_extra(name, &operation.response_schema)?;
            let mut object = types.object(name, &operation.response_schema)?;
            let earlier = types.results.get(name).is_some_and(|earlier| earlier.ticket);
            object.ticket = earlier || operation.plugin_page.is_some();
            // Only an answer of known shape has members.
            object.open = is_open(&operation.response_schema);
            types.results.insert(name.clone(), object);
        }
        Ok(types)
    }

    fn object(&self, name: &str, schema: &Value) -> Result<Object, String> {
        schema::object(name, schema, &self.enumerations)
    }

    /// The values so that what one holds stands before it: some languages read a file from top to bottom.
    fn inner_first(&self) -> Result<impl Iterator<Item = &Object>, String> {
        let mut left: Vec<&Object> = self.values.values().collect();
        let mut ordered: Vec<&Object> = Vec::new();
        while !left.is_empty() {
            let is_left = |name: &str| left.iter().any(|object| object.name == name);
            let (wait, ready): (Vec<&Object>, Vec<&Object>) = left.iter().partition(|object| {
                object.fields.iter().filter_map(|field| field.kind.target()).any(is_left)
            });
            if ready.is_empty() {
                return Err(format!("{} holds itself, which no template knows how to write", wait[0].name));
            }
            ordered.extend(ready);
            left = wait;
        }
        Ok(ordered.into_iter())
    }

    /// The named types inside a type, at any depth.
    fn inside<'a>(&'a self, object: &'a Object, found: &mut BTreeSet<&'a str>) {
        for name in object.fields.iter().filter_map(|field| field.kind.target()) {
            if found.insert(name)
                && let Some(value) = self.values.get(name)
            {
                self.inside(value, found);
            }
        }
    }
}

/// Whether the shape of an answer is unknown.
fn is_open(schema: &Value) -> bool {
    schema.get("properties").is_none()
}

/// The families that use each type.
fn users<'a>(families: &'a [Family], types: &'a Types) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for family in families {
        let mut used = BTreeSet::new();
        for operation in &family.operations {
            types.inside(&operation.request, &mut used);
            if let Some(result) = types.results.get(&operation.response) {
                used.insert(&result.name);
                types.inside(result, &mut used);
            }
        }
        for name in used {
            users.entry(name).or_default().insert(&family.name);
        }
    }
    users
}

fn operation(from: &SourceOperation, types: &Types) -> Result<Operation, String> {
    let (_, call) = from.name.split_once('.').ok_or_else(|| format!("{}: has no family", from.name))?;
    Ok(Operation {
        name: from.name.clone(),
        call: call.to_owned(),
        method: from.method.clone(),
        path: from.path.clone(),
        encoding: match from.encoding {
            CoreEncoding::Json => Encoding::Json,
            CoreEncoding::Query => Encoding::Query,
            CoreEncoding::Multipart => Encoding::Multipart,
            other => return Err(format!("{}: the encoding {other:?} is unknown here", from.name)),
        },
        agent: from.agent,
        repeatable: from.repeatable,
        files: from
            .parts
            .iter()
            .map(|part| File { wire: part.name.clone(), required: part.required, many: part.many })
            .collect(),
        one_of: from.one_of.clone(),
        together: from.together.clone(),
        any_of: from.any_of.clone(),
        plugin_page: from.plugin_page.clone(),
        documented_class: class_of(&from.name).map(str::to_owned),
        documented_arguments: arguments_of(&from.name).iter().map(|&name| name.to_owned()).collect(),
        documented_order: order_of(&from.name).iter().map(|&name| name.to_owned()).collect(),
        doc: paragraphs(&from.doc),
        request: types.object(&from.request_type, &from.request_schema)?,
        response: from.response_type.clone(),
        paged: from.paged.then(|| paged(from, types)).transpose()?,
        open: from.answer == AnswerKind::Json && is_open(&from.response_schema),
        bytes: from.answer == AnswerKind::Bytes,
    })
}

/// How an operation answers its list.
fn paged(from: &SourceOperation, types: &Types) -> Result<Paged, String> {
    let (offset, limit) = ("selectOffset", "selectLimit");
    let has = |object: &Object, name: &str| object.fields.iter().any(|field| field.wire == name);
    let request = types.object(&from.request_type, &from.request_schema)?;
    let page = types.object(&from.response_type, &from.response_schema)?;
    let list = page.fields.iter().find(|field| field.wire == "list").map(|field| &field.kind);
    match list.and_then(Type::target) {
        Some(name) if has(&request, offset) && has(&request, limit) && has(&page, "totalCount") => {
            Ok(Paged { element: name.to_owned(), offset: offset.to_owned(), limit: limit.to_owned() })
        }
        _ => Err(format!("{}: is no list that comes page by page", from.name)),
    }
}
