//! Faults to order: what goes wrong, for which operation, when and how often.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::lock;
use crate::platform::Routes;

/// One entry of the list.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FaultRule {
    /// The name of an operation, a path, or `*` (the default) for every request.
    #[serde(default = "any")]
    pub(crate) operation: String,
    /// Strikes at the n-th matching request; without `times` only there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) nth: Option<u64>,
    /// How many requests it strikes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) times: Option<u64>,
    pub(crate) fault: Fault,
}

/// What goes wrong. `latency_ms` may stand alone or beside one of the others.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Fault {
    /// Waits before whatever comes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) latency_ms: Option<u64>,
    /// Answers this HTTP status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
    /// Its body: text as it is, anything else as JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) body: Option<Value>,
    /// Its headers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) headers: Option<BTreeMap<String, String>>,
    /// Resets the connection (RST) instead of an answer.
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) reset: bool,
    /// Promises the whole body, sends this many bytes of it and closes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cut_after: Option<usize>,
    /// Answers an HTML page with status 200, as an appliance in between would.
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) html: bool,
    /// Never answers.
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) hang: bool,
}

fn any() -> String {
    "*".into()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// The longest latency, so that a forgotten fault does not hold a connection for ever.
const MAX_LATENCY_MS: u64 = 10 * 60 * 1000;
const MAX_RULES: usize = 100;

impl Fault {
    /// How the log calls it.
    pub(crate) fn name(&self) -> &'static str {
        if self.reset {
            "reset"
        } else if self.hang {
            "hang"
        } else if self.html {
            "html"
        } else if self.cut_after.is_some() {
            "cut_after"
        } else if self.status.is_some() {
            "status"
        } else {
            "latency"
        }
    }

    /// Whether it takes the place of the platform's answer.
    pub(crate) fn replaces_answer(&self) -> bool {
        self.reset || self.hang || self.html || self.status.is_some()
    }

    fn check(&self) -> Result<(), String> {
        let kinds = [self.reset, self.hang, self.html, self.cut_after.is_some(), self.status.is_some()];
        let count = kinds.iter().filter(|kind| **kind).count();
        if count > 1 {
            return Err("only one of status, reset, cut_after, html and hang".into());
        }
        if count == 0 && self.latency_ms.is_none() {
            return Err("one of latency_ms, status, reset, cut_after, html and hang is needed".into());
        }
        if self.status.is_none() && (self.body.is_some() || self.headers.is_some()) {
            return Err("body and headers go with status only".into());
        }
        if self.status.is_some_and(|status| !(200..=999).contains(&status)) {
            return Err("status: must be between 200 and 999".into());
        }
        if self.latency_ms.is_some_and(|latency| latency > MAX_LATENCY_MS) {
            return Err("latency_ms: must be at most 600000".into());
        }
        for (name, value) in self.headers.iter().flatten() {
            let framing = ["content-length", "transfer-encoding", "connection"];
            if name.parse::<axum::http::HeaderName>().is_err()
                || value.parse::<axum::http::HeaderValue>().is_err()
                || framing.contains(&name.to_ascii_lowercase().as_str())
            {
                return Err(format!("headers: {name:?} with this value cannot be sent"));
            }
        }
        Ok(())
    }
}

#[derive(Default)]
pub(crate) struct Faults {
    /// So that requests pay nothing while there is no fault.
    any: AtomicBool,
    rules: Mutex<Vec<(FaultRule, Counts)>>,
}

#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Counts {
    /// Matching requests since the list was put.
    pub(crate) seen: u64,
    /// Requests it has struck.
    pub(crate) struck: u64,
}

impl Faults {
    /// Replaces the list.
    pub(crate) fn put(&self, rules: Vec<FaultRule>) -> Result<(), String> {
        if rules.len() > MAX_RULES {
            return Err(format!("at most {MAX_RULES} faults"));
        }
        for (index, rule) in rules.iter().enumerate() {
            check_rule(rule).map_err(|why| format!("[{index}].{why}"))?;
        }
        self.any.store(!rules.is_empty(), Ordering::Release);
        *lock(&self.rules) = rules.into_iter().map(|rule| (rule, Counts::default())).collect();
        Ok(())
    }

    pub(crate) fn list(&self) -> Vec<(FaultRule, Counts)> {
        lock(&self.rules).clone()
    }

    pub(crate) fn clear(&self) {
        self.any.store(false, Ordering::Release);
        lock(&self.rules).clear();
    }

    /// The fault that strikes this request: of all that match, the first whose turn it is.
    pub(crate) fn strike(&self, operation: Option<&str>, path: &str) -> Option<Fault> {
        if !self.any.load(Ordering::Acquire) {
            return None;
        }
        let mut struck = None;
        for (rule, counts) in lock(&self.rules).iter_mut() {
            if rule.operation != "*" && Some(rule.operation.as_str()) != operation && rule.operation != path {
                continue;
            }
            counts.seen += 1;
            let times = rule.times.unwrap_or(if rule.nth.is_some() { 1 } else { u64::MAX });
            if struck.is_none() && counts.seen >= rule.nth.unwrap_or(1) && counts.struck < times {
                counts.struck += 1;
                struck = Some(rule.fault.clone());
            }
        }
        struck
    }
}

fn check_rule(rule: &FaultRule) -> Result<(), String> {
    let operation = rule.operation.as_str();
    if operation != "*" && !operation.starts_with('/') && !Routes::is_operation_name(operation) {
        return Err(format!(
            "operation: {operation:?} is none; allowed are the SDK's names (personal_auth.create_ticket), a path \
             that begins with /, and *"
        ));
    }
    if rule.nth == Some(0) || rule.times == Some(0) {
        return Err("nth and times: count from 1".into());
    }
    rule.fault.check().map_err(|why| format!("fault: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(json: &str) -> Result<Faults, String> {
        let faults = Faults::default();
        faults.put(serde_json::from_str(json).map_err(|why| why.to_string())?)?;
        Ok(faults)
    }

    #[test]
    fn nth_and_times() {
        let faults = rules(
            r#"[{"operation":"personal_auth.create_ticket","nth":2,"fault":{"reset":true}},
                {"operation":"/v2/checkhealth","times":1,"fault":{"hang":true}},
                {"nth":4,"times":2,"fault":{"status":503}}]"#,
        )
        .unwrap();
        let strike = |operation, path| faults.strike(operation, path).map_or("", |fault| fault.name());
        assert_eq!(strike(Some("personal_auth.create_ticket"), "/p"), "");
        assert_eq!(strike(Some("personal_auth.create_ticket"), "/p"), "reset");
        assert_eq!(strike(None, "/v2/checkhealth"), "hang");
        assert_eq!(strike(None, "/v2/checkhealth"), "status");
        assert_eq!(strike(Some("personal_auth.create_ticket"), "/p"), "status");
        assert_eq!(strike(None, "/x"), "");
        assert_eq!(faults.list()[2].1.seen, 6);
        faults.clear();
        assert_eq!(strike(None, "/v2/checkhealth"), "");
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (json, named) in [
            (r#"[{"fault":{"explode":true}}]"#, "explode"),
            (r#"[{"what":1,"fault":{"reset":true}}]"#, "what"),
            (r#"[{"operation":"personal.auth","fault":{"reset":true}}]"#, "operation"),
            (r#"[{"fault":{}}]"#, "latency_ms"),
            (r#"[{"fault":{"reset":true,"hang":true}}]"#, "only one"),
            (r#"[{"fault":{"html":true,"body":"x"}}]"#, "status only"),
            (r#"[{"fault":{"status":100}}]"#, "status"),
            (r#"[{"nth":0,"fault":{"reset":true}}]"#, "nth"),
            (r#"[{"fault":{"status":503,"headers":{"a b":"c"}}}]"#, "a b"),
            (r#"[{"fault":{"latency_ms":600001}}]"#, "latency_ms"),
        ] {
            let told = rules(json).err().unwrap_or_else(|| panic!("{json} passes"));
            assert!(told.contains(named), "{json}: {told}");
        }
    }
}
