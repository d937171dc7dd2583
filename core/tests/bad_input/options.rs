//! Options that are wrong.

use std::time::Duration;

use qiyuesuo::{Environment, Error, ErrorKind, OPTIONS, Options, SignatureRule};
use serde_json::{Value, json};

use crate::{client, good, refused, shown};

fn from_json(json: &Value) -> Error {
    let error = Options::from_json(json).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    error
}

/// Options whose text can be anything until a client is built.
const TEXTS: [&str; 10] = [
    "app_token",
    "app_secret",
    "app_secret_file",
    "base_url",
    "proxy",
    "ca_pem",
    "ca_file",
    "header_prefix",
    "language",
    "app_info",
];

#[test]
fn a_wrong_json_type_is_told_for_every_option() {
    for option in OPTIONS {
        for wrong in [json!([]), json!(-1), json!({"a": 1}), json!("\u{1}")] {
            if wrong.is_string() && TEXTS.contains(&option.name) {
                continue;
            }
            let error = from_json(&json!({ option.name: wrong }));
            assert_eq!(error.field(), Some(option.name), "{wrong}");
        }
    }
}

#[test]
fn a_wrong_text_is_told_for_every_variable() {
    for option in OPTIONS.iter().filter(|option| !TEXTS.contains(&option.name)) {
        let Some(variable) = option.env else { continue };
        for wrong in ["-1", "x", " ", "1e99", "NaN"] {
            let error = Options::from_env(&|name| (name == variable).then(|| wrong.to_owned())).unwrap_err();
            assert_eq!((error.kind(), error.field()), (ErrorKind::Configuration, Some(variable)), "{wrong}");
        }
    }
}

#[test]
fn numbers_out_of_range_are_told() {
    for json in [
        json!({"total_timeout": 0}),
        json!({"total_timeout": 86_401}),
        json!({"connect_timeout": "5 s"}),
        json!({"max_retries": 1.5}),
        json!({"max_retries": 4_294_967_296_u64}),
        json!({"max_retries": "2"}),
        json!({"pool_max_idle": -1}),
        json!({"clock_correction": 1}),
        json!({"allow_http": "true"}),
    ] {
        from_json(&json);
    }
}

#[test]
fn time_outs_given_in_code_are_checked_like_the_others() {
    type Set = fn(Options, Duration) -> Options;
    let setters: [(&str, Set); 5] = [
        ("connect_timeout", |options, value| options.connect_timeout(value)),
        ("attempt_timeout", |options, value| options.attempt_timeout(value)),
        ("total_timeout", |options, value| options.total_timeout(value)),
        ("pool_idle_timeout", |options, value| options.pool_idle_timeout(value)),
        ("connection_max_age", |options, value| options.connection_max_age(value)),
    ];
    for (name, set) in setters {
        for wrong in [Duration::ZERO, Duration::MAX, Duration::from_millis(86_400_001)] {
            assert_eq!(refused(set(good(), wrong)).field(), Some(name), "{wrong:?}");
        }
        for right in [Duration::from_millis(1), Duration::from_secs(86_400)] {
            set(good(), right).build_without_env().unwrap();
        }
    }
}

#[test]
fn an_unknown_option_is_told_with_the_one_that_was_meant() {
    for (written, meant) in [
        ("appToken", "app_token"),
        ("base_uri", "base_url"),
        ("max_retry", "max_retries"),
        ("proxi", "proxy"),
    ] {
        let error = from_json(&json!({ written: "x" }));
        assert_eq!(error.field(), Some(written));
        assert!(error.message().contains(&format!("did you mean `{meant}`")), "{error}");
    }
    let error = from_json(&json!({"verify_tls": false}));
    assert!(OPTIONS.iter().all(|option| error.message().contains(option.name)), "{error}");
    assert_eq!(from_json(&json!([])).kind(), ErrorKind::Configuration);
}

#[test]
fn half_an_agent_is_told() {
    for wrong in [json!({"token": "t"}), json!({"token": "t", "secret": "Qx7Mark", "x": 1}), json!("Qx7Mark")]
    {
        let error = from_json(&json!({ "agent": wrong }));
        assert_eq!(error.field(), Some("agent"));
        assert!(!shown(&error).contains("Qx7Mark"));
    }
    let lookup = |name: &str| (name == "QYS_AGENT_TOKEN").then(|| "t".to_owned());
    assert_eq!(Options::from_env(&lookup).unwrap_err().field(), Some("QYS_AGENT_SECRET"));
    let lookup = |name: &str| (name == "QYS_AGENT_SECRET").then(|| "Qx7Mark".to_owned());
    let error = Options::from_env(&lookup).unwrap_err();
    assert_eq!(error.field(), Some("QYS_AGENT_TOKEN"));
    assert!(!shown(&error).contains("Qx7Mark"));
}

#[test]
fn a_signature_rule_that_cannot_be_is_told() {
    for wrong in [
        json!("sha1"),
        json!({}),
        json!({"digest": "md5", "parts": []}),
        json!({"digest": "md5", "parts": ["token", "body"]}),
        json!({"digest": "md5", "parts": ["token"], "key": "secret"}),
        json!({"digest": "hmac-sha256", "parts": ["token"]}),
        json!({"digest": "md5", "parts": ["token"], "encoding": "HeX"}),
        json!({"digest": "md5", "parts": ["token"], "headers": {"a b": "c"}}),
        json!({"digest": "md5", "parts": ["token"], "headers": {"a": "c\r\nd"}}),
        json!({"digest": "md5", "parts": ["token"], "salt": "x"}),
    ] {
        assert_eq!(from_json(&json!({ "signature": wrong })).field(), Some("signature"), "{wrong}");
    }
    let mut rule = SignatureRule::md5();
    rule.parts.clear();
    assert_eq!(refused(good().signature(rule)).field(), Some("signature"));
}

#[test]
fn what_cannot_stand_in_a_header_is_told() {
    for (name, options) in [
        ("header_prefix", good().header_prefix("x qys ")),
        ("header_prefix", good().header_prefix("x-qys:\r\n")),
        ("header_prefix", good().header_prefix("头-")),
        ("app_info", good().app_info("shop/1.0\r\nX-Evil: 1")),
        ("app_info", good().app_info("shop\0")),
        ("language", good().language("cn\nX-Evil: 1")),
    ] {
        assert_eq!(refused(options).field(), Some(name));
    }
}

#[test]
fn a_proxy_of_an_unknown_scheme_is_told_without_its_password() {
    for proxy in
        ["ftp://u:Qx7Mark@proxy.test", "socks4://u:Qx7Mark@proxy.test", "http://", "http://u:Qx7Mark@", ""]
    {
        let error = refused(good().proxy(proxy));
        assert_eq!(error.field(), Some("proxy"), "{proxy}");
        assert!(error.message().contains("http://, https:// or socks5://"), "{error}");
        assert!(!shown(&error).contains("Qx7Mark"), "{error}");
    }
}

#[test]
fn certificate_authorities_that_cannot_be_read_are_told() {
    let far = || good().base_url("https://platform.test");
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    for pem in ["", "not a certificate", broken, key, "-----BEGIN CERTIFICATE-----\n"] {
        assert_eq!(refused(far().ca_pem(pem)).field(), Some("ca_pem"), "{pem}");
        // Also where nothing would be verified: a mistake is a mistake.
        assert_eq!(refused(good().ca_pem(pem)).field(), Some("ca_pem"), "{pem}");
    }
    let error = refused(far().ca_file("/nonexistent/ca.pem"));
    assert_eq!(error.field(), Some("ca_file"));
    assert!(error.message().contains("/nonexistent/ca.pem"), "{error}");
    assert_eq!(refused(far().ca_pem("x").ca_file("y")).field(), Some("ca_pem"));
}

#[test]
fn what_belongs_to_the_connections_cannot_change_in_a_view() {
    let client = client();
    for (name, options) in [
        ("base_url", Options::new().base_url("http://127.0.0.1:10")),
        ("environment", Options::new().environment(Environment::Test)),
        ("connect_timeout", Options::new().connect_timeout(Duration::from_secs(1))),
        ("proxy", Options::new().proxy("direct")),
        ("ca_pem", Options::new().ca_pem("x")),
        ("ca_file", Options::new().ca_file("x")),
        ("allow_http", Options::new().allow_http(true)),
        ("pool_idle_timeout", Options::new().pool_idle_timeout(Duration::from_secs(1))),
        ("pool_max_idle", Options::new().pool_max_idle(1)),
        ("connection_max_age", Options::new().connection_max_age(Duration::from_secs(1))),
    ] {
        assert!(OPTIONS.iter().any(|option| option.name == name && !option.per_call));
        let error = client.with_options(options).map(drop).unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Configuration, Some(name)));
        assert!(error.message().contains("build another client"), "{error}");
    }
    assert_eq!(OPTIONS.iter().filter(|option| !option.per_call).count(), 10, "one is not tested above");
}
