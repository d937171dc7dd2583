//! Files that the platform answers.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::answered;
use crate::transport::Answer;

/// A file that the platform answered.
#[derive(Clone)]
pub struct Download {
    http_status: u16,
    headers: HeaderMap,
    body: Bytes,
    attempts: u32,
    elapsed: Duration,
}

impl Download {
    pub(crate) fn new(answer: Answer) -> Self {
        let Answer { status, headers, body, attempts, elapsed, .. } = answer;
        let headers = answered::without_cookies(headers);
        Self { http_status: status, headers, body, attempts, elapsed }
    }

    /// The bytes of the file.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// HTTP status.
    pub fn http_status(&self) -> u16 {
        self.http_status
    }

    /// Headers of the answer, without cookies.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The id that the answer gives to the request, for questions to the platform's support: `X-Request-Id`, or else
    /// `X-Trace-Id`, `X-B3-TraceId` or `EagleEye-TraceId`. Whether the platform sends one of them is unknown.
    pub fn request_id(&self) -> Option<&str> {
        answered::request_id(&self.headers)
    }

    /// How many attempts it took.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// How long the call took, all attempts and waits included.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// The media type, as sent.
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// The file name the answer gives (`Content-Disposition`), without any folder.
    pub fn filename(&self) -> Option<String> {
        let disposition =
            String::from_utf8_lossy(self.headers.get(CONTENT_DISPOSITION)?.as_bytes()).into_owned();
        let name = filename(&disposition)?;
        // A name is not a path: neither end may choose the folder.
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim().to_owned();
        (!name.is_empty() && name != "." && name != "..").then_some(name)
    }
}

/// What an operation that answers a file says of its answer.
impl JsonSchema for Download {
    fn schema_name() -> Cow<'static, str> {
        "Download".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "binary" })
    }
}

/// The bytes can be anything, so only their number is shown.
impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("http_status", &self.http_status)
            .field("body_bytes", &self.body.len())
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// `filename*` (RFC 5987) if there is one, else `filename`.
fn filename(disposition: &str) -> Option<String> {
    let parameters = parameters(disposition);
    let find = |wanted: &str| parameters.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
    if let Some((_, extended)) = find("filename*")
        && let [charset, _language, text] = extended.splitn(3, '\'').collect::<Vec<_>>()[..]
        && charset.eq_ignore_ascii_case("utf-8")
    {
        return percent_encoding::percent_decode_str(text).decode_utf8().ok().map(Into::into);
    }
    let (_, plain) = find("filename")?;
    // The platform's Java servers may send the name percent-encoded in the plain parameter.
    Some(percent_encoding::percent_decode_str(plain).decode_utf8().map_or_else(|_| plain.clone(), Into::into))
}

/// The parameters of a header, with quoted values unquoted.
fn parameters(header: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = header;
    while let Some(start) = rest.find(';') {
        rest = rest[start + 1..].trim_start();
        let Some(equals) = rest.find('=') else { break };
        let name = rest[..equals].trim().to_owned();
        rest = rest[equals + 1..].trim_start();
        let value = match rest.strip_prefix('"') {
            Some(quoted) => {
                let mut value = String::new();
                let mut characters = quoted.char_indices();
                let mut end = quoted.len();
                while let Some((at, character)) = characters.next() {
                    match character {
                        '"' => {
                            end = at;
                            break;
                        }
                        '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
                        plain => value.push(plain),
                    }
                }
                rest = &quoted[end..];
                value
            }
            None => rest[..rest.find(';').unwrap_or(rest.len())].trim().to_owned(),
        };
        found.push((name, value));
    }
    found
}
