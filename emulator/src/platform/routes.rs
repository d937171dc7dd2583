//! From method and path to what answers them.

use std::collections::HashMap;

use axum::http::Method;
use qiyuesuo::operation::{OPERATIONS, OperationInfo};

use super::known_paths::KNOWN_PATHS;
use crate::answer::Answer;

/// The few endpoints beside the SDK's operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Endpoint {
    CheckHealth,
    DownloadContract,
    DownloadDocument,
    AddDocument,
}

const ENDPOINTS: &[(&str, &str, Endpoint)] = &[
    ("GET", "/v2/checkhealth", Endpoint::CheckHealth),
    ("GET", "/saas/v2/checkhealth", Endpoint::CheckHealth),
    ("GET", "/v2/contract/download", Endpoint::DownloadContract),
    ("GET", "/v2/document/download", Endpoint::DownloadDocument),
    ("POST", "/v2/document/addbyfile", Endpoint::AddDocument),
];

#[derive(Clone, Copy)]
pub(crate) enum Target {
    Operation(&'static OperationInfo),
    Endpoint(Endpoint),
    /// The path is served, with this other method.
    WrongMethod(&'static str),
    /// A path of the platform that the emulator does not play.
    NotImplemented,
    Unknown,
}

impl Target {
    /// The SDK's name for it, if it has one.
    pub(crate) fn operation(&self) -> Option<&'static str> {
        match self {
            Self::Operation(operation) => Some(operation.name),
            _ => None,
        }
    }
}

pub(crate) struct Routes {
    paths: HashMap<&'static str, (&'static str, Target)>,
}

impl Routes {
    pub(crate) fn new() -> Self {
        let mut paths = HashMap::new();
        for path in KNOWN_PATHS {
            paths.insert(*path, ("", Target::NotImplemented));
        }
        for (method, path, endpoint) in ENDPOINTS {
            paths.insert(*path, (*method, Target::Endpoint(*endpoint)));
        }
        for operation in OPERATIONS {
            paths.insert(operation.path, (operation.method, Target::Operation(operation)));
        }
        Self { paths }
    }

    pub(crate) fn find(&self, method: &Method, path: &str) -> Target {
        match self.paths.get(path) {
            None => Target::Unknown,
            Some((_, Target::NotImplemented)) => Target::NotImplemented,
            Some((expected, target)) if method.as_str() == *expected => *target,
            Some((expected, _)) => Target::WrongMethod(expected),
        }
    }

    pub(crate) fn is_operation_name(name: &str) -> bool {
        OPERATIONS.iter().any(|operation| operation.name == name)
    }
}

/// The emulator's choice for what it does not play: an HTTP status that cannot be taken for a business error.
pub(crate) fn not_implemented(what: &str) -> Answer {
    emulator_error(501, Some("11990501"), &format!("EMULATOR: {what} is known but not implemented here"))
}

pub(crate) fn emulator_error(status: u16, response_code: Option<&str>, message: &str) -> Answer {
    Answer { status, ..Answer::failed(i64::from(status), response_code, message) }
}

impl Target {
    /// The answer of a target that is nothing to be answered.
    pub(crate) fn refusal(&self, path: &str) -> Option<Answer> {
        match self {
            Self::Operation(_) | Self::Endpoint(_) => None,
            Self::WrongMethod(expected) => Some(emulator_error(
                405,
                None,
                &format!("EMULATOR: METHOD NOT ALLOWED,{path} wants {expected}"),
            )),
            Self::NotImplemented => Some(not_implemented(&format!("the platform's path {path}"))),
            Self::Unknown => Some(emulator_error(
                404,
                None,
                &format!("EMULATOR: NOT FOUND,{path} is no path of the platform that the emulator knows"),
            )),
        }
    }
}
