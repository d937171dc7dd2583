//! The reference of the API: a page a family in `docs/api/`, made as a whole.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use minijinja::value::ViaDeserialize;
use minijinja::{Environment, context};

use crate::model::{Field, Model, Module, Type};
use crate::output::Files;
use crate::render::{MARK, reading};

/// Where they are, from the root of the repository.
const FOLDER: &str = "docs/api";

/// The pages of a model.
///
/// # Errors
/// A template that cannot be read or filled.
pub fn pages(model: &Model, templates: &Path) -> Result<Files, String> {
    let environment = environment(model, templates);
    let mut files = Files::new();
    for module in &model.modules {
        let template = environment.get_template("api.md.j2");
        let text = template.and_then(|template| template.render(context! { mark => MARK, module }));
        let text = text.map_err(|error| format!("pages/api.md.j2, {}: {error:#}", module.name))?;
        files.insert(PathBuf::from(format!("{FOLDER}/{}.md", module.name)), text);
    }
    Ok(files)
}

fn environment(model: &Model, templates: &Path) -> Environment<'static> {
    let mut environment = reading(&templates.join("pages"));
    environment.add_filter("what", |field: ViaDeserialize<Field>| {
        let text = field.doc.join(" ") + &limits(&field);
        // What is said may hold what ends a cell of a table.
        text.trim().replace('|', "\\|")
    });
    let model = Arc::new(model.clone());
    let of = Arc::clone(&model);
    environment.add_filter("link", move |name: &str, module: &str| link(name, &of, module));
    environment.add_filter("kind", move |field: ViaDeserialize<Field>, module: &str| {
        kind(&field.kind, &model, module)
    });
    environment
}

/// What a field allows beyond its type.
fn limits(field: &Field) -> String {
    let quoted =
        |texts: &[String]| texts.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(", ");
    let mut said = String::new();
    // Writing to a String cannot fail.
    if !field.known.is_empty() && (field.narrowed || field.kind.target().is_none()) {
        let _ = write!(said, " One of {}.", quoted(&field.known));
    }
    for inside in &field.inside {
        let _ = write!(said, " Its `{}` is one of {}.", inside.member, quoted(&inside.known));
    }
    if let Some(bytes) = field.max_bytes {
        let _ = write!(said, " At most {bytes} bytes.");
    }
    said
}

/// A type in words, with a link to where it is described.
fn kind(kind: &Type, model: &Model, module: &str) -> String {
    match kind {
        Type::Text => "text".to_owned(),
        Type::Id => "id".to_owned(),
        Type::Url => "address".to_owned(),
        Type::Boolean => "true or false".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Any => "any JSON".to_owned(),
        Type::Enumeration(name) | Type::Object(name) => link(name, model, module),
        Type::List(item) => format!("list of {}", self::kind(item, model, module)),
    }
}

/// The name of a type, as a link to where it is described.
fn link(name: &str, model: &Model, module: &str) -> String {
    let home = model.module_of(name).map_or(module, |home: &Module| &home.name);
    let page = if home == module { String::new() } else { format!("{home}.md") };
    format!("[`{name}`]({page}#{})", name.to_lowercase())
}
