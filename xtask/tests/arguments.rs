//! Arguments that callers give without names stay where they are.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::process::Command;

use serde_json::json;
use support::{Folder, file, generated, model, repository};
use xtask::arguments::{PATH, compare, order};
use xtask::languages::LANGUAGES;
use xtask::languages::Role;
use xtask::model::Operation;
use xtask::source::Source;

fn line<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    // An operation that takes nothing has a line too.
    let begin = format!("{name}:");
    text.lines().find_map(|line| line.strip_prefix(&begin)).unwrap().split_whitespace().collect()
}

/// As the core declares them, not as a map sorts them.
#[test]
fn optional_fields_are_in_the_order_of_their_declaration() {
    let order = order(&model());
    let declared = line(&order, "personal_auth.create_ticket");
    assert_eq!(declared[..6], ["user!", "mode", "paperType", "username", "idCardNo", "bankNo"]);
}

#[test]
fn an_argument_is_added_at_the_end_alone() {
    let before = "# x\na.b: c! d e\n";
    for after in ["a.b: c! d e", "a.b: c! d e f g", "a.b: c d e", "", "other: x!"] {
        compare(before, after).unwrap();
    }
    for (after, why) in [
        ("a.b: c! e d", "`e` stands where `d` did"),
        ("a.b: c! f d e", "`f` stands where `d` did"),
        ("a.b: c! d", "`nothing` stands where `e` did"),
        ("a.b:", "`nothing` stands where `c!` did"),
        ("a.b: c! d! e", "`d!` stands where `d` did"),
        ("a.b: c! d e f!", "`f!` is new and required"),
    ] {
        let refused = compare(before, after).unwrap_err();
        assert!(refused.contains(why) && refused.contains("a.b") && refused.contains(PATH), "{refused}");
    }
}

#[test]
fn a_field_in_the_midst_is_refused_and_one_at_the_end_is_not() {
    let before = repository(PATH);
    let with = |first: bool| {
        let mut source = Source::core();
        let schema = &mut source.operations[0].request_schema;
        let new = ("shoeSize".to_owned(), json!({"type": ["integer", "null"], "description": "Of shoes."}));
        let mut fields: Vec<_> = schema["properties"].as_object().unwrap().clone().into_iter().collect();
        fields.insert(if first { 0 } else { fields.len() }, new);
        schema["properties"] = fields.into_iter().collect();
        compare(&before, file(&generated(&source), PATH))
    };
    with(false).unwrap();
    assert!(with(true).unwrap_err().contains("`shoeSize` stands where `mode` did"));
}

/// The order that is kept is the one that callers meet.
#[test]
fn the_languages_take_arguments_in_that_order() {
    let (model, order) = (model(), order(&model()));
    let files = generated(&Source::core());
    let mut compared = 0;
    for (language, folder, extension, head, mark) in
        [("php", "generated", "php", "function ", '$'), ("kotlin", "kotlin", "kt", "suspend fun ", ':')]
    {
        let language = LANGUAGES.iter().find(|one| one.name() == language).unwrap();
        for module in model.modules.iter().filter(|module| module.family.is_some()) {
            let family = language.identifier(Role::Resource, &module.name);
            let text = file(&files, &format!("{folder}/{family}.{extension}"));
            for operation in module.operations() {
                let call = language.identifier(Role::Method, &operation.call);
                let head =
                    if mark == ':' { format!("{head}{family}.{call}(") } else { format!("{head}{call}(") };
                let list = text.split(&head).nth(1).unwrap().split("\n    )").next().unwrap();
                let list = list.split("\n)").next().unwrap();
                let names: Vec<&str> = list.lines().filter_map(|line| argument(line, mark)).collect();
                let wanted = line(&order, &operation.name);
                let wanted = wanted
                    .iter()
                    .map(|name| language.identifier(Role::Parameter, name.trim_end_matches('!')));
                let wanted: Vec<String> = wanted.chain(["extra".to_owned(), "options".to_owned()]).collect();
                assert_eq!(names, wanted, "{}", operation.name);
                compared += names.len();
            }
        }
    }
    assert!(compared > 300, "only {compared} arguments were compared");
    // The classes of the platform's own SDKs too.
    let documented = |o: &Operation| Some((o.documented_class.clone()?, o.clone()));
    for (class, operation) in model.operations().filter_map(documented) {
        let text = file(&files, &format!("Compat/{class}.php"));
        let list = text.split("__construct(").nth(1).unwrap().split("\n    )").next().unwrap();
        let names: Vec<&str> = list.lines().filter_map(|line| argument(line, '$')).collect();
        assert_eq!(names, line(&order, &class), "{}", operation.name);
    }
}

/// The name of the argument that a line declares: after `$`, or before `:`.
fn argument(line: &str, mark: char) -> Option<&str> {
    let (before, after) = line.split_once(mark)?;
    Some(if mark == '$' { after.split([' ', ',']).next()? } else { before.trim() })
}

#[test]
fn the_command_writes_nothing_when_an_argument_would_move() {
    let folder = Folder::new();
    let xtask = |arguments: &[&str]| {
        let out = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["generate", "--root", folder.path().to_str().unwrap()])
            .args(arguments)
            .output()
            .unwrap();
        (out.status.success(), String::from_utf8(out.stderr).unwrap())
    };
    assert!(xtask(&[]).0);
    let lock = folder.path().join(PATH);
    let earlier = fs::read_to_string(&lock).unwrap().replace("User: contact! ", "User: name ");
    fs::write(&lock, &earlier).unwrap();
    for arguments in [&[][..], &["--check"]] {
        let (done, said) = xtask(arguments);
        assert!(!done && said.contains("`contact!` stands where `name` did"), "{said}");
    }
    assert_eq!(fs::read_to_string(&lock).unwrap(), earlier);
    // Whoever means it removes the line.
    fs::write(&lock, earlier.replace("User: ", "# User: ")).unwrap();
    assert!(xtask(&[]).0 && xtask(&["--check"]).0);
}
