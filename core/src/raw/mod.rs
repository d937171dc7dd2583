//! Requests to endpoints this SDK has no types for.

mod envelope;
mod response;

use bytes::Bytes;
use http::Method;
use serde::Serialize;
use serde_json::Map;
use serde_json::value::RawValue;

use crate::body::{self, Part};
use crate::client::{Client, texts_of};
use crate::download::Download;
use crate::error::Error;
use crate::transport::{Answer, Call, Content, Expect};

pub use self::response::RawResponse;

/// A request to any endpoint, built step by step and signed by its client.
///
/// It is not repeated once it may have arrived, unless [`repeatable`](Self::repeatable) says so: some of the
/// platform's GET endpoints delete.
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

impl Client {
    /// A request to any endpoint of the platform, signed by this client.
    pub fn request(&self, method: impl Into<String>, path: impl Into<String>) -> RawRequest<'_> {
        RawRequest {
            client: self,
            method: method.into(),
            path: path.into(),
            query: Vec::new(),
            json: None,
            parts: Vec::new(),
            repeatable: false,
        }
    }
}

impl RawRequest<'_> {
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
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn send(self) -> Result<RawResponse, Error> {
        Ok(RawResponse::new(self.exchange(Expect::Envelope).await?))
    }

    /// Sends it and answers the envelope also where its `code` tells of a refusal, as the platform's own SDKs do: for
    /// callers who read `code` themselves.
    ///
    /// They find what they look for: `code` is a number, and 0 in a success that has only the other mark; and a success of an operation this SDK knows has the result that its type promises, else it is an error. An
    /// HTTP status of 400 and above is an error too, as the platform answers a refusal of its own with 200.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn envelope(self) -> Result<RawResponse, Error> {
        envelope::exchange(self).await
    }

    /// Sends it and expects bytes, up to the option `max_download_bytes`. An envelope that tells of an error is that
    /// error.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn download(self) -> Result<Download, Error> {
        Ok(Download::new(self.exchange(Expect::Bytes).await?))
    }

    async fn exchange(self, expect: Expect) -> Result<Answer, Error> {
        let client = self.client;
        let call = self.into_call(expect).map_err(|error| error.with_operation("request"))?;
        client.transport.run(&client.view, &call).await
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
