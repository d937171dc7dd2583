//! The Rust clients that are measured: the SDK, what users would write instead, and the floor under them all.

pub mod by_hand;
mod by_hyper_util;
mod by_reqwest;
mod raw;
mod sdk;

pub use by_hyper_util::ByHyperUtil;
pub use by_reqwest::ByReqwest;
pub use raw::Raw;
pub use sdk::Sdk;

use crate::seed::{APP_SECRET, APP_TOKEN};

/// Where to and as whom. The environment variables are the contract with clients in other languages.
#[derive(clap::Args, Clone)]
pub struct Target {
    /// Base address of the server.
    #[arg(long, env = "QYS_BASE_URL")]
    pub base_url: String,
    /// App Token.
    #[arg(long, env = "QYS_APP_TOKEN", default_value = APP_TOKEN)]
    pub app_token: String,
    /// App Secret.
    #[arg(long, env = "QYS_APP_SECRET", default_value = APP_SECRET, hide_env_values = true)]
    pub app_secret: String,
}
