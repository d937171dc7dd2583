//! What a runner in Rust needs.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;

use crate::json::Json;
use crate::report::Verdict;
use crate::server::Server;
use crate::vector::Group;

/// The vector server of `QYS_VECTOR_SERVER`, or one of its own. Its calls block for about a millisecond.
#[derive(Debug)]
pub struct Runner {
    url: String,
    /// Ends with the runner.
    _server: Option<Server>,
}

/// Where the call of a vector goes.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Its path belongs to this vector.
    pub base_url: String,
    /// The private CA to trust.
    pub ca_pem: Option<String>,
}

impl Runner {
    /// Uses the server of `QYS_VECTOR_SERVER`, or starts one with these vectors.
    pub fn new(vectors: impl AsRef<Path>) -> Result<Self, String> {
        match std::env::var("QYS_VECTOR_SERVER") {
            Ok(url) => Ok(Self::at(url)),
            Err(_) => Server::start(vectors).map(|server| Self { url: server.url(), _server: Some(server) }),
        }
    }

    /// Uses the server at an address like `http://127.0.0.1:1234`.
    pub fn at(url: impl Into<String>) -> Self {
        Self { url: url.into(), _server: None }
    }

    /// Starts a vector of requests, responses or faults.
    pub fn begin(&self, group: Group, name: &str) -> Result<Begun, String> {
        let answer = self.post("begin", &object([("group", text(group.name())), ("name", text(name))]))?;
        let member = |name| answer.get(name).and_then(Json::as_str).map(str::to_owned);
        let base_url = member("base_url").ok_or_else(|| format!("no base_url in {answer}"))?;
        Ok(Begun { base_url, ca_pem: member("ca_pem") })
    }

    /// Hands in an outcome, as JSON text.
    pub fn check(&self, group: Group, name: &str, language: &str, outcome: &str) -> Result<Verdict, String> {
        let outcome = Json::parse(outcome).map_err(|error| format!("the outcome is no JSON: {error}"))?;
        let answer = self.post(
            "check",
            &object([
                ("group", text(group.name())),
                ("name", text(name)),
                ("language", text(language)),
                ("outcome", outcome),
            ]),
        )?;
        match (answer.get("status").and_then(Json::as_str), answer.get("reason").and_then(Json::as_str)) {
            (Some("PASS"), _) => Ok(Verdict::Pass),
            (Some("FAIL"), Some(reason)) => Ok(Verdict::Fail(reason.to_owned())),
            _ => Err(format!("no verdict in {answer}")),
        }
    }

    fn post(&self, command: &str, body: &Json) -> Result<Json, String> {
        let fail = |error: String| format!("{}/_control/{command}: {error}", self.url);
        let host = self.url.strip_prefix("http://").unwrap_or(&self.url).trim_end_matches('/');
        let (status, answer) =
            exchange(host, command, &body.to_string()).map_err(|error| fail(error.to_string()))?;
        let json = Json::parse(&answer).map_err(|error| fail(error.to_string()))?;
        if status == "200" { Ok(json) } else { Err(fail(json.to_string())) }
    }
}

fn text(text: &str) -> Json {
    Json::String(text.to_owned())
}

fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
    Json::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// One request on a connection of its own: status and body.
fn exchange(host: &str, command: &str, body: &str) -> std::io::Result<(String, String)> {
    let mut stream = TcpStream::connect(host)?;
    let head = format!(
        "POST /_control/{command} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let status = answer.split(' ').nth(1).unwrap_or_default().to_owned();
    let body = answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default();
    Ok((status, body))
}
