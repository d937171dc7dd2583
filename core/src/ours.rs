//! What must not come back: a server may quote in its answer what we sent it, and that must not enter an error or a log.

use std::borrow::Cow;
use std::fmt::Write;

use http::{HeaderMap, HeaderValue};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::config::View;
use crate::invisible::is_invisible;

const MASK: &str = "***";

/// Shorter texts are not looked for: they stand in too many words. Texts with other letters than ASCII's say more.
const SHORTEST_ASCII: usize = 4;
const SHORTEST_OTHER: usize = 2;

/// The texts of one call that are secret or personal: credentials, what one attempt was signed with, and every text and
/// number of its request but for words that the platform itself documents.
pub(crate) struct Ours(Vec<Zeroizing<String>>);

impl Ours {
    /// `request` is the call's as it was given, `known` tells the words of the platform, `signed` has the nonce and the
    /// signatures of an attempt.
    pub fn new(view: &View, request: &[u8], known: impl Fn(&str) -> bool, signed: &[String]) -> Self {
        let mut ours = Self(Vec::new());
        for credentials in [&view.app, &view.agent].into_iter().flatten() {
            ours.add(credentials.token.expose());
            ours.add(credentials.secret.expose());
        }
        signed.iter().for_each(|mark| ours.add(mark));
        if let Ok(value) = serde_json::from_slice(request) {
            ours.add_request(&value, &known);
        }
        // What holds another is masked first.
        ours.0.sort_by_key(|text| std::cmp::Reverse(text.len()));
        ours
    }

    fn add_request(&mut self, value: &Value, known: &impl Fn(&str) -> bool) {
        match value {
            Value::String(text) if !known(text) => self.add(text),
            Value::Number(number) => self.add(&number.to_string()),
            Value::Array(items) => items.iter().for_each(|item| self.add_request(item, known)),
            Value::Object(members) => members.values().for_each(|member| self.add_request(member, known)),
            _ => {}
        }
    }

    fn add(&mut self, text: &str) {
        let text = text.trim();
        let shortest = if text.is_ascii() { SHORTEST_ASCII } else { SHORTEST_OTHER };
        if text.chars().count() < shortest {
            return;
        }
        self.0.push(Zeroizing::new(text.to_owned()));
        let encoded = utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        if encoded != text {
            self.0.push(Zeroizing::new(encoded));
        }
    }

    /// The text without what is ours, in one line: control characters and those that turn the direction of a text are
    /// escaped, so that nobody writes lines into our log.
    pub fn masked(&self, text: &str) -> String {
        let mut text = Cow::Borrowed(text);
        for ours in self.0.iter().filter(|ours| !ours.is_empty()) {
            if text.contains(ours.as_str()) {
                text = Cow::Owned(text.replace(ours.as_str(), MASK));
            }
        }
        escaped(&text)
    }

    /// Headers without what is ours.
    pub fn masked_headers(&self, headers: &HeaderMap) -> HeaderMap {
        let mut headers = headers.clone();
        for value in headers.values_mut() {
            let text = String::from_utf8_lossy(value.as_bytes());
            if self.0.iter().any(|ours| text.contains(ours.as_str())) {
                *value = HeaderValue::from_static(MASK);
            }
        }
        headers
    }
}

fn escaped(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if is_invisible(c) {
            write!(line, "{}", c.escape_unicode()).expect("writing to a string cannot fail");
        } else {
            line.push(c);
        }
    }
    line
}
