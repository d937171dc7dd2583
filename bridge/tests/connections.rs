//! How long connections live: what the server closes, and what closing a client leaves open.
#![allow(clippy::unwrap_used)]

mod support;

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Barrier, Mutex};
use std::time::Duration;

use qiyuesuo_bridge::{Bridge, Queue, Waiting};
use support::{Manner, alone_in_a_process, open, options, server, soon, ticket};

const TICKET: &str = r#"{"code":0,"result":{"ticket":"t-1"}}"#;

/// What a server was asked, and its end of each connection that is open.
#[derive(Default)]
struct Served {
    nonces: Vec<String>,
    open: Vec<TcpStream>,
    most: usize,
}

fn serve(stream: &TcpStream, served: &Mutex<Served>) -> Option<()> {
    let mut reader = BufReader::new(stream);
    loop {
        let (mut line, mut length) = (String::new(), 0);
        while line != "\r\n" {
            line.clear();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let (name, value) = line.split_once(": ").unwrap_or_default();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse().unwrap(),
                "x-qys-open-nonce" => served.lock().unwrap().nonces.push(value.trim().to_owned()),
                _ => {}
            }
        }
        reader.read_exact(&mut vec![0; length]).ok()?;
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", TICKET.len());
        (&*stream).write_all([head.as_bytes(), TICKET.as_bytes()].concat().as_slice()).ok()?;
    }
}

fn started() -> (String, Arc<Mutex<Served>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let served = Arc::<Mutex<Served>>::default();
    let all = served.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut now = all.lock().unwrap();
            now.open.push(stream.try_clone().unwrap());
            now.most = now.most.max(now.open.len());
            drop(now);
            let served = all.clone();
            std::thread::spawn(move || {
                serve(&stream, &served);
                let peer = stream.peer_addr().ok();
                served.lock().unwrap().open.retain(|other| peer.is_some() && other.peer_addr().ok() != peer);
            });
        }
    });
    (url, served)
}

/// Makes calls in rounds; between two of them the server closes every third connection.
fn in_rounds(threads: usize, rounds: usize, calls: usize, call: impl Fn(&Bridge) + Sync) {
    let (url, served) = started();
    let bridge = Bridge::open(&options(&url)).unwrap();
    let barrier = Barrier::new(threads + 1);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                for _ in 0..rounds {
                    barrier.wait();
                    (0..calls).for_each(|_| call(&bridge));
                    barrier.wait();
                }
            });
        }
        for _ in 0..rounds {
            barrier.wait();
            barrier.wait();
            let mut now = served.lock().unwrap();
            for stream in now.open.iter().step_by(3) {
                stream.shutdown(Shutdown::Both).unwrap();
            }
            let mut index = 0;
            now.open.retain(|_| {
                index += 1;
                index % 3 != 1
            });
        }
    });
    let now = served.lock().unwrap();
    assert_eq!(now.nonces.len(), threads * rounds * calls);
    assert_eq!(now.nonces.iter().collect::<HashSet<_>>().len(), now.nonces.len(), "a nonce was sent twice");
    assert!(now.most <= threads, "{} connections for {threads} threads", now.most);
    drop((now, bridge));
    soon("all connections are closed", || served.lock().unwrap().open.is_empty());
}

#[test]
fn blocking_calls_never_use_what_the_server_closed() {
    in_rounds(32, 10, 5, |bridge| {
        bridge.call_blocking(ticket(), || Waiting::Continue).unwrap();
    });
}

#[test]
fn submitted_calls_never_use_what_the_server_closed() {
    in_rounds(32, 10, 5, |bridge| {
        let queue = Queue::new();
        bridge.submit(ticket(), &queue).unwrap();
        let completion = queue.drain(1, Duration::from_secs(5)).completions.pop();
        completion.unwrap().outcome.unwrap();
    });
}

/// How many connections a server sees when a client is opened, called and closed so many times over.
fn connections_of_short_lives(server: &support::Server, watched: bool) -> usize {
    for _ in 0..20 {
        let open = if watched { Bridge::open_watched } else { Bridge::open };
        let bridge = open(&options(&server.url)).unwrap();
        bridge.call_blocking(ticket(), || Waiting::Continue).unwrap();
        bridge.close();
    }
    server.connections.load(Ordering::SeqCst)
}

#[test]
fn connections_outlive_their_handles_only_where_that_was_asked_for() {
    // The setting is the process's, and other tests of this file look at connections.
    if !alone_in_a_process("connections_outlive_their_handles_only_where_that_was_asked_for") {
        return;
    }
    assert_eq!(connections_of_short_lives(&server(Manner::Answer), false), 20);
    Bridge::keep_open(2);
    assert_eq!(connections_of_short_lives(&server(Manner::Answer), false), 1);
    let oldest = server(Manner::Answer);
    assert_eq!(connections_of_short_lives(&oldest, true), 1);
    // No more than were asked for are kept, and none when none are. What is let go closes without another call.
    let others = [server(Manner::Answer), server(Manner::Answer)];
    others.iter().for_each(|server| assert_eq!(connections_of_short_lives(server, false), 1));
    soon("the oldest is let go", || oldest.closed.load(Ordering::SeqCst) == 1);
    assert_eq!(others[0].closed.load(Ordering::SeqCst), 0);
    drop(open(&server(Manner::Answer)));
    soon("the next is let go", || others[0].closed.load(Ordering::SeqCst) == 1);
    assert_eq!(others[1].closed.load(Ordering::SeqCst), 0);
    Bridge::keep_open(0);
    soon("all are let go", || others[1].closed.load(Ordering::SeqCst) == 1);
}
