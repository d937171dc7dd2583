//! The emulator as a command.

use std::io::{BufRead, BufReader};

use crate::support::{SECRET, TICKET, finish, interrupt, qys};

#[test]
fn it_prints_its_address_and_ends_cleanly() {
    let mut child = qys(&["emulator", "--listen", "127.0.0.1:0"]).spawn();
    let mut url = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut url).unwrap();
    let url = url.trim_end().to_owned();
    assert!(url.starts_with("http://127.0.0.1:") && !url.ends_with(":0"), "{url}");
    qys(&TICKET)
        .env("QYS_BASE_URL", &url)
        .env("QYS_APP_TOKEN", "emulator-app-token")
        .env("QYS_APP_SECRET", "emulator-app-secret-not-a-real-key")
        .expect(0);
    interrupt(&child);
    let run = finish(child);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""), "{run:?}");
    run.tells(&format!("QYS_BASE_URL={url}")).tells("QYS_APP_TOKEN=emulator-app-token").tells("has ended");
}

#[test]
fn credentials_and_prefix_can_be_set() {
    let args = [
        "emulator",
        "--listen",
        "127.0.0.1:0",
        "--app-token",
        "mine",
        "--app-secret",
        SECRET,
        "--header-prefix",
        "x-qys-",
        "--output",
        "json",
    ];
    let mut child = qys(&args).spawn();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let announced: serde_json::Value = serde_json::from_str(&line).unwrap();
    qys(&TICKET)
        .env("QYS_BASE_URL", announced["url"].as_str().unwrap())
        .env("QYS_APP_TOKEN", "mine")
        .env("QYS_APP_SECRET", SECRET)
        .args(&["--header-prefix", "x-qys-"])
        .expect(0);
    assert!(!line.contains(SECRET), "{line}");
    interrupt(&child);
    assert_eq!(finish(child).code, Some(0));
}

#[test]
fn what_it_refuses() {
    qys(&["emulator", "--listen", "0.0.0.0:0"]).expect(3).tells("--allow-remote");
    qys(&["emulator", "--listen", "nowhere"]).expect(2).tells("--listen");
    qys(&["emulator", "--listen", "127.0.0.1:0", "--callback-key", "short"]).expect(3).tells("16 bytes");
    qys(&["emulator", "--listen", "127.0.0.1:0", "--callback-time-scale", "7"]).expect(3).tells("between 0");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    qys(&["emulator", "--listen", &address]).expect(3).tells("--listen 127.0.0.1:0");
}
