//! Callbacks: delivered, repeated by the documented plan, in each form, to loopback only.
#![allow(clippy::unwrap_used)]

mod support;

use aes::Aes128;
use aes::cipher::{BlockCipherDecrypt, KeyInit};
use base64::Engine;
use qiyuesuo_emulator::{CallbackForm, Limits, Options, Outcome};
use reqwest::Method;
use serde_json::{Value, json};
use support::{Bench, Received, Receiver, create_body, md5_hex, options, start, start_with};

const RECEIVED: (u16, &str) = (200, r#"{"code":0}"#);
const KEY: &str = "emulatorFakeKey0";

fn hurried() -> Options {
    Options { callback_time_scale: 0.001, ..options() }
}

async fn complete_for(bench: &Bench, url: &str, status: &str) -> (u64, Value) {
    let mut body = create_body();
    body["callbackUrl"] = url.into();
    let ticket = bench.ticket_for(&body).await;
    let shown = bench.complete(&ticket, status).await;
    (shown["callback"]["id"].as_u64().unwrap_or_else(|| panic!("{shown}")), shown)
}

/// Decrypts with the block cipher alone, and checks every byte of the padding.
fn decrypt(content: &str, key: &str) -> Value {
    let cipher = Aes128::new_from_slice(key.as_bytes()).unwrap();
    let mut bytes = base64::engine::general_purpose::STANDARD.decode(content).unwrap();
    for block in bytes.chunks_mut(16) {
        let block: &mut [u8; 16] = block.try_into().unwrap();
        cipher.decrypt_block(block.into());
    }
    let padding = usize::from(*bytes.last().unwrap());
    assert!((1..=16).contains(&padding));
    let text = bytes.split_off(bytes.len() - padding);
    assert!(text.iter().all(|byte| usize::from(*byte) == padding));
    serde_json::from_slice(&bytes).unwrap()
}

#[track_caller]
fn check_signature(received: &Received) {
    let timestamp = received.field("timestamp");
    assert_eq!(received.field("signature"), md5_hex(&format!("{timestamp}{KEY}")));
}

#[tokio::test]
async fn repeated_until_received() {
    let bench = start_with(Options { callback_time_scale: 0.01, ..options() }).await;
    let receiver = Receiver::start(&[(500, ""), (200, "success"), RECEIVED]).await;
    let (id, shown) = complete_for(&bench, &format!("{}?mine=1", receiver.url), "passed").await;
    let callback = bench.callback_in(id, "received").await;
    let attempts = callback["attempts"].as_array().unwrap();
    assert_eq!(attempts.len(), 3);
    assert_eq!(attempts[0]["status"], 500);
    assert_eq!(
        (attempts[1]["reply"].as_str(), attempts[1]["received"].as_bool()),
        (Some("success"), Some(false))
    );
    assert_eq!(attempts[2]["received"], true);
    // At once, then about a minute later, of which a hundredth is left.
    let time = |n: usize| attempts[n]["time"].as_i64().unwrap();
    assert!(time(1) - time(0) < 500, "{callback}");
    assert!((600..4_000).contains(&(time(2) - time(1))), "{callback}");

    let received = receiver.received();
    assert_eq!(received.len(), 3);
    for attempt in &received {
        assert!(attempt.head.starts_with("POST /callback?mine=1 HTTP/1.1"), "{}", attempt.head);
        assert!(attempt.head.to_lowercase().contains("content-type: application/x-www-form-urlencoded"));
        assert_eq!(attempt.field("status"), "1");
        assert_eq!(attempt.field("mode"), "FACE");
        assert_eq!(attempt.field("authId"), shown["authId"].as_str().unwrap());
        assert_eq!(attempt.form.len(), 3, "plain: {attempt:?}");
    }
}

#[tokio::test]
async fn given_up_after_four_attempts() {
    let bench = start_with(hurried()).await;
    let receiver = Receiver::start(&[(200, r#"{"code":1}"#)]).await;
    let (id, _) = complete_for(&bench, &receiver.url, "failed").await;
    let callback = bench.callback_in(id, "given_up").await;
    assert_eq!(callback["attempts"].as_array().unwrap().len(), 4);
    assert_eq!(receiver.received()[0].field("status"), "2");

    // By hand, the plan begins anew.
    let (status, _) = bench.control(Method::POST, &format!("callbacks/{id}/redeliver"), None).await;
    assert_eq!(status, 200);
    bench.callback_in(id, "given_up").await;
    assert_eq!(receiver.received().len(), 8);
    assert_eq!(bench.control(Method::POST, "callbacks/99/redeliver", None).await.0, 404);
}

#[tokio::test]
async fn a_failed_connection_is_an_attempt() {
    let bench = start_with(hurried()).await;
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", closed.local_addr().unwrap());
    drop(closed);
    let (id, _) = complete_for(&bench, &url, "review").await;
    let callback = bench.callback_in(id, "given_up").await;
    assert_eq!(callback["attempts"].as_array().unwrap().len(), 4);
    assert!(callback["attempts"][0]["error"].as_str().unwrap().contains("cannot connect"), "{callback}");
}

#[tokio::test]
async fn the_documented_pauses() {
    let bench = start().await;
    let receiver = Receiver::start(&[(500, "")]).await;
    let (id, _) = complete_for(&bench, &receiver.url, "passed").await;
    let callback = loop {
        let callback = bench.look(&format!("callbacks/{id}")).await;
        if callback["next_attempt"].is_i64() && callback["attempts"].as_array().unwrap().len() == 2 {
            break callback;
        }
    };
    let pause =
        callback["next_attempt"].as_i64().unwrap() - callback["attempts"][1]["time"].as_i64().unwrap();
    assert!((60_000..65_000).contains(&pause), "{callback}");
    assert_eq!(callback["state"], "pending");
}

#[tokio::test]
async fn company_callbacks() {
    let bench = start().await;
    let receiver = Receiver::start(&[RECEIVED]).await;
    for (status, numbers) in [("passed", ("1", "7")), ("failed", ("2", "2")), ("review", ("0", "0"))] {
        let body = json!({
            "companyName": status, "registerNo": "9133", "legalPerson": "李四", "callbackUrl": receiver.url,
            "applicant": { "contact": "a@example.com", "contactType": "EMAIL" },
        });
        let ticket = bench.post("/companyauth/miniappexchange", &body).await["result"]["ticket"].clone();
        let shown = bench.complete(ticket.as_str().unwrap(), status).await;
        bench.callback_in(shown["callback"]["id"].as_u64().unwrap(), "received").await;
        let received = receiver.received().pop().unwrap();
        assert_eq!((received.field("status"), received.field("actionEvent")), numbers);
        assert_eq!(received.field("requestId"), shown["requestId"].as_str().unwrap());
        let info: Value = serde_json::from_str(received.field("authInfo")).unwrap();
        assert_eq!(info, json!({ "name": status, "registerNo": "9133", "legalPerson": "李四" }));
    }
}

#[tokio::test]
async fn signed_forms() {
    let form = CallbackForm::Signed { encrypt: true };
    let bench = start_with(Options { callback_form: form, ..options() }).await;
    assert_eq!(bench.emulator.credentials().callback_key, KEY);
    let receiver = Receiver::start(&[RECEIVED]).await;
    for (settings, fields) in [
        (json!({}), 3),
        (json!({ "callback_encrypt": false }), 3),
        (json!({ "callback_form": "both", "callback_encrypt": true }), 6),
        (json!({ "callback_form": "both", "callback_encrypt": false }), 6),
    ] {
        bench.put("settings", settings.clone()).await;
        let (id, shown) = complete_for(&bench, &receiver.url, "passed").await;
        bench.callback_in(id, "received").await;
        let received = receiver.received().pop().unwrap();
        assert_eq!(received.form.len(), fields, "{received:?}");
        check_signature(&received);
        let content = if settings["callback_encrypt"] == false {
            serde_json::from_str(received.field("content")).unwrap()
        } else {
            decrypt(received.field("content"), KEY)
        };
        assert_eq!(content, json!({ "mode": "FACE", "status": "1", "authId": shown["authId"] }));
    }
}

#[tokio::test]
async fn saas_company_callbacks_are_encrypted() {
    let bench = start().await;
    let receiver = Receiver::start(&[(200, "success")]).await;
    let form = reqwest::multipart::Form::new()
        .text("companyName", "甲公司")
        .text("legalPerson", "李四")
        .text("applicantInfo", r#"{"contact":"10020033044","contactType":"MOBILE"}"#)
        .text("callbackUrl", receiver.url.clone());
    let request = bench.signed(Method::POST, "/saas/v2/companyauth/miniappexchange").multipart(form);
    let ticket = support::answer(request).await.1["result"]["ticket"].clone();
    let shown = bench.complete(ticket.as_str().unwrap(), "passed").await;
    bench.callback_in(shown["callback"]["id"].as_u64().unwrap(), "received").await;
    let received = receiver.received().pop().unwrap();
    check_signature(&received);
    let content = decrypt(received.field("content"), KEY);
    assert_eq!(content["requestId"], shown["requestId"]);
    assert_eq!((content["actionEvent"].as_i64(), content["status"].as_i64()), (Some(7), Some(1)));
    assert_eq!(content["companyName"], "甲公司");
}

#[tokio::test]
async fn personal_sign_callbacks() {
    let bench = start().await;
    let receiver = Receiver::start(&[(302, "")]).await;
    let mut body = create_body();
    body["callbackUrl"] = format!("{}?mine=1", receiver.url).into();
    body["remark"] = "每月".into();
    let path = "/v2/personalsign/authurl/miniappexchange";
    let ticket = bench.post(path, &body).await["result"]["ticket"].as_str().unwrap().to_owned();
    let shown = bench.complete(&ticket, "passed").await;
    bench.callback_in(shown["callback"]["id"].as_u64().unwrap(), "received").await;
    let received = receiver.received().pop().unwrap();
    assert_eq!(received.query("mine"), "1");
    assert_eq!(received.query("signature"), md5_hex(&format!("{}{KEY}", received.query("timestamp"))));
    let content: Value = serde_json::from_str(received.field("content")).unwrap();
    assert_eq!((content["item"].as_str(), content["userType"].as_str()), (Some("AUTHORIZE"), Some("MOBLIE")));
    assert_eq!(content["remark"], "每月");

    let ticket = bench.post(path, &body).await["result"]["ticket"].as_str().unwrap().to_owned();
    assert!(bench.complete(&ticket, "failed").await["callback"].is_null());
}

#[tokio::test]
async fn contract_callbacks_go_to_the_set_address() {
    let bench = start_with(hurried()).await;
    let body = json!({ "contractId": "12", "user": create_body()["user"] });
    let sign = async || {
        let answer = bench.post("/v2/contract/miniappexchange", &body).await;
        answer["result"]["ticket"].as_str().unwrap().to_owned()
    };
    assert!(bench.complete(&sign().await, "passed").await["callback"].is_null());
    let receiver = Receiver::start(&[(500, ""), (200, "success")]).await;
    bench.put("settings", json!({ "contract_callback_url": receiver.url })).await;
    let shown = bench.complete(&sign().await, "failed").await;
    // Five minutes are 300 ms now.
    let callback = bench.callback_in(shown["callback"]["id"].as_u64().unwrap(), "received").await;
    let time = |n: usize| callback["attempts"][n]["time"].as_i64().unwrap();
    assert!((300..3_000).contains(&(time(1) - time(0))), "{callback}");
    let received = receiver.received().pop().unwrap();
    assert_eq!((received.field("contractId"), received.field("contractStatus")), ("12", "REJECTED"));
}

#[tokio::test]
async fn nothing_but_loopback_is_called() {
    let bench = start().await;
    for url in ["http://www.qiyuesuo.com", "http://10.1.2.3/x", "https://localhost/x"] {
        let (id, shown) = complete_for(&bench, url, "passed").await;
        assert_eq!(shown["callback"]["state"], "refused", "{shown}");
        assert!(shown["callback"]["note"].is_string());
        bench.control(Method::POST, &format!("callbacks/{id}/redeliver"), None).await;
        let callback = bench.look(&format!("callbacks/{id}")).await;
        assert_eq!(callback["state"], "refused");
        assert_eq!(callback["attempts"], json!([]));
    }
}

#[tokio::test]
async fn outcomes_by_contact() {
    let bench = start().await;
    let receiver = Receiver::start(&[RECEIVED]).await;
    let rules = json!({ "outcomes": [
        { "contact": "1", "outcome": "failed", "mode": "BANK" }, { "contact": "*", "outcome": "passed" } ] });
    bench.put("settings", rules).await;
    for (contact, status, mode) in [("1", "2", "BANK"), ("2", "1", "FACE")] {
        let body =
            json!({ "user": { "contact": contact, "contactType": "MOBILE" }, "callbackUrl": receiver.url });
        let ticket = bench.ticket_for(&body).await;
        let callbacks = bench.look("callbacks?limit=1").await;
        assert_eq!(callbacks["callbacks"][0]["ticket"], ticket.as_str());
        bench.callback_in(callbacks["callbacks"][0]["id"].as_u64().unwrap(), "received").await;
        let received = receiver.received().pop().unwrap();
        assert_eq!((received.field("status"), received.field("mode")), (status, mode));
    }
}

#[tokio::test]
async fn a_flood_of_callbacks_stays_within_the_cap() {
    let limits = Limits { callbacks: 20, ..Limits::default() };
    let bench = start_with(Options { limits, ..options() }).await;
    let receiver = Receiver::start(&[(500, "")]).await;
    bench.put("settings", json!({ "outcomes": [{ "contact": "*", "outcome": "passed" }] })).await;
    let mut body = create_body();
    body["callbackUrl"] = receiver.url.as_str().into();
    for _ in 0..200 {
        bench.ticket_for(&body).await;
    }
    let health = bench.look("health").await;
    assert_eq!(health["kept"]["callbacks"]["now"], 20);
    assert_eq!(health["kept"]["callbacks"]["dropped"], 180);
}

#[test]
fn completed_from_a_thread_of_no_runtime() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (bench, receiver, ticket) = runtime.block_on(async {
        let (bench, receiver) = (start().await, Receiver::start(&[RECEIVED]).await);
        let mut body = create_body();
        body["callbackUrl"] = receiver.url.as_str().into();
        let ticket = bench.ticket_for(&body).await;
        (bench, receiver, ticket)
    });
    let id = bench.emulator.complete(&ticket, Outcome::Passed).unwrap().unwrap();
    assert!(bench.emulator.complete(&ticket, Outcome::Passed).is_err());
    runtime.block_on(bench.callback_in(id, "received"));
    assert_eq!(receiver.received().len(), 1);
    assert_eq!(bench.emulator.requests_seen(), 1);
}
