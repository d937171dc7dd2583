//! The outcome a runner hands in, and its comparison with a result or an error.

use serde::Deserialize;

use super::Problems;
use super::json::{brief, differences, shorten};
use crate::expect::{ATTRIBUTES, ExpectedError};
use crate::json::Json;
use crate::record::Record;
use crate::vector::present;

/// What a runner made of a vector: exactly one of `headers`, `event`, `result` and `error`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    pub headers: Option<Json>,
    pub event: Option<Json>,
    #[serde(default, deserialize_with = "present")]
    pub result: Option<Json>,
    pub error: Option<ErrorOutcome>,
    /// What is told of an answer beside its content.
    pub response: Option<Json>,
    http_status: Option<u64>,
    attempts: Option<u64>,
    pub elapsed_ms: Option<f64>,
}

/// The attributes of an error, and what the language prints for it.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Json")]
pub struct ErrorOutcome(Json);

impl TryFrom<Json> for ErrorOutcome {
    type Error = String;

    fn try_from(json: Json) -> Result<Self, String> {
        let known = |name: &str| name == "printed" || ATTRIBUTES.contains(&name);
        match json.members().iter().find(|(name, _)| !known(name)) {
            Some((name, _)) => Err(format!("unknown attribute `{name}` of an error")),
            None if matches!(json, Json::Object(_)) => Ok(Self(json)),
            None => Err("`error` is no object".to_owned()),
        }
    }
}

impl ErrorOutcome {
    /// An attribute that is known.
    fn get(&self, name: &str) -> Option<&Json> {
        self.0.get(name).filter(|value| !matches!(value, Json::Null))
    }

    fn text(&self, name: &str) -> &str {
        self.get(name).and_then(Json::as_str).unwrap_or_default()
    }
}

impl Outcome {
    pub fn new(json: &Json) -> Result<Self, String> {
        let outcome: Self = serde_json::from_str(&json.to_string())
            .map_err(|error| format!("the runner's outcome is not what the README says: {error}"))?;
        let given = [
            outcome.headers.is_some(),
            outcome.event.is_some(),
            outcome.result.is_some(),
            outcome.error.is_some(),
        ];
        match given.iter().filter(|given| **given).count() {
            1 => Ok(outcome),
            count => Err(format!(
                "the runner's outcome has {count} of headers, event, result, error: one is needed"
            )),
        }
    }

    /// Attempts of the call, successful or not.
    pub fn attempts(&self) -> Option<u64> {
        match &self.error {
            Some(error) => {
                error.get("attempts").and_then(Json::as_i64).and_then(|count| u64::try_from(count).ok())
            }
            None => self.attempts,
        }
    }

    /// What came instead of what was expected, for a reason.
    pub fn shown(&self) -> String {
        match &self.error {
            Some(error) => format!(
                "the call failed with {} {:?}",
                error.get("kind").map_or("an error without kind".to_owned(), brief),
                shorten(error.text("message"))
            ),
            None if self.headers.is_some() => "headers came out".to_owned(),
            None if self.event.is_some() => "an event came out".to_owned(),
            None => "the call succeeded".to_owned(),
        }
    }

    /// Compares the member `what` of this outcome, which is `got`.
    pub fn differs_from(&self, what: &str, got: Option<&Json>, expected: &Json) -> Problems {
        let Some(got) = got else { return vec![format!("expected {what}, but {}", self.shown())] };
        if expected.get("base64").is_some() {
            // Of bytes, an unknown content type or file name may be null or left out.
            return differences(what, &without_nulls(expected), &without_nulls(got));
        }
        differences(what, expected, got)
    }

    /// Compares the error.
    pub fn differs_from_error(&self, expected: &ExpectedError) -> Problems {
        let Some(error) = &self.error else {
            let kind = expected.attributes.iter().find(|(name, _)| name == "kind");
            let kind = kind.map_or(String::new(), |(_, kind)| brief(kind));
            return vec![format!("expected an error of kind {kind}, but {}", self.shown())];
        };
        let mut problems = Vec::new();
        for (name, value) in &expected.attributes {
            match (value, error.get(name)) {
                (Json::Null, None) => {}
                (Json::Null, Some(got)) => {
                    problems.push(format!("error.{name}: must be absent, is {}", brief(got)))
                }
                (value, None) => problems.push(format!("error.{name}: expected {}, is absent", brief(value))),
                (value, Some(got)) => problems.extend(differences(&format!("error.{name}"), value, got)),
            }
        }
        let message = error.text("message");
        let (folded, printed) = (message.to_lowercase(), error.text("printed").to_lowercase());
        for text in expected.message_contains.iter().filter(|text| !folded.contains(&text.to_lowercase())) {
            problems.push(format!("the message does not contain {text:?}"));
        }
        for text in &expected.message_excludes {
            if folded.contains(&text.to_lowercase()) {
                problems.push(format!("the message contains {text:?}"));
            }
            if printed.contains(&text.to_lowercase()) {
                problems
                    .push(format!("the printed error contains {text:?}: {}", shorten(error.text("printed"))));
            }
        }
        if !problems.is_empty() {
            problems.push(format!("the error's message is {:?}", shorten(message)));
        }
        problems
    }

    /// Whether status and attempts that the runner reports are those of the server.
    pub fn reported(&self, status: u16, record: &Record) -> Problems {
        let mut problems = Vec::new();
        let requests = record.requests.len() as u64;
        if requests == 0 {
            problems.push("no request arrived".to_owned());
        }
        if let Some(attempts) = self.attempts().filter(|attempts| *attempts != requests) {
            problems.push(format!("attempts is {attempts}, but {requests} requests arrived"));
        }
        if let Some(got) = self.http_status.filter(|got| *got != u64::from(status)) {
            problems.push(format!("http_status is {got}, but the server answered {status}"));
        }
        problems
    }
}

fn without_nulls(json: &Json) -> Json {
    match json {
        Json::Object(members) => {
            Json::Object(members.iter().filter(|(_, value)| !matches!(value, Json::Null)).cloned().collect())
        }
        other => other.clone(),
    }
}
