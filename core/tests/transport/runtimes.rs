//! The client on every kind of runtime, and after the end of one.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use crate::support::{Reply, Server};
use crate::ticket;

fn runtimes() -> Vec<Runtime> {
    vec![
        Builder::new_current_thread().enable_all().build().unwrap(),
        Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap(),
        Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap(),
    ]
}

#[test]
fn calls_work_on_every_runtime() {
    for runtime in runtimes() {
        let server = Server::start(|_| Reply::ticket());
        let client = server.client();
        runtime.block_on(async {
            let mut calls = JoinSet::new();
            for _ in 0..16 {
                let client = client.clone();
                calls.spawn(async move { ticket(&client).await.map(drop) });
            }
            assert!(calls.join_all().await.iter().all(Result::is_ok));
        });
        assert_eq!(server.log().seen.len(), 16);
    }
}

#[test]
fn building_a_client_needs_no_runtime_and_opens_no_connection() {
    let server = Server::start(|_| Reply::ticket());
    let client = server.client();
    _ = client.with_options(qiyuesuo::Options::new().max_retries(1)).unwrap();
    assert_eq!(server.log().opened, 0);
    drop(client);
}

#[test]
fn a_client_outlives_the_runtime_it_was_first_used_in() {
    let server = Server::start(|_| Reply::ticket());
    let client = server.client();
    for runtime in runtimes() {
        for _ in 0..2 {
            runtime.block_on(ticket(&client)).unwrap();
        }
        // With its runtime a connection ends, without a word to the client.
        drop(runtime);
    }
    assert_eq!(server.log().seen.len(), 6, "a call was sent twice");
}

#[test]
fn a_client_outlives_a_runtime_that_ended_in_the_middle_of_a_call() {
    let server = Server::start(|seen| if seen.connection == 1 { Reply::Hang } else { Reply::ticket() });
    let client = server.client();
    let first = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let call = client.clone();
    first.spawn(async move { ticket(&call).await.map(drop) });
    server.block_until("the request arrives", |log| log.seen.len() == 1);
    drop(first);
    server.block_until("its connection is closed", |log| log.closed == 1);
    let second = Builder::new_current_thread().enable_all().build().unwrap();
    second.block_on(ticket(&client)).unwrap();
}

#[test]
fn two_runtimes_share_a_client() {
    let server = Server::start(|_| Reply::ticket());
    let client = server.client();
    let runtimes: Vec<_> =
        (0..2).map(|_| Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()).collect();
    for _ in 0..10 {
        for runtime in &runtimes {
            runtime.block_on(ticket(&client)).unwrap();
        }
    }
    assert_eq!(server.log().seen.len(), 20);
}

#[test]
fn a_runtime_takes_its_idle_connections_with_it() {
    for runtime in runtimes() {
        let server = Server::start(|_| Reply::ticket());
        let client = server.client();
        runtime.block_on(ticket(&client)).unwrap();
        drop(runtime);
        server.block_until("its connection is closed", |log| log.closed == 1);
        drop(client);
    }
}

#[test]
fn idle_connections_are_closed_whatever_becomes_of_other_runtimes() {
    let idle = Duration::from_millis(100);
    let server = Server::start(|_| Reply::ticket());
    let client = server.options().pool_idle_timeout(idle).build_without_env().unwrap();
    let [still, ended, running] = runtimes().try_into().unwrap();
    still.block_on(ticket(&client)).unwrap();
    ended.block_on(ticket(&client)).unwrap();
    drop(ended);
    let last = Instant::now();
    running.block_on(ticket(&client)).unwrap();
    // That which nobody drives is closed by those that are.
    server.block_until("the connections are closed", |log| log.closed == 3);
    assert!(last.elapsed() >= idle, "too soon");
}

#[test]
fn a_runtime_that_ends_in_the_midst_of_calls_costs_another_nothing() {
    let server = Server::start(|_| Reply::ticket());
    let client = server.client();
    let several = || Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let steady = several();
    let steady_calls = (0..16).map(|_| {
        let client = client.clone();
        steady.spawn(async move {
            for _ in 0..30 {
                ticket(&client).await.unwrap();
            }
        })
    });
    let steady_calls: Vec<_> = steady_calls.collect();
    for _ in 0..5 {
        let ending = several();
        for _ in 0..16 {
            let client = client.clone();
            ending.spawn(async move { while ticket(&client).await.is_ok() {} });
        }
        let now = server.log().seen.len();
        server.block_until("calls are made", |log| log.seen.len() >= now + 50);
        drop(ending);
    }
    for calls in steady_calls {
        steady.block_on(calls).unwrap();
    }
    server.block_until("only the connections of one runtime are left", |log| log.opened - log.closed <= 16);
    let seen = server.seen();
    let nonces: HashSet<_> = seen.iter().map(|seen| seen.platform("nonce")).collect();
    assert_eq!(nonces.len(), seen.len(), "a nonce was sent twice");
}
