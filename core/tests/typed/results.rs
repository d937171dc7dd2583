//! What a success may lack, and what it may not.

use qiyuesuo::ErrorKind;
use qiyuesuo::api::{CreateContractViewTicket, GetCompanyAuthResult};
use serde_json::{Value, json};

use crate::answering;
use crate::support::{Reply, Server};

#[tokio::test]
async fn only_what_is_promised_can_fail_a_result() {
    let odd =
        json!({"status": "2", "basicStatus": "soon", "authEndTime": 1700000000000_i64, "extra": {"a": 1}});
    let (_server, client) = answering(odd.clone());
    let request = GetCompanyAuthResult::builder().request_id("1").build();
    let result = client.company_auth().get_result(&request).await.unwrap();
    assert_eq!((result.status, result.basic_status, result.auth_end_time.as_deref()), (2, None, None));
    let expected = json!({"basicStatus": "soon", "authEndTime": 1700000000000_i64, "extra": {"a": 1}});
    assert_eq!(Value::from(result.extra.clone()), expected);

    let answer =
        client.call_json("company_auth.get_result", r#"{"requestId":"1"}"#.into(), Vec::new()).await.unwrap();
    let json: Value = serde_json::from_slice(&answer).unwrap();
    assert_eq!(json, json!({"status": 2, "extra": expected}));

    let (_server, client) = answering(json!({"status": "none", "authEndTime": 1}));
    let error = client.company_auth().get_result(&request).await.unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::InvalidResponse, Some("result.status")));
}

#[tokio::test]
async fn half_a_character_does_not_cost_the_answer() {
    let body = r#"{"code":0,"message":"\ud83d","result":{"ticket":"T","name":"\ude00x"}}"#;
    let server = Server::start(move |_| Reply::Json(body.to_owned()));
    let request = CreateContractViewTicket::builder().contract_id("1").build();
    let ticket = server.client().contract().create_view_ticket(&request).await.unwrap();
    assert_eq!((ticket.ticket.as_str(), &ticket.extra["name"]), ("T", &json!("\u{fffd}x")));
}

#[tokio::test]
async fn half_a_character_does_not_turn_an_error_into_a_file() {
    let refused = r#"{"code":1,"message":"no \ud83d file"}"#;
    let server = Server::start(move |_| Reply::Json(refused.to_owned()));
    let error = server.client().request("GET", "/v2/contract/download").download().await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(1)));
    assert!(error.message().contains("no \u{fffd} file"), "{error}");

    // What is a file stays as it is, also where it looks like one of ours.
    let file = r#"{"note":"\ud83d"}"#;
    let server = Server::start(move |_| Reply::Json(file.to_owned()));
    let download = server.client().request("GET", "/v2/contract/download").download().await.unwrap();
    assert_eq!(download.body().as_ref(), file.as_bytes());
}
