//! The parts of the documentation that say what the core says: between `<!-- generated: NAME ... -->` and
//! `<!-- generated to here -->` stands what `templates/pages/NAME.md.j2` makes of the model. The rest of a page is written
//! by hand and stays as it is.

use std::path::{Path, PathBuf};

use minijinja::value::Value;
use minijinja::{Environment, context};

use crate::languages::LANGUAGES;
use crate::model::Model;
use crate::names;
use crate::output::Files;
use crate::render::{mentioning, reading};

/// The pages that have such parts: each in English, and in Chinese beside it or in its own folder.
const PAGES: &[[&str; 2]] = &[
    ["docs/operations.md", "docs/zh/operations.md"],
    ["docs/options.md", "docs/zh/options.md"],
    ["docs/errors.md", "docs/zh/errors.md"],
    ["docs/callbacks.md", "docs/zh/callbacks.md"],
    ["README.md", "README.zh.md"],
    ["bindings-python/README.md", "bindings-python/README.zh.md"],
    ["bindings-node/README.md", "bindings-node/README.zh.md"],
    ["bindings-csharp/README.md", "bindings-csharp/README.zh.md"],
    ["bindings-php/README.md", "bindings-php/README.zh.md"],
    ["bindings-jvm/README.md", "bindings-jvm/README.zh.md"],
];

/// The language whose names a page uses.
const NAMES: &[(&str, &str)] = &[
    ("bindings-python", "python"),
    ("bindings-node", "node"),
    ("bindings-csharp", "csharp"),
    ("bindings-php", "php"),
    ("bindings-jvm", "java"),
];

const BEGIN: &str = "<!-- generated: ";
const END: &str = "<!-- generated to here -->";

/// The pages as they should be, from those below `root`.
///
/// # Errors
/// A page that cannot be read, or a part that does not end or has no template.
pub fn pages(model: &Model, templates: &Path, root: &Path) -> Result<Files, String> {
    let model = Value::from_serialize(model);
    let mut files = Files::new();
    for (path, language) in PAGES.iter().flat_map(|[en, zh]| [(en, "en"), (zh, "zh")]) {
        let environment = environment(path, templates);
        let told = |error: String| format!("{path}: {error}");
        let text = std::fs::read_to_string(root.join(path)).map_err(|error| told(error.to_string()))?;
        let page = context! { model => model, language, folder => path.split('/').next() };
        let part = |name: &str| {
            let template = environment.get_template(&format!("{name}.md.j2"));
            template.and_then(|template| template.render(&page)).map_err(|error| error.to_string())
        };
        files.insert(PathBuf::from(path), with_parts(&text, part).map_err(told)?);
    }
    Ok(files)
}

fn environment(path: &str, templates: &Path) -> Environment<'static> {
    let mut environment = reading(&templates.join("pages"));
    environment.add_filter("pascal", names::pascal);
    let names = NAMES.iter().find(|(folder, _)| path.starts_with(folder)).map(|(_, name)| *name);
    let language = LANGUAGES.iter().copied().find(|language| Some(language.name()) == names);
    environment.add_filter("mentioning", move |text: &str, names: Vec<String>| match language {
        Some(language) => mentioning(language, text, &names),
        None => text.to_owned(),
    });
    environment
}

/// A page with each of its parts made anew.
fn with_parts(page: &str, part: impl Fn(&str) -> Result<String, String>) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = page;
    while let Some(at) = rest.find(BEGIN) {
        let line = &rest[at..rest[at..].find('\n').map_or(rest.len(), |end| at + end + 1)];
        let name = line[BEGIN.len()..].split_whitespace().next().unwrap_or_default();
        let end = rest[at + line.len()..].find(END).map(|end| at + line.len() + end);
        let end = end.ok_or_else(|| format!("the part `{name}` does not end"))?;
        out.push_str(&rest[..at + line.len()]);
        out.push_str(&part(name)?);
        out.push_str(END);
        rest = &rest[end + END.len()..];
    }
    if out.is_empty() {
        return Err("it has no part that is generated".to_owned());
    }
    Ok(out + rest)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn filled(page: &str) -> Result<String, String> {
        with_parts(page, |name| match name {
            "numbers" => Ok("1\n2\n".to_owned()),
            name => Err(format!("no {name}")),
        })
    }

    #[test]
    fn only_what_stands_between_the_marks_is_made_anew() {
        let page =
            |old: &str| format!("Before.\n<!-- generated: numbers, by x -->\n{old}{END}\nAfter. {END}\n");
        // A comma belongs to no name.
        assert_eq!(filled(&page("old\n")).err().unwrap_or_default(), "no numbers,");
        let page = |old: &str| page(old).replace("numbers,", "numbers");
        assert_eq!(filled(&page("old\n")).unwrap_or_default(), page("1\n2\n"));
        let twice = |old: &str| page(old).repeat(2);
        assert_eq!(filled(&twice("")).unwrap_or_default(), twice("1\n2\n"));
    }

    #[test]
    fn a_part_that_is_wrong_is_named() {
        assert_eq!(filled("nothing\n").err().unwrap_or_default(), "it has no part that is generated");
        assert_eq!(
            filled("<!-- generated: numbers -->\n1\n").err().unwrap_or_default(),
            "the part `numbers` does not end"
        );
        assert_eq!(
            filled(&format!("<!-- generated: letters -->\n{END}\n")).err().unwrap_or_default(),
            "no letters"
        );
    }
}
