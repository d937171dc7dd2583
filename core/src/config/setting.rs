//! How the value of an option is read from text and from JSON, and how it may be shown.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;
use zeroize::Zeroizing;

use super::{Agent, Environment, OPTIONS, OptionKind, Options, Validation};
use crate::error::Error;
use crate::signature::SignatureRule;

/// Text that is zeroed when dropped and never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Sensitive(Zeroizing<String>);

impl Sensitive {
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Sensitive {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Sensitive {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }
}

impl fmt::Debug for Sensitive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("REDACTED")
    }
}

/// A type of option.
pub(super) trait Setting: Sized {
    const KIND: OptionKind;
    fn from_text(text: &str) -> Result<Self, String>;
    fn from_json(value: &Value) -> Result<Self, String> {
        match value {
            Value::String(text) => Self::from_text(text),
            _ => Err("must be a string".to_owned()),
        }
    }
    fn shown(&self) -> String;
}

impl Setting for String {
    const KIND: OptionKind = OptionKind::Text;
    fn from_text(text: &str) -> Result<Self, String> {
        Ok(text.to_owned())
    }
    fn shown(&self) -> String {
        // An address with a password in it is refused later, but may be shown before.
        match (self.find("://"), self.rfind('@')) {
            (Some(scheme), Some(at)) if scheme < at => {
                format!("{}://(hidden)@{}", &self[..scheme], &self[at + 1..])
            }
            _ => self.clone(),
        }
    }
}

impl Setting for Sensitive {
    const KIND: OptionKind = OptionKind::Secret;
    fn from_text(text: &str) -> Result<Self, String> {
        Ok(text.into())
    }
    fn shown(&self) -> String {
        "(hidden)".to_owned()
    }
}

impl Setting for PathBuf {
    const KIND: OptionKind = OptionKind::Path;
    fn from_text(text: &str) -> Result<Self, String> {
        Ok(text.into())
    }
    fn shown(&self) -> String {
        self.display().to_string()
    }
}

impl Setting for bool {
    const KIND: OptionKind = OptionKind::Boolean;
    fn from_text(text: &str) -> Result<Self, String> {
        match text.to_ascii_lowercase().as_str() {
            "1" | "true" | "yes" | "on" => Ok(true),
            "0" | "false" | "no" | "off" => Ok(false),
            _ => Err("must be true or false (also 1, 0, yes, no, on, off)".to_owned()),
        }
    }
    fn from_json(value: &Value) -> Result<Self, String> {
        value.as_bool().ok_or_else(|| "must be true or false".to_owned())
    }
    fn shown(&self) -> String {
        self.to_string()
    }
}

pub(super) const SECONDS: &str = "must be a number of seconds above 0 and at most 86400";

impl Setting for Duration {
    const KIND: OptionKind = OptionKind::Seconds;
    fn from_text(text: &str) -> Result<Self, String> {
        seconds(text.trim().parse::<f64>().ok())
    }
    fn from_json(value: &Value) -> Result<Self, String> {
        seconds(value.as_f64())
    }
    fn shown(&self) -> String {
        format!("{} s", self.as_secs_f64())
    }
}

fn seconds(number: Option<f64>) -> Result<Duration, String> {
    let time = number.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    time.filter(|time| is_time(*time)).ok_or_else(|| SECONDS.to_owned())
}

/// Whether a time is one of those that [`SECONDS`] describes.
pub(super) fn is_time(time: Duration) -> bool {
    !time.is_zero() && time <= Duration::from_secs(86_400)
}

macro_rules! counts {
    ($($type:ty),*) => {$(
        impl Setting for $type {
            const KIND: OptionKind = OptionKind::Integer;
            fn from_text(text: &str) -> Result<Self, String> {
                text.trim().parse().map_err(|_| format!("must be an integer from 0 to {}", Self::MAX))
            }
            fn from_json(value: &Value) -> Result<Self, String> {
                value
                    .as_u64()
                    .and_then(|number| Self::try_from(number).ok())
                    .ok_or_else(|| format!("must be an integer from 0 to {}", Self::MAX))
            }
            fn shown(&self) -> String {
                self.to_string()
            }
        }
    )*};
}
counts!(u32, u64, usize);

impl Setting for Environment {
    const KIND: OptionKind = OptionKind::Choice(&["production", "test"]);
    fn from_text(text: &str) -> Result<Self, String> {
        match text {
            "production" => Ok(Self::Production),
            "test" => Ok(Self::Test),
            _ => Err("must be `production` or `test`".to_owned()),
        }
    }
    fn shown(&self) -> String {
        if *self == Self::Test { "test".to_owned() } else { "production".to_owned() }
    }
}

impl Setting for Validation {
    const KIND: OptionKind = OptionKind::Choice(&["strict", "lenient"]);
    fn from_text(text: &str) -> Result<Self, String> {
        match text {
            "strict" => Ok(Self::Strict),
            "lenient" => Ok(Self::Lenient),
            _ => Err("must be `strict` or `lenient`".to_owned()),
        }
    }
    fn shown(&self) -> String {
        if *self == Self::Strict { "strict".to_owned() } else { "lenient".to_owned() }
    }
}

impl Setting for SignatureRule {
    const KIND: OptionKind = OptionKind::SignatureRule;
    fn from_text(text: &str) -> Result<Self, String> {
        // The error names the option once, here as elsewhere.
        Self::parse(text).map_err(|error| error.message().trim_start_matches("`signature` ").to_owned())
    }
    fn from_json(value: &Value) -> Result<Self, String> {
        match value {
            Value::String(preset) => Self::from_text(preset),
            object => Self::from_text(&object.to_string()),
        }
    }
    fn shown(&self) -> String {
        [
            ("md5", Self::md5()),
            ("md5-without-nonce", Self::md5_without_nonce()),
            ("hmac-sha256-provisional", Self::hmac_sha256_provisional()),
        ]
        .into_iter()
        .find(|(_, preset)| preset == self)
        .map_or_else(|| "a rule of your own".to_owned(), |(name, _)| name.to_owned())
    }
}

impl Setting for Agent {
    const KIND: OptionKind = OptionKind::Agent;
    fn from_text(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|_| AGENT.to_owned()).and_then(|value| Self::from_json(&value))
    }
    fn from_json(value: &Value) -> Result<Self, String> {
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        match (value.as_object(), text("token"), text("secret")) {
            (Some(members), Some(token), Some(secret)) if members.len() == 2 => Ok(Self::new(token, secret)),
            _ => Err(AGENT.to_owned()),
        }
    }
    fn shown(&self) -> String {
        "(hidden)".to_owned()
    }
}

const AGENT: &str = "must be an object with `token` and `secret`, both strings";

/// The agent has two variables, since a secret belongs into a variable of its own.
pub(super) fn agent_from_env(lookup: &dyn Fn(&str) -> Option<String>) -> Result<Option<Agent>, Error> {
    let read = |name: &str| lookup(name).filter(|text| !text.is_empty());
    match (read("QYS_AGENT_TOKEN"), read("QYS_AGENT_SECRET")) {
        (Some(token), Some(secret)) => Ok(Some(Agent::new(token, secret))),
        (None, None) => Ok(None),
        (Some(_), None) => Err(Error::configuration("QYS_AGENT_SECRET", "is required with QYS_AGENT_TOKEN")),
        (None, Some(_)) => Err(Error::configuration("QYS_AGENT_TOKEN", "is required with QYS_AGENT_SECRET")),
    }
}

/// Options that exclude each other replace each other too: an address given in code wins over an environment
/// given by a variable.
pub(super) fn overlay(under: &mut Options, overrides: &Options) {
    if overrides.base_url.is_some() || overrides.environment.is_some() {
        under.base_url = None;
        under.environment = None;
    }
    if overrides.app_secret.is_some() || overrides.app_secret_file.is_some() {
        under.app_secret = None;
        under.app_secret_file = None;
    }
    if overrides.ca_pem.is_some() || overrides.ca_file.is_some() {
        under.ca_pem = None;
        under.ca_file = None;
    }
}

/// Options that were there once, with their variables and what is to be said of them.
const WITHDRAWN: &[(&str, &str, &str)] = &[(
    "http2",
    "QYS_HTTP2",
    "is not an option any more: calls go by HTTP/1.1, which the platform speaks, and whose connections end with a call \
     that ran out of time; leave it out",
)];

/// A variable that asks for what is not there any more must not be passed over silently; one that asks for nothing may.
pub(super) fn refuse_withdrawn(lookup: &dyn Fn(&str) -> Option<String>) -> Result<(), Error> {
    for (_, variable, why) in WITHDRAWN {
        let asked =
            lookup(variable).is_some_and(|text| !text.is_empty() && bool::from_text(&text) != Ok(false));
        if asked {
            return Err(Error::configuration(variable, *why));
        }
    }
    Ok(())
}

pub(super) fn unknown_option(name: &str) -> String {
    if let Some((_, _, why)) = WITHDRAWN.iter().find(|(withdrawn, ..)| *withdrawn == name) {
        return (*why).to_owned();
    }
    let nearest = OPTIONS.iter().map(|info| (strsim::damerau_levenshtein(name, info.name), info.name)).min();
    match nearest {
        Some((distance, meant)) if distance <= 3 => format!("is not an option; did you mean `{meant}`?"),
        _ => {
            let names: Vec<&str> = OPTIONS.iter().map(|info| info.name).collect();
            format!("is not an option; the options are {}", names.join(", "))
        }
    }
}
