//! `qys sign`: the headers that sign a request, for programs that speak HTTP themselves.

use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;
use qiyuesuo::{Agent, Options, SignOptions, SignatureRule, sign};
use serde_json::{Map, Value, json};

use crate::failure::Failure;
use crate::global::{Global, Pair, or_variable};
use crate::output;

/// Longest nonce. The platform's own clients send 36 bytes.
const MAX_NONCE: usize = 256;

#[derive(Args)]
pub struct SignArgs {
    /// The rule, as --signature
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
    /// Milliseconds since 1970, UTC [default: now]
    #[arg(long, value_name = "MS")]
    timestamp: Option<u64>,
    /// The nonce; the platform takes each once in ten minutes [default: a random UUID]
    #[arg(long, value_name = "NONCE", allow_hyphen_values = true)]
    nonce: Option<String>,
}

pub fn run(global: &Global, args: SignArgs) -> Result<(), Failure> {
    global.warn_of_secrets();
    let text = |given: &Option<String>, name: &str| -> Result<Option<String>, Failure> {
        Ok(or_variable(given, name)?.map(|text| text.to_string()))
    };
    let rule =
        match args.rule.map_or_else(|| text(&global.signature, "QYS_SIGNATURE"), |rule| Ok(Some(rule)))? {
            Some(rule) => SignatureRule::parse(&rule)?,
            None => SignatureRule::md5(),
        };
    let prefix = text(&global.header_prefix, "QYS_HEADER_PREFIX")?;
    let language = text(&None, "QYS_LANGUAGE")?;
    let ([token, secret], agent) = (global.app()?, global.agent()?);
    // A client is stricter with its credentials than `sign` is, so one is made of what matters here. The address is
    // only there to need no certificates.
    let mut options = Options::new().base_url("http://127.0.0.1").signature(rule.clone());
    if let Some(token) = &token {
        options = options.app_token(token.as_str());
    }
    if let Some(secret) = &secret {
        options = options.app_secret(secret.as_str());
    }
    if let Some(Pair { token, secret }) = &agent {
        options = options.agent(Agent::new(token.as_str(), secret.as_str()));
    }
    if let Some(prefix) = &prefix {
        options = options.header_prefix(prefix);
    }
    if let Some(language) = &language {
        options = options.language(language);
    }
    options.build_without_env()?;

    let nonce = match args.nonce {
        Some(nonce) => checked(nonce)?,
        None => uuid::Uuid::new_v4().to_string(),
    };
    let headers = sign(&SignOptions {
        app: token.as_ref().zip(secret.as_ref()).map(|(token, secret)| (token.as_str(), secret.as_str())),
        agent: agent.as_ref().map(|agent| (agent.token.as_str(), agent.secret.as_str())),
        timestamp: args.timestamp.unwrap_or_else(now_ms),
        nonce: &nonce,
        rule,
        header_prefix: prefix.as_deref(),
        language: language.as_deref(),
    })?;
    if global.output.is_json() {
        let headers: Map<String, Value> =
            headers.into_iter().map(|(name, value)| (name, value.into())).collect();
        return Ok(output::json(&json!({ "headers": headers }))?);
    }
    let lines: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    Ok(output::line(&lines.join("\n"))?)
}

/// A nonce becomes a header line, so it must not be able to become two.
fn checked(nonce: String) -> Result<String, Failure> {
    if nonce.is_empty() || nonce.len() > MAX_NONCE || !nonce.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Failure::usage(format!("--nonce must be 1 to {MAX_NONCE} visible ASCII characters")));
    }
    Ok(nonce)
}

fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
