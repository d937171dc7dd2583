//! Calling, submitting, cancelling, draining, closing.
#![allow(clippy::unwrap_used)]

mod support;

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use qiyuesuo_bridge::{Bridge, Call, Content, Queue, Waiting};
use support::{Manner, alone_in_a_process, open, options, server, soon, ticket};

const SOON: Duration = Duration::from_secs(10);

/// `Bridge::in_flight` counts for the process, so tests that look at it take turns.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn one(queue: &Queue) -> qiyuesuo_bridge::Completion {
    let mut batch = queue.drain(1, SOON);
    assert_eq!(batch.completions.len(), 1, "no completion came");
    batch.completions.remove(0)
}

#[test]
fn a_blocking_call_answers() {
    let server = server(Manner::Answer);
    let reply = open(&server).call_blocking(ticket(), || Waiting::Continue).unwrap();
    assert!(matches!(&reply.content, Content::Json(json) if json.as_ref() == br#"{"ticket":"t-1"}"#));
    assert_eq!((reply.http_status, reply.attempts, reply.plugin), (200, 1, Some(("personal-auth", "com"))));
    assert!(!format!("{reply:?}").contains("t-1"));
}

#[test]
fn a_malformed_raw_request_names_the_field_and_quotes_nothing() {
    let server = server(Manner::Answer);
    let bridge = open(&server);
    for (request, field, told) in [
        (r#"{"method":"GET"}"#, Some("path"), "`path` must be a text"),
        (r#"{"method":5,"path":"/x"}"#, Some("method"), "`method` must be a text"),
        (r#"{"method":"GET","path":"/x","repeatable":"tick-et"}"#, Some("repeatable"), "true or false"),
        (r#"{"method":"GET","path":"/x","answer":"tick-et"}"#, None, "malformed at line 1, column"),
        (r#"{"method":"GET","path":"/x","tick-et":1}"#, None, "malformed at line 1, column"),
        (r#""tick-et""#, None, "malformed at line 1, column"),
    ] {
        let call = Call { operation: "request".to_owned(), request: request.into(), ..Call::default() };
        let error = bridge.call_blocking(call, || Waiting::Continue).unwrap_err();
        assert_eq!((error.kind().as_str(), error.field()), ("validation", field), "{request}");
        assert!(error.to_string().contains(told), "{error}");
        assert!(!error.to_string().contains("tick-et"), "{error}");
    }
    assert_eq!(server.requests.load(Ordering::SeqCst), 0);
}

#[test]
fn a_blocking_call_stops_when_the_host_says_so() {
    let server = server(Manner::Hang);
    let bridge = open(&server);
    let began = Instant::now();
    let error = bridge.call_blocking(ticket(), || Waiting::Stop).unwrap_err();
    assert_eq!(error.kind().as_str(), "cancelled");
    assert!(began.elapsed() < Duration::from_secs(5));
    drop(bridge);
}

#[test]
fn a_call_that_asks_nobody_answers_and_ends_with_its_client() {
    let answering = server(Manner::Answer);
    let reply = open(&answering).call_unasked(ticket()).unwrap();
    assert_eq!((reply.http_status, reply.attempts), (200, 1));
    let hanging = server(Manner::Hang);
    let bridge = Arc::new(open(&hanging));
    let waiting = std::thread::spawn({
        let bridge = bridge.clone();
        move || bridge.call_unasked(ticket())
    });
    soon("the request came", || hanging.requests.load(Ordering::SeqCst) == 1);
    bridge.close();
    assert_eq!(waiting.join().unwrap().unwrap_err().kind().as_str(), "cancelled");
    soon("the connection is closed", || hanging.closed.load(Ordering::SeqCst) == 1);
}

#[test]
fn connections_of_blocking_calls_close_without_another_call() {
    let _alone = alone();
    let hanging = server(Manner::Hang);
    let bridge = open(&hanging);
    let mut asked = 0;
    let stop = || {
        asked += 1;
        if asked == 2 { Waiting::Stop } else { Waiting::Continue }
    };
    assert!(bridge.call_blocking(ticket(), stop).is_err());
    soon("the stopped call's", || hanging.closed.load(Ordering::SeqCst) == 1);
    let options = br#"{"attempt_timeout":0.1,"max_retries":0}"#;
    assert!(bridge.with_options(options).unwrap().call_blocking(ticket(), || Waiting::Continue).is_err());
    soon("the timed-out call's", || hanging.closed.load(Ordering::SeqCst) == 2);

    let answering = server(Manner::Answer);
    let bridge = open(&answering);
    bridge.call_blocking(ticket(), || Waiting::Continue).unwrap();
    assert_eq!(answering.closed.load(Ordering::SeqCst), 0);
    // The last handle counts, also one that made no call itself.
    let same = open(&answering);
    bridge.close();
    assert_eq!(answering.closed.load(Ordering::SeqCst), 0);
    same.close();
    soon("the closed client's", || answering.closed.load(Ordering::SeqCst) == 1);
}

#[test]
fn a_call_that_outlives_its_client_closes_the_connections() {
    let _alone = alone();
    let server = server(Manner::Slow(500));
    let bridge = Arc::new(open(&server));
    let call = |bridge: &Arc<Bridge>| {
        let bridge = bridge.clone();
        std::thread::spawn(move || bridge.call_unasked(ticket()))
    };
    let together = [call(&bridge), call(&bridge)];
    together.into_iter().for_each(|call| _ = call.join().unwrap().unwrap());
    let (requests, connections) = (server.requests.load(Ordering::SeqCst), &server.connections);
    // One connection is in use and another is not.
    assert!(connections.load(Ordering::SeqCst) >= 2);
    let waiting = call(&bridge);
    soon("the request came", || server.requests.load(Ordering::SeqCst) == requests + 1);
    bridge.close();
    assert!(waiting.join().unwrap().is_err());
    soon("all are closed", || server.closed.load(Ordering::SeqCst) == connections.load(Ordering::SeqCst));
}

#[test]
fn a_blocking_call_needs_no_thread() {
    if !alone_in_a_process("a_blocking_call_needs_no_thread") {
        return;
    }
    let server = server(Manner::Answer);
    let bridge = open(&server);
    bridge.call_blocking(ticket(), || Waiting::Continue).unwrap();
    let threads = || {
        let tasks = std::fs::read_dir("/proc/self/task").unwrap();
        let names = tasks.map(|task| std::fs::read_to_string(task.unwrap().path().join("comm")));
        names.filter(|name| name.as_ref().is_ok_and(|name| name.trim() == "qiyuesuo")).count()
    };
    assert_eq!(threads(), 0);
    // It would be seen: a submitted call has one.
    let queue = Queue::new();
    bridge.submit(ticket(), &queue).unwrap();
    one(&queue).outcome.unwrap();
    assert_eq!(threads(), 1);
}

#[test]
fn many_threads_share_one_client() {
    let server = server(Manner::Slow(5));
    let bridge = Arc::new(open(&server));
    let threads: Vec<_> = (0..50)
        .map(|_| {
            let bridge = bridge.clone();
            std::thread::spawn(move || {
                for _ in 0..10 {
                    bridge.call_blocking(ticket(), || Waiting::Continue).unwrap();
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    assert_eq!(server.requests.load(Ordering::SeqCst), 500);
    assert!(server.connections.load(Ordering::SeqCst) <= 50, "more connections than threads");
}

#[test]
fn each_submit_completes_exactly_once() {
    let _turn = alone();
    let server = server(Manner::Answer);
    let bridge = open(&server);
    let queue = Queue::new();
    let submitted: HashSet<u64> = (0..1000).map(|_| bridge.submit(ticket(), &queue).unwrap()).collect();
    let mut completed = HashSet::new();
    while completed.len() < 1000 {
        let batch = queue.drain(64, SOON);
        assert!(!batch.completions.is_empty() && batch.completions.len() <= 64);
        for completion in batch.completions {
            completion.outcome.unwrap();
            assert!(completed.insert(completion.id), "completed twice");
        }
    }
    assert_eq!(submitted, completed);
    soon("nothing is in flight", || Bridge::in_flight() == 0);
    assert!(queue.drain(1, Duration::from_millis(20)).completions.is_empty());
}

#[test]
fn two_threads_drain_one_queue() {
    let server = server(Manner::Answer);
    let bridge = open(&server);
    let queue = Queue::new();
    let drained = Arc::new(Mutex::new(Vec::new()));
    let threads: Vec<_> = (0..2)
        .map(|_| {
            let (queue, drained) = (queue.clone(), drained.clone());
            std::thread::spawn(move || {
                while drained.lock().unwrap().len() < 500 {
                    let batch = queue.drain(7, Duration::from_millis(20));
                    drained
                        .lock()
                        .unwrap()
                        .extend(batch.completions.into_iter().map(|completion| completion.id));
                }
            })
        })
        .collect();
    let mut submitted: Vec<u64> = (0..500).map(|_| bridge.submit(ticket(), &queue).unwrap()).collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    let mut drained = drained.lock().unwrap().clone();
    drained.sort_unstable();
    submitted.sort_unstable();
    assert_eq!(drained, submitted);
}

#[test]
fn a_waker_tells_once_for_a_batch() {
    let server = server(Manner::Answer);
    let bridge = open(&server);
    let queue = Queue::new();
    let woken = Arc::new(AtomicUsize::new(0));
    queue.on_ready({
        let woken = woken.clone();
        move || _ = woken.fetch_add(1, Ordering::SeqCst)
    });
    (0..100).for_each(|_| _ = bridge.submit(ticket(), &queue).unwrap());
    soon("all requests came", || server.requests.load(Ordering::SeqCst) == 100);
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(woken.load(Ordering::SeqCst), 1);
    assert_eq!(queue.drain(1000, SOON).completions.len(), 100);
}

#[test]
fn cancelling_drops_the_request_and_completes_once() {
    let _turn = alone();
    let server = server(Manner::Hang);
    let bridge = open(&server);
    let queue = Queue::new();
    let id = bridge.submit(ticket(), &queue).unwrap();
    soon("the request came", || server.requests.load(Ordering::SeqCst) == 1);
    assert!(Bridge::cancel(id));
    let completion = one(&queue);
    assert_eq!((completion.id, completion.outcome.unwrap_err().kind().as_str()), (id, "cancelled"));
    soon("the connection is closed", || server.closed.load(Ordering::SeqCst) == 1);
    assert!(!Bridge::cancel(id), "cancelled twice");
    assert!(queue.drain(1, Duration::from_millis(20)).completions.is_empty());
}

#[test]
fn cancelling_at_once_and_after_the_end() {
    let _turn = alone();
    let server = server(Manner::Answer);
    let bridge = open(&server);
    let queue = Queue::new();
    let early = bridge.submit(ticket(), &queue).unwrap();
    Bridge::cancel(early);
    assert_eq!(one(&queue).id, early);
    let late = bridge.submit(ticket(), &queue).unwrap();
    one(&queue).outcome.unwrap();
    assert!(!Bridge::cancel(late));
    assert!(!Bridge::cancel(4711), "an id of nobody");
}

#[test]
fn ten_thousand_dropped_calls_leave_nothing() {
    let _turn = alone();
    let server = server(Manner::Hang);
    let bridge = open(&server);
    let queue = Queue::new();
    for _ in 0..100 {
        let ids: Vec<u64> = (0..100).map(|_| bridge.submit(ticket(), &queue).unwrap()).collect();
        ids.iter().for_each(|id| _ = Bridge::cancel(*id));
        let mut ended = 0;
        while ended < 100 {
            ended += queue.drain(100, SOON).completions.len();
        }
    }
    assert_eq!(Bridge::in_flight(), 0);
    soon("every connection is closed", || {
        server.connections.load(Ordering::SeqCst) == server.closed.load(Ordering::SeqCst)
    });
}

#[test]
fn closing_ends_calls_in_flight_and_refuses_later_ones() {
    let server = server(Manner::Hang);
    let (bridge, other) = (open(&server), open(&server));
    let queue = Queue::new();
    bridge.submit(ticket(), &queue).unwrap();
    let theirs = other.submit(ticket(), &queue).unwrap();
    soon("both requests came", || server.requests.load(Ordering::SeqCst) == 2);
    bridge.close();
    bridge.close();
    assert_eq!(one(&queue).outcome.unwrap_err().kind().as_str(), "cancelled");
    let refused = bridge.call_blocking(ticket(), || Waiting::Continue).unwrap_err();
    assert_eq!(refused.kind().as_str(), "configuration");
    // An equal configuration shares the connections, and lives on.
    assert!(queue.drain(1, Duration::from_millis(50)).completions.is_empty());
    assert!(Bridge::cancel(theirs));
}

#[test]
fn equal_configurations_share_connections() {
    // Threads that call at the same time take turns at one driver, and while it is another's the pool may dial although a
    // connection is on its way back.
    if !alone_in_a_process("equal_configurations_share_connections") {
        return;
    }
    let server = server(Manner::Answer);
    for _ in 0..20 {
        let bridge = open(&server);
        bridge.call_blocking(ticket(), || Waiting::Continue).unwrap();
        // The next one opens before this one is dropped, as the clients of one process do.
        open(&server).call_blocking(ticket(), || Waiting::Continue).unwrap();
        std::mem::forget(bridge);
    }
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
}

#[test]
fn a_second_view_has_options_of_its_own() {
    if !alone_in_a_process("a_second_view_has_options_of_its_own") {
        return;
    }
    let server = server(Manner::Answer);
    let bridge = open(&server);
    let view = bridge.with_options(br#"{"validation":"lenient"}"#).unwrap();
    let odd = || Call {
        request: r#"{"user":{"contact":"1","contactType":"MOBILE"},"mode":"NEW"}"#.into(),
        ..ticket()
    };
    assert_eq!(bridge.call_blocking(odd(), || Waiting::Continue).unwrap_err().field(), Some("mode"));
    view.call_blocking(odd(), || Waiting::Continue).unwrap();
    bridge.call_blocking(ticket(), || Waiting::Continue).unwrap();
    assert_eq!(server.connections.load(Ordering::SeqCst), 1, "the view has connections of its own");
    let once = Call { options: br#"{"validation":"lenient"}"#.as_slice().into(), ..odd() };
    bridge.call_blocking(once, || Waiting::Continue).unwrap();
    let wrong = bridge.with_options(br#"{"proxy":"direct"}"#).unwrap_err();
    assert_eq!((wrong.kind().as_str(), wrong.field()), ("configuration", Some("proxy")));
}

#[test]
fn a_panic_is_an_error_on_both_paths() {
    let server = server(Manner::Answer);
    let bridge = open(&server);
    let panic = || Call { operation: "__panic".to_owned(), ..Call::default() };
    // What is released has no operation of that name.
    let kind = if cfg!(debug_assertions) { "internal" } else { "validation" };
    assert_eq!(bridge.call_blocking(panic(), || Waiting::Continue).unwrap_err().kind().as_str(), kind);
    let queue = Queue::new();
    bridge.submit(panic(), &queue).unwrap();
    assert_eq!(one(&queue).outcome.unwrap_err().kind().as_str(), kind);
    bridge.call_blocking(ticket(), || Waiting::Continue).unwrap();
}

#[test]
fn wrong_options_are_told_when_opening() {
    let error = Bridge::open(br#"{"app_token":"t","app_secret":"s","base_url":"ftp://x"}"#).unwrap_err();
    assert_eq!((error.kind().as_str(), error.field()), ("configuration", Some("base_url")));
    let error = Bridge::open(&options("http://localhost:1?x=1")).unwrap_err();
    assert_eq!(error.field(), Some("base_url"));
}
