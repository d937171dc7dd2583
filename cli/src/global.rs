//! Options of every command, and the client they make.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use qiyuesuo::config::secret_file;
use qiyuesuo::{Agent, Client, Environment, Options, SignatureRule, Validation};
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::output::{self, Format};

#[derive(Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// App Token of the application (QYS_APP_TOKEN)
    #[arg(long, global = true, value_name = "TOKEN", allow_hyphen_values = true)]
    app_token: Option<String>,
    /// App Secret; everybody on this machine can see it here: rather QYS_APP_SECRET or --app-secret-file
    #[arg(long, global = true, value_name = "SECRET", allow_hyphen_values = true)]
    app_secret: Option<String>,
    /// File that holds the App Secret (QYS_APP_SECRET_FILE); one final line break is dropped
    #[arg(long, global = true, value_name = "FILE")]
    app_secret_file: Option<PathBuf>,
    /// Token of an agent (SaaS) (QYS_AGENT_TOKEN)
    #[arg(long, global = true, value_name = "TOKEN", allow_hyphen_values = true)]
    agent_token: Option<String>,
    /// Secret of an agent; rather QYS_AGENT_SECRET
    #[arg(long, global = true, value_name = "SECRET", allow_hyphen_values = true)]
    agent_secret: Option<String>,
    /// The platform's production or its own test environment (QYS_ENVIRONMENT) [default: production]
    #[arg(long, global = true, value_name = "NAME")]
    environment: Option<EnvironmentName>,
    /// Another address, such as an emulator's (QYS_BASE_URL)
    #[arg(long, global = true, value_name = "URL")]
    base_url: Option<String>,
    /// Longest time for a call, with all its attempts, in seconds (QYS_TOTAL_TIMEOUT) [default: 60]
    #[arg(long, global = true, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
    /// How often a call may be repeated (QYS_MAX_RETRIES) [default: 2]
    #[arg(long, global = true, value_name = "N")]
    max_retries: Option<u32>,
    /// http://, https:// or socks5:// address of a proxy, or `direct` (QYS_PROXY)
    #[arg(long, global = true, value_name = "URL")]
    proxy: Option<String>,
    /// PEM file with the certificate authorities to trust (QYS_CA_FILE)
    #[arg(long, global = true, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// Allow plain HTTP to other hosts: credentials and personal data travel unencrypted (QYS_ALLOW_HTTP)
    #[arg(long, global = true)]
    allow_http: bool,
    /// How requests are signed: md5, md5-without-nonce, hmac-sha256-provisional (a guess), or a rule as JSON
    /// (QYS_SIGNATURE) [default: md5]
    #[arg(long, global = true, value_name = "RULE")]
    pub signature: Option<String>,
    /// Prefix of the header names; private installations use x-qys- (QYS_HEADER_PREFIX) [default: x-qys-open-]
    #[arg(long, global = true, value_name = "PREFIX")]
    pub header_prefix: Option<String>,
    /// Whether fields and values that are not documented are refused (QYS_VALIDATION) [default: strict]
    #[arg(long, global = true, value_name = "MODE")]
    pub validation: Option<ValidationName>,
    /// How results and errors are printed
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    pub output: Format,
    /// Log every attempt on stderr, as text, without secrets, tickets and personal data
    #[arg(long, short, global = true)]
    pub verbose: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EnvironmentName {
    Production,
    Test,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ValidationName {
    Strict,
    Lenient,
}

/// A token with its secret.
pub struct Pair {
    pub token: Zeroizing<String>,
    pub secret: Zeroizing<String>,
}

pub fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds <= 86_400.0 => Ok(Duration::from_secs_f64(seconds)),
        _ => Err("must be a number of seconds above 0 and at most 86400".to_owned()),
    }
}

/// A variable, unless it is empty: the core reads them so.
pub fn variable(name: &str) -> Result<Option<Zeroizing<String>>, Failure> {
    let text = std::env::var_os(name).filter(|text| !text.is_empty()).map(std::ffi::OsString::into_string);
    // One that cannot be read must not count as one that is not set: production is the default.
    let text = text.transpose().map_err(|_| Failure::usage(format!("the variable {name} is not UTF-8")))?;
    Ok(text.map(Zeroizing::new))
}

/// What the command line gives, else the variable.
pub fn or_variable(given: &Option<String>, name: &str) -> Result<Option<Zeroizing<String>>, Failure> {
    given.clone().map_or_else(|| variable(name), |given| Ok(Some(Zeroizing::new(given))))
}

impl Global {
    /// Lets the core's log through, and nobody else's: HTTP libraries log headers.
    pub fn start_log(&self) {
        let level = if self.verbose { "debug" } else { "warn" };
        tracing_subscriber::fmt()
            .with_env_filter(tracing_subscriber::EnvFilter::new(format!("off,qiyuesuo={level}")))
            .with_writer(std::io::stderr)
            .with_ansi(false)
            .init();
    }

    /// The options of the command line.
    pub fn given(&self) -> Result<Options, Failure> {
        let mut options = Options::new();
        if let Some(token) = &self.app_token {
            options = options.app_token(token.as_str());
        }
        if let Some(secret) = &self.app_secret {
            options = options.app_secret(secret.as_str());
        }
        if let Some(file) = &self.app_secret_file {
            options = options.app_secret_file(file);
        }
        if let (true, Some(agent)) = (self.names_agent(), self.agent()?) {
            options = options.agent(Agent::new(agent.token.as_str(), agent.secret.as_str()));
        }
        if let Some(environment) = self.environment {
            options = options.environment(match environment {
                EnvironmentName::Production => Environment::Production,
                EnvironmentName::Test => Environment::Test,
            });
        }
        if let Some(url) = &self.base_url {
            options = options.base_url(url);
        }
        if let Some(timeout) = self.timeout {
            options = options.total_timeout(timeout);
        }
        if let Some(retries) = self.max_retries {
            options = options.max_retries(retries);
        }
        if let Some(proxy) = &self.proxy {
            options = options.proxy(proxy.as_str());
        }
        if let Some(file) = &self.ca_file {
            options = options.ca_file(file);
        }
        if self.allow_http {
            options = options.allow_http(true);
        }
        if let Some(rule) = &self.signature {
            options = options.signature(SignatureRule::parse(rule)?);
        }
        if let Some(prefix) = &self.header_prefix {
            options = options.header_prefix(prefix);
        }
        if let Some(validation) = self.validation {
            options = options.validation(match validation {
                ValidationName::Strict => Validation::Strict,
                ValidationName::Lenient => Validation::Lenient,
            });
        }
        Ok(options)
    }

    /// The options of the environment (`QYS_*`). Where the command line names half of an agent, the other half may
    /// come from a variable, so that the core must not look for both there.
    pub fn found(&self) -> Result<Options, Failure> {
        self.found_except(&[])
    }

    /// The same without some variables.
    pub fn found_except(&self, skipped: &[String]) -> Result<Options, Failure> {
        let combined = self.names_agent();
        let unreadable = std::cell::OnceCell::new();
        let lookup = |name: &str| {
            let hidden = combined && matches!(name, "QYS_AGENT_TOKEN" | "QYS_AGENT_SECRET");
            let skipped = skipped.iter().any(|skipped| skipped == name);
            if hidden || skipped {
                return None;
            }
            let found = variable(name).map(|found| found.map(|text| text.to_string()));
            found.map_err(|failure| _ = unreadable.set(failure)).ok().flatten()
        };
        let options = Options::from_env(&lookup);
        match unreadable.into_inner() {
            Some(failure) => Err(failure),
            None => Ok(options?),
        }
    }

    /// The options in force.
    pub fn options(&self) -> Result<Options, Failure> {
        Ok(self.found()?.overlay(self.given()?))
    }

    /// The value of an option in force as it may be shown, if it is given anywhere.
    pub fn shown(&self, option: &str) -> Result<Option<String>, Failure> {
        Ok(self.options()?.shown().into_iter().find(|(name, _)| *name == option).map(|(_, value)| value))
    }

    pub fn client(&self) -> Result<Client, Failure> {
        self.warn_of_secrets();
        let app = concat!("qys/", env!("CARGO_PKG_VERSION"));
        let options = Options::new().app_info(app).overlay(self.options()?);
        Ok(options.build_without_env()?)
    }

    /// The application's token and secret as they are, from where the client would take them; either can be missing.
    pub fn app(&self) -> Result<[Option<Zeroizing<String>>; 2], Failure> {
        let token = or_variable(&self.app_token, "QYS_APP_TOKEN")?;
        let found = (variable("QYS_APP_SECRET")?, variable("QYS_APP_SECRET_FILE")?);
        let secret = match (&self.app_secret, &self.app_secret_file, found) {
            (Some(_), Some(_), _) => {
                return Err(wrong("--app-secret and --app-secret-file exclude each other"));
            }
            (Some(secret), None, _) => Some(Zeroizing::new(secret.clone())),
            (None, Some(file), _) => Some(secret_file("--app-secret-file", file)?),
            (None, None, (Some(_), Some(_))) => {
                return Err(wrong("QYS_APP_SECRET and QYS_APP_SECRET_FILE exclude each other"));
            }
            (None, None, (Some(secret), None)) => Some(secret),
            (None, None, (None, Some(file))) => {
                Some(secret_file("QYS_APP_SECRET_FILE", file.as_str().as_ref())?)
            }
            (None, None, (None, None)) => None,
        };
        Ok([token, secret])
    }

    /// The agent's token and secret as they are.
    pub fn agent(&self) -> Result<Option<Pair>, Failure> {
        let token = or_variable(&self.agent_token, "QYS_AGENT_TOKEN")?;
        let secret = or_variable(&self.agent_secret, "QYS_AGENT_SECRET")?;
        match (token, secret) {
            (Some(token), Some(secret)) => Ok(Some(Pair { token, secret })),
            (None, None) => Ok(None),
            (Some(_), None) => Err(half("the agent's secret is missing")),
            (None, Some(_)) => Err(half("the agent's token is missing")),
        }
    }

    /// Credentials given on the command line itself, for the emulator: the environment's are for the platform.
    pub fn command_line_credentials(&self) -> Result<[Option<Zeroizing<String>>; 4], Failure> {
        let own = |text: &Option<String>| text.clone().map(Zeroizing::new);
        let secret = match (&self.app_secret, &self.app_secret_file) {
            (None, Some(file)) => Some(secret_file("--app-secret-file", file)?),
            (secret, _) => own(secret),
        };
        Ok([own(&self.app_token), secret, own(&self.agent_token), own(&self.agent_secret)])
    }

    /// Arguments are seen by everybody on the machine, and kept by shells.
    pub fn warn_of_secrets(&self) {
        if self.app_secret.is_some() {
            output::warn(
                self.output,
                "a secret on the command line can be seen by others on this machine and stays in the shell's \
                 history: QYS_APP_SECRET or --app-secret-file is safer",
            );
        }
        if self.agent_secret.is_some() {
            output::warn(
                self.output,
                "the agent's secret on the command line can be seen: QYS_AGENT_SECRET is safer",
            );
        }
        if self.proxy.as_ref().is_some_and(|proxy| proxy.contains('@')) {
            output::warn(
                self.output,
                "the proxy's password on the command line can be seen: QYS_PROXY is safer",
            );
        }
    }

    fn names_agent(&self) -> bool {
        self.agent_token.is_some() || self.agent_secret.is_some()
    }
}

fn wrong(message: &str) -> Failure {
    qiyuesuo::Error::new(qiyuesuo::ErrorKind::Configuration, message).into()
}

fn half(message: &str) -> Failure {
    wrong(message).with_hint(Some(
        "an agent is set with QYS_AGENT_TOKEN and QYS_AGENT_SECRET (or `--agent-token`, `--agent-secret`)"
            .to_owned(),
    ))
}
