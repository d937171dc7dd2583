//! Machines that are short of descriptors or threads, for a while. Each test runs in a process of its own, whose limits it
//! sets.
#![allow(clippy::unwrap_used, unsafe_code)]

mod support;

use std::process::Command;
use std::time::Duration;

use qiyuesuo::ErrorKind;
use qiyuesuo_bridge::{Bridge, Queue};
use support::{Manner, options, server, ticket};

const CHILD: &str = "QYS_TEST_SERVER";

/// Runs the test of that name again in a process of its own, with the address of a server; in that one, answers it.
fn server_of_the_parent(name: &str) -> Option<String> {
    if let Ok(url) = std::env::var(CHILD) {
        return Some(url);
    }
    let server = server(Manner::Answer);
    let mut alone = Command::new(std::env::current_exe().unwrap());
    let output = alone.args(["--exact", name, "--nocapture"]).env(CHILD, &server.url).output().unwrap();
    let told =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    None
}

/// Sets the limit that counts, and answers what it was.
fn limit(resource: libc::__rlimit_resource_t, to: libc::rlim_t) -> libc::rlim_t {
    let mut limits = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: `limits` outlives the call.
    assert_eq!(unsafe { libc::getrlimit(resource, &raw mut limits) }, 0);
    let before = limits.rlim_cur;
    limits.rlim_cur = to.min(limits.rlim_max);
    // SAFETY: as above.
    assert_eq!(unsafe { libc::setrlimit(resource, &raw const limits) }, 0);
    before
}

#[track_caller]
fn is_short<T>(outcome: Result<T, qiyuesuo::Error>, what: &str) {
    let Err(error) = outcome else { panic!("it succeeded") };
    assert_eq!(error.kind(), ErrorKind::Connection, "{error}");
    assert!(error.message().contains(what), "{error}");
}

fn submitted(bridge: &Bridge) -> Result<(), qiyuesuo::Error> {
    let queue = Queue::new();
    bridge.submit(ticket(), &queue)?;
    queue.drain(1, Duration::from_secs(10)).completions.remove(0).outcome.map(drop)
}

#[test]
fn a_process_without_descriptors_calls_when_it_has_some_again() {
    let name = "a_process_without_descriptors_calls_when_it_has_some_again";
    let Some(url) = server_of_the_parent(name) else { return };
    let bridge = Bridge::open(&options(&url)).unwrap();
    let before = limit(libc::RLIMIT_NOFILE, 3);
    for _ in 0..3 {
        is_short(bridge.call_unasked(ticket()), "cannot make a runtime");
        is_short(submitted(&bridge), "cannot start a thread");
    }
    limit(libc::RLIMIT_NOFILE, before);
    bridge.call_unasked(ticket()).unwrap();
    submitted(&bridge).unwrap();
    // And once more when everything is made.
    let before = limit(libc::RLIMIT_NOFILE, 3);
    let other = Bridge::open(&options(&url.replace("127.0.0.1", "127.0.0.2"))).unwrap();
    is_short(other.call_unasked(ticket()), "cannot connect");
    limit(libc::RLIMIT_NOFILE, before);
    bridge.call_unasked(ticket()).unwrap();
}

#[test]
fn a_process_without_threads_calls_when_it_may_have_some_again() {
    let name = "a_process_without_threads_calls_when_it_may_have_some_again";
    let Some(url) = server_of_the_parent(name) else { return };
    // The limit of processes is none for root. Whoever is not root need not change.
    // SAFETY: numbers go in and out.
    assert!(unsafe { libc::geteuid() != 0 || libc::setuid(65534) == 0 });
    let before = limit(libc::RLIMIT_NPROC, 0);
    let bridge = Bridge::open(&options(&url)).unwrap();
    let by_name = Bridge::open(&options(&url.replace("127.0.0.1", "localhost"))).unwrap();
    bridge.call_unasked(ticket()).unwrap();
    for _ in 0..3 {
        is_short(by_name.call_unasked(ticket()), "cannot start a thread to look up the name");
        is_short(submitted(&bridge), "cannot start a thread");
    }
    limit(libc::RLIMIT_NPROC, before);
    by_name.call_unasked(ticket()).unwrap();
    submitted(&bridge).unwrap();
    submitted(&by_name).unwrap();
}
