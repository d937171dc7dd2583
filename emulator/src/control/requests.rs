//! The requests seen, each with what was signed and what the gateway made of it.

use std::sync::Arc;

use axum::extract::{RawQuery, State as Shared};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Map, Value, json};

use super::{ListQuery, Outcome, Problem, Reply};
use crate::gateway::{CredentialHeaders, HeaderNames, Verdict, digest, hint};
use crate::options::SignatureRule;
use crate::platform::Routes;
use crate::request_log::{Filter, Seen};
use crate::state::State;

const HIDDEN: &str = "••••";

pub(super) async fn list(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Outcome {
    let query = ListQuery::read(query.as_deref(), &["after", "limit", "operation"])?;
    if let Some(operation) = query.operation.as_deref().filter(|name| !Routes::is_operation_name(name)) {
        return Err(Problem::bad(format!(
            "operation: {operation:?} is none; allowed are the SDK's names, such as personal_auth.create_ticket"
        )));
    }
    let filter = Filter { after: query.after, operation: query.operation.as_deref(), limit: query.limit };
    let requests: Vec<Value> = state.log.list(&filter).iter().map(|seen| show(&state, seen)).collect();
    Ok(Reply(json!({ "requests": requests, "last_id": state.log.counts().1 })))
}

fn show(state: &State, seen: &Seen) -> Value {
    let mut headers = Map::new();
    let mut parsed = HeaderMap::new();
    for (name, value) in seen.header_lines() {
        let text = String::from_utf8_lossy(value);
        let text = if HeaderNames::is_secret(name) { masked(&text) } else { text.into_owned() };
        headers.insert(name.to_owned(), text.into());
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_bytes(value)) {
            parsed.insert(name, value);
        }
    }
    let credentials = state.gateway.read(&parsed);
    let answer = seen.status.map(|status| json!({ "status": status, "code": seen.code }));
    json!({
        "id": seen.id,
        "time": seen.time_ms,
        "method": seen.method.as_str(),
        "path": seen.path,
        "query": seen.query,
        "operation": seen.operation,
        "headers": headers,
        "body": String::from_utf8_lossy(&seen.body),
        "body_bytes": seen.body_bytes,
        "verdict": seen.verdict.name(),
        "signature": signature(state, &credentials, &seen.verdict, false),
        "agent_signature": signature(state, &credentials, &seen.verdict, true),
        "fault": seen.fault,
        "answer": answer,
    })
}

/// What was signed, or should have been: the whole story of one of the two pairs of headers.
fn signature(state: &State, headers: &CredentialHeaders<'_>, verdict: &Verdict, agent: bool) -> Value {
    let (token, received) = if agent {
        (headers.agent_token, headers.agent_signature)
    } else {
        (headers.access_token, headers.signature)
    };
    let (Some(token), Some(timestamp)) = (token, headers.timestamp) else { return Value::Null };
    let secret = state.gateway.secret(token, agent).map(str::as_bytes);
    let received_bytes = received.unwrap_or_default();
    let of_rule = |rule| secret.map(|secret| digest(rule, token, secret, timestamp, headers.nonce));
    // The rule that fits; else the one that was meant by the length, so that the two can be compared.
    let rules: Vec<SignatureRule> = state.gateway.rules(headers.nonce.is_some()).collect();
    let fitting = rules.iter().find(|rule| of_rule(**rule).is_some_and(|hex| hex.matches(received_bytes)));
    let meant = rules
        .iter()
        .find(|rule| of_rule(**rule).is_some_and(|hex| hex.as_str().len() == received_bytes.len()));
    let rule = fitting.or(meant).or(rules.first()).copied();
    let hint = match (verdict, secret, fitting) {
        (Verdict::InvalidSignature, Some(secret), None) => {
            hint(token, secret, timestamp, headers.nonce, received_bytes)
        }
        _ => None,
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let signed = rule.map(|rule| {
        let token = masked(&text(token));
        let mut parts = match rule {
            SignatureRule::HmacSha256Provisional => vec![token, text(timestamp)],
            _ => vec![token, HIDDEN.to_owned(), text(timestamp)],
        };
        parts.extend(headers.nonce.map(text));
        parts.join(" + ")
    });
    json!({
        "rule": rule.map(SignatureRule::name),
        "signed": signed,
        "expected": rule.and_then(of_rule).map(|hex| hex.as_str().to_owned()),
        "received": received.map(text),
        "matches": fitting.is_some(),
        "hint": hint,
    })
}

/// The first four characters, when enough are left that the rest stays hidden.
fn masked(text: &str) -> String {
    let shown = if text.chars().count() > 8 { 4 } else { 0 };
    text.chars().take(shown).chain(HIDDEN.chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn masks() {
        assert_eq!(masked("AbC123dEf4"), "AbC1••••");
        assert_eq!(masked("short"), "••••");
    }
}
