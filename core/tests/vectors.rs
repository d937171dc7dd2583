//! The conformance vectors (`tests/vectors/`), through the crate's public API.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use qiyuesuo::callback::{self, CallbackOptions, CbcIv};
use qiyuesuo::http::HeaderMap;
use qiyuesuo::operation::{AnswerKind, OperationInfo};
use qiyuesuo::{Client, Download, Error, Options, Part, SignOptions, SignatureRule, quote_integers, sign};
use qiyuesuo_conformance::{Group, Runner, Verdict, vectors_dir};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use tokio::task::JoinSet;

/// The largest integer that every language can hold in a double.
const EXACT_IN_A_DOUBLE: u64 = 1 << 53;

#[derive(Default, Deserialize)]
struct File {
    vectors: Vec<Vector>,
    #[serde(default)]
    smallest_requests: Map<String, Value>,
    #[serde(default)]
    smallest_parts: BTreeMap<String, Vec<PartVector>>,
}

/// The members of all groups. Requests stay text, so that no integer changes on the way.
#[derive(Deserialize)]
struct Vector {
    name: String,
    rule: Option<Box<RawValue>>,
    token: Option<String>,
    secret: Option<String>,
    agent: Option<Keys>,
    #[serde(default)]
    timestamp: u64,
    #[serde(default)]
    nonce: String,
    header_prefix: Option<String>,
    language: Option<String>,
    #[serde(default)]
    config: Map<String, Value>,
    #[serde(default)]
    operation: String,
    request: Option<Box<RawValue>>,
    #[serde(default)]
    parts: Vec<PartVector>,
    form: Option<Value>,
    query: Option<String>,
    body: Option<String>,
    #[serde(default)]
    keys: Vec<String>,
    #[serde(default)]
    options: CallbackVector,
    calls: Option<u32>,
    #[serde(default)]
    pause_ms: u64,
}

#[derive(Deserialize)]
struct Keys {
    token: String,
    secret: String,
}

#[derive(Deserialize)]
struct PartVector {
    name: String,
    filename: Option<String>,
    content_type: Option<String>,
    text: Option<String>,
    base64: Option<String>,
    size: Option<usize>,
}

#[derive(Default, Deserialize)]
struct CallbackVector {
    allow_unsigned: Option<bool>,
    max_age: Option<u64>,
    now: Option<u64>,
    cbc_iv: Option<String>,
}

#[derive(Deserialize)]
struct RawVector {
    method: String,
    path: String,
    #[serde(default)]
    query: Vec<(String, String)>,
    json: Option<Box<RawValue>>,
    answer: Option<String>,
    #[serde(default)]
    repeatable: bool,
}

/// Runs a group and reports every vector that fails.
async fn run(group: Group) {
    let mut file = File::default();
    for path in qiyuesuo_conformance::load::files(&vectors_dir(), group).expect("they are in the repository")
    {
        let text = std::fs::read_to_string(&path).expect("the vectors are in the repository");
        let part: File = serde_json::from_str(&text).expect("the vectors have the documented form");
        file.vectors.extend(part.vectors);
        file.smallest_requests.extend(part.smallest_requests);
        file.smallest_parts.extend(part.smallest_parts);
    }
    let file = Arc::new(file);
    assert!(!file.vectors.is_empty());
    let runner = Arc::new(Runner::new(Path::new(&vectors_dir())).expect("the vector server starts"));
    let mut running = JoinSet::new();
    let mut failures = Vec::new();
    for index in 0..file.vectors.len() {
        while running.len() >= 16 {
            failures.extend(running.join_next().await.and_then(|done| done.expect("no vector panics")));
        }
        let (runner, file) = (runner.clone(), file.clone());
        running.spawn(async move {
            let vector = &file.vectors[index];
            let outcome = match group {
                Group::Signatures => signature(vector),
                Group::Callbacks => callback(vector),
                Group::Requests | Group::Responses | Group::Faults => {
                    exchange(group, vector, &file, &runner).await
                }
            };
            let verdict = runner.check(group, &vector.name, "rust", &outcome);
            match verdict.expect("the vector server answers") {
                Verdict::Pass => None,
                Verdict::Fail(why) => Some(format!("{}: {why}\n    outcome: {outcome:.600}", vector.name)),
            }
        });
    }
    failures.extend(running.join_all().await.into_iter().flatten());
    assert!(
        failures.is_empty(),
        "{} of {} fail:\n{}",
        failures.len(),
        file.vectors.len(),
        failures.join("\n")
    );
}

fn signature(vector: &Vector) -> String {
    let signed = || {
        let rule = vector.rule.as_ref().expect("a signature has a rule").get();
        let rule = match serde_json::from_str::<String>(rule) {
            Ok(preset) => SignatureRule::parse(&preset)?,
            Err(_) => SignatureRule::parse(rule)?,
        };
        let app = vector.token.as_deref().zip(vector.secret.as_deref());
        let agent = vector.agent.as_ref().map(|agent| (agent.token.as_str(), agent.secret.as_str()));
        sign(&SignOptions {
            app,
            agent,
            timestamp: vector.timestamp,
            nonce: &vector.nonce,
            rule,
            header_prefix: vector.header_prefix.as_deref(),
            language: vector.language.as_deref(),
        })
    };
    match signed() {
        Ok(headers) => json!({ "headers": headers.into_iter().collect::<BTreeMap<_, _>>() }).to_string(),
        Err(error) => failure(&error, Duration::ZERO),
    }
}

fn callback(vector: &Vector) -> String {
    let parsed = || {
        let CallbackVector { allow_unsigned, max_age, now, cbc_iv } = &vector.options;
        let mut options = CallbackOptions::new().allow_unsigned(allow_unsigned.unwrap_or(false));
        options.max_age = max_age.map(Duration::from_secs);
        options.now_ms = *now;
        options.cbc_iv = cbc_iv.as_deref().map(CbcIv::new).transpose()?;
        let keys: Vec<&str> = vector.keys.iter().map(String::as_str).collect();
        match &vector.form {
            Some(form) => match form.clone() {
                Value::Object(members) => callback::parse_values(members, &keys, &options),
                pairs => {
                    let pairs: Vec<(String, String)> = serde_json::from_value(pairs).expect("pairs");
                    callback::parse(pairs, &keys, &options)
                }
            },
            None => {
                let body = vector.body.as_deref().unwrap_or_default().as_bytes();
                callback::parse_request(vector.query.as_deref(), body, &keys, &options)
            }
        }
    };
    match parsed() {
        Ok(event) => {
            let reply = event.reply();
            let outcome = json!({ "event": {
                "type": event.kind().as_str(),
                "authenticity": event.authenticity().as_str(),
                "fields": event.fields(),
                "own_parameters": event.own_parameters(),
                "reply": { "status": reply.status, "content_type": reply.content_type, "body": reply.body },
            }});
            exact(outcome.to_string().as_bytes())
        }
        Err(error) => failure(&error, Duration::ZERO),
    }
}

async fn exchange(group: Group, vector: &Vector, file: &File, runner: &Runner) -> String {
    let begun = runner.begin(group, &vector.name).expect("the vector server knows its vectors");
    let mut config = vector.config.clone();
    let mut default = |name: &str, value: Value| _ = config.entry(name).or_insert(value);
    default("app_token", json!("AbC123dEf4"));
    default("app_secret", json!("Zy9Xw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0"));
    default("base_url", json!(begun.base_url));
    if vector.operation.starts_with("saas.") {
        default("agent", json!({ "token": "agentTok01", "secret": "agentSecret0123456789agentSecr" }));
    }
    if group != Group::Faults {
        default("max_retries", json!(0));
    }
    if let Some(ca) = &begun.ca_pem {
        default("ca_pem", json!(ca));
    }
    let client = match Options::from_json(&Value::Object(config)).and_then(Options::build_without_env) {
        Ok(client) => client,
        Err(error) => return failure(&error, Duration::ZERO),
    };
    let smallest = file.smallest_requests.get(&vector.operation).map(Value::to_string);
    let parts = match (&vector.request, file.smallest_parts.get(&vector.operation)) {
        (None, Some(smallest)) => smallest,
        _ => &vector.parts,
    };
    let request = vector.request.as_ref().map(|raw| raw.get().to_owned()).or(smallest).expect("a request");
    let mut outcome = String::new();
    for call in 0..vector.calls.unwrap_or(1) {
        if call > 0 {
            tokio::time::sleep(Duration::from_millis(vector.pause_ms)).await;
        }
        let began = Instant::now();
        outcome = if vector.operation == "request" {
            raw(&client, &request, parts).await
        } else {
            typed(&client, &vector.operation, request.clone(), parts).await
        }
        .unwrap_or_else(|error| failure(&error, began.elapsed()));
    }
    outcome
}

async fn typed(
    client: &Client,
    operation: &str,
    request: String,
    parts: &[PartVector],
) -> Result<String, Error> {
    let parts = parts.iter().map(PartVector::build).collect();
    if OperationInfo::find(operation).is_some_and(|info| info.answer == AnswerKind::Bytes) {
        return Ok(downloaded(&client.download_json(operation, request.into(), parts).await?));
    }
    let response = client.call_json(operation, request.into(), parts).await?;
    let result = response.flattened().to_string();
    let beside = beside(response.request_id(), response.headers());
    let result = exact(result.as_bytes());
    Ok(success(&result, response.http_status(), response.attempts(), &beside, response.elapsed()))
}

async fn raw(client: &Client, request: &str, parts: &[PartVector]) -> Result<String, Error> {
    let RawVector { method, path, query, json, answer, repeatable } =
        serde_json::from_str(request).expect("a raw request has the documented form");
    let mut request = client.request(method, path).repeatable(repeatable);
    for (name, value) in query {
        request = request.query(name, value);
    }
    if let Some(json) = json {
        request = request.json_text(json.get());
    }
    for part in parts {
        request = request.part(part.build());
    }
    if answer.as_deref() == Some("bytes") {
        return Ok(downloaded(&request.download().await?));
    }
    let response = request.send().await?;
    let result = exact(response.body());
    let beside = beside(response.request_id(), response.headers());
    Ok(success(&result, response.http_status(), response.attempts(), &beside, response.elapsed()))
}

fn downloaded(file: &Download) -> String {
    let result = json!({
        "base64": STANDARD.encode(file.body()),
        "content_type": file.content_type(),
        "filename": file.filename(),
    });
    let beside = beside(file.request_id(), file.headers());
    success(&result.to_string(), file.http_status(), file.attempts(), &beside, file.elapsed())
}

fn exact(json: &[u8]) -> String {
    let json = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
    String::from_utf8(quote_integers(json, EXACT_IN_A_DOUBLE).into_owned()).expect("JSON is UTF-8")
}

/// What is told of an answer beside its content.
fn beside(request_id: Option<&str>, headers: &HeaderMap) -> Value {
    let mut joined: BTreeMap<&str, String> = BTreeMap::new();
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        let header = joined.entry(name.as_str()).or_default();
        *header = if header.is_empty() { value.into_owned() } else { format!("{header}, {value}") };
    }
    json!({ "request_id": request_id, "headers": joined })
}

fn success(result: &str, http_status: u16, attempts: u32, response: &Value, elapsed: Duration) -> String {
    let elapsed_ms = elapsed.as_millis();
    format!(
        r#"{{"result":{result},"http_status":{http_status},"attempts":{attempts},"response":{response},"elapsed_ms":{elapsed_ms}}}"#
    )
}

fn failure(error: &Error, elapsed: Duration) -> String {
    json!({
        "error": {
            "kind": error.kind().as_str(),
            "message": error.message(),
            "operation": error.operation(),
            "request_id": error.request_id(),
            "http_status": error.http_status(),
            "code": error.code(),
            "response_code": error.response_code(),
            "field": error.field(),
            "attempts": error.attempts(),
            "retry_after": error.retry_after().map(|wait| wait.as_secs_f64().round() as u64),
            "printed": format!("{error} {error:?} {:?}", error.body()),
        },
        "elapsed_ms": elapsed.as_millis() as u64,
    })
    .to_string()
}

impl PartVector {
    fn build(&self) -> Part {
        let bytes = match (&self.text, &self.base64, self.size) {
            (Some(text), _, _) => text.clone().into_bytes(),
            (_, Some(base64), _) => STANDARD.decode(base64).expect("the vectors hold valid base64"),
            (_, _, size) => vec![0; size.unwrap_or(0)],
        };
        Part {
            name: self.name.clone(),
            filename: self.filename.clone(),
            content_type: self.content_type.clone(),
            bytes: bytes.into(),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signatures() {
    run(Group::Signatures).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requests() {
    run(Group::Requests).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn responses() {
    run(Group::Responses).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn callbacks() {
    run(Group::Callbacks).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn faults() {
    run(Group::Faults).await;
}
