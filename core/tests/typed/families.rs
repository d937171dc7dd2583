//! Every call once, with everything its request can hold: the longest vector of each, read as the request's type.

use std::path::Path;

use qiyuesuo::operation::{KeepExtra, Operation, calls};
use qiyuesuo::{Download, Part};
use serde::de::DeserializeOwned;

use super::*;

/// The fullest vector of an operation.
fn fullest(name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors");
    let family = format!("requests/{}.json", name.split('.').next().unwrap());
    // The first families have theirs in the file of all.
    let files =
        ["requests.json", &family].map(|file| folder.join(file)).into_iter().filter(|file| file.exists());
    let vectors = files.flat_map(|file| {
        let file: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        file["vectors"].as_array().unwrap().clone()
    });
    let plain = |vector: &Value| {
        // Ids as numbers, `extra` and lenient validation are for other languages.
        vector["config"].is_null()
            && vector["request"].get("extra").is_none()
            && !vector["request"].to_string().contains("null")
            && vector["expect"]["error"].is_null()
    };
    let fullest = vectors
        .filter(|vector| vector["operation"] == name && plain(vector) && vector["expect"]["path"].is_string())
        .max_by_key(|vector| vector["request"].to_string().len());
    fullest.unwrap_or_else(|| panic!("{name} has no vector"))
}

fn request<O: Operation<Request: DeserializeOwned>>() -> (O::Request, Vec<Part>) {
    let vector = fullest(O::info().name);
    let request: O::Request = serde_json::from_value(vector["request"].clone()).unwrap();
    // Nothing that the vector says is lost in the type.
    let again = serde_json::to_value(&request).unwrap();
    assert_eq!(numbers(again), numbers(vector["request"].clone()), "{}", O::info().name);
    let text = |part: &Value, name: &str| part[name].as_str().unwrap_or_default().to_owned();
    let parts = vector["parts"].as_array().into_iter().flatten();
    let parts = parts.map(|part| Part::file(text(part, "name"), text(part, "filename"), text(part, "text")));
    (request, parts.collect())
}

/// With every number as a double: 0 and 0.0 are the same to the platform.
fn numbers(value: Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(items) => items.into_iter().map(numbers).collect(),
        Value::Object(members) => members.into_iter().map(|(name, value)| (name, numbers(value))).collect(),
        other => other,
    }
}

async fn call<O>(server: &Server, client: &Client, operation: O) -> &'static OperationInfo
where
    O: Operation<Request: DeserializeOwned, Response: KeepExtra>,
{
    let (request, parts) = request::<O>();
    let sent = parts.len();
    let response = client.call_with_files(operation, &request, parts).await;
    let response = response.unwrap_or_else(|error| panic!("{}: {error}", O::info().name));
    assert_eq!(response.attempts(), 1);
    let seen = arrived(server, O::info(), O::info().method, O::info().path);
    let files = String::from_utf8_lossy(&seen.body).matches("filename=").count();
    assert_eq!(files, sent, "{}", O::info().name);
    O::info()
}

async fn download<O>(server: &Server, client: &Client, operation: O) -> &'static OperationInfo
where
    O: Operation<Request: DeserializeOwned, Response = Download>,
{
    let (request, _) = request::<O>();
    let file = client.download(operation, &request).await.unwrap();
    assert_eq!(file.body().as_ref(), b"%PDF-1");
    let seen = arrived(server, O::info(), O::info().method, O::info().path);
    assert_eq!(seen.header("content-type"), None);
    O::info()
}

macro_rules! every_call {
    ($( $family:ident: $( $call:ident $($file:ident)? ),+; )+) => {
        #[test]
        fn every_family_is_tested_here() {
            let mut families: Vec<&str> = OPERATIONS.iter().map(|info| info.name.split('.').next().unwrap()).collect();
            families.dedup();
            assert_eq!(families, [$( stringify!($family) ),+]);
        }

        $(
        #[tokio::test]
        async fn $family() {
            let server = Server::start(|seen| match is_file(seen.path()) {
                true => Reply::answer(200, "Content-Type: application/pdf\r\n", "%PDF-1"),
                false => Reply::Json(json!({"code": 0, "result": {"pageUrl": "https://a.example", "authUrl": "https://a.example", "ticket": "t", "realName": true, "status": 2}}).to_string()),
            });
            let client = server.options().agent(Agent::new("agentTok01", "agentSecret")).build_without_env().unwrap();
            let called = [$( every_call!(@ server client $family $call $($file)?) ),+];
            let of_family = OPERATIONS.iter().map(|info| info.name);
            let of_family = of_family.filter(|name| name.split('.').next() == Some(stringify!($family)));
            assert_eq!(called.map(|info| info.name).to_vec(), of_family.collect::<Vec<_>>());
        }
    )+ };
    (@ $server:ident $client:ident $family:ident $call:ident file) => {
        download(&$server, &$client, calls::$family::$call).await
    };
    (@ $server:ident $client:ident $family:ident $call:ident) => {
        call(&$server, &$client, calls::$family::$call).await
    };
}

fn is_file(path: &str) -> bool {
    path.ends_with("/download") || path.ends_with("/image") || path.ends_with("sealimage")
}

every_call! {
    personal_auth: create_ticket, create_link, get_result;
    company_auth: create_ticket, create_ticket_with_license, create_pc_link, create_h5_link, get_result, create_pc_link_with_license, create_h5_link_with_license;
    contract: create_sign_ticket, create_view_ticket, create_draft, send, update, resend, get, list, list_required_parameters, download file, download_attachments file, get_stream, get_download_links, get_join_links, get_personal_join_links, create_view_link, create_short_link, create_sign_link, create_appoint_link, sign_by_company, sign_by_legal_person, sign_by_person, audit, sign_invalidation, remind, send_copies, delay, force_end, add_force_end_attachment, invalidate, invalidate_by_file, invalidate_by_template, add_watermark;
    document: add_by_file, add_by_files, download file, add_by_template, verify;
    signatory: add, update, update_way, update_operators;
    template: list, get, create_from_word, update, set_status, delete, download file, create_link;
    category: list, get;
    evidence: apply_proof, apply_report, download_report file, get_report_status, notarize;
    personal_sign: create_ticket, query, create_link, deauthorize;
    company: get, get_platform, list_subsidiaries, invite_subsidiary, remove_subsidiary, create_change_link, get_fee, get_token, update_token_callback;
    employee: list, get, create, update, remove;
    role: manage;
    seal: get_image file, get_employee_image file, list, get, create_auto, create_by_image, update, set_status, delete;
    customer: create;
    identity: verify_person, verify_company;
    ocr: read_id_card, read_bank_card;
    sso: create_privilege_link;
    health: check;
    saas: create_personal_auth_ticket, get_personal_auth_result, create_company_auth_ticket, get_company_auth_result, create_privilege_ticket, create_personal_sign_ticket, check_health, get_binding, set_app_access, set_company_access, set_personal_access, apply_app, get_company, reset_token, create_company_auth_link, create_company_auth_url, get_fee, create_fee, update_fee, get_platform_fee, create_personal_auth_link, create_personal_sign_link, deauthorize_personal_sign, get_privilege, create_privilege_link, create_seal_sign_link;
}
