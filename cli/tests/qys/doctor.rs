//! Doctor: green where everything works, red at the right place where something does not.

use serde_json::Value;

use crate::support::{Platform, Qys, SECRET, TOKEN, qys};

fn status(document: &Value, check: &str) -> String {
    let checks = document["checks"].as_array().unwrap();
    let found =
        checks.iter().find(|entry| entry["name"] == check).unwrap_or_else(|| panic!("{check}: {document}"));
    found["status"].as_str().unwrap().to_owned()
}

/// The one check that fails, with advice.
fn failure(doctor: Qys, code: i32) -> (String, Value) {
    let document = doctor.args(&["--output", "json"]).expect(code).json();
    let failed: Vec<&Value> =
        document["checks"].as_array().unwrap().iter().filter(|check| check["status"] == "failed").collect();
    assert_eq!(failed.len(), 1, "{document}");
    assert_eq!(document["ok"], false);
    assert!(failed[0]["advice"].is_string(), "{document}");
    (failed[0]["name"].as_str().unwrap().to_owned(), document)
}

#[test]
fn everything_works() {
    let platform = Platform::start();
    let run = platform.qys(&["doctor"]).expect(0);
    for line in ["✓ settings", "✓ address", "✓ tcp", "✓ clock", "✓ credentials", "Everything"] {
        assert!(run.stdout.contains(line), "{line}: {run:?}");
    }
    assert!(run.stdout.contains("QYS_APP_SECRET") && !run.stdout.contains('✗'), "{run:?}");
    let document = platform.qys(&["doctor", "--output", "json"]).expect(0).json();
    assert_eq!(document["ok"], true);
    for check in ["settings", "address", "tcp", "clock", "credentials"] {
        assert_eq!(status(&document, check), "passed");
    }
    assert_eq!(status(&document, "tls"), "skipped");
}

#[test]
fn settings_say_where_they_come_from() {
    let platform = Platform::start();
    let args = ["doctor", "--timeout", "7", "--base-url", &platform.url, "--output", "json"];
    let document = platform.qys(&args).env("QYS_ENVIRONMENT", "test").expect(0).json();
    let setting = |name: &str| {
        let settings = document["settings"].as_array().unwrap();
        settings.iter().find(|setting| setting["name"] == name).unwrap().clone()
    };
    assert_eq!(
        (&setting("total_timeout")["source"], &setting("total_timeout")["value"]),
        (&"command line".into(), &"7 s".into())
    );
    assert_eq!(
        (&setting("app_secret")["source"], &setting("app_secret")["value"]),
        (&"QYS_APP_SECRET".into(), &"(hidden)".into())
    );
    assert_eq!(
        (&setting("max_retries")["source"], &setting("max_retries")["value"]),
        (&"default".into(), &Value::Null)
    );
    assert_eq!(setting("environment")["overridden"], true);
}

/// What a check says.
fn detail(document: &Value, check: &str) -> String {
    let checks = document["checks"].as_array().unwrap();
    checks.iter().find(|entry| entry["name"] == check).unwrap()["detail"].as_str().unwrap().to_owned()
}

#[test]
fn the_way_is_told_without_a_password() {
    let platform = Platform::start();
    let run = |name: &str, value: &str| {
        let run = platform.qys(&["doctor", "--output", "json"]).env(name, value).run();
        assert!(!run.stdout.contains("Qx7Mark"), "{run:?}");
        run.json()
    };
    let document = run("HTTP_PROXY", "http://u:Qx7Mark@proxy.test:3128");
    assert!(detail(&document, "proxy").starts_with("direct: loopback"), "{document}");
    let document = run("QYS_PROXY", "http://u:Qx7Mark@127.0.0.1:1");
    assert_eq!(detail(&document, "proxy"), "http://127.0.0.1:1, set by `proxy`");
    assert_eq!(status(&document, "tcp"), "skipped");

    let elsewhere = |name: &str, value: &str, others: &str| {
        let args = ["doctor", "--base-url", "https://qys.invalid", "--max-retries", "0", "--output", "json"];
        let doctor = platform.qys(&args).env(name, value).env("NO_PROXY", others);
        let run = doctor.run();
        assert!(!run.stdout.contains("Qx7Mark"), "{run:?}");
        run.json()
    };
    let document = elsewhere("HTTPS_PROXY", "http://u:Qx7Mark@127.0.0.1:1", "");
    assert_eq!(detail(&document, "proxy"), "http://127.0.0.1:1, set by HTTPS_PROXY");
    let document = elsewhere("HTTPS_PROXY", "http://u:Qx7Mark@127.0.0.1:1", "a.test,.invalid");
    assert_eq!(detail(&document, "proxy"), "direct: NO_PROXY has `.invalid`");
    let document = elsewhere("HTTPS_PROXY", "http://u:Qx7 Mark@127.0.0.1:1", "");
    assert_eq!(status(&document, "settings"), "failed");
    assert!(detail(&document, "settings").contains("HTTPS_PROXY"), "{document}");
    assert_eq!(detail(&elsewhere("LANG", "C", ""), "proxy"), "direct: no proxy is set");
}

#[test]
fn variables_that_nobody_reads_are_told() {
    let platform = Platform::start();
    let run = |name: &str, value: &str| {
        platform.qys(&["doctor", "--output", "json"]).env(name, value).expect(0).json()
    };
    for (name, value, expected) in [
        ("QYS_TOTAL_TIMEOT", "5", "QYS_TOTAL_TIMEOT is read by nobody: is QYS_TOTAL_TIMEOUT meant?"),
        ("QYS_SOMETHING_ELSE", "5", "QYS_SOMETHING_ELSE is read by nobody"),
        ("QYS_THREADS", "3", "QYS_THREADS must be 1 or 2"),
        ("QYS_LOG", "loud", "QYS_LOG must be off, warn, info or debug"),
    ] {
        let document = run(name, value);
        assert_eq!(
            (status(&document, "variables").as_str(), detail(&document, "variables")),
            ("warning", expected.to_owned())
        );
    }
    let document = run("QYS_LOG", "debug");
    assert!(!document["checks"].as_array().unwrap().iter().any(|check| check["name"] == "variables"));
}

#[test]
fn settings_are_missing_or_wrong() {
    let platform = Platform::start();
    let (check, document) = failure(platform.qys(&["doctor"]).without("QYS_APP_SECRET"), 3);
    assert_eq!(check, "settings");
    // What can be checked without credentials is.
    assert_eq!(
        (status(&document, "tcp"), status(&document, "credentials")),
        ("passed".into(), "skipped".into())
    );
    assert_eq!(failure(platform.qys(&["doctor", "--base-url", "http://far.example"]), 3).0, "settings");
    let (check, document) = failure(platform.qys(&["doctor"]).env("QYS_TOTAL_TIMEOUT", "soon"), 3);
    assert_eq!((check.as_str(), status(&document, "tcp").as_str()), ("settings", "passed"));
    let (check, document) = failure(platform.qys(&["doctor"]).env("QYS_ENVIRONMENT", "sandbox"), 3);
    assert_eq!((check.as_str(), status(&document, "dns").as_str()), ("settings", "skipped"));
    let (check, document) = failure(platform.qys(&["doctor", "--agent-token", "half"]), 3);
    assert_eq!((check.as_str(), status(&document, "dns").as_str()), ("settings", "skipped"));
}

#[test]
fn the_name_is_unknown() {
    let (check, document) = failure(credentials(qys(&["doctor", "--base-url", "https://qys.invalid"])), 6);
    assert_eq!((check.as_str(), status(&document, "tcp").as_str()), ("dns", "skipped"));
}

#[test]
fn nobody_listens() {
    let (check, _) = failure(credentials(qys(&["doctor", "--base-url", "http://127.0.0.1:1"])), 6);
    assert_eq!(check, "tcp");
}

#[test]
fn tls_where_there_is_none() {
    let platform = Platform::start();
    let folder = tempfile::tempdir().unwrap();
    let authority = folder.path().join("ca.pem");
    std::fs::write(&authority, CERTIFICATE).unwrap();
    let url = platform.url.replace("http:", "https:");
    let args = ["doctor", "--base-url", &url, "--max-retries", "0", "--ca-file", authority.to_str().unwrap()];
    let document = platform.qys(&args).args(&["--output", "json"]).expect(6).json();
    assert_eq!((status(&document, "tcp"), status(&document, "tls")), ("passed".into(), "failed".into()));
}

#[test]
fn the_clock_is_wrong() {
    let platform = Platform::start();
    for offset in [-600_000, 600_000, 6_000_000] {
        platform.control("PUT", "/settings", &format!(r#"{{"clock_offset_ms":{offset}}}"#));
        let (check, document) = failure(platform.qys(&["doctor"]), 4);
        assert_eq!((check.as_str(), status(&document, "credentials").as_str()), ("clock", "passed"));
    }
}

#[test]
fn the_credentials_are_wrong() {
    let platform = Platform::start();
    let (check, document) = failure(platform.qys(&["doctor", "--app-token", "unknown"]), 4);
    assert_eq!((check.as_str(), status(&document, "clock").as_str()), ("credentials", "passed"));
    assert_eq!(failure(platform.qys(&["doctor"]).env("QYS_APP_SECRET", "another"), 4).0, "credentials");
}

#[test]
fn the_platform_is_ill_or_another() {
    let platform = Platform::start();
    let doctor = || platform.qys(&["doctor", "--max-retries", "0"]);
    platform.fault(r#"{"status":503}"#);
    assert_eq!(failure(doctor(), 6).0, "credentials");
    platform.fault(r#"{"html":true}"#);
    assert_eq!(failure(doctor(), 7).0, "credentials");
    platform.fault(r#"{"reset":true}"#);
    assert_eq!(failure(doctor(), 6).0, "credentials");
    // The signature was accepted, so this is no failure of the settings.
    platform.fault(r#"{"status":200,"body":{"code":1002,"message":"NO PERMISSION"}}"#);
    let run = doctor().expect(0);
    assert!(run.stdout.contains("! credentials"), "{run:?}");
}

fn credentials(qys: Qys) -> Qys {
    qys.env("QYS_APP_TOKEN", TOKEN).env("QYS_APP_SECRET", SECRET)
}

/// Trusted by nobody else; made for these tests with `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256`.
const CERTIFICATE: &str = "\
-----BEGIN CERTIFICATE-----\n\
MIIBfjCCASWgAwIBAgIULhtByWz7RvR52QbKBKkiGP57+3UwCgYIKoZIzj0EAwIw\n\
FDESMBAGA1UEAwwJcXlzIHRlc3RzMCAXDTI2MTEyNDAzMjgxOVoYDzIxMjYxMDMx\n\
MDMyODE5WjAUMRIwEAYDVQQDDAlxeXMgdGVzdHMwWTATBgcqhkjOPQIBBggqhkjO\n\
PQMBBwNCAARWOvs/Bi2zWuhTguwb2DBmsGkM2IHZp9CZm/WTT5p18JKINBHtqkF9\n\
LyLiuCU3SKKI07kJJLIJueizY6A2tNs8o1MwUTAdBgNVHQ4EFgQUMj3602eLddLU\n\
uADWdJ05xZKlPkAwHwYDVR0jBBgwFoAUMj3602eLddLUuADWdJ05xZKlPkAwDwYD\n\
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiAb2kF1wSB9++mjXAotVMEj\n\
QDhfPaJZQU03SPOVhUSpUgIgJs0vikp+Xwob3EMPjByK2LVf1fCf7N8pkujpTRry\n\
94U=\n\
-----END CERTIFICATE-----\n";
