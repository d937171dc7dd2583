//! Unofficial Rust SDK for the Qiyuesuo (契约锁) e-signature open platform.
//!
//! Its heart is one call: a backend asks for a personal-authentication ticket and hands it to its WeChat
//! mini-program, whose plugin then identifies the person.
//!
//! ```no_run
//! use qiyuesuo::api::{ContactType, CreatePersonalAuthTicket, User};
//! use qiyuesuo::{Client, Environment};
//!
//! # async fn run() -> Result<(), qiyuesuo::Error> {
//! let client = Client::builder()
//!     .app_token("...")
//!     .app_secret("...")
//!     .environment(Environment::Test)
//!     .build()?; // or Client::from_env(), from QYS_*
//! let request = CreatePersonalAuthTicket::builder()
//!     .user(User::new("10020033044", ContactType::Mobile))
//!     .mode("BANK")
//!     .username("张三")
//!     .callback_url("http://www.qiyuesuo.com")
//!     .build();
//! let ticket = client.personal_auth().create_ticket(&request).await?;
//! println!("{}", ticket.plugin_url().unwrap_or_default());
//! # Ok(())
//! # }
//! ```
//!
//! * [`Client`] holds the connections; [`Options`] are documented in [`config`].
//! * [`api`] has the requests and results; [`Client::request`] reaches every other endpoint.
//! * Failures are one [`Error`] with an [`ErrorKind`]; [`callback`] reads what the platform posts back.
//!
//! Every attempt of a call is signed anew, since a nonce may be used once in ten minutes. What the SDK chose where the
//! platform is silent stands in `docs/choices.md`.

#![forbid(unsafe_code)]
#![deny(missing_docs)]
// `api::shapes` reads the fields of a request one after the other.
#![recursion_limit = "512"]

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeOfTheCrate;

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct ReadmeOfTheProject;

mod answered;
pub mod api;
mod body;
pub mod callback;
mod check;
mod client;
pub mod config;
mod credentials;
mod download;
mod envelope;
mod error;
mod error_kind;
mod integers;
mod invisible;
mod many;
mod mask;
#[doc(hidden)]
pub mod nonces;
pub mod operation;
mod ours;
mod pace;
mod pages;
pub mod plugin;
mod raw;
mod readable;
mod response;
mod sign;
pub mod signature;
mod transport;

pub use body::{MAX_PART, Part};
pub use check::MAX_TEXT;
pub use client::Client;
pub use config::{
    Agent, Attempt, Environment, OPTIONS, OptionInfo, OptionKind, Options, ProxyChoice, Source, Validation,
};
pub use credentials::MAX_CREDENTIAL;
pub use download::Download;
pub use error::{Error, ErrorKind};
pub use error_kind::{ERROR_KINDS, ErrorKindInfo};
pub use http;
pub use integers::quote_integers;
pub use pages::{PAGE_SIZE, Paged};
pub use raw::{RawRequest, RawResponse};
pub use response::Response;
pub use sign::{SignOptions, sign};
pub use signature::SignatureRule;
