//! `close` ends a client with all its clones and views.

use std::time::{Duration, Instant};

use qiyuesuo::{ErrorKind, Options};
use tokio::task::JoinSet;

use crate::support::tls::Identity;
use crate::support::{Reply, Seen, Server};
use crate::ticket;

#[tokio::test]
async fn calls_in_flight_end_as_cancelled() {
    let server = Server::start(|_| Reply::Hang);
    let client = server.client();
    let view = client.with_options(Options::new().max_retries(2)).unwrap();
    let calls: Vec<_> = [client.clone(), view, client.clone()]
        .into_iter()
        .map(|client| tokio::spawn(async move { ticket(&client).await.map(drop) }))
        .collect();
    server.until("all requests arrive", |log| log.seen.len() == 3).await;
    client.close();
    for call in calls {
        let error = call.await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Cancelled);
        assert_eq!(error.operation(), Some("personal_auth.create_ticket"));
    }
    server.until("their connections are closed", |log| log.closed == 3).await;
}

#[tokio::test]
async fn a_call_that_waits_for_another_attempt_ends_as_cancelled() {
    let server = Server::start(|_| Reply::answer(503, "Retry-After: 30\r\n", ""));
    let client = server.options().max_retries(1).build_without_env().unwrap();
    let start = Instant::now();
    let call = tokio::spawn({
        let client = client.clone();
        async move { ticket(&client).await.map(drop) }
    });
    server.until("the first attempt is over", |log| log.seen.len() == 1).await;
    client.close();
    assert_eq!(call.await.unwrap().unwrap_err().kind(), ErrorKind::Cancelled);
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn later_calls_are_configuration_errors_of_every_clone_and_view() {
    let server = Server::start(|_| Reply::ticket());
    let client = server.client();
    let view = client.with_options(Options::new().max_retries(1)).unwrap();
    let clone = client.clone();
    view.close();
    let after = client.with_options(Options::new().max_retries(3)).unwrap();
    for closed in [&client, &view, &clone, &after] {
        let error = ticket(closed).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert_eq!(error.attempts(), 0);
        assert!(error.message().contains("closed"), "{error}");
        let raw = closed.request("GET", "/v2/checkhealth").send().await.unwrap_err();
        assert_eq!(raw.kind(), ErrorKind::Configuration);
    }
    assert_eq!(server.log().opened, 0);
    client.close();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_socket_is_left_of_many_calls_in_flight() {
    let served = |seen: &Seen| match seen.query()["way"].as_str() {
        "hang" => Reply::Hang,
        "cut" => Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".to_vec()),
        _ => Reply::After(Duration::from_millis(1), Box::new(Reply::answer(200, "", r#"{"code":0}"#))),
    };
    let identity = Identity::new();
    for server in [Server::start(served), Server::tls(&identity, served)] {
        let client = server.options().ca_pem(identity.ca_pem.clone()).build_without_env().unwrap();
        let calls: JoinSet<_> = (0..64)
            .map(|index| {
                let (client, way) = (client.clone(), ["hang", "cut", "answer"][index % 3]);
                async move {
                    // Until it is cancelled.
                    while client.request("GET", "/x").query("way", way).send().await.is_ok() {}
                }
            })
            .collect();
        let wanted = "every way is taken";
        server.until(wanted, |log| log.opened >= 64 && log.seen.len() >= 200).await;
        let closed = Instant::now();
        client.close();
        calls.join_all().await;
        server.until("all connections are closed", |log| log.opened == log.closed).await;
        assert!(closed.elapsed() < Duration::from_secs(1), "{:?}", closed.elapsed());
    }
}

#[tokio::test]
async fn idle_connections_are_closed() {
    let server = Server::start(|_| Reply::ticket());
    let client = server.client();
    ticket(&client).await.unwrap();
    client.close();
    server.until("the connection is closed", |log| log.closed == 1).await;
}

#[tokio::test]
async fn dropping_the_last_client_closes_its_connections() {
    let server = Server::start(|_| Reply::ticket());
    let client = server.client();
    let view = client.with_options(Options::new()).unwrap();
    ticket(&client).await.unwrap();
    drop(client);
    ticket(&view).await.unwrap();
    assert_eq!(server.log().opened, 1);
    assert_eq!(server.log().closed, 0);
    drop(view);
    server.until("the connection is closed", |log| log.closed == 1).await;
}

#[tokio::test]
async fn another_client_is_not_touched() {
    let server = Server::start(|_| Reply::ticket());
    let (one, other) = (server.client(), server.client());
    one.close();
    assert!(ticket(&other).await.is_ok());
}
