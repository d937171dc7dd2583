//! From method and path to what answers them.

use std::collections::HashMap;

use axum::http::Method;
use qiyuesuo::operation::{OPERATIONS, OperationInfo};

use crate::answer::Answer;

#[derive(Clone, Copy)]
pub(crate) enum Target {
    Operation(&'static OperationInfo),
    /// The path is known, with other methods.
    WrongMethod,
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
            Target::Operation(_) => None,
            Target::WrongMethod => {
                let methods = self.paths.get(path).into_iter().flatten().map(|(name, _)| *name);
                let wanted = methods.collect::<Vec<_>>().join(" or ");
                let message = format!("EMULATOR: METHOD NOT ALLOWED,{path} wants {wanted}");
                Some(emulator_error(405, None, &message))
            }
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

pub(crate) fn emulator_error(status: u16, response_code: Option<&str>, message: &str) -> Answer {
    Answer { status, ..Answer::failed(i64::from(status), response_code, message) }
}

/// Every operation: method, path, and itself.
fn table() -> impl Iterator<Item = (&'static str, &'static str, Target)> {
    OPERATIONS.iter().map(|info| (info.method, info.path, Target::Operation(info)))
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
        let things = [
            ("GET", "/v2/thing", Target::Operation(OPERATIONS[0])),
            ("POST", "/v2/thing", Target::Operation(OPERATIONS[1])),
        ];
        let routes = Routes::of(things.into_iter());
        let found = |method| routes.find(&method, "/v2/thing");
        assert_eq!(found(Method::GET).operation(), Some(OPERATIONS[0].name));
        assert_eq!(found(Method::POST).operation(), Some(OPERATIONS[1].name));
        let refused = routes.refusal(found(Method::PUT), "/v2/thing").unwrap();
        assert_eq!(refused.status, 405);
        assert!(String::from_utf8_lossy(&refused.body).contains("wants GET or POST"));
    }
}
