//! Loading the vectors, and the checks that serde cannot make.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::expect::Expected;
use crate::json::Json;
use crate::vector::{
    Action, CallbackVector, FaultVector, Group, Http, Listen, Part, RequestVector, ResponseVector,
    SignatureVector,
};

/// One vector of any group.
#[derive(Clone, Copy, Debug)]
pub enum Vector<'a> {
    /// Of `signatures.json`.
    Signature(&'a SignatureVector),
    /// Of `requests.json`.
    Request(&'a RequestVector),
    /// Of `responses.json`.
    Response(&'a ResponseVector),
    /// Of `callbacks.json`.
    Callback(&'a CallbackVector),
    /// Of `faults.json`.
    Fault(&'a FaultVector),
}

/// All vectors.
#[derive(Clone, Debug)]
pub struct Vectors {
    /// `signatures.json`
    pub signatures: Vec<SignatureVector>,
    /// `requests.json`
    pub requests: Vec<RequestVector>,
    /// `responses.json`
    pub responses: Vec<ResponseVector>,
    /// `callbacks.json`
    pub callbacks: Vec<CallbackVector>,
    /// `faults.json`
    pub faults: Vec<FaultVector>,
    /// The request of a response vector that gives none.
    pub smallest_requests: BTreeMap<String, Json>,
    /// The parts of a response vector that gives no request, where its operation needs some.
    pub smallest_parts: BTreeMap<String, Vec<Part>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File<V> {
    #[serde(rename = "about")]
    _about: String,
    #[serde(default)]
    smallest_requests: BTreeMap<String, Json>,
    #[serde(default)]
    smallest_parts: BTreeMap<String, Vec<Part>>,
    vectors: Vec<V>,
}

impl Vectors {
    /// Reads the five files of a directory and checks them.
    pub fn load(directory: &Path) -> Result<Self, String> {
        let responses = read::<ResponseVector>(directory, Group::Responses)?;
        let vectors = Self {
            signatures: read(directory, Group::Signatures)?.vectors,
            requests: read(directory, Group::Requests)?.vectors,
            responses: responses.vectors,
            callbacks: read(directory, Group::Callbacks)?.vectors,
            faults: read(directory, Group::Faults)?.vectors,
            smallest_requests: responses.smallest_requests,
            smallest_parts: responses.smallest_parts,
        };
        for group in Group::ALL {
            let mut seen = HashSet::new();
            for name in vectors.names(group) {
                let at = |problem: String| format!("{group}.json, vector {name:?}: {problem}");
                // It becomes a segment of an address.
                if !name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')) {
                    return Err(at("a name consists of lower-case words with `-`".to_owned()));
                }
                if !seen.insert(name) {
                    return Err(at("the name is not unique".to_owned()));
                }
                let vector = vectors.find(group, name).ok_or_else(|| at("it cannot be found".to_owned()))?;
                problem(vector, &vectors.smallest_requests).map_err(at)?;
            }
        }
        Ok(vectors)
    }

    /// The names of a group, in the order of its file.
    pub fn names(&self, group: Group) -> Vec<&str> {
        match group {
            Group::Signatures => self.signatures.iter().map(|vector| vector.name.as_str()).collect(),
            Group::Requests => self.requests.iter().map(|vector| vector.name.as_str()).collect(),
            Group::Responses => self.responses.iter().map(|vector| vector.name.as_str()).collect(),
            Group::Callbacks => self.callbacks.iter().map(|vector| vector.name.as_str()).collect(),
            Group::Faults => self.faults.iter().map(|vector| vector.name.as_str()).collect(),
        }
    }

    /// The vector of that name.
    pub fn find(&self, group: Group, name: &str) -> Option<Vector<'_>> {
        match group {
            Group::Signatures => {
                self.signatures.iter().find(|vector| vector.name == name).map(Vector::Signature)
            }
            Group::Requests => self.requests.iter().find(|vector| vector.name == name).map(Vector::Request),
            Group::Responses => {
                self.responses.iter().find(|vector| vector.name == name).map(Vector::Response)
            }
            Group::Callbacks => {
                self.callbacks.iter().find(|vector| vector.name == name).map(Vector::Callback)
            }
            Group::Faults => self.faults.iter().find(|vector| vector.name == name).map(Vector::Fault),
        }
    }
}

fn read<V: DeserializeOwned>(directory: &Path, group: Group) -> Result<File<V>, String> {
    let paths = files(directory, group)?;
    let (first, families) = paths.split_first().expect("a group has a file of its own");
    let mut whole: File<V> = read_file(first)?;
    for path in families {
        let family: File<V> = read_file(path)?;
        whole.vectors.extend(family.vectors);
        whole.smallest_requests.extend(family.smallest_requests);
        whole.smallest_parts.extend(family.smallest_parts);
    }
    Ok(whole)
}

/// The files of a group: its own, and those of the folder that is named as it, by name. These hold vectors of one family
/// of operations each.
pub fn files(directory: &Path, group: Group) -> Result<Vec<PathBuf>, String> {
    let mut paths = vec![directory.join(format!("{group}.json"))];
    let folder = directory.join(group.to_string());
    if folder.exists() {
        let failed = |error| format!("{}: {error}", folder.display());
        let entries = std::fs::read_dir(&folder).map_err(failed)?;
        paths.extend(
            entries
                .map(|entry| entry.map(|entry| entry.path()))
                .collect::<Result<Vec<_>, _>>()
                .map_err(failed)?,
        );
        paths[1..].sort();
    }
    Ok(paths)
}

fn read_file<V: DeserializeOwned>(path: &Path) -> Result<File<V>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// What is wrong with a vector although every key is known.
fn problem(vector: Vector<'_>, smallest: &BTreeMap<String, Json>) -> Result<(), String> {
    match vector {
        Vector::Signature(vector) => vector.expect.check(),
        Vector::Request(vector) => {
            check_parts(&vector.parts)?;
            if let Some(parts) = vector.expect.body.iter().flatten().find_map(|body| body.multipart.as_ref())
            {
                check_parts(parts)?;
            }
            vector.expect.check()
        }
        Vector::Response(vector) => {
            if vector.request.is_none() && !smallest.contains_key(&vector.operation) {
                return Err(format!("no request, and smallest_requests has none for {}", vector.operation));
            }
            check_parts(&vector.parts)?;
            check_http(&vector.http)?;
            vector.expect.check()
        }
        Vector::Callback(vector) => {
            if vector.form.is_some() == (vector.query.is_some() || vector.body.is_some()) {
                return Err("exactly one of `form` and `query` with `body` is needed".to_owned());
            }
            vector.expect.check()
        }
        Vector::Fault(vector) => {
            check_parts(&vector.parts)?;
            for action in &vector.server.script {
                check_action(action)?;
            }
            match vector.server.listen {
                Listen::Http1 | Listen::Tls if vector.server.script.is_empty() => {
                    return Err("`script` is missing".to_owned());
                }
                Listen::TlsSilent | Listen::Refused | Listen::Unresolvable
                    if !vector.server.script.is_empty() =>
                {
                    return Err("`script` is for listeners that answer".to_owned());
                }
                _ => {}
            }
            vector.expect.check()
        }
    }
}

fn check_parts(parts: &[Part]) -> Result<(), String> {
    for part in parts {
        let contents = [part.text.is_some(), part.base64.is_some(), part.size.is_some(), part.json.is_some()];
        if contents.iter().filter(|given| **given).count() != 1 {
            return Err(format!("part {:?} needs exactly one content", part.name));
        }
        if part.base64.as_ref().is_some_and(|text| STANDARD.decode(text).is_err()) {
            return Err(format!("part {:?} is no base64", part.name));
        }
    }
    Ok(())
}

fn check_http(http: &Http) -> Result<(), String> {
    let bodies = [
        http.body.is_some(),
        http.body_json.is_some(),
        http.body_base64.is_some(),
        http.body_repeat.is_some(),
    ];
    if bodies.iter().filter(|given| **given).count() != 1 {
        return Err("an answer needs exactly one of body, body_json, body_base64, body_repeat".to_owned());
    }
    if http.body_base64.as_ref().is_some_and(|text| STANDARD.decode(text).is_err()) {
        return Err("body_base64 is no base64".to_owned());
    }
    if !(200..=599).contains(&http.status) {
        return Err(format!("{} is no status of a final answer", http.status));
    }
    for (name, value) in &http.headers {
        http::HeaderName::try_from(name.as_str()).map_err(|_| format!("{name:?} is no header name"))?;
        http::HeaderValue::try_from(value.as_str()).map_err(|_| format!("{value:?} is no header value"))?;
    }
    if http.cut_after.is_some() && http.no_length {
        return Err("a body without length cannot be cut".to_owned());
    }
    Ok(())
}

fn check_action(action: &Action) -> Result<(), String> {
    let kinds = [action.respond.is_some(), action.reset, action.close, action.hang];
    if kinds.iter().filter(|given| **given).count() != 1 {
        return Err("an action needs exactly one of respond, reset, close, hang".to_owned());
    }
    let details = action.delay_ms.is_some() || action.date_offset_s.is_some() || action.then_close;
    if details && action.respond.is_none() {
        return Err("delay_ms, date_offset_s and then_close belong to `respond`".to_owned());
    }
    action.respond.as_ref().map_or(Ok(()), check_http)
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;
