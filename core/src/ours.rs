//! What must not come back: a server may quote in its answer what we sent it, and that must not enter an error or a log.

use std::borrow::Cow;
use std::fmt::Write;

use http::{HeaderMap, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::config::View;
use crate::invisible::is_invisible;

const MASK: &str = "***";

/// What encoders of a part of an address leave as it is, beside letters and digits.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Shorter texts are not looked for: they stand in too many words. Texts with other letters than ASCII's say more.
const SHORTEST_ASCII: usize = 4;
const SHORTEST_OTHER: usize = 2;

/// The texts of one call that are secret or personal: credentials, what one attempt was signed with, and every text and
/// number of its request but for words that the platform itself documents.
pub(crate) struct Ours(Vec<Zeroizing<String>>);

impl Ours {
    /// `request` is the call's as it was given, `known` tells the words of the platform, `signed` has the nonce and the
    /// signatures of an attempt.
    /// `texts` are those of its parts.
    pub fn new(
        view: &View,
        request: &[u8],
        texts: &[String],
        known: impl Fn(&str) -> bool,
        signed: &[String],
    ) -> Self {
        let mut ours = Self(Vec::new());
        for credentials in [&view.app, &view.agent].into_iter().flatten() {
            ours.add(credentials.token.expose());
            ours.add(credentials.secret.expose());
        }
        view.proxy_marks.iter().for_each(|mark| ours.add(mark));
        signed.iter().chain(texts).for_each(|mark| ours.add(mark));
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
        for form in forms(text) {
            // Found in any case: a server may write a signature in capitals, and a host is written small.
            let form = Zeroizing::new(form.to_ascii_lowercase());
            if !self.0.contains(&form) {
                self.0.push(form);
            }
        }
    }

    /// The text without what is ours, in one line: control characters and those that turn the direction of a text are
    /// escaped, so that nobody writes lines into our log.
    pub fn masked(&self, text: &str) -> String {
        let mut text = Cow::Borrowed(text);
        for ours in &self.0 {
            // The same bytes stand at the same places.
            let small = text.to_ascii_lowercase();
            let mut rest = 0;
            let mut masked = String::new();
            for (at, found) in small.match_indices(ours.as_str()) {
                masked.push_str(&text[rest..at]);
                masked.push_str(MASK);
                rest = at + found.len();
            }
            if rest > 0 {
                masked.push_str(&text[rest..]);
                text = Cow::Owned(masked);
            }
        }
        escaped(&text)
    }

    /// Whether a code is a number of ours. The platform's have eight digits at most; shorter ones are codes.
    pub fn is_code(&self, code: i64) -> bool {
        let digits = code.to_string();
        digits.len() > 8 && self.stands_in(&digits)
    }

    fn stands_in(&self, text: &str) -> bool {
        let small = text.to_ascii_lowercase();
        self.0.iter().any(|ours| small.contains(ours.as_str()))
    }

    /// Headers without what is ours; one whose very name is ours is left out.
    pub fn masked_headers(&self, headers: &HeaderMap) -> HeaderMap {
        let mut masked = HeaderMap::with_capacity(headers.len());
        for (name, value) in headers {
            if self.stands_in(name.as_str()) {
                continue;
            }
            let ours = self.stands_in(&String::from_utf8_lossy(value.as_bytes()));
            masked.append(name, if ours { HeaderValue::from_static(MASK) } else { value.clone() });
        }
        masked
    }
}

/// A text as it is, and as it stands in addresses, forms and JSON.
fn forms(text: &str) -> [String; 5] {
    let json = text.chars().fold(String::new(), |mut json, c| {
        if c.is_ascii() {
            json.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(json, "\\u{unit:04x}").expect("writing to a string cannot fail");
            }
        }
        json
    });
    [
        text.to_owned(),
        utf8_percent_encode(text, COMPONENT).to_string(),
        utf8_percent_encode(text, NON_ALPHANUMERIC).to_string(),
        form_urlencoded::byte_serialize(text.as_bytes()).collect(),
        json,
    ]
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
