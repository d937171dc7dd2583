//! Two members of an object that a language would give the same name.

use crate::languages::{Language, Role};
use crate::model::{Model, Object};

/// Holds the names that a language makes of a model against each other.
///
/// # Errors
/// Two members that would be one, by their names at the platform and the name they would share.
pub fn hold(language: &dyn Language, model: &Model) -> Result<(), String> {
    for object in model.modules.iter().flat_map(|module| module.values.iter().chain(&module.results)) {
        distinct(language, object, &[])?;
    }
    for operation in model.operations() {
        let files: Vec<&str> = operation.files.iter().map(|file| file.wire.as_str()).collect();
        distinct(language, &operation.request, &files)?;
    }
    Ok(())
}

fn distinct(language: &dyn Language, object: &Object, files: &[&str]) -> Result<(), String> {
    let wires: Vec<&str> =
        object.fields.iter().map(|field| field.wire.as_str()).chain(files.iter().copied()).collect();
    let forms: [&dyn Fn(&str) -> String; 3] = [
        &|name| language.identifier(Role::Field, name),
        &|name| language.identifier(Role::Parameter, name),
        &|name| language.getter(name),
    ];
    for form in forms {
        for (index, &wire) in wires.iter().enumerate() {
            let name = form(wire);
            if let Some(other) = wires[..index].iter().find(|other| form(other) == name) {
                return Err(format!(
                    "{0}: `{other}` and `{wire}` of {1} would both be `{name}`: let xtask/src/languages/{0}.rs name one of \
                     them otherwise",
                    language.name(),
                    object.name,
                ));
            }
        }
    }
    Ok(())
}
