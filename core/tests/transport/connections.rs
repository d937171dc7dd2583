//! How connections are kept, given up and never used twice when they should not be.

use std::time::Duration;

use qiyuesuo::{Client, ErrorKind, Options};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use crate::support::{Reply, Server};
use crate::ticket;

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

#[tokio::test]
async fn a_hundred_calls_in_a_row_use_one_connection() {
    let server = Server::start(|_| Reply::ticket());
    let client = server.client();
    for _ in 0..100 {
        assert_eq!(ticket(&client).await.unwrap().ticket, "TICKET-1");
    }
    assert_eq!(server.log().seen.len(), 100);
    assert_eq!(server.log().opened, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_in_a_row_share_connections_on_several_threads() {
    let server = Server::start(|_| Reply::ticket());
    let client = server.client();
    for _ in 0..100 {
        ticket(&client).await.unwrap();
    }
    // A call may begin before another thread has put the connection back, more often on a busy machine.
    assert!(server.log().opened <= 50, "{} connections for 100 calls", server.log().opened);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_at_the_same_time_use_no_more_connections_than_calls() {
    let server = Server::start(|_| Reply::After(ms(5), Box::new(Reply::ticket())));
    let client = server.client();
    let wave = async || {
        let mut calls = JoinSet::new();
        for _ in 0..64 {
            let client = client.clone();
            calls.spawn(async move { ticket(&client).await.map(drop) });
        }
        assert!(calls.join_all().await.iter().all(Result::is_ok));
    };
    wave().await;
    assert!(server.log().opened <= 64, "{} connections for 64 calls", server.log().opened);
    wave().await;
    wave().await;
    assert!(server.log().opened < 96, "{} connections for 3 times 64 calls", server.log().opened);
}

#[tokio::test]
async fn only_so_many_idle_connections_are_kept() {
    let server = Server::start(|_| Reply::After(ms(20), Box::new(Reply::ticket())));
    let client = server.options().pool_max_idle(2).build_without_env().unwrap();
    let mut calls = JoinSet::new();
    for _ in 0..6 {
        let client = client.clone();
        calls.spawn(async move { ticket(&client).await.map(drop) });
    }
    assert!(calls.join_all().await.iter().all(Result::is_ok));
    server.until("all but two connections are closed", |log| log.opened - log.closed == 2).await;
}

#[tokio::test]
async fn a_connection_past_its_age_serves_no_new_call() {
    let server = Server::start(|_| Reply::ticket());
    let client = server.options().connection_max_age(ms(50)).build_without_env().unwrap();
    ticket(&client).await.unwrap();
    tokio::time::sleep(ms(60)).await;
    ticket(&client).await.unwrap();
    assert_eq!(server.seen().iter().map(|seen| seen.connection).collect::<Vec<_>>(), [1, 2]);
    server.until("the old connection is closed", |log| log.closed >= 1).await;
}

#[tokio::test]
async fn an_idle_connection_is_closed_after_its_time() {
    let server = Server::start(|_| Reply::ticket());
    let client = server.options().pool_idle_timeout(ms(100)).build_without_env().unwrap();
    ticket(&client).await.unwrap();
    server.until("the idle connection is closed", |log| log.closed == 1).await;
    ticket(&client).await.unwrap();
    assert_eq!(server.log().opened, 2);
}

#[test]
fn an_idle_connection_is_closed_after_its_time_in_a_second_runtime_too() {
    let server = Server::start(|_| Reply::ticket());
    let client = server.options().pool_idle_timeout(ms(100)).build_without_env().unwrap();
    let runtime = || Builder::new_current_thread().enable_all().build().unwrap();
    // What closes idle connections ends with this one.
    runtime().block_on(ticket(&client)).unwrap();
    let second = runtime();
    second.block_on(ticket(&client)).unwrap();
    second.block_on(server.until("the idle connections are closed", |log| log.closed == 2));
}

#[tokio::test]
async fn an_idle_connection_is_closed_at_its_age() {
    let server = Server::start(|_| Reply::ticket());
    let client = server.options().connection_max_age(ms(100)).build_without_env().unwrap();
    ticket(&client).await.unwrap();
    // Long before the thirty seconds of an idle one.
    server.until("the old connection is closed", |log| log.closed == 1).await;
}

#[tokio::test]
async fn bounds_of_nothing_and_of_a_moment_keep_nothing() {
    for options in [
        Options::new().pool_max_idle(0),
        Options::new().pool_idle_timeout(Duration::from_nanos(1)),
        Options::new().connection_max_age(Duration::from_nanos(1)),
    ] {
        let server = Server::start(|_| Reply::ticket());
        let client = server.options().overlay(options).build_without_env().unwrap();
        for call in 1..=3 {
            ticket(&client).await.unwrap();
            server.until("its connection is closed", |log| log.closed == call).await;
        }
        assert_eq!(server.log().opened, 3);
    }
}

/// Calls once, lets the server close the connection behind the client's back, and calls again.
fn call_over_a_dead_connection(runtime: &Runtime, max_retries: u32, between: impl Fn()) {
    let server = Server::start(|_| Reply::ticket_then_close());
    let client = server.options().max_retries(max_retries).build_without_env().unwrap();
    for call in 1..=5 {
        let answer = runtime.block_on(ticket(&client));
        let answer = answer.unwrap_or_else(|error| panic!("call {call}: {error}"));
        assert_eq!(answer.ticket, "TICKET-1");
        server.block_until("the connection is closed", |log| log.closed == call);
        between();
    }
    assert_eq!(server.log().seen.len(), 5, "a call was sent twice");
}

#[test]
fn a_connection_closed_while_idle_costs_no_error_on_a_current_thread_runtime() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    // Nothing drives this runtime between the calls: it cannot have learnt that the connection is gone.
    let between = || std::thread::sleep(ms(10));
    call_over_a_dead_connection(&runtime, 0, between);
    call_over_a_dead_connection(&runtime, 2, between);
}

#[test]
fn a_connection_closed_while_idle_costs_no_error_on_several_threads() {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    // On a busy machine the threads of the runtime may not have had a turn yet; now they have had one.
    let between = || {
        for _ in 0..3 {
            runtime.block_on(runtime.spawn(async { tokio::time::sleep(ms(2)).await })).unwrap();
        }
    };
    call_over_a_dead_connection(&runtime, 0, between);
    call_over_a_dead_connection(&runtime, 2, between);
}

#[tokio::test]
async fn a_dropped_call_closes_its_connection() {
    let server = Server::start(|_| Reply::Hang);
    let client = server.client();
    let call = tokio::spawn(async move { ticket(&client).await.map(drop) });
    server.until("the request arrives", |log| log.seen.len() == 1).await;
    assert_eq!(server.log().closed, 0);
    call.abort();
    server.until("the connection is closed", |log| log.closed == 1).await;
}

async fn the_next_attempt_uses_another_connection(server: &Server, client: &Client) {
    let answer = ticket(client).await.unwrap();
    assert_eq!(answer.attempts(), 2);
    assert_eq!(server.seen().iter().map(|seen| seen.connection).collect::<Vec<_>>(), [1, 2]);
    // And so do later calls.
    ticket(client).await.unwrap();
    assert_eq!(server.seen()[2].connection, 2);
}

#[tokio::test]
async fn the_connection_of_a_timed_out_attempt_is_never_used_again() {
    let server = Server::start(|seen| if seen.connection == 1 { Reply::Hang } else { Reply::ticket() });
    let client = server.options().max_retries(1).attempt_timeout(ms(400)).build_without_env().unwrap();
    the_next_attempt_uses_another_connection(&server, &client).await;
    server.until("its connection is closed", |log| log.closed == 1).await;
}

#[tokio::test]
async fn an_answer_that_comes_too_late_is_not_taken_for_the_next_one() {
    let server = Server::start(|seen| match seen.connection {
        1 => Reply::After(
            ms(150),
            Box::new(Reply::Json(r#"{"code":0,"result":{"ticket":"LATE"}}"#.to_owned())),
        ),
        _ => Reply::ticket(),
    });
    let client = server.client();
    let hurried = client.with_options(Options::new().attempt_timeout(ms(50))).unwrap();
    let error = ticket(&hurried).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.message().contains("attempt time-out"), "{error}");
    tokio::time::sleep(ms(150)).await;
    for _ in 0..3 {
        assert_eq!(ticket(&client).await.unwrap().ticket, "TICKET-1");
    }
}

#[tokio::test]
async fn every_view_uses_the_same_connection() {
    let server = Server::start(|_| Reply::ticket());
    let client = server.client();
    let options = Options::new()
        .attempt_timeout(ms(5_000))
        .total_timeout(ms(6_000))
        .max_retries(1)
        .app_token("anotherToken")
        .app_secret("anotherSecret");
    let view = client.with_options(options).unwrap();
    for client in [&client, &view, &client.clone(), &view.clone()] {
        ticket(client).await.unwrap();
    }
    assert_eq!(server.log().opened, 1);
    let seen = server.seen();
    seen[0].assert_signed(crate::support::TOKEN, crate::support::SECRET);
    seen[1].assert_signed("anotherToken", "anotherSecret");
}
