//! Comparing an outcome and what was seen on the wire with what the vector expects.

mod fault;
mod json;
mod multipart;
mod outcome;
mod request;

use self::json::differences;
use self::outcome::Outcome;
use crate::expect::{CallbackExpect, ExpectedEvent, ExpectedResponse, ResultExpect, SignatureExpect};
use crate::json::Json;
use crate::load::Vector;
use crate::record::Record;

/// What is wrong, one sentence each.
type Problems = Vec<String>;

/// Judges an outcome. `record` is what the server has seen since `begin`; the error tells everything that is wrong.
pub fn judge(vector: Vector<'_>, outcome: &Json, record: Option<&Record>) -> Result<(), String> {
    let outcome = Outcome::new(outcome)?;
    let seen = || record.ok_or_else(|| "`begin` was not called for this vector".to_owned());
    let mut problems = match vector {
        Vector::Signature(vector) => signature(&vector.expect, &outcome),
        Vector::Callback(vector) => callback(&vector.expect, &outcome),
        Vector::Request(vector) => request::compare(&vector.expect, &outcome, seen()?),
        Vector::Response(vector) => {
            let mut problems = response(&vector.expect, &outcome);
            problems.extend(outcome.reported(vector.http.status, seen()?));
            problems
        }
        Vector::Fault(vector) => fault::compare(vector, &outcome, seen()?),
    };
    problems.extend(record.into_iter().flat_map(|record| record.problems.clone()));
    if problems.is_empty() { Ok(()) } else { Err(problems.join("; ")) }
}

fn signature(expect: &SignatureExpect, outcome: &Outcome) -> Problems {
    if let Some(error) = &expect.error {
        return outcome.differs_from_error(error);
    }
    let expected =
        expect.headers.iter().flatten().map(|(name, value)| (name.clone(), Json::String(value.clone())));
    let expected = Json::Object(expected.collect());
    outcome.differs_from("headers", outcome.headers.as_ref(), &expected)
}

fn response(expect: &ResultExpect, outcome: &Outcome) -> Problems {
    match (&expect.error, &expect.result) {
        (Some(error), _) => outcome.differs_from_error(error),
        (None, Some(result)) => {
            let mut problems = outcome.differs_from("result", outcome.result.as_ref(), result);
            problems.extend(expect.response.iter().flat_map(|expected| beside(expected, outcome)));
            problems
        }
        (None, None) => vec!["the vector expects nothing".to_owned()],
    }
}

/// What is told of an answer beside its content.
fn beside(expected: &ExpectedResponse, outcome: &Outcome) -> Problems {
    let Some(got) = &outcome.response else { return vec!["the outcome lacks `response`".to_owned()] };
    let mut problems = Vec::new();
    if let Some(id) = &expected.request_id {
        problems.extend(differences("request_id", id, got.get("request_id").unwrap_or(&Json::Null)));
    }
    for (name, value) in &expected.headers {
        let value = value.as_ref().map_or(Json::Null, |value| Json::String(value.clone()));
        let header = got.get("headers").and_then(|headers| headers.get(name)).unwrap_or(&Json::Null);
        problems.extend(differences(&format!("headers.{name}"), &value, header));
    }
    problems
}

fn callback(expect: &CallbackExpect, outcome: &Outcome) -> Problems {
    match (&expect.error, &expect.event) {
        (Some(error), _) => outcome.differs_from_error(error),
        (None, Some(ExpectedEvent { kind, authenticity, fields, own_parameters, reply })) => {
            let expected = Json::Object(vec![
                ("type".to_owned(), Json::String(kind.clone())),
                ("authenticity".to_owned(), Json::String(authenticity.clone())),
                ("fields".to_owned(), fields.clone()),
                ("own_parameters".to_owned(), own_parameters.clone().unwrap_or(Json::Object(Vec::new()))),
                ("reply".to_owned(), reply.clone()),
            ]);
            let got = outcome.event.as_ref().map(|event| compared(event, &expected));
            outcome.differs_from("event", got.as_ref(), &expected)
        }
        (None, None) => vec!["the vector expects nothing".to_owned()],
    }
}

/// An event without what no vector knows, such as its fingerprint. Without parameters of its own it need not say so.
fn compared(event: &Json, expected: &Json) -> Json {
    let Json::Object(members) = event else { return event.clone() };
    let mut members = members.clone();
    members.retain(|(name, _)| expected.get(name).is_some());
    if event.get("own_parameters").is_none() {
        members.push(("own_parameters".to_owned(), Json::Object(Vec::new())));
    }
    Json::Object(members)
}

#[cfg(test)]
mod tests;
