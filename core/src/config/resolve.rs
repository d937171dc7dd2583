//! From options as given to settings that are known to be right.

use std::sync::Arc;
use std::time::Duration;

use http::uri::{Authority, PathAndQuery, Scheme};
use http::{HeaderMap, Uri};
use zeroize::Zeroizing;

use super::files::ca_pem;
use super::proxy::{self, ProxyChoice};
use super::setting::{SECONDS, is_time};
use super::signing::{HeaderNames, Signing, changes_signing};
use super::{AttemptHook, Environment, OPTIONS, Options, Validation};
use crate::credentials::Credentials;
use crate::error::Error;
use crate::pace::Pace;
use crate::plugin::PluginEnv;
use crate::signature::SignatureRule;

/// What a client is made of.
pub(crate) struct Settings {
    pub connection: Connection,
    pub view: View,
}

/// What belongs to the connections, and therefore to every view on them.
pub(crate) struct Connection {
    pub endpoint: Endpoint,
    pub connect_timeout: Duration,
    pub proxy: ProxyChoice,
    /// PEM text, and the option that it came from.
    pub ca_pem: Option<(&'static str, String)>,
    pub pool_idle_timeout: Duration,
    pub pool_max_idle: Option<usize>,
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
    /// The turns of the calls, where they keep to a pace; views share it.
    pub pace: Option<Arc<Pace>>,
    /// What the proxy was told, and may tell.
    pub proxy_marks: Arc<[Zeroizing<String>]>,
}

/// The base address, taken apart once.
#[derive(Clone)]
pub(crate) struct Endpoint {
    scheme: Scheme,
    pub(super) authority: Authority,
    prefix: String,
    pub plugin_env: PluginEnv,
}

impl Settings {
    pub fn resolve(options: Options) -> Result<Self, Error> {
        let endpoint = Endpoint::resolve(&options)?;
        let connection = Connection {
            connect_timeout: time("connect_timeout", options.connect_timeout, 5)?,
            proxy: proxy::choose(&options, &endpoint, &proxy::variable)?,
            ca_pem: ca_pem(&options)?,
            pool_idle_timeout: time("pool_idle_timeout", options.pool_idle_timeout, 30)?,
            pool_max_idle: options.pool_max_idle,
            max_age: time("connection_max_age", options.connection_max_age, 600)?,
            endpoint,
        };
        let mut view = View::resolve(options, &connection.endpoint)?;
        view.proxy_marks = connection.proxy.marks().into();
        Ok(Self { connection, view })
    }
}

impl View {
    fn resolve(options: Options, endpoint: &Endpoint) -> Result<Self, Error> {
        let signing = Signing::resolve(&options, endpoint, None)?;
        Self::limited(options, signing)
    }

    /// What does not change how a request is signed.
    fn limited(options: Options, signing: Signing) -> Result<Self, Error> {
        let attempt_timeout = time("attempt_timeout", options.attempt_timeout, 15)?;
        let total_timeout = time("total_timeout", options.total_timeout, 60)?;
        let max_download = options.max_download_bytes.unwrap_or(100 << 20);
        let Signing { app, agent, rule, names, template } = signing;
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
            pace: options.calls_per_second.map(|calls| Arc::new(Pace::new(calls))),
            proxy_marks: Arc::new([]),
            options,
        })
    }

    /// A view with some options changed.
    pub fn with(&self, overrides: Options, endpoint: &Endpoint) -> Result<Self, Error> {
        for (name, _) in overrides.shown() {
            if OPTIONS.iter().any(|info| info.name == name && !info.per_call) {
                return Err(Error::configuration(
                    name,
                    "belongs to the connections: build another client for it",
                ));
            }
        }
        // Only what these options change is made anew; above all a secret's file is not read again.
        let signing = if changes_signing(&overrides) {
            Signing::resolve(&self.unnamed().overlay(overrides.clone()), endpoint, self.app.as_ref())?
        } else {
            Signing {
                app: self.app.clone(),
                agent: self.agent.clone(),
                rule: self.rule.clone(),
                names: self.names.clone(),
                template: self.template.clone(),
            }
        };
        let own_pace = overrides.calls_per_second.is_some();
        let view = Self::limited(self.options.clone().overlay(overrides), signing)?;
        let pace = if own_pace { view.pace.clone() } else { self.pace.clone() };
        Ok(Self { proxy_marks: self.proxy_marks.clone(), pace, ..view })
    }

    /// The options without the application's credentials, which are known.
    fn unnamed(&self) -> Options {
        let mut options = self.options.clone();
        options.app_token = None;
        options.app_secret = None;
        options.app_secret_file = None;
        options
    }
}

impl Endpoint {
    pub(super) fn resolve(options: &Options) -> Result<Self, Error> {
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

    pub fn host_and_port(&self) -> (url::Host, u16) {
        let host = url::Host::parse(self.authority.host()).expect("the base address was checked");
        (host, self.authority.port_u16().unwrap_or(if self.is_https() { 443 } else { 80 }))
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
