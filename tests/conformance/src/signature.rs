//! Verifying the signature of a request: written apart from the code under test, so that both would have to be wrong
//! in the same way.

use std::collections::{BTreeMap, HashSet};
use std::sync::Mutex;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use serde::Deserialize;
use sha2::Sha256;

use crate::config::Config;
use crate::json::Json;
use crate::vector::Keys;

/// The credentials of every call unless its vector says otherwise.
const APP: (&str, &str) = ("AbC123dEf4", "Zy9Xw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0");
const AGENT: (&str, &str) = ("agentTok01", "agentSecret0123456789agentSecr");
const PREFIX: &str = "x-qys-open-";

/// How far a time stamp may be from now, in milliseconds.
const WINDOW_MS: i64 = 5 * 60 * 1000;

/// A signature rule as data.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    digest: String,
    parts: Vec<String>,
    #[serde(default = "no_key")]
    key: String,
    #[serde(default = "hex")]
    encoding: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

fn no_key() -> String {
    "none".to_owned()
}

fn hex() -> String {
    "hex".to_owned()
}

impl Rule {
    fn new(json: &Json) -> Result<Self, String> {
        let preset = |digest: &str, parts: &[&str], key: &str| Self {
            digest: digest.to_owned(),
            parts: parts.iter().map(|part| (*part).to_owned()).collect(),
            key: key.to_owned(),
            encoding: hex(),
            headers: BTreeMap::new(),
        };
        match json.as_str() {
            Some("md5") => Ok(preset("md5", &["token", "secret", "timestamp", "nonce"], "none")),
            Some("md5-without-nonce") => Ok(preset("md5", &["token", "secret", "timestamp"], "none")),
            Some("hmac-sha256-provisional") => {
                Ok(preset("hmac-sha256", &["token", "timestamp", "nonce"], "secret"))
            }
            Some(other) => Err(format!("unknown signature rule {other:?}")),
            None => {
                serde_json::from_str(&json.to_string()).map_err(|error| format!("signature rule: {error}"))
            }
        }
    }

    fn signature(&self, keys: &Keys, timestamp: &str, nonce: &str) -> Result<String, String> {
        let mut text = String::new();
        for part in &self.parts {
            text.push_str(match part.as_str() {
                "token" => &keys.token,
                "secret" => &keys.secret,
                "timestamp" => timestamp,
                "nonce" => nonce,
                other => return Err(format!("unknown part {other:?} of a signature rule")),
            });
        }
        let digest = match (self.digest.as_str(), self.key.as_str()) {
            ("md5", "none") => Md5::digest(text.as_bytes()).to_vec(),
            ("hmac-sha256", "secret") => {
                let mut mac = Hmac::<Sha256>::new_from_slice(keys.secret.as_bytes())
                    .expect("an HMAC takes keys of every length");
                mac.update(text.as_bytes());
                mac.finalize().into_bytes().to_vec()
            }
            (digest, key) => return Err(format!("no such rule: digest {digest:?} with key {key:?}")),
        };
        match self.encoding.as_str() {
            "hex" => Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect()),
            "HEX" => Ok(digest.iter().map(|byte| format!("{byte:02X}")).collect()),
            "base64" => Ok(STANDARD.encode(digest)),
            other => Err(format!("unknown encoding {other:?} of a signature rule")),
        }
    }
}

/// What the requests of one vector must be signed with.
#[derive(Clone, Debug)]
pub struct Signer {
    prefix: String,
    rule: Rule,
    app: Option<Keys>,
    agent: Option<Keys>,
    language: Option<String>,
    /// Off where the vector plays games with the clock.
    check_time: bool,
}

impl Signer {
    /// From the vector's configuration and the defaults. An error is one of the configuration: nothing may be sent.
    pub fn new(operation: &str, config: &Config, check_time: bool) -> Result<Self, String> {
        let text = |option: &str, default: Option<&str>| match config.get(option) {
            None => Ok(default.map(str::to_owned)),
            Some(Json::Null) => Ok(None),
            Some(Json::String(text)) => Ok(Some(text.clone())),
            Some(other) => Err(format!("`{option}` is {other}")),
        };
        let app = match (text("app_token", Some(APP.0))?, text("app_secret", Some(APP.1))?) {
            (Some(token), Some(secret)) => Some(Keys { token, secret }),
            (None, None) => None,
            _ => return Err("app_token and app_secret belong together".to_owned()),
        };
        let agent = match config.get("agent") {
            Some(Json::Null) => None,
            Some(json) => {
                Some(serde_json::from_str(&json.to_string()).map_err(|error| format!("agent: {error}"))?)
            }
            None if operation.starts_with("saas.") => {
                Some(Keys { token: AGENT.0.to_owned(), secret: AGENT.1.to_owned() })
            }
            None => None,
        };
        Ok(Self {
            prefix: text("header_prefix", Some(PREFIX))?.unwrap_or_else(|| PREFIX.to_owned()).to_lowercase(),
            rule: match config.get("signature") {
                Some(json) => Rule::new(json)?,
                None => Rule::new(&Json::String("md5".to_owned()))?,
            },
            app,
            agent,
            language: text("language", None)?,
            check_time,
        })
    }

    /// The name of the nonce header.
    pub fn nonce_header(&self) -> String {
        format!("{}nonce", self.prefix)
    }

    /// The name of the time stamp header.
    pub fn timestamp_header(&self) -> String {
        format!("{}timestamp", self.prefix)
    }

    /// Everything that is wrong with the signature headers of a request. `used` are the nonces seen before.
    pub fn problems(
        &self,
        headers: &[(String, String)],
        now_ms: i64,
        used: &Mutex<HashSet<String>>,
    ) -> Vec<String> {
        let mut problems = Vec::new();
        let timestamp = self.one(headers, "timestamp", true, &mut problems).unwrap_or_default();
        let signs_nonce = self.rule.parts.iter().any(|part| part == "nonce");
        let nonce = self.one(headers, "nonce", signs_nonce, &mut problems).unwrap_or_default();
        match timestamp.parse::<i64>() {
            Err(_) => problems.push(format!("the time stamp {timestamp:?} is no integer")),
            Ok(time) if self.check_time && (time - now_ms).abs() > WINDOW_MS => {
                problems.push(format!("the time stamp {time} is {} s from now", (time - now_ms) / 1000));
            }
            Ok(_) => {}
        }
        if signs_nonce {
            if !is_uuid_v4(&nonce) {
                problems.push(format!("the nonce {nonce:?} is no UUID v4"));
            }
            if !used.lock().expect("no panic while nonces are held").insert(nonce.to_ascii_lowercase()) {
                problems.push(format!("the nonce {nonce:?} was used before"));
            }
        }
        for (who, keys) in [("", &self.app), ("agent", &self.agent)] {
            let token = self.one(headers, &format!("{who}accesstoken"), keys.is_some(), &mut problems);
            let signature = self.one(headers, &format!("{who}signature"), keys.is_some(), &mut problems);
            let (Some(keys), Some(token), Some(signature)) = (keys, token, signature) else { continue };
            if token != keys.token {
                problems.push(format!("{}{who}accesstoken is {token:?}, not {:?}", self.prefix, keys.token));
            }
            match self.rule.signature(keys, &timestamp, &nonce) {
                Ok(right) if right == signature => {}
                Ok(right) => problems.push(format!(
                    "{}{who}signature is {signature:?}, but over time stamp {timestamp} and nonce {nonce:?} it is {right:?}",
                    self.prefix
                )),
                Err(problem) => problems.push(problem),
            }
        }
        if let Some(language) = self.one(headers, "language", self.language.is_some(), &mut problems)
            && self.language.as_deref() != Some(&language)
        {
            problems.push(format!("{}language is {language:?}, not {:?}", self.prefix, self.language));
        }
        for (name, value) in &self.rule.headers {
            if !headers.iter().any(|(header, got)| header.eq_ignore_ascii_case(name) && got == value) {
                problems.push(format!("the rule's own header {name}: {value} is missing"));
            }
        }
        problems
    }

    /// The value of a header that must stand exactly once, or not at all.
    fn one(
        &self,
        headers: &[(String, String)],
        name: &str,
        wanted: bool,
        problems: &mut Vec<String>,
    ) -> Option<String> {
        let name = format!("{}{name}", self.prefix);
        let values: Vec<_> = headers
            .iter()
            .filter(|(header, _)| header.eq_ignore_ascii_case(&name))
            .map(|(_, value)| value)
            .collect();
        match (values.as_slice(), wanted) {
            ([value], true) => return Some((*value).clone()),
            ([], true) => problems.push(format!("the header {name} is missing")),
            ([], false) => {}
            (_, true) => problems.push(format!("the header {name} stands {} times", values.len())),
            (_, false) => problems.push(format!("the header {name} must not be sent here")),
        }
        None
    }
}

fn is_uuid_v4(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 36
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            14 => *byte == b'4',
            19 => matches!(byte.to_ascii_lowercase(), b'8' | b'9' | b'a' | b'b'),
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
#[path = "signature_tests.rs"]
mod tests;
