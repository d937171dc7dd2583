//! What needs no client, and the log.
#![allow(clippy::unwrap_used)]

mod support;

use qiyuesuo_bridge::{Failure, LogLevel, Queue, Waiting, callback_parse, enable_logs, plugin_url, sign};
use serde_json::Value;
use std::time::Duration;
use support::{Manner, open, server, ticket};

#[test]
fn signs_as_the_contract_says() {
    // V1 of the collected facts: computed with Python's hashlib.
    let request =
        br#"{"token":"AbC123dEf4","secret":"Zy9Xw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0","timestamp":1700000000000,
        "nonce":"3f0b2c1e-6d5a-4b7c-8e9f-0123456789ab"}"#;
    assert!(sign(request).unwrap().contains("27b477d5acb48ff3bbc8ca29da990ca4"));
    let error = sign(br#"{"token":"t","secret":"hidden-secret","rule":"sha1"}"#).unwrap_err();
    assert_eq!(error.field(), Some("signature"));
    assert!(!error.to_string().contains("hidden-secret"));
    let error = sign(br#"{"token":"t","secret":["hidden-secret"]}"#).unwrap_err();
    assert!(!error.to_string().contains("hidden-secret"));
}

#[test]
fn reads_callbacks() {
    let event = callback_parse(
        br#"{"form":[["mode","BANK"],["status","1"],["authId","9"]],"options":{"allow_unsigned":true}}"#,
    );
    let event: Value = serde_json::from_str(&event.unwrap()).unwrap();
    assert_eq!((&event["type"], &event["authenticity"]), (&"personal_auth".into(), &"none".into()));
    assert_eq!(event["reply"]["body"], r#"{"code":0}"#);
    assert_eq!(callback_parse(br#"{"form":[["mode","BANK"]]}"#).unwrap_err().kind().as_str(), "callback");
}

/// The table is what the other languages are written from.
#[test]
fn every_option_of_the_table_is_read_and_no_other() {
    let refused = |name: &str| {
        let request = format!(r#"{{"form":{{"authId":"9"}},"options":{{"{name}":null}}}}"#);
        callback_parse(request.as_bytes()).unwrap_err().to_string()
    };
    for option in qiyuesuo::callback::CALLBACK_OPTIONS {
        let error = refused(option.name);
        assert!(error.starts_with(&format!("`{}` must be ", option.name)), "{error}");
    }
    let error = refused("min_age");
    assert!(error.starts_with("`min_age` is no option of a callback: allow_unsigned, max_age, "), "{error}");
}

#[test]
fn judges_what_hosts_hand_over_for_a_callback() {
    let refused = |request: &str| {
        let error = callback_parse(request.as_bytes()).unwrap_err();
        (error.kind().as_str(), error.field().map(str::to_owned))
    };
    for (keys, field) in
        [("[5]", "keys"), ("5", "keys"), (r#"["a",null]"#, "keys[1]"), ("\"\"", "keys"), ("[[]]", "keys")]
    {
        let request =
            format!(r#"{{"form":{{"authId":"1"}},"keys":{keys},"options":{{"allow_unsigned":true}}}}"#);
        assert_eq!(refused(&request), ("configuration", Some(field.to_owned())), "{keys}");
    }
    for form in ["5", r#""authId=1""#, r#"["authId"]"#, r#"[["authId"]]"#, r#"[[{},"1"]]"#, "[5]", "[]", "{}"]
    {
        let request = format!(r#"{{"form":{form},"options":{{"allow_unsigned":true}}}}"#);
        assert_eq!(refused(&request).0, "callback", "{form}");
    }
    // Signed with the first character of the key, as if the key were a list of characters; then with the key.
    let request = |signature: &str| {
        format!(
            r#"{{"form":{{"authId":"1","timestamp":"1735689600123","signature":"{signature}"}},"keys":"0123456789abcdef"}}"#
        )
    };
    assert_eq!(
        refused(&request("ccc31932d19fd9abde34b3204543d681")),
        ("callback", Some("signature".to_owned()))
    );
    let signed = callback_parse(request("007448408d210f0171d3c77343570b74").as_bytes());
    assert!(signed.unwrap().contains("timestamp_only"));
}

#[test]
fn a_callback_that_comes_again_is_told_and_let_in() {
    let event = |id: &str, options: &str| -> Value {
        let request =
            format!(r#"{{"form":{{"authId":"{id}"}},"options":{{"allow_unsigned":true{options}}}}}"#);
        serde_json::from_str(&callback_parse(request.as_bytes()).unwrap()).unwrap()
    };
    let remembering = r#","remember":3600"#;
    let first = event("again-1", remembering);
    assert_eq!(first["repeated"], false);
    let again = event("again-1", remembering);
    assert_eq!((&again["repeated"], &again["fingerprint"]), (&true.into(), &first["fingerprint"]));
    assert_eq!(event("again-1", "")["repeated"], false);
    assert_eq!(event("again-2", remembering)["repeated"], false);
    let error = callback_parse(br#"{"form":{"authId":"1"},"options":{"allow_unsigned":true,"remember":-1}}"#)
        .unwrap_err();
    assert_eq!((error.kind().as_str(), error.field()), ("configuration", Some("remember")));
}

#[test]
fn makes_plugin_addresses() {
    let url = plugin_url("a b", "personal-auth", "cn", true).unwrap();
    assert_eq!(url, "plugin://qyssdk-plugin/personal-auth?ticket=a%20b&env=cn&hasCb=true");
    assert!(plugin_url("t", "nowhere", "cn", true).is_err());
}

#[test]
fn failures_are_data() {
    let server = server(Manner::Answer);
    let call = qiyuesuo_bridge::Call { request: "{}".into(), ..ticket() };
    let error = open(&server).call_blocking(call, || Waiting::Continue).unwrap_err();
    let data = serde_json::to_value(Failure::from(&error)).unwrap();
    assert_eq!((&data["kind"], &data["field"]), (&"validation".into(), &"user".into()));
    assert_eq!(data["operation"], "personal_auth.create_ticket");
    assert!(data.get("http_status").is_none());
}

#[test]
fn logs_arrive_with_a_batch() {
    let server = server(Manner::Answer);
    let bridge = open(&server);
    enable_logs(LogLevel::Debug);
    let queue = Queue::new();
    bridge.submit(ticket(), &queue).unwrap();
    let mut lines = Vec::new();
    while lines.is_empty() {
        lines.extend(queue.drain(1, Duration::from_secs(5)).logs);
    }
    enable_logs(LogLevel::Off);
    let line = serde_json::to_value(&lines[0]).unwrap();
    assert_eq!(line["level"], "debug");
    let log = line["message"].as_str().unwrap();
    assert!(
        log.starts_with("attempt operation=personal_auth.create_ticket attempt=1 http_status=200"),
        "{log}"
    );
}
