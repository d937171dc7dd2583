//! Every option of a client once: name, environment variable, default, documentation.
//!
//! The same names serve the builder here, the JSON configuration of the other languages, the environment
//! (`QYS_*`) and `qys doctor`. What is given in code wins over the environment.

mod files;
mod no_proxy;
mod proxy;
mod resolve;
mod setting;
mod signing;
mod surroundings;

use std::cell::OnceCell;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

pub use files::secret_file;
pub use proxy::ProxyChoice;
pub(crate) use proxy::{Protocol, Proxy};
pub(crate) use resolve::{Connection, Endpoint, Settings, View};
pub use setting::Sensitive;
use setting::{Setting, overlay};

use crate::error::{Error, ErrorKind};
use crate::signature::SignatureRule;

/// The platform's own environments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Environment {
    /// `https://openapi.qiyuesuo.com`.
    #[default]
    Production,
    /// `https://openapi.qiyuesuo.cn`, the platform's own test environment.
    Test,
}

impl Environment {
    /// The base address.
    pub const fn base_url(self) -> &'static str {
        match self {
            Self::Production => "https://openapi.qiyuesuo.com",
            Self::Test => "https://openapi.qiyuesuo.cn",
        }
    }
}

/// How strictly requests are checked before they leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Validation {
    /// Unknown fields and values the platform does not document are refused.
    #[default]
    Strict,
    /// They pass: the platform's lists disagree with each other, and grow. Missing fields and wrong types are still
    /// refused.
    Lenient,
}

/// What one attempt of a call came to, for metrics. It holds nothing secret.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Attempt {
    /// The operation, or `request` for a raw request.
    pub operation: &'static str,
    /// 1 for the first.
    pub attempt: u32,
    /// HTTP status, if an answer arrived.
    pub http_status: Option<u16>,
    /// `code` of the envelope, if there was one.
    pub code: Option<i64>,
    /// From the first byte wanted to the last byte read.
    pub duration: Duration,
    /// The kind of failure, if it failed.
    pub error_kind: Option<ErrorKind>,
}

/// Called after each attempt.
pub type AttemptHook = Arc<dyn Fn(&Attempt) + Send + Sync>;

/// What an option is called and where else it can come from.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct OptionInfo {
    /// Name in code and in JSON.
    pub name: &'static str,
    /// What its value is.
    pub kind: OptionKind,
    /// Environment variable, if it has one.
    pub env: Option<&'static str>,
    /// The default, in words.
    pub default: &'static str,
    /// Whether [`Client::with_options`](crate::Client::with_options) can change it.
    pub per_call: bool,
    /// What it does.
    pub doc: &'static str,
}

/// What the value of an option is, in code and in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OptionKind {
    /// A text.
    Text,
    /// A text that is never shown.
    Secret,
    /// The path of a file.
    Path,
    /// True or false.
    Boolean,
    /// An integer from 0 on.
    Integer,
    /// A time; a number of seconds in JSON.
    Seconds,
    /// One of these texts.
    Choice(&'static [&'static str]),
    /// Token and secret: `{"token", "secret"}`.
    Agent,
    /// The name of a preset, or a [`SignatureRule`] as data.
    SignatureRule,
}

/// Where the value of an option came from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// Given in code (or on the command line).
    Code,
    /// From this environment variable.
    Environment(&'static str),
    /// This environment variable is set, but something given in code takes its place; the default holds.
    Displaced(&'static str),
    /// The default.
    Default,
}

macro_rules! options {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident: $give:ident $type:ty, $env:expr, default $default:literal, $scope:ident;
    )+) => {
        /// Options of a client, each given or not.
        ///
        /// Unset options fall back to the environment (`QYS_*`) and then to their defaults. Nothing is checked
        /// before a client is built from them.
        #[derive(Clone, Default, PartialEq)]
        pub struct Options {
            $( pub(crate) $name: Option<$type>, )+
            pub(crate) on_attempt: Hook,
        }

        /// Every option, in the order of the documentation.
        pub const OPTIONS: &[OptionInfo] = &[$(
            OptionInfo {
                name: stringify!($name), kind: <$type as Setting>::KIND, env: $env, default: $default,
                per_call: options!(@scope $scope), doc: concat!($($doc, "\n"),+),
            },
        )+];

        impl Options {
            $(
                options! { @setter $give
                    $(#[doc = $doc])+
                    #[doc = concat!("\n\nDefault: ", $default, ".")]
                    $name: $type
                }
            )+

            /// The options that a lookup of environment variables gives; an empty variable counts as unset.
            ///
            /// # Errors
            /// [`ErrorKind::Configuration`] naming the variable whose text cannot be read.
            pub fn from_env(lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, Error> {
                let mut options = Self::default();
                setting::refuse_withdrawn(lookup)?;
                $(
                    if let Some(text) = Option::<&str>::and_then($env, lookup).filter(|text| !text.is_empty()) {
                        let name = Option::<&str>::unwrap_or($env, stringify!($name));
                        options.$name = Some(Setting::from_text(&text).map_err(|why| Error::configuration(name, why))?);
                    }
                )+
                options.agent = setting::agent_from_env(lookup)?;
                Ok(options)
            }

            /// The options that a JSON object gives: what crosses the boundary to other languages.
            ///
            /// # Errors
            /// [`ErrorKind::Configuration`] naming the member that is unknown or of a wrong type.
            pub fn from_json(json: &Value) -> Result<Self, Error> {
                let members = json
                    .as_object()
                    .ok_or_else(|| Error::new(ErrorKind::Configuration, "the options must be a JSON object"))?;
                let mut options = Self::default();
                for (name, value) in members.iter().filter(|(_, value)| !value.is_null()) {
                    match name.as_str() {
                        $( stringify!($name) => {
                            let read = Setting::from_json(value);
                            options.$name = Some(read.map_err(|why| Error::configuration(name, why))?);
                        } )+
                        _ => return Err(Error::configuration(name, setting::unknown_option(name))),
                    }
                }
                Ok(options)
            }

            /// These options, with those that `overrides` gives in their place.
            #[must_use]
            pub fn overlay(mut self, overrides: Self) -> Self {
                overlay(&mut self, &overrides);
                $( if overrides.$name.is_some() { self.$name = overrides.$name; } )+
                if overrides.on_attempt.0.is_some() { self.on_attempt = overrides.on_attempt; }
                self
            }

            /// Each option that is given, with its value as it may be shown: secrets are hidden.
            pub fn shown(&self) -> Vec<(&'static str, String)> {
                let mut shown = Vec::new();
                $( if let Some(value) = &self.$name { shown.push((stringify!($name), value.shown())); } )+
                shown
            }
        }
    };
    // Literals of numbers need the type itself, texts are more convenient with a conversion.
    (@setter plain $(#[$doc:meta])+ $name:ident: $type:ty) => {
        $(#[$doc])+
        #[must_use]
        pub fn $name(mut self, value: $type) -> Self {
            self.$name = Some(value);
            self
        }
    };
    (@setter from $(#[$doc:meta])+ $name:ident: $type:ty) => {
        $(#[$doc])+
        #[must_use]
        pub fn $name(mut self, value: impl Into<$type>) -> Self {
            self.$name = Some(value.into());
            self
        }
    };
    (@scope call) => { true };
    (@scope client) => { false };
}

options! {
    /// App Token of the application, from the console of the open platform.
    app_token: from Sensitive, Some("QYS_APP_TOKEN"), default "required without an agent", call;
    /// App Secret of the application. It signs and is never sent.
    app_secret: from Sensitive, Some("QYS_APP_SECRET"), default "required without an agent", call;
    /// A file that holds the App Secret. One final line break, and a byte order mark at its beginning, are dropped. Not
    /// together with `app_secret`.
    app_secret_file: from PathBuf, Some("QYS_APP_SECRET_FILE"), default "none", call;
    /// Token and secret of an agent (SaaS): `QYS_AGENT_TOKEN` and `QYS_AGENT_SECRET`, both or neither, or `{"token",
    /// "secret"}`. The calls of `saas` need it.
    agent: plain Agent, None, default "none", call;
    /// The platform's production or its own test environment: `production` is `https://openapi.qiyuesuo.com`, `test` is
    /// `https://openapi.qiyuesuo.cn`. Tokens of one are not valid in the other.
    environment: plain Environment, Some("QYS_ENVIRONMENT"), default "production", client;
    /// Another address, such as an emulator's or a private installation's. A path in it is a prefix. No query, fragment
    /// or user name. Not together with `environment`.
    base_url: from String, Some("QYS_BASE_URL"), default "that of the environment", client;
    /// Longest time to connect: name, TCP, proxy and TLS together. Seconds.
    connect_timeout: plain Duration, Some("QYS_CONNECT_TIMEOUT"), default "5 s", client;
    /// Longest time for one attempt, counted anew whenever a piece of a large upload or of an answer's body moves. Seconds.
    attempt_timeout: plain Duration, Some("QYS_ATTEMPT_TIMEOUT"), default "15 s", call;
    /// Longest time for a call with all its attempts and waits. Seconds.
    total_timeout: plain Duration, Some("QYS_TOTAL_TIMEOUT"), default "60 s", call;
    /// How often a call may be repeated. 0 turns repeating off, but not the clock correction.
    max_retries: plain u32, Some("QYS_MAX_RETRIES"), default "2", call;
    /// `http://`, `https://` or `socks5://` address of a proxy, with `user:password@` if it wants them; `direct`
    /// ignores the system's. Loopback goes through a proxy only when one is set here.
    proxy: from Sensitive, Some("QYS_PROXY"), default "HTTPS_PROXY, NO_PROXY of the system", client;
    /// PEM text of the certificate authorities to trust, in place of the system's.
    ca_pem: from String, Some("QYS_CA_PEM"), default "the system's, or SSL_CERT_FILE", client;
    /// A file with PEM text of the certificate authorities to trust. Not together with `ca_pem`.
    ca_file: from PathBuf, Some("QYS_CA_FILE"), default "none", client;
    /// Allows plain HTTP to other hosts than this one: credentials and personal data then travel unencrypted.
    allow_http: plain bool, Some("QYS_ALLOW_HTTP"), default "off", client;
    /// How long an idle connection is kept. Seconds.
    pool_idle_timeout: plain Duration, Some("QYS_POOL_IDLE_TIMEOUT"), default "30 s", client;
    /// How many idle connections are kept at most; without it as many as there were calls at once within
    /// `pool_idle_timeout`, so that no burst dials anew.
    pool_max_idle: plain usize, Some("QYS_POOL_MAX_IDLE"), default "no limit", client;
    /// How long a connection is used for new calls, so that changes of DNS are seen. Seconds.
    connection_max_age: plain Duration, Some("QYS_CONNECTION_MAX_AGE"), default "10 min", client;
    /// How requests are signed: the name of a preset or a rule as data.
    signature: plain SignatureRule, Some("QYS_SIGNATURE"), default "md5", call;
    /// Prefix of the platform's header names; private installations use `x-qys-`.
    header_prefix: from String, Some("QYS_HEADER_PREFIX"), default "x-qys-open-", call;
    /// Value of the language header. The platform's list of values is unknown.
    language: from String, Some("QYS_LANGUAGE"), default "not sent", call;
    /// `strict` or `lenient`.
    validation: plain Validation, Some("QYS_VALIDATION"), default "strict", call;
    /// Added to the User-Agent: `name/version` of your application.
    app_info: from String, Some("QYS_APP_INFO"), default "nothing", call;
    /// Repeats a call once with the platform's time when ours is wrong.
    clock_correction: plain bool, Some("QYS_CLOCK_CORRECTION"), default "on", call;
    /// Keeps the bodies of errors unmasked behind `body`. They can hold personal data.
    capture_bodies: plain bool, Some("QYS_CAPTURE_BODIES"), default "off", call;
    /// Longest byte answer that is accepted.
    max_download_bytes: plain u64, Some("QYS_MAX_DOWNLOAD_BYTES"), default "104857600 (100 MiB)", call;
    /// How many calls begin a second at most, of all that use this client or view. When the platform says that they are too
    /// many, all pause: as long as it says, else 1 s, doubling up to 60 s. 0: pauses, no limit. No part of `total_timeout`.
    calls_per_second: plain u32, Some("QYS_CALLS_PER_SECOND"), default "no limit, no pauses", call;
}

/// Token and secret of an agent, as given.
#[derive(Clone, Debug, PartialEq)]
pub struct Agent {
    pub(crate) token: Sensitive,
    pub(crate) secret: Sensitive,
}

impl Agent {
    /// An agent's credentials; they are checked when the client is built.
    pub fn new(token: impl Into<String>, secret: impl Into<String>) -> Self {
        Self { token: Sensitive::from(token.into()), secret: Sensitive::from(secret.into()) }
    }
}

/// A hook compares equal to itself only.
#[derive(Clone, Default)]
pub(crate) struct Hook(pub(crate) Option<AttemptHook>);

impl PartialEq for Hook {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (None, None) => true,
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

impl Options {
    /// No option given.
    pub fn new() -> Self {
        Self::default()
    }

    /// Called after each attempt, for metrics; it must not block.
    #[must_use]
    pub fn on_attempt(mut self, hook: impl Fn(&Attempt) + Send + Sync + 'static) -> Self {
        self.on_attempt = Hook(Some(Arc::new(hook)));
        self
    }

    /// These options over those of the process's environment.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] naming the variable whose text cannot be read.
    pub fn over_env(self) -> Result<Self, Error> {
        // Looked up once each: a client can be opened in every request of a web server.
        let unreadable = OnceCell::new();
        let lookup = |name: &str| {
            let text = std::env::var_os(name)?.into_string();
            text.inspect_err(|_| _ = unreadable.get_or_init(|| Error::configuration(name, "is not UTF-8")))
                .ok()
        };
        let env = Self::from_env(&lookup);
        match unreadable.into_inner() {
            Some(error) => Err(error),
            None => Ok(env?.overlay(self)),
        }
    }

    /// Where each option's value would come from, and the value as it may be shown: for diagnosis.
    pub fn explain(&self, env: &Options) -> Vec<(&'static OptionInfo, Source, Option<String>)> {
        let (code, set) = (self.shown(), env.shown());
        let in_force = env.clone().overlay(self.clone()).shown();
        let find = |list: &[(&str, String)], name: &str| {
            list.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
        };
        let explain = |info: &'static OptionInfo| {
            let variable = info.env.unwrap_or("QYS_AGENT_TOKEN");
            let source = if find(&code, info.name).is_some() {
                Source::Code
            } else if find(&in_force, info.name).is_some() {
                Source::Environment(variable)
            } else if find(&set, info.name).is_some() {
                Source::Displaced(variable)
            } else {
                Source::Default
            };
            (info, source, find(&in_force, info.name))
        };
        OPTIONS.iter().map(explain).collect()
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.shown()).finish()
    }
}
