//! The attempt loop over a scripted HTTP, in paused time: nothing here waits.

#![allow(clippy::unwrap_used)]

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use ::http::StatusCode;

use super::http::{HttpAnswer, HttpError, Stage};
use super::*;
use crate::config::{Options, Settings};

const SUCCESS: &str = r#"{"code":0}"#;

enum Step {
    Answer(u16, Vec<(&'static str, String)>, &'static str),
    Fail(Stage),
    Hang,
}

/// Plays its steps in turn, the last one again and again, and keeps what was sent and when.
struct Script {
    steps: Mutex<VecDeque<Step>>,
    sent: Mutex<Vec<(Instant, HeaderMap)>>,
    /// How many requests were dropped without an answer, and with them their connections.
    dropped: AtomicU32,
}

/// Counts when it is dropped.
struct Dropped<'a>(&'a AtomicU32);

impl Drop for Dropped<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl Http for Script {
    async fn send(&self, request: Request<Bytes>, _: usize, _: &Progress) -> Result<HttpAnswer, HttpError> {
        self.sent.lock().unwrap().push((Instant::now(), request.headers().clone()));
        let step = {
            let mut steps = self.steps.lock().unwrap();
            let step = steps.pop_front().unwrap();
            if steps.is_empty() {
                steps.push_back(step.again());
            }
            step
        };
        match step {
            Step::Answer(status, lines, body) => {
                let mut headers = HeaderMap::new();
                for (name, value) in lines {
                    headers.insert(name, value.parse().unwrap());
                }
                let status = StatusCode::from_u16(status).unwrap();
                Ok(HttpAnswer { status, headers, body: Some(Bytes::from_static(body.as_bytes())) })
            }
            Step::Fail(stage) => Err(HttpError { stage, timed_out: false, text: "scripted".to_owned() }),
            Step::Hang => {
                let _dropped = Dropped(&self.dropped);
                std::future::pending().await
            }
        }
    }

    fn discard(&self) {}
}

impl Step {
    fn again(&self) -> Self {
        match self {
            Self::Answer(status, headers, body) => Self::Answer(*status, headers.clone(), body),
            Self::Fail(stage) => Self::Fail(*stage),
            Self::Hang => Self::Hang,
        }
    }
}

struct Bench {
    transport: Transport<Script>,
    view: Arc<View>,
}

impl Bench {
    fn new(options: Options, steps: impl IntoIterator<Item = Step>) -> Self {
        let options = options.app_token("token").app_secret("secret").base_url("http://127.0.0.1:9");
        let Settings { connection, view } = Settings::resolve(options).unwrap();
        let script = Script {
            steps: Mutex::new(steps.into_iter().collect()),
            sent: Mutex::default(),
            dropped: AtomicU32::new(0),
        };
        Self { transport: Transport::new(connection.endpoint, script), view: Arc::new(view) }
    }

    async fn call(&self, repeatable: bool) -> Result<Answer, Error> {
        let call = Call {
            operation: "test.call",
            method: Method::POST,
            uri: self.transport.endpoint.uri("/test", "").unwrap(),
            body: Bytes::new(),
            content: Content::Json,
            repeatable,
            expect: Expect::Envelope,
            request: Bytes::new(),
            texts: Vec::new(),
            info: None,
        };
        self.transport.run(&self.view, &call).await
    }

    /// When each attempt began, after the first.
    fn began(&self) -> Vec<Duration> {
        let sent = self.transport.http.sent.lock().unwrap();
        sent.iter().map(|(at, _)| *at - sent[0].0).collect()
    }

    /// The time stamp of each attempt less the machine's time, in whole minutes.
    fn signed_ahead(&self) -> Vec<i64> {
        let now = i64::try_from(since_1970().as_millis()).unwrap();
        let sent = self.transport.http.sent.lock().unwrap();
        let stamp =
            |headers: &HeaderMap| headers["x-qys-open-timestamp"].to_str().unwrap().parse::<i64>().unwrap();
        sent.iter().map(|(_, headers)| (stamp(headers) - now + 30_000).div_euclid(60_000)).collect()
    }
}

fn since_1970() -> Duration {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap()
}

fn status(status: u16) -> Step {
    Step::Answer(status, Vec::new(), "")
}

fn busy(retry_after: &str) -> Step {
    Step::Answer(503, vec![("retry-after", retry_after.to_owned())], "")
}

fn success() -> Step {
    Step::Answer(200, Vec::new(), SUCCESS)
}

/// An answer that refuses the time stamp, from a clock that many minutes ahead of ours.
fn stale_clock(status: u16, minutes: i64) -> Step {
    let shift = Duration::from_secs(minutes.unsigned_abs() * 60);
    let now = SystemTime::now();
    let date = httpdate::fmt_http_date(if minutes < 0 { now - shift } else { now + shift });
    Step::Answer(status, vec![("date", date)], "")
}

fn options() -> Options {
    Options::new().max_retries(0)
}

fn seconds(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

#[test]
fn back_off_doubles_from_200_ms_to_5_s_with_full_jitter() {
    for (repetition, longest) in
        [(1, 0.2), (2, 0.4), (3, 0.8), (4, 1.6), (5, 3.2), (6, 5.0), (7, 5.0), (40, 5.0), (u32::MAX, 5.0)]
    {
        let waits: Vec<f64> = (0..500).map(|_| retry::back_off(repetition).as_secs_f64()).collect();
        assert!(waits.iter().all(|wait| (0.0..=longest).contains(wait)), "repetition {repetition}");
        assert!(waits.iter().any(|wait| *wait > 0.9 * longest), "repetition {repetition} never waits long");
        assert!(waits.iter().any(|wait| *wait < 0.1 * longest), "repetition {repetition} never waits little");
    }
}

#[tokio::test(start_paused = true)]
async fn only_these_statuses_are_repeated_and_only_for_repeatable_calls() {
    for code in 200..600 {
        for repeatable in [true, false] {
            let bench = Bench::new(options().max_retries(1), [status(code)]);
            let attempts = bench.call(repeatable).await.err().unwrap().attempts();
            let repeated = repeatable && matches!(code, 408 | 429 | 500 | 502 | 503 | 504);
            assert_eq!(attempts, 1 + u32::from(repeated), "HTTP {code}, repeatable: {repeatable}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_in_a_success_of_http_is_not_repeated() {
    for body in [r#"{"code":1001}"#, r#"{"code":1605}"#, r#"{"code":11990006}"#, "not JSON", ""] {
        let bench = Bench::new(options().max_retries(3), [Step::Answer(200, Vec::new(), body)]);
        assert_eq!(bench.call(true).await.err().unwrap().attempts(), 1, "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_never_left_is_repeated_always_and_what_may_have_arrived_only_when_repeatable() {
    for (stage, repeatable, attempts) in
        [(Stage::Unsent, true, 3), (Stage::Unsent, false, 3), (Stage::Sent, true, 3), (Stage::Sent, false, 1)]
    {
        let bench = Bench::new(options().max_retries(2), [Step::Fail(stage)]);
        let error = bench.call(repeatable).await.err().unwrap();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, attempts), "{stage:?}");
        assert_eq!(error.operation(), Some("test.call"));
    }
}

#[tokio::test(start_paused = true)]
async fn dead_kept_connections_are_stepped_over_at_once_and_do_not_count() {
    let stale = || Step::Fail(Stage::Stale);
    let bench = Bench::new(options(), [stale(), stale(), stale(), success()]);
    assert_eq!(bench.call(false).await.unwrap().attempts, 4);
    assert_eq!(bench.began(), [Duration::ZERO; 4]);
    // A server that hangs up on every connection looks the same, and does not keep us busy for ever.
    let bench = Bench::new(options(), [stale()]);
    assert_eq!(bench.call(false).await.err().unwrap().attempts(), 4);
}

#[tokio::test(start_paused = true)]
async fn repetitions_wait_no_longer_than_their_back_off() {
    let bench = Bench::new(options().max_retries(6), [status(503)]);
    assert_eq!(bench.call(true).await.err().unwrap().attempts(), 7);
    let began = bench.began();
    for (pair, longest) in began.windows(2).zip([0.2, 0.4, 0.8, 1.6, 3.2, 5.0]) {
        // Timers fire on whole milliseconds.
        assert!(pair[1] - pair[0] <= seconds(longest) + seconds(0.001), "{began:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn retry_after_in_seconds_is_obeyed() {
    let bench = Bench::new(options().max_retries(2), [busy("7"), busy(" 0 "), success()]);
    assert_eq!(bench.call(true).await.unwrap().attempts, 3);
    let began = bench.began();
    assert_eq!((began[1].as_secs(), began[2].as_secs()), (7, 7));
    assert!(began[2] - began[1] <= seconds(0.001));
}

#[tokio::test(start_paused = true)]
async fn retry_after_as_a_date_is_obeyed_and_one_in_the_past_means_now() {
    let date = |time| httpdate::fmt_http_date(time);
    let future = date(SystemTime::now() + seconds(30.0));
    let past = date(SystemTime::now() - seconds(3_600.0));
    let bench = Bench::new(options().max_retries(2), [busy(&future), busy(&past), success()]);
    bench.call(true).await.unwrap();
    let began = bench.began();
    assert!((seconds(25.0)..=seconds(30.1)).contains(&began[1]), "{began:?}");
    assert!(began[2] - began[1] <= seconds(0.001), "{began:?}");
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_that_cannot_be_read_is_no_reason_to_wait_longer() {
    for garbage in ["soon", "", "-5", "1.5", "99999999999999999999999", "Tue, 99 Foo 2026 00:00:00 GMT"] {
        let bench = Bench::new(options().max_retries(1), [busy(garbage)]);
        let error = bench.call(true).await.err().unwrap();
        assert_eq!((error.attempts(), error.retry_after()), (2, None), "{garbage}");
        assert!(bench.began()[1] <= seconds(0.201), "{garbage}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_does_not_fit_fails_at_once_with_the_error_of_the_platform() {
    for retry_after in ["60", "3600", "18446744073709551615"] {
        let bench = Bench::new(options().max_retries(5), [busy(retry_after)]);
        let start = Instant::now();
        let error = bench.call(true).await.err().unwrap();
        assert_eq!(start.elapsed(), Duration::ZERO, "{retry_after}");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Server, 1));
        assert!(error.retry_after().unwrap() >= seconds(60.0));
        assert!(error.message().contains("does not fit into the total time-out"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_total_time_out_is_never_exceeded() {
    let limits =
        || options().max_retries(u32::MAX).total_timeout(seconds(10.0)).attempt_timeout(seconds(3.0));
    for (name, steps) in [
        ("hangs", vec![Step::Hang]),
        ("is busy", vec![busy("2")]),
        ("fails", vec![status(500)]),
        ("refuses", vec![Step::Fail(Stage::Unsent)]),
        ("is busy and hangs", vec![busy("9"), Step::Hang]),
    ] {
        let bench = Bench::new(limits(), steps);
        let start = Instant::now();
        let error = bench.call(true).await.err().unwrap();
        assert!(start.elapsed() <= seconds(10.002), "a server that {name}: {:?}", start.elapsed());
        assert!(error.attempts() >= 2, "a server that {name}");
        assert!(bench.began().iter().all(|began| *began < seconds(10.0)), "a server that {name}");
    }
}

#[tokio::test(start_paused = true)]
async fn time_outs_say_which_they_are_and_give_the_connection_up() {
    let limits = || options().max_retries(1).attempt_timeout(seconds(2.0));
    for (options, repeatable, message, attempts, elapsed) in [
        (limits(), false, "the attempt time-out of 2 s", 1, 2.0),
        (limits(), true, "the attempt time-out of 2 s", 2, 4.2),
        (limits().total_timeout(seconds(1.5)), true, "the total time-out of 1.5 s", 1, 1.5),
        (limits().total_timeout(seconds(3.0)), true, "the total time-out of 3 s", 2, 3.0),
    ] {
        let bench = Bench::new(options, [Step::Hang]);
        let start = Instant::now();
        let error = bench.call(repeatable).await.err().unwrap();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, attempts), "{message}");
        assert!(error.message().contains(message), "{error}");
        assert!(start.elapsed() <= seconds(elapsed + 0.005), "{message}: {:?}", start.elapsed());
        assert_eq!(bench.transport.http.dropped.load(Ordering::Relaxed), attempts);
    }
}

#[tokio::test(start_paused = true)]
async fn a_wrong_clock_is_corrected_once_a_call_outside_the_retries() {
    // Also for calls that are not repeatable: the platform refused it before it looked at it.
    let bench = Bench::new(options(), [stale_clock(445, 30), success()]);
    assert_eq!(bench.call(false).await.unwrap().attempts, 2);
    assert_eq!(bench.signed_ahead(), [0, 30]);
    assert_eq!(bench.began(), [Duration::ZERO; 2]);
    // It leaves the retries as they were.
    let bench = Bench::new(options().max_retries(1), [stale_clock(445, -30), status(503), success()]);
    assert_eq!(bench.call(true).await.unwrap().attempts, 3);
    assert_eq!(bench.signed_ahead(), [0, -30, -30]);
    // A platform that refuses the corrected time too is not asked for ever.
    let bench = Bench::new(options(), [stale_clock(445, 30), stale_clock(445, 90)]);
    let error = bench.call(true).await.err().unwrap();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Authentication, 2));
    let offset = error.clock_offset_ms().unwrap();
    assert!((offset - 90 * 60_000).abs() < 10_000, "{offset}");
    // Nor is that time believed by the next call.
    let bench = Bench::new(options(), [stale_clock(445, 30), stale_clock(445, 90), success()]);
    bench.call(true).await.err().unwrap();
    bench.call(true).await.unwrap();
    assert_eq!(bench.signed_ahead(), [0, 30, 0]);
}

#[tokio::test(start_paused = true)]
async fn the_offset_is_kept_for_later_calls_and_replaced_not_added_up() {
    let steps = [stale_clock(445, 60), success(), success(), stale_clock(445, 20), success(), success()];
    let bench = Bench::new(options(), steps);
    for _ in 0..4 {
        bench.call(false).await.unwrap();
    }
    assert_eq!(bench.signed_ahead(), [0, 60, 60, 60, 20, 20]);
}

#[tokio::test(start_paused = true)]
async fn the_clock_is_left_alone_where_it_is_not_the_reason() {
    for (why, options, step) in [
        ("a header is missing", options(), stale_clock(441, 30)),
        ("the token is unknown", options(), stale_clock(442, 30)),
        ("another refusal", options(), stale_clock(403, 30)),
        ("the clocks agree", options(), stale_clock(445, 0)),
        ("there is no date", options(), status(445)),
        ("it is switched off", options().clock_correction(false), stale_clock(445, 30)),
    ] {
        let bench = Bench::new(options, [step, success()]);
        assert_eq!(bench.call(true).await.err().unwrap().attempts(), 1, "{why}");
        bench.call(true).await.unwrap();
        assert_eq!(bench.signed_ahead(), [0, 0], "{why}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_code_of_a_stale_time_stamp_may_stand_in_the_body() {
    for body in [r#"{"code":445}"#, r#"{"responseCode":"11990443"}"#, r#"{"code":11990499}"#] {
        let date = httpdate::fmt_http_date(SystemTime::now() + seconds(600.0));
        let bench = Bench::new(options(), [Step::Answer(200, vec![("date", date)], body), success()]);
        assert_eq!(bench.call(false).await.unwrap().attempts, 2, "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn every_attempt_has_a_nonce_of_its_own() {
    let bench = Bench::new(options().max_retries(9), [status(503)]);
    bench.call(true).await.err().unwrap();
    let sent = bench.transport.http.sent.lock().unwrap();
    let nonces: std::collections::HashSet<_> =
        sent.iter().map(|(_, headers)| &headers["x-qys-open-nonce"]).collect();
    assert_eq!((sent.len(), nonces.len()), (10, 10));
}

#[tokio::test(start_paused = true)]
async fn a_closed_client_ends_a_wait_at_once() {
    let bench = Bench::new(options().max_retries(1), [busy("30")]);
    let start = Instant::now();
    let (outcome, ()) = tokio::join!(bench.call(true), async {
        tokio::time::sleep(seconds(1.0)).await;
        bench.transport.close();
    });
    assert_eq!(outcome.err().unwrap().kind(), ErrorKind::Cancelled);
    assert_eq!(start.elapsed().as_secs(), 1);
    assert_eq!(bench.call(true).await.err().unwrap().kind(), ErrorKind::Configuration);
}
