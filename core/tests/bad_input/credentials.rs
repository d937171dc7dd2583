//! Credentials that cannot be right.

use std::path::PathBuf;

use qiyuesuo::api::calls;
use qiyuesuo::{Agent, ErrorKind, Options, SignOptions};
use serde_json::json;
use tokio::task::JoinSet;

use crate::support::{Reply, SECRET, Server, TOKEN};
use crate::{good, refused, shown};

/// Stands in every bad value, so that an error that quotes one is caught.
const MARK: &str = "Qx7Mark";

fn bad_values() -> Vec<(&'static str, String)> {
    vec![
        ("empty", String::new()),
        ("blank", "   ".to_owned()),
        ("padded at its end", format!("{MARK} ")),
        ("padded at its beginning", format!("\u{3000}{MARK}")),
        ("with a line break at its end", format!("{MARK}\n")),
        ("with CR and LF", format!("{MARK}\r\n")),
        ("with a line break inside", format!("{MARK}\nX-Evil: 1")),
        ("with a NUL", format!("{MARK}\0")),
        ("with a NUL inside", format!("{MARK}\0{MARK}")),
        ("with a tab", format!("{MARK}\t{MARK}")),
        ("of 1 MiB", MARK.repeat((1 << 20) / MARK.len())),
        ("of 1,025 bytes", "x".repeat(1_025 - MARK.len()) + MARK),
    ]
}

/// A rule whose signature is the same at any time.
const TOKEN_ONLY: &str = r#"{"digest": "md5", "parts": ["token", "secret"]}"#;

/// Sets one credential.
type Set = fn(Options, String) -> Options;

/// Each credential with the name an error gives it.
const SETTERS: [(&str, Set); 4] = [
    ("app_token", |options, value| options.app_token(value)),
    ("app_secret", |options, value| options.app_secret(value)),
    ("agent.token", |options, value| options.agent(Agent::new(value, SECRET))),
    ("agent.secret", |options, value| options.agent(Agent::new("agentToken", value))),
];

#[test]
fn no_bad_credential_is_accepted_or_shown() {
    for (field, set) in SETTERS {
        for (what, value) in bad_values() {
            let options = set(good(), value);
            assert!(!format!("{options:?} {options:#?}").contains(MARK), "{field} {what}");
            let error = refused(options);
            assert_eq!(error.field(), Some(field), "{field} {what}");
            assert!(!shown(&error).contains(MARK), "{field} {what}: {error}");
        }
    }
}

#[test]
fn the_message_says_what_is_wrong_with_it() {
    for (value, message) in [
        ("", "`app_secret` is empty"),
        (" ", "`app_secret` is blank"),
        ("a ", "`app_secret` has white space at its beginning or end"),
        ("a\n", "`app_secret` holds a control character, such as a line break"),
    ] {
        let error = refused(good().app_secret(value));
        assert!(error.message().starts_with(message), "{error}");
    }
}

#[test]
fn a_view_is_as_strict_as_a_client() {
    let client = crate::client();
    for (field, set) in SETTERS {
        for (what, value) in bad_values() {
            let error = client.with_options(set(Options::new(), value)).map(drop).unwrap_err();
            assert_eq!((error.kind(), error.field()), (ErrorKind::Configuration, Some(field)), "{what}");
            assert!(!shown(&error).contains(MARK), "{field} {what}: {error}");
        }
    }
}

#[test]
fn credentials_from_json_and_from_the_environment_are_checked_alike() {
    for (what, value) in bad_values() {
        let json = json!({"app_token": TOKEN, "app_secret": value, "base_url": "http://127.0.0.1:9"});
        let error = refused(Options::from_json(&json).unwrap());
        assert_eq!(error.field(), Some("app_secret"), "{what}");
        assert!(!shown(&error).contains(MARK), "{what}: {error}");
        let lookup = |name: &str| match name {
            "QYS_APP_TOKEN" => Some(value.clone()),
            "QYS_APP_SECRET" => Some(SECRET.to_owned()),
            _ => None,
        };
        let error = refused(Options::from_env(&lookup).unwrap());
        assert_eq!(error.field(), Some("app_token"), "{what}");
        assert!(!shown(&error).contains(MARK), "{what}: {error}");
    }
}

#[test]
fn a_token_travels_in_a_header_so_it_is_ascii_and_a_secret_may_be_anything() {
    let error = refused(good().app_token(format!("{MARK}密")));
    assert_eq!(error.field(), Some("app_token"));
    assert!(!shown(&error).contains(MARK));
    good().app_secret("密钥 with a space").build_without_env().unwrap();
    good().app_secret("x".repeat(qiyuesuo::MAX_CREDENTIAL)).build_without_env().unwrap();
}

#[test]
fn a_token_without_a_secret_is_missing_one_and_the_other_way_round() {
    let base = || Options::new().base_url("http://127.0.0.1:9");
    assert_eq!(refused(base()).field(), Some("app_token"));
    assert_eq!(refused(base().app_token(TOKEN)).field(), Some("app_secret"));
    assert_eq!(refused(base().app_secret(SECRET)).field(), Some("app_token"));
    base().agent(Agent::new("agentToken", SECRET)).build_without_env().unwrap();
}

/// A file with that content, which is gone when this is dropped.
struct TempFile(PathBuf);

impl TempFile {
    fn new(content: impl AsRef<[u8]>) -> Self {
        let path = std::env::temp_dir().join(format!("qiyuesuo-{}", uuid::Uuid::new_v4()));
        std::fs::write(&path, content).unwrap();
        Self(path)
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        _ = std::fs::remove_file(&self.0);
    }
}

fn with_file(path: impl Into<PathBuf>) -> Options {
    Options::new().app_token(TOKEN).base_url("http://127.0.0.1:9").app_secret_file(path)
}

#[test]
fn a_secret_file_loses_one_final_line_break_and_nothing_else() {
    for ending in ["", "\n", "\r\n"] {
        let file = TempFile::new(format!("{SECRET}{ending}"));
        let client = with_file(&file.0).build_without_env().unwrap();
        let request = qiyuesuo::api::QueryPersonalSign::default();
        let signed = client.signed_request(calls::personal_sign::query, &request, &[]).unwrap();
        let header = |name: &str| signed.headers()[name].to_str().unwrap();
        let expected = qiyuesuo::sign(&SignOptions {
            app: Some((TOKEN, SECRET)),
            timestamp: header("x-qys-open-timestamp").parse().unwrap(),
            nonce: header("x-qys-open-nonce"),
            ..SignOptions::default()
        });
        let expected =
            expected.unwrap().into_iter().find(|(name, _)| name.ends_with("-signature")).unwrap().1;
        assert_eq!(header("x-qys-open-signature"), expected, "{ending:?}");
    }
    for bad in ["\n\n", "\r\n\r\n", " \n", "\r", "\n\r"] {
        let file = TempFile::new(format!("{MARK}{bad}"));
        let error = refused(with_file(&file.0));
        assert_eq!(error.field(), Some("app_secret_file"), "{bad:?}");
        assert!(!shown(&error).contains(MARK), "{bad:?}: {error}");
    }
}

#[test]
fn what_editors_put_before_a_secret_is_dropped_or_named() {
    let signed = |options: Options| {
        let client =
            options.signature(qiyuesuo::SignatureRule::parse(TOKEN_ONLY).unwrap()).build_without_env();
        let request = qiyuesuo::api::QueryPersonalSign::default();
        client.unwrap().signed_request(calls::personal_sign::query, &request, &[]).unwrap().headers()["x-qys-open-signature"].clone()
    };
    let marked = TempFile::new(format!("\u{FEFF}{SECRET}\r\n"));
    let plain = TempFile::new(SECRET);
    assert_eq!(signed(with_file(&marked.0)), signed(with_file(&plain.0)));
    for (content, why) in [
        (format!("\u{FEFF}\u{FEFF}{MARK}").into_bytes(), "U+FEFF at position 1"),
        (format!("{MARK}\u{200B}").into_bytes(), "U+200B at position 8"),
        (format!("\u{FEFF}{MARK}").encode_utf16().flat_map(u16::to_le_bytes).collect(), "UTF-16"),
        (format!("\u{FEFF}{MARK}").encode_utf16().flat_map(u16::to_be_bytes).collect(), "UTF-16"),
        ("\u{FEFF}\r\n".as_bytes().to_vec(), "empty"),
    ] {
        let file = TempFile::new(content);
        let error = refused(with_file(&file.0));
        assert_eq!(error.field(), Some("app_secret_file"), "{why}");
        assert!(error.message().contains(why), "{why}: {error}");
        assert!(!shown(&error).contains(MARK), "{error}");
    }
    // In code and elsewhere nothing is dropped.
    for (field, set) in SETTERS {
        let error = refused(set(good(), format!("\u{FEFF}{MARK}")));
        assert_eq!(error.field(), Some(field));
        assert!(error.message().contains("U+FEFF at position 1"), "{error}");
    }
}

#[test]
fn a_view_does_not_read_the_secret_file_again() {
    let file = TempFile::new(SECRET);
    let client = with_file(&file.0).build_without_env().unwrap();
    std::fs::write(&file.0, "").unwrap();
    let views = [
        Options::new().max_retries(1),
        Options::new().app_token("another"),
        Options::new().language("zh"),
        Options::new().header_prefix("x-qys-"),
    ];
    for options in views {
        let view = client.with_options(options.clone()).unwrap();
        // Nor does a view of a view.
        view.with_options(Options::new().total_timeout(std::time::Duration::from_secs(1))).unwrap();
    }
    // One that names a file reads it.
    let again = client.with_options(Options::new().app_secret_file(&file.0)).map(drop).unwrap_err();
    assert_eq!(again.field(), Some("app_secret_file"));
    let token = |client: &qiyuesuo::Client| {
        let signed = client
            .signed_request(calls::personal_sign::query, &qiyuesuo::api::QueryPersonalSign::default(), &[])
            .unwrap();
        signed.headers()["x-qys-open-accesstoken"].clone()
    };
    let view = client.with_options(Options::new().app_token("another")).unwrap();
    assert_eq!(token(&view), "another");
    assert_eq!(token(&view.with_options(Options::new().max_retries(1)).unwrap()), "another");
    assert_eq!(token(&view.with_options(Options::new().language("zh")).unwrap()), "another");
}

#[test]
fn a_secret_file_is_checked_as_a_secret_is() {
    for content in ["", "\n", "  ", "\0", &MARK.repeat(200_000)] {
        let file = TempFile::new(content);
        let error = refused(with_file(&file.0));
        assert_eq!(error.field(), Some("app_secret_file"));
        assert!(!shown(&error).contains(MARK));
    }
    let not_utf8 = TempFile::new([b"Qx7Mark".as_slice(), &[0xFF]].concat());
    let error = refused(with_file(&not_utf8.0));
    assert_eq!(error.field(), Some("app_secret_file"));
    assert!(!shown(&error).contains(MARK));
}

#[test]
fn a_secret_file_that_is_not_there_is_named() {
    let error = refused(with_file("/nonexistent/qiyuesuo-secret"));
    assert_eq!(error.field(), Some("app_secret_file"));
    assert!(error.message().contains("/nonexistent/qiyuesuo-secret"), "{error}");
}

#[test]
fn a_secret_and_a_secret_file_exclude_each_other() {
    let file = TempFile::new(SECRET);
    let error = refused(with_file(&file.0).app_secret(SECRET));
    assert_eq!(error.field(), Some("app_secret"));
    assert!(error.message().contains("app_secret_file"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_clients_and_their_views_carry_their_own_credentials() {
    let server = Server::start(|_| Reply::ticket());
    let account = |name: &str| (format!("token-{name}"), format!("secret-{name}"));
    let options = |name: &str| {
        let (token, secret) = account(name);
        Options::new().app_token(token).app_secret(secret)
    };
    let base = |name: &str| options(name).base_url(server.base_url()).build_without_env().unwrap();
    let (one, two) = (base("one"), base("two"));
    let clients = [
        ("one", one.clone()),
        ("two", two.clone()),
        ("three", one.with_options(options("three")).unwrap()),
        ("four", two.with_options(options("four")).unwrap()),
        ("one", one.with_options(options("three")).unwrap().with_options(options("one")).unwrap()),
    ];
    let mut calls = JoinSet::new();
    for round in 0..20 {
        for (name, client) in &clients {
            let (name, client) = (*name, client.clone());
            calls.spawn(async move {
                let raw = client.request("GET", "/v2/company/list").query("who", name);
                raw.query("round", round.to_string()).send().await.unwrap();
            });
        }
    }
    calls.join_all().await;
    let seen = server.seen();
    assert_eq!(seen.len(), 100);
    for request in seen {
        let (token, secret) = account(&request.query()["who"]);
        request.assert_signed(&token, &secret);
    }
}

#[tokio::test]
async fn a_view_for_an_agent_signs_for_both() {
    let server = Server::start(|_| Reply::ticket());
    let client = server.client();
    let view = client.with_options(Options::new().agent(Agent::new("agentToken", "agentSecret"))).unwrap();
    view.request("GET", "/saas/v2/binding").send().await.unwrap();
    client.request("GET", "/v2/company/list").send().await.unwrap();
    let seen = server.seen();
    seen.iter().for_each(|request| request.assert_signed(TOKEN, SECRET));
    assert_eq!(seen[0].platform("agentaccesstoken"), "agentToken");
    let input = qiyuesuo::signature::Input {
        token: "agentToken",
        secret: "agentSecret",
        timestamp: seen[0].platform("timestamp"),
        nonce: seen[0].platform("nonce"),
    };
    assert!(qiyuesuo::SignatureRule::md5().verify(&input, seen[0].platform("agentsignature")));
    assert_eq!(seen[1].header("x-qys-open-agentaccesstoken"), None);
}
