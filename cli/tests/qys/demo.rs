//! The demo, end to end.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::qys;

#[test]
fn it_tells_the_whole_story() {
    let began = Instant::now();
    // It minds no settings, not even wrong ones.
    let run = qys(&["demo"]).env("QYS_BASE_URL", "nonsense").env("QYS_APP_TOKEN", " ").expect(0);
    assert!(began.elapsed() < Duration::from_secs(10));
    assert_eq!(run.stderr, "");
    for told in [
        "1. ",
        "http://127.0.0.1:",
        "POST /v2/personalauth/miniappexchange",
        "x-qys-open-signature: ",
        r#""contact":"10020033044""#,
        "张三",
        "plugin://qyssdk-plugin/personal-auth?ticket=",
        "authenticity  none",
        "authenticity  encrypted",
        "the emulator's choice",
        "which counts as received",
        r#""realName":true"#,
        "8. ",
        "Done",
    ] {
        assert!(run.stdout.contains(told), "{told:?} is not in {}", run.stdout);
    }
    // The signature is shortened, and nothing is coloured outside a terminal.
    assert!(run.stdout.contains("••••") && !run.stdout.contains('\u{1b}'), "{}", run.stdout);
}

#[test]
fn the_transcript_as_data() {
    let document = qys(&["demo", "--output", "json"]).expect(0).json();
    assert_eq!(document["ok"], true);
    let steps = document["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 8);
    let numbers: Vec<u64> = steps.iter().map(|step| step["step"].as_u64().unwrap()).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8]);
    let request = &steps[2]["facts"]["request"];
    let body: Value = serde_json::from_str(request["body"].as_str().unwrap()).unwrap();
    assert_eq!((&body["mode"], &body["username"]), (&"BANK".into(), &"张三".into()));
    assert_eq!(steps[5]["facts"]["authenticity"], "none");
    assert_eq!(steps[6]["facts"]["authenticity"], "encrypted");
    assert_eq!(steps[7]["facts"]["by_authId"]["mode"], "BANK");
}
