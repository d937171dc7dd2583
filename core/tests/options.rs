//! Every option: from code, from JSON, from its variable, and what it does.

#![allow(clippy::unwrap_used)]

mod support;

use std::time::Duration;

use qiyuesuo::api::{ContactType, CreatePersonalAuthTicket, QueryPersonalSign, User, calls};
use qiyuesuo::plugin::PluginEnv;
use qiyuesuo::{Agent, Client, Environment, ErrorKind, OPTIONS, Options, SignatureRule, Source, Validation};
use serde_json::{Value, json};
use support::{Reply, SECRET, Server, TOKEN};

/// One option given in every way.
struct Given {
    name: &'static str,
    json: Value,
    /// The text of its variable; the agent has two variables of its own.
    text: Option<&'static str>,
    code: Options,
    /// What `explain` and `Debug` show of it.
    shown: &'static str,
}

fn given(
    name: &'static str,
    json: impl Into<Value>,
    text: &'static str,
    code: Options,
    shown: &'static str,
) -> Given {
    Given { name, json: json.into(), text: Some(text), code, shown }
}

fn every_option() -> Vec<Given> {
    let new = Options::new;
    let seconds = Duration::from_secs_f64;
    let rule = r#"{"digest":"md5","parts":["secret"]}"#;
    let mut own_rule = SignatureRule::md5();
    own_rule.parts = vec![qiyuesuo::signature::SignaturePart::Secret];
    let agent = Given {
        name: "agent",
        json: json!({"token": "at", "secret": "as"}),
        text: None,
        code: new().agent(Agent::new("at", "as")),
        shown: "(hidden)",
    };
    vec![
        given("app_token", "t", "t", new().app_token("t"), "(hidden)"),
        given("app_secret", "s", "s", new().app_secret("s"), "(hidden)"),
        given("app_secret_file", "/f", "/f", new().app_secret_file("/f"), "/f"),
        agent,
        given("environment", "test", "test", new().environment(Environment::Test), "test"),
        given("base_url", "https://x", "https://x", new().base_url("https://x"), "https://x"),
        given("connect_timeout", 1.5, "1.5", new().connect_timeout(seconds(1.5)), "1.5 s"),
        given("attempt_timeout", 2, " 2 ", new().attempt_timeout(seconds(2.0)), "2 s"),
        given("total_timeout", 3, "3e0", new().total_timeout(seconds(3.0)), "3 s"),
        given("max_retries", 0, "0", new().max_retries(0), "0"),
        given("proxy", "http://p", "http://p", new().proxy("http://p"), "(hidden)"),
        given("ca_pem", "PEM", "PEM", new().ca_pem("PEM"), "PEM"),
        given("ca_file", "/ca", "/ca", new().ca_file("/ca"), "/ca"),
        given("allow_http", true, "on", new().allow_http(true), "true"),
        given("pool_idle_timeout", 4, "4", new().pool_idle_timeout(seconds(4.0)), "4 s"),
        given("pool_max_idle", 5, "5", new().pool_max_idle(5), "5"),
        given("connection_max_age", 6, "6", new().connection_max_age(seconds(6.0)), "6 s"),
        given(
            "signature",
            json!({"digest": "md5", "parts": ["secret"]}),
            rule,
            new().signature(own_rule),
            "a rule of your own",
        ),
        given("header_prefix", "x-qys-", "x-qys-", new().header_prefix("x-qys-"), "x-qys-"),
        given("language", "en", "en", new().language("en"), "en"),
        given("validation", "lenient", "lenient", new().validation(Validation::Lenient), "lenient"),
        given("app_info", "shop/1", "shop/1", new().app_info("shop/1"), "shop/1"),
        given("clock_correction", false, "off", new().clock_correction(false), "false"),
        given("capture_bodies", true, "1", new().capture_bodies(true), "true"),
        given("max_download_bytes", 7, "7", new().max_download_bytes(7), "7"),
        given("calls_per_second", 8, "8", new().calls_per_second(8), "8"),
    ]
}

fn from_env(variables: &[(&str, &str)]) -> Options {
    let lookup = |name: &str| {
        variables.iter().find(|(variable, _)| *variable == name).map(|(_, text)| (*text).to_owned())
    };
    Options::from_env(&lookup).unwrap()
}

#[test]
fn every_option_is_tested_here() {
    let known: Vec<&str> = OPTIONS.iter().map(|option| option.name).collect();
    assert_eq!(every_option().iter().map(|given| given.name).collect::<Vec<_>>(), known);
}

#[test]
fn code_json_and_environment_mean_the_same() {
    for (given, info) in every_option().into_iter().zip(OPTIONS) {
        let name = given.name;
        assert!(given.code != Options::new(), "{name}");
        assert!(Options::from_json(&json!({ name: given.json })).unwrap() == given.code, "{name} from JSON");
        match (given.text, info.env) {
            (Some(text), Some(variable)) => {
                assert_eq!(variable, format!("QYS_{}", name.to_uppercase()));
                assert!(from_env(&[(variable, text)]) == given.code, "{name} from {variable}");
            }
            (None, None) => {
                let agent = [("QYS_AGENT_TOKEN", "at"), ("QYS_AGENT_SECRET", "as")];
                assert!(from_env(&agent) == given.code, "{name}");
            }
            _ => panic!("{name} has a variable and no test of it, or the other way round"),
        }
    }
}

#[test]
fn null_and_an_empty_variable_count_as_unset() {
    for info in OPTIONS {
        assert!(Options::from_json(&json!({ info.name: null })).unwrap() == Options::new(), "{}", info.name);
    }
    assert!(Options::from_env(&|_| Some(String::new())).unwrap() == Options::new());
    assert!(Options::from_env(&|_| None).unwrap() == Options::new());
}

#[test]
fn an_option_over_none_or_another_value_stands() {
    for given in every_option() {
        assert!(Options::new().overlay(given.code.clone()) == given.code, "{}", given.name);
        assert!(given.code.clone().overlay(Options::new()) == given.code, "{}", given.name);
    }
    let (env, code) = (Options::new().max_retries(1).language("cn"), Options::new().max_retries(2));
    assert!(env.overlay(code) == Options::new().max_retries(2).language("cn"));
}

#[test]
fn options_that_exclude_each_other_replace_each_other() {
    let new = Options::new;
    for (env, code) in [
        (new().environment(Environment::Test), new().base_url("https://x")),
        (new().base_url("https://x"), new().environment(Environment::Test)),
        (new().app_secret("s"), new().app_secret_file("/f")),
        (new().app_secret_file("/f"), new().app_secret("s")),
        (new().ca_pem("PEM"), new().ca_file("/f")),
        (new().ca_file("/f"), new().ca_pem("PEM")),
    ] {
        assert!(env.overlay(code.clone()) == code, "{code:?}");
    }
}

#[test]
fn explain_tells_where_each_value_comes_from() {
    for (given, info) in every_option().into_iter().zip(OPTIONS) {
        let (none, name) = (Options::new(), given.name);
        let of = |code: &Options, env: &Options| {
            let explained = code.explain(env);
            assert_eq!(explained.len(), OPTIONS.len());
            let (_, source, value) = explained.into_iter().find(|(info, ..)| info.name == name).unwrap();
            (source, value)
        };
        let value = Some(given.shown.to_owned());
        assert_eq!(of(&given.code, &none), (Source::Code, value.clone()), "{name}");
        assert_eq!(of(&given.code, &given.code), (Source::Code, value.clone()), "{name}");
        let variable = info.env.unwrap_or("QYS_AGENT_TOKEN");
        assert_eq!(of(&none, &given.code), (Source::Environment(variable), value), "{name}");
        assert_eq!(of(&none, &none), (Source::Default, None), "{name}");
        assert_eq!(
            format!("{:?}", given.code),
            format!("{:?}", std::collections::BTreeMap::from([(name, given.shown)]))
        );
    }
    // What is displaced has no effect, so it is not shown as if it had.
    let explained =
        Options::new().base_url("https://x").explain(&Options::new().environment(Environment::Test));
    let environment = explained.iter().find(|(info, ..)| info.name == "environment").unwrap();
    assert_eq!((environment.1.clone(), environment.2.clone()), (Source::Displaced("QYS_ENVIRONMENT"), None));
}

fn uri(options: Options) -> String {
    let client = options.app_token(TOKEN).app_secret(SECRET).build_without_env().unwrap();
    client
        .signed_request(calls::personal_sign::query, &QueryPersonalSign::default(), &[])
        .unwrap()
        .uri()
        .to_string()
}

#[test]
fn the_address_is_that_of_the_environment_or_the_one_given() {
    const PATH: &str = "/v2/personalsign/query";
    for (options, base) in [
        (Options::new(), "https://openapi.qiyuesuo.com"),
        (Options::new().environment(Environment::Production), "https://openapi.qiyuesuo.com"),
        (Options::new().environment(Environment::Test), "https://openapi.qiyuesuo.cn"),
        (Options::new().base_url("https://private.example:8443/qys/"), "https://private.example:8443/qys"),
        (Options::new().base_url("http://[::1]:8080"), "http://[::1]:8080"),
    ] {
        assert_eq!(uri(options), format!("{base}{PATH}"));
    }
}

async fn plugin_env(client: &Client) -> PluginEnv {
    client.personal_sign().query(&QueryPersonalSign::default()).await.unwrap().plugin_env()
}

#[tokio::test]
async fn an_emulator_has_the_plugin_of_production() {
    let server = Server::start(|_| Reply::ticket());
    assert_eq!(plugin_env(&server.client()).await, PluginEnv::Com);
}

#[tokio::test]
async fn options_of_the_headers_arrive() {
    let server = Server::start(|_| Reply::ticket());
    let options = server.options().header_prefix("X-QYS-").language("en").app_info("shop/1.0 (中文)");
    let client = options.signature(SignatureRule::md5_without_nonce()).build_without_env().unwrap();
    client.personal_sign().query(&QueryPersonalSign::default()).await.unwrap();
    let seen = server.only();
    assert_eq!(seen.header("x-qys-accesstoken"), Some(TOKEN));
    assert_eq!(seen.header("x-qys-language"), Some("en"));
    assert_eq!(seen.header("x-qys-nonce"), None, "only a nonce that is signed is sent");
    assert_eq!(seen.header("x-qys-open-accesstoken"), None);
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        seen.header("user-agent"),
        Some(format!("qiyuesuo-unofficial/{version} shop/1.0 (中文)").as_str())
    );
    let timestamp = seen.header("x-qys-timestamp").unwrap();
    let input = qiyuesuo::signature::Input { token: TOKEN, secret: SECRET, timestamp, nonce: "" };
    assert!(SignatureRule::md5_without_nonce().verify(&input, seen.header("x-qys-signature").unwrap()));
}

#[tokio::test]
async fn a_rule_as_data_signs_and_sends_its_headers() {
    let server = Server::start(|_| Reply::ticket());
    let rule = json!({
        "digest": "hmac-sha256", "parts": ["nonce", "timestamp"], "key": "secret", "encoding": "base64",
        "headers": {"X-Qys-Open-Algorithm": "HmacSHA256"},
    });
    let options = server.options().overlay(Options::from_json(&json!({ "signature": rule })).unwrap());
    options
        .build_without_env()
        .unwrap()
        .call(calls::personal_sign::query, &QueryPersonalSign::default())
        .await
        .unwrap();
    let seen = server.only();
    assert_eq!(seen.platform("algorithm"), "HmacSHA256");
    let rule = SignatureRule::parse(&rule.to_string()).unwrap();
    let (timestamp, nonce) = (seen.platform("timestamp"), seen.platform("nonce"));
    let input = qiyuesuo::signature::Input { token: TOKEN, secret: SECRET, timestamp, nonce };
    assert!(rule.verify(&input, seen.platform("signature")));
}

#[tokio::test]
async fn validation_can_be_lenient() {
    let server = Server::start(|_| Reply::ticket());
    let request =
        CreatePersonalAuthTicket::builder().user(User::new("1", ContactType::Mobile)).mode("SMS").build();
    let error = server.client().personal_auth().create_ticket(&request).await.unwrap_err();
    assert_eq!(error.field(), Some("mode"));
    let lenient = server.options().validation(Validation::Lenient).build_without_env().unwrap();
    lenient.personal_auth().create_ticket(&request).await.unwrap();
    assert_eq!(server.only().json()["mode"], "SMS");
}

#[tokio::test]
async fn connecting_has_a_time_out_of_its_own_with_tls_in_it() {
    // Something that accepts connections and never says a word of TLS.
    let silent = Server::start(|_| Reply::Hang);
    let options = silent.options().base_url(format!("https://localhost:{}", silent.port));
    let identity = support::tls::Identity::new();
    let options = options.ca_pem(identity.ca_pem).connect_timeout(Duration::from_millis(50));
    let error = options
        .build_without_env()
        .unwrap()
        .call(calls::personal_sign::query, &QueryPersonalSign::default())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.message().contains("connect time-out of 0.05 s"), "{error}");
}

#[tokio::test]
async fn without_idle_connections_every_call_has_its_own() {
    let server = Server::start(|_| Reply::ticket());
    let client = server.options().pool_max_idle(0).build_without_env().unwrap();
    for _ in 0..3 {
        client.personal_sign().query(&QueryPersonalSign::default()).await.unwrap();
    }
    assert_eq!(server.log().opened, 3);
    server.until("all connections are closed", |log| log.closed == 3).await;
}

#[tokio::test]
async fn the_clock_correction_can_be_switched_off() {
    let server = Server::start(|_| Reply::answer(445, "Date: Tue, 01 Jan 2030 00:00:00 GMT\r\n", ""));
    let on =
        server.client().call(calls::personal_sign::query, &QueryPersonalSign::default()).await.unwrap_err();
    assert_eq!((on.kind(), on.attempts()), (ErrorKind::Authentication, 2));
    let off = server.options().clock_correction(false).build_without_env().unwrap();
    let error = off.call(calls::personal_sign::query, &QueryPersonalSign::default()).await.unwrap_err();
    assert_eq!(error.attempts(), 1);
    // The offset is told all the same.
    assert!(error.clock_offset_ms().is_some_and(|offset| offset.abs() > 60_000));
}

#[test]
fn what_was_an_option_once_is_refused_with_the_reason() {
    let error = Options::from_json(&json!({"http2": true})).unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::Configuration, Some("http2")));
    assert!(error.message().contains("HTTP/1.1"), "{error}");
    let from_env =
        |value: &'static str| Options::from_env(&move |name| (name == "QYS_HTTP2").then(|| value.to_owned()));
    for asked in ["1", "true", "on", "sometimes"] {
        assert_eq!(from_env(asked).unwrap_err().field(), Some("QYS_HTTP2"), "{asked}");
    }
    for off in ["", "0", "false", "no"] {
        assert!(from_env(off).is_ok(), "{off}");
    }
}
