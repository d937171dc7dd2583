//! Calls that are dropped at every point where they can be: nothing of them comes back.

use std::collections::HashSet;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use qiyuesuo::{Client, Error, Part, RawResponse};
use tokio::runtime::Builder;

use crate::support::tls::Identity;
use crate::support::{Reply, Seen, Server};

/// Tells of each wake, and nothing else.
struct Woken(Sender<()>);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        _ = self.0.send(());
    }
}

/// Polls a future when it was woken, at most so often; what then has no outcome is dropped. A wake that is lost is a failure.
fn polled<T>(future: impl Future<Output = T>, polls: usize) -> Option<T> {
    let (wakes, woken): (_, Receiver<()>) = channel();
    let waker = Waker::from(Arc::new(Woken(wakes)));
    let mut future = pin!(future);
    for poll in 0..polls {
        if let Poll::Ready(outcome) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return Some(outcome);
        }
        if poll + 1 < polls {
            woken.recv_timeout(Duration::from_secs(5)).expect("nobody woke the call");
            while woken.try_recv().is_ok() {}
        }
    }
    None
}

/// Answers the number that it was asked for, in more than one piece.
fn echo(seen: &Seen) -> Reply {
    let body = format!(r#"{{"code":0,"result":"{}","pad":"{}"}}"#, seen.query()["n"], "x".repeat(200_000));
    let chunk = format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    Reply::After(Duration::from_millis(1), Box::new(Reply::Raw([head, &chunk].concat().into_bytes())))
}

async fn asked(client: &Client, number: usize) -> Result<RawResponse, Error> {
    let part = Part::file("file", "contract.pdf", vec![b'x'; 100_000]);
    client.request("POST", "/x").query("n", number.to_string()).part(part).send().await
}

/// One call after the other, dropped one poll later each time, each with a whole one before and behind it.
fn dropped_everywhere(server: &Server, client: &Client) {
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let _inside = runtime.enter();
    let mut number = 0;
    let mut whole = || {
        number += 1;
        let answer = polled(asked(client, number), usize::MAX).unwrap();
        let answer = answer.unwrap_or_else(|error| panic!("call {number}: {error}"));
        assert_eq!(answer.json().unwrap()["result"], number.to_string(), "the answer of another call");
    };
    for polls in 1.. {
        let outcome = polled(asked(client, 0), polls);
        server.block_until("only what is idle is open", |log| log.opened - log.closed <= 1);
        whole();
        if let Some(outcome) = outcome {
            assert_eq!(outcome.unwrap().json().unwrap()["result"], "0");
            assert!(polls > 1, "it never waited");
            break;
        }
    }
    let seen = server.seen();
    let nonces: HashSet<_> = seen.iter().map(|seen| seen.platform("nonce")).collect();
    assert_eq!(nonces.len(), seen.len(), "a nonce was sent twice");
}

#[test]
fn a_call_that_is_dropped_at_any_poll_leaves_nothing_behind() {
    let server = Server::start(echo);
    // Over a connection that is kept, and over new ones.
    for kept in [1, 0] {
        let client = server.options().pool_max_idle(kept).build_without_env().unwrap();
        dropped_everywhere(&server, &client);
    }
}

#[test]
fn a_call_over_tls_that_is_dropped_at_any_poll_leaves_nothing_behind() {
    let identity = Identity::new();
    let server = Server::tls(&identity, echo);
    for kept in [1, 0] {
        let client = server.options().ca_pem(identity.ca_pem.clone()).pool_max_idle(kept);
        dropped_everywhere(&server, &client.build_without_env().unwrap());
    }
}
