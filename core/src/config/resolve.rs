//! From options as given to settings that are known to be right.

use std::path::Path;
use std::time::Duration;

use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HOST, USER_AGENT};
use http::uri::{Authority, PathAndQuery, Scheme};
use http::{HeaderMap, HeaderName, HeaderValue, Uri};
use zeroize::Zeroizing;

use super::setting::{SECONDS, is_time};
use super::{AttemptHook, Environment, OPTIONS, Options, Validation};
use crate::credentials::{AppSecret, AppToken, Credentials};
use crate::error::Error;
use crate::plugin::PluginEnv;
use crate::signature::{DEFAULT_HEADER_PREFIX, SignatureRule};

/// Media type of JSON bodies, as the platform's own clients send it (contract 1.2).
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

/// What a client is made of.
pub(crate) struct Settings {
    pub connection: Connection,
    pub view: View,
}

/// What belongs to the connections, and therefore to every view on them.
pub(crate) struct Connection {
    pub endpoint: Endpoint,
    pub connect_timeout: Duration,
    pub proxy: Option<Zeroizing<String>>,
    pub ca_pem: Option<String>,
    pub http2: bool,
    pub pool_idle_timeout: Duration,
    pub pool_max_idle: usize,
    pub max_age: Duration,
}

/// What a call looks at; `with_options` makes another one.
pub(crate) struct View {
    /// As given, so that a further view can be laid over it.
    pub options: Options,
    pub app: Option<Credentials>,
    pub agent: Option<Credentials>,
    pub attempt_timeout: Duration,
    pub total_timeout: Duration,
    pub max_retries: u32,
    pub rule: SignatureRule,
    pub names: HeaderNames,
    /// Every header of a JSON request; those of the signature are filled in for each attempt.
    pub template: HeaderMap,
    pub validation: Validation,
    pub clock_correction: bool,
    pub capture_bodies: bool,
    pub max_download: usize,
    pub on_attempt: Option<AttemptHook>,
}

/// Names of the headers that change with each attempt.
pub(crate) struct HeaderNames {
    pub timestamp: HeaderName,
    pub nonce: HeaderName,
    pub signature: HeaderName,
    pub agent_signature: HeaderName,
}

/// The base address, taken apart once.
#[derive(Clone)]
pub(crate) struct Endpoint {
    scheme: Scheme,
    authority: Authority,
    prefix: String,
    pub plugin_env: PluginEnv,
}

impl Settings {
    pub fn resolve(options: Options) -> Result<Self, Error> {
        let endpoint = Endpoint::resolve(&options)?;
        let connection = Connection {
            connect_timeout: time("connect_timeout", options.connect_timeout, 5)?,
            proxy: options.proxy.as_ref().map(|proxy| Zeroizing::new(proxy.expose().to_owned())),
            ca_pem: ca_pem(&options)?,
            http2: options.http2.unwrap_or(false),
            pool_idle_timeout: time("pool_idle_timeout", options.pool_idle_timeout, 30)?,
            pool_max_idle: options.pool_max_idle.unwrap_or(64),
            max_age: time("connection_max_age", options.connection_max_age, 600)?,
            endpoint,
        };
        let view = View::resolve(options, &connection.endpoint)?;
        Ok(Self { connection, view })
    }
}

impl View {
    fn resolve(options: Options, endpoint: &Endpoint) -> Result<Self, Error> {
        let app = app_credentials(&options)?;
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

        let attempt_timeout = time("attempt_timeout", options.attempt_timeout, 15)?;
        let total_timeout = time("total_timeout", options.total_timeout, 60)?;
        let max_download = options.max_download_bytes.unwrap_or(100 << 20);
        Ok(Self {
            app,
            agent,
            attempt_timeout,
            total_timeout,
            max_retries: options.max_retries.unwrap_or(2),
            rule,
            names,
            template,
            validation: options.validation.unwrap_or_default(),
            clock_correction: options.clock_correction.unwrap_or(true),
            capture_bodies: options.capture_bodies.unwrap_or(false),
            max_download: usize::try_from(max_download).unwrap_or(usize::MAX),
            on_attempt: options.on_attempt.0.clone(),
            options,
        })
    }

    /// A view with some options changed.
    pub fn with(&self, over: Options, endpoint: &Endpoint) -> Result<Self, Error> {
        for (name, _) in over.shown() {
            if OPTIONS.iter().any(|info| info.name == name && !info.per_call) {
                return Err(Error::configuration(
                    name,
                    "belongs to the connections: build another client for it",
                ));
            }
        }
        Self::resolve(self.options.clone().overlay(over), endpoint)
    }
}

impl Endpoint {
    fn resolve(options: &Options) -> Result<Self, Error> {
        if options.base_url.is_some() && options.environment.is_some() {
            return Err(Error::configuration("base_url", "cannot be given together with `environment`"));
        }
        let text = match &options.base_url {
            Some(text) => text.as_str(),
            None => options.environment.unwrap_or_default().base_url(),
        };
        let refuse = |message: &str| Err(Error::configuration("base_url", message));
        if text.trim() != text || text.is_empty() {
            return refuse("is empty or has white space at its beginning or end");
        }
        let Ok(url) = url::Url::parse(text) else {
            return refuse("is not an absolute http:// or https:// address");
        };
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return refuse("must be an http:// or https:// address with a host");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refuse("must not hold a user name or a password");
        }
        // The parser repairs "https:host", "https:///host" and line breaks; an address that needs it is a mistake.
        let host = text.split_once("://").map_or("", |(_, host)| host);
        if !host.starts_with(|c: char| c.is_alphanumeric() || c == '[') || text.contains(['\n', '\r', '\t']) {
            return refuse("must be an http:// or https:// address with a host");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return refuse("must have neither a query nor a fragment");
        }
        if url.scheme() == "http" && !is_loopback(&url) && !options.allow_http.unwrap_or(false) {
            return refuse(
                "is plain http to another host, which would send credentials and personal data unencrypted: use \
                 https, or set `allow_http` if the network is trusted",
            );
        }
        let plugin_env = if Some(url.as_str().trim_end_matches('/')) == Some(Environment::Test.base_url()) {
            PluginEnv::Cn
        } else {
            PluginEnv::Com
        };
        let authority = url[url::Position::BeforeHost..url::Position::AfterPort].to_owned();
        Ok(Self {
            scheme: if url.scheme() == "https" { Scheme::HTTPS } else { Scheme::HTTP },
            authority: Authority::try_from(authority)
                .map_err(|_| Error::configuration("base_url", "has a host that HTTP does not allow"))?,
            prefix: url.path().trim_end_matches('/').to_owned(),
            plugin_env,
        })
    }

    pub fn is_https(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    pub fn is_loopback(&self) -> bool {
        url::Url::parse(&format!("http://{}", self.authority)).is_ok_and(|url| is_loopback(&url))
    }

    pub fn base(&self) -> Uri {
        self.uri("/", "").expect("the base address was checked")
    }

    /// The address of a path below the base address. `query` is encoded already and comes without `?`.
    pub fn uri(&self, path: &str, query: &str) -> Result<Uri, Error> {
        let question = if query.is_empty() { "" } else { "?" };
        self.with_path(PathAndQuery::try_from([&self.prefix, path, question, query].concat()))
    }

    /// As [`uri`](Self::uri), for a path of the table of operations.
    pub fn uri_of(&self, path: &'static str, query: &str) -> Result<Uri, Error> {
        if self.prefix.is_empty() && query.is_empty() {
            return self.with_path(Ok(PathAndQuery::from_static(path)));
        }
        self.uri(path, query)
    }

    fn with_path(&self, path: Result<PathAndQuery, http::uri::InvalidUri>) -> Result<Uri, Error> {
        let path_and_query = path
            .map_err(|_| Error::validation("path".to_owned(), "is not a path that HTTP allows".to_owned()))?;
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(path_and_query);
        Ok(Uri::from_parts(parts).expect("scheme, authority and path are all there"))
    }
}

/// A time as given in code or elsewhere, or its default.
fn time(name: &str, given: Option<Duration>, default_seconds: u64) -> Result<Duration, Error> {
    match given {
        Some(time) if is_time(time) => Ok(time),
        Some(_) => Err(Error::configuration(name, SECONDS)),
        None => Ok(Duration::from_secs(default_seconds)),
    }
}

fn is_loopback(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn app_credentials(options: &Options) -> Result<Option<Credentials>, Error> {
    let secret = match (&options.app_secret, &options.app_secret_file) {
        (Some(_), Some(_)) => {
            return Err(Error::configuration(
                "app_secret",
                "cannot be given together with `app_secret_file`",
            ));
        }
        (Some(secret), None) => Some(AppSecret::new("app_secret", secret.expose())?),
        (None, Some(file)) => {
            let text = Zeroizing::new(read("app_secret_file", file)?);
            let line =
                text.strip_suffix('\n').map_or(text.as_str(), |text| text.strip_suffix('\r').unwrap_or(text));
            Some(AppSecret::new("app_secret_file", line)?)
        }
        (None, None) => None,
    };
    match (&options.app_token, secret) {
        (Some(token), Some(secret)) => {
            Ok(Some(Credentials { token: AppToken::new("app_token", token.expose())?, secret }))
        }
        (None, None) => Ok(None),
        (Some(_), None) => {
            Err(Error::configuration("app_secret", "is required with `app_token` (or QYS_APP_SECRET)"))
        }
        (None, Some(_)) => {
            Err(Error::configuration("app_token", "is required with `app_secret` (or QYS_APP_TOKEN)"))
        }
    }
}

fn ca_pem(options: &Options) -> Result<Option<String>, Error> {
    match (&options.ca_pem, &options.ca_file) {
        (Some(_), Some(_)) => Err(Error::configuration("ca_pem", "cannot be given together with `ca_file`")),
        (Some(pem), None) => Ok(Some(pem.clone())),
        (None, Some(file)) => read("ca_file", file).map(Some),
        (None, None) => Ok(None),
    }
}

fn read(option: &str, file: &Path) -> Result<String, Error> {
    std::fs::read_to_string(file)
        .map_err(|error| Error::configuration(option, format!("cannot be read: {}: {error}", file.display())))
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
