//! From method and path to what answers them.

use std::collections::HashMap;

use axum::http::Method;
use qiyuesuo::operation::{OPERATIONS, OperationInfo};

use super::known_paths::KNOWN_PATHS;
use crate::answer::Answer;

/// The few endpoints beside the SDK's operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Endpoint {
    DownloadContract,
    DownloadDocument,
}

const ENDPOINTS: &[(&str, &str, Endpoint)] = &[
    ("GET", "/v2/contract/download", Endpoint::DownloadContract),
    ("GET", "/v2/document/download", Endpoint::DownloadDocument),
];

#[derive(Clone, Copy)]
pub(crate) enum Target {
    Operation(&'static OperationInfo),
    Endpoint(Endpoint),
    /// The path is known, with other methods.
    WrongMethod,
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

/// What answers each path: its methods, of which most paths have one.
pub(crate) struct Routes {
    paths: HashMap<&'static str, Vec<(&'static str, Target)>>,
}

impl Routes {
    pub(crate) fn new() -> Self {
        Self::of(table())
    }

    fn of(table: impl Iterator<Item = (&'static str, &'static str, Target)>) -> Self {
        let mut paths: HashMap<_, Vec<_>> = HashMap::new();
        for (method, path, target) in table {
            paths.entry(path).or_default().push((method, target));
        }
        Self { paths }
    }

    pub(crate) fn find(&self, method: &Method, path: &str) -> Target {
        let Some(methods) = self.paths.get(path) else { return Target::Unknown };
        let found = methods.iter().find(|(name, _)| method.as_str() == *name);
        found.map_or(Target::WrongMethod, |(_, target)| *target)
    }

    /// The answer where a target is nothing to be answered.
    pub(crate) fn refusal(&self, target: Target, path: &str) -> Option<Answer> {
        match target {
            Target::Operation(_) | Target::Endpoint(_) => None,
            Target::WrongMethod => {
                let methods = self.paths.get(path).into_iter().flatten().map(|(name, _)| *name);
                let wanted = methods.collect::<Vec<_>>().join(" or ");
                let message = format!("EMULATOR: METHOD NOT ALLOWED,{path} wants {wanted}");
                Some(emulator_error(405, None, &message))
            }
            Target::NotImplemented => Some(not_implemented(&format!("the platform's path {path}"))),
            Target::Unknown => Some(emulator_error(
                404,
                None,
                &format!("EMULATOR: NOT FOUND,{path} is no path of the platform that the emulator knows"),
            )),
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

/// Everything that is known of the platform: method, path, and what answers them.
fn table() -> impl Iterator<Item = (&'static str, &'static str, Target)> {
    let operations = OPERATIONS.iter().map(|info| (info.method, info.path, Target::Operation(info)));
    let endpoints =
        ENDPOINTS.iter().map(|(method, path, endpoint)| (*method, *path, Target::Endpoint(*endpoint)));
    let known = KNOWN_PATHS.iter().map(|(method, path)| (*method, *path, Target::NotImplemented));
    operations.chain(endpoints).chain(known)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// The first would answer for all of them.
    #[test]
    fn no_two_things_have_one_method_and_path() {
        let mut seen = HashSet::new();
        for (method, path, _) in table() {
            assert!(seen.insert((method, path)), "{method} {path} stands twice, or is an operation by now");
        }
    }

    #[test]
    fn one_path_may_have_two_methods() {
        let routes = Routes::of(
            [
                ("GET", "/v2/thing", Target::Endpoint(Endpoint::DownloadContract)),
                ("POST", "/v2/thing", Target::Endpoint(Endpoint::DownloadDocument)),
            ]
            .into_iter(),
        );
        let endpoint = |method| match routes.find(&method, "/v2/thing") {
            Target::Endpoint(endpoint) => Some(endpoint),
            _ => None,
        };
        assert_eq!(endpoint(Method::GET), Some(Endpoint::DownloadContract));
        assert_eq!(endpoint(Method::POST), Some(Endpoint::DownloadDocument));
        assert_eq!(endpoint(Method::PUT), None);
        let refused = routes.refusal(routes.find(&Method::PUT, "/v2/thing"), "/v2/thing").unwrap();
        assert_eq!(refused.status, 405);
        assert!(String::from_utf8_lossy(&refused.body).contains("wants GET or POST"));
    }
}
