//! Callbacks in all their forms, from the conformance vectors.

use serde_json::{Value, json};

use crate::support::{CALLBACK_KEY, qys};

const VECTORS: &str = include_str!("../../../tests/vectors/callbacks.json");
/// The documented plain form.
const PLAIN: &str = "mode=BANK&status=1&authId=2772301936651674391";
/// V6 and V8 of the published facts: signature by md5, content by AES-128-ECB.
const SIGNATURE: &str = "007448408d210f0171d3c77343570b74";
const CONTENT: &str = "kociR1exKyEryuE2KDU/KcW00iAGsje2UYM8L7JZSJ+ZB2nlkTepRu2nHyMjohkCvEUcmLwOfhHYGgC7VSM/Bl5hphxghRYc1q/hMm6WTpc=";

fn encrypted() -> Vec<String> {
    let pairs = [
        format!("signature={SIGNATURE}"),
        "timestamp=1735689600123".to_owned(),
        format!("content={CONTENT}"),
    ];
    let mut args = vec!["callback".to_owned(), "parse".to_owned()];
    args.extend(pairs.into_iter().flat_map(|pair| ["--form".to_owned(), pair]));
    args
}

#[test]
fn every_vector_through_the_command() {
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    let mut tried = 0;
    for vector in vectors["vectors"].as_array().unwrap() {
        let options = &vector["options"];
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut args = vec!["callback".to_owned(), "parse".to_owned(), "--output=json".to_owned()];
        if !options["now"].is_null() {
            // The command compares with the clock of the machine.
            continue;
        }
        if options["allow_unsigned"] == true {
            args.push("--allow-unsigned".to_owned());
        }
        if let Some(iv) = options["cbc_iv"].as_str() {
            args.extend(["--cbc-iv".to_owned(), iv.to_owned()]);
        }
        let mut body = None;
        if vector["form"].is_object() || vector["expect"]["error"]["kind"] == "configuration" {
            // Values that only a framework hands over, and keys that no file of keys has.
            continue;
        }
        match vector["form"].as_array() {
            // An empty form cannot be given as options.
            Some(form) if form.is_empty() => body = Some(String::new()),
            Some(form) => args
                .extend(form.iter().flat_map(|pair| {
                    ["--form".to_owned(), format!("{}={}", text(&pair[0]), text(&pair[1]))]
                })),
            None => {
                body = Some(text(&vector["body"]));
                args.extend(["--body".to_owned(), "-".to_owned()]);
            }
        }
        if let Some(query) = vector["query"].as_str() {
            args.extend(["--query".to_owned(), query.to_owned()]);
        }
        let folder = tempfile::tempdir().unwrap();
        let keys: Vec<String> = vector["keys"].as_array().unwrap().iter().map(text).collect();
        let file = folder.path().join("keys");
        std::fs::write(&file, keys.join("\n")).unwrap();
        args.extend(["--key-file".to_owned(), file.display().to_string()]);

        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let run = qys(&args).stdin(body.unwrap_or_default()).run();
        let name = &vector["name"];
        tried += 1;
        if vector["expect"]["error"].is_null() {
            assert_eq!(run.code, Some(0), "{name}: {run:?}");
            let (mut event, mut expected) = (run.json(), quoted(&vector["expect"]["event"]));
            assert_eq!(event["fingerprint"].as_str().map(str::len), Some(64), "{name}");
            event.as_object_mut().unwrap().remove("fingerprint");
            expected.as_object_mut().unwrap().entry("own_parameters").or_insert_with(|| json!({}));
            assert_eq!(event, expected, "{name}");
        } else {
            assert_eq!(run.code, Some(8), "{name}: {run:?}");
            assert_eq!(run.error()["kind"], "callback", "{name}");
            assert!(keys.iter().all(|key| !run.stderr.contains(key)), "{name}: {run:?}");
        }
    }
    assert!(tried > 40, "{tried}");
}

/// The command writes ids beyond 2^53 as strings.
fn quoted(event: &Value) -> Value {
    serde_json::from_slice(&qiyuesuo::quote_integers(event.to_string().as_bytes(), 1 << 53)).unwrap()
}

#[test]
fn the_plain_form_from_everywhere() {
    let expected = "type: personal_auth\n\
                    authenticity: none\n\
                    field authId: 2772301936651674391\n\
                    field mode: BANK\n\
                    field status: 1\n\
                    reply: 200 application/json {\"code\":0}\n";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("body");
    std::fs::write(&file, PLAIN).unwrap();
    let parse = ["callback", "parse", "--allow-unsigned"];
    let from_file = format!("@{}", file.display());
    let form = ["--form", "mode=BANK", "--form", "status=1", "--form", "authId=2772301936651674391"];
    for run in [
        qys(&parse).stdin(PLAIN),
        qys(&parse).stdin(format!("{PLAIN}\n")).args(&["--body", "-"]),
        qys(&parse).args(&["--body", PLAIN]),
        qys(&parse).args(&["--body", &from_file]),
        qys(&parse).args(&["--query", PLAIN]),
        qys(&parse).args(&form),
    ] {
        let run = run.expect(0);
        let mut lines: Vec<&str> = run.stdout.lines().collect();
        // The order of fields is that of the form where the build keeps it.
        lines[2..5].sort_unstable();
        let fingerprint = lines.remove(5);
        assert!(fingerprint.starts_with("fingerprint: ") && fingerprint.len() == 77, "{fingerprint}");
        assert_eq!(format!("{}\n", lines.join("\n")), expected);
        run.tells("qys auth result");
    }
    qys(&["callback", "parse"]).stdin(PLAIN).expect(8).tells("--allow-unsigned").tells("QYS_CALLBACK_KEY");
}

#[test]
fn keys_from_everywhere() {
    let args = encrypted();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys");
    std::fs::write(&file, format!("another\n{CALLBACK_KEY}\n")).unwrap();
    for run in [
        qys(&args).env("QYS_CALLBACK_KEY", CALLBACK_KEY),
        qys(&args).args(&["--key-file", file.to_str().unwrap()]),
        qys(&args).args(&["--key", "another", "--key", CALLBACK_KEY]),
    ] {
        let run = run.args(&["--output", "json"]).expect(0);
        let event = run.json();
        assert_eq!((&event["type"], &event["authenticity"]), (&json!("contract"), &json!("encrypted")));
        let fields = json!({ "contractId": "1", "contractStatus": "COMPLETE", "tenantName": "测试" });
        assert_eq!(event["fields"], fields);
        assert_eq!(event["reply"]["body"], "success");
    }
    let wrong = qys(&args).args(&["--key", "another"]).expect(8);
    assert!(!wrong.stderr.contains(CONTENT) && !wrong.stderr.contains(SIGNATURE), "{wrong:?}");
    qys(&args).expect(8).tells("QYS_CALLBACK_KEY");
    qys(&args).args(&["--key", ""]).expect(2);
    qys(&args).args(&["--key", " "]).expect(3).tells("blank");
    qys(&args).env("QYS_CALLBACK_KEY", "\u{200B}").expect(3).tells("invisible");
    qys(&args).args(&["--key-file", "/nowhere"]).expect(3).tells("--key-file");
}

#[test]
fn age_and_initial_vector() {
    let args = encrypted();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let with_key = || qys(&args).env("QYS_CALLBACK_KEY", CALLBACK_KEY);
    with_key().args(&["--max-age", "60"]).expect(8).tells("too old");
    with_key().args(&["--max-age", "0"]).expect(2).tells("--max-age");
    with_key().args(&["--cbc-iv", "short"]).expect(3).tells("16 bytes");
    qys(&["callback", "parse", "--body", "a", "--form", "a=b"]).expect(2);
}

#[test]
fn a_value_does_not_look_like_a_line_of_ours() {
    let form = "authId=1%0Aauthenticity:+encrypted&mode=%1B%5B2JBANK&status=1";
    let run = qys(&["callback", "parse", "--allow-unsigned"]).stdin(form).expect(0);
    assert_eq!(run.stdout.lines().filter(|line| line.starts_with("authenticity: ")).count(), 1, "{run:?}");
    assert!(run.stdout.contains("authenticity: none") && !run.stdout.contains('\u{1b}'), "{run:?}");
}
