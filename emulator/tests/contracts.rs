//! The life of contracts, through the SDK.

#![allow(clippy::unwrap_used)]

mod support;

use qiyuesuo::{Client, Error, Part};
use serde_json::{Value, json};
use support::{Bench, options, start, start_with};

fn client(bench: &Bench) -> Client {
    let credentials = bench.emulator.credentials();
    Client::builder()
        .base_url(bench.emulator.url())
        .app_token(credentials.app_token)
        .app_secret(credentials.app_secret)
        .build_without_env()
        .unwrap()
}

async fn call(client: &Client, operation: &str, request: Value) -> Result<Value, Error> {
    let files = match operation {
        "document.add_by_file" => vec![Part::file("file", "contract.pdf", "%PDF-1.4")],
        _ => Vec::new(),
    };
    let answer = client.call_json(operation, request.to_string().into(), files).await?;
    Ok(serde_json::from_slice(&answer.into_inner()).unwrap())
}

async fn code(client: &Client, operation: &str, request: Value) -> i64 {
    match call(client, operation, request).await {
        Ok(result) => panic!("{operation} was answered: {result}"),
        Err(error) => error.code().unwrap_or_default(),
    }
}

const PERSON: &str = "10020033044";

fn person(contact: &str, serial: i64) -> Value {
    json!({ "tenantType": "PERSONAL", "tenantName": "张三", "serialNo": serial,
            "receiver": { "contact": contact, "contactType": "MOBILE" } })
}

fn company(serial: i64, actions: Value) -> Value {
    json!({ "tenantType": "COMPANY", "tenantName": "测试公司", "serialNo": serial, "actions": actions })
}

/// A contract with a document, by its id.
async fn drafted(client: &Client, signatories: Value) -> String {
    let draft =
        call(client, "contract.create_draft", json!({ "subject": "劳动合同", "signatories": signatories }));
    let id = draft.await.unwrap()["id"].as_str().unwrap().to_owned();
    let document = json!({ "contractId": id, "title": "正文", "fileSuffix": "pdf" });
    call(client, "document.add_by_file", document).await.unwrap();
    id
}

async fn status(client: &Client, id: &str) -> String {
    let detail = call(client, "contract.get", json!({ "contractId": id })).await.unwrap();
    detail["status"].as_str().unwrap().to_owned()
}

async fn ticket(client: &Client, id: &str, contact: &str) -> Result<String, Error> {
    let request = json!({ "contractId": id, "user": { "contact": contact, "contactType": "MOBILE" } });
    let result = call(client, "contract.create_sign_ticket", request).await?;
    Ok(result["ticket"].as_str().unwrap().to_owned())
}

async fn in_the_plugin(bench: &Bench, ticket: &str, outcome: &str) {
    bench.complete(ticket, outcome).await;
}

#[tokio::test]
async fn signed_by_a_company_and_then_by_a_person() {
    let bench = start().await;
    let client = client(&bench);
    let id = drafted(&client, json!([company(1, json!([{ "type": "COMPANY" }])), person(PERSON, 2)])).await;
    assert_eq!(status(&client, &id).await, "DRAFT");
    call(&client, "contract.send", json!({ "contractId": id })).await.unwrap();
    let detail = call(&client, "contract.get", json!({ "contractId": id })).await.unwrap();
    assert_eq!(detail["signatories"][0]["status"], "SIGNING");
    assert_eq!(detail["signatories"][0]["actions"][0]["status"], "START");
    assert_eq!(detail["signatories"][1]["status"], "WAITING");
    assert_eq!(detail["documents"][0]["title"], "正文");

    // The person is asked for a ticket too early, and somebody else at any time.
    assert_eq!(ticket(&client, &id, PERSON).await.unwrap_err().code(), Some(1107));
    assert_eq!(ticket(&client, &id, "10020030000").await.unwrap_err().code(), Some(1110));
    call(&client, "contract.sign_by_company", json!({ "contractId": id })).await.unwrap();
    assert_eq!(code(&client, "contract.sign_by_company", json!({ "contractId": id })).await, 1107);
    let ticket = ticket(&client, &id, PERSON).await.unwrap();
    in_the_plugin(&bench, &ticket, "passed").await;
    assert_eq!(status(&client, &id).await, "COMPLETE");
    assert_eq!(code(&client, "contract.sign_by_company", json!({ "contractId": id })).await, 1101);

    let shown = bench.look("contracts").await;
    let history = shown["contracts"][0]["history"].as_array().unwrap();
    let what: Vec<_> = history.iter().map(|entry| entry["what"].as_str().unwrap()).collect();
    assert_eq!(
        what,
        ["drafted", "document added", "sent", "signed by the company", "signed with the plugin"]
    );
}

#[tokio::test]
async fn steps_of_a_company_in_their_order() {
    let bench = start().await;
    let client = client(&bench);
    let operator = json!([{ "contact": "10020030001", "contactType": "MOBILE" }]);
    let actions = json!([
        { "type": "AUDIT", "serialNo": 1 },
        { "type": "LP", "serialNo": 2 },
        { "type": "OPERATOR", "serialNo": 3, "corpOperators": operator },
    ]);
    let id = drafted(&client, json!([company(1, actions)])).await;
    call(&client, "contract.send", json!({ "contractId": id })).await.unwrap();
    assert_eq!(code(&client, "contract.sign_by_legal_person", json!({ "contractId": id })).await, 1107);
    call(&client, "contract.audit", json!({ "contractId": id, "pass": true })).await.unwrap();
    call(&client, "contract.sign_by_legal_person", json!({ "contractId": id })).await.unwrap();
    let ticket = ticket(&client, &id, "10020030001").await.unwrap();
    in_the_plugin(&bench, &ticket, "passed").await;
    assert_eq!(status(&client, &id).await, "COMPLETE");
}

#[tokio::test]
async fn without_an_order_everybody_may_sign_at_once() {
    let bench = start().await;
    let client = client(&bench);
    let people = json!([person(PERSON, 1), person("10020030002", 2)]);
    let draft = json!({ "subject": "s", "ordinal": false, "signatories": people, "category": { "id": "1" }, "send": true });
    let id = call(&client, "contract.create_draft", draft).await.unwrap()["id"].as_str().unwrap().to_owned();
    for contact in ["10020030002", PERSON] {
        let ticket = ticket(&client, &id, contact).await.unwrap();
        in_the_plugin(&bench, &ticket, "passed").await;
    }
    assert_eq!(status(&client, &id).await, "COMPLETE");
}

#[tokio::test]
async fn ends_before_its_time() {
    let bench = start().await;
    let client = client(&bench);
    for (operation, more, end) in [
        ("contract.invalidate", json!({ "reason": "r" }), "RECALLED"),
        ("contract.force_end", json!({ "reason": "r" }), "FORCE_END"),
    ] {
        let id = drafted(&client, json!([person(PERSON, 1)])).await;
        call(&client, "contract.send", json!({ "contractId": id })).await.unwrap();
        let mut request = more.clone();
        request["contractId"] = id.clone().into();
        call(&client, operation, request.clone()).await.unwrap();
        assert_eq!(status(&client, &id).await, end);
        assert_eq!(code(&client, operation, request).await, 1101, "{operation} twice");
    }
    // Refused in the plugin.
    let id = drafted(&client, json!([person(PERSON, 1)])).await;
    call(&client, "contract.send", json!({ "contractId": id })).await.unwrap();
    let refused = ticket(&client, &id, PERSON).await.unwrap();
    in_the_plugin(&bench, &refused, "failed").await;
    assert_eq!(status(&client, &id).await, "REJECTED");
    // A completed one is made void, and its end is signed.
    let id = drafted(&client, json!([person(PERSON, 1)])).await;
    call(&client, "contract.send", json!({ "contractId": id })).await.unwrap();
    let passed = ticket(&client, &id, PERSON).await.unwrap();
    in_the_plugin(&bench, &passed, "passed").await;
    call(&client, "contract.invalidate", json!({ "contractId": id })).await.unwrap();
    assert_eq!(status(&client, &id).await, "INVALIDING");
    call(&client, "contract.sign_invalidation", json!({ "contractId": id })).await.unwrap();
    assert_eq!(status(&client, &id).await, "INVALIDED");
    // A draft is gone.
    let id = drafted(&client, json!([person(PERSON, 1)])).await;
    call(&client, "contract.invalidate", json!({ "contractId": id })).await.unwrap();
    assert_eq!(code(&client, "contract.get", json!({ "contractId": id })).await, 11_011_126);
}

#[tokio::test]
async fn what_is_wrong_has_its_code() {
    let bench = start().await;
    let client = client(&bench);
    let draft = |signatories: Value| json!({ "subject": "s", "signatories": signatories });
    let twice = json!([person(PERSON, 1), person(PERSON, 2)]);
    assert_eq!(code(&client, "contract.create_draft", draft(twice)).await, 1102);
    assert_eq!(code(&client, "contract.create_draft", draft(json!([company(1, json!([]))]))).await, 1103);
    let nobody = json!([{ "tenantType": "PERSONAL", "tenantName": "张三" }]);
    assert_eq!(code(&client, "contract.create_draft", draft(nobody)).await, 1111);

    let empty =
        call(&client, "contract.create_draft", json!({ "subject": "s", "bizId": "B-1" })).await.unwrap();
    let id = empty["id"].as_str().unwrap();
    assert_eq!(code(&client, "contract.send", json!({ "bizId": "B-1" })).await, 1113);
    // The same bizId overwrites a draft.
    let again = json!({ "subject": "t", "bizId": "B-1", "signatories": [person(PERSON, 1)] });
    let again = call(&client, "contract.create_draft", again).await.unwrap();
    assert_eq!((again["id"].as_str(), &again["subject"]), (Some(id), &json!("t")));
    assert_eq!(code(&client, "contract.send", json!({ "bizId": "B-1" })).await, 1401);
    let document = |suffix: &str| json!({ "bizId": "B-1", "title": "正文", "fileSuffix": suffix });
    assert_eq!(code(&client, "document.add_by_file", document("exe")).await, 1402);
    call(&client, "document.add_by_file", document("PDF")).await.unwrap();
    call(&client, "contract.send", json!({ "bizId": "B-1" })).await.unwrap();
    assert_eq!(code(&client, "document.add_by_file", document("pdf")).await, 1101);
    let used = json!({ "subject": "u", "bizId": "B-1" });
    assert_eq!(code(&client, "contract.create_draft", used).await, 1112);
}

#[tokio::test]
async fn pages_of_a_list() {
    let bench = start().await;
    let client = client(&bench);
    for at in 0..25 {
        call(&client, "contract.create_draft", json!({ "subject": format!("s{at}") })).await.unwrap();
    }
    let page =
        call(&client, "contract.list", json!({ "selectOffset": 20, "selectLimit": 10 })).await.unwrap();
    let subjects: Vec<_> =
        page["list"].as_array().unwrap().iter().map(|one| one["subject"].clone()).collect();
    assert_eq!(
        (page["totalCount"].as_u64(), subjects),
        (Some(25), vec![json!("s4"), json!("s3"), json!("s2"), json!("s1"), json!("s0")])
    );
    let none = call(&client, "contract.list", json!({ "status": "COMPLETE" })).await.unwrap();
    assert_eq!(none["totalCount"], 0);
}

#[tokio::test]
async fn twice_as_many_contracts_as_are_kept() {
    let mut few = options();
    few.limits.tickets = 50;
    let bench = start_with(few).await;
    let client = client(&bench);
    let mut ids = Vec::new();
    for at in 0..100 {
        let draft = json!({ "subject": format!("s{at}"), "bizId": format!("B{at}") });
        ids.push(
            call(&client, "contract.create_draft", draft).await.unwrap()["id"].as_str().unwrap().to_owned(),
        );
    }
    let page = call(&client, "contract.list", json!({})).await.unwrap();
    assert_eq!(page["totalCount"], 50);
    assert_eq!(code(&client, "contract.get", json!({ "contractId": ids[0] })).await, 11_011_126);
    assert_eq!(code(&client, "contract.get", json!({ "bizId": "B49" })).await, 11_011_126);
    call(&client, "contract.get", json!({ "bizId": "B50" })).await.unwrap();
    // Nor does one contract take documents without end.
    let document = |at: usize| json!({ "bizId": "B99", "title": format!("{at}"), "fileSuffix": "pdf" });
    for at in 0..100 {
        call(&client, "document.add_by_file", document(at)).await.unwrap();
    }
    assert_eq!(code(&client, "document.add_by_file", document(100)).await, 1005);
}

#[tokio::test]
async fn two_signatures_at_once_are_one() {
    let bench = start().await;
    let client = client(&bench);
    let id = drafted(&client, json!([company(1, json!([{ "type": "COMPANY" }]))])).await;
    call(&client, "contract.send", json!({ "contractId": id })).await.unwrap();
    let sign = || call(&client, "contract.sign_by_company", json!({ "contractId": id }));
    let (one, other) = tokio::join!(sign(), sign());
    assert_eq!(one.is_ok() as u8 + other.is_ok() as u8, 1, "{one:?} {other:?}");
    assert_eq!(status(&client, &id).await, "COMPLETE");
}

#[tokio::test]
async fn a_download_names_who_signed() {
    let bench = start().await;
    let client = client(&bench);
    let id = drafted(&client, json!([person(PERSON, 1)])).await;
    let pdf =
        client.request("GET", "/v2/contract/download").query("contractId", &id).download().await.unwrap();
    let utf16 = |text: &str| text.encode_utf16().map(|unit| format!("{unit:04X}")).collect::<String>();
    let text = String::from_utf8_lossy(pdf.body());
    assert!(text.contains(&utf16("张三")) && text.contains(&utf16("劳动合同")), "{text}");
}
