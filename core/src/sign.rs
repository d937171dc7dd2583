//! Signing without a client, for tools that speak HTTP themselves.

use std::fmt;

use crate::error::Error;
use crate::signature::{DEFAULT_HEADER_PREFIX, Input, SignatureRule};

/// Everything [`sign`] needs, without a client.
#[derive(Clone, Default)]
pub struct SignOptions<'a> {
    /// Token and secret of the application, if it has its own.
    pub app: Option<(&'a str, &'a str)>,
    /// Token and secret of the agent (SaaS).
    pub agent: Option<(&'a str, &'a str)>,
    /// Milliseconds since 1970, UTC.
    pub timestamp: u64,
    /// A nonce; used only when the rule signs it.
    pub nonce: &'a str,
    /// The rule.
    pub rule: SignatureRule,
    /// [`DEFAULT_HEADER_PREFIX`] when `None`.
    pub header_prefix: Option<&'a str>,
    /// Value of the language header, sent only when given.
    pub language: Option<&'a str>,
}

impl fmt::Debug for SignOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignOptions(REDACTED)")
    }
}

/// The headers that sign a request, in the order they are sent: for tools that speak HTTP themselves.
///
/// The credentials are taken as they are; [`Client`](crate::Client) is stricter with its own.
///
/// # Errors
/// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) for a rule that cannot be, or when neither
/// application nor agent is given.
pub fn sign(options: &SignOptions<'_>) -> Result<Vec<(String, String)>, Error> {
    options.rule.check()?;
    if options.app.is_none() && options.agent.is_none() {
        return Err(Error::configuration("app_token", "is required, unless an agent signs"));
    }
    let prefix = options.header_prefix.unwrap_or(DEFAULT_HEADER_PREFIX);
    let timestamp = options.timestamp.to_string();
    let (rule, nonce) = (&options.rule, options.nonce);
    let signature = |(token, secret)| rule.sign(&Input { token, secret, timestamp: &timestamp, nonce });
    let mut headers = Vec::with_capacity(8);
    let mut add = |name: &str, value: &str| headers.push((format!("{prefix}{name}"), value.to_owned()));
    if let Some((token, _)) = options.app {
        add("accesstoken", token);
    }
    if let Some((token, _)) = options.agent {
        add("agentaccesstoken", token);
    }
    add("timestamp", &timestamp);
    if rule.uses_nonce() {
        add("nonce", nonce);
    }
    if let Some(app) = options.app {
        add("signature", &signature(app));
    }
    if let Some(agent) = options.agent {
        add("agentsignature", &signature(agent));
    }
    if let Some(language) = options.language {
        add("language", language);
    }
    headers.extend(rule.headers.iter().map(|(name, value)| (name.to_lowercase(), value.clone())));
    Ok(headers)
}
