//! Requests to endpoints this SDK has no types for.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderMap, Method};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::body::{self, Part};
use crate::client::{Client, texts_of};
use crate::error::{Error, ErrorKind};
use crate::integers::quote_integers;
use crate::transport::{Answer, Call, Content, Expect};

/// A request to any endpoint, built step by step and signed by its client.
///
/// It is not repeated once it may have arrived, unless [`repeatable`](Self::repeatable) says so: some of the
/// platform's GET endpoints delete (contract 8).
#[must_use = "nothing is sent before `send` or `download`"]
pub struct RawRequest<'a> {
    client: &'a Client,
    method: String,
    path: String,
    query: Vec<(String, String)>,
    json: Option<Result<Vec<u8>, String>>,
    parts: Vec<Part>,
    repeatable: bool,
}

impl<'a> RawRequest<'a> {
    pub(crate) fn new(client: &'a Client, method: String, path: String) -> Self {
        Self { client, method, path, query: Vec::new(), json: None, parts: Vec::new(), repeatable: false }
    }

    /// Adds a pair to the query. Names and values are encoded here.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// The JSON body. With parts, its members become text parts instead.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        self.json = Some(serde_json::to_vec(body).map_err(|error| error.to_string()));
        self
    }

    /// The JSON body, written already.
    pub fn json_text(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.json = Some(Ok(body.into()));
        self
    }

    /// Adds a part; the body is then `multipart/form-data`.
    pub fn part(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }

    /// Allows repeating also after the request may have arrived.
    pub fn repeatable(mut self, repeatable: bool) -> Self {
        self.repeatable = repeatable;
        self
    }

    /// Sends it and expects an envelope of the platform.
    ///
    /// # Errors
    /// See [`ErrorKind`].
    pub async fn send(self) -> Result<RawResponse, Error> {
        self.exchange(Expect::Envelope).await
    }

    /// Sends it and expects bytes, up to the option `max_download_bytes`. An envelope that tells of an error is that
    /// error.
    ///
    /// # Errors
    /// See [`ErrorKind`].
    pub async fn download(self) -> Result<RawResponse, Error> {
        self.exchange(Expect::Bytes).await
    }

    async fn exchange(self, expect: Expect) -> Result<RawResponse, Error> {
        let client = self.client;
        let call = self.into_call(expect).map_err(|error| error.with_operation("request"))?;
        let answer = client.transport.run(&client.view, &call).await?;
        let Answer { status, headers, body, attempts, elapsed, .. } = answer;
        Ok(RawResponse { http_status: status, headers, body, attempts, elapsed })
    }

    fn into_call(self, expect: Expect) -> Result<Call, Error> {
        let refuse =
            |field: &str, message: &str| Err(Error::validation(field.to_owned(), message.to_owned()));
        let Ok(method) = Method::from_bytes(self.method.to_ascii_uppercase().as_bytes()) else {
            return refuse("method", "must be a method of HTTP, such as GET or POST");
        };
        if !self.path.starts_with('/') {
            return refuse("path", "must begin with `/`");
        }
        if self.path.contains(['?', '#']) {
            return refuse("path", "must have neither a query nor a fragment: put queries into `query`");
        }
        if self.path.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return refuse("path", "must not hold white space or control characters");
        }
        self.parts.iter().try_for_each(Part::check)?;
        let json = match self.json {
            Some(Ok(json)) if serde_json::from_slice::<serde::de::IgnoredAny>(&json).is_ok() => Some(json),
            Some(Ok(_)) => return refuse("json", "is not valid JSON"),
            Some(Err(why)) => {
                return Err(Error::validation("json".to_owned(), format!("cannot be written: {why}")));
            }
            None => None,
        };
        let values: Vec<&str> = self.query.iter().map(|(_, value)| value.as_str()).collect();
        let given = json.as_deref().map(serde_json::from_slice::<&RawValue>).transpose();
        let request = serde_json::to_vec(&(given.ok(), values)).expect("both are JSON").into();
        let (body, content) = match json {
            Some(json) if self.parts.is_empty() => (json.into(), Content::Json),
            None if self.parts.is_empty() => (Bytes::new(), Content::None),
            json => {
                let Ok(members) = json.map_or(Ok(Map::new()), |json| serde_json::from_slice(&json)) else {
                    return refuse("json", "must be an object beside parts");
                };
                let (content_type, body) = body::multipart(&members, &self.parts);
                (body, Content::Other(content_type))
            }
        };
        Ok(Call {
            operation: "request",
            method,
            uri: self
                .client
                .transport
                .endpoint
                .uri(&encoded(&self.path), &body::query_of_pairs(&self.query))?,
            body,
            content,
            repeatable: self.repeatable,
            expect,
            request,
            texts: texts_of(&self.parts),
            info: None,
        })
    }
}

/// Encodes what no path may hold, and leaves what is encoded already.
fn encoded(path: &str) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const PATH: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'{').add(b'}');
    utf8_percent_encode(path, PATH).to_string()
}

/// An answer of an endpoint this SDK has no types for.
#[derive(Clone)]
pub struct RawResponse {
    http_status: u16,
    headers: HeaderMap,
    body: Bytes,
    attempts: u32,
    elapsed: Duration,
}

impl RawResponse {
    /// HTTP status.
    pub fn http_status(&self) -> u16 {
        self.http_status
    }

    /// Headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// How many attempts it took.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// How long the call took, all attempts and waits included.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// The body as it came: the whole envelope, or the bytes of a download.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The envelope's body as JSON. Integers that 64 bits cannot hold are strings in it.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidResponse`] if it is no JSON.
    pub fn json(&self) -> Result<Value, Error> {
        // As in an envelope, a byte order mark is no part of the JSON.
        let json = self.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.body);
        serde_json::from_slice(&quote_integers(json, u64::MAX)).map_err(|_| {
            Error::new(ErrorKind::InvalidResponse, "the answer is not JSON").with_operation("request")
        })
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

/// The body can hold anything, so only its length is shown.
impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("http_status", &self.http_status)
            .field("body_bytes", &self.body.len())
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}
