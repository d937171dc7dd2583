//! Every operation's way without trouble, the business rules, and the endpoints that carry bytes.
#![allow(clippy::unwrap_used)]

mod support;

use qiyuesuo_emulator::{Options, ParameterCheck};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use support::{Bench, answer, create_body, options, start, start_with};

fn company(name: &str) -> Value {
    json!({ "companyName": name, "applicant": { "name": "张三", "contact": "10020033044", "contactType": "MOBILE" } })
}

fn company_form(name: &str) -> Form {
    Form::new()
        .text("companyName", name.to_owned())
        .text("applicantInfo", r#"{"name":"张三","contact":"10020033044","contactType":"MOBILE"}"#)
}

fn licence() -> Part {
    Part::bytes(vec![0xff; 2_000_000]).file_name("执照.png").mime_str("image/png").unwrap()
}

#[track_caller]
fn ticket_in(answer: &Value) -> String {
    assert_eq!(answer["code"], 0, "{answer}");
    assert_eq!(answer["responseCode"], "00000000");
    assert_eq!(answer["message"], "SUCCESS");
    answer["result"]["ticket"].as_str().expect("a ticket").to_owned()
}

#[tokio::test]
async fn every_ticket_operation() {
    let bench = start().await;
    let user = create_body();
    let contract = json!({ "contractId": "2279605535600803840", "user": user["user"] });
    let json_calls = [
        ("personal_auth.create_ticket", "/v2/personalauth/miniappexchange", user.clone()),
        ("company_auth.create_ticket", "/companyauth/miniappexchange", company("甲公司")),
        ("contract.create_sign_ticket", "/v2/contract/miniappexchange", contract),
        ("contract.create_view_ticket", "/v2/contract/miniappexchange/view", json!({ "contractId": "1" })),
        ("personal_sign.create_ticket", "/v2/personalsign/authurl/miniappexchange", user.clone()),
        ("saas.create_personal_auth_ticket", "/saas/v2/personalauth/miniappexchange", user.clone()),
        (
            "saas.create_privilege_ticket",
            "/saas/v2/privilege/miniappexchange",
            json!({ "companyId": "1", "privilegeModules": ["SEAL"] }),
        ),
        ("saas.create_personal_sign_ticket", "/saas/v2/personalsign/authurl/miniappexchange", user),
    ];
    let mut tickets = std::collections::HashSet::new();
    for (operation, path, body) in json_calls {
        tickets.insert(ticket_in(&bench.post(path, &body).await));
        assert_eq!(bench.last_request().await["operation"], operation);
    }
    let with_licence = bench
        .signed(Method::POST, "/companyauth/miniappexchangewithlicense")
        .multipart(company_form("乙公司").text("closeButton", "false").part("license", licence()));
    tickets.insert(ticket_in(&answer(with_licence).await.1));
    let seen = bench.last_request().await;
    assert_eq!(seen["operation"], "company_auth.create_ticket_with_license");
    assert!(seen["body"].as_str().unwrap().contains(r#"license: file "执照.png", image/png, 2000000 bytes"#));
    for form in [company_form("丙公司"), company_form("丁公司").part("license", licence())] {
        let saas = bench.signed(Method::POST, "/saas/v2/companyauth/miniappexchange").multipart(form);
        tickets.insert(ticket_in(&answer(saas).await.1));
        assert_eq!(bench.last_request().await["operation"], "saas.create_company_auth_ticket");
    }
    assert_eq!(tickets.len(), 11, "tickets differ");
    assert_eq!(bench.look("tickets").await["tickets"].as_array().unwrap().len(), 11);
}

#[tokio::test]
async fn personal_authentication() {
    let bench = start().await;
    let by_contact = "/v2/personalauth/result?contact=10020033044&contactType=MOBILE";
    assert_eq!(bench.get(by_contact).await["result"], json!({ "realName": false }));

    let link = bench.post("/v2/personalauth", &create_body()).await;
    let auth_id = link["result"]["authId"].as_str().unwrap().to_owned();
    assert_eq!(auth_id.len(), 19);
    assert!(auth_id.parse::<u64>().unwrap() > 1 << 53);
    let by_id = format!("/v2/personalauth/result?authId={auth_id}");
    assert_eq!(bench.get(&by_id).await["result"], json!({ "realName": false }));

    // The address leads to the emulator, and opens once.
    let address = link["result"]["authUrl"].as_str().unwrap();
    for expected in [200, 410] {
        assert_eq!(bench.http.get(address).send().await.unwrap().status(), expected);
    }

    bench.complete(&auth_id, "review").await;
    assert_eq!(bench.get(&by_id).await["result"], json!({ "realName": false, "mode": "MANUAL" }));
    let (status, _) = bench
        .control(
            Method::POST,
            &format!("tickets/{auth_id}/complete"),
            Some(json!({ "status": "passed", "mode": "FACE" })),
        )
        .await;
    assert_eq!(status, 200);
    assert_eq!(bench.get(&by_id).await["result"], json!({ "realName": true, "mode": "FACEID" }));
    assert_eq!(bench.get(by_contact).await["result"], json!({ "realName": true }));
    let saas = "/saas/v2/personalauth/result?contact=10020033044&contactType=MOBILE";
    assert_eq!(bench.get(saas).await["result"], json!({ "realName": true }));

    assert_eq!(bench.get("/v2/personalauth/result?authId=1").await["code"], 1604);
    let neither = bench.get("/v2/personalauth/result").await;
    assert_eq!(neither["code"], 1005);
    assert!(neither["message"].as_str().unwrap().contains("authId"), "{neither}");

    // A ticket's authId is known once the person has finished.
    let ticket = bench.ticket().await;
    let shown = bench.complete(&ticket, "failed").await;
    let by_id = format!("/v2/personalauth/result?authId={}", shown["authId"].as_str().unwrap());
    assert_eq!(bench.get(&by_id).await["result"], json!({ "realName": false, "mode": "FACE" }).face_id());
}

trait FaceId {
    fn face_id(self) -> Self;
}

impl FaceId for Value {
    /// The query spells it in another way.
    fn face_id(mut self) -> Self {
        self["mode"] = "FACEID".into();
        self
    }
}

#[tokio::test]
async fn company_authentication() {
    let bench = start().await;
    let by_name = "/companyauth/result?companyName=%E7%94%B2";
    assert_eq!(bench.get(by_name).await["result"], json!({ "status": -1 }));
    let mut ids = Vec::new();
    for path in ["/companyauth/pcpage", "/companyauth/h5page"] {
        let link = bench.post(path, &company("甲")).await;
        assert!(link["result"]["authUrl"].as_str().unwrap().starts_with("http://127.0.0.1:"));
        ids.push(link["result"]["requestId"].as_str().unwrap().to_owned());
    }
    let by_id = format!("/companyauth/result?requestId={}", ids[1]);
    assert_eq!(bench.get(&by_id).await["result"], json!({ "status": 1 }));
    assert_eq!(bench.get(by_name).await["result"], json!({ "status": 1 }));
    bench.complete(&ids[1], "review").await;
    assert_eq!(bench.get(&by_id).await["result"]["status"], 4);
    bench.complete(&ids[1], "passed").await;
    let result = bench.get(by_name).await["result"].clone();
    assert_eq!((result["status"].as_i64(), result["basicStatus"].as_i64()), (Some(2), Some(1)));
    assert_eq!(result["authEndTime"].as_str().unwrap().len(), "2025-01-01 08:00:00".len());

    bench.complete(&ids[0], "failed").await;
    assert_eq!(bench.get(by_name).await["result"]["status"], 2, "what has passed stays so");

    let again = bench.post("/companyauth/miniappexchange", &company("甲")).await;
    assert_eq!(
        (again["code"].as_i64(), again["message"].as_str()),
        (Some(1605), Some("COMPANY ALREADY AUTHED"))
    );
    let link = bench.post("/companyauth/pcpage", &company("甲")).await;
    assert_eq!(link["code"], 1605);

    let ticket = ticket_in(&bench.post("/companyauth/miniappexchange", &company("乙")).await);
    let failed = bench.complete(&ticket, "failed").await;
    let by_id = format!("/saas/v2/companyauth/result?requestId={}", failed["requestId"].as_str().unwrap());
    assert_eq!(bench.get(&by_id).await["result"]["status"], 3);
    ticket_in(&bench.post("/companyauth/miniappexchange", &company("乙")).await);

    let link = bench.post("/companyauth/pcpage", &company("丙")).await;
    bench.put("settings", json!({ "clock_offset_ms": 301_000 })).await;
    let by_id = format!("/companyauth/result?requestId={}", link["result"]["requestId"].as_str().unwrap());
    assert_eq!(bench.get(&by_id).await["result"], json!({ "status": 6 }), "five minutes unopened");
}

#[tokio::test]
async fn contracts_exist_unless_told_otherwise() {
    let bench = start().await;
    bench.put("settings", json!({ "contracts": { "missing": ["404"], "forbidden": ["403"] } })).await;
    let sign = async |id: Value| {
        let body = json!({ "contractId": id, "user": create_body()["user"] });
        bench.post("/v2/contract/miniappexchange", &body).await["code"].as_i64().unwrap()
    };
    assert_eq!(sign(json!("1")).await, 0);
    assert_eq!(sign(json!(2_279_605_535_600_803_840_u64)).await, 0, "ids may be numbers");
    assert_eq!(sign(json!("403")).await, 1110);
    assert_eq!(sign(json!(404)).await, 11_011_126);
    let view = bench.post("/v2/contract/miniappexchange/view", &json!({ "contractId": "403" })).await;
    assert_eq!(view["message"], "NO VIEW PERMISSION");
    let ticket =
        ticket_in(&bench.post("/v2/contract/miniappexchange/view", &json!({ "bizId": "b-1" })).await);
    let path = format!("tickets/{ticket}/complete");
    let (status, _) = bench.control(Method::POST, &path, Some(json!({ "status": "passed" }))).await;
    assert_eq!(status, 409);
}

#[tokio::test]
async fn personal_sign() {
    let bench = start().await;
    let query = json!({ "user": create_body()["user"] });
    assert_eq!(bench.post("/v2/personalsign/query", &query).await["result"], json!([]));
    let mut body = create_body();
    body["authDeadline"] = "2030-01-01".into();
    let ticket = ticket_in(&bench.post("/v2/personalsign/authurl/miniappexchange", &body).await);
    bench.complete(&ticket, "passed").await;
    for query in [query, json!({})] {
        let result = bench.post("/v2/personalsign/query", &query).await["result"].clone();
        assert_eq!(result[0]["user"], "10020033044");
        assert_eq!(result[0]["authDeadline"], "2030-01-01");
    }
}

#[tokio::test]
async fn bytes_both_ways() {
    let bench = start().await;
    for path in ["/v2/contract/download?contractId=12", "/v2/document/download?documentId=12"] {
        let response = bench.signed(Method::GET, path).send().await.unwrap();
        assert_eq!(response.headers()["content-type"], "application/pdf");
        let disposition = response.headers()["content-disposition"].to_str().unwrap().to_owned();
        assert!(
            disposition.starts_with("attachment; filename=\"") && disposition.contains("filename*=UTF-8''")
        );
        let length = response.content_length().unwrap();
        let body = response.bytes().await.unwrap();
        assert!(body.starts_with(b"%PDF-") && body.len() as u64 == length);
    }
    assert_eq!(bench.get("/v2/contract/download").await["code"], 1005);

    let upload = async |form: Form| {
        answer(bench.signed(Method::POST, "/v2/document/addbyfile").multipart(form)).await.1
    };
    let form = || Form::new().text("contractId", "12").text("title", "合同").text("fileSuffix", "pdf");
    let added = upload(form().part("file", Part::bytes(vec![7; 51 << 20]).file_name("a.pdf"))).await;
    assert_eq!(added["code"], 11_990_010, "{added}");
    let added = upload(form().part("file", Part::bytes(vec![7; 50 << 20]).file_name("a.pdf"))).await;
    assert_eq!(added["result"]["documentId"].as_str().unwrap().len(), 19, "{added}");
    let missing = upload(form()).await;
    assert!(missing["message"].as_str().unwrap().contains("file"), "{missing}");
    let empty = upload(form().part("file", Part::bytes(Vec::new()).file_name("a.pdf"))).await;
    assert_eq!(empty["code"], 1403);
    let whole = upload(form().part("file", Part::bytes(vec![7; 70 << 20]).file_name("a.pdf"))).await;
    assert_eq!(whole["code"], 11_990_010, "{whole}");
}

#[tokio::test]
async fn health_checks_want_a_signature() {
    let bench = start().await;
    for path in ["/v2/checkhealth", "/saas/v2/checkhealth"] {
        assert_eq!(answer(bench.bare(Method::GET, path)).await.0, 441);
        let body = bench.get(path).await;
        assert_eq!((body["code"].as_i64(), body["message"].as_str()), (Some(0), Some("SUCCESS")));
        assert!(!body["result"].is_null());
    }
}

async fn code(bench: &Bench, path: &str, form: Form) -> (i64, String) {
    let body = answer(bench.signed(Method::POST, path).multipart(form)).await.1;
    (body["code"].as_i64().unwrap(), body["message"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn wrong_parameters_are_named() {
    let bench = start().await;
    let licence_path = "/companyauth/miniappexchangewithlicense";
    let cases = [
        (company_form("甲"), "license"),
        (company_form("甲").part("license", licence()).text("closeButton", "maybe"), "closeButton"),
        (Form::new().text("companyName", "甲").part("license", licence()), "applicant"),
        (
            Form::new().text("applicantInfo", "{").part("license", licence()),
            "`applicantInfo` must be the JSON text",
        ),
        (
            Form::new().text("companyName", "甲").text("applicantInfo", "{}").part("license", licence()),
            "applicant.contact",
        ),
    ];
    for (form, named) in cases {
        let (code, message) = code(&bench, licence_path, form).await;
        assert_eq!(code, 1005);
        assert!(message.contains(named), "{named}: {message}");
    }
    let (_, body) = answer(bench.signed(Method::POST, licence_path).json(&company("甲"))).await;
    assert!(body["message"].as_str().unwrap().contains("multipart/form-data"), "{body}");

    let mut wrong = create_body();
    wrong["mode"] = "EYE".into();
    let refused = bench.post("/v2/personalauth/miniappexchange", &wrong).await;
    assert!(refused["message"].as_str().unwrap().starts_with("INVALID PARAMETER,mode: "), "{refused}");
    bench.put("settings", json!({ "parameters": "lenient" })).await;
    bench.ticket_for(&wrong).await;
    let lenient = start_with(Options { parameters: ParameterCheck::Lenient, ..options() }).await;
    lenient.ticket_for(&wrong).await;
}

#[tokio::test]
async fn tickets_expire() {
    let bench = start().await;
    let ticket = bench.ticket().await;
    let shown = bench.look(&format!("tickets/{ticket}")).await;
    assert_eq!(shown["status"], "pending");
    assert_eq!(shown["expires"].as_i64().unwrap() - shown["created"].as_i64().unwrap(), 15 * 60 * 1000);
    bench.put("settings", json!({ "clock_offset_ms": 15 * 60 * 1000 })).await;
    assert_eq!(bench.look(&format!("tickets/{ticket}")).await["status"], "expired");
    let path = format!("tickets/{ticket}/complete");
    let passed = Some(json!({ "status": "passed" }));
    assert_eq!(bench.control(Method::POST, &path, passed.clone()).await.0, 410);
    bench.put("settings", json!({ "clock_offset_ms": 0, "ticket_ttl_ms": 1 })).await;
    assert_eq!(bench.control(Method::POST, &path, passed.clone()).await.0, 200);
    assert_eq!(bench.control(Method::POST, &path, passed.clone()).await.0, 409, "only once");
    let brief = bench.ticket().await;
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    assert_eq!(bench.control(Method::POST, &format!("tickets/{brief}/complete"), passed).await.0, 410);
}
