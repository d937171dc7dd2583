//! How requests become bytes: query strings and multipart bodies.

use std::fmt;

use bytes::{BufMut, Bytes, BytesMut};
use http::HeaderValue;
use serde_json::{Map, Value};

use crate::error::Error;

/// Largest part, in bytes: the platform's 50 MB an upload, read as 50 x 1,048,576.
pub const MAX_PART: usize = 50 << 20;

/// A file (or other bytes) that travels beside the fields of a request.
#[derive(Clone, PartialEq, Eq)]
pub struct Part {
    /// Name of the part.
    pub name: String,
    /// Name of the file, if it is one.
    pub filename: Option<String>,
    /// Media type. A part with a file name and without a type is sent as `application/octet-stream`.
    pub content_type: Option<String>,
    /// Its bytes, at most [`MAX_PART`].
    pub bytes: Bytes,
}

impl Part {
    /// A file.
    pub fn file(name: impl Into<String>, filename: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self { name: name.into(), filename: Some(filename.into()), content_type: None, bytes: bytes.into() }
    }

    /// The media type of the part.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        let refuse = |message: String| Err(Error::validation(self.name.clone(), message));
        if self.name.is_empty() {
            return Err(Error::validation("parts".to_owned(), "has a part without a name".to_owned()));
        }
        if self.bytes.len() > MAX_PART {
            return refuse(format!(
                "is {} bytes long; the platform takes at most {MAX_PART}",
                self.bytes.len()
            ));
        }
        if self.content_type.as_ref().is_some_and(|t| HeaderValue::try_from(t).is_err()) {
            return refuse("has a content type that HTTP does not allow".to_owned());
        }
        Ok(())
    }
}

/// Bytes can be an identity document, so only their number is shown.
impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Part({}, {} bytes)", self.name, self.bytes.len())
    }
}

/// The members of a request as a query.
pub(crate) fn query(members: &Map<String, Value>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in members {
        query.append_pair(name, &text(value));
    }
    query.finish()
}

/// Pairs as a query.
pub(crate) fn query_of_pairs(pairs: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// The members of a request as text parts, and the files after them. Answers the content type with its boundary.
pub(crate) fn multipart(members: &Map<String, Value>, files: &[Part]) -> (HeaderValue, Bytes) {
    // Random, so that no file can hold it by accident or on purpose.
    let boundary = format!("qiyuesuo-{}", uuid::Uuid::new_v4().simple());
    let size = files.iter().map(|file| file.bytes.len() + 512).sum::<usize>() + members.len() * 256;
    let mut body = BytesMut::with_capacity(size);
    for (name, value) in members {
        part_head(&mut body, &boundary, name, None, None);
        body.put_slice(text(value).as_bytes());
        body.put_slice(b"\r\n");
    }
    for file in files {
        let content_type = file.content_type.as_deref();
        let content_type = content_type.or(file.filename.as_ref().map(|_| "application/octet-stream"));
        part_head(&mut body, &boundary, &file.name, file.filename.as_deref(), content_type);
        body.put_slice(&file.bytes);
        body.put_slice(b"\r\n");
    }
    body.put_slice(format!("--{boundary}--\r\n").as_bytes());
    let content_type = HeaderValue::try_from(format!("multipart/form-data; boundary={boundary}"))
        .expect("the boundary is letters, digits and dashes");
    (content_type, body.freeze())
}

fn part_head(
    body: &mut BytesMut,
    boundary: &str,
    name: &str,
    filename: Option<&str>,
    content_type: Option<&str>,
) {
    body.put_slice(
        format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(name)).as_bytes(),
    );
    if let Some(filename) = filename {
        body.put_slice(format!("; filename=\"{}\"", quoted(filename)).as_bytes());
    }
    if let Some(content_type) = content_type {
        body.put_slice(format!("\r\nContent-Type: {content_type}").as_bytes());
    }
    body.put_slice(b"\r\n\r\n");
}

/// As browsers write names in multipart bodies (HTML standard, "multipart/form-data encoding algorithm").
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value as text: strings as they are, the rest as JSON.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
