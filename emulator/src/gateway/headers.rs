//! The names of the headers that carry credentials, for one prefix.

use axum::http::{HeaderMap, HeaderName};

pub(crate) struct HeaderNames {
    pub(crate) access_token: HeaderName,
    pub(crate) signature: HeaderName,
    pub(crate) agent_token: HeaderName,
    pub(crate) agent_signature: HeaderName,
    pub(crate) timestamp: HeaderName,
    pub(crate) nonce: HeaderName,
}

/// What a request carries of them.
#[derive(Clone, Copy)]
pub(crate) struct CredentialHeaders<'a> {
    pub(crate) names: &'a HeaderNames,
    pub(crate) access_token: Option<&'a [u8]>,
    pub(crate) signature: Option<&'a [u8]>,
    pub(crate) agent_token: Option<&'a [u8]>,
    pub(crate) agent_signature: Option<&'a [u8]>,
    pub(crate) timestamp: Option<&'a [u8]>,
    pub(crate) nonce: Option<&'a [u8]>,
}

impl HeaderNames {
    pub(crate) fn new(prefix: &str) -> Result<Self, String> {
        if prefix.is_empty() {
            return Err("must not be empty".into());
        }
        let name = |end: &str| {
            HeaderName::from_bytes(format!("{prefix}{end}").to_ascii_lowercase().as_bytes())
                .map_err(|_| format!("{prefix:?} cannot begin the name of an HTTP header"))
        };
        Ok(Self {
            access_token: name("accesstoken")?,
            signature: name("signature")?,
            agent_token: name("agentaccesstoken")?,
            agent_signature: name("agentsignature")?,
            timestamp: name("timestamp")?,
            nonce: name("nonce")?,
        })
    }

    pub(super) fn used_by(&self, headers: &HeaderMap) -> bool {
        headers.contains_key(&self.access_token) || headers.contains_key(&self.agent_token)
    }

    pub(super) fn read<'a>(&'a self, headers: &'a HeaderMap) -> CredentialHeaders<'a> {
        // An empty header counts as missing.
        let value = |name| headers.get(name).map(|value| value.as_bytes()).filter(|value| !value.is_empty());
        CredentialHeaders {
            names: self,
            access_token: value(&self.access_token),
            signature: value(&self.signature),
            agent_token: value(&self.agent_token),
            agent_signature: value(&self.agent_signature),
            timestamp: value(&self.timestamp),
            nonce: value(&self.nonce),
        }
    }

    /// Whether a header's value is shown in part only.
    pub(crate) fn is_secret(name: &str) -> bool {
        ["accesstoken", "signature", "authorization", "cookie"].iter().any(|end| name.ends_with(end))
    }
}
