//! Any call.

use serde_json::{Value, json};

use crate::support::{Platform, TICKET};

#[test]
fn the_answer_as_it_came() {
    let platform = Platform::start();
    let run = platform.qys(&["call", "get", "/v2/checkhealth"]).expect(0);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&answer["code"], &answer["result"]), (&json!(0), &json!("OK")));
    assert_eq!(run.stderr, "");
    let run = platform.qys(&["call", "GET", "/v2/checkhealth", "--output", "json"]).expect(0);
    let document = run.json();
    assert_eq!((&document["result"], &document["answer"]["code"]), (&json!("OK"), &json!(0)));
    assert_eq!((&document["http_status"], &document["attempts"]), (&json!(200), &json!(1)));
}

#[test]
fn json_from_text_file_and_stdin() {
    let platform = Platform::start();
    let body = r#"{"user":{"contact":"10020033044","contactType":"MOBILE"}}"#;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("body.json");
    std::fs::write(&file, body).unwrap();
    let call = ["call", "POST", "/v2/personalauth/miniappexchange", "--json"];
    for source in [body, &format!("@{}", file.display()), "-"] {
        let run = platform.qys(&call).args(&[source]).stdin(body).expect(0);
        assert!(run.stdout.contains("ticket"), "{run:?}");
        assert_eq!(platform.last_request()["body"], body);
    }
    platform.qys(&call).args(&["{"]).expect(2).tells("--json");
}

#[test]
fn queries_are_encoded() {
    let platform = Platform::start();
    let path = "/v2/personalauth/result";
    let pairs = ["--query", "contact=a+b&c@例.com", "--query", "contactType=EMAIL"];
    platform.qys(&["call", "GET", path]).args(&pairs).expect(0);
    let query = platform.last_request()["query"].as_str().unwrap().to_owned();
    assert_eq!(query, "contact=a%2Bb%26c%40%E4%BE%8B.com&contactType=EMAIL");
    platform.qys(&["call", "GET", "/v2/x?a=b"]).expect(2).tells("--query");
    platform.qys(&["call", "GET", path, "--query", "alone"]).expect(2).tells("NAME=VALUE");
    platform.qys(&["call", "GET", "no-slash"]).expect(2).tells("path");
    platform.qys(&["call", "GE T", "/v2/x"]).expect(2).tells("method");
}

#[test]
fn parts() {
    let platform = Platform::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a;b.pdf");
    std::fs::write(&file, "%PDF").unwrap();
    let path = file.to_str().unwrap();
    let call = [
        "call",
        "POST",
        "/v2/document/addbyfile",
        "--json",
        r#"{"contractId":"1"}"#,
        "--part",
        "title=标题",
        "--part",
        "fileSuffix=pdf",
        "--part",
    ];
    platform.qys(&call).args(&[&format!("file=@{path}")]).expect(0);
    let seen = platform.last_request()["body"].to_string();
    assert!(seen.contains("a;b.pdf") && seen.contains("application/pdf"), "{seen}");
    platform.qys(&call).args(&[&format!("file=@{path};type=text/plain;filename=c.txt")]).expect(0);
    let seen = platform.last_request()["body"].to_string();
    assert!(seen.contains("c.txt") && seen.contains("text/plain") && seen.contains("title"), "{seen}");
    platform.qys(&call).args(&["file=@/nowhere/at-all"]).expect(2).tells("--part");
}

#[test]
fn downloads() {
    let platform = Platform::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("contract.pdf");
    let out = file.to_str().unwrap();
    let call = ["call", "GET", "/v2/document/download", "--query", "documentId=7"];
    platform.qys(&call).expect(7).tells("--out");
    let run = platform.qys(&call).args(&["--out", out]).expect(0);
    assert_eq!(run.stdout, "");
    run.tells("application/pdf");
    assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF"));

    // It is not replaced unawares, and that is known before anything is asked.
    std::fs::write(&file, "mine").unwrap();
    let seen = platform.last_request()["id"].clone();
    platform.qys(&call).args(&["--out", out]).expect(2).tells("--force");
    assert_eq!(platform.last_request()["id"], seen);
    assert_eq!(std::fs::read(&file).unwrap(), b"mine");
    let run = platform.qys(&call).args(&["--out", out, "--force", "--output", "json"]).expect(0);
    let document = run.json();
    assert_eq!(document["bytes"].as_u64().unwrap(), std::fs::metadata(&file).unwrap().len());
    assert_eq!(
        (&document["content_type"], &document["filename"]),
        (&json!("application/pdf"), &json!("合同-7.pdf"))
    );

    platform.qys(&call).args(&["--out", folder.path().to_str().unwrap()]).expect(2).tells("folder");
    platform.qys(&call).args(&["--out", "/nowhere/at/all"]).expect(2).tells("--out");
}

#[test]
fn a_download_that_fails_leaves_nothing() {
    let platform = Platform::start();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("contract.pdf");
    let call =
        ["call", "GET", "/v2/document/download", "--query", "documentId=7", "--out", out.to_str().unwrap()];
    platform.fault(r#"{"cut_after":100}"#);
    platform.qys(&call).expect(6);
    platform.fault(r#"{"status":200,"body":{"code":1110,"message":"NO VIEW PERMISSION"}}"#);
    platform.qys(&call).expect(5);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_raw_call_is_repeated_only_when_told() {
    let platform = Platform::start();
    platform.fault(r#"{"status":503}"#);
    let call = ["call", "GET", "/v2/checkhealth", "--output", "json", "--max-retries", "1"];
    assert_eq!(platform.qys(&call).expect(6).error()["attempts"], 1);
    assert_eq!(platform.qys(&call).args(&["--repeatable"]).expect(6).error()["attempts"], 2);
    // Tickets are repeated without being told.
    let run = platform.qys(&TICKET).args(&["--output", "json", "--max-retries", "1"]).expect(6);
    assert_eq!(run.error()["attempts"], 2);
}

#[test]
fn ids_keep_their_digits() {
    let platform = Platform::start();
    platform.fault(r#"{"status":200,"body":{"code":0,"result":{"id":2772301936651674391,"small":7}}}"#);
    let run = platform.qys(&["call", "GET", "/v2/x", "--output", "json"]).expect(0);
    assert_eq!(run.json()["result"], json!({ "id": "2772301936651674391", "small": 7 }));
    assert!(platform.qys(&["call", "GET", "/v2/x"]).expect(0).stdout.contains(":2772301936651674391,"));
}

#[test]
fn what_a_server_says_does_not_steer_the_terminal() {
    let platform = Platform::start();
    platform.fault(r#"{"status":200,"body":{"code":1,"message":"\u001b[2J\u001b]0;title\u0007gone"}}"#);
    let run = platform.qys(&TICKET).expect(5);
    assert!(
        !run.stderr.contains('\u{1b}') && !run.stderr.contains('\u{7}') && run.stderr.contains("gone"),
        "{run:?}"
    );
}
