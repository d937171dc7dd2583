//! The verdicts, and what the server knows of them.

use crate::json::Json;
use crate::vector::Group;

/// What came of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The outcome is the expected one.
    Pass,
    /// It is not, and why.
    Fail(String),
}

impl From<Result<(), String>> for Verdict {
    fn from(result: Result<(), String>) -> Self {
        result.map_or_else(Self::Fail, |()| Self::Pass)
    }
}

impl Verdict {
    /// `{"status": "PASS" | "FAIL", "reason": string | null}`.
    pub(crate) fn json(&self) -> Json {
        Json::Object(self.members())
    }

    fn members(&self) -> Vec<(String, Json)> {
        let (status, reason) = match self {
            Self::Pass => ("PASS", Json::Null),
            Self::Fail(reason) => ("FAIL", Json::String(reason.clone())),
        };
        vec![("status".to_owned(), Json::String(status.to_owned())), ("reason".to_owned(), reason)]
    }
}

/// One check of one vector by one language.
#[derive(Clone, Debug)]
pub struct Check {
    /// The language, as its runner calls it.
    pub language: String,
    /// The group of the vector.
    pub group: Group,
    /// Its name.
    pub name: String,
    /// What came of it.
    pub verdict: Verdict,
}

/// The last check of every vector by every language.
#[derive(Clone, Debug, Default)]
pub struct Report {
    checks: Vec<Check>,
}

impl Report {
    /// The verdict on a vector, if that language has had it checked.
    pub fn verdict(&self, language: &str, group: Group, name: &str) -> Option<&Verdict> {
        self.checks
            .iter()
            .find(|check| check.language == language && check.group == group && check.name == name)
            .map(|check| &check.verdict)
    }

    /// All checks, in the order the vectors were first checked.
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// Adds a check, in place of an earlier one of the same vector.
    pub(crate) fn add(&mut self, check: Check) {
        let same = |old: &Check| {
            old.language == check.language && old.group == check.group && old.name == check.name
        };
        match self.checks.iter_mut().find(|old| same(old)) {
            Some(old) => *old = check,
            None => self.checks.push(check),
        }
    }

    pub(crate) fn json(&self) -> Json {
        let text = |text: &str| Json::String(text.to_owned());
        let checks = self.checks.iter().map(|check| {
            let mut members = vec![
                ("language".to_owned(), text(&check.language)),
                ("group".to_owned(), text(check.group.name())),
                ("name".to_owned(), text(&check.name)),
            ];
            members.extend(check.verdict.members());
            Json::Object(members)
        });
        Json::Object(vec![("checks".to_owned(), Json::Array(checks.collect()))])
    }
}
