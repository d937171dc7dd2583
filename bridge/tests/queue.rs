//! What a drain leaves, and to whom what a call logs and tries belongs.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use qiyuesuo::ErrorKind;
use qiyuesuo_bridge::{AttemptData, Bridge, Call, Content, LogLevel, Queue, Waiting};
use support::{Manner, alone_in_a_process, open, options, server, soon, ticket};

const SOON: Duration = Duration::from_secs(10);

/// Drains once each time the waker is called, as an event loop does, until so many completions have come.
fn drained_when_told(queue: &Queue, woken: &AtomicUsize, max: usize, expected: usize) -> Vec<usize> {
    let (mut seen, mut batches, mut total) = (0, Vec::new(), 0);
    while total < expected {
        soon("the host is told", || woken.load(Ordering::SeqCst) > seen);
        seen = woken.load(Ordering::SeqCst);
        let batch = queue.drain(max, Duration::ZERO).completions.len();
        total += batch;
        batches.push(batch);
    }
    batches
}

fn watched_queue() -> (Queue, Arc<AtomicUsize>) {
    let (queue, woken) = (Queue::new(), Arc::new(AtomicUsize::new(0)));
    let counter = woken.clone();
    queue.on_ready(move || _ = counter.fetch_add(1, Ordering::SeqCst));
    (queue, woken)
}

#[test]
fn what_a_drain_leaves_is_told_of_again() {
    let server = server(Manner::Answer);
    let bridge = open(&server);
    let (queue, woken) = watched_queue();
    (0..3000).for_each(|_| _ = bridge.submit(ticket(), &queue).unwrap());
    // A host that is busy until everything has ended, and then takes 1,024 whenever it is told.
    soon("all have ended", || Bridge::in_flight() == 0);
    let batches = drained_when_told(&queue, &woken, 1024, 3000);
    assert_eq!(batches.iter().sum::<usize>(), 3000);
    assert!(batches.iter().all(|batch| *batch <= 1024), "{batches:?}");
    // A later call is told of as ever.
    bridge.submit(ticket(), &queue).unwrap();
    soon("one more has ended", || Bridge::in_flight() == 0);
    assert_eq!(queue.drain(1, SOON).completions.len(), 1);
}

#[test]
fn one_at_a_time_is_enough() {
    let server = server(Manner::Answer);
    let bridge = open(&server);
    let (queue, woken) = watched_queue();
    (0..50).for_each(|_| _ = bridge.submit(ticket(), &queue).unwrap());
    assert_eq!(drained_when_told(&queue, &woken, 1, 50).len(), 50);
    assert!(queue.drain(1, Duration::from_millis(20)).completions.is_empty());
}

#[test]
fn a_batch_is_bounded_by_bytes() {
    let server = server(Manner::Bytes(6 << 20));
    let bridge = open(&server);
    let (queue, woken) = watched_queue();
    let download = || Call {
        operation: "request".to_owned(),
        request: r#"{"method":"GET","path":"/file","answer":"bytes"}"#.into(),
        ..Call::default()
    };
    (0..12).for_each(|_| _ = bridge.submit(download(), &queue).unwrap());
    soon("all have ended", || server.requests.load(Ordering::SeqCst) == 12);
    let (mut total, mut seen) = (0, 0);
    while total < 12 {
        soon("the host is told", || woken.load(Ordering::SeqCst) > seen);
        seen = woken.load(Ordering::SeqCst);
        let batch = queue.drain(100, Duration::ZERO).completions;
        let bytes: usize = batch
            .iter()
            .map(|completion| match &completion.outcome.as_ref().unwrap().content {
                Content::Bytes { bytes, .. } => bytes.len(),
                Content::Json(_) => panic!("no download"),
            })
            .sum();
        // 16 MiB, and the one that goes beyond.
        assert!(bytes <= 18 << 20, "{bytes} bytes in one batch");
        total += batch.len();
    }
}

#[test]
fn what_a_call_tries_and_logs_goes_to_its_caller() {
    // Whoever drains takes what blocking calls log, also that of these threads.
    if !alone_in_a_process("what_a_call_tries_and_logs_goes_to_its_caller") {
        return;
    }
    qiyuesuo_bridge::enable_logs(LogLevel::Debug);
    let server = server(Manner::Answer);
    let bridge = Bridge::open_watched(&options(&server.url)).unwrap();
    let (first, second) = (Queue::new(), Queue::new());
    let ids = [bridge.submit(ticket(), &first).unwrap(), bridge.submit(ticket(), &second).unwrap()];
    for (queue, id) in [(&first, ids[0]), (&second, ids[1])] {
        let mut lines = Vec::new();
        let mut ended = 0;
        while ended == 0 {
            let batch = queue.drain(10, SOON);
            ended += batch.completions.len();
            lines.extend(batch.logs.into_iter().filter(|line| line.operation != 0));
        }
        assert!(lines.iter().all(|line| line.operation == id), "{lines:?}");
        assert!(lines.iter().any(|line| line.message.starts_with("attempt")), "{lines:?}");
        assert_eq!(bridge.take_attempts_of(Some(id)).len(), 1);
    }
    assert!(bridge.take_attempts().is_empty());

    let bridge = Arc::new(bridge);
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let bridge = bridge.clone();
            std::thread::spawn(move || {
                for _ in 0..20 {
                    bridge.call_unasked(ticket()).unwrap();
                    assert_eq!(bridge.take_attempts_of(None).len(), 1);
                    let lines = qiyuesuo_bridge::take_logs_of_this_thread();
                    assert!(lines.iter().filter(|line| line.message.starts_with("attempt")).count() == 1);
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}

#[test]
fn a_call_made_while_a_call_waits_answers() {
    let (slow, quick) = (server(Manner::Slow(300)), server(Manner::Answer));
    let waiting = open(&slow);
    let other = Bridge::open_watched(&options(&quick.url)).unwrap();
    let mut inner = None;
    let ask = || {
        inner.get_or_insert_with(|| other.call_unasked(ticket()));
        Waiting::Continue
    };
    waiting.call_blocking(ticket(), ask).unwrap();
    let inner = inner.unwrap().unwrap();
    assert!(matches!(&inner.content, Content::Json(json) if json.as_ref() == br#"{"ticket":"t-1"}"#));
    assert_eq!(other.take_attempts_of(None).len(), 1);

    // Through the same client, and stopped in the midst.
    let hanging = server(Manner::Hang);
    let client = open(&hanging);
    let mut stopped = None;
    let ask = || {
        stopped.get_or_insert_with(|| client.call_blocking(ticket(), || Waiting::Stop));
        Waiting::Stop
    };
    let outer = client.call_blocking(ticket(), ask).unwrap_err();
    assert_eq!(outer.kind(), ErrorKind::Cancelled);
    assert_eq!(stopped.unwrap().unwrap_err().kind(), ErrorKind::Cancelled);
    client.close();
    let closed = || hanging.closed.load(Ordering::SeqCst) == hanging.connections.load(Ordering::SeqCst);
    soon("every connection is closed", closed);
}

#[test]
fn a_watched_client_has_the_attempts_of_its_calls() {
    let server = server(Manner::Answer);
    let watched = Bridge::open_watched(&options(&server.url)).unwrap();
    let view = watched.with_options(br#"{"language":"cn"}"#).unwrap();
    watched.call_blocking(ticket(), || Waiting::Continue).unwrap();
    view.call_blocking(ticket(), || Waiting::Continue).unwrap();
    let queue = Queue::new();
    watched.submit(ticket(), &queue).unwrap();
    queue.drain(1, SOON).completions.remove(0).outcome.unwrap();
    open(&server).call_blocking(ticket(), || Waiting::Continue).unwrap();
    let attempts = watched.take_attempts();
    assert_eq!(attempts.len(), 3);
    for attempt in &attempts {
        let data = serde_json::to_value(AttemptData::from(attempt)).unwrap();
        assert_eq!(
            (&data["operation"], &data["http_status"]),
            (&"personal_auth.create_ticket".into(), &200.into())
        );
        assert!(data["elapsed_ms"].as_f64().unwrap() > 0.0 && data.get("error_kind").is_none(), "{data}");
    }
    assert!(view.take_attempts().is_empty());
}
