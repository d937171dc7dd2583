//! What crosses to JavaScript.

use std::collections::VecDeque;

use bytes::Bytes;
use napi::bindgen_prelude::Uint8Array;
use napi::{Error, Status};
use napi_derive::napi;
use qiyuesuo::{Part, quote_integers};
use qiyuesuo_bridge::{Call, Completion, Content, Failure};
use serde_json::Value;

/// Integers beyond this are not exact in JavaScript: they arrive as strings.
const EXACT: u64 = 1 << 53;

/// A file. Its bytes are copied: the calling thread may change them while the call is on its way.
#[napi(object, object_to_js = false)]
pub struct NativePart {
    /// Name of the part.
    pub name: String,
    /// File name.
    pub filename: Option<String>,
    /// Media type.
    pub content_type: Option<String>,
    /// Content.
    pub data: Uint8Array,
}

/// The call that JavaScript describes.
pub(crate) fn call(
    operation: String,
    request: String,
    parts: Option<Vec<NativePart>>,
    options: Option<String>,
) -> Call {
    let part = |part: NativePart| Part {
        name: part.name,
        filename: part.filename,
        content_type: part.content_type,
        bytes: part.data.to_vec().into(),
    };
    Call {
        operation,
        request: request.into(),
        parts: parts.unwrap_or_default().into_iter().map(part).collect(),
        options: options.unwrap_or_default().into(),
    }
}

/// An error for JavaScript: its message is the failure as JSON, from which the package makes an error of its own.
pub(crate) fn thrown(error: &qiyuesuo::Error) -> Error {
    Error::new(Status::GenericFailure, failure(error))
}

fn failure(error: &qiyuesuo::Error) -> String {
    exact(&serde_json::to_vec(&Failure::from(error)).unwrap_or_default())
}

/// JSON whose integers JavaScript can read exactly.
pub(crate) fn exact(json: &[u8]) -> String {
    String::from_utf8_lossy(&quote_integers(json, EXACT)).into_owned()
}

/// Completions as one JSON array of arrays: `[id, "e", failure]`, `[id, "j", status, attempts, elapsed_us, request_id,
/// header_lines, page, env, json]` or `[id, "b", status, attempts, elapsed_us, request_id, header_lines, content_type,
/// filename]`, whose bytes go to `downloads` in this order.
pub(crate) fn completions(completions: Vec<Completion>, downloads: &mut VecDeque<Bytes>) -> String {
    let size = completions.iter().map(|completion| 512 + size_of(completion)).sum();
    let mut text = Vec::with_capacity(size);
    text.push(b'[');
    for completion in completions {
        if text.len() > 1 {
            text.push(b',');
        }
        text.push(b'[');
        number(&mut text, completion.id);
        match completion.outcome {
            Err(error) => {
                text.extend_from_slice(b",\"e\",");
                text.extend_from_slice(failure(&error).as_bytes());
            }
            Ok(reply) => {
                let kind: &[u8] =
                    if matches!(reply.content, Content::Json(_)) { b",\"j\"" } else { b",\"b\"" };
                text.extend_from_slice(kind);
                for value in [reply.http_status.into(), reply.attempts.into(), reply.elapsed_us()] {
                    text.push(b',');
                    number(&mut text, value);
                }
                quoted(&mut text, reply.request_id.as_deref());
                quoted(&mut text, Some(&reply.header_lines));
                match reply.content {
                    Content::Json(json) => {
                        let (page, env) = reply.plugin.unzip();
                        quoted(&mut text, page);
                        quoted(&mut text, env);
                        text.push(b',');
                        text.extend_from_slice(&quote_integers(&json, EXACT));
                    }
                    Content::Bytes { bytes, content_type, filename } => {
                        quoted(&mut text, content_type.as_deref());
                        quoted(&mut text, filename.as_deref());
                        downloads.push_back(bytes);
                    }
                }
            }
        }
        text.push(b']');
    }
    text.push(b']');
    // What came from the platform was read as JSON, which is UTF-8.
    String::from_utf8(text).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn size_of(completion: &Completion) -> usize {
    match &completion.outcome {
        Ok(reply) => match &reply.content {
            Content::Json(json) => json.len(),
            Content::Bytes { .. } => 64,
        },
        Err(_) => 512,
    }
}

fn number(text: &mut Vec<u8>, number: u64) {
    text.extend_from_slice(number.to_string().as_bytes());
}

fn quoted(text: &mut Vec<u8>, value: Option<&str>) {
    text.push(b',');
    match value {
        Some(value) => text.extend_from_slice(Value::from(value).to_string().as_bytes()),
        None => text.extend_from_slice(b"null"),
    }
}
