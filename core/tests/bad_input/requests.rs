//! Requests that are wrong before they leave.

use bytes::Bytes;
use qiyuesuo::api::{ContactType, CreatePersonalAuthTicket, User, calls};
use qiyuesuo::{Error, ErrorKind, MAX_PART, MAX_TEXT, Options, Part, Validation};
use serde_json::{Value, json};

use crate::client;

/// The error of a request that must not leave: nothing listens where it would go.
async fn wrong(operation: &str, request: &Value) -> Error {
    let error =
        client().call_json(operation, request.to_string().into(), Vec::new()).await.map(drop).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation, "{error}");
    assert_eq!((error.attempts(), error.operation()), (0, Some(operation)));
    error
}

const TICKET: &str = "personal_auth.create_ticket";
const SIGN: &str = "contract.create_sign_ticket";

/// A good request for a ticket, with one member more.
fn with(name: &str, value: impl Into<Value>) -> Value {
    let mut request = json!({"user": {"contact": "10020033044", "contactType": "MOBILE"}});
    request[name] = value.into();
    request
}

#[track_caller]
fn assert_names(error: &Error, field: &str, said: &[&str]) {
    assert_eq!(error.field(), Some(field), "{error}");
    for text in said {
        assert!(error.message().contains(text), "{error}: does not say {text}");
    }
}

#[tokio::test]
async fn an_unknown_mode_is_told_with_those_allowed() {
    let error = wrong(TICKET, &with("mode", "SMS")).await;
    assert_names(&error, "mode", &["IVS", "FACE", "ALIPAY", "BANK", "DEFAULT"]);
    let error = wrong(TICKET, &with("mode", "")).await;
    assert_names(&error, "mode", &["BANK"]);
    let error = wrong(TICKET, &with("otherModes", json!(["IVS", "bank"]))).await;
    assert_names(&error, "otherModes[1]", &["MANUAL"]);
    // Manual review is a fallback only.
    assert_names(&wrong(TICKET, &with("mode", "MANUAL")).await, "mode", &[]);
    // The link's list has no ALIPAY.
    assert_names(&wrong("personal_auth.create_link", &with("mode", "ALIPAY")).await, "mode", &[]);
}

#[tokio::test]
async fn a_missing_user_is_told() {
    assert_names(&wrong(TICKET, &json!({})).await, "user", &["is required"]);
    assert_names(&wrong(TICKET, &json!({"user": null, "mode": "BANK"})).await, "user", &["is required"]);
    let error = wrong(TICKET, &json!({"user": {"contactType": "MOBILE"}})).await;
    assert_names(&error, "user.contact", &["is required"]);
    let error = wrong(TICKET, &json!({"user": {"contact": "10020033044"}})).await;
    assert_names(&error, "user.contactType", &["is required", "MOBILE", "EMAIL"]);
    assert_names(&wrong(TICKET, &json!({"user": "10020033044"})).await, "user", &["must be an object"]);
}

#[tokio::test]
async fn a_misspelt_key_is_told_with_the_one_that_was_meant() {
    for (written, meant) in [
        ("callbackURL", "callbackUrl"),
        ("callback_url", "callbackUrl"),
        ("idCardNO", "idCardNo"),
        ("usrename", "username"),
        ("modes", "mode"),
    ] {
        let error = wrong(TICKET, &with(written, "x")).await;
        assert_names(&error, written, &[&format!("did you mean `{meant}`")]);
    }
    let error = wrong(TICKET, &json!({"user": {"contact": "1", "contacttype": "MOBILE"}})).await;
    assert_names(&error, "user.contacttype", &["did you mean `contactType`"]);
    // Where nothing is near, all are listed.
    assert_names(&wrong(TICKET, &with("zebra", 1)).await, "zebra", &["modifyFields", "extra"]);
}

#[tokio::test]
async fn a_contact_type_in_lower_case_is_told() {
    for written in ["mobile", "Mobile", "PHONE", "EMPLOYEEID", ""] {
        let error = wrong(TICKET, &json!({"user": {"contact": "10020033044", "contactType": written}})).await;
        assert_names(&error, "user.contactType", &["MOBILE", "EMAIL"]);
    }
    // Typed requests are checked alike.
    let request = CreatePersonalAuthTicket::builder().user(User::new("10020033044", "mobile")).build();
    let error = client().personal_auth().create_ticket(&request).await.unwrap_err();
    assert_names(&error, "user.contactType", &["MOBILE"]);
}

#[tokio::test]
async fn a_callback_address_that_is_not_http_is_told() {
    for address in [
        "ftp://example.com/cb",
        "example.com/cb",
        "/cb",
        "http://",
        "http:/example.com",
        "javascript:alert(1)",
        "",
    ] {
        let error = wrong(TICKET, &with("callbackUrl", address)).await;
        assert_names(&error, "callbackUrl", &["http:// or https://"]);
    }
}

#[tokio::test]
async fn exactly_one_of_contract_id_and_biz_id_is_wanted() {
    let user = json!({"contact": "10020033044", "contactType": "MOBILE"});
    let both = json!({"user": user, "contractId": "1", "bizId": "b"});
    let error = wrong(SIGN, &json!({"user": user})).await;
    assert_names(&error, "contractId", &["bizId", "exactly one"]);
    assert_names(&wrong(SIGN, &both).await, "bizId", &["contractId", "exactly one"]);
    assert_names(&wrong("contract.create_view_ticket", &json!({})).await, "contractId", &["bizId"]);
    let nulls = json!({"user": user, "contractId": null, "bizId": null});
    assert_names(&wrong(SIGN, &nulls).await, "contractId", &["bizId"]);
    let neither = wrong("personal_auth.get_result", &json!({})).await;
    assert_names(&neither, "authId", &["contact"]);
    let alone = wrong("personal_auth.get_result", &json!({"contact": "10020033044"})).await;
    assert_names(&alone, "contactType", &["required together with `contact`"]);
}

#[tokio::test]
async fn a_wrong_type_is_told() {
    for (name, value, said) in [
        ("mode", json!(1), "must be a string, not a number"),
        ("otherModes", json!("IVS"), "must be a list"),
        ("username", json!(["a"]), "must be a string, not a list"),
        ("username", json!(true), "must be a string"),
        ("user", json!([]), "must be an object"),
        ("extra", json!("x"), "must be an object"),
    ] {
        assert_names(&wrong(TICKET, &with(name, value)).await, name, &[said]);
    }
    for request in ["[]", "null", "1", "\"x\"", "", "{", "{}x", "\u{feff}{}"] {
        let error = client().call_json(TICKET, Bytes::from(request), Vec::new()).await.map(drop).unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Validation, 0), "{request}");
    }
}

#[tokio::test]
async fn a_text_over_64_kib_is_told_and_one_of_64_kib_is_not() {
    let error = wrong(TICKET, &with("username", "x".repeat(MAX_TEXT + 1))).await;
    assert_names(&error, "username", &["65537 bytes", "65536"]);
    let operation = qiyuesuo::operation::OperationInfo::find(TICKET).unwrap();
    let request = with("username", "x".repeat(MAX_TEXT)).to_string();
    operation.check(request.as_bytes(), Validation::Strict).unwrap();
}

#[tokio::test]
async fn extra_cannot_replace_a_field() {
    let error = wrong(TICKET, &with("extra", json!({"mode": "BANK"}))).await;
    assert_names(&error, "extra.mode", &["set `mode` itself"]);
}

#[tokio::test]
async fn the_same_field_twice_is_told() {
    let request = r#"{"user":{"contact":"1","contactType":"MOBILE"},"mode":"BANK","mode":"FACE"}"#;
    let error = client().call_json(TICKET, Bytes::from(request), Vec::new()).await.map(drop).unwrap_err();
    assert_names(&error, "mode", &["given twice"]);
}

#[tokio::test]
async fn an_unknown_operation_is_told_with_those_there_are() {
    let error =
        client().call_json("personal_auth.create", "{}".into(), Vec::new()).await.map(drop).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert_names(&error, "operation", &[TICKET]);
}

#[tokio::test]
async fn lenient_validation_lets_unknown_things_pass_and_nothing_else() {
    let operation = qiyuesuo::operation::OperationInfo::find(TICKET).unwrap();
    let check = |request: &Value| operation.check(request.to_string().as_bytes(), Validation::Lenient);
    for unknown in [with("mode", "SMS"), with("zebra", json!({"a": [1]})), with("otherModes", json!(["X"]))] {
        check(&unknown).unwrap();
    }
    for wrong in [json!({}), with("mode", 1), with("callbackUrl", "ftp://x"), with("user", json!({}))] {
        assert_eq!(check(&wrong).unwrap_err().kind(), ErrorKind::Validation);
    }
    let lenient = client().with_options(Options::new().validation(Validation::Lenient)).unwrap();
    let request =
        CreatePersonalAuthTicket::builder().user(User::new("1", ContactType::Mobile)).mode("SMS").build();
    lenient.signed_request(calls::personal_auth::create_ticket, &request, &[]).unwrap();
    client().signed_request(calls::personal_auth::create_ticket, &request, &[]).unwrap_err();
}

const LICENSE: &str = "company_auth.create_ticket_with_license";

async fn with_parts(operation: &str, parts: Vec<Part>) -> Error {
    let request = json!({"companyName": "c", "applicant": {"contact": "1", "contactType": "MOBILE"}});
    let error = client().call_json(operation, request.to_string().into(), parts).await.map(drop).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Validation, 0), "{error}");
    error
}

#[tokio::test]
async fn a_part_over_50_mb_is_told() {
    let big = || Part::file("license", "big.png", vec![0; MAX_PART + 1]);
    assert_names(&with_parts(LICENSE, vec![big()]).await, "license", &["52428801 bytes", "52428800"]);
    let error = client().request("POST", "/v2/document/addbyfile").part(big()).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert_names(&error, "license", &["52428800"]);
}

#[tokio::test]
async fn a_wrong_part_is_told() {
    let part = |name: &str| Part::file(name, "x.png", "x");
    assert_names(&with_parts(LICENSE, Vec::new()).await, "license", &["is required"]);
    assert_names(&with_parts(LICENSE, vec![part("licence")]).await, "licence", &["license"]);
    let twice = vec![part("license"), part("license")];
    assert_names(&with_parts(LICENSE, twice).await, "license", &["given twice"]);
    assert_names(
        &with_parts("company_auth.create_ticket", vec![part("license")]).await,
        "license",
        &["takes none"],
    );
    assert_names(&with_parts(LICENSE, vec![part("")]).await, "parts", &["without a name"]);
    let header = part("license").content_type("image/png\r\nX-Evil: 1");
    assert_names(&with_parts(LICENSE, vec![header]).await, "license", &["content type"]);
}

#[tokio::test]
async fn a_saas_call_without_an_agent_is_a_configuration_error() {
    let request = r#"{"user":{"contact":"1","contactType":"MOBILE"}}"#;
    let call = client().call_json("saas.create_personal_auth_ticket", request.into(), Vec::new()).await;
    let error = call.map(drop).unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::Configuration, Some("agent")));
}

#[tokio::test]
async fn a_wrong_json_of_a_raw_request_is_told() {
    let client = client();
    for (json, parts) in [("{", false), ("", false), ("[1]", true), ("1", true)] {
        let mut request = client.request("POST", "/v2/contract/draft").json_text(json);
        if parts {
            request = request.part(Part::file("file", "x", "x"));
        }
        let error = request.send().await.unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some("json")), "{json:?}");
    }
}
