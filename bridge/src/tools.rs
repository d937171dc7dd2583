//! What needs no client. Requests and answers are JSON, as everything that crosses the boundary.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use qiyuesuo::callback::{self, CALLBACK_OPTIONS, CallbackOptions, CbcIv, Memory};
use qiyuesuo::plugin::{self, PluginEnv, PluginPage};
use qiyuesuo::{Error, ErrorKind, SignOptions, SignatureRule};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::fork::PerProcess;

/// The callbacks that this process received.
static RECEIVED: PerProcess<Memory> = PerProcess::new();

/// The version of the SDK.
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sign {
    token: Option<String>,
    secret: Option<String>,
    agent: Option<Agent>,
    timestamp: Option<u64>,
    nonce: Option<String>,
    rule: Option<Value>,
    header_prefix: Option<String>,
    language: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Agent {
    token: String,
    secret: String,
}

/// The headers that sign a request: `{"token", "secret", "agent": {"token", "secret"}, "timestamp", "nonce", "rule",
/// "header_prefix", "language"}` to `{"headers": [[name, value], ...]}`. Time stamp and nonce are made when absent.
///
/// # Errors
/// Kind `configuration`.
pub fn sign(request: &[u8]) -> Result<String, Error> {
    let Sign { token, secret, agent, timestamp, nonce, rule, header_prefix, language } = read(request)?;
    let rule = match rule {
        None => SignatureRule::md5(),
        Some(Value::String(preset)) => SignatureRule::parse(&preset)?,
        Some(object) => SignatureRule::parse(&object.to_string())?,
    };
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let headers = qiyuesuo::sign(&SignOptions {
        app: token.as_deref().zip(secret.as_deref()),
        agent: agent.as_ref().map(|agent| (agent.token.as_str(), agent.secret.as_str())),
        timestamp: timestamp.unwrap_or_else(|| u64::try_from(now()).unwrap_or(u64::MAX)),
        nonce: &nonce.unwrap_or_else(qiyuesuo::signature::nonce),
        rule,
        header_prefix: header_prefix.as_deref(),
        language: language.as_deref(),
    })?;
    Ok(json!({ "headers": headers }).to_string())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Callback {
    form: Option<Value>,
    query: Option<String>,
    body: Option<String>,
    #[serde(default = "no_keys")]
    keys: Value,
    #[serde(default)]
    options: Map<String, Value>,
}

/// How a callback is judged, and for how long this process remembers it.
///
/// Each value is read by itself, so that a wrong one is named; `null` is wrong too, since that is what a number that is none
/// becomes on its way (`NaN` in JavaScript), and a check that was asked for must not be left out.
fn callback_options(options: Map<String, Value>) -> Result<(CallbackOptions, Option<Duration>), Error> {
    let (mut settings, mut remember) = (CallbackOptions::new(), None);
    for (name, value) in options {
        let wrong = |must: &str| Err(malformed(&format!("`{name}` must be {must}")).with_field(&*name));
        match (name.as_str(), &value) {
            ("allow_unsigned", Value::Bool(allow)) => settings.allow_unsigned = *allow,
            ("allow_unsigned", _) => return wrong("true or false"),
            ("max_age" | "remember", _) => {
                let time = value.as_f64().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
                match time {
                    None => return wrong("a number of seconds"),
                    Some(_) if name == "max_age" => settings.max_age = time,
                    Some(_) => remember = time,
                }
            }
            ("now", Value::Number(now)) if now.is_u64() => settings.now_ms = now.as_u64(),
            ("now", _) => return wrong("a number of milliseconds since 1970"),
            ("cbc_iv", Value::String(iv)) => settings.cbc_iv = Some(CbcIv::new(iv)?),
            ("cbc_iv", _) => return wrong("a text"),
            _ => {
                let known: Vec<_> = CALLBACK_OPTIONS.iter().map(|option| option.name).collect();
                let message = format!("`{name}` is no option of a callback: {}", known.join(", "));
                return Err(malformed(&message).with_field(&*name));
            }
        }
    }
    Ok((settings, remember))
}

/// Reads a callback: `{"form": [[name, value], ...]}` or `{"form": {name: value, ...}}`, or `{"query", "body"}`, with
/// `"keys"` and `"options": {"allow_unsigned", "max_age" (seconds), "now" (milliseconds), "cbc_iv", "remember" (seconds)}`,
/// to `{"type", "authenticity", "fields", "own_parameters", "fingerprint", "repeated", "reply": {"status", "content_type",
/// "body"}}`. A value of a form is a text, a number, or a list of one of these; any other JSON value is an error that names
/// the field, so hosts hand over what they have, and an object for what has no JSON. One key may stand without a list.
///
/// With `remember` this process keeps the fingerprints of up to 65,536 callbacks, and `repeated` says whether this one came
/// within so many seconds before; else it is false.
///
/// # Errors
/// Kind `callback`, or `configuration` for wrong keys or options.
pub fn callback_parse(request: &[u8]) -> Result<String, Error> {
    let Callback { form, query, body, keys, options } = read(request)?;
    let (settings, remember) = callback_options(options)?;
    let keys = callback_keys(&keys)?;
    let event = match form {
        Some(form) => callback::parse_values(pairs(form)?, &keys, &settings)?,
        None => {
            callback::parse_request(query.as_deref(), body.unwrap_or_default().as_bytes(), &keys, &settings)?
        }
    };
    let repeated = remember.is_some_and(|within| RECEIVED.for_this_process(Memory::new).saw(&event, within));
    let reply = event.reply();
    Ok(json!({
        "type": event.kind().as_str(),
        "authenticity": event.authenticity().as_str(),
        "fields": event.fields(),
        "own_parameters": event.own_parameters(),
        "fingerprint": event.fingerprint(),
        "repeated": repeated,
        "reply": { "status": reply.status, "content_type": reply.content_type, "body": reply.body },
    })
    .to_string())
}

fn no_keys() -> Value {
    Value::Array(Vec::new())
}

/// The keys, of which a text alone is one: as a list of its characters it would be many that anybody can guess.
fn callback_keys(keys: &Value) -> Result<Vec<&str>, Error> {
    let no_text = |field: &str| malformed(&format!("`{field}` must be text")).with_field(field);
    match keys {
        Value::String(key) => Ok(vec![key]),
        Value::Array(keys) => {
            let at = |index| if keys.len() == 1 { "keys".to_owned() } else { format!("keys[{index}]") };
            keys.iter()
                .enumerate()
                .map(|(index, key)| key.as_str().ok_or_else(|| no_text(&at(index))))
                .collect()
        }
        _ => Err(malformed("`keys` must be a list of texts").with_field("keys")),
    }
}

/// The pairs of a form as a framework has it; what its values may be, the core says.
fn pairs(form: Value) -> Result<Vec<(String, Value)>, Error> {
    let refused = |message: &str| Error::new(ErrorKind::Callback, message);
    let pair = |pair: Value| match <[Value; 2]>::try_from(match pair {
        Value::Array(pair) => pair,
        _ => Vec::new(),
    }) {
        Ok([Value::String(name), value]) => Ok((name, value)),
        Ok([Value::Number(name), value]) => Ok((name.to_string(), value)),
        _ => Err(refused("the form has something that is no pair of a name and a value")),
    };
    match form {
        Value::Object(members) => Ok(members.into_iter().collect()),
        Value::Array(pairs) => pairs.into_iter().map(pair).collect(),
        _ => Err(refused("the form is neither an object nor a list of pairs")),
    }
}

/// The plugin's address for a ticket; `page` and `env` as in [`Reply`](crate::Reply).
///
/// # Errors
/// Kind `configuration` for a page or an environment that is none.
pub fn plugin_url(ticket: &str, page: &str, env: &str, has_callback: bool) -> Result<String, Error> {
    let pages =
        [PluginPage::Doc, PluginPage::EnterpriseAuth, PluginPage::PersonalAuth, PluginPage::Signature];
    let page = pages.into_iter().find(|known| known.as_str() == page);
    let env = [PluginEnv::Com, PluginEnv::Cn].into_iter().find(|known| known.as_str() == env);
    match (page, env) {
        (Some(page), Some(env)) => Ok(plugin::plugin_url(ticket, page, env, has_callback)),
        (None, _) => Err(malformed("the page must be doc, enterprise-auth, personal-auth or signature")),
        (_, None) => Err(malformed("the environment must be com or cn")),
    }
}

fn read<'a, T: Deserialize<'a>>(request: &'a [u8]) -> Result<T, Error> {
    // serde's own words can quote the input, which holds secrets.
    serde_json::from_slice(request).map_err(|error| {
        malformed(&format!("the input is malformed at line {}, column {}", error.line(), error.column()))
    })
}

fn malformed(message: &str) -> Error {
    Error::new(ErrorKind::Configuration, message)
}
