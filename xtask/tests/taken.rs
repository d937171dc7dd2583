//! Names that a language has for something of its own, where the platform has a field of that name.

#![allow(clippy::unwrap_used)]

mod support;

use support::{file, generated, repository};
use xtask::languages::{LANGUAGES, Language, Role};
use xtask::source::Source;

fn language(name: &str) -> &'static dyn Language {
    *LANGUAGES.iter().find(|language| language.name() == name).unwrap()
}

/// The names that a file of that language declares after one of these words: what stands before the first of ` =`, ` {`
/// and `(`.
fn declared(path: &str, words: &[&str]) -> Vec<String> {
    let text = repository(path);
    let lines =
        text.lines().map(str::trim_start).filter(|line| words.iter().any(|word| line.starts_with(word)));
    let names = lines.filter_map(|line| {
        let end = ["(", " {", " =", ";"].iter().filter_map(|end| line.find(end)).min()?;
        // `Once<T>` is `Once`.
        let head =
            line[..end].strip_suffix('>').and_then(|h| h.rsplit_once('<')).map_or(&line[..end], |(h, _)| h);
        head.rsplit([' ', '$']).next().map(str::to_owned)
    });
    names.collect()
}

/// The names are read from the base classes, so that one that comes to those is missed here.
#[test]
fn a_field_never_has_the_name_of_a_member_of_its_base_class() {
    let mut compared = 0;
    for class in ["Members", "Struct", "Result", "Request"] {
        let path = format!("bindings-csharp/src/Qiyuesuo/{class}.cs");
        for name in declared(&path, &["public ", "private protected ", "internal "]) {
            let constructor = [class, "TicketResult"].contains(&name.as_str());
            assert!(
                constructor || language("csharp").identifier(Role::Field, &name) != name,
                "{path}: {name}"
            );
            compared += 1;
        }
    }
    for class in ["Members", "Struct", "Result", "Request"] {
        let path = format!("bindings-jvm/java/src/main/java/unofficial/qiyuesuo/api/{class}.java");
        for name in declared(&path, &["public final ", "final ", "public Map"]) {
            let field = name.strip_prefix("get").filter(|field| !field.is_empty());
            let ours = field.map_or_else(
                || language("java").identifier(Role::Field, &name),
                |f| language("java").getter(f),
            );
            assert!(ours != name, "{path}: {name}");
            compared += 1;
        }
    }
    for path in ["bindings-node/lib/result.ts", "bindings-node/lib/response.ts"] {
        for name in declared(path, &["get ", "protected get ", "toJSON", "override toString", "pluginUrl"]) {
            // `data` is of what has no fields, and `extra` is refused.
            let other = ["data", "extra"].contains(&name.as_str());
            assert!(other || language("node").getter(&name) != name, "{path}: {name}");
            compared += 1;
        }
    }
    for name in declared("bindings-php/src/Struct.php", &["private array "]) {
        assert!(language("php").identifier(Role::Field, &name) != name, "{name}");
        compared += 1;
    }
    for name in declared("bindings-python/python/qiyuesuo/_base.py", &["def "]) {
        let own = !name.starts_with('_') && name != "masked";
        assert!(!own || language("python").identifier(Role::Field, &name) != name, "{name}");
        compared += 1;
    }
    assert!(compared > 60, "only {compared} names were compared");
}

/// A field that steps aside is still the platform's field.
#[test]
fn a_result_may_have_a_member_of_any_name() {
    let mut source = Source::core();
    xtask::synthetic::add(&mut source, 1);
    let files = generated(&source);
    for (name, wanted) in [
        ("Widgets0.cs", "public string? Response_ => AsText(Get(\"response\"));"),
        ("api/Widget0.java", "public String getResponse_() {"),
        ("api/Widget0.java", "public Widget0 response_(String response_) {"),
        ("generated/widgets_0.ts", "  readonly response_?: string;"),
        ("generated/widgets_0.ts", " response: 'response_'"),
        ("Widget0Part.php", "'others_' => 'others',"),
        ("_generated/widgets_0.py", "\"response_\": \"response\","),
    ] {
        assert!(file(&files, name).contains(wanted), "{name} has no {wanted}");
    }
}
