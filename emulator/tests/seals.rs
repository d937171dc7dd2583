//! Seals: made, listed, changed, put out of use and deleted, and the review of those that were handed in as pictures.
#![allow(clippy::unwrap_used)]

mod support;

use qiyuesuo_emulator::{Limits, Options};
use reqwest::Method;
use serde_json::{Value, json};
use support::{Bench, Receiver, options, start, start_with};

const PICTURE: &str = "iVBORw0KGgo=";

#[track_caller]
fn result(answer: &Value) -> &Value {
    assert_eq!((&answer["code"], &answer["responseCode"]), (&json!(0), &json!("00000000")), "{answer}");
    &answer["result"]
}

#[track_caller]
fn assert_refused(answer: &Value, code: i64, response_code: &str) {
    assert_eq!((&answer["code"], &answer["responseCode"]), (&json!(code), &json!(response_code)), "{answer}");
}

fn person(contact: &str) -> Value {
    json!({ "contact": contact, "contactType": "MOBILE", "name": format!("员工{contact}") })
}

async fn employ(bench: &Bench, contact: &str) -> Value {
    let answer = bench.post("/v2/employee/create", &json!({ "user": person(contact) })).await;
    result(&answer).clone()
}

async fn draw(bench: &Bench, name: &str) -> String {
    let body = json!({ "name": name, "sealImageInfo": { "style": "UNIVERSAL_SEAL" } });
    let answer = bench.post("/v2/seal/autocreate", &body).await;
    result(&answer)["id"].as_str().unwrap().to_owned()
}

async fn hand_in(bench: &Bench, more: Value) -> Value {
    let mut body = json!({ "sealName": "图片章", "sealImage": PICTURE });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    bench.post("/v2/seal/createbyimage", &body).await
}

async fn names(bench: &Bench, query: &str) -> (i64, Vec<String>) {
    let answer = bench.get(&format!("/v2/seal/list?{query}")).await;
    let page = result(&answer);
    let list = page["list"].as_array().unwrap();
    let names = list.iter().map(|seal| seal["name"].as_str().unwrap().to_owned()).collect();
    (page["totalCount"].as_i64().unwrap(), names)
}

#[tokio::test]
async fn a_drawn_seal_is_usable_at_once() {
    let bench = start().await;
    let employee = employ(&bench, "10020033044").await;
    let role = json!({ "role": "SEAL_ADMIN", "users": [person("10020033044")] });
    result(&bench.post("/v2/role/manage", &role).await);
    let id = draw(&bench, "公章").await;
    let detail = bench.get(&format!("/v2/seal/sealdetail?sealId={id}")).await;
    let detail = result(&detail);
    assert_eq!(
        (&detail["name"], &detail["sealType"], &detail["spec"]),
        (&json!("公章"), &json!("ENTERPRISE"), &json!("CIRCULAR_42"))
    );
    // Who may use it, unless said otherwise: the administrators of seals.
    let user = json!({ "contact": employee["id"], "contactType": "EMPLOYEEID", "name": employee["name"] });
    assert_eq!((&detail["users"], &detail["status"]), (&json!([user]), &Value::Null));
    let list = bench.get("/v2/seal/list").await;
    let entry = &result(&list)["list"][0];
    assert_eq!(
        (&entry["id"], &entry["status"], &entry["users"]),
        (&json!(id), &json!("NORMAL"), &Value::Null)
    );

    let drawn = |drawing: Value, users: Value| {
        let bench = &bench;
        async move {
            bench
                .post(
                    "/v2/seal/autocreate",
                    &json!({ "name": "章", "sealImageInfo": drawing, "users": users }),
                )
                .await
        }
    };
    for style in ["SPECIAL_SEAL", "FOREIGN_MIX_SEAL"] {
        assert_refused(&drawn(json!({ "style": style }), json!([])).await, 12_072_210, "12072210");
    }
    result(&drawn(json!({ "style": "SPECIAL_SEAL", "foot": "合同专用章" }), json!([])).await);
    let stranger = drawn(json!({ "style": "UNIVERSAL_SEAL" }), json!([person("10020033099")])).await;
    assert_refused(&stranger, 1701, "11041701");
    let body = json!({ "name": "章".repeat(101), "sealImageInfo": { "style": "UNIVERSAL_SEAL" } });
    assert_refused(&bench.post("/v2/seal/autocreate", &body).await, 1005, "11990005");
    for path in ["sealdetail", "remove"] {
        assert_refused(&bench.get(&format!("/v2/seal/{path}?sealId=1")).await, 1201, "11011201");
    }
}

#[tokio::test]
async fn a_seal_is_changed_and_goes() {
    let bench = start().await;
    for contact in ["10020033044", "10020033045"] {
        employ(&bench, contact).await;
    }
    let id = draw(&bench, "公章").await;
    let edit = |change: Value| {
        let mut body = json!({ "sealId": id });
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let bench = &bench;
        async move { bench.post("/v2/seal/edit", &body).await }
    };
    let users = async || {
        let detail = bench.get(&format!("/v2/seal/sealdetail?sealId={id}")).await;
        result(&detail)["users"].as_array().unwrap().len()
    };
    let both = json!([person("10020033044"), person("10020033045")]);
    for _ in 0..2 {
        result(&edit(json!({ "sealName": "新公章", "sealUsers": both })).await);
        assert_eq!(users().await, 2, "nobody uses it twice");
    }
    assert_eq!(names(&bench, "").await, (1, vec!["新公章".to_owned()]));
    result(&edit(json!({ "operate": "REMOVE", "sealUsers": [person("10020033044")] })).await);
    assert_eq!(users().await, 1);
    assert_refused(&edit(json!({ "operate": "REMOVE", "sealUsers": both })).await, 11_011_207, "11011207");
    assert_refused(&edit(json!({ "sealUsers": [person("10020033099")] })).await, 1701, "11041701");
    assert_eq!(users().await, 1);

    let switch = async |operate: &str| {
        bench.post("/v2/seal/status", &json!({ "sealId": id, "operate": operate })).await
    };
    let remove = format!("/v2/seal/remove?sealId={id}");
    assert_refused(&switch("ENABLE").await, 1203, "11011203");
    assert_refused(&bench.get(&remove).await, 1203, "11011203");
    result(&switch("DISABLE").await);
    assert_refused(&switch("DISABLE").await, 1203, "11011203");
    assert_eq!((names(&bench, "").await.0, names(&bench, "status=FREEZE").await.0), (0, 1));
    result(&switch("ENABLE").await);
    assert_eq!((names(&bench, "").await.0, names(&bench, "status=FREEZE").await.0), (1, 0));
    result(&switch("DISABLE").await);
    result(&bench.get(&remove).await);
    assert_refused(&bench.get(&remove).await, 1203, "11011203");
    assert_refused(&bench.get(&format!("/v2/seal/sealdetail?sealId={id}")).await, 1201, "11011201");
    assert_eq!(names(&bench, "status=ALL").await.0, 0);
}

#[tokio::test]
async fn lists_are_filtered_and_come_page_by_page() {
    let bench = start().await;
    for index in 0..5 {
        draw(&bench, &format!("章{index}")).await;
    }
    let names_of =
        |range: std::ops::Range<usize>| range.map(|index| format!("章{index}")).collect::<Vec<_>>();
    assert_eq!(names(&bench, "selectOffset=1&selectLimit=2").await, (5, names_of(1..3)));
    let list = bench.get("/v2/seal/list").await;
    let (changed, newest) = (result(&list)["list"][3].clone(), result(&list)["list"][4].clone());
    // An hour later one of them is changed, and another is made.
    bench.put("settings", json!({ "clock_offset_ms": 3_600_000 })).await;
    let later = async |path: &str, body: Value| {
        let now = support::now_ms() + 3_600_000;
        let request = bench.signed_at(Method::POST, path, now, &support::nonce()).json(&body);
        result(&support::answer(request).await.1).clone()
    };
    let made = later(
        "/v2/seal/autocreate",
        json!({ "name": "章5", "sealImageInfo": { "style": "UNIVERSAL_SEAL" } }),
    )
    .await;
    later("/v2/seal/edit", json!({ "sealId": changed["id"], "sealName": "章3" })).await;
    bench.put("settings", json!({ "clock_offset_ms": 0 })).await;
    let since = names(&bench, &format!("modifyTimeStart={}", made["createTime"].as_str().unwrap())).await;
    assert_eq!(since, (2, vec!["章3".to_owned(), "章5".to_owned()]));
    let until = names(&bench, &format!("modifyTimeEnd={}", newest["createTime"].as_str().unwrap())).await;
    assert_eq!(until, (4, [names_of(0..3), names_of(4..5)].concat()));
    assert_refused(&bench.get("/v2/seal/list?modifyTimeStart=2025-01-01").await, 1005, "11990005");
    assert_refused(&bench.get("/v2/seal/list?tenantName=甲公司").await, 11_041_801, "11041801");
}

#[tokio::test]
async fn a_picture_is_reviewed_and_the_outcome_reported() {
    let bench = start_with(Options { callback_time_scale: 0.001, ..options() }).await;
    let receiver = Receiver::start(&[(500, ""), (200, r#"{"responseCode":00000000}"#)]).await;
    let application = hand_in(&bench, json!({ "callbackUrl": receiver.url })).await;
    let apply_id = result(&application)["applyId"].as_str().unwrap().to_owned();
    assert_eq!(names(&bench, "status=ALL").await.0, 0, "nobody has looked at it yet");
    let shown = bench.look(&format!("tickets/{apply_id}")).await;
    assert_eq!((&shown["kind"], &shown["applyId"]), (&json!("seal_review"), &json!(apply_id)));
    let (opened, _) = bench.control(Method::GET, &format!("links/{apply_id}"), None).await;
    assert_eq!(opened, 410);

    assert_eq!(bench.complete(&apply_id, "review").await["callback"], Value::Null);
    let passed = bench.complete(&apply_id, "passed").await;
    let callback = bench.callback_in(passed["callback"]["id"].as_u64().unwrap(), "received").await;
    assert_eq!(
        (&callback["event"], callback["attempts"].as_array().unwrap().len()),
        (&json!("seal_review"), 2)
    );
    let list = bench.get("/v2/seal/list").await;
    let seal = &result(&list)["list"][0];
    let event = receiver.received().remove(1).form;
    let field =
        |name: &str| event.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone()).unwrap();
    assert_eq!((field("applyId"), field("result")), (apply_id, "PASS".to_owned()));
    let detail: Value = serde_json::from_str(&field("detail")).unwrap();
    assert_eq!(detail, json!({ "sealType": "ENTERPRISE", "sealName": "图片章", "sealId": seal["id"] }));
    let reply = qiyuesuo::callback::parse(
        event,
        &[],
        &qiyuesuo::callback::CallbackOptions::new().allow_unsigned(true),
    );
    assert_eq!(reply.unwrap().kind(), qiyuesuo::callback::EventKind::SealReview);

    let receiver = Receiver::start(&[(200, r#"{"responseCode":00000000}"#)]).await;
    let application = hand_in(&bench, json!({ "callbackUrl": receiver.url })).await;
    let refused = bench.complete(result(&application)["applyId"].as_str().unwrap(), "failed").await;
    bench.callback_in(refused["callback"]["id"].as_u64().unwrap(), "received").await;
    let event = receiver.received().remove(0).form;
    assert!(event.contains(&("result".to_owned(), "REJECT".to_owned())), "{event:?}");
    assert_eq!(names(&bench, "status=ALL").await.0, 1);
}

#[tokio::test]
async fn a_legal_representative_has_one_seal() {
    let bench = start().await;
    let lp = json!({ "sealType": "LP", "lpLetter": PICTURE });
    assert_refused(&hand_in(&bench, json!({ "sealType": "LP" })).await, 1005, "11990005");
    let prefixed = hand_in(&bench, json!({ "sealImage": format!("data:image/png;base64,{PICTURE}") })).await;
    assert_refused(&prefixed, 1005, "11990005");
    let first = hand_in(&bench, lp.clone()).await;
    assert_refused(&hand_in(&bench, lp.clone()).await, 11_011_205, "11011205");
    bench.complete(result(&first)["applyId"].as_str().unwrap(), "failed").await;
    // With an outcome for everybody nobody waits.
    bench.put("settings", json!({ "outcomes": [{ "contact": "*", "outcome": "passed" }] })).await;
    result(&hand_in(&bench, lp.clone()).await);
    assert_refused(&hand_in(&bench, lp.clone()).await, 11_011_204, "11011204");
    result(&hand_in(&bench, json!({})).await);
    assert_eq!(names(&bench, "").await.0, 2);
    // Each company has its own.
    result(&bench.post("/v2/subcompany/invite", &json!({ "companyName": "甲公司" })).await);
    let mut there = lp;
    there["tenantName"] = "甲公司".into();
    result(&hand_in(&bench, there).await);
}

#[tokio::test]
async fn memory_is_bounded() {
    let most = 20;
    let bench =
        start_with(Options { limits: Limits { results: most, ..Limits::default() }, ..options() }).await;
    let mut ids = Vec::new();
    for index in 0..2 * most {
        ids.push(draw(&bench, &format!("章{index}")).await);
    }
    assert_eq!(names(&bench, "").await.0, i64::try_from(most).unwrap());
    assert_refused(&bench.get(&format!("/v2/seal/sealdetail?sealId={}", ids[0])).await, 1201, "11011201");
    // Users that are added weigh, too: in the end one seal is as heavy as all may be, and the older one goes.
    let bench =
        start_with(Options { limits: Limits { ticket_bytes: 4_000, ..Limits::default() }, ..options() })
            .await;
    draw(&bench, "甲").await;
    let second = draw(&bench, "乙").await;
    assert_eq!(names(&bench, "").await.0, 2);
    for contact in 0..40 {
        let contact = format!("{contact:011}");
        employ(&bench, &contact).await;
        let body = json!({ "sealId": second, "sealUsers": [person(&contact)] });
        result(&bench.post("/v2/seal/edit", &body).await);
    }
    assert_eq!(names(&bench, "").await, (1, vec!["乙".to_owned()]));
}
