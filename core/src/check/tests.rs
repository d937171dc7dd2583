//! The checks with a schema that has what the platform's larger requests have: lists of objects, many fields, long texts.
#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};

use super::*;
use crate::operation::OPERATIONS;

fn schema() -> ObjectSchema {
    let action = json!({"type": "object", "required": ["type"], "properties": {
        "type": {"type": "string", "x-known-values": ["PERSONAL", "COMPANY"]},
        "sealId": {"type": ["string", "null"], "x-id": true},
        "operators": {"type": ["array", "null"], "x-known-inside": {"contactType": ["MOBILE"]}, "items": {"type": "object",
            "required": ["contact", "contactType"], "properties": {
                "contact": {"type": "string"},
                "contactType": {"type": "string", "x-known-values": ["MOBILE", "EMAIL"]}}}},
    }});
    let signatory = json!({"type": "object", "x-one-of": [["tenantId", "tenantName"]],
        "x-together": [["remind", "remindTime"]], "properties": {
            "tenantId": {"type": ["string", "null"], "x-id": true},
            "tenantName": {"type": ["string", "null"]},
            "remind": {"type": ["boolean", "null"]},
            "remindTime": {"type": ["string", "null"]},
            "actions": {"type": ["array", "null"], "items": action},
    }});
    ObjectSchema::compile(&schemars::json_schema!({
        "type": "object",
        "properties": {
            "signatories": {"type": ["array", "null"], "items": signatory},
            "documents": {"type": ["array", "null"], "items": {"type": "string", "x-id": true}},
            "image": {"type": ["string", "null"], "x-max-bytes": 3_000_000},
            "note": {"type": ["string", "null"]},
        },
    }))
}

fn checked(validation: Validation, given: &Value) -> Result<Checked, String> {
    let rules = Rules { validation, one_of: &[], together: &[] };
    let text = given.to_string();
    request(&schema(), &rules, text.as_bytes())
        .map_err(|error| format!("{}: {}", error.field().unwrap_or_default(), error.message()))
}

#[test]
fn what_is_sent_is_tidy_at_every_depth() {
    let request = json!({
        "documents": [2978129483837784067_i64, "2"],
        "signatories": [
            {"tenantId": 7, "tenantName": null, "actions": [{"type": "PERSONAL", "sealId": 9, "operators": null}]},
        ],
        "note": null,
    });
    assert!(checked(Validation::Strict, &request).unwrap().needs_rewrite);
    assert_eq!(
        Value::from(normalized(&schema(), request.to_string().as_bytes())),
        json!({
            "documents": ["2978129483837784067", "2"],
            "signatories": [{"tenantId": "7", "actions": [{"type": "PERSONAL", "sealId": "9"}]}],
        })
    );
}

#[test]
fn every_rule_holds_at_every_depth() {
    let action =
        |action: Value| json!({"signatories": [{"tenantId": "1"}, {"tenantId": "2", "actions": [action]}]});
    let operator = |kind: &str| {
        action(json!({"type": "PERSONAL", "operators": [{"contact": "1", "contactType": kind}]}))
    };
    for (request, field) in [
        (action(json!({"type": "ROBOT"})), "signatories[1].actions[0].type"),
        (action(json!({})), "signatories[1].actions[0].type"),
        (action(json!({"type": "PERSONAL", "sealid": "1"})), "signatories[1].actions[0].sealid"),
        (action(Value::Null), "signatories[1].actions[0]"),
        (operator("EMAIL"), "signatories[1].actions[0].operators[0].contactType"),
        (json!({"signatories": [{}]}), "signatories[0].tenantId"),
        (json!({"signatories": [{"tenantId": "1", "tenantName": "2"}]}), "signatories[0].tenantName"),
        (json!({"signatories": [{"tenantId": "1", "remind": true}]}), "signatories[0].remindTime"),
        (json!({"documents": ["1", 1.5]}), "documents[1]"),
    ] {
        let problem = checked(Validation::Strict, &request).unwrap_err();
        assert!(problem.starts_with(&format!("{field}: ")), "{field} is not what {problem:?} names");
    }
    checked(Validation::Strict, &operator("MOBILE")).unwrap();
    checked(Validation::Lenient, &operator("EMAIL")).unwrap();
}

#[test]
fn texts_of_a_form_get_the_types_of_their_fields() {
    let schema = ObjectSchema::compile(&schemars::json_schema!({
        "type": "object",
        "properties": {
            "note": {"type": "string"},
            "hidden": {"type": ["boolean", "null"]},
            "page": {"type": ["integer", "null"]},
            "owner": {"type": "object", "x-form-name": "ownerInfo", "properties": {"name": {"type": "string"}}},
            "tags": {"type": ["array", "null"], "items": {"type": "string"}},
            "anything": {},
        },
    }));
    let of = |texts: &[(&str, &str)]| of_texts(&schema, texts.iter().copied()).map(Value::from);
    let texts = [
        ("note", "true"),
        ("hidden", "true"),
        ("page", "-3"),
        ("ownerInfo", r#"{"name":"1"}"#),
        ("tags", r#"["1"]"#),
        ("anything", "1"),
        ("unknown", "1"),
    ];
    let request = json!({
        "note": "true", "hidden": true, "page": -3, "owner": {"name": "1"}, "tags": ["1"], "anything": 1,
        "unknown": "1",
    });
    assert_eq!(of(&texts), Ok(request.clone()));
    // What was made for sending comes back as it was.
    let sent = form(&schema, normalized(&schema, request.to_string().as_bytes()));
    assert!(sent.contains_key("ownerInfo") && !sent.contains_key("owner"));
    assert_eq!(of(&[("anything", "a {")]), Ok(json!({"anything": "a {"})));
    for (name, text, wanted) in [
        ("hidden", "yes", "true or false"),
        ("hidden", "1", "true or false"),
        ("page", "1.5", "an integer"),
        ("page", "", "an integer"),
        ("ownerInfo", "[]", "the JSON text of an object"),
        ("tags", "1", "the JSON text of a list"),
    ] {
        assert_eq!(of(&[(name, text)]), Err((name.to_owned(), wanted)));
    }
}

#[test]
fn a_text_may_be_as_long_as_its_field_allows() {
    for (field, max) in [("image", 3_000_000), ("note", MAX_TEXT)] {
        checked(Validation::Strict, &json!({field: "x".repeat(max)})).unwrap();
        for length in [max + 1, 2 * max] {
            let problem = checked(Validation::Strict, &json!({field: "x".repeat(length)})).unwrap_err();
            assert!(problem.contains(&format!("at most {max} are sent")), "{problem}");
        }
    }
}

#[test]
fn an_object_may_have_any_number_of_fields() {
    let name = |index: usize| format!("field{index}");
    let properties: serde_json::Map<_, _> =
        (0..200).map(|index| (name(index), json!({"type": "string"}))).collect();
    let required: Vec<_> = (0..200).map(name).collect();
    let schema = json!({"type": "object", "properties": properties, "required": required});
    let schema = ObjectSchema::compile(&schema.try_into().unwrap());
    let rules = Rules { validation: Validation::Strict, one_of: &[], together: &[] };
    let whole: serde_json::Map<_, _> = (0..200).map(|index| (name(index), json!("x"))).collect();
    let check = |text: String| request(&schema, &rules, text.as_bytes());
    check(Value::from(whole.clone()).to_string()).unwrap();
    for missing in [0, 63, 64, 127, 199] {
        let mut request = whole.clone();
        request.remove(&name(missing));
        let error = check(Value::from(request).to_string()).unwrap_err();
        assert_eq!(error.field(), Some(name(missing).as_str()));
    }
    let text = Value::from(whole).to_string();
    let twice = format!("{},\"field150\":\"x\"}}", text.strip_suffix('}').unwrap());
    assert_eq!(check(twice).unwrap_err().field(), Some("field150"));
}

#[test]
fn every_operation_compiles() {
    for operation in OPERATIONS {
        // Some ask with nothing; what they ask with is an object all the same.
        assert!(!operation.compiled().request().open, "{}", operation.name);
    }
}

#[test]
fn addresses_that_are_taken_as_they_stand_are_those_that_the_parser_takes() {
    let names = ["shop.example", "a1.b2.example", "www.qiyuesuo.com", "1.example", "1.2.3.example"];
    let behind = ["", "/", "?a=b", "#c", "/\\%zz[{|}]^`\"<>", "?\"'<>&=%", "/a/../..//@:80", "/%00?#?#"];
    for (scheme, name) in ["http://", "https://"].iter().flat_map(|scheme| names.map(|name| (scheme, name))) {
        for rest in behind {
            let text = format!("{scheme}{name}{rest}");
            assert!(walk::is_plain_url(&text), "{text:?}");
            assert!(url::Url::parse(&text).is_ok_and(|url| url.host_str() == Some(name)), "{text:?}");
        }
    }
    let left_to_the_parser = [
        "http://",
        "http://1.2.3.4",
        "http://1.2.3.256",
        "http://a.0x1",
        "http://a.1",
        "http://a..b",
        "http://.a",
        "http://a.",
        "http://xn--a.example",
        "http://a.b:99999",
        "http://a.b:",
        "http://u@a.b",
        "http://a b.c",
        "http://A.b",
        "http://a_.b",
        "http://a\\.b",
        "http:/a.b",
        "ftp://a.b",
        "http://[::1]",
        "http://%zz.b",
        "http://张.三",
        "http://a.b/三",
        "http://a.b/\u{7f}",
        "http://localhost",
    ];
    assert!(left_to_the_parser.iter().all(|text| !walk::is_plain_url(text)));
}
