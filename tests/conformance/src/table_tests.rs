use super::*;
use crate::load::Vectors;
use crate::report::Check;

/// Three vectors: two signatures and a fault.
fn vectors() -> Vectors {
    let signature = |name: &str| {
        let text =
            format!(r#"{{"name": "{name}", "rule": "md5", "timestamp": 1, "expect": {{"headers": {{}}}}}}"#);
        serde_json::from_str(&text).unwrap()
    };
    let fault = r#"{"name": "c", "operation": "x", "request": {}, "server": {"listen": "refused"},
        "expect": {"ok": true}}"#;
    Vectors {
        signatures: vec![signature("a"), signature("b")],
        requests: Vec::new(),
        responses: Vec::new(),
        callbacks: Vec::new(),
        faults: vec![serde_json::from_str(fault).unwrap()],
        smallest_requests: Default::default(),
        smallest_parts: Default::default(),
    }
}

fn report(checks: &[(&str, Group, &str, Result<(), String>)]) -> Report {
    let mut report = Report::default();
    for (language, group, name, result) in checks {
        report.add(Check {
            language: (*language).to_owned(),
            group: *group,
            name: (*name).to_owned(),
            verdict: result.clone().into(),
        });
    }
    report
}

fn row(language: &str, ended: Ended) -> Row {
    Row { language: language.to_owned(), ended, took: Duration::from_secs(90) }
}

#[test]
fn passes_failures_skips_and_what_was_not_run() {
    let report = report(&[
        ("rust", Group::Signatures, "a", Err("first".to_owned())),
        ("rust", Group::Signatures, "a", Ok(())),
        ("rust", Group::Signatures, "b", Ok(())),
        ("rust", Group::Faults, "c", Ok(())),
        ("python", Group::Signatures, "a", Ok(())),
        ("python", Group::Signatures, "b", Err("the reason".to_owned())),
    ]);
    let rows = [
        row("rust", Ended::Well),
        row("python", Ended::Badly("its runner ended with 1".to_owned())),
        row("jvm", Ended::Skipped("needs `java`".to_owned())),
    ];
    let table = Table::new(&rows, &vectors(), &report);
    let expected = "\
language  signatures      requests  responses  callbacks  faults  minutes
rust      PASS 2          PASS 0    PASS 0     PASS 0     PASS 1  1.5
python    PASS 1, FAIL 1  PASS 0    PASS 0     PASS 0     FAIL 1  1.5
jvm       SKIP 2          SKIP 0    SKIP 0     SKIP 0     SKIP 1  1.5

FAIL python signatures/b: the reason
FAIL python faults/c: not run
note python: its runner ended with 1
SKIP jvm: needs `java`

4 passed, 2 failed, 3 skipped";
    assert_eq!(table.text(), expected);
    assert_eq!((table.passed, table.failed, table.skipped), (4, 2, 3));
}

#[test]
fn a_runner_that_fails_fails_the_table() {
    let report = report(&[
        ("rust", Group::Signatures, "a", Ok(())),
        ("rust", Group::Signatures, "b", Ok(())),
        ("rust", Group::Faults, "c", Ok(())),
    ]);
    let table = Table::new(&[row("rust", Ended::Badly("it panicked".to_owned()))], &vectors(), &report);
    assert_eq!((table.passed, table.failed), (3, 1));
    assert!(table.text().contains("FAIL rust: it panicked, although every vector passed"));
}

#[test]
fn languages_are_read_and_selected() {
    let file = std::env::temp_dir().join(format!("conformance-languages-{}.toml", std::process::id()));
    let one = |name: &str| format!("[[language]]\nname = \"{name}\"\ncommand = \"true\"\n");
    let names = |text: &str, selected: &[&str]| {
        std::fs::write(&file, text).unwrap();
        let selected: Vec<_> = selected.iter().map(|name| (*name).to_owned()).collect();
        languages(&file, &selected)
            .map(|found| found.into_iter().map(|language| language.name).collect::<Vec<_>>().join(" "))
    };
    let three = [one("rust"), one("node"), one("c")].concat();
    assert_eq!(names(&three, &[]), Ok("rust node c".to_owned()));
    assert_eq!(names(&three, &["c", "rust"]), Ok("rust c".to_owned()));
    assert_eq!(
        names(&three, &["go"]),
        Err("there is no language \"go\"; there are rust, node, c".to_owned())
    );
    assert!(names(&[one("c"), one("c")].concat(), &[]).unwrap_err().contains("stands twice"));
    assert!(names(&three.replace("command", "comand"), &[]).unwrap_err().contains("comand"));
    std::fs::remove_file(&file).unwrap();
}

#[test]
fn the_runners_are_run() {
    let server = Server::start(crate::vectors_dir()).unwrap();
    let language = |name: &str, command: &str, requires: Option<&str>| Language {
        name: name.to_owned(),
        command: command.to_owned(),
        requires: requires.map(str::to_owned),
    };
    let rows = run(
        &[
            language("good", "test \"$QYS_VECTOR_SERVER\" && test -z \"$CARGO_PKG_NAME\"", Some("true")),
            language("bad", "exit 3", None),
            language("missing", "true", Some("command -v no-such-command-here")),
        ],
        &server,
    );
    assert!(matches!(rows[0].ended, Ended::Well), "{:?}", rows[0]);
    assert!(matches!(&rows[1].ended, Ended::Badly(reason) if reason.contains("3")), "{:?}", rows[1]);
    assert!(matches!(&rows[2].ended, Ended::Skipped(reason) if reason.contains("no-such-command-here")));
}
