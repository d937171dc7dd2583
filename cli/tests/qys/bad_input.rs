//! The bad input a command line can carry: each is told, none is shown.

use crate::support::{CONTACT, Platform, SECRET, TICKET, TOKEN, qys};

/// The request for a ticket with one secret, from the environment.
fn with_secret(secret: &str) -> crate::support::Run {
    qys(&TICKET)
        .env("QYS_BASE_URL", "http://127.0.0.1:1")
        .env("QYS_APP_TOKEN", TOKEN)
        .env("QYS_APP_SECRET", secret)
        .expect(3)
}

#[test]
fn secrets_of_the_environment() {
    // An empty variable is no variable.
    with_secret("").tells("app_secret").tells("required");
    with_secret(" \t ").tells("app_secret");
    for padded in
        [format!(" {SECRET}"), format!("{SECRET} "), format!("{SECRET}\n"), format!("{SECRET}\r\nX: y")]
    {
        with_secret(&padded).tells("app_secret");
    }
}

#[test]
fn credentials_of_the_command_line() {
    let base = |args: &[&str]| qys(&TICKET).env("QYS_BASE_URL", "http://127.0.0.1:1").args(args).expect(3);
    base(&["--app-token", "", "--app-secret", SECRET]).tells("`app_token` is empty");
    base(&["--app-token", TOKEN, "--app-secret", ""]).tells("`app_secret` is empty");
    base(&["--app-token", "  ", "--app-secret", SECRET]).tells("`app_token` is blank");
    base(&["--app-token", "密", "--app-secret", SECRET]).tells("`app_token` must be visible ASCII");
    let run = base(&["--app-token", "tok\r\nX-Evil: 1", "--app-secret", SECRET]);
    assert!(!run.stderr.contains("X-Evil"), "{run:?}");
    base(&["--app-token", TOKEN]).tells("`app_secret` is required");
    base(&["--agent-token", "a"]).tells("the agent's secret is missing");
    base(&["--app-token", TOKEN, "--app-secret", SECRET, "--app-secret-file", "/nowhere"])
        .tells("cannot be given together");
}

#[test]
fn secrets_of_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret");
    let check = |bytes: &[u8], told: &str| {
        std::fs::write(&file, bytes).unwrap();
        for command in [&TICKET[..], &["sign"]] {
            let run = qys(command)
                .env("QYS_BASE_URL", "http://127.0.0.1:1")
                .args(&["--app-token", TOKEN, "--app-secret-file", file.to_str().unwrap()])
                .expect(3);
            assert!(run.stderr.contains(told) && run.stderr.len() < 1_000, "{run:?}");
        }
    };
    check(b"", "is empty");
    check(b"\n", "is empty");
    check(b"   ", "is blank");
    check(format!("{SECRET}\0").as_bytes(), "control character");
    check(format!("{SECRET}\n\n").as_bytes(), "control character");
    check(format!(" {SECRET}\n").as_bytes(), "white space");
    check(SECRET.repeat(1 << 20).get(..1 << 20).unwrap().as_bytes(), "longer than");
    check(b"\xff\xfe", "UTF-8");
    std::fs::remove_file(&file).unwrap();
    let run = qys(&["sign", "--app-token", TOKEN, "--app-secret-file", file.to_str().unwrap()]).expect(3);
    run.tells("cannot");
}

#[test]
fn addresses() {
    let base = |url: &str| {
        let run = qys(&TICKET)
            .env("QYS_APP_TOKEN", TOKEN)
            .env("QYS_APP_SECRET", SECRET)
            .args(&["--base-url", url])
            .expect(3);
        run.tells("`base_url`").tells("--base-url");
        run
    };
    base("http://openapi.qiyuesuo.com").tells("unencrypted");
    base("https://openapi.qiyuesuo.com?a=b").tells("query");
    base("https://openapi.qiyuesuo.com/#a").tells("fragment");
    let run = base("https://user:password@openapi.qiyuesuo.com");
    assert!(!run.stderr.contains("password@"), "{run:?}");
    base("ftp://openapi.qiyuesuo.com");
    base("openapi.qiyuesuo.com");
    base("");
}

#[test]
fn requests() {
    let platform = Platform::start();
    let person = ["--contact", CONTACT, "--contact-type", "MOBILE"];
    let wrong = |args: &[&str], field: &str, option: &str| {
        let run = platform.qys(args).expect(2);
        run.tells(&format!("`{field}`")).tells(option);
        assert!(!run.stderr.contains(CONTACT), "{run:?}");
        let error = platform.qys(args).args(&["--output", "json"]).expect(2).error();
        assert_eq!((&error["kind"], &error["field"]), (&"validation".into(), &field.into()));
    };
    wrong(&["ticket", "personal-auth"], "user", "--contact");
    wrong(&["ticket", "personal-auth", "--contact", CONTACT], "user.contactType", "--contact-type");
    let lower = ["ticket", "personal-auth", "--contact", CONTACT, "--contact-type", "mobile"];
    wrong(&lower, "user.contactType", "--contact-type");
    let with = |more: &[&'static str]| [&TICKET[..], more].concat();
    wrong(&with(&["--mode", "EYES"]), "mode", "--mode");
    wrong(&with(&["--other-mode", "IVS", "--other-mode", "EYES"]), "otherModes[1]", "--other-mode");
    wrong(&with(&["--callback-url", "ftp://example.com"]), "callbackUrl", "--callback-url");
    wrong(&with(&["--extra", "mode=1"]), "extra.mode", "--extra");
    let sign = |more: &[&'static str]| [&["ticket", "contract-sign"], &person[..], more].concat();
    wrong(&sign(&[]), "contractId", "--contract-id");
    wrong(&sign(&["--contract-id", "1", "--biz-id", "2"]), "bizId", "--biz-id");
    wrong(&["auth", "result"], "authId", "--auth-id");
    wrong(&["auth", "result", "--contact", CONTACT], "contactType", "--contact-type");
    // A misspelt key, with the one that was meant.
    let misspelt = r#"{"user":{"contact":"1","contactTyp":"MOBILE"}}"#;
    platform.qys(&["ticket", "personal-auth", "--json", misspelt]).expect(2).tells("contactType");
    // Nothing of all this was sent.
    assert!(platform.last_request().is_null());
    platform.qys(&with(&["--mode", "EYES", "--validation", "lenient"])).run();
    assert!(!platform.last_request().is_null());
}

#[test]
fn files() {
    let platform = Platform::start();
    let folder = tempfile::tempdir().unwrap();
    let large = folder.path().join("large");
    std::fs::File::create(&large).unwrap().set_len((50 << 20) + 1).unwrap();
    let part = format!("file=@{}", large.display());
    platform.qys(&["call", "POST", "/v2/document/addbyfile", "--part", &part]).expect(2).tells("longer than");
    let company = ["ticket", "company-auth", "--company-name", "x", "--license"];
    platform.qys(&company).args(&[large.to_str().unwrap()]).expect(2).tells("longer than");
    platform.qys(&company).args(&["/nowhere/at-all"]).expect(2).tells("--license");
    platform.qys(&["call", "POST", "/x", "--json", "@/nowhere/at-all"]).expect(2).tells("--json");
    assert!(platform.last_request().is_null());
}

#[test]
#[cfg(unix)]
fn what_cannot_be_read_does_not_count_as_absent() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let platform = Platform::start();
    for name in ["QYS_ENVIRONMENT", "QYS_BASE_URL", "QYS_PROXY", "QYS_APP_TOKEN"] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_qys"));
        command.env_clear().env("QYS_APP_TOKEN", "t").env("QYS_APP_SECRET", "s").args(TICKET);
        let run = command.env(name, OsStr::from_bytes(b"test\xff")).output().unwrap();
        let told = String::from_utf8_lossy(&run.stderr).into_owned();
        assert!(!run.status.success() && told.contains(name) && told.contains("UTF-8"), "{name}: {told}");
    }
    // A file without an end is no secret.
    let endless = platform.qys(&TICKET).without("QYS_APP_SECRET").env("QYS_APP_SECRET_FILE", "/dev/zero");
    endless.expect(3).tells("longer than");
    assert!(platform.last_request().is_null());
}
