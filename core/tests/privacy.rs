//! What must never be seen: not in logs, not in errors, not in any `Debug`.

#![allow(clippy::unwrap_used)]

mod support;

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use qiyuesuo::api::{
    CompanyAuthResult, ContactType, CreateCompanyAuthTicketWithLicense, CreatePersonalAuthTicket,
    GetAppToken, NamedUser, PersonalAuthLink, PersonalSignRecords, Ticket, User,
};
use qiyuesuo::callback::{self, CallbackOptions, CbcIv};
use qiyuesuo::{Agent, Client, Error, ErrorKind, Options, Part};
use serde_json::{Value, json};
use support::{Reply, SECRET, Seen, Server, TOKEN, http};

/// What must not be seen, beside the signatures the server saw.
const HIDDEN: [&str; 13] = [
    TOKEN,
    SECRET,
    "agentTokenQx7",
    "agentSecretQx7",
    "TICKET-Qx7",
    "张三",
    "13800138000",
    "13900139000",
    "110101199003070134",
    "6222020200112230",
    "大明公司",
    "cookieQx7",
    "callbackKeyQx7ab",
];

/// Everything personal a request can hold.
fn request() -> CreatePersonalAuthTicket {
    CreatePersonalAuthTicket::builder()
        .user(User::new("13800138000", ContactType::Mobile))
        .mode("BANK")
        .username("张三")
        .id_card_no("110101199003070134")
        .bank_no("6222020200112230")
        .bank_mobile("13900139000")
        .callback_url("https://shop.example/cb?name=张三&key=callbackKeyQx7ab")
        .extra(serde_json::Map::from_iter([(
            "company".to_owned(),
            json!({"name": "大明公司", "no": 13800138000_i64}),
        )]))
        .build()
}

/// What a server may say about a person.
fn personal() -> String {
    json!({"ticket": "TICKET-Qx7", "name": "张三", "phone": 13800138000_i64, "ids": ["110101199003070134"], "ok": true})
        .to_string()
}

/// Everything logged on this thread while it lives, by anybody.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    fn listen(&self) -> tracing::subscriber::DefaultGuard {
        let log = self.clone();
        let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
        tracing::subscriber::set_default(subscriber.with_writer(move || log.clone()).finish())
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[track_caller]
fn assert_hides(what: &str, text: &str, seen: &[Seen]) {
    for hidden in HIDDEN {
        assert!(!text.contains(hidden), "{what} shows {hidden}: {text}");
    }
    for request in seen {
        for name in ["x-qys-open-signature", "x-qys-open-agentsignature"] {
            let signature = request.header(name).unwrap_or("none at all");
            assert!(!text.contains(signature), "{what} shows a signature: {text}");
        }
    }
}

fn shown(error: &Error) -> String {
    format!("{} {error} {error:?} {error:#?}", error.message())
}

fn options(server: &Server) -> Options {
    server.options().agent(Agent::new("agentTokenQx7", "agentSecretQx7")).max_retries(1)
}

/// One call with everything in it to a server that answers so; answers the outcome and checks all that is shown.
async fn call(reply: fn() -> Reply) -> Result<qiyuesuo::Response<Ticket>, Error> {
    let log = Log::default();
    let attempts: Arc<Mutex<Vec<String>>> = Arc::default();
    let server = Server::start(move |_| reply());
    let kept = Arc::clone(&attempts);
    let options = options(&server)
        .attempt_timeout(Duration::from_millis(500))
        .on_attempt(move |attempt| kept.lock().unwrap().push(format!("{attempt:?}")));
    let client = options.clone().build_without_env().unwrap();
    let request = request();
    let outcome = {
        let _listening = log.listen();
        client.personal_auth().create_ticket(&request).await
    };
    let seen = server.seen();
    // It could be shown: it was there.
    let sent = String::from_utf8(seen[0].body.clone()).unwrap();
    assert!(["张三", "13800138000", "6222020200112230"].iter().all(|personal| sent.contains(personal)));
    seen.iter().for_each(|request| request.assert_signed(TOKEN, SECRET));

    let lines: Vec<String> =
        log.text().lines().filter(|line| line.contains(" qiyuesuo: ")).map(str::to_owned).collect();
    let told = attempts.lock().unwrap().clone();
    assert_eq!(lines.len(), told.len(), "one line an attempt: {lines:?}");
    assert!(lines.iter().all(|line| line.contains("personal_auth.create_ticket")));
    assert_hides("the log", &log.text(), &seen);
    assert_hides("the hook", &told.concat(), &seen);
    assert_hides("the client", &format!("{client:?} {client:#?} {options:?} {options:#?}"), &seen);
    assert_hides("the request", &format!("{request:?} {request:#?}"), &seen);
    match &outcome {
        Ok(response) => assert_hides("the response", &format!("{response:?} {response:#?}"), &seen),
        Err(error) => {
            assert_hides("the error", &shown(error), &seen);
            assert_hides("its body", error.body().unwrap_or_default(), &seen);
            assert!(error.headers().get("set-cookie").is_none());
        }
    }
    outcome
}

#[tokio::test]
async fn a_success_shows_nothing() {
    let reply = || Reply::Json(format!(r#"{{"code":0,"message":"SUCCESS","result":{}}}"#, personal()));
    let response = call(reply).await.unwrap();
    assert_eq!(response.ticket, "TICKET-Qx7");
    assert!(response.plugin_url().unwrap().contains("TICKET-Qx7"));
    assert!(format!("{response:?}").contains(r#""ticket":"***""#), "{response:?}");
}

/// The key of callbacks stands in an answer, and so may what nobody knows of.
#[tokio::test]
async fn an_application_shows_none_of_its_secrets() {
    for code in [0, 1001] {
        let result = json!({
            "appName": "大明公司", "accessToken": TOKEN, "callbackUrl": "https://shop.example/cb?key=callbackKeyQx7ab",
            "encrypt": true, "callbackSecretKey": "callbackKeyQx7ab", "encryptType": "AES_ECB", "more": "TICKET-Qx7",
        });
        let body = json!({"code": code, "message": "told", "result": result}).to_string();
        let server = Server::start(move |_| Reply::Json(body.clone()));
        let client = options(&server).build_without_env().unwrap();
        let log = Log::default();
        let outcome = {
            let _listening = log.listen();
            client.company().get_token(&GetAppToken::default()).await
        };
        let seen = server.seen();
        assert!(log.text().contains("company.get_token"));
        assert_hides("the log", &log.text(), &seen);
        match outcome {
            Ok(found) => {
                assert_eq!(found.callback_secret_key.as_deref(), Some("callbackKeyQx7ab"));
                let shown = format!("{found:?} {:#?}", found.clone().into_inner());
                assert_hides("the application", &shown, &seen);
                assert!(
                    shown.contains(r#""callbackSecretKey":"***""#) && shown.contains(r#""encrypt":true"#),
                    "{shown}"
                );
                assert_eq!(code, 0);
            }
            Err(error) => {
                assert_hides("the error", &shown(&error), &seen);
                assert_hides("its body", error.body().unwrap_or_default(), &seen);
                assert_eq!((code, error.kind()), (1001, ErrorKind::Server));
            }
        }
    }
}

#[tokio::test]
async fn a_refused_token_shows_nothing() {
    let reply = || {
        let body = format!(r#"{{"code":442,"message":"INVALID TOKEN","result":{}}}"#, personal());
        Reply::answer(442, "Set-Cookie: s=cookieQx7\r\n", body)
    };
    let error = call(reply).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    // What the platform says of itself is kept.
    let body: Value = serde_json::from_str(error.body().unwrap()).unwrap();
    let result = json!({"ticket": "***", "name": "***", "phone": "***", "ids": ["***"], "ok": true});
    assert_eq!(body, json!({"code": 442, "message": "INVALID TOKEN", "result": result}));
}

#[tokio::test]
async fn an_error_page_shows_nothing() {
    let reply = || Reply::answer(500, "Retry-After: 0\r\n", "<html>张三 13800138000 TICKET-Qx7</html>");
    let error = call(reply).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Server, 2));
    assert!(error.body().unwrap().contains("bytes that are not JSON"), "{:?}", error.body());
}

#[tokio::test]
async fn a_cut_answer_shows_nothing() {
    let reply = || {
        let mut bytes = http(200, "", personal().as_bytes());
        bytes.truncate(bytes.len() - 3);
        Reply::RawThenClose(bytes)
    };
    let error = call(reply).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, 2));
}

#[tokio::test]
async fn a_time_out_shows_nothing() {
    assert_eq!(call(|| Reply::Hang).await.unwrap_err().kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn a_redirect_shows_nothing_but_its_host() {
    let reply = || {
        let location = "Location: https://user:TICKET-Qx7@other.example/13800138000?ticket=TICKET-Qx7\r\n";
        Reply::answer(302, location, personal())
    };
    let error = call(reply).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidResponse);
    assert!(error.message().contains("other.example"), "{error}");
}

#[tokio::test]
async fn answers_that_are_no_envelope_show_nothing() {
    for reply in [
        (|| Reply::answer(200, "", "张三 13800138000")) as fn() -> Reply,
        || Reply::answer(200, "", personal()),
        || Reply::answer(200, "", r#"{"code":0,"result":{"name":"张三"}}"#),
        || Reply::answer(200, "", r#"{"code":0,"result":{"ticket":13800138000}}"#),
        || Reply::Raw("13800138000 张三 is no HTTP\r\n\r\n".as_bytes().to_vec()),
        || Reply::Raw("HTTP/1.1 200 OK\r\nX: \u{1}张三\r\n\r\n".as_bytes().to_vec()),
    ] {
        call(reply).await.unwrap_err();
    }
}

#[tokio::test]
async fn bodies_are_kept_only_when_asked() {
    let body = format!(r#"{{"code":1605,"message":"ALREADY","result":{}}}"#, personal());
    let answer = body.clone();
    let server = Server::start(move |seen| match seen.path() {
        "/html" => Reply::answer(500, "", "<b>张三</b>"),
        "/none" => Reply::answer(503, "", ""),
        "/v2/personalauth/miniappexchange" => {
            Reply::answer(200, "", r#"{"code":0,"result":{"name":"张三"}}"#)
        }
        _ => Reply::answer(200, "", answer.clone()),
    });
    let client = options(&server).max_retries(0).capture_bodies(true).build_without_env().unwrap();
    let raw = async |path| client.request("GET", path).send().await.unwrap_err();
    let error = raw("/v2").await;
    assert_eq!(error.body(), Some(body.as_str()));
    assert_hides("an error with its body", &shown(&error), &server.seen());
    assert_eq!(raw("/html").await.body(), Some("<b>张三</b>"));
    assert_eq!(raw("/none").await.body(), Some(""));
    let missing = client.personal_auth().create_ticket(&request()).await.unwrap_err();
    assert_eq!(missing.body(), Some(r#"{"code":0,"result":{"name":"张三"}}"#));
    // A view can keep them for one call.
    let plain = client.with_options(Options::new().capture_bodies(false)).unwrap();
    let masked = plain.request("GET", "/v2").send().await.unwrap_err();
    assert_hides("a masked body", masked.body().unwrap(), &server.seen());
}

#[tokio::test]
async fn a_validation_error_does_not_quote_what_is_wrong() {
    let client = Options::new().app_token(TOKEN).app_secret(SECRET).base_url("http://127.0.0.1:9");
    let client = client.build_without_env().unwrap();
    let user = json!({"contact": "13800138000", "contactType": "MOBILE"});
    for request in [
        json!({"user": {"contact": "13800138000", "contactType": "13800138000"}}),
        json!({"user": user, "mode": "张三"}),
        json!({"user": user, "otherModes": ["6222020200112230"]}),
        json!({"user": user, "callbackUrl": "ftp://张三/13800138000"}),
        json!({"user": user, "username": 13800138000_i64}),
        json!({"user": user, "username": ["张三"]}),
        json!({"user": "13800138000"}),
        json!({"user": user, "username": "张三".repeat(20_000)}),
        json!({"user": user, "extra": "张三"}),
        json!("张三"),
    ] {
        let request = request.to_string();
        let error = client.call_json("personal_auth.create_ticket", request.clone().into(), Vec::new()).await;
        let error = error.map(drop).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Validation);
        assert_hides("a validation error", &shown(&error), &[]);
        // Text that is cut anywhere is no JSON.
        let broken = &request.as_bytes()[..request.len() - 1];
        let error = client.call_json("personal_auth.create_ticket", broken.to_vec().into(), Vec::new()).await;
        assert_hides("broken JSON", &shown(&error.map(drop).unwrap_err()), &[]);
    }
}

#[test]
fn a_callback_and_its_errors_show_only_names() {
    let key = "callbackKeyQx7ab";
    let form = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect::<Vec<_>>()
    };
    let unsigned = CallbackOptions::new().allow_unsigned(true);
    let event = callback::parse(
        form(&[("authId", "110101199003070134"), ("status", "1"), ("name", "张三")]),
        &[],
        &unsigned,
    );
    let event = event.unwrap();
    assert_eq!(event.text("name").as_deref(), Some("张三"));
    assert_hides("an event", &format!("{event:?} {event:#?} {:?}", event.reply()), &[]);
    let iv = CbcIv::new(key).unwrap();
    assert_hides("options", &format!("{iv:?} {:?}", CallbackOptions::new().cbc_iv(iv)), &[]);
    for (pairs, options) in [
        (form(&[("name", "张三")]), &CallbackOptions::new()),
        (form(&[("name", "张三"), ("name", "13800138000")]), &unsigned),
        (form(&[("signature", "TICKET-Qx7"), ("timestamp", "1"), ("name", "张三")]), &unsigned),
        (form(&[("content", "张三 13800138000")]), &unsigned),
        (form(&[("content", "{张三 13800138000")]), &unsigned),
        (form(&[("content", "QUFBQUFBQUFBQUFBQUFBQQ==")]), &unsigned),
    ] {
        let error = callback::parse(pairs, &[key], options).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Callback);
        assert_hides("a callback error", &shown(&error), &[]);
    }
}

#[tokio::test]
async fn nothing_that_holds_data_shows_it_in_debug() {
    let part = Part::file("license", "张三.png", "13800138000");
    assert_hides("a part", &format!("{part:?}"), &[]);
    let request = CreateCompanyAuthTicketWithLicense::builder()
        .company_name("大明公司")
        .applicant(NamedUser::new("13800138000", "MOBILE").name("张三"))
        .legal_person("张三")
        .build();
    assert_hides("a request", &format!("{request:?} {:?} {request:#?}", request.applicant), &[]);
    let of = |json: Value| json.to_string();
    let result =
        of(json!({"authUrl": "https://x/TICKET-Qx7", "authId": "13800138000", "more": {"name": "张三"}}));
    let link: PersonalAuthLink = serde_json::from_str(&result).unwrap();
    assert_hides("a link", &format!("{link:?}"), &[]);
    let result = of(json!({"status": 2, "basicReason": "张三", "name": ["大明公司"]}));
    let state: CompanyAuthResult = serde_json::from_str(&result).unwrap();
    assert_hides("a state", &format!("{state:?}"), &[]);
    let records: PersonalSignRecords =
        serde_json::from_str(&of(json!([{"contact": 13800138000_i64}]))).unwrap();
    assert_hides("records", &format!("{records:?}"), &[]);

    let server =
        Server::start(|_| Reply::answer(200, "X-Name: 13800138000\r\n", r#"{"code":0,"result":"张三"}"#));
    let client: Client =
        options(&server).proxy("http://TICKET-Qx7:13800138000@127.0.0.1:1").build_without_env().unwrap();
    assert_hides("a client", &format!("{client:?} {:?}", Agent::new("agentTokenQx7", "agentSecretQx7")), &[]);
    let raw = server.client().request("GET", "/v2").send().await.unwrap();
    assert_hides("a raw response", &format!("{raw:?} {raw:#?}"), &server.seen());
    let input = qiyuesuo::signature::Input { token: TOKEN, secret: SECRET, timestamp: "1", nonce: "n" };
    let sign = qiyuesuo::SignOptions { app: Some((TOKEN, SECRET)), ..qiyuesuo::SignOptions::default() };
    assert_hides("what is signed", &format!("{input:?} {sign:?}"), &[]);
}
