//! What the process's environment does. Each case is a child process with an environment of its own.

#![allow(clippy::unwrap_used)]

mod support;

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Command;

use qiyuesuo::api::QueryPersonalSign;
use qiyuesuo::{Client, Options};
use support::proxy::Proxy;
use support::tls::Identity;
use support::{Reply, SECRET, Server, TOKEN};

/// Tells the child how to build its client.
const HOW: &str = "TEST_CHILD_BUILDS";

/// Makes one call in a process with these variables, and answers `ok` or the error.
fn call_in_child<V: AsRef<OsStr> + Copy>(variables: &[(&str, V)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child", "--ignored", "--nocapture"]);
    for (name, _) in std::env::vars_os() {
        let upper = name.to_string_lossy().to_uppercase();
        if upper.ends_with("_PROXY") || upper.starts_with("QYS_") || upper.starts_with("SSL_CERT") {
            command.env_remove(name);
        }
    }
    command.env(HOW, "from_env").envs(variables.iter().copied());
    let output = command.output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let outcome =
        stdout.lines().find_map(|line| line.split_once("OUTCOME ")).map(|(_, outcome)| outcome.to_owned());
    outcome.unwrap_or_else(|| panic!("{stdout}\n{}", String::from_utf8_lossy(&output.stderr)))
}

#[tokio::test]
#[ignore = "the other tests run it in a process of its own"]
async fn child() {
    // Not when somebody runs all that is ignored.
    let Ok(how) = std::env::var(HOW) else { return };
    let client = match how.as_str() {
        "from_env" => Client::from_env(),
        "code" => Options::new().app_token("fromCode").app_secret(SECRET).build(),
        _ => Options::new().app_token(TOKEN).app_secret(SECRET).build_without_env(),
    };
    let outcome = match client {
        Ok(client) => client.personal_sign().query(&QueryPersonalSign::default()).await.map(drop),
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => println!("\nOUTCOME ok"),
        Err(error) => println!("\nOUTCOME {}: {error}", error.kind()),
    }
}

/// A file that is gone when this is dropped.
struct PemFile(PathBuf);

impl PemFile {
    fn new(pem: &str) -> Self {
        let path = std::env::temp_dir().join(format!("qiyuesuo-{}.pem", uuid::Uuid::new_v4()));
        std::fs::write(&path, pem).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for PemFile {
    fn drop(&mut self) {
        _ = std::fs::remove_file(&self.0);
    }
}

/// The variables every child needs.
fn with<'a>(base_url: &'a str, others: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut variables =
        vec![("QYS_APP_TOKEN", TOKEN), ("QYS_APP_SECRET", SECRET), ("QYS_BASE_URL", base_url)];
    variables.push(("QYS_MAX_RETRIES", "0"));
    variables.extend(others);
    variables
}

#[test]
fn a_client_can_come_from_the_environment_alone() {
    let server = Server::start(|_| Reply::ticket());
    assert_eq!(call_in_child(&with(&server.base_url(), &[("QYS_HEADER_PREFIX", "x-qys-")])), "ok");
    assert_eq!(server.only().header("x-qys-accesstoken"), Some(TOKEN));
}

#[test]
fn a_variable_that_cannot_be_read_is_named() {
    let outcome = call_in_child(&with("http://127.0.0.1:9", &[("QYS_TOTAL_TIMEOUT", "a minute")]));
    assert!(
        outcome.starts_with("configuration: `QYS_TOTAL_TIMEOUT` must be a number of seconds"),
        "{outcome}"
    );
}

#[test]
fn a_variable_that_is_not_utf_8_is_named() {
    use std::os::unix::ffi::OsStrExt;
    let outcome = call_in_child(&[("QYS_APP_SECRET", OsStr::from_bytes(b"\xff\xfe"))]);
    assert_eq!(outcome, "configuration: `QYS_APP_SECRET` is not UTF-8");
    // Of several, the first in the order of the options.
    let unreadable = OsStr::from_bytes(b"\xff\xfe");
    let outcome = call_in_child(&[("QYS_BASE_URL", unreadable), ("QYS_APP_TOKEN", unreadable)]);
    assert_eq!(outcome, "configuration: `QYS_APP_TOKEN` is not UTF-8");
}

#[test]
fn what_is_given_in_code_wins() {
    let server = Server::start(|_| Reply::ticket());
    assert_eq!(call_in_child(&with(&server.base_url(), &[(HOW, "code")])), "ok");
    server.only().assert_signed("fromCode", SECRET);
}

#[test]
fn a_client_built_without_the_environment_ignores_it() {
    let decoy = Server::start(|_| Reply::ticket());
    let identity = Identity::new();
    let platform = Server::tls(&identity, |_| Reply::ticket());
    // A proxy stands in the way to the platform itself. It and SSL_CERT_FILE are the system's, not the SDK's.
    let proxy = Proxy::leading_to(Some(platform.port));
    let (base_url, address, ca) = (decoy.base_url(), proxy.address(), PemFile::new(&identity.ca_pem));
    let others = [(HOW, "code alone"), ("HTTPS_PROXY", address.as_str()), ("SSL_CERT_FILE", ca.path())];
    let variables =
        [&with(&base_url, &others)[..], &[("QYS_APP_TOKEN", "fromEnv"), ("QYS_LANGUAGE", "en")]].concat();
    assert_eq!(call_in_child(&variables), "ok");
    assert!(decoy.seen().is_empty(), "QYS_BASE_URL was followed");
    let seen = platform.only();
    seen.assert_signed(TOKEN, SECRET);
    assert_eq!(seen.header("host"), Some("openapi.qiyuesuo.com"));
    assert_eq!(seen.header("x-qys-open-language"), None);
}

#[test]
fn the_proxies_of_the_system_are_used_for_other_hosts() {
    let identity = Identity::new();
    let server = Server::tls(&identity, |_| Reply::ticket());
    let proxy = Proxy::leading_to(Some(server.port));
    let address = proxy.address().replace("http://", "http://user:password@");
    let ca = [("QYS_CA_PEM", identity.ca_pem.as_str())];
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let variables = [&ca[..], &[(variable, address.as_str())]].concat();
        assert_eq!(call_in_child(&with("https://openapi.qiyuesuo.cn", &variables)), "ok", "{variable}");
    }
    let seen = proxy.seen();
    assert_eq!(seen.len(), 3);
    assert!(seen.iter().all(|request| request.header("proxy-authorization").is_some()));
    let plain = [("QYS_ALLOW_HTTP", "1"), ("HTTP_PROXY", address.as_str())];
    assert_eq!(call_in_child(&with("http://platform.test", &plain)), "ok");
    assert_eq!(proxy.seen()[3].target, "http://platform.test/v2/personalsign/query");
}

#[test]
fn no_proxy_and_direct_keep_the_proxy_out() {
    let proxy = Proxy::start();
    let address = proxy.address();
    for (variable, value) in [("NO_PROXY", "platform.invalid"), ("NO_PROXY", "*"), ("QYS_PROXY", "direct")] {
        let variables = [("HTTPS_PROXY", address.as_str()), (variable, value)];
        // The name does not resolve.
        let outcome = call_in_child(&with("https://platform.invalid", &variables));
        assert!(outcome.starts_with("connection"), "{outcome}");
        assert_eq!(proxy.seen().len(), 0, "{variable}={value}");
    }
}

#[test]
fn loopback_ignores_the_proxies_of_the_system_and_follows_its_own() {
    let server = Server::start(|_| Reply::ticket());
    let proxy = Proxy::start();
    let (base_url, address) = (server.base_url(), proxy.address());
    let all = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"].map(|name| (name, address.as_str()));
    let localhost = base_url.replace("127.0.0.1", "localhost");
    for base_url in [&base_url, &localhost] {
        assert_eq!(call_in_child(&with(base_url, &all)), "ok");
    }
    assert_eq!(server.log().seen.len(), 2);
    assert_eq!(proxy.seen().len(), 0);
    assert_eq!(call_in_child(&with(&base_url, &[("QYS_PROXY", address.as_str())])), "ok");
    assert_eq!(proxy.seen().len(), 1);
}

#[test]
fn ssl_cert_file_is_honoured() {
    let identity = Identity::new();
    let server = Server::tls(&identity, |_| Reply::ticket());
    let (right, wrong) = (PemFile::new(&identity.ca_pem), PemFile::new(&Identity::new().ca_pem));
    let call =
        |variable: &str, file: &PemFile| call_in_child(&with(&server.base_url(), &[(variable, file.path())]));
    let outcomes = [
        call("SSL_CERT_FILE", &right),
        call("QYS_CA_FILE", &right),
        call("SSL_CERT_FILE", &wrong),
        call("QYS_CA_FILE", &wrong),
    ];
    assert_eq!(outcomes[..2], ["ok", "ok"]);
    assert!(outcomes[2..].iter().all(|outcome| outcome.starts_with("connection")), "{outcomes:?}");
    assert_eq!(server.log().seen.len(), 2);
}

#[test]
fn a_system_without_authorities_is_told_so_and_plain_http_needs_none() {
    let nothing = [("SSL_CERT_FILE", "/nonexistent.pem"), ("SSL_CERT_DIR", "/nonexistent")];
    let outcome = call_in_child(&with("https://localhost:9", &nothing));
    assert!(outcome.starts_with("configuration: `SSL_CERT_DIR` names no directory"), "{outcome}");
    let server = Server::start(|_| Reply::ticket());
    assert_eq!(call_in_child(&with(&server.base_url(), &nothing)), "ok");
}

#[test]
fn certificates_of_the_environment_that_cannot_be_used_are_told_by_their_variable() {
    let (nothing, broken) =
        (PemFile::new("no certificate"), PemFile::new("-----BEGIN CERTIFICATE-----\nAAAA\n"));
    for (variable, value, expected) in [
        (
            "SSL_CERT_FILE",
            "/nonexistent.pem",
            "configuration: `SSL_CERT_FILE` cannot be read: /nonexistent.pem",
        ),
        ("SSL_CERT_FILE", nothing.path(), "configuration: `SSL_CERT_FILE` holds no certificate"),
        ("SSL_CERT_FILE", broken.path(), "configuration: `SSL_CERT_FILE` holds no certificate"),
        ("SSL_CERT_DIR", "/nonexistent:/nor-this", "configuration: `SSL_CERT_DIR` names no directory"),
        ("QYS_CA_FILE", nothing.path(), "configuration: `ca_file` holds no certificate"),
        ("QYS_CA_FILE", broken.path(), "configuration: `ca_file` holds"),
        ("QYS_CA_PEM", "no certificate", "configuration: `ca_pem` holds no certificate"),
    ] {
        let outcome = call_in_child(&with("https://localhost:9", &[(variable, value)]));
        assert!(outcome.starts_with(expected), "{variable}: {outcome}");
    }
    // What is not used is not judged.
    let identity = Identity::new();
    let server = Server::tls(&identity, |_| Reply::ticket());
    let variables = [("QYS_CA_PEM", identity.ca_pem.as_str()), ("SSL_CERT_FILE", "/nonexistent.pem")];
    assert_eq!(call_in_child(&with(&server.base_url(), &variables)), "ok");
}

#[test]
fn a_proxy_of_the_environment_that_cannot_be_used_never_means_direct() {
    let server = Server::start(|_| Reply::ticket());
    // Another name of this machine, for which the environment's proxies count.
    let elsewhere = format!("http://0.0.0.0:{}", server.port);
    let with = |others: &[(&'static str, &'static str)]| {
        call_in_child(&with(&elsewhere, &[&[("QYS_ALLOW_HTTP", "1")], others].concat()))
    };
    assert_eq!(with(&[]), "ok");
    for bad in [
        "\"http://u:Qx7Mark@p.test:1\"",
        "http://u:Qx7 Mark@p.test:1",
        "ftp://u:Qx7Mark@p.test",
        "http://u:Qx7/Mark@p.test",
    ] {
        for name in ["http_proxy", "HTTP_PROXY", "ALL_PROXY"] {
            let outcome = with(&[(name, bad)]);
            assert!(outcome.starts_with(&format!("configuration: `{name}` ")), "{name}={bad}: {outcome}");
            assert!(!outcome.contains("Mark"), "{outcome}");
        }
    }
    assert_eq!(server.log().seen.len(), 1, "a call went directly");
    for list in ["*", "0.0.0.0", "0.0.0.0/8", "other.test, 0.0.0.0"] {
        assert_eq!(with(&[("http_proxy", "http://p.invalid:1"), ("NO_PROXY", list)]), "ok", "{list}");
    }
    assert_eq!(server.log().seen.len(), 5);
}

#[test]
fn a_password_with_an_at_sign_reaches_the_proxy_whole() {
    use base64::Engine;
    for (written, meant) in [("u:p@ss", "u:p@ss"), ("u:pa%40ss", "u:pa@ss"), ("u:a^b", "u:a^b")] {
        let proxy = Proxy::start();
        let address = proxy.address().replace("http://", &format!("http://{written}@"));
        let variables = [("QYS_ALLOW_HTTP", "1"), ("http_proxy", address.as_str())];
        assert_eq!(call_in_child(&with("http://platform.test", &variables)), "ok");
        let expected = format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(meant));
        assert_eq!(proxy.seen()[0].header("proxy-authorization"), Some(expected.as_str()), "{written}");
    }
}
