//! What the options of one call and the environment of the process change.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::atomic::Ordering;
use std::time::Duration;

use qiyuesuo_bridge::{Bridge, Call, Queue, Waiting};
use support::{Manner, open, server, ticket};

#[test]
fn options_of_a_call_do_not_read_the_secret_file_again() {
    let server = server(Manner::Answer);
    let file = std::env::temp_dir().join(format!("qiyuesuo-secret-{}", std::process::id()));
    std::fs::write(&file, "\u{FEFF}secret\r\n").unwrap();
    let options = serde_json::json!({"app_token": "t", "app_secret_file": file, "base_url": server.url});
    let bridge = Bridge::open(options.to_string().as_bytes()).unwrap();
    std::fs::remove_file(&file).unwrap();
    let call = || Call { options: br#"{"max_retries":0,"language":"zh"}"#.as_slice().into(), ..ticket() };
    bridge.call_blocking(call(), || Waiting::Continue).unwrap();
    let queue = Queue::new();
    bridge.submit(call(), &queue).unwrap();
    queue.drain(1, Duration::from_secs(10)).completions.remove(0).outcome.unwrap();
    bridge.with_options(br#"{"app_token":"another"}"#).unwrap().call_unasked(call()).unwrap();
}

#[test]
fn a_secret_that_was_rotated_makes_another_client() {
    let server = server(Manner::Answer);
    let file = std::env::temp_dir().join(format!("qiyuesuo-rotated-{}", std::process::id()));
    let options =
        serde_json::json!({"app_token": "t", "app_secret_file": file, "base_url": server.url}).to_string();
    let open = || Bridge::open(options.as_bytes());
    let client = |bridge: &Bridge| _ = bridge.call_unasked(ticket()).unwrap();
    std::fs::write(&file, "before").unwrap();
    let (first, same) = (open().unwrap(), open().unwrap());
    client(&first);
    client(&same);
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
    std::fs::write(&file, "after").unwrap();
    let rotated = open().unwrap();
    client(&rotated);
    assert_eq!(server.connections.load(Ordering::SeqCst), 2);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(open().unwrap_err().field(), Some("app_secret_file"));
    client(&first);
    first.with_options(br#"{"max_retries":1}"#).unwrap();
}

#[test]
fn a_number_of_threads_that_is_none_is_refused() {
    let child = "QYS_TEST_CHILD";
    if std::env::var(child).is_err() {
        for (threads, accepted) in [("3", false), ("two", false), ("", true), ("1", true), ("2", true)] {
            let mut alone = std::process::Command::new(std::env::current_exe().unwrap());
            alone
                .args(["--exact", "a_number_of_threads_that_is_none_is_refused"])
                .env("QYS_THREADS", threads);
            assert!(alone.env(child, accepted.to_string()).status().unwrap().success(), "{threads}");
        }
        return;
    }
    let server = server(Manner::Answer);
    let bridge = open(&server);
    let submitted = bridge.submit(ticket(), &Queue::new());
    if std::env::var(child).is_ok_and(|accepted| accepted == "true") {
        submitted.unwrap();
    } else {
        let error = submitted.unwrap_err();
        assert_eq!(error.kind().as_str(), "configuration");
        assert!(error.message().contains("`QYS_THREADS` must be 1 or 2"), "{error}");
    }
}
