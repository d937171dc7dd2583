//! Options of the client in a vector.

use serde::Deserialize;

use crate::json::Json;

/// Options of the client, in their JSON names. Their values are the clients' to judge, their names are checked here.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Json")]
pub struct Config(Json);

impl Default for Config {
    fn default() -> Self {
        Self(Json::Object(Vec::new()))
    }
}

const OPTIONS: [&str; 24] = [
    "app_token",
    "app_secret",
    "agent",
    "environment",
    "base_url",
    "connect_timeout",
    "attempt_timeout",
    "total_timeout",
    "max_retries",
    "proxy",
    "ca_pem",
    "ca_file",
    "allow_http",
    "pool_idle_timeout",
    "pool_max_idle",
    "connection_max_age",
    "signature",
    "header_prefix",
    "language",
    "validation",
    "app_info",
    "clock_correction",
    "capture_bodies",
    "max_download_bytes",
];

impl Config {
    /// The value of an option.
    pub fn get(&self, option: &str) -> Option<&Json> {
        self.0.get(option)
    }

    /// All options, as a JSON object.
    pub fn json(&self) -> &Json {
        &self.0
    }
}

impl TryFrom<Json> for Config {
    type Error = String;

    fn try_from(json: Json) -> Result<Self, String> {
        match json.members().iter().find(|(name, _)| !OPTIONS.contains(&name.as_str())) {
            Some((name, _)) => Err(format!("unknown option `{name}` in config")),
            None => Ok(Self(json)),
        }
    }
}
