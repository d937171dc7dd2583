//! The parameters of a request, whatever way they came, and their check by the SDK's own rules.

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use qiyuesuo::Validation;
use qiyuesuo::operation::{Encoding, OperationInfo};
use serde_json::{Map, Value};

use crate::answer::Answer;
use crate::multipart;
use crate::options::ParameterCheck;
use crate::platform::Fields;

/// Texts and files of a query or a multipart body.
#[derive(Debug, Default)]
pub(crate) struct Parameters {
    texts: Vec<(String, String)>,
    files: Vec<FileInfo>,
}

/// What is kept of a file.
#[derive(Debug)]
pub(crate) struct FileInfo {
    pub(crate) name: String,
    pub(crate) filename: String,
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: usize,
}

impl Parameters {
    pub(crate) fn from_query(query: Option<&str>) -> Self {
        let pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        Self { texts: pairs.into_owned().collect(), files: Vec::new() }
    }

    pub(crate) fn from_multipart(headers: &HeaderMap, body: &Bytes) -> Result<Self, String> {
        let content_type =
            headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let boundary = multipart::boundary(content_type).ok_or_else(|| {
            format!("Content-Type must be multipart/form-data with a boundary, not {content_type:?}")
        })?;
        let mut parameters = Self::default();
        for part in multipart::parse(body, &boundary).map_err(|why| format!("multipart body: {why}"))? {
            match part.filename {
                Some(filename) => parameters.files.push(FileInfo {
                    name: part.name,
                    filename,
                    content_type: part.content_type,
                    bytes: part.body.len(),
                }),
                None => {
                    let text = String::from_utf8(part.body.into()).map_err(|_| {
                        format!("{}: must be UTF-8 text, or a file with a file name", part.name)
                    })?;
                    parameters.texts.push((part.name, text));
                }
            }
        }
        Ok(parameters)
    }

    /// The last text of that name.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.texts.iter().rev().find(|(other, _)| other == name).map(|(_, text)| text.as_str())
    }

    pub(crate) fn file(&self, name: &str) -> Option<&FileInfo> {
        self.files(name).next()
    }

    /// All files of that name.
    pub(crate) fn files(&self, name: &str) -> impl Iterator<Item = &FileInfo> {
        self.files.iter().filter(move |file| file.name == name)
    }

    /// The texts, by name.
    fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// What the control interface shows in place of a multipart body.
    pub(crate) fn summary(&self) -> String {
        let texts = self.texts.iter().map(|(name, text)| format!("{name}: {text}"));
        let files = self.files.iter().map(|file| {
            let content_type = file.content_type.as_deref().unwrap_or("no type");
            format!("{}: file {:?}, {content_type}, {} bytes", file.name, file.filename, file.bytes)
        });
        texts.chain(files).collect::<Vec<_>>().join("\n")
    }
}

/// Checks the parameters of an operation and takes from them what its answer depends on.
pub(crate) fn check(
    operation: &OperationInfo,
    parameters: &Parameters,
    body: &Bytes,
    strictness: ParameterCheck,
) -> Result<Fields, Answer> {
    let json = match operation.encoding {
        Encoding::Json => body.clone(),
        _ => {
            let request = operation.request_of_texts(parameters.texts()).map_err(|error| refusal(&error))?;
            Value::from(request).to_string().into()
        }
    };
    for part in operation.parts.iter().filter(|part| part.required) {
        if parameters.file(part.name).is_none() {
            return Err(Answer::invalid_parameter(part.name, "a part with a file name is needed"));
        }
    }
    check_json(operation, &json, strictness)?;
    let fields: Fields =
        serde_json::from_slice(&json).map_err(|why| Answer::invalid_parameter("", &why.to_string()))?;
    Ok(Fields { json, ..fields })
}

fn check_json(operation: &OperationInfo, json: &[u8], strictness: ParameterCheck) -> Result<(), Answer> {
    let validation = match strictness {
        ParameterCheck::Strict => Validation::Strict,
        ParameterCheck::Lenient => Validation::Lenient,
    };
    let Err(mut error) = operation.check(json, validation) else { return Ok(()) };
    // A member that the SDK does not know is welcome here, as it presumably is on the platform: clients send such
    // members as `extra`. Moved there it passes the check, while a known member with a wrong value does not.
    if let Ok(Value::Object(mut object)) = serde_json::from_slice::<Value>(json) {
        let mut extra = match object.remove("extra") {
            None => Map::new(),
            Some(Value::Object(extra)) => extra,
            Some(other) => Map::from_iter([("extra".to_owned(), other)]),
        };
        let mut moved: Vec<(String, qiyuesuo::Error)> = Vec::new();
        while let Some(field) = error.field().map(str::to_owned) {
            let name = field.strip_prefix("extra.").unwrap_or(&field);
            // A member that was moved and is missed, or refused there, is known after all: what was said first stands.
            if let Some(at) = moved.iter().position(|(other, _)| other == name) {
                error = moved.swap_remove(at).1;
                break;
            }
            let Some((name, value)) = object.remove_entry(name) else { break };
            extra.insert(name.clone(), value);
            object.insert("extra".into(), extra.clone().into());
            moved.push((name, error));
            match operation.check(Value::from(object.clone()).to_string().as_bytes(), validation) {
                Ok(()) => return Ok(()),
                Err(next) => error = next,
            }
        }
    }
    Err(refusal(&error))
}

fn refusal(error: &qiyuesuo::Error) -> Answer {
    Answer::invalid_parameter(error.field().unwrap_or_default(), error.message())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn create_ticket(json: &str, strictness: ParameterCheck) -> Result<(), String> {
        let operation = OperationInfo::find("personal_auth.create_ticket").unwrap();
        let body = Bytes::copy_from_slice(json.as_bytes());
        check(operation, &Parameters::default(), &body, strictness)
            .map(|_| ())
            .map_err(|answer| String::from_utf8_lossy(&answer.body).into_owned())
    }

    #[test]
    fn unknown_members_pass_and_wrong_values_do_not() {
        let strict = |json: &str| create_ticket(json, ParameterCheck::Strict);
        let user = r#""user":{"contact":"1","contactType":"MOBILE"}"#;
        strict(&format!("{{{user}}}")).unwrap();
        strict(&format!(r#"{{{user},"new":1,"newer":{{"a":[]}}}}"#)).unwrap();
        strict(&format!(r#"{{{user},"extra":{{"new":1}}}}"#)).unwrap();
        assert!(
            strict(&format!(r#"{{{user},"mode":"NOPE"}}"#)).unwrap_err().contains("INVALID PARAMETER,mode")
        );
        assert!(strict(&format!(r#"{{{user},"new":1,"mode":"NOPE"}}"#)).unwrap_err().contains(",mode"));
        assert!(strict(r#"{"new":1}"#).unwrap_err().contains("INVALID PARAMETER,user"));
        assert!(strict(r#"{"user":7}"#).unwrap_err().contains("INVALID PARAMETER,user"));
        assert!(strict(r#"{"user":{"contact":"1"}}"#).unwrap_err().contains("user.contactType"));
        assert!(strict("[]").is_err());
        assert!(strict("").unwrap_err().contains(r#""code":1005"#));
        create_ticket(&format!(r#"{{{user},"mode":"NOPE"}}"#), ParameterCheck::Lenient).unwrap();
    }
}
