//! Tickets and results.

use serde_json::{Value, json};

use crate::support::{CONTACT, Platform, TICKET};

fn sent(platform: &Platform) -> Value {
    serde_json::from_str(platform.last_request()["body"].as_str().unwrap()).unwrap()
}

#[test]
fn text_output_is_the_ticket_alone() {
    let platform = Platform::start();
    let run = platform.qys(&TICKET).expect(0);
    let ticket = run.stdout.strip_suffix('\n').unwrap();
    assert!(ticket.starts_with("emulator") && !ticket.contains(char::is_whitespace), "{run:?}");
    assert_eq!(run.stderr, "");
}

#[test]
fn the_plugin_address_goes_to_stderr() {
    let platform = Platform::start();
    let run = platform.qys(&TICKET).args(&["--plugin-url"]).expect(0);
    let ticket = run.stdout.trim_end();
    run.tells(&format!("plugin://qyssdk-plugin/personal-auth?ticket={ticket}&env=com&hasCb=true"));
}

#[test]
fn json_output_is_one_document() {
    let platform = Platform::start();
    let run = platform.qys(&TICKET).args(&["--output", "json"]).expect(0);
    let document = run.json();
    let ticket = document["result"]["ticket"].as_str().unwrap();
    assert!(document["plugin_url"].as_str().unwrap().contains(ticket));
    assert_eq!(document["operation"], "personal_auth.create_ticket");
    assert_eq!((&document["http_status"], &document["attempts"]), (&json!(200), &json!(1)));
    assert!(document["elapsed_ms"].is_u64());
    assert_eq!(run.stderr, "");
}

#[test]
fn the_request_of_the_documented_page() {
    let platform = Platform::start();
    let more = ["--mode", "BANK", "--username", "张三", "--callback-url", "http://www.qiyuesuo.com"];
    platform.qys(&TICKET).args(&more).expect(0);
    let expected = json!({
        "mode": "BANK",
        "user": { "contact": CONTACT, "contactType": "MOBILE" },
        "username": "张三",
        "callbackUrl": "http://www.qiyuesuo.com",
    });
    assert_eq!(sent(&platform), expected);
    assert_eq!(platform.last_request()["verdict"], "passed");
}

#[test]
fn every_field_of_a_personal_authentication() {
    let platform = Platform::start();
    let more = [
        "--mode",
        "IVS",
        "--paper-type",
        "PASSPORT",
        "--username",
        "张三",
        "--id-card-no",
        "E12345678",
        "--bank-no",
        "6222",
        "--bank-mobile",
        CONTACT,
        "--callback-url",
        "https://example.com/cb",
        "--other-mode",
        "FACE",
        "--other-mode",
        "MANUAL",
        "--modify-field",
        "USERNAME",
        "--modify-field",
        "BANKNO",
        "--extra",
        "count=7",
        "--extra",
        "word=seven",
    ];
    platform.qys(&TICKET).args(&more).expect(0);
    let expected = json!({
        "user": { "contact": CONTACT, "contactType": "MOBILE" },
        "mode": "IVS", "paperType": "PASSPORT", "username": "张三", "idCardNo": "E12345678", "bankNo": "6222",
        "bankMobile": CONTACT, "callbackUrl": "https://example.com/cb", "otherModes": ["FACE", "MANUAL"],
        "modifyFields": ["USERNAME", "BANKNO"], "count": 7, "word": "seven",
    });
    assert_eq!(sent(&platform), expected);
}

#[test]
fn a_request_from_stdin_keeps_personal_data_off_the_command_line() {
    let platform = Platform::start();
    let request =
        r#"{"user":{"contact":"a@example.com","contactType":"EMAIL"},"username":"张三","mode":"FACE"}"#;
    let args = ["ticket", "personal-auth", "--json", "-", "--mode", "BANK"];
    platform.qys(&args).stdin(request).expect(0);
    let user = json!({ "contact": "a@example.com", "contactType": "EMAIL" });
    assert_eq!(sent(&platform), json!({ "user": user, "username": "张三", "mode": "BANK" }));
}

#[test]
fn companies_with_and_without_a_licence() {
    let platform = Platform::start();
    let args = [
        "ticket",
        "company-auth",
        "--company-name",
        "上海测试科技有限公司",
        "--applicant-name",
        "张三",
        "--contact",
        CONTACT,
        "--contact-type",
        "MOBILE",
        "--register-no",
        "91310000",
        "--legal-person",
        "李四",
        "--callback-url",
        "https://example.com/cb",
        "--close-button=false",
        "--modify-field",
        "corpName",
        "--modify-field",
        "registerNo",
    ];
    platform.qys(&args).expect(0);
    let expected = json!({
        "companyName": "上海测试科技有限公司", "registerNo": "91310000", "legalPerson": "李四",
        "applicant": { "name": "张三", "contact": CONTACT, "contactType": "MOBILE" },
        "callbackUrl": "https://example.com/cb", "closeButton": false, "modifyFields": "corpName,registerNo",
    });
    assert_eq!(sent(&platform), expected);

    let folder = tempfile::tempdir().unwrap();
    let licence = folder.path().join("licence.png");
    std::fs::write(&licence, b"\x89PNG").unwrap();
    let run =
        platform.qys(&args).args(&["--license", licence.to_str().unwrap(), "--output", "json"]).expect(0);
    assert_eq!(run.json()["operation"], "company_auth.create_ticket_with_license");
    assert!(run.json()["plugin_url"].as_str().unwrap().contains("/enterprise-auth?"));
    assert_eq!(platform.last_request()["path"], "/companyauth/miniappexchangewithlicense");
}

#[test]
fn contracts_and_silent_signing() {
    let platform = Platform::start();
    let person = ["--contact", CONTACT, "--contact-type", "MOBILE"];
    let sign = ["ticket", "contract-sign", "--contract-id", "2772301936651674391", "--allow-password-sign"];
    platform.qys(&sign).args(&person).args(&["--hide-password-settings=false"]).expect(0);
    let user = json!({ "contact": CONTACT, "contactType": "MOBILE" });
    let expected = json!({
        "contractId": "2772301936651674391", "user": user, "allowPasswordSign": true, "hidePasswordSettings": false,
    });
    assert_eq!(sent(&platform), expected);

    let view =
        ["ticket", "contract-view", "--biz-id", "b-1", "--document-id", "7", "--tenant-name", "子公司"];
    platform.qys(&view).args(&["--lang", "en", "--theme-color", "#00f"]).expect(0);
    let expected = json!({
        "bizId": "b-1", "documentId": "7", "tenantName": "子公司", "lang": "en", "themeColor": "#00f",
    });
    assert_eq!(sent(&platform), expected);

    let silent =
        ["ticket", "personal-sign", "--name", "张三", "--auth-deadline", "2030-12-31", "--remark", "工资"];
    let more = [
        "--mode",
        "BANK",
        "--username",
        "张三",
        "--theme-color",
        "#00f",
        "--allow-personal-auto",
        "--auth-time-modifiable=false",
        "--tenant-name",
        "子公司",
        "--auth-method",
        "X",
        "--callback-url",
        "http://127.0.0.1:9/",
    ];
    let run = platform.qys(&silent).args(&person).args(&more).args(&["--output", "json"]).expect(0);
    assert!(run.json()["plugin_url"].as_str().unwrap().contains("/signature?"));
    let expected = json!({
        "user": { "contact": CONTACT, "contactType": "MOBILE", "name": "张三" }, "authDeadline": "2030-12-31",
        "remark": "工资", "authInfo": { "mode": "BANK", "username": "张三" }, "pageStyle": { "themeColor": "#00f" },
        "allowPersonalAuto": true, "authTimeModifiable": false, "tenantName": "子公司", "authMethod": "X",
        "callbackUrl": "http://127.0.0.1:9/",
    });
    assert_eq!(sent(&platform), expected);
}

#[test]
fn results_of_authentications() {
    let platform = Platform::start();
    let by_contact = ["auth", "result", "--contact", CONTACT, "--contact-type", "MOBILE"];
    assert_eq!(platform.qys(&by_contact).expect(0).stdout, "realName: false\n");

    let ticket = platform.qys(&TICKET).args(&["--mode", "FACE"]).expect(0).stdout;
    let path = format!("/tickets/{}/complete", ticket.trim_end());
    let record = platform.control("POST", &path, r#"{"status":"passed"}"#);
    assert_eq!(platform.qys(&by_contact).expect(0).stdout, "realName: true\n");
    let by_id = ["auth", "result", "--auth-id", record["authId"].as_str().unwrap()];
    assert_eq!(platform.qys(&by_id).expect(0).stdout, "realName: true\nmode: FACEID\n");
    let run = platform.qys(&by_id).args(&["--output", "json"]).expect(0);
    assert_eq!(run.json()["result"], json!({ "realName": true, "mode": "FACEID" }));

    let company = ["auth", "company-result", "--company-name", "nobody"];
    assert_eq!(platform.qys(&company).expect(0).stdout, "status: -1 (none)\n");
}

#[test]
fn options_win_over_variables() {
    let platform = Platform::start();
    let url = platform.url.clone();
    platform.qys(&TICKET).env("QYS_BASE_URL", "http://127.0.0.1:1").args(&["--base-url", &url]).expect(0);
    platform
        .qys(&TICKET)
        .env("QYS_APP_TOKEN", "wrong")
        .args(&["--app-token", crate::support::TOKEN])
        .expect(0);
    let wrong = platform.qys(&TICKET).args(&["--app-token", "wrong"]).expect(4);
    wrong.tells("INVALID TOKEN");
}
