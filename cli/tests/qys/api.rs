//! Operations by their names.

use qiyuesuo::operation::OPERATIONS;
use serde_json::{Value, json};

use crate::support::{CONTACT, Platform, qys};

#[test]
fn all_of_them_are_listed() {
    let list = qys(&["api"]).expect(0);
    let listed = |name: &str| list.stdout.lines().any(|line| line.split_whitespace().next() == Some(name));
    for info in OPERATIONS {
        assert!(listed(info.name), "{}", info.name);
    }
    let document = qys(&["api", "--output", "json"]).expect(0).json();
    assert_eq!(document.as_array().unwrap().len(), OPERATIONS.len());
    let download = document.as_array().unwrap().iter().find(|one| one["operation"] == "contract.download");
    assert_eq!(download.unwrap()["answer"], "file");
}

#[test]
fn every_operation_shows_its_fields() {
    for info in OPERATIONS {
        let help = qys(&["api", info.name, "--help"]).expect(0);
        let expected = format!("{} {}, ", info.method, info.path);
        assert!(help.stdout.contains(&expected), "{help:?}");
        for part in info.parts {
            assert!(help.stdout.contains(&format!("\n  {}  ", part.name)), "{help:?}");
        }
    }
    let help = qys(&["api", "contract.create_draft", "-h"]).expect(0);
    for line in
        ["  signatories[].tenantType  ", "  signatories[].actions[].type  ", "One of COMPANY, PERSONAL."]
    {
        assert!(help.stdout.contains(line), "{help:?}");
    }
    let document = qys(&["api", "contract.get", "--help", "--output", "json"]).expect(0).json();
    assert_eq!(document["one_of"], json!([["contractId", "bizId"]]));
    assert!(document["request"]["properties"]["contractId"].is_object());
    assert!(qys(&["api", "--help"]).expect(0).stdout.contains("Usage: qys api [OPTIONS] [OPERATION]"));
}

#[test]
fn a_contract_is_drafted_filled_and_downloaded() {
    let platform = Platform::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("contract.pdf");
    std::fs::write(&file, "%PDF-1.4 of the tests").unwrap();
    let draft = platform.qys(&["api", "contract.create_draft", "--json"]);
    let draft = draft.args(&[r#"{"subject": "overwritten", "bizId": "b-1"}"#]).args(&[
        "--set",
        "subject=销售合同",
        "--set",
        "signatories[0].tenantType=PERSONAL",
        "--set",
        "signatories[0].tenantName=张三",
        "--set",
        &format!("signatories[0].receiver.contact={CONTACT}"),
        "--set",
        "signatories[0].receiver.contactType=MOBILE",
    ]);
    let id = draft.expect(0).json()["id"].as_str().unwrap().to_owned();
    let sent: Value = serde_json::from_str(platform.last_request()["body"].as_str().unwrap()).unwrap();
    assert_eq!((&sent["subject"], &sent["bizId"]), (&json!("销售合同"), &json!("b-1")));
    assert_eq!(sent["signatories"][0]["tenantType"], "PERSONAL");

    let document = format!("file=@{};filename=合同.pdf", file.display());
    let add = [
        "api",
        "document.add_by_file",
        "--set",
        &format!("contractId={id}"),
        "--set",
        "title=合同",
        "--set",
        "fileSuffix=pdf",
    ];
    platform.qys(&add).args(&["--file", &document]).expect(0);
    platform.qys(&add).expect(2).tells("file");

    let to = folder.path().join("out.pdf");
    let download =
        ["api", "contract.download", "--set", &format!("contractId={id}"), "--save-to", to.to_str().unwrap()];
    platform.qys(&download).expect(0);
    assert!(std::fs::metadata(&to).unwrap().len() > 0);
    platform.qys(&download).expect(2).tells("--force");
    let again = platform.qys(&download).args(&["--force", "--output", "json"]).expect(0).json();
    assert_eq!(again["operation"], "contract.download");
    assert_eq!(again["bytes"], std::fs::metadata(&to).unwrap().len());
}

#[test]
fn what_is_wrong_is_said_before_anything_is_sent() {
    let platform = Platform::start();
    let api = |args: &[&str]| platform.qys(&["api"]).args(args).expect(2);
    api(&["contract.gett"]).tells("did you mean contract.get?");
    // A word in the wrong place can be a secret.
    let wrong = api(&["Th1s-may-be-a-secret"]);
    wrong.tells("`qys api` lists them");
    assert!(!wrong.stderr.contains("Th1s"), "{wrong:?}");
    api(&["contract.get", "--set", "contractid=1"]).tells("did you mean `contractId`?");
    api(&["contract.get", "--set", "queryLocation=perhaps"])
        .tells("--set queryLocation: must be true or false");
    api(&["contract.get", "--set", "alone"]).tells("--set wants NAME=VALUE");
    api(&["contract.get", "--save-to", "x"]).tells("answers no file");
    api(&["contract.download", "--set", "contractId=1"]).tells("--save-to");
    api(&["contract.get"]).tells("contractId");
    api(&["document.add_by_file", "--file", "file=text"]).tells("NAME=@FILE");
    api(&["document.add_by_file", "--file", "file=@/no/such.pdf"]).tells("/no/such.pdf");
    api(&["--set", "a=b"]).tells("<OPERATION>");
    assert_eq!(platform.control("GET", "/requests", "")["requests"], json!([]));
}

#[test]
fn a_refused_download_leaves_no_file() {
    let platform = Platform::start();
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("out.pdf");
    platform.fault(r#"{"status":200,"body":{"code":1110,"message":"NO VIEW PERMISSION"}}"#);
    let wanted = ["api", "contract.download", "--set", "contractId=1", "--save-to", to.to_str().unwrap()];
    platform.qys(&wanted).expect(5);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn shells_complete_their_names() {
    let script = qys(&["completions", "bash"]).expect(0).stdout;
    for info in OPERATIONS {
        assert!(script.contains(info.name), "{}", info.name);
    }
}
