//! Many rows: files as people have them, failures, and runs that end in the middle.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Platform, Qys, finish, interrupt, qys};

const TICKETS: &str = "personal_auth.create_ticket";
/// May be called once only.
const ONCE: &str = "saas.create_privilege_ticket";
/// The emulator's agent.
const AGENT: [&str; 4] =
    ["--agent-token", "emulator-agent-token", "--agent-secret", "emulator-agent-secret-not-a-real-key"];

struct Desk {
    platform: Platform,
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { platform: Platform::start(), folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        fs::write(self.path(name), bytes).unwrap();
        self.path(name).to_str().unwrap().to_owned()
    }

    fn batch(&self, operation: &str, input: &str, args: &[&str]) -> Qys {
        let out = self.path("out.jsonl");
        let mut all = vec!["batch", operation, input];
        all.extend(args);
        if !args.contains(&"--out") {
            all.extend(["--out", out.to_str().unwrap()]);
        }
        self.platform.qys(&all)
    }

    /// Every outcome, by its row.
    fn outcomes(&self) -> Vec<Value> {
        let mut outcomes = lines(&self.path("out.jsonl"));
        outcomes.sort_by_key(|outcome| outcome["row"].as_u64());
        outcomes
    }

    fn sent(&self) -> u64 {
        let last = self.platform.control("GET", "/requests?limit=1", "");
        last["requests"][0]["id"].as_u64().unwrap_or(0)
    }
}

fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'), "a line is not whole");
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn people(count: usize) -> String {
    let rows = (0..count).map(|at| format!("{},MOBILE\n", 10_020_030_000_u64 + at as u64));
    ["user.contact,user.contactType\n".to_owned()].into_iter().chain(rows).collect()
}

fn until(what: &str, done: impl Fn() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < Duration::from_secs(20), "{what} does not come");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_template_can_be_filled_and_sent() {
    let desk = Desk::new();
    let header = qys(&["batch", TICKETS, "--template"]).expect(0).stdout;
    assert!(header.contains("user.contact,user.contactType"), "{header}");
    let cells = header.trim().split(',').map(|column| match column {
        "user.contact" => "10020033044",
        "user.contactType" => "MOBILE",
        "otherModes" => "IVS;FACE",
        _ => "",
    });
    let row = cells.collect::<Vec<_>>().join(",");
    let input = desk.write("people.csv", format!("{header}{row}\n"));
    desk.batch(TICKETS, &input, &[]).expect(0);
    assert!(desk.outcomes()[0]["result"]["ticket"].is_string());
    let body: Value = serde_json::from_str(desk.platform.last_request()["body"].as_str().unwrap()).unwrap();
    let user = json!({"contact": "10020033044", "contactType": "MOBILE"});
    assert_eq!(body, json!({"user": user, "otherModes": ["IVS", "FACE"]}));
}

#[test]
fn files_as_excel_writes_them() {
    let desk = Desk::new();
    let text = "编号,手机,类型,姓名\r\nA-1,10020033044,MOBILE,\"张三, \"\"龙\"\"\"\r\n";
    let (gbk, _, _) = encoding_rs::GBK.encode(text);
    let utf16 = text.encode_utf16().flat_map(u16::to_le_bytes);
    let columns =
        ["--column", "手机=user.contact", "--column", "类型=user.contactType", "--column", "姓名=username"];
    for (name, bytes) in [
        ("plain.csv", text.as_bytes().to_vec()),
        ("mark.csv", [b"\xef\xbb\xbf", text.as_bytes()].concat()),
        ("gbk.csv", gbk.into_owned()),
        ("utf16.csv", [0xff, 0xfe].into_iter().chain(utf16).collect()),
    ] {
        let input = desk.write(name, bytes);
        desk.batch(TICKETS, &input, &columns).args(&["--key", "编号", "--force"]).expect(0);
        assert_eq!(desk.outcomes()[0]["key"], "A-1", "{name}");
        let body = desk.platform.last_request()["body"].as_str().unwrap().to_owned();
        assert!(body.contains(r#"张三, \"龙\""#), "{name}: {body}");
    }
    // Neither of the two: the row says so, and others are sent.
    let broken =
        [b"user.contact,user.contactType\n1\xff\xff,MOBILE\n10020033044,MOBILE\n".as_slice()].concat();
    let input = desk.write("broken.csv", broken);
    desk.batch(TICKETS, &input, &["--force"]).expect(9);
    assert_eq!(desk.outcomes()[0]["error"]["column"], "user.contact");
    assert!(desk.outcomes()[1]["result"]["ticket"].is_string());
}

#[test]
fn json_lines_and_other_outputs() {
    let desk = Desk::new();
    let input = desk.write(
        "people.jsonl",
        "{\"n\":1,\"user\":{\"contact\":\"10020033044\",\"contactType\":\"MOBILE\"}}\n\n[]\n{\"n\":3,\"user\":1}\n",
    );
    let out = desk.path("out.csv");
    let args = ["--key", "n", "--out", out.to_str().unwrap()];
    desk.batch(TICKETS, &input, &args).expect(9).tells("3 rows: 1 good, 2 failed");
    let text = fs::read_to_string(&out).unwrap();
    assert!(text.starts_with("\u{feff}row,key,ok,ticket,error_kind,"), "{text}");
    let mut rows: Vec<_> = text.lines().skip(1).collect();
    rows.sort_unstable();
    assert!(rows[0].starts_with("1,1,true,emulator"), "{rows:?}");
    assert!(rows[1].starts_with("2,,false,,validation,is not a JSON object"), "{rows:?}");
    assert!(rows[2].starts_with("3,3,false,,validation,"), "{rows:?}");
    // Rows from a pipe, outcomes into one.
    let run = desk.platform.qys(&["batch", TICKETS, "-", "--input-format", "csv"]).stdin(people(3)).expect(0);
    assert_eq!(run.stdout.lines().count(), 3, "{run:?}");
}

#[test]
fn wrong_rows_name_themselves_and_stop_no_other() {
    let desk = Desk::new();
    let input = desk.write(
        "people.csv",
        "user.contact,user.contactType,mode\n10020033044,MOBILE,\n10020033044,FAX,\n10020033044\n,MOBILE,\n1,MOBILE,BANK\n",
    );
    let report = desk.path("report.html");
    let run = desk.batch(TICKETS, &input, &["--report", report.to_str().unwrap()]).expect(9);
    run.tells("5 rows: 2 good, 3 failed").tells("3 x validation");
    let outcomes = desk.outcomes();
    assert_eq!(outcomes[1]["error"]["field"], "user.contactType");
    assert_eq!(outcomes[2]["error"]["message"], "has 1 columns, and the header 3");
    assert_eq!(outcomes[3]["error"]["field"], "user.contact");
    assert_eq!(desk.sent(), 2, "what is wrong is not sent");
    let page = fs::read_to_string(report).unwrap();
    assert!(page.contains("<dt>failed</dt><dd>3</dd>") && !page.contains("10020033044"), "{page}");
    // The same without sending anything.
    let run = desk.batch(TICKETS, &input, &["--dry-run"]).expect(9);
    run.tells("row 2 (line 3, user.contactType)").tells("nothing was sent");
    assert_eq!(desk.sent(), 2);
}

#[test]
fn wrong_headers_are_told_before_anything_is_begun() {
    let desk = Desk::new();
    let people = desk.write("people.csv", "phone,user.contactType\n1,MOBILE\n");
    desk.batch(TICKETS, &people, &[]).expect(2).tells("`phone` is not a field").tells("--column phone=FIELD");
    desk.batch(TICKETS, &people, &["--column", "fax=user.contact"]).expect(2).tells("no column `fax`");
    desk.batch(TICKETS, &people, &["--key", "id"]).expect(2).tells("no column `id`");
    desk.batch("personal_auth.create_tickte", &people, &[]).expect(2).tells(TICKETS);
    let twice = desk.write("twice.csv", "mode,mode\nBANK,IVS\n");
    desk.batch(TICKETS, &twice, &[]).expect(2).tells("stands twice");
    desk.batch(TICKETS, &twice, &["--out", &twice, "--force"]).expect(2).tells("stands twice");
    desk.batch(TICKETS, "/nowhere.csv", &[]).expect(2).tells("/nowhere.csv");
    desk.batch(TICKETS, "/etc/passwd", &[]).expect(2).tells("--input-format");
    assert!(!desk.path("out.jsonl").exists());
    assert_eq!(desk.sent(), 0);
}

#[test]
fn files_of_rows_are_sent() {
    let desk = Desk::new();
    let licence = desk.write("licence.png", "a picture");
    let input = desk.write(
        "companies.csv",
        format!(
            "companyName,applicant.contact,applicant.contactType,license\n\
             测试公司,10020033044,MOBILE,{licence}\n测试公司,10020033044,MOBILE,/nowhere.png\n"
        ),
    );
    desk.batch("company_auth.create_ticket_with_license", &input, &[]).expect(9);
    let outcomes = desk.outcomes();
    assert!(outcomes[0]["result"]["ticket"].is_string(), "{outcomes:?}");
    assert_eq!(outcomes[1]["error"]["column"], "license");
}

#[test]
fn too_many_calls_slow_all_down() {
    let desk = Desk::new();
    let input = desk.write("people.csv", people(40));
    let busy = r#"{"status":429,"headers":{"retry-after":"1"},"body":{"code":429}}"#;
    let fault = format!(r#"[{{"nth":5,"times":1,"fault":{busy}}}]"#);
    desk.platform.control("PUT", "/faults", &fault);
    let begun = Instant::now();
    desk.batch(TICKETS, &input, &["--concurrency", "4"]).expect(0);
    assert!(begun.elapsed() >= Duration::from_secs(1), "nobody waited");
    // Those in flight with it, and then nothing for a second.
    let seen = desk.platform.control("GET", "/requests?limit=100", "");
    let times: BTreeSet<u64> = seen["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|request| request["time"].as_u64().unwrap())
        .collect();
    let times: Vec<u64> = times.into_iter().collect();
    assert!(times.windows(2).any(|pair| pair[1] - pair[0] >= 900), "no pause: {times:?}");
}

#[test]
fn a_rate_is_kept() {
    let desk = Desk::new();
    let input = desk.write("people.csv", people(21));
    let begun = Instant::now();
    desk.batch(TICKETS, &input, &["--rate", "20"]).expect(0);
    assert!(begun.elapsed() >= Duration::from_millis(990), "{:?}", begun.elapsed());
}

#[test]
fn a_killed_run_goes_on() {
    let desk = Desk::new();
    let input = desk.write("people.csv", people(400));
    desk.platform.fault(r#"{"latency_ms":20}"#);
    let mut child = desk.batch(TICKETS, &input, &[]).spawn();
    until("a half of the rows", || desk.sent() > 100);
    child.kill().unwrap();
    child.wait().unwrap();
    // As if the last line had been cut by a full disk.
    let out = desk.path("out.jsonl");
    let mut bytes = fs::read(&out).unwrap();
    bytes.extend_from_slice(b"{\"row\":39");
    fs::write(&out, bytes).unwrap();

    desk.platform.control("PUT", "/faults", "[]");
    desk.batch(TICKETS, &input, &[]).expect(2).tells("--resume goes on with it");
    let sent = desk.sent();
    let run = desk.batch(TICKETS, &input, &["--resume"]).expect(0);
    run.tells("of an earlier run");
    let rows: Vec<_> = desk.outcomes().iter().map(|outcome| outcome["row"].as_u64().unwrap()).collect();
    assert_eq!(rows, (1..=400).collect::<Vec<_>>(), "each row has one outcome");
    assert!(desk.sent() - sent < 400, "finished rows were sent again");
    assert!(!desk.path("out.jsonl.journal").exists(), "nothing is left to know");
    // Done is done.
    let sent = desk.sent();
    desk.batch(TICKETS, &input, &["--resume"]).expect(0);
    assert_eq!(desk.sent(), sent);
}

#[test]
fn what_may_have_had_its_effect_is_not_sent_again() {
    let desk = Desk::new();
    let rows: String = (0..60).map(|at| format!("{{\"appId\":\"{}\"}}\n", 1000 + at)).collect();
    let input = desk.write("customers.jsonl", rows);
    desk.platform.fault(r#"{"latency_ms":100}"#);
    let mut child = desk.batch(ONCE, &input, &[&AGENT[..], &["--concurrency", "4"]].concat()).spawn();
    until("some rows", || desk.sent() > 10);
    child.kill().unwrap();
    child.wait().unwrap();
    desk.platform.control("PUT", "/faults", "[]");
    let run = desk.batch(ONCE, &input, &[&AGENT[..], &["--resume"]].concat()).run();
    assert_eq!(run.code, Some(9), "{run:?}");
    run.tells("they are not sent again");
    let outcomes = desk.outcomes();
    assert_eq!(outcomes.len(), 60);
    let unknown = outcomes.iter().filter(|outcome| outcome["error"]["kind"] == "unknown").count();
    assert!((1..=4).contains(&unknown), "as many as were in flight, not {unknown}");
    assert!(desk.sent() <= 60, "a row was sent twice");
}

#[test]
fn failed_rows_can_be_tried_again() {
    let desk = Desk::new();
    let input = desk.write("people.csv", people(20));
    desk.platform.control(
        "PUT",
        "/faults",
        r#"[{"nth":3,"times":2,"fault":{"status":200,"body":{"code":1001}}}]"#,
    );
    desk.batch(TICKETS, &input, &["--max-retries", "0"]).expect(9);
    let failed = |desk: &Desk| desk.outcomes().iter().filter(|outcome| outcome["error"].is_object()).count();
    assert_eq!(failed(&desk), 2);
    desk.batch(TICKETS, &input, &["--resume"]).expect(0).tells("18 succeeded, 2 failed");
    assert_eq!((failed(&desk), desk.sent()), (2, 20));
    desk.batch(TICKETS, &input, &["--resume", "--retry-failed"]).expect(0);
    assert_eq!((failed(&desk), desk.sent(), desk.outcomes().len()), (0, 22, 20));
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_finishes_what_is_in_flight() {
    let desk = Desk::new();
    let input = desk.write("people.csv", people(200));
    desk.platform.fault(r#"{"latency_ms":200}"#);
    let child = desk.batch(TICKETS, &input, &["--concurrency", "4"]).spawn();
    until("the first rows", || desk.sent() > 4);
    interrupt(&child);
    let run = finish(child);
    assert_eq!(run.code, Some(130), "{run:?}");
    run.tells("taking no more rows").tells("--resume");
    assert_eq!(desk.outcomes().len() as u64, desk.sent(), "what was sent has its outcome");
    desk.platform.control("PUT", "/faults", "[]");
    desk.batch(TICKETS, &input, &["--resume"]).expect(0);
    assert_eq!((desk.outcomes().len(), desk.sent()), (200, 200));
    // Twice ends at once.
    desk.platform.fault(r#"{"hang":true}"#);
    let child = desk.batch(TICKETS, &input, &["--force"]).spawn();
    until("the first rows", || desk.sent() > 200);
    interrupt(&child);
    std::thread::sleep(Duration::from_millis(200));
    let again = Instant::now();
    interrupt(&child);
    assert_eq!(finish(child).code, Some(130));
    assert!(again.elapsed() < Duration::from_secs(5));
}
