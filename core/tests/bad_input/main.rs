//! What users get wrong: each mistake is told before anything is sent, by name, and without showing secrets.

#![allow(clippy::unwrap_used)]

mod addresses;
mod credentials;
mod options;
mod requests;
#[path = "../support/mod.rs"]
mod support;

use qiyuesuo::{Client, Error, ErrorKind, Options};

/// Options of a client that would work, if anything listened at its address.
fn good() -> Options {
    Options::new().app_token(support::TOKEN).app_secret(support::SECRET).base_url("http://127.0.0.1:9")
}

/// The error of a client that must not be built.
fn refused(options: Options) -> Error {
    let error = options.build_without_env().map(drop).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    error
}

/// Everything an error shows by itself.
fn shown(error: &Error) -> String {
    format!("{} {error} {error:?} {error:#?}", error.message())
}

fn client() -> Client {
    good().build_without_env().unwrap()
}
