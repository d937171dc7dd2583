//! `cargo xtask generate`: writes each language's typed layer, and the OpenAPI document, from the core's own types.
//!
//! `source` asks the core, `read` turns its JSON schemas into a `model` that belongs to no language, `render` fills
//! the templates in `templates/<language>/` with it, `openapi` writes the document, `reference` the pages of the API and
//! `pages` the parts of other pages that say the same. A language is one file in `languages/` and its templates. `arrows` is apart:
//! `cargo xtask arrows` checks who knows whom.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod arguments;
pub mod arrows;
pub mod chinese;
mod clashes;
pub mod doc;
pub mod documented;
pub mod languages;
pub mod model;
pub mod names;
pub mod openapi;
pub mod output;
pub mod pages;
pub mod read;
pub mod record;
pub mod reference;
pub mod render;
mod schema;
pub mod source;
pub mod synthetic;
mod tables;

use std::path::{Path, PathBuf};

use languages::LANGUAGES;
use model::Model;
use output::Files;

/// Everything that is generated from a model, and the picture of the architecture.
///
/// # Errors
/// Two members that a language would give one name, a template that cannot be read or filled, or a manifest or source that cannot be read.
pub fn generate(model: &Model) -> Result<Files, String> {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut files = Files::new();
    for language in LANGUAGES {
        clashes::hold(*language, model)?;
        files.extend(render::render(*language, model, &templates)?);
    }
    files.insert(PathBuf::from(openapi::PATH), openapi::document(model));
    files.insert(PathBuf::from(arguments::PATH), arguments::order(model));
    let root = root()?;
    files.extend(pages::pages(model, &templates, &root)?);
    files.extend(reference::pages(model, &templates)?);
    files.insert(PathBuf::from(arrows::PICTURE), arrows::picture(&root)?);
    Ok(files)
}

/// The root of the repository, also when this crate is reached through a link.
///
/// # Errors
/// The folder of this crate is gone.
pub fn root() -> Result<PathBuf, String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let real = here.canonicalize().map_err(|error| format!("{}: {error}", here.display()))?;
    real.parent().map(Path::to_path_buf).ok_or_else(|| format!("{}: has no parent", real.display()))
}
