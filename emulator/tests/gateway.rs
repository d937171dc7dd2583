//! The order of the gateway's checks, and what each answers.
#![allow(clippy::unwrap_used)]

mod support;

use qiyuesuo_emulator::{Options, SignatureRule};
use reqwest::Method;
use serde_json::json;
use support::{USER, answer, create_body, md5_hex, nonce, now_ms, options, start, start_with};

const PATH: &str = "/v2/personalauth/miniappexchange";

#[tokio::test]
async fn probed_answers_are_the_same_bytes() {
    let bench = start().await;
    for path in [PATH, "/no/such/path", "/v2/contract/draft"] {
        let response = bench.bare(Method::POST, path).send().await.unwrap();
        assert_eq!(response.status(), 441);
        assert!(response.headers().contains_key("date"));
        assert_eq!(response.headers()["content-type"], "application/json;charset=UTF-8");
        assert_eq!(
            response.text().await.unwrap(),
            r#"{"message":"HEADER REQUIRED,x-qys-open-accesstoken","code":441,"responseCode":"11990441"}"#
        );
        let response = bench
            .bare(Method::POST, path)
            .header("x-qys-open-accesstoken", "nobody")
            .header("x-qys-open-timestamp", "1")
            .header("x-qys-open-signature", "x")
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 442);
        assert_eq!(
            response.text().await.unwrap(),
            r#"{"message":"INVALID TOKEN","code":442,"responseCode":"11990442"}"#
        );
    }
}

#[tokio::test]
async fn each_check_comes_before_the_next() {
    let bench = start().await;
    let (token, secret) = &bench.app;
    let sign = |timestamp: &str, nonce: &str| md5_hex(&format!("{token}{secret}{timestamp}{nonce}"));
    let now = now_ms().to_string();
    let old = (now_ms() - 16 * 60 * 1000).to_string();
    let used = nonce();
    let first = bench.signed_at(Method::POST, PATH, now_ms(), &used).body(USER);
    assert_eq!(answer(first).await.1["code"], 0);

    // Each row is wrong in everything that the later rows are wrong in.
    let wrong = "0".repeat(32);
    let rows = [
        (["", &old, &wrong], 441),
        (["nobody", "", &wrong], 441),
        (["nobody", &old, ""], 441),
        (["nobody", &old, &wrong], 442),
        ([token, &old, &wrong], 443),
        ([token, &old, &sign(&old, &used)], 444),
        ([token, &now, &sign(&now, &used)], 445),
    ];
    for (values, expected) in rows {
        let mut request = bench.bare(Method::POST, PATH).body("not JSON").header("x-qys-open-nonce", &used);
        for (name, value) in ["accesstoken", "timestamp", "signature"].iter().zip(values) {
            if !value.is_empty() {
                request = request.header(format!("x-qys-open-{name}"), value);
            }
        }
        let (status, body) = answer(request).await;
        assert_eq!((status.as_u16(), body["code"].as_u64()), (expected, Some(expected.into())), "{body}");
        assert_eq!(body["responseCode"], format!("11990{expected}"));
    }

    // Then routing, parameters, business.
    let (status, body) = answer(bench.signed(Method::POST, "/no/such").body("not JSON")).await;
    assert_eq!((status.as_u16(), body["code"].as_i64()), (404, Some(404)));
    // 119904xx would tell a client that its credentials are wrong.
    assert_eq!(body.get("responseCode"), None);
    let (status, body) = answer(bench.signed(Method::GET, PATH)).await;
    assert_eq!((status.as_u16(), body["code"].as_i64(), body.get("responseCode")), (405, Some(405), None));
    let (status, body) = answer(bench.signed(Method::GET, "/v2/contract/draft")).await;
    assert_eq!(status, 405);
    assert!(body["message"].as_str().unwrap().ends_with("/v2/contract/draft wants POST"), "{body}");
    let (status, body) = answer(bench.signed(Method::POST, PATH).body(r#"{"user":{"contact":"1"}}"#)).await;
    assert_eq!((status.as_u16(), body["code"].as_i64()), (200, Some(1005)));
    assert_eq!(body["responseCode"], "11990005");
    assert!(body["message"].as_str().unwrap().contains("user.contactType"), "{body}");
}

#[tokio::test]
async fn a_refused_request_does_not_use_its_nonce_up() {
    let bench = start().await;
    let nonce = nonce();
    let stale = bench.signed_at(Method::POST, PATH, now_ms() - 3_600_000, &nonce).body(USER);
    assert_eq!(answer(stale).await.0, 444);
    for expected in [200, 445] {
        let request = bench.signed_at(Method::POST, PATH, now_ms(), &nonce).body(USER);
        assert_eq!(answer(request).await.0, expected);
    }
    // Ten minutes later it may be used again.
    bench.put("settings", json!({ "clock_offset_ms": 601_000 })).await;
    let request = bench.signed_at(Method::POST, PATH, now_ms() + 601_000, &nonce).body(USER);
    assert_eq!(answer(request).await.0, 200);
}

#[tokio::test]
async fn the_clock_can_be_moved() {
    let bench = start().await;
    let hour = 3_600_000;
    bench.put("settings", json!({ "clock_offset_ms": hour })).await;
    let response = bench.signed(Method::POST, PATH).body(USER).send().await.unwrap();
    assert_eq!(response.status(), 444);
    let date = httpdate::parse_http_date(response.headers()["date"].to_str().unwrap()).unwrap();
    let date: i64 = date.duration_since(std::time::UNIX_EPOCH).unwrap().as_millis().try_into().unwrap();
    assert!((date - now_ms() - hour).abs() < 2_000, "Date tells the emulator's time");
    for (shift, expected) in [(-14, 200), (14, 200), (-16, 444), (16, 444)] {
        let timestamp = now_ms() + hour + shift * 60_000;
        let request = bench.signed_at(Method::POST, PATH, timestamp, &nonce()).body(USER);
        assert_eq!(answer(request).await.0, expected, "{shift} min");
    }
    for text in ["soon", "1.5", ""] {
        let (token, secret) = &bench.app;
        let request = bench
            .bare(Method::POST, PATH)
            .header("x-qys-open-accesstoken", token)
            .header("x-qys-open-timestamp", text)
            .header("x-qys-open-signature", md5_hex(&format!("{token}{secret}{text}")));
        let expected = if text.is_empty() { 441 } else { 444 };
        assert_eq!(answer(request).await.0, expected, "{text:?}");
    }
}

#[tokio::test]
async fn signature_rules() {
    let bench = start().await;
    let (token, secret) = &bench.app;
    let request = |signature: String, timestamp: i64, nonce: Option<&str>| {
        let mut request = bench
            .bare(Method::POST, PATH)
            .body(USER)
            .header("x-qys-open-accesstoken", token)
            .header("x-qys-open-timestamp", timestamp)
            .header("x-qys-open-signature", signature);
        if let Some(nonce) = nonce {
            request = request.header("x-qys-open-nonce", nonce);
        }
        answer(request)
    };
    let now = now_ms();
    let without = md5_hex(&format!("{token}{secret}{now}"));
    assert_eq!(request(without.clone(), now, None).await.0, 200, "md5-without-nonce");
    assert_eq!(request(without, now, Some("n-1")).await.0, 443, "a nonce that is sent has to be signed");
    let with = md5_hex(&format!("{token}{secret}{now}n-1"));
    assert_eq!(request(with.to_uppercase(), now, Some("n-1")).await.0, 443, "upper case");
    let hint = bench.last_request().await["signature"]["hint"].as_str().unwrap().to_owned();
    assert!(hint.contains("lower case"), "{hint}");
    assert_eq!(request(with, now, Some("n-1")).await.0, 200, "md5");

    use hmac::{Hmac, KeyInit, Mac};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{token}{now}n-2").as_bytes());
    let hex: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(request(hex, now, Some("n-2")).await.0, 200, "hmac-sha256-provisional");
    let seen = bench.last_request().await;
    assert_eq!(seen["signature"]["rule"], "hmac-sha256-provisional");
}

#[tokio::test]
async fn only_the_rules_that_are_set() {
    let bench = start_with(Options { signature_rules: vec![SignatureRule::Md5], ..options() }).await;
    let (token, secret) = &bench.app;
    let now = now_ms();
    let request = bench
        .bare(Method::POST, PATH)
        .header("x-qys-open-accesstoken", token)
        .header("x-qys-open-timestamp", now)
        .header("x-qys-open-signature", md5_hex(&format!("{token}{secret}{now}")));
    let (status, body) = answer(request).await;
    assert_eq!((status.as_u16(), body["message"].as_str()), (441, Some("HEADER REQUIRED,x-qys-open-nonce")));
}

#[tokio::test]
async fn agents() {
    let bench = start().await;
    let path = "/saas/v2/personalauth/miniappexchange";
    let now = now_ms().to_string();
    let (token, secret) = &bench.app;

    // The app's headers do not replace the agent's.
    let nonce_1 = nonce();
    let app_only = bench
        .bare(Method::POST, path)
        .body(USER)
        .header("x-qys-open-accesstoken", token)
        .header("x-qys-open-timestamp", &now)
        .header("x-qys-open-nonce", &nonce_1)
        .header("x-qys-open-signature", md5_hex(&format!("{token}{secret}{now}{nonce_1}")));
    let (status, body) = answer(app_only).await;
    assert_eq!(status, 441);
    assert_eq!(body["message"], "HEADER REQUIRED,x-qys-open-agentaccesstoken");

    assert_eq!(answer(bench.signed(Method::POST, path).body(USER)).await.0, 200, "the agent alone");

    // Both pairs: each must be right, over the same time and nonce.
    for (app_signature, expected) in [(None, 443), (Some(()), 200)] {
        let (nonce, now) = (nonce(), now_ms());
        let right = md5_hex(&format!("{token}{secret}{now}{nonce}"));
        let request = bench
            .signed_at(Method::POST, path, now, &nonce)
            .body(USER)
            .header("x-qys-open-accesstoken", token)
            .header("x-qys-open-signature", app_signature.map_or("0".repeat(32), |()| right));
        assert_eq!(answer(request).await.0, expected);
    }
    let without_signature =
        bench.signed(Method::POST, path).body(USER).header("x-qys-open-accesstoken", token);
    assert_eq!(answer(without_signature).await.1["message"], "HEADER REQUIRED,x-qys-open-signature");
    let wrong_agent = bench
        .signed(Method::POST, PATH)
        .body(USER)
        .header("x-qys-open-agentaccesstoken", "nobody")
        .header("x-qys-open-agentsignature", "x");
    assert_eq!(answer(wrong_agent).await.0, 442, "what is sent must be right everywhere");
}

#[tokio::test]
async fn another_header_prefix() {
    let bench = start_with(Options { header_prefix: Some("X-Qys-".into()), ..options() }).await;
    let (token, secret) = &bench.app;
    let (now, nonce) = (now_ms(), nonce());
    let request = bench
        .bare(Method::POST, PATH)
        .json(&create_body())
        .header("x-qys-accesstoken", token)
        .header("x-qys-timestamp", now)
        .header("x-qys-nonce", &nonce)
        .header("x-qys-signature", md5_hex(&format!("{token}{secret}{now}{nonce}")));
    assert_eq!(answer(request).await.0, 200);
    assert!(bench.ticket().await.starts_with("emulator"), "the usual prefix goes on");
    let (_, body) = answer(bench.bare(Method::POST, PATH)).await;
    assert_eq!(body["message"], "HEADER REQUIRED,x-qys-open-accesstoken");
    let half = bench.bare(Method::POST, PATH).header("x-qys-accesstoken", token);
    assert_eq!(answer(half).await.1["message"], "HEADER REQUIRED,x-qys-timestamp");
}
