//! The SDK's own client against the emulator: what one sends the other understands, and the other way round.

#![allow(clippy::unwrap_used)]

mod support;

use qiyuesuo::api::{AddDocumentByFiles, GetSealImage};
use qiyuesuo::callback::{self, Authenticity, CallbackOptions, EventKind};
use qiyuesuo::operation::{AnswerKind, OPERATIONS, OperationInfo};
use qiyuesuo::{Agent, Client, ErrorKind, Part};
use qiyuesuo_conformance::Vectors;
use qiyuesuo_emulator::{CallbackForm, Options};
use serde_json::{Value, json};
use support::{Bench, Receiver, create_body, options, start, start_with};

fn client(bench: &Bench) -> Client {
    let credentials = bench.emulator.credentials();
    Client::builder()
        .base_url(bench.emulator.url())
        .app_token(credentials.app_token)
        .app_secret(credentials.app_secret)
        .agent(Agent::new(credentials.agent_token, credentials.agent_secret))
        .build_without_env()
        .unwrap()
}

async fn call(client: &Client, operation: &str, request: &Value) -> Result<Value, qiyuesuo::Error> {
    let info = OperationInfo::find(operation).unwrap();
    let files = info.parts.iter().map(|part| Part::file(part.name, "licence.png", "a picture")).collect();
    if info.answer == AnswerKind::Bytes {
        let file = client.download_json(operation, request.to_string().into(), files).await?;
        assert!(file.filename().is_some() && !file.body().is_empty(), "{operation}");
        return Ok(json!(file.content_type()));
    }
    let answer = client.call_json(operation, request.to_string().into(), files).await?;
    Ok(serde_json::from_slice(&answer.into_inner()).unwrap())
}

/// The code of what the smallest request of a call names, and of what is not there.
fn not_there(operation: &str) -> Option<i64> {
    Some(match operation {
        "personal_auth.get_result" | "saas.get_personal_auth_result" => 1604,
        "employee.get" => 1701,
        // The one that was added has been removed by then.
        "role.manage" => 1702,
        "seal.get" | "seal.update" | "seal.set_status" | "seal.delete" => 1201,
        // Their smallest requests name no contract and no company, or hold no picture.
        "contract.invalidate_by_file"
        | "company.invite_subsidiary"
        | "company.update_token_callback"
        | "customer.create"
        | "seal.create_by_image" => 1005,
        "company.remove_subsidiary" => 11_041_802,
        "contract.get"
        | "contract.get_download_links"
        | "contract.send"
        | "contract.sign_by_company"
        | "contract.sign_by_legal_person"
        | "contract.sign_by_person"
        | "contract.audit"
        | "contract.sign_invalidation"
        | "contract.remind"
        | "contract.delay"
        | "contract.force_end"
        | "contract.invalidate"
        | "contract.invalidate_by_template" => 11_011_126,
        _ => return None,
    })
}

#[tokio::test]
async fn every_operation_of_the_sdk_is_played() {
    let bench = start().await;
    let client = client(&bench);
    let vectors = Vectors::load(&qiyuesuo_conformance::vectors_dir()).unwrap();
    for info in OPERATIONS {
        let request: Value = serde_json::from_str(&vectors.smallest_requests[info.name].to_string()).unwrap();
        let request = &request;
        let outcome = call(&client, info.name, request).await;
        match outcome {
            Ok(_) => assert_eq!(not_there(info.name), None, "{}", info.name),
            Err(error) if error.code().is_some() => assert_eq!(error.code(), not_there(info.name), "{error}"),
            Err(error) => panic!("{}: {error}", info.name),
        }
        assert_eq!(bench.last_request().await["operation"], info.name);
    }
    assert_eq!(bench.emulator.requests_seen(), OPERATIONS.len() as u64, "none had to be repeated");
}

#[tokio::test]
async fn files_come_and_go() {
    let bench = start().await;
    let client = client(&bench);
    let image = GetSealImage::builder().seal_id("2772301936651674391").build();
    let image = client.seal().get_image(&image).await.unwrap();
    assert!(image.body().starts_with(b"\x89PNG"));
    assert_eq!(image.filename().as_deref(), Some("seal-2772301936651674391.png"));
    assert_eq!((image.content_type(), image.attempts()), (Some("image/png"), 1));

    let request = AddDocumentByFiles::builder().title("T").contract_id("1").build();
    let files = ["one.pdf", "two.pdf"].map(|name| Part::file("files", name, "%PDF"));
    let added = client.document().add_by_files(&request, files).await.unwrap();
    assert!(added.document_id.is_some());
    let seen = bench.last_request().await;
    let body = seen["body"].as_str().unwrap();
    assert!(body.contains("one.pdf") && body.contains("two.pdf"), "{body}");
    let refused = client.document().add_by_files(&request, [Part::file("files", "a.pdf", "")]).await;
    assert_eq!(refused.unwrap_err().code(), Some(1403));
}

#[tokio::test]
async fn faults_and_clocks_are_survived() {
    let bench = start().await;
    let client = client(&bench);
    let request = create_body();
    let create = || call(&client, "personal_auth.create_ticket", &request);
    for fault in [json!({ "reset": true }), json!({ "cut_after": 20 }), json!({ "status": 503 })] {
        bench.put("faults", json!([{ "nth": 1, "fault": fault }])).await;
        create().await.unwrap();
        assert_eq!(bench.look("faults").await["faults"][0]["seen"], 2, "{fault}");
    }
    bench.put("faults", json!([{ "fault": { "html": true } }])).await;
    assert_eq!(create().await.unwrap_err().kind(), ErrorKind::InvalidResponse);
    bench.put("faults", json!([])).await;

    let before = bench.emulator.requests_seen();
    bench.put("settings", json!({ "clock_offset_ms": -3_600_000 })).await;
    create().await.unwrap();
    create().await.unwrap();
    assert_eq!(bench.emulator.requests_seen() - before, 3, "corrected once");
}

#[tokio::test]
async fn callbacks_are_understood_and_their_replies_accepted() {
    let key = Options::default().callback_key;
    for (form, authenticity) in [
        (CallbackForm::Plain, Authenticity::None),
        (CallbackForm::Signed { encrypt: true }, Authenticity::Encrypted),
        (CallbackForm::Signed { encrypt: false }, Authenticity::TimestampOnly),
    ] {
        let bench = start_with(Options { callback_form: form, ..options() }).await;
        let receiver = Receiver::start(&[(500, "")]).await;
        let mut body = create_body();
        body["callbackUrl"] = receiver.url.as_str().into();
        let ticket = bench.ticket_for(&body).await;
        let shown = bench.complete(&ticket, "passed").await;
        while receiver.received().is_empty() {
            tokio::task::yield_now().await;
        }
        let received = receiver.received().remove(0);
        let options = CallbackOptions::new().allow_unsigned(form == CallbackForm::Plain);
        let event = callback::parse(received.form, &[key.as_str()], &options).unwrap();
        assert_eq!((event.kind(), event.authenticity()), (EventKind::PersonalAuth, authenticity));
        assert_eq!(event.auth_id().as_deref(), shown["authId"].as_str());

        let reply = event.reply();
        let receiver = Receiver::start(&[(reply.status, reply.body)]).await;
        body["callbackUrl"] = receiver.url.as_str().into();
        let shown = bench.complete(&bench.ticket_for(&body).await, "passed").await;
        bench.callback_in(shown["callback"]["id"].as_u64().unwrap(), "received").await;
    }
}
