//! Forking while other threads call. A file of its own, because a fork copies the whole process.
#![allow(clippy::unwrap_used)]

mod support;

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use qiyuesuo_bridge::{Bridge, Queue, Waiting};
use support::{Manner, open, options, server, ticket};

/// Runs `child` in a forked process, which must end by itself with code 0 within ten seconds.
#[allow(unsafe_code)]
fn in_child(what: &str, child: impl FnOnce() -> bool) {
    // SAFETY: the child calls only what this test is about, and leaves through _exit.
    let pid = unsafe { libc::fork() };
    assert!(pid >= 0, "cannot fork");
    if pid == 0 {
        let good = std::panic::catch_unwind(std::panic::AssertUnwindSafe(child)).unwrap_or(false);
        // SAFETY: ends the child without running what belongs to the parent.
        unsafe { libc::_exit(i32::from(!good)) };
    }
    for _ in 0..1000 {
        let mut status = 0;
        // SAFETY: `status` outlives the call.
        if unsafe { libc::waitpid(pid, &raw mut status, libc::WNOHANG) } == pid {
            assert!(libc::WIFEXITED(status), "{what}: the child crashed: {status}");
            assert_eq!(libc::WEXITSTATUS(status), 0, "{what}: the child failed");
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    // SAFETY: the child is ours and hangs.
    unsafe { libc::kill(pid, libc::SIGKILL) };
    panic!("{what}: the child hangs");
}

fn calls(bridge: &Bridge) -> bool {
    let queue = Queue::new();
    bridge.call_blocking(ticket(), || Waiting::Continue).is_ok()
        && bridge.submit(ticket(), &queue).is_ok()
        && queue
            .drain(1, Duration::from_secs(5))
            .completions
            .iter()
            .any(|completion| completion.outcome.is_ok())
}

#[test]
fn clients_work_on_both_sides_of_a_fork() {
    let answering = server(Manner::Answer);
    let hanging = server(Manner::Hang);
    let bridge = Arc::new(open(&answering));
    let busy = open(&hanging);
    let queue = Queue::new();
    let pending = busy.submit(ticket(), &queue).unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let callers: Vec<_> = (0..4)
        .map(|_| {
            let (bridge, stop) = (bridge.clone(), stop.clone());
            std::thread::spawn(move || {
                let queue = Queue::new();
                while !stop.load(Ordering::Relaxed) {
                    bridge.call_blocking(ticket(), || Waiting::Continue).unwrap();
                    bridge.submit(ticket(), &queue).unwrap();
                    queue.drain(1, Duration::from_secs(5));
                }
            })
        })
        .collect();
    for _ in 0..20 {
        in_child("the old client", || calls(&bridge));
        in_child("a new client", || calls(&open(&answering)));
        in_child("closing the old client, then a new one", || {
            bridge.close();
            bridge.close();
            bridge.call_blocking(ticket(), || Waiting::Continue).is_err() && calls(&open(&answering))
        });
        in_child("an operation of the parent", || !Bridge::cancel(pending));
        in_child("dropping what was inherited", || {
            drop(open(&answering));
            true
        });
        in_child("a grandchild", || {
            let good = calls(&bridge);
            in_child("the grandchild", || calls(&bridge));
            good
        });
    }
    stop.store(true, Ordering::Relaxed);
    callers.into_iter().for_each(|caller| caller.join().unwrap());
    assert!(calls(&bridge), "the parent goes on");
    assert!(Bridge::cancel(pending));
}

#[test]
fn a_watched_client_has_its_own_attempts_on_both_sides_of_a_fork() {
    let answering = server(Manner::Answer);
    let watched = Arc::new(Bridge::open_watched(&options(&answering.url)).unwrap());
    watched.call_blocking(ticket(), || Waiting::Continue).unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    // Holds the lock of what waits nearly always, also at the fork.
    let taker = std::thread::spawn({
        let (watched, stop) = (watched.clone(), stop.clone());
        move || {
            while !stop.load(Ordering::Relaxed) {
                watched.take_attempts_of(Some(4711));
            }
        }
    });
    for _ in 0..20 {
        in_child("the attempts of the child", || {
            // Two threads that meet what was inherited at the same time.
            let none = std::thread::scope(|scope| {
                let takers =
                    [scope.spawn(|| watched.take_attempts()), scope.spawn(|| watched.take_attempts())];
                takers.into_iter().all(|taker| taker.join().is_ok_and(|attempts| attempts.is_empty()))
            });
            none && calls(&watched) && watched.take_attempts().len() == 2
        });
    }
    stop.store(true, Ordering::Relaxed);
    taker.join().unwrap();
    assert_eq!(watched.take_attempts().len(), 1, "the parent keeps its own");
}

#[test]
fn parent_and_child_never_make_the_same_nonce() {
    let own = qiyuesuo::signature::nonce();
    let mut pipe = [0; 2];
    // SAFETY: the array has room for both ends.
    #[allow(unsafe_code)]
    let made = unsafe { libc::pipe(pipe.as_mut_ptr()) };
    assert_eq!(made, 0);
    in_child("making a nonce", || {
        let nonce = qiyuesuo::signature::nonce();
        // SAFETY: the text is as long as is said.
        #[allow(unsafe_code)]
        let written = unsafe { libc::write(pipe[1], nonce.as_ptr().cast(), nonce.len()) };
        written == 36
    });
    let mut text = [0; 36];
    // SAFETY: the array has room for what the child wrote.
    #[allow(unsafe_code)]
    let read = unsafe { libc::read(pipe[0], text.as_mut_ptr().cast(), text.len()) };
    let theirs = std::str::from_utf8(&text).unwrap();
    assert_eq!(read, 36);
    assert_ne!(theirs, own);
    assert_ne!(theirs, qiyuesuo::signature::nonce());
}

#[test]
fn parent_and_children_never_send_the_same_nonce() {
    let answering = server(Manner::Answer);
    let bridge = open(&answering);
    // More than are taken from the system at a time, so that some are left over at each fork.
    let call = || (0..70).all(|_| calls(&bridge));
    assert!(call());
    for _ in 0..3 {
        in_child("calls of a child", || {
            let good = call();
            in_child("calls of a grandchild", call);
            good && call()
        });
        assert!(call());
    }
    let nonces = answering.nonces.lock().unwrap();
    assert_eq!(nonces.len(), 2 * 70 * 13);
    assert_eq!(nonces.iter().collect::<HashSet<_>>().len(), nonces.len(), "a nonce was sent twice");
}
