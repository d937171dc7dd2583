//! Everything that can be set when the emulator starts.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use crate::Error;
use crate::gateway::HeaderNames;

/// How the emulator is set up. Take the default and change what you need:
///
/// ```
/// let options = qiyuesuo_emulator::Options { callback_time_scale: 0.001, ..Default::default() };
/// # let _ = options;
/// ```
#[derive(Clone)]
pub struct Options {
    /// Where to listen; port 0 picks a free one. Default `127.0.0.1:8787`.
    pub listen: SocketAddr,
    /// The one App Token that is known.
    pub app_token: String,
    /// Its secret.
    pub app_secret: String,
    /// The one agent token (SaaS) that is known.
    pub agent_token: String,
    /// Its secret.
    pub agent_secret: String,
    /// The key of signed and encrypted callbacks: 16 bytes, because the platform uses AES-128.
    pub callback_key: String,
    /// A second header prefix that is understood beside `x-qys-open-`, such as `x-qys-`.
    pub header_prefix: Option<String>,
    /// The signature rules that are accepted. Without [`SignatureRule::Md5WithoutNonce`] a nonce is required.
    pub signature_rules: Vec<SignatureRule>,
    /// Whether to listen on, and deliver callbacks to, other addresses than loopback. Default off.
    pub allow_remote: bool,
    /// How long a ticket lives. Default 15 minutes.
    pub ticket_ttl: Duration,
    /// What the waiting times between deliveries of a callback are multiplied with, 0 to 1. Default 1.
    pub callback_time_scale: f64,
    /// The form of callbacks.
    pub callback_form: CallbackForm,
    /// Where the callbacks of contracts go (the platform has this in its console). Default nowhere.
    pub contract_callback_url: Option<String>,
    /// How strictly parameters are checked.
    pub parameters: ParameterCheck,
    /// How much is kept.
    pub limits: Limits,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8787)),
            app_token: "emulator-app-token".into(),
            app_secret: "emulator-app-secret-not-a-real-key".into(),
            agent_token: "emulator-agent-token".into(),
            agent_secret: "emulator-agent-secret-not-a-real-key".into(),
            callback_key: "emulatorFakeKey0".into(),
            header_prefix: None,
            signature_rules: vec![
                SignatureRule::Md5,
                SignatureRule::Md5WithoutNonce,
                SignatureRule::HmacSha256Provisional,
            ],
            allow_remote: false,
            ticket_ttl: Duration::from_secs(15 * 60),
            callback_time_scale: 1.0,
            callback_form: CallbackForm::Plain,
            contract_callback_url: None,
            parameters: ParameterCheck::Strict,
            limits: Limits::default(),
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("listen", &self.listen)
            .field("app_token", &self.app_token)
            .field("app_secret", &"REDACTED")
            .field("agent_token", &self.agent_token)
            .field("agent_secret", &"REDACTED")
            .field("callback_key", &"REDACTED")
            .field("header_prefix", &self.header_prefix)
            .field("signature_rules", &self.signature_rules)
            .field("allow_remote", &self.allow_remote)
            .field("ticket_ttl", &self.ticket_ttl)
            .field("callback_time_scale", &self.callback_time_scale)
            .field("callback_form", &self.callback_form)
            .field("contract_callback_url", &self.contract_callback_url)
            .field("parameters", &self.parameters)
            .field("limits", &self.limits)
            .finish()
    }
}

impl Options {
    pub(crate) fn check(&self) -> Result<(), Error> {
        if !self.allow_remote && !self.listen.ip().to_canonical().is_loopback() {
            return Err(Error::NotLoopback(self.listen));
        }
        check_credential("app_token", &self.app_token, true)?;
        check_credential("app_secret", &self.app_secret, false)?;
        check_credential("agent_token", &self.agent_token, true)?;
        check_credential("agent_secret", &self.agent_secret, false)?;
        if self.callback_key.len() != 16 {
            return Err(Error::option("callback_key", "must be 16 bytes long (AES-128)"));
        }
        if let Some(prefix) = &self.header_prefix {
            HeaderNames::new(prefix).map_err(|why| Error::option("header_prefix", why))?;
        }
        if self.signature_rules.is_empty() {
            return Err(Error::option("signature_rules", "at least one rule is needed"));
        }
        check_time_scale(self.callback_time_scale)
            .map_err(|why| Error::option("callback_time_scale", why))?;
        check_ticket_ttl(self.ticket_ttl).map_err(|why| Error::option("ticket_ttl", why))?;
        if let Some(address) = &self.contract_callback_url {
            crate::callbacks::parse_url(address)
                .map_err(|why| Error::option("contract_callback_url", why))?;
        }
        self.limits.check()
    }
}

pub(crate) fn check_time_scale(scale: f64) -> Result<(), String> {
    if (0.0..=1.0).contains(&scale) {
        return Ok(());
    }
    Err("must be between 0 (no waiting) and 1 (the documented times)".into())
}

pub(crate) fn check_ticket_ttl(ttl: Duration) -> Result<(), String> {
    if (Duration::from_millis(1)..=Duration::from_secs(366 * 86_400)).contains(&ttl) {
        return Ok(());
    }
    Err("must be between 1 millisecond and 366 days".into())
}

fn check_credential(field: &'static str, value: &str, in_header: bool) -> Result<(), Error> {
    let allowed = |c: char| if in_header { matches!(c, ' '..='~') } else { !c.is_control() };
    if value.is_empty() || value.len() > 1024 || value.trim() != value || !value.chars().all(allowed) {
        let charset = if in_header { "visible ASCII" } else { "text without control characters" };
        return Err(Error::option(
            field,
            format!("must be 1 to 1024 bytes of {charset}, no white space around"),
        ));
    }
    Ok(())
}

/// A way to sign a request that the emulator accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureRule {
    /// `md5(token + secret + timestamp + nonce)`: the documented rule.
    Md5,
    /// `md5(token + secret + timestamp)`, for requests that carry no nonce header.
    Md5WithoutNonce,
    /// `hmac_sha256(secret, token + timestamp + nonce)`: a guess, the platform has published no rule.
    HmacSha256Provisional,
}

impl SignatureRule {
    /// The name the SDK gives to the same rule.
    pub fn name(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Md5WithoutNonce => "md5-without-nonce",
            Self::HmacSha256Provisional => "hmac-sha256-provisional",
        }
    }
}

/// How callbacks of authentications look. Those of contracts follow it too; those of personal signing and of SaaS
/// company authentication always have the form they are known to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallbackForm {
    /// The documented fields, unsigned.
    Plain,
    /// `signature`, `timestamp` and `content`: the emulator's choice for authentications.
    Signed {
        /// Whether `content` is AES-128-ECB, PKCS#7, base64; otherwise it is JSON.
        encrypt: bool,
    },
    /// The documented fields and the signed ones beside them.
    Both {
        /// As above.
        encrypt: bool,
    },
}

/// How strictly the parameters of a request are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterCheck {
    /// As the SDK does by default, except that unknown members at the top pass.
    Strict,
    /// Unknown members and unknown values pass.
    Lenient,
}

/// How much the emulator keeps. When a limit is reached the oldest entry is forgotten.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Requests shown by the control interface. Default 1,000.
    pub requests: usize,
    /// Bytes of their headers and bodies. Default 16 MiB.
    pub request_bytes: usize,
    /// Bytes kept of one body. Default 16 KiB.
    pub body_bytes: usize,
    /// Tickets and links. Default 20,000.
    pub tickets: usize,
    /// Bytes of their strings; the same again for each kind of result, and for callbacks. Default 32 MiB.
    pub ticket_bytes: usize,
    /// Results by contact, by company and by authorisation, each. Default 20,000.
    pub results: usize,
    /// Nonces remembered; a forgotten one could be used again. Default 500,000.
    pub nonces: usize,
    /// Callbacks; when one is forgotten its delivery ends. Default 1,000.
    pub callbacks: usize,
    /// Open connections; more wait to be accepted. Default 1,024.
    pub connections: usize,
    /// Bytes of one request's body. Default 64 MiB, since one file may have 50 MiB.
    pub upload_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            requests: 1_000,
            request_bytes: 16 << 20,
            body_bytes: 16 << 10,
            tickets: 20_000,
            ticket_bytes: 32 << 20,
            results: 20_000,
            nonces: 500_000,
            callbacks: 1_000,
            connections: 1_024,
            upload_bytes: 64 << 20,
        }
    }
}

impl Limits {
    fn check(&self) -> Result<(), Error> {
        let all = [
            ("limits.requests", self.requests),
            ("limits.request_bytes", self.request_bytes),
            ("limits.body_bytes", self.body_bytes),
            ("limits.tickets", self.tickets),
            ("limits.ticket_bytes", self.ticket_bytes),
            ("limits.results", self.results),
            ("limits.nonces", self.nonces),
            ("limits.callbacks", self.callbacks),
            ("limits.connections", self.connections),
            ("limits.upload_bytes", self.upload_bytes),
        ];
        for (field, value) in all {
            if value == 0 || value > 1 << 30 {
                return Err(Error::option(field, "must be between 1 and 1,073,741,824"));
            }
        }
        Ok(())
    }
}
