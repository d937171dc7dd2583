//! One exit code a kind of failure, in text and in JSON.

use crate::support::{Platform, TICKET, finish, interrupt, qys};

#[test]
fn validation_2() {
    let platform = Platform::start();
    let run = platform.qys(&["ticket", "personal-auth", "--output", "json"]).expect(2);
    let error = run.error();
    assert_eq!(
        (&error["kind"], &error["field"], &error["attempts"]),
        (&"validation".into(), &"user".into(), &0.into())
    );
    assert!(run.stdout.is_empty());
}

#[test]
fn configuration_3() {
    let run = qys(&TICKET).expect(3);
    run.tells("app_token").tells("hint: set it with `--app-token` or QYS_APP_TOKEN");
    let error = qys(&TICKET).args(&["--output", "json"]).expect(3).error();
    assert_eq!((&error["kind"], &error["field"]), (&"configuration".into(), &"app_token".into()));
}

#[test]
fn authentication_4() {
    let platform = Platform::start();
    let run = platform.qys(&TICKET).env("QYS_APP_TOKEN", "unknown").args(&["--output", "json"]).expect(4);
    let error = run.error();
    assert_eq!(error["kind"], "authentication");
    assert_eq!((&error["http_status"], &error["code"]), (&442.into(), &442.into()));
    assert_eq!(error["response_code"], "11990442");
    assert_eq!(error["operation"], "personal_auth.create_ticket");
    assert!(error["hint"].as_str().unwrap().contains("qys doctor"));
    platform.qys(&TICKET).env("QYS_APP_SECRET", "another").expect(4).tells("app_secret");
}

#[test]
fn refused_5() {
    let platform = Platform::start();
    for (body, kind) in [
        (r#"{"code":1605,"message":"COMPANY ALREADY AUTHED"}"#, "api"),
        (r#"{"code":1002,"message":"NO PERMISSION"}"#, "permission"),
        (r#"{"code":11990006,"message":"TOO OFTEN"}"#, "rate_limit"),
    ] {
        platform.fault(&format!(r#"{{"status":200,"body":{body}}}"#));
        let error = platform.qys(&TICKET).args(&["--output", "json", "--max-retries", "0"]).expect(5).error();
        assert_eq!(error["kind"], kind);
    }
    platform.fault(r#"{"status":429,"headers":{"Retry-After":"7"}}"#);
    let error = platform.qys(&TICKET).args(&["--output", "json", "--timeout", "3"]).expect(5).error();
    assert_eq!(error["retry_after"], 7.0);
}

#[test]
fn no_answer_6() {
    let platform = Platform::start();
    platform.qys(&TICKET).args(&["--base-url", "http://127.0.0.1:1", "--max-retries", "0"]).expect(6);
    platform.fault(r#"{"status":503}"#);
    let error = platform.qys(&TICKET).args(&["--output", "json", "--max-retries", "1"]).expect(6).error();
    assert_eq!((&error["kind"], &error["attempts"]), (&"server".into(), &2.into()));
    platform.fault(r#"{"reset":true}"#);
    let error = platform.qys(&TICKET).args(&["--output", "json", "--max-retries", "0"]).expect(6).error();
    assert_eq!(error["kind"], "connection");
    platform.fault(r#"{"hang":true}"#);
    let error = platform.qys(&TICKET).args(&["--output", "json", "--timeout", "0.3"]).expect(6).error();
    assert_eq!(error["kind"], "timeout");
    assert!(error["message"].as_str().unwrap().contains("total"), "{error}");
}

#[test]
fn no_answer_of_the_platform_7() {
    let platform = Platform::start();
    platform.fault(r#"{"html":true}"#);
    platform.qys(&TICKET).expect(7).tells("base_url");
    platform.fault(r#"{"status":200,"body":{"code":0,"result":{}}}"#);
    let error = platform.qys(&TICKET).args(&["--output", "json"]).expect(7).error();
    assert_eq!((&error["kind"], &error["field"]), (&"invalid_response".into(), &"result.ticket".into()));
}

#[test]
fn callback_8() {
    let run = qys(&["callback", "parse", "--form", "status=1", "--output", "json"]).expect(8);
    assert_eq!((&run.error()["kind"], &run.error()["field"]), (&"callback".into(), &"signature".into()));
}

#[test]
fn interrupted_130() {
    let platform = Platform::start();
    platform.fault(r#"{"hang":true}"#);
    let child = platform.qys(&TICKET).spawn();
    // The request is seen once the handler for Ctrl-C is there: both belong to the same step of the runtime.
    while platform.last_request().is_null() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    interrupt(&child);
    let run = finish(child);
    assert_eq!(run.code, Some(130), "{run:?}");
    run.tells("interrupted");
}

#[test]
fn the_help_lists_them() {
    let help = qys(&["--help"]).expect(0).stdout;
    for code in ["0  done", "1  ", "2  ", "3  ", "4  ", "5  ", "6  ", "7  ", "8  ", "130  interrupted"] {
        assert!(help.contains(code), "{code:?} is missing in {help}");
    }
}
