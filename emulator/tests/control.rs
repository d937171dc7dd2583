//! The control interface, the caps on memory, and what the emulator refuses.
#![allow(clippy::unwrap_used)]

mod support;

use qiyuesuo_emulator::{Emulator, Error, Limits, Options};
use reqwest::Method;
use serde_json::json;
use support::{USER, answer, create_body, now_ms, options, start, start_with};

const PATH: &str = "/v2/personalauth/miniappexchange";

#[tokio::test]
async fn a_request_tells_its_whole_story() {
    let bench = start().await;
    let (now, nonce) = (now_ms(), support::nonce());
    answer(bench.signed_at(Method::POST, &format!("{PATH}?a=b"), now, &nonce).body(USER)).await;
    let seen = bench.last_request().await;
    let expected = support::md5_hex(&format!("{}{}{now}{nonce}", bench.app.0, bench.app.1));
    assert_eq!(seen["id"], 1);
    assert_eq!(
        (seen["method"].as_str(), seen["path"].as_str(), seen["query"].as_str()),
        (Some("POST"), Some(PATH), Some("a=b"))
    );
    assert_eq!(seen["operation"], "personal_auth.create_ticket");
    assert_eq!((seen["body"].as_str(), seen["body_bytes"].as_u64()), (Some(USER), Some(USER.len() as u64)));
    assert_eq!(seen["answer"], json!({ "status": 200, "code": 0 }));
    assert_eq!(seen["verdict"], "passed");
    assert_eq!(seen["headers"]["x-qys-open-accesstoken"], "emul••••");
    assert_eq!(seen["headers"]["x-qys-open-nonce"], nonce);
    assert_eq!(
        seen["signature"],
        json!({
            "rule": "md5", "signed": format!("emul•••• + •••• + {now} + {nonce}"), "expected": expected,
            "received": expected, "matches": true, "hint": null,
        })
    );
    assert!(seen["agent_signature"].is_null());

    let wrong = bench
        .bare(Method::POST, PATH)
        .header("x-qys-open-accesstoken", &bench.app.0)
        .header("x-qys-open-timestamp", now)
        .header("x-qys-open-nonce", "n")
        .header("x-qys-open-signature", support::md5_hex(&format!("{}{}{now}", bench.app.0, bench.app.1)));
    assert_eq!(answer(wrong).await.0, 443);
    let seen = bench.last_request().await;
    assert_eq!(
        (seen["verdict"].as_str(), seen["signature"]["matches"].as_bool()),
        (Some("invalid_signature"), Some(false))
    );
    assert!(seen["signature"]["hint"].as_str().unwrap().contains("without the nonce"));
    let everything = seen.to_string();
    assert!(!everything.contains(&bench.app.1), "the secret is nowhere");
}

#[tokio::test]
async fn lists_are_read_in_pieces() {
    let bench = start().await;
    for _ in 0..3 {
        bench.ticket().await;
        bench.get("/v2/checkhealth").await;
    }
    let ids = async |query: &str| -> Vec<u64> {
        let list = bench.look(&format!("requests{query}")).await;
        assert_eq!(list["last_id"], 6);
        list["requests"].as_array().unwrap().iter().map(|seen| seen["id"].as_u64().unwrap()).collect()
    };
    assert_eq!(ids("").await, [1, 2, 3, 4, 5, 6]);
    assert_eq!(ids("?limit=2").await, [5, 6], "the last");
    assert_eq!(ids("?after=2&limit=2").await, [3, 4], "the next");
    assert_eq!(ids("?operation=personal_auth.create_ticket").await, [1, 3, 5]);
    for (path, named) in [
        ("requests?before=1", "before"),
        ("requests?limit=0", "limit"),
        ("requests?after=x", "after"),
        ("requests?operation=nope", "nope"),
        ("tickets?operation=x", "operation"),
    ] {
        let (status, told) = bench.control(Method::GET, path, None).await;
        assert_eq!(status, 400);
        assert!(told["error"].as_str().unwrap().contains(named), "{told}");
    }
    for path in ["", "nothing", "tickets/a/b"] {
        let (status, told) = bench.control(Method::GET, path, None).await;
        assert_eq!((status.as_u16(), told["error"].is_string()), (404, true), "{path}");
    }
    assert_eq!(bench.control(Method::GET, "reset", None).await.0, 405);
    assert_eq!(bench.control(Method::GET, "tickets/unknown", None).await.0, 404);
}

#[tokio::test]
async fn unknown_keys_are_named() {
    let bench = start().await;
    let ticket = bench.ticket().await;
    let complete = format!("tickets/{ticket}/complete");
    for (method, path, body, named) in [
        (Method::PUT, "settings", json!({ "clock": 1 }), "clock"),
        (Method::PUT, "faults", json!([{ "op": "*", "fault": { "reset": true } }]), "op"),
        (Method::POST, complete.as_str(), json!({ "status": "passed", "why": 1 }), "why"),
        (Method::POST, complete.as_str(), json!({ "status": "perhaps" }), "perhaps"),
        (Method::POST, complete.as_str(), json!({ "status": "passed", "mode": "EYE" }), "EYE"),
        (Method::POST, complete.as_str(), json!({}), "status"),
    ] {
        let (status, told) = bench.control(method, path, Some(body)).await;
        assert_eq!(status, 400, "{told}");
        assert!(told["error"].as_str().unwrap().contains(named), "{told}");
    }
}

#[tokio::test]
async fn choices_and_health() {
    let bench = start().await;
    let choices = bench.look("choices").await;
    let choices = choices["choices"].as_array().unwrap();
    assert!(choices.iter().any(|choice| choice["topic"] == "gateway.order"));
    let health = bench.look("health").await;
    assert_eq!((health["status"].as_str(), health["url"].as_str()), (Some("ok"), Some(bench.emulator.url())));
    assert_eq!(health["app_token"], bench.emulator.credentials().app_token);
    assert!(!health.to_string().contains(bench.emulator.credentials().app_secret));

    // The page in the documentation says the same.
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/emulator.md")).unwrap();
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let page = words(&page);
    for choice in choices {
        let (topic, text) = (choice["topic"].as_str().unwrap(), choice["choice"].as_str().unwrap());
        assert!(
            page.contains(&words(&format!("`{topic}`: {text}"))),
            "docs/emulator.md lacks or differs: {topic}"
        );
    }
}

#[tokio::test]
async fn reset_is_as_just_started() {
    let bench = start().await;
    let nonce = support::nonce();
    let first = bench.look("settings").await;
    answer(bench.signed_at(Method::POST, PATH, now_ms(), &nonce).body(USER)).await;
    let link = bench.post("/v2/personalauth", &create_body()).await;
    bench.complete(link["result"]["authId"].as_str().unwrap(), "passed").await;
    bench.put("settings", json!({ "clock_offset_ms": 1000, "parameters": "lenient" })).await;
    bench.put("faults", json!([{ "fault": { "status": 500 } }])).await;
    let (status, _) = bench.control(Method::POST, "reset", None).await;
    assert_eq!(status, 200);
    assert_eq!(bench.look("settings").await, first);
    assert_eq!(bench.look("faults").await, json!({ "faults": [] }));
    assert_eq!(bench.look("tickets").await, json!({ "tickets": [] }));
    assert_eq!(bench.look("requests").await["requests"], json!([]));
    let again = bench.signed_at(Method::POST, PATH, now_ms(), &nonce).body(USER);
    assert_eq!(answer(again).await.0, 200, "the nonce is forgotten");
    assert_eq!(bench.last_request().await["id"], 3, "ids go on");
    let result = bench.get("/v2/personalauth/result?contact=10020033044&contactType=MOBILE").await;
    assert_eq!(result["result"]["realName"], false);
}

#[tokio::test]
async fn other_sites_are_kept_away() {
    let bench = start().await;
    let status = async |name: &str, value: &str| {
        let request = bench.bare(Method::GET, "/_emulator/requests").header(name, value);
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(status("host", "evil.example").await, 403);
    assert_eq!(status("origin", "https://evil.example").await, 403);
    assert_eq!(status("origin", "null").await, 403);
    assert_eq!(status("origin", bench.emulator.url()).await, 200);
    assert_eq!(status("host", "localhost:1").await, 200);
}

#[tokio::test]
async fn memory_is_bounded() {
    let limits = Limits {
        requests: 50,
        request_bytes: 40_000,
        body_bytes: 1_000,
        tickets: 30,
        nonces: 40,
        ..Limits::default()
    };
    let bench = start_with(Options { limits, ..options() }).await;
    let mut body = create_body();
    body["username"] = "名".repeat(5_000).into();
    for _ in 0..300 {
        bench.ticket_for(&body).await;
    }
    let kept = bench.look("health").await["kept"].clone();
    assert_eq!(
        (kept["tickets"]["now"].as_u64(), kept["tickets"]["forgotten"].as_u64()),
        (Some(30), Some(270))
    );
    assert_eq!(kept["nonces"]["now"], 40);
    let requests = kept["requests"]["now"].as_u64().unwrap();
    assert!((10..50).contains(&requests), "the bytes are the tighter cap: {requests}");
    let seen = bench.last_request().await;
    assert!(seen["body"].as_str().unwrap().len() <= 1_000 + 2, "cut, perhaps within a character");
    assert!(seen["body_bytes"].as_u64().unwrap() > 15_000);
}

#[tokio::test]
async fn connections_beyond_the_cap_wait() {
    let limits = Limits { connections: 2, ..Limits::default() };
    let bench = start_with(Options { limits, ..options() }).await;
    let address = bench.emulator.address();
    let idle = tokio::net::TcpStream::connect(address).await.unwrap();
    bench.ticket().await;
    let waiting = async {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        client.get(bench.url("/_emulator/health")).send().await.unwrap().status()
    };
    let mut waiting = std::pin::pin!(waiting);
    let brief = std::time::Duration::from_millis(200);
    assert!(tokio::time::timeout(brief, &mut waiting).await.is_err(), "both places are taken");
    drop(idle);
    assert_eq!(tokio::time::timeout(brief * 20, waiting).await.unwrap(), 200);
}

#[tokio::test]
async fn refused_options() {
    let refused =
        async |options: Options| Emulator::start(options).await.err().map(|error| error.to_string());
    for address in ["0.0.0.0:0", "[::]:0", "10.0.0.1:0"] {
        let options = Options { listen: address.parse().unwrap(), ..Options::default() };
        let error = Emulator::start(options).await.unwrap_err();
        assert!(matches!(error, Error::NotLoopback(_)), "{error}");
        assert!(error.to_string().contains("allow_remote"));
    }
    let all = Options { listen: ([0, 0, 0, 0], 0).into(), allow_remote: true, ..options() };
    let all = Emulator::start(all).await.unwrap();
    assert!(all.url().starts_with("http://127.0.0.1:"), "{}", all.url());
    all.shutdown().await;
    for (options, named) in [
        (Options { app_token: " a".into(), ..options() }, "app_token"),
        (Options { app_secret: String::new(), ..options() }, "app_secret"),
        (Options { agent_token: "é".into(), ..options() }, "agent_token"),
        (Options { callback_key: "short".into(), ..options() }, "callback_key"),
        (Options { header_prefix: Some("a b".into()), ..options() }, "header_prefix"),
        (Options { signature_rules: Vec::new(), ..options() }, "signature_rules"),
        (Options { callback_time_scale: f64::NAN, ..options() }, "callback_time_scale"),
        (Options { ticket_ttl: std::time::Duration::ZERO, ..options() }, "ticket_ttl"),
        (Options { contract_callback_url: Some("x".into()), ..options() }, "contract_callback_url"),
        (Options { limits: Limits { requests: 0, ..Limits::default() }, ..options() }, "limits.requests"),
    ] {
        let told = refused(options).await.unwrap_or_else(|| panic!("{named} passes"));
        assert!(told.contains(named), "{told}");
    }
    let first = start().await;
    let taken = refused(Options { listen: first.emulator.address(), ..Options::default() }).await.unwrap();
    assert!(taken.contains("cannot listen"), "{taken}");
}

#[tokio::test]
async fn secrets_are_not_printed() {
    let options =
        Options { app_secret: "very-secret".into(), callback_key: "0123456789abcdef".into(), ..options() };
    let printed = format!("{options:?}");
    assert!(!printed.contains("very-secret") && !printed.contains("0123456789abcdef"), "{printed}");
}

#[tokio::test]
async fn dropped_and_stopped_emulators_are_gone() {
    let bench = start().await;
    let address = bench.emulator.address();
    drop(bench);
    for _ in 0..100 {
        if tokio::net::TcpStream::connect(address).await.is_err() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert!(tokio::net::TcpStream::connect(address).await.is_err());

    let bench = start().await;
    let address = bench.emulator.address();
    bench.ticket().await;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(bench.emulator.serve_until(async { drop(stopped.await) }));
    assert!(tokio::net::TcpStream::connect(address).await.is_ok());
    stop.send(()).unwrap();
    serving.await.unwrap();
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}
