//! What a request is signed with, and its headers, prepared once.

use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HOST, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::files::app_credentials;
use super::{Endpoint, Options};
use crate::credentials::{AppSecret, AppToken, Credentials};
use crate::error::Error;
use crate::signature::{DEFAULT_HEADER_PREFIX, SignatureRule};

/// Media type of JSON bodies, as the platform's own clients send it.
pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json;charset=UTF-8");

/// The platform's header names as they are with the usual prefix.
const USUAL_NAMES: [&str; 7] = [
    "x-qys-open-timestamp",
    "x-qys-open-nonce",
    "x-qys-open-signature",
    "x-qys-open-agentsignature",
    "x-qys-open-accesstoken",
    "x-qys-open-agentaccesstoken",
    "x-qys-open-language",
];

/// Names of the headers that change with each attempt.
#[derive(Clone)]
pub(crate) struct HeaderNames {
    pub timestamp: HeaderName,
    pub nonce: HeaderName,
    pub signature: HeaderName,
    pub agent_signature: HeaderName,
}

/// The part of a view that its options for time and repeating leave alone.
pub(super) struct Signing {
    pub app: Option<Credentials>,
    pub agent: Option<Credentials>,
    pub rule: SignatureRule,
    pub names: HeaderNames,
    pub template: HeaderMap,
}

/// Whether any of these options is one that [`Signing`] is made of.
pub(super) fn changes_signing(options: &Options) -> bool {
    options.app_token.is_some()
        || options.app_secret.is_some()
        || options.app_secret_file.is_some()
        || options.agent.is_some()
        || options.signature.is_some()
        || options.header_prefix.is_some()
        || options.language.is_some()
        || options.app_info.is_some()
}

impl Signing {
    /// `app` stands for what the options do not name.
    pub fn resolve(options: &Options, endpoint: &Endpoint, app: Option<&Credentials>) -> Result<Self, Error> {
        let app = app_credentials(options, app)?;
        let agent = match &options.agent {
            Some(agent) => Some(Credentials {
                token: AppToken::new("agent.token", agent.token.expose())?,
                secret: AppSecret::new("agent.secret", agent.secret.expose())?,
            }),
            None => None,
        };
        if app.is_none() && agent.is_none() {
            let message = "is required (or QYS_APP_TOKEN), unless an agent is set";
            return Err(Error::configuration("app_token", message));
        }
        let rule = options.signature.clone().unwrap_or_default();
        rule.check()?;
        let prefix = options.header_prefix.as_deref().unwrap_or(DEFAULT_HEADER_PREFIX);
        let name = |name: &str| {
            // Names that are constants cost nothing to copy; those made here are counted references.
            let usual = USUAL_NAMES.iter().find(|usual| usual.strip_prefix(prefix) == Some(name));
            if let Some(usual) = usual {
                return Ok(HeaderName::from_static(usual));
            }
            HeaderName::try_from(format!("{prefix}{name}"))
                .map_err(|_| Error::configuration("header_prefix", "must be letters, digits and `-` only"))
        };
        let names = HeaderNames {
            timestamp: name("timestamp")?,
            nonce: name("nonce")?,
            signature: name("signature")?,
            agent_signature: name("agentsignature")?,
        };

        let mut template = HeaderMap::with_capacity(16);
        template.insert(HOST, header("base_url", endpoint.authority.as_str())?);
        template.insert(CONTENT_TYPE, JSON);
        template.insert(ACCEPT, HeaderValue::from_static("application/json, */*"));
        // A signature covers no body, so nobody between us needs to change one.
        template.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        template.insert(USER_AGENT, user_agent(options.app_info.as_deref())?);
        // Places for what is filled in later, so that filling in does not grow the map.
        let later = HeaderValue::from_static("");
        template.insert(names.timestamp.clone(), later.clone());
        if rule.uses_nonce() {
            template.insert(names.nonce.clone(), later.clone());
        }
        if let Some(app) = &app {
            template.insert(name("accesstoken")?, sensitive("app_token", app.token.expose())?);
            template.insert(names.signature.clone(), later.clone());
        }
        if let Some(agent) = &agent {
            template.insert(name("agentaccesstoken")?, sensitive("agent.token", agent.token.expose())?);
            template.insert(names.agent_signature.clone(), later);
        }
        if let Some(language) = &options.language {
            template.insert(name("language")?, header("language", language)?);
        }
        for (fixed, value) in &rule.headers {
            let fixed = HeaderName::try_from(fixed).expect("the rule was checked");
            template.insert(fixed, header("signature", value)?);
        }
        Ok(Self { app, agent, rule, names, template })
    }
}

fn header(option: &str, value: &str) -> Result<HeaderValue, Error> {
    HeaderValue::try_from(value)
        .map_err(|_| Error::configuration(option, "must be visible ASCII in one line"))
}

fn sensitive(option: &str, value: &str) -> Result<HeaderValue, Error> {
    let mut value = header(option, value)?;
    value.set_sensitive(true);
    Ok(value)
}

fn user_agent(app_info: Option<&str>) -> Result<HeaderValue, Error> {
    let own = concat!("qiyuesuo-unofficial/", env!("CARGO_PKG_VERSION"));
    match app_info {
        Some(app) => header("app_info", &format!("{own} {app}")),
        None => header("app_info", own),
    }
}
