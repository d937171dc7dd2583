//! The parts of the documentation that say what the core says: between `<!-- generated: NAME ... -->` and
//! `<!-- generated to here -->` stands what `templates/pages/NAME.md.j2` makes of the model. The rest of a page is written
//! by hand and stays as it is.

use std::path::{Path, PathBuf};

use minijinja::value::Value;
use minijinja::{Environment, context};

use crate::model::Model;
use crate::names;
use crate::output::Files;
use crate::render::reading;

/// The pages that have such parts, and the language they are written in.
const PAGES: &[(&str, &str)] = &[
    ("docs/options.md", "en"),
    ("docs/zh/options.md", "zh"),
    ("docs/errors.md", "en"),
    ("docs/zh/errors.md", "zh"),
    ("docs/callbacks.md", "en"),
    ("docs/zh/callbacks.md", "zh"),
];

const BEGIN: &str = "<!-- generated: ";
const END: &str = "<!-- generated to here -->";

/// The pages as they should be, from those below `root`.
///
/// # Errors
/// A page that cannot be read, or a part that does not end or has no template.
pub fn pages(model: &Model, templates: &Path, root: &Path) -> Result<Files, String> {
    let mut environment = reading(&templates.join("pages"));
    environment.add_filter("pascal", names::pascal);
    let model = Value::from_serialize(model);
    let mut files = Files::new();
    for (path, language) in PAGES {
        let told = |error: String| format!("{path}: {error}");
        let text = std::fs::read_to_string(root.join(path)).map_err(|error| told(error.to_string()))?;
        let part = |name: &str| part(&environment, name, &model, language);
        files.insert(PathBuf::from(path), with_parts(&text, part).map_err(told)?);
    }
    Ok(files)
}

fn part(environment: &Environment<'_>, name: &str, model: &Value, language: &str) -> Result<String, String> {
    let template = environment.get_template(&format!("{name}.md.j2"));
    let text = template.and_then(|template| template.render(context! { model => model, language }));
    text.map_err(|error| error.to_string())
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
