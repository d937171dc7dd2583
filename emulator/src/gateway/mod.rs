//! What stands in front of the platform's operations: headers, token, signature, time, nonce, in this order.
//!
//! The codes of the first two were seen on the platform; those of the other three are the emulator's choice.

mod headers;
mod hint;
mod nonces;
mod signature;

pub(crate) use headers::{CredentialHeaders, HeaderNames};
pub(crate) use hint::hint;
pub(crate) use nonces::Nonces;
pub(crate) use signature::{callback_signature, digest};

use std::borrow::Cow;

use axum::http::HeaderMap;

use crate::options::{Options, SignatureRule};

/// How far a time stamp may be from the emulator's clock, in milliseconds.
pub(crate) const TIME_WINDOW_MS: i64 = 15 * 60 * 1000;

/// What the gateway made of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Passed(SignatureRule),
    /// The full name of the header that is missing.
    HeaderMissing(String),
    InvalidToken,
    InvalidSignature,
    StaleTimestamp,
    NonceReused,
}

impl Verdict {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Passed(_) => "passed",
            Self::HeaderMissing(_) => "header_missing",
            Self::InvalidToken => "invalid_token",
            Self::InvalidSignature => "invalid_signature",
            Self::StaleTimestamp => "stale_timestamp",
            Self::NonceReused => "nonce_reused",
        }
    }

    /// The HTTP status (which is the `code`, too) and the message of a refusal.
    pub(crate) fn refusal(&self) -> Option<(u16, Cow<'static, str>)> {
        Some(match self {
            Self::Passed(_) => return None,
            Self::HeaderMissing(name) => (441, format!("HEADER REQUIRED,{name}").into()),
            Self::InvalidToken => (442, "INVALID TOKEN".into()),
            Self::InvalidSignature => (443, "INVALID SIGNATURE".into()),
            Self::StaleTimestamp => (444, "INVALID TIMESTAMP".into()),
            Self::NonceReused => (445, "NONCE ALREADY USED".into()),
        })
    }
}

pub(crate) struct Gateway {
    /// A settable prefix first, so that it wins when a request carries both.
    names: Vec<HeaderNames>,
    app: (String, String),
    agent: (String, String),
    rules: Vec<SignatureRule>,
    nonces: Nonces,
}

impl Gateway {
    pub(crate) fn new(options: &Options) -> Result<Self, String> {
        let mut names = Vec::with_capacity(2);
        if let Some(prefix) = &options.header_prefix {
            names.push(HeaderNames::new(prefix)?);
        }
        names.push(HeaderNames::new("x-qys-open-")?);
        Ok(Self {
            names,
            app: (options.app_token.clone(), options.app_secret.clone()),
            agent: (options.agent_token.clone(), options.agent_secret.clone()),
            rules: options.signature_rules.clone(),
            nonces: Nonces::new(options.limits.nonces),
        })
    }

    pub(crate) fn clear(&self) {
        self.nonces.clear();
    }

    pub(crate) fn nonces(&self) -> usize {
        self.nonces.len()
    }

    /// The headers of a request as the gateway reads them.
    pub(crate) fn read<'a>(&'a self, headers: &'a HeaderMap) -> CredentialHeaders<'a> {
        let names = self.names.iter().find(|names| names.used_by(headers)).or(self.names.last());
        names.expect("there is always the default prefix").read(headers)
    }

    /// The secret that belongs to a token; `agent` says which of the two kinds it is.
    pub(crate) fn secret(&self, token: &[u8], agent: bool) -> Option<&str> {
        let (known, secret) = if agent { &self.agent } else { &self.app };
        (known.as_bytes() == token).then_some(secret)
    }

    /// The rules that may have signed a request with, or without, a nonce.
    pub(crate) fn rules(&self, with_nonce: bool) -> impl Iterator<Item = SignatureRule> {
        self.rules.iter().copied().filter(move |rule| (*rule == SignatureRule::Md5WithoutNonce) != with_nonce)
    }

    pub(crate) fn judge(&self, headers: &CredentialHeaders<'_>, saas: bool, now_ms: i64) -> Verdict {
        self.try_judge(headers, saas, now_ms).unwrap_or_else(|refusal| refusal)
    }

    fn try_judge(
        &self,
        headers: &CredentialHeaders<'_>,
        saas: bool,
        now_ms: i64,
    ) -> Result<Verdict, Verdict> {
        let names = headers.names;
        let missing = |name: &axum::http::HeaderName| Verdict::HeaderMissing(name.as_str().to_owned());
        let agent = saas || headers.agent_token.is_some();
        let app = !saas || headers.access_token.is_some();
        if app && headers.access_token.is_none() {
            return Err(missing(&names.access_token));
        }
        if agent && headers.agent_token.is_none() {
            return Err(missing(&names.agent_token));
        }
        let timestamp = headers.timestamp.ok_or_else(|| missing(&names.timestamp))?;
        if app && headers.signature.is_none() {
            return Err(missing(&names.signature));
        }
        if agent && headers.agent_signature.is_none() {
            return Err(missing(&names.agent_signature));
        }

        // Every pair of headers that is sent must be right, also one that is not needed.
        let mut pairs = [None, None];
        if let (Some(token), Some(signature)) = (headers.agent_token, headers.agent_signature) {
            pairs[0] = Some((token, signature, self.secret(token, true).ok_or(Verdict::InvalidToken)?));
        }
        if let (Some(token), Some(signature)) = (headers.access_token, headers.signature) {
            pairs[1] = Some((token, signature, self.secret(token, false).ok_or(Verdict::InvalidToken)?));
        }
        if headers.nonce.is_none() && !self.rules.contains(&SignatureRule::Md5WithoutNonce) {
            return Err(missing(&names.nonce));
        }
        let mut passed = None;
        for (token, signature, secret) in pairs.into_iter().flatten() {
            let rule = self.rules(headers.nonce.is_some()).find(|rule| {
                digest(*rule, token, secret.as_bytes(), timestamp, headers.nonce).matches(signature)
            });
            passed = Some(rule.ok_or(Verdict::InvalidSignature)?);
        }
        let passed = passed.ok_or(Verdict::InvalidSignature)?;

        let sent_at = std::str::from_utf8(timestamp).ok().and_then(|text| text.parse::<i64>().ok());
        if sent_at.is_none_or(|sent_at| now_ms.abs_diff(sent_at) > TIME_WINDOW_MS.unsigned_abs()) {
            return Err(Verdict::StaleTimestamp);
        }
        if let Some(nonce) = headers.nonce {
            let token = if saas { headers.agent_token } else { headers.access_token };
            if !self.nonces.use_once(token.unwrap_or_default(), nonce, now_ms) {
                return Err(Verdict::NonceReused);
            }
        }
        Ok(Verdict::Passed(passed))
    }
}
