//! The model says all that the core says.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;

use qiyuesuo::ErrorKind;
use qiyuesuo::operation::{AnswerKind, OPERATIONS};
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};
use support::{model, repository};
use xtask::model::{Field, Object, Type};
use xtask::source::Source;

#[test]
fn every_operation_is_there_in_its_order() {
    let model = model();
    let modelled: Vec<_> =
        model.operations().map(|o| (o.name.as_str(), o.method.as_str(), o.path.as_str())).collect();
    let core: Vec<_> = OPERATIONS.iter().map(|o| (o.name, o.method, o.path)).collect();
    assert_eq!(modelled, core);
    for (operation, info) in model.operations().zip(OPERATIONS) {
        assert_eq!((operation.agent, operation.repeatable), (info.agent, info.repeatable), "{}", info.name);
        assert_eq!(operation.one_of, info.one_of, "{}", info.name);
        assert_eq!(operation.together, info.together, "{}", info.name);
        assert_eq!(operation.any_of, info.any_of, "{}", info.name);
        assert_eq!(operation.paged.is_some(), info.paged, "{}", info.name);
        let files: Vec<_> =
            operation.files.iter().map(|file| (file.wire.as_str(), file.required, file.many)).collect();
        let parts: Vec<_> = info.parts.iter().map(|part| (part.name, part.required, part.many)).collect();
        assert_eq!(files, parts);
        assert_eq!(operation.bytes, info.answer == AnswerKind::Bytes, "{}", info.name);
        assert_eq!(operation.plugin_page.as_deref(), info.plugin_page.map(|page| page.as_str()));
    }
}

/// The schemas are made once more, with their subschemas inline, so that no definition can be mixed up or lost.
#[test]
fn no_field_is_lost() {
    let model = model();
    let objects: BTreeMap<&str, &Object> = model
        .modules
        .iter()
        .flat_map(|module| module.values.iter().chain(&module.results))
        .map(|object| (object.name.as_str(), object))
        .collect();
    let mut compared = 0;
    for (operation, info) in model.operations().zip(OPERATIONS) {
        let mut generator =
            SchemaSettings::draft2020_12().with(|s| s.inline_subschemas = true).into_generator();
        let request = info.request_schema(&mut generator).to_value();
        compare(info.name, &request, &operation.request, &objects, &mut compared);
        if info.answer == AnswerKind::Bytes {
            assert!(
                !objects.contains_key(operation.response.as_str()),
                "{}: a file has no members",
                info.name
            );
            continue;
        }
        let response = info.response_schema(&mut generator).to_value();
        let object = objects[operation.response.as_str()];
        match object.open {
            true => assert!(response.get("properties").is_none(), "{}: its answer has members", info.name),
            false => compare(info.name, &response, object, &objects, &mut compared),
        }
    }
    assert!(compared > 100, "only {compared} fields were compared");
}

fn compare(
    path: &str,
    schema: &Value,
    object: &Object,
    objects: &BTreeMap<&str, &Object>,
    compared: &mut usize,
) {
    let properties = schema["properties"].as_object().unwrap();
    let required: Vec<&str> = schema
        .get("required")
        .into_iter()
        .flat_map(|r| r.as_array().unwrap())
        .map(|n| n.as_str().unwrap())
        .collect();
    let mut names: Vec<&str> =
        properties.keys().map(String::as_str).filter(|name| *name != "extra").collect();
    let mut modelled: Vec<&str> = object.fields.iter().map(|field| field.wire.as_str()).collect();
    names.sort_unstable();
    modelled.sort_unstable();
    assert_eq!(modelled, names, "{path}");
    for field in &object.fields {
        let path = format!("{path}.{}", field.wire);
        assert_eq!(field.required, required.contains(&field.wire.as_str()), "{path}");
        let mut inner = &properties[&field.wire];
        if let Some(known) = inner.get("x-known-values") {
            assert_eq!(*known, json!(field.known), "{path}");
        }
        let inside: BTreeMap<_, _> = field.inside.iter().map(|i| (&i.member, &i.known)).collect();
        assert_eq!(inner.get("x-known-inside").unwrap_or(&json!({})), &json!(inside), "{path}");
        assert_eq!(inner.get("x-max-bytes").unwrap_or(&Value::Null), &json!(field.max_bytes), "{path}");
        if let Some(any) = inner.get("anyOf") {
            inner = &any[0];
        }
        if let Some(items) = inner.get("items") {
            assert!(matches!(field.kind, Type::List(_)), "{path}");
            inner = items;
        }
        if inner.get("properties").is_some() {
            compare(&path, inner, objects[field.kind.target().unwrap()], objects, compared);
        }
        *compared += 1;
    }
}

#[test]
fn everything_is_documented() {
    let model = model();
    for module in &model.modules {
        let requests = module.operations().iter().map(|operation| &operation.request);
        for object in module.values.iter().chain(&module.results).chain(requests) {
            assert!(!object.doc.is_empty(), "{}", object.name);
            for field in &object.fields {
                assert!(!field.doc.is_empty(), "{}.{}", object.name, field.wire);
            }
        }
        for enumeration in &module.enumerations {
            assert!(!enumeration.doc.is_empty(), "{}", enumeration.name);
            assert!(enumeration.values.iter().all(|value| !value.doc.is_empty()), "{}", enumeration.name);
        }
        for operation in module.operations() {
            assert!(!operation.doc.is_empty(), "{}", operation.name);
        }
    }
    assert!(model.options.iter().all(|option| !option.doc.is_empty()));
}

#[test]
fn documented_classes_belong_to_operations() {
    let model = model();
    for name in xtask::documented::operations() {
        assert!(model.operations().any(|operation| operation.name == name), "{name}");
    }
    let first = model.operations().next().unwrap();
    assert_eq!(first.documented_class.as_deref(), Some("UserAuthMiniappTicketRequest"));
    for operation in model.operations() {
        let fields = &operation.request.fields;
        for argument in &operation.documented_arguments {
            assert!(fields.iter().any(|field| field.wire == *argument), "{argument}");
        }
        // The order begins with what the constructors of other languages begin with.
        let order = &operation.documented_order;
        assert_eq!(order.is_empty(), operation.documented_class.is_none(), "{}", operation.name);
        assert!(order.starts_with(&operation.documented_arguments), "{}", operation.name);
        for (at, name) in order.iter().enumerate() {
            assert!(fields.iter().any(|field| field.wire == *name), "{}: {name}", operation.name);
            assert!(!order[..at].contains(name), "{}: {name} twice", operation.name);
        }
    }
}

/// Written by hand, from docs/options.md.
#[test]
fn options_say_what_their_values_are() {
    let model = model();
    let of = |name: &str| model.options.iter().find(|option| option.name == name).unwrap();
    for (name, kind) in [
        ("app_token", "secret"),
        ("agent", "agent"),
        ("base_url", "text"),
        ("total_timeout", "seconds"),
        ("max_retries", "integer"),
        ("ca_file", "path"),
        ("allow_http", "boolean"),
        ("signature", "signature_rule"),
        ("validation", "choice"),
    ] {
        assert_eq!(of(name).kind, kind, "{name}");
    }
    assert_eq!(of("environment").choices, ["production", "test"]);
    assert!(of("base_url").choices.is_empty());
}

/// Written by hand, from the page 生成个人认证令牌.
#[test]
fn the_request_of_the_page_is_read_as_the_page_says() {
    let model = model();
    let operation = model.operations().find(|o| o.name == "personal_auth.create_ticket").unwrap();
    let field = |wire: &str| operation.request.fields.iter().find(|field| field.wire == wire).unwrap();
    let kind = |wire: &str| &field(wire).kind;
    assert_eq!(operation.request.fields.len(), 10);
    assert_eq!(
        operation.request.fields.iter().filter(|f| f.required).map(|f| &f.wire).collect::<Vec<_>>(),
        ["user"]
    );
    assert_eq!(*kind("user"), Type::Object("User".into()));
    let [contact_type] = &field("user").inside[..] else { panic!("{:?}", field("user")) };
    assert_eq!(
        (contact_type.member.as_str(), &contact_type.known[..]),
        ("contactType", &["MOBILE".into(), "EMAIL".into()][..])
    );
    assert_eq!(*kind("mode"), Type::Enumeration("AuthMode".into()));
    assert_eq!(field("mode").known, ["IVS", "FACE", "ALIPAY", "BANK", "DEFAULT"]);
    assert!(field("mode").narrowed && !field("paperType").narrowed);
    assert_eq!(*kind("otherModes"), Type::List(Box::new(Type::Enumeration("AuthMode".into()))));
    assert_eq!(field("otherModes").known, ["IVS", "FACE", "ALIPAY", "BANK", "MANUAL"]);
    assert_eq!(field("modifyFields").known, ["USERNAME", "IDCARDNO", "BANKNO", "BANKMOBILE"]);
    assert_eq!(field("paperType").known, ["IDCARD", "PASSPORT", "HKMP", "MTPS"]);
    assert_eq!(*kind("callbackUrl"), Type::Url);
    assert_eq!(*kind("idCardNo"), Type::Text);
    assert_eq!(operation.response, "Ticket");
    let tickets = |field: &Field| field.wire == "ticket" && field.required && field.nonempty;
    let ticket = model.modules[0].results.iter().find(|result| result.name == "Ticket").unwrap();
    assert!(ticket.ticket && ticket.fields.iter().any(tickets));
}

#[test]
fn a_type_that_two_families_use_is_shared() {
    let model = model();
    assert_eq!(model.module_of("User").unwrap().name, "common");
    assert_eq!(model.module_of("SealPage").unwrap().name, "seal");
    assert!(model.modules[0].family.is_none());
}

#[test]
fn every_kind_of_error_is_there() {
    let model = model();
    assert_eq!(model.errors.len(), ErrorKind::ALL.len());
    for (kind, core) in model.errors.iter().zip(ErrorKind::ALL) {
        assert_eq!((kind.name.as_str(), kind.exit_code), (core.as_str(), core.exit_code()));
        assert_eq!((kind.api, kind.connection), (core.is_api(), core.is_connection()), "{core}");
        // Languages know a class below another, and no deeper.
        let parent = model.errors.iter().find(|other| kind.parent.as_ref() == Some(&other.class));
        assert_eq!(parent.is_some(), kind.parent.is_some(), "{core}");
        assert!(parent.is_none_or(|parent| parent.is_parent && !kind.is_parent), "{core}");
    }
}

/// The pages of the command say what each code means, since one can stand for several kinds and for more than a call.
#[test]
fn every_exit_code_stands_on_the_pages_of_the_command() {
    let mut codes: Vec<u8> = model().errors.iter().map(|kind| kind.exit_code).collect();
    // Done, and some rows of a batch failed: no kind of error is behind these.
    codes.extend([0, 9]);
    codes.sort_unstable();
    codes.dedup();
    for page in ["docs/qys.md", "docs/zh/qys.md"] {
        let text = repository(page);
        let first = |row: &str| row.strip_prefix("| ")?.split(" | ").next()?.parse::<u8>().ok();
        let told: Vec<u8> = text.lines().filter_map(first).collect();
        assert_eq!(told, codes, "{page}");
    }
}

/// An example stands for itself, so it has a table of its own: each kind, and behind it the first number.
#[test]
fn the_examples_exit_as_the_command_does() {
    let model = model();
    for example in
        ["c/client.c", "python/client.py", "java/Client.java", "node/client.mjs", "kotlin/src/Client.kt"]
    {
        let text = repository(&format!("examples/{example}"));
        // What is none of the others is a defect.
        for kind in model.errors.iter().filter(|kind| kind.name != "internal") {
            let behind = ["\"", ":"].iter().find_map(|end| {
                let before = if *end == ":" { "\n  " } else { "\"" };
                Some(text.split_once(&format!("{before}{}{end}", kind.name))?.1)
            });
            let behind = behind.unwrap_or_else(|| panic!("{example} does not know {}", kind.name));
            let number = behind.split(|c: char| !c.is_ascii_digit()).find(|digits| !digits.is_empty());
            assert_eq!(number, Some(kind.exit_code.to_string().as_str()), "{example}: {}", kind.name);
        }
    }
}

/// The Chinese pages have no text of their own for what is new, and none for what is gone.
#[test]
fn what_lacks_a_chinese_text_is_an_error_that_names_it() {
    let mut source = Source::core();
    let first = source.errors.remove(0);
    let why = xtask::read::read(&source).unwrap_err();
    assert_eq!(why, format!("xtask/src/chinese.rs: there is no kind of error `{}`", first.name));
    let mut new = first;
    new.name = "quota";
    source.errors.extend([first, new]);
    let why = xtask::read::read(&source).unwrap_err();
    assert_eq!(why, "xtask/src/chinese.rs: the kind of error `quota` is missing");
}

#[test]
fn what_the_model_cannot_say_is_an_error_that_names_it() {
    let mut source = Source::core();
    source.operations[0].request_schema["properties"]["weight"] =
        serde_json::json!({"type": "object", "properties": {"kilograms": {}}, "description": "Its weight."});
    let why = xtask::read::read(&source).unwrap_err();
    assert!(why.starts_with("CreatePersonalAuthTicket.weight: "), "{why}");
}

#[test]
fn a_type_that_holds_itself_is_an_error_that_names_it() {
    let mut source = Source::core();
    source.definitions.get_mut("User").unwrap()["properties"]["deputy"] =
        serde_json::json!({"$ref": "#/$defs/User", "description": "A deputy."});
    assert!(xtask::read::read(&source).unwrap_err().starts_with("User holds itself"));
}

/// The generator serves every language alike.
#[test]
fn nothing_but_its_own_file_knows_a_language() {
    let languages =
        ["python", "pyo3", "node", "typescript", "javascript", "kotlin", "java", "php", "csharp", "c#"];
    for file in
        ["model", "read", "schema", "source", "render", "doc", "names", "output", "synthetic", "lib", "main"]
    {
        let text = repository(&format!("xtask/src/{file}.rs")).to_lowercase();
        for language in languages {
            assert!(!text.contains(language), "{file}.rs knows {language}");
        }
    }
}

#[test]
fn two_types_that_would_be_one_file_are_an_error_that_names_it() {
    let mut model = model();
    let values = &mut model.modules.iter_mut().find(|module| !module.values.is_empty()).unwrap().values;
    // Two files here, and one where the case of a name does not count.
    let twin = Object { name: values[0].name.to_uppercase(), ..values[0].clone() };
    values.push(twin.clone());
    let error = xtask::generate(&model).unwrap_err();
    assert!(error.contains(&twin.name) && error.contains("is written already"), "{error}");
}
