//! Which settings were found, and where. Secrets stay hidden.

use qiyuesuo::{Client, Environment, OptionInfo, Options, Source};
use serde_json::{Value, json};
use url::Url;

use crate::failure::Failure;
use crate::global::Global;
use crate::output::{FAINT, styled};

/// Longest value that is shown: a PEM text is none of them.
const MAX_SHOWN: usize = 120;

/// A setting with its origin.
pub struct Found {
    pub name: &'static str,
    pub source: String,
    pub value: Option<String>,
    default: &'static str,
    env: Option<&'static str>,
    /// A variable that something on the command line takes the place of.
    overridden: bool,
}

/// Everything that is set, the options as far as they can be read, and the client they make, if they make one.
pub fn look(global: &Global) -> (Vec<Found>, Options, Result<Client, Failure>) {
    let given = match global.given() {
        Ok(given) => given,
        Err(failure) => return (Vec::new(), Options::new(), Err(failure)),
    };
    let (env, unreadable) = readable(global);
    let found = list(&given, &env);
    let options = env.overlay(given);
    let built = unreadable.map_or_else(|| build(global, options.clone()), Err);
    (found, options, built)
}

/// The environment without the variables that cannot be read, and the first failure to read one.
fn readable(global: &Global) -> (Options, Option<Failure>) {
    let (mut skipped, mut first): (Vec<String>, Option<Failure>) = (Vec::new(), None);
    loop {
        match global.found_except(&skipped) {
            Ok(options) => return (options, first),
            Err(Failure::Sdk { error, hint }) => {
                match error.field() {
                    Some(name) if !skipped.iter().any(|known| known == name) => skipped.push(name.to_owned()),
                    _ => return (Options::new(), Some(Failure::Sdk { error, hint })),
                }
                first.get_or_insert(Failure::Sdk { error, hint });
            }
            Err(other) => return (Options::new(), Some(other)),
        }
    }
}

fn list(given: &Options, env: &Options) -> Vec<Found> {
    let explained = given.explain(env);
    explained.iter().map(|(info, source, value)| describe(info, source, value.as_deref())).collect()
}

fn build(global: &Global, options: Options) -> Result<Client, Failure> {
    global.warn_of_secrets();
    Ok(options.build_without_env()?)
}

fn describe(info: &OptionInfo, source: &Source, value: Option<&str>) -> Found {
    let displaced = matches!(source, Source::Displaced(_));
    let source = match source {
        Source::Code => "command line".to_owned(),
        Source::Environment("QYS_AGENT_TOKEN") => "QYS_AGENT_TOKEN, QYS_AGENT_SECRET".to_owned(),
        Source::Environment(name) | Source::Displaced(name) => (*name).to_owned(),
        _ => "default".to_owned(),
    };
    let value = value.map(|value| match info.name {
        "base_url" => without_user(value),
        _ if value.chars().count() > MAX_SHOWN || value.contains('\n') => format!("({} bytes)", value.len()),
        _ => value.to_owned(),
    });
    Found { name: info.name, source, value, default: info.default, env: info.env, overridden: displaced }
}

/// An address that is refused for the password in it must not be shown with it.
fn without_user(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((_, host)) => format!("(hidden)@{host}"),
        None => address.to_owned(),
    }
}

impl Found {
    pub fn is_given(&self) -> bool {
        self.value.is_some()
    }

    /// What is set, and the environment where nothing says otherwise.
    pub fn is_worth_a_line(&self, all: &[Self]) -> bool {
        let elsewhere = || all.iter().any(|setting| setting.name == "base_url" && setting.is_given());
        self.is_given() || self.name == "environment" && !elsewhere()
    }

    pub fn line(&self) -> String {
        let value = self.value.as_deref().unwrap_or(self.default);
        let note = if self.overridden { ", overridden by the command line" } else { "" };
        format!("  {:<18} {value}  {}", self.name, styled(FAINT, &format!("({}{note})", self.source)))
    }

    pub fn document(&self) -> Value {
        json!({
            "name": self.name,
            "source": self.source,
            "value": self.value,
            "default": self.default,
            "env": self.env,
            "overridden": self.overridden,
        })
    }
}

/// The base address in force, as far as it can be read.
pub fn address(found: &[Found]) -> Option<Url> {
    if found.is_empty() {
        return None;
    }
    let value = |name: &str| found.iter().find(|setting| setting.name == name)?.value.as_deref();
    let text = match (value("base_url"), value("environment")) {
        (Some(url), _) => url,
        (None, Some("test")) => Environment::Test.base_url(),
        _ => Environment::Production.base_url(),
    };
    Url::parse(text).ok()
}

/// Whether an agent signs, and no application of one's own.
pub fn is_agent_only(found: &[Found]) -> bool {
    let is_set = |name: &str| found.iter().any(|setting| setting.name == name && setting.value.is_some());
    is_set("agent") && !is_set("app_token")
}
