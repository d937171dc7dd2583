//! What a success may lack, and what it may not.

use qiyuesuo::ErrorKind;
use qiyuesuo::api::{CreateContractViewTicket, GetCompanyAuthResult};
use serde_json::{Value, json};

use crate::support::{Reply, Server};
use crate::{ID, answering};

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

#[tokio::test]
async fn a_ticket_of_another_type_than_promised_is_no_success() {
    for (result, field) in [
        (json!({"ticket": ""}), "result.ticket"),
        (json!({"ticket": null}), "result.ticket"),
        (json!({"ticket": 5}), "result.ticket"),
        (json!({}), "result.ticket"),
        (json!(null), "result.ticket"),
        (json!([]), "result"),
        (json!("TICKET"), "result"),
    ] {
        let (_server, client) = answering(result.clone());
        let request = CreateContractViewTicket::builder().contract_id("1").build();
        let error = client.contract().create_view_ticket(&request).await.unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::InvalidResponse, Some(field)), "{result}");
        assert_eq!((error.http_status(), error.attempts()), (Some(200), 1));
    }
}

#[tokio::test]
async fn a_call_by_name_answers_ids_as_strings() {
    let (_server, client) =
        answering(json!({"authUrl": "https://x", "authId": 2978129483837784067_i64, "n": 1}));
    let request = r#"{"user":{"contact":"1","contactType":"MOBILE"}}"#;
    let answer = client.call_json("personal_auth.create_link", request.into(), Vec::new()).await.unwrap();
    let json: Value = serde_json::from_slice(&answer).unwrap();
    assert_eq!(json, json!({"authUrl": "https://x", "authId": ID, "extra": {"n": 1}}));
    assert_eq!(answer.operation().name, "personal_auth.create_link");
}

fn answers(body: &'static str) -> Server {
    Server::start(move |_| Reply::Json(body.to_owned()))
}

#[tokio::test]
async fn an_envelope_is_answered_whatever_its_code_says() {
    let refused = r#"{"code":"1605","message":"DONE","result":{"id":2978129483837784067}}"#;
    let server = answers(refused);
    let ask = |server: &Server, method: &str, path: &str| {
        let client = server.client();
        let (method, path) = (method.to_owned(), path.to_owned());
        async move { client.request(method, path).json(&json!({"contractId": "1"})).envelope().await }
    };
    let view = "/v2/contract/miniappexchange/view";
    let answer = ask(&server, "POST", view).await.unwrap();
    assert_eq!(answer.body(), refused.replace("\"1605\"", "1605").as_bytes());
    assert_eq!(
        (answer.http_status(), answer.attempts(), answer.content_type()),
        (200, 1, Some("application/json;charset=UTF-8"))
    );

    for success in
        [r#"{"code":"0","result":{"ticket":"T"}}"#, r#"{"responseCode":"00000000","result":{"ticket":"T"}}"#]
    {
        let answer = ask(&answers(success), "POST", view).await.unwrap();
        assert_eq!(answer.json().unwrap()["code"], json!(0), "{success}");
        assert_eq!(answer.json().unwrap()["result"]["ticket"], json!("T"));
    }

    // What an operation promises is there or told; what the SDK does not know promises nothing.
    for (body, field) in [
        (r#"{"code":0,"message":"SUCCESS"}"#, "result.ticket"),
        (r#"{"code":"0","result":{}}"#, "result.ticket"),
        (r#"{"code":0,"result":{"ticket":null}}"#, "result.ticket"),
        (r#"{"code":0,"result":{"ticket":["secret-1"]}}"#, "result.ticket"),
    ] {
        let server = answers(body);
        let error = ask(&server, "post", view).await.unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::InvalidResponse, Some(field)), "{body}");
        assert!(!format!("{error:?}").contains("secret-1"));
        assert!(
            ask(&server, "GET", view).await.is_ok() && ask(&server, "POST", "/v2/other").await.is_ok(),
            "{body}"
        );
    }

    let server = Server::start(|_| Reply::answer(404, "", r#"{"code":1605,"message":"DONE"}"#));
    let error = ask(&server, "POST", view).await.unwrap_err();
    assert_eq!((error.kind(), error.http_status(), error.code()), (ErrorKind::Api, Some(404), Some(1605)));
    let error = ask(&answers("<html>"), "POST", view).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidResponse);
}

#[tokio::test]
async fn a_success_without_its_result_repeats_nothing_that_was_signed() {
    let server = Server::start(|seen| {
        let head = format!("X-Echo: {} {}\r\n", seen.platform("signature"), seen.platform("nonce"));
        Reply::answer(200, &head, r#"{"code":0,"message":"SUCCESS"}"#)
    });
    let request = CreateContractViewTicket::builder().contract_id("2978129483837784067").build();
    let error = server.client().contract().create_view_ticket(&request).await.unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::InvalidResponse, Some("result.ticket")));
    let seen = server.seen().pop().unwrap();
    let shown = format!("{error:?} {:?} {:?}", error.headers(), error.body());
    assert!(error.headers().contains_key("x-echo"));
    for hidden in [seen.platform("signature"), seen.platform("nonce"), ID] {
        assert!(!shown.contains(hidden), "{shown}");
    }
}
