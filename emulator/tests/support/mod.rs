//! What the tests share: a client that signs by itself, and a receiver of callbacks.
#![allow(dead_code, clippy::unwrap_used, reason = "each test file uses a part")]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use md5::{Digest, Md5};
use qiyuesuo_emulator::{Emulator, Options};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

pub fn options() -> Options {
    Options { listen: ([127, 0, 0, 1], 0).into(), ..Options::default() }
}

pub struct Bench {
    pub emulator: Emulator,
    pub http: reqwest::Client,
    pub app: (String, String),
    pub agent: (String, String),
}

pub async fn start() -> Bench {
    start_with(options()).await
}

pub async fn start_with(options: Options) -> Bench {
    let app = (options.app_token.clone(), options.app_secret.clone());
    let agent = (options.agent_token.clone(), options.agent_secret.clone());
    let http = reqwest::Client::builder()
        .no_proxy()
        .retry(reqwest::retry::never())
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    Bench { emulator: Emulator::start(options).await.unwrap(), http, app, agent }
}

pub fn now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis().try_into().unwrap()
}

pub fn md5_hex(text: &str) -> String {
    Md5::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn nonce() -> String {
    uuid::Uuid::new_v4().to_string()
}

pub const USER: &str = r#"{"user":{"contact":"10020033044","contactType":"MOBILE"}}"#;

pub fn create_body() -> Value {
    serde_json::from_str(USER).unwrap()
}

impl Bench {
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.emulator.url())
    }

    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.url(path))
    }

    pub fn signed_at(&self, method: Method, path: &str, timestamp: i64, nonce: &str) -> RequestBuilder {
        let mut request = self
            .bare(method, path)
            .header("x-qys-open-timestamp", timestamp.to_string())
            .header("x-qys-open-nonce", nonce);
        let ((token, secret), prefix) = if path.starts_with("/saas/") {
            (&self.agent, "x-qys-open-agent")
        } else {
            (&self.app, "x-qys-open-")
        };
        request = request.header(format!("{prefix}accesstoken"), token);
        request.header(format!("{prefix}signature"), md5_hex(&format!("{token}{secret}{timestamp}{nonce}")))
    }

    pub fn signed(&self, method: Method, path: &str) -> RequestBuilder {
        self.signed_at(method, path, now_ms(), &nonce())
    }

    pub async fn post(&self, path: &str, body: &Value) -> Value {
        answer(self.signed(Method::POST, path).json(body)).await.1
    }

    pub async fn get(&self, path: &str) -> Value {
        answer(self.signed(Method::GET, path)).await.1
    }

    pub async fn ticket(&self) -> String {
        self.ticket_for(&create_body()).await
    }

    pub async fn ticket_for(&self, body: &Value) -> String {
        let answer = self.post("/v2/personalauth/miniappexchange", body).await;
        answer["result"]["ticket"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    /// The control interface.
    pub async fn control(&self, method: Method, path: &str, body: Option<Value>) -> (StatusCode, Value) {
        let request = self.bare(method, &format!("/_emulator/{path}"));
        answer(match body {
            Some(body) => request.json(&body),
            None => request,
        })
        .await
    }

    pub async fn look(&self, path: &str) -> Value {
        let (status, value) = self.control(Method::GET, path, None).await;
        assert_eq!(status, 200, "{path}: {value}");
        value
    }

    pub async fn put(&self, path: &str, body: Value) {
        let (status, value) = self.control(Method::PUT, path, Some(body)).await;
        assert_eq!(status, 200, "{path}: {value}");
    }

    pub async fn complete(&self, ticket: &str, status: &str) -> Value {
        let path = format!("tickets/{ticket}/complete");
        let (code, value) = self.control(Method::POST, &path, Some(json!({ "status": status }))).await;
        assert_eq!(code, 200, "{value}");
        value
    }

    /// The last request seen.
    pub async fn last_request(&self) -> Value {
        self.look("requests?limit=1").await["requests"][0].clone()
    }

    /// Waits until a callback is as the test wants it.
    pub async fn callback_in(&self, id: u64, state: &str) -> Value {
        for _ in 0..500 {
            let callback = self.look(&format!("callbacks/{id}")).await;
            if callback["state"] == state {
                return callback;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("callback {id} never became {state}: {}", self.look(&format!("callbacks/{id}")).await);
    }
}

pub async fn answer(request: RequestBuilder) -> (StatusCode, Value) {
    let response = request.send().await.unwrap();
    let status = response.status();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or_else(|why| panic!("{why}: {text}")))
}

/// A request that the receiver got.
#[derive(Clone, Debug)]
pub struct Received {
    pub head: String,
    pub form: Vec<(String, String)>,
}

impl Received {
    pub fn field(&self, name: &str) -> &str {
        let found = self.form.iter().find(|(other, _)| other == name);
        &found.unwrap_or_else(|| panic!("no {name} in {self:?}")).1
    }

    pub fn query(&self, name: &str) -> String {
        let query = self.head.split([' ', '?']).nth(2).unwrap();
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        pairs
            .find(|(other, _)| other == name)
            .unwrap_or_else(|| panic!("no {name} in {query}"))
            .1
            .into_owned()
    }
}

/// A server that answers callbacks from a script of status and body; the last entry repeats.
pub struct Receiver {
    pub url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Receiver {
    pub async fn start(script: &[(u16, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/callback", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let mut script: VecDeque<(u16, String)> =
            script.iter().map(|(status, body)| (*status, (*body).to_owned())).collect();
        let seen = Arc::clone(&received);
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut raw = Vec::new();
                let request = loop {
                    let mut chunk = [0; 4096];
                    let length = stream.read(&mut chunk).await.unwrap();
                    raw.extend_from_slice(&chunk[..length]);
                    if let Some(request) = parse(&raw) {
                        break request;
                    }
                    assert_ne!(length, 0, "cut: {}", String::from_utf8_lossy(&raw));
                };
                seen.lock().unwrap().push(request);
                let (status, body) =
                    if script.len() > 1 { script.pop_front().unwrap() } else { script[0].clone() };
                let answer = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n\r\n{body}", body.len());
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        Self { url, received }
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

fn parse(raw: &[u8]) -> Option<Received> {
    let text = String::from_utf8_lossy(raw);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let head = head.to_lowercase();
    let length: usize = head.split("content-length: ").nth(1)?.split("\r\n").next()?.parse().ok()?;
    (body.len() >= length).then(|| Received {
        head: text.split("\r\n\r\n").next().unwrap_or_default().to_owned(),
        form: url::form_urlencoded::parse(body.as_bytes()).into_owned().collect(),
    })
}
