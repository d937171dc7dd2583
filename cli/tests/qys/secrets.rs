//! Secrets: warned of, never shown.

use crate::support::{CALLBACK_KEY, CONTACT, Platform, SECRET, TICKET, TOKEN, qys};

#[test]
fn a_secret_on_the_command_line_is_warned_of() {
    let platform = Platform::start();
    let run = platform.qys(&TICKET).without("QYS_APP_SECRET").args(&["--app-secret", SECRET]).expect(0);
    run.tells("warning:").tells("QYS_APP_SECRET").tells("--app-secret-file");
    assert_eq!(run.stdout.lines().count(), 1);
    let json = platform.qys(&TICKET).args(&["--app-secret", SECRET, "--output", "json"]).expect(0);
    let warning: serde_json::Value = serde_json::from_str(json.stderr.trim_end()).unwrap();
    assert!(warning["warning"].as_str().unwrap().contains("--app-secret-file"));
    qys(&["callback", "parse", "--form", "a=1", "--key", CALLBACK_KEY]).expect(8).tells("QYS_CALLBACK_KEY");
    platform.qys(&["sign", "--app-secret", SECRET]).expect(0).tells("warning:");
    platform.qys(&["doctor", "--app-secret", SECRET]).expect(0).tells("warning:");
}

#[test]
fn a_secret_from_a_file_or_a_variable_is_not() {
    let platform = Platform::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret");
    std::fs::write(&file, format!("{SECRET}\n")).unwrap();
    let file = file.to_str().unwrap();
    for run in [
        platform.qys(&TICKET),
        platform.qys(&TICKET).without("QYS_APP_SECRET").env("QYS_APP_SECRET_FILE", file),
        platform.qys(&TICKET).args(&["--app-secret-file", file]),
        platform.qys(&["sign", "--app-secret-file", file]).without("QYS_APP_SECRET"),
    ] {
        assert_eq!(run.expect(0).stderr, "");
    }
}

#[test]
fn verbose_output_holds_neither_secret_nor_ticket_nor_personal_data() {
    let platform = Platform::start();
    let more = ["--username", "张三", "--id-card-no", "110101199003074477", "--verbose"];
    let run = platform.qys(&TICKET).args(&more).expect(0);
    run.tells("attempt").tells("personal_auth.create_ticket");
    for hidden in [CONTACT, "张三", "110101199003074477", run.stdout.trim_end(), TOKEN] {
        assert!(!run.stderr.contains(hidden), "{hidden} is in {run:?}");
    }
    let seen = platform.last_request();
    let signature = seen["signature"]["received"].as_str().unwrap();
    assert!(!run.stderr.contains(signature), "{run:?}");
    // Failures log as well.
    platform.fault(r#"{"status":503,"body":"10020033044"}"#);
    let run = platform.qys(&TICKET).args(&more).args(&["--max-retries", "0"]).expect(6);
    assert!(!run.stderr.contains(CONTACT) && !run.stderr.contains("张三"), "{run:?}");
}

#[test]
fn a_misspelt_option_does_not_show_its_secret() {
    for args in [
        vec![format!("--app-secert={SECRET}"), "doctor".to_owned()],
        vec!["--app-secert".to_owned(), SECRET.to_owned(), "doctor".to_owned()],
        vec!["doctor".to_owned(), SECRET.to_owned()],
        vec!["--app-secret".to_owned(), String::new(), SECRET.to_owned()],
        vec!["ticket".to_owned(), SECRET.to_owned()],
    ] {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        qys(&args).expect(2);
        qys(&args).args(&["--output", "json"]).expect(2);
    }
}

#[test]
fn doctor_hides_what_it_lists() {
    let platform = Platform::start();
    let with_agent =
        || platform.qys(&["doctor"]).env("QYS_AGENT_TOKEN", "agent-t").env("QYS_AGENT_SECRET", SECRET);
    for run in [
        with_agent().run(),
        with_agent().args(&["--output", "json"]).run(),
        platform.qys(&["doctor", "--base-url", &format!("http://user:{SECRET}@127.0.0.1")]).expect(3),
        platform.qys(&["doctor", "--proxy", &format!("http://user:{SECRET}@127.0.0.1:1")]).run(),
        platform.qys(&["doctor", "--output", "json"]).env("QYS_PROXY", &format!("http://u:{SECRET}@[")).run(),
        platform.qys(&TICKET).env("QYS_BASE_URL", &format!("http://user:{SECRET}@127.0.0.1")).expect(3),
    ] {
        assert!(!run.stdout.contains("agent-t"), "{run:?}");
    }
}
