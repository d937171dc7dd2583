//! What is generated, and how it is kept up to date.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use qiyuesuo_conformance::Group;
use serde_json::{Value, json};
use support::{Folder, file, generated, model};
use xtask::languages::LANGUAGES;
use xtask::render::MARK;
use xtask::source::Source;

const GENERATED: &str = "bindings-python/python/qiyuesuo/_generated";

fn xtask(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments).output().unwrap()
}

fn lines(bytes: &[u8]) -> Vec<String> {
    String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect()
}

/// The promise of the generator: one field in the core, and every language has it.
#[test]
fn a_new_field_reaches_everything_by_itself() {
    let mut source = Source::core();
    let before = generated(&source);
    source.operations[0].request_schema["properties"]["shoeSize"] =
        json!({"type": ["integer", "null"], "description": "The size of the shoes."});
    let after = generated(&source);
    let changed: Vec<_> =
        after.iter().filter(|(path, text)| before[*path] != **text).map(|(path, _)| path).collect();
    let module = file(&after, "_generated/personal_auth.py");
    // The synchronous call and the asynchronous one.
    assert_eq!(module.matches("        shoe_size: Optional[int] = None,\n").count(), 2);
    assert_eq!(module.matches("                \"shoeSize\": shoe_size,\n").count(), 2);
    assert_eq!(module.matches("            shoe_size: The size of the shoes.\n").count(), 2);
    let document: Value = serde_json::from_str(file(&after, "openapi.json")).unwrap();
    let schema = &document["components"]["schemas"]["CreatePersonalAuthTicket"]["properties"]["shoeSize"];
    assert_eq!(schema["type"], "integer");
    for language in LANGUAGES {
        let folder = Path::new(language.templates()[0].output).parent().unwrap();
        assert!(changed.iter().any(|path| path.starts_with(folder)), "{}", language.name());
    }
}

/// What a field says of itself beyond its type is documented in every language.
#[test]
fn a_marked_field_says_so_everywhere() {
    let mut source = Source::core();
    source.operations[0].request_schema["properties"]["sealImage"] =
        json!({"type": ["string", "null"], "x-max-bytes": 3_000_000, "description": "An image, in base64."});
    let files = generated(&source);
    for language in LANGUAGES {
        let folder = Path::new(language.templates()[0].output).parent().unwrap();
        let mut own = files.iter().filter(|(path, _)| path.starts_with(folder));
        assert!(own.any(|(_, text)| text.contains("3000000")), "{}", language.name());
    }
    let document: Value = serde_json::from_str(file(&files, "openapi.json")).unwrap();
    let fields = &document["components"]["schemas"]["CreatePersonalAuthTicket"]["properties"];
    assert_eq!(fields["sealImage"]["x-max-bytes"], 3_000_000);
    assert_eq!(fields["user"]["x-known-inside"], json!({"contactType": ["MOBILE", "EMAIL"]}));
}

/// Python and the core have the names of the table; a name that a language does not have helps nobody there.
#[test]
fn an_option_names_others_as_its_language_does() {
    let files = generated(&Source::core());
    for (name, told) in [
        ("Generated/Options.cs", "<c>PoolIdleTimeout</c>"),
        ("unofficial/qiyuesuo/ConnectionOptions.java", "{@code poolIdleTimeout}"),
        ("spring/QiyuesuoProperties.java", "{@code poolIdleTimeout}"),
        ("generated/options.ts", "`poolIdleTimeoutMs`"),
        ("generated/AbstractClient.php", "`poolIdleTimeout`"),
        ("_generated/client_options.py", "`pool_idle_timeout`"),
    ] {
        let text = file(&files, name);
        let others = text.contains("`pool_idle_timeout`") || text.contains(">pool_idle_timeout<");
        assert!(text.contains(told), "{name} has no {told}");
        assert!(!others || name.ends_with(".py"), "{name}");
    }
}

#[test]
fn every_field_of_every_request_is_sent() {
    let model = model();
    let files = generated(&Source::core());
    for module in model.modules.iter().filter(|module| module.family.is_some()) {
        let text = file(&files, &format!("_generated/{}.py", module.name));
        for operation in module.operations() {
            // From one call to the next.
            let calls: Vec<&str> = text.split(&format!("    def {}(", operation.call)).skip(1).collect();
            assert_eq!(calls.len(), 1, "{}", operation.name);
            let calls: Vec<&str> = text.split(&format!("def {}(\n", operation.call)).skip(1).collect();
            assert_eq!(calls.len(), 2, "{}", operation.name);
            for call in calls {
                let call = call.split("\n        )\n").next().unwrap();
                assert!(call.contains(&format!("\"{}\",", operation.name)), "{}", operation.name);
                assert!(
                    call.contains(&format!("`{} {}`", operation.method, operation.path)),
                    "{}",
                    operation.name
                );
                for field in &operation.request.fields {
                    // A word of the language has a line behind it.
                    let keyword = if field.wire == "pass" { "_" } else { "" };
                    let name = xtask::names::snake(&field.wire) + keyword;
                    for wanted in [
                        format!("        {name}: "),
                        format!("            {name}: "),
                        format!("\"{}\": {name},", field.wire),
                    ] {
                        assert!(call.contains(&wanted), "{}: {wanted}", operation.name);
                    }
                }
                for part in &operation.files {
                    let wanted = format!("\"{}\": {}", part.wire, xtask::names::snake(&part.wire));
                    assert!(call.contains(&wanted), "{}: {wanted}", operation.name);
                }
            }
        }
    }
}

/// The vectors are written by hand: whatever they send is in the model.
#[test]
fn the_vectors_send_nothing_that_is_missing() {
    let model = model();
    let files =
        qiyuesuo_conformance::load::files(&qiyuesuo_conformance::vectors_dir(), Group::Requests).unwrap();
    let vectors = files.iter().flat_map(|path| {
        let file: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        file["vectors"].as_array().unwrap().clone()
    });
    let mut compared = 0;
    for vector in vectors {
        let operation = model.operations().find(|operation| vector["operation"] == operation.name.as_str());
        let (Some(operation), None) = (operation, vector["expect"].get("error")) else { continue };
        if vector["config"]["validation"] == "lenient" {
            continue;
        }
        for name in vector["request"].as_object().unwrap().keys().filter(|name| *name != "extra") {
            let found = operation.request.fields.iter().any(|field| field.wire == *name);
            assert!(found, "{}: {} has no {name}", vector["name"], operation.name);
            compared += 1;
        }
    }
    assert!(compared > 100, "only {compared} fields were compared");
}

#[test]
fn generating_twice_gives_the_same_bytes() {
    assert_eq!(generated(&Source::core()), generated(&Source::core()));
}

#[test]
fn every_file_says_that_it_is_generated() {
    for (path, text) in generated(&Source::core()) {
        let first = text.lines().next().unwrap();
        let says = first.contains(MARK)
            || path.extension().is_some_and(|e| e == "md") && text.contains("`cargo xtask generate` -->")
            || path.extension().is_some_and(|e| e == "json") && text.contains("do not edit")
            || path.extension().is_some_and(|e| e == "svg")
                && text.contains("Written by `cargo xtask generate`");
        assert!(says, "{}", path.display());
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{}", path.display());
        assert!(!text.lines().any(|line| line.ends_with(' ')), "{}: a space ends a line", path.display());
        // A section of a collection that users do not have.
        assert!(
            !["3", "4", "5", "8"].iter().any(|section| text.contains(&format!("contract {section}"))),
            "{}",
            path.display()
        );
    }
}

#[test]
fn check_names_what_is_out_of_date() {
    let folder = Folder::new();
    let root = folder.path().to_str().unwrap();
    let check = || xtask(&["generate", "--check", "--root", root]);
    let out = check();
    assert!(!out.status.success());
    assert_eq!(lines(&out.stderr).len(), generated(&Source::core()).len() + 1);

    assert!(xtask(&["generate", "--root", root]).status.success());
    let out = check();
    assert!(out.status.success() && out.stderr.is_empty(), "{}", String::from_utf8_lossy(&out.stderr));

    let generated = folder.path().join(GENERATED);
    let changed = generated.join("common.py");
    fs::write(&changed, fs::read_to_string(&changed).unwrap() + "# more\n").unwrap();
    fs::remove_file(generated.join("saas.py")).unwrap();
    fs::write(generated.join("gone.py"), format!("# {MARK}\n")).unwrap();
    // Somebody's own file is neither named nor removed.
    fs::write(generated.join("mine.py"), "# mine\n").unwrap();
    let out = check();
    assert_eq!(out.status.code(), Some(1));
    let named = lines(&out.stderr);
    for (line, name) in named.iter().zip(["common.py", "gone.py", "saas.py"]) {
        assert!(line.starts_with("out of date: ") && line.ends_with(name), "{line}");
    }
    assert_eq!(named.len(), 4);

    let written = lines(&xtask(&["generate", "--root", root]).stdout);
    assert_eq!(written.len(), 3, "{written:?}");
    assert!(check().status.success());
    assert!(!generated.join("gone.py").exists() && generated.join("mine.py").exists());
}

#[test]
fn wrong_usage_is_said_so() {
    for arguments in [
        &[][..],
        &["generate", "--wrong"],
        &["generate", "--synthetic", "3"],
        &["generate", "--synthetic", "many", "--out", "x"],
        &["generate", "--out", "x"],
        &["generate", "--root"],
    ] {
        let out = xtask(arguments);
        assert_eq!(out.status.code(), Some(2), "{arguments:?}");
        assert!(String::from_utf8_lossy(&out.stderr).contains("usage:"), "{arguments:?}");
    }
}

#[test]
fn a_table_as_large_as_the_platforms_is_written() {
    let folder = Folder::new();
    let root = folder.path().to_str().unwrap();
    assert!(xtask(&["generate", "--synthetic", "130", "--out", root]).status.success());
    let generated = folder.path().join(GENERATED);
    let module = fs::read_to_string(generated.join("widgets_12.py")).unwrap();
    assert!(module.contains("def fetch_widget_129(") && module.contains("async def fetch_widget_129("));
    // Reserved words, names that are taken, and what stands inside results.
    assert!(
        module.contains("        class_: Optional[str] = None,") && module.contains("\"class\": class_,")
    );
    assert!(
        module.contains("        options_: Optional[str] = None,")
            && module.contains("\"options\": options_,")
    );
    assert!(module.contains("        \"parts\": Widget12Part,\n"));
    // A result that a test makes takes what stands inside it, and the names that every result has.
    assert!(
        module.contains("        parts: Optional[Sequence[Widget12Part]] = None,\n")
            && module.contains("        http_status_: Optional[int] = None,\n")
            && module
                .contains("        self._set((widget_id, parts, owner, http_status_, attempts_, class_,")
    );
    assert!(module.contains("Mind the backslash \\\\ and \"quotes\"."));
    // Python itself reads every file, and what stands on top of a class comes before it.
    let out = Command::new("python3").args(["-m", "compileall", "-q", root]).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stdout));
    // So does PHP.
    let read =
        "foreach (glob(\"$argv[1]/*.php\") as $file) token_get_all(file_get_contents($file), TOKEN_PARSE);";
    let php = folder.path().join("bindings-php/generated");
    let out = Command::new("php").args(["-r", read, "--"]).arg(&php).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stdout));
    let family = fs::read_to_string(php.join("Widgets12.php")).unwrap();
    assert!(
        family.contains("        ?string $options_ = null,") && family.contains("'options' => $options_,")
    );
    let result = fs::read_to_string(php.join("Widget129.php")).unwrap();
    assert!(
        result.contains("public readonly ?int $httpStatus_;")
            && result.contains("'parts' => [Widget12Part::class],")
    );
    let shared = fs::read_to_string(generated.join("common.py")).unwrap();
    assert!(shared.find("class WidgetAddress(").unwrap() < shared.find("class WidgetOwner(").unwrap());
    let document: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("docs/openapi.json")).unwrap()).unwrap();
    assert_eq!(document["paths"].as_object().unwrap().len(), model().operations().count() + 130);
}

/// A new operation must need no template. A name of one word, such as a call's `list`, can be a word of any language: of
/// these the next test tells.
#[test]
fn templates_know_no_operation_by_name() {
    let model = model();
    let mut names: Vec<&str> = Vec::new();
    for module in &model.modules {
        names.extend(module.names());
        for operation in module.operations() {
            names.extend([
                module.name.as_str(),
                &operation.name,
                &operation.call,
                &operation.path,
                &operation.request.name,
            ]);
            names.extend(operation.request.fields.iter().map(|field| field.wire.as_str()));
        }
    }
    names.retain(|name| is_compound(name));
    assert!(names.contains(&"create_ticket") && names.contains(&"contactType"), "{names:?}");
    let mut templates = 0;
    for language in LANGUAGES {
        for entry in
            fs::read_dir(xtask::root().unwrap().join("xtask/templates").join(language.name())).unwrap()
        {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric() && !"_./".contains(c)).collect();
            for name in &names {
                assert!(!words.contains(name), "{} knows {name}", path.display());
            }
            templates += 1;
        }
    }
    assert!(templates > 0);
}

/// Whether a name is of several words, so that it stands nowhere by chance.
fn is_compound(name: &str) -> bool {
    name.contains(['_', '.', '/']) || name.chars().skip(1).any(char::is_uppercase)
}

/// What a call is named changes its name and nothing else, in every language: no template has a case for it, and none
/// takes it for a word of its own.
#[test]
fn a_call_may_be_named_by_a_word_of_the_templates() {
    let named = |call: &str| {
        let mut source = Source::core();
        xtask::synthetic::add(&mut source, 1);
        source.operations.last_mut().unwrap().name = format!("widgets_0.{call}");
        generated(&source)
    };
    let forms = |word: &str| [word.to_owned(), word[..1].to_uppercase() + &word[1..], word.to_uppercase()];
    for (word, made_up) in [("list", "lisq"), ("get", "geq"), ("create", "creatq")] {
        let (real, renamed) = (named(word), named(made_up));
        assert!(real.keys().eq(renamed.keys()), "{word}");
        let mut told = 0;
        for (path, text) in &renamed {
            let mut text = text.clone();
            for (from, to) in forms(made_up).iter().zip(forms(word)) {
                told += text.matches(from).count();
                text = text.replace(from, &to);
            }
            for (ours, theirs) in text.lines().zip(real[path].lines()) {
                assert_eq!(theirs, ours, "{}: a call {word} is not as another", path.display());
            }
            assert_eq!(real[path].len(), text.len(), "{}: {word}", path.display());
        }
        assert!(told >= LANGUAGES.len(), "{word} stands {told} times");
    }
}
