//! The control interface: begin, check, report.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Shared, failure, tls};
use crate::compare;
use crate::json::Json;
use crate::load::Vector;
use crate::record::Run;
use crate::report::{Check, Verdict};
use crate::script::{Answer, Script};
use crate::signature::Signer;
use crate::vector::{Group, Listen};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Begin {
    group: Group,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Checked {
    group: Group,
    name: String,
    language: String,
    outcome: Json,
}

/// The answer to a control request.
pub fn answer(shared: &Arc<Shared>, method: &str, command: &str, body: &[u8]) -> Answer {
    let answered = match (method, command) {
        ("POST", "begin") => read(body).and_then(|request| begin(shared, &request)),
        ("POST", "check") => read(body).and_then(|request| check(shared, request)),
        ("GET", "report") => Ok(shared.report.lock().expect("no panic while the report is held").json()),
        _ => Err(format!("{method} {command}: there are POST begin, POST check and GET report")),
    };
    match answered {
        Ok(json) => Answer::json(200, &json),
        Err(problem) => failure(400, &problem),
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| format!("the request is not what the README says: {error}"))
}

fn unknown(group: Group, name: &str) -> String {
    format!("there is no vector {name:?} in {group}.json")
}

/// Starts a vector afresh.
fn begin(shared: &Arc<Shared>, Begin { group, name }: &Begin) -> Result<Json, String> {
    let vector = shared.vectors.find(*group, name).ok_or_else(|| unknown(*group, name))?;
    let (script, operation, config, listen) = match vector {
        Vector::Request(vector) => {
            (Script::success(vector), &vector.operation, &vector.config, Listen::Http1)
        }
        Vector::Response(vector) => {
            (Script::response(vector), &vector.operation, &vector.config, Listen::Http1)
        }
        Vector::Fault(vector) => {
            (Script::fault(vector), &vector.operation, &vector.config, vector.server.listen)
        }
        Vector::Signature(_) | Vector::Callback(_) => {
            return Err(format!("the vectors of {group} need no server: skip `begin`"));
        }
    };
    let signer = Signer::new(operation, config, script.is_in_time());
    let id = shared.next_run.fetch_add(1, Ordering::Relaxed);
    let run = Arc::new(Run::new(id, script, signer));
    let port = tls::open(listen, &run, shared).map_err(|error| format!("opening a port: {error}"))?;
    shared.runs.lock().expect("no panic while the runs are held").insert((*group, name.clone()), run);

    let origin = match (listen, port) {
        (Listen::Tls | Listen::TlsUntrusted | Listen::TlsSilent, Some(port)) => {
            format!("https://localhost:{port}")
        }
        (Listen::Unresolvable, _) => "https://no-such-host.invalid".to_owned(),
        (_, Some(port)) => format!("http://127.0.0.1:{port}"),
        (_, None) => format!("http://{}", shared.address),
    };
    // Always the private CA where there is TLS: whether the system has roots must not matter.
    let ca =
        if origin.starts_with("https:") { Json::String(shared.authority.ca_pem.clone()) } else { Json::Null };
    Ok(Json::Object(vec![
        ("base_url".to_owned(), Json::String(format!("{origin}/v/{group}/{name}/{id}"))),
        ("ca_pem".to_owned(), ca),
    ]))
}

/// Compares an outcome and keeps the verdict.
fn check(shared: &Arc<Shared>, request: Checked) -> Result<Json, String> {
    let Checked { group, name, language, outcome } = request;
    let vector = shared.vectors.find(group, &name).ok_or_else(|| unknown(group, &name))?;
    let record = shared.run(group, &name).map(|run| run.record());
    let verdict = Verdict::from(compare::judge(vector, &outcome, record.as_ref()));
    let answer = verdict.json();
    let mut report = shared.report.lock().expect("no panic while the report is held");
    report.add(Check { language, group, name, verdict });
    Ok(answer)
}
