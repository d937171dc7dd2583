//! The order of arguments where a language lets callers give them without names.
//!
//! It is kept in a file beside the generated code, and only grows at its end: an argument that moves would quietly take the
//! value that was meant for another.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::model::{Field, File, Model, Operation};
use crate::output::Files;
use crate::render::MARK;

/// Where the order is kept, from the root of the repository.
pub const PATH: &str = "xtask/arguments.lock";

const RULE: &str = "\
The order of arguments that need no name; `!` marks those that are required. A line may only grow, at its end.";

/// The order of every call, of every object that is made by its members, and of the options.
pub fn order(model: &Model) -> String {
    let mut lines = vec![format!("# {MARK}"), format!("# {RULE}")];
    let mut line = |name: &str, arguments: Vec<String>| {
        lines.push(format!("{name}: {}", arguments.join(" ")).trim_end().to_owned())
    };
    line("client", model.options.iter().map(|option| option.name.clone()).collect());
    let per_call = model.options.iter().filter(|option| option.per_call);
    line("call options", per_call.map(|option| option.name.clone()).collect());
    for value in model.modules.iter().flat_map(|module| &module.values) {
        line(&value.name, value.fields.iter().map(field).collect());
    }
    for operation in model.operations() {
        line(&operation.name, arguments(operation));
        if let Some(class) = &operation.documented_class {
            line(class, documented(operation));
        }
    }
    lines.join("\n") + "\n"
}

/// Files stand before the optional fields, because fields are what is added.
fn arguments(operation: &Operation) -> Vec<String> {
    let fields = |required: bool| {
        operation.request.fields.iter().filter(move |field| field.required == required).map(field)
    };
    let files =
        |required: bool| operation.files.iter().filter(move |file| file.required == required).map(file);
    fields(true).chain(files(true)).chain(files(false)).chain(fields(false)).collect()
}

/// The constructor of the class that the platform's own SDKs have: it can be called with nothing.
fn documented(operation: &Operation) -> Vec<String> {
    let mut names: Vec<String> = operation.documented_arguments.clone();
    for argument in arguments(operation) {
        let name = argument.trim_end_matches('!');
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

fn field(field: &Field) -> String {
    marked(&field.wire, field.required)
}

fn file(file: &File) -> String {
    marked(&file.wire, file.required)
}

fn marked(name: &str, required: bool) -> String {
    format!("{name}{}", if required { "!" } else { "" })
}

/// Holds what was generated against the order that the repository has.
///
/// # Errors
/// An argument that moved, went, became required, or was added anywhere but at the end, by name.
pub fn hold(root: &Path, files: &Files) -> Result<(), String> {
    let before = match fs::read_to_string(root.join(PATH)) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(format!("{PATH}: {error}")),
    };
    compare(&before, files.get(Path::new(PATH)).map_or("", String::as_str))
}

/// Whether an order only grew at its ends. What is gone as a whole cannot be called wrongly.
///
/// # Errors
/// As [`hold`].
pub fn compare(before: &str, after: &str) -> Result<(), String> {
    for (name, now) in signatures(after) {
        let Some((_, then)) = signatures(before).find(|(earlier, _)| *earlier == name) else {
            continue;
        };
        for (index, argument) in then.iter().enumerate() {
            let found = now.get(index);
            // What is no longer required stays where it was.
            let same = found.is_some_and(|found| found == argument || format!("{found}!") == *argument);
            if !same {
                let found = found.map_or("nothing", |found| found.as_ref());
                return Err(refusal(name, &format!("`{found}` stands where `{argument}` did")));
            }
        }
        if let Some(added) = now[then.len()..].iter().find(|added| added.ends_with('!')) {
            return Err(refusal(name, &format!("`{added}` is new and required")));
        }
    }
    Ok(())
}

fn refusal(name: &str, what: &str) -> String {
    format!(
        "the arguments of {name} may only grow at the end: {what}. Declare new fields after the others, and optional. \
         To break callers on purpose, remove the line `{name}:` of {PATH} first."
    )
}

fn signatures(text: &str) -> impl Iterator<Item = (&str, Vec<&str>)> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, list)| (name, list.split_whitespace().collect()))
}
