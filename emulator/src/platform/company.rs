//! Company authentication: ticket (with and without a licence), links, result.

use std::sync::Arc;

use serde_json::json;

use super::sessions::CompanyState;
use super::time::beijing;
use super::{Fields, Kind};
use crate::Outcome;
use crate::answer::Answer;
use crate::state::State;

pub(super) fn create_ticket(state: &Arc<State>, operation: &'static str, fields: &Fields) -> Answer {
    if let Some(refused) = refused(state, fields) {
        return refused;
    }
    Answer::ticket(&state.give_out(operation, Kind::CompanyAuth, false, fields).key)
}

/// `address` is what the answer calls the address.
pub(super) fn create_link(
    state: &Arc<State>,
    operation: &'static str,
    address: &str,
    fields: &Fields,
) -> Answer {
    if let Some(refused) = refused(state, fields) {
        return refused;
    }
    let session = state.give_out(operation, Kind::CompanyAuth, true, fields);
    let result = json!({ address: state.link_url(&session.key), "requestId": session.key.as_ref() });
    Answer::success(&result.to_string())
}

fn refused(state: &State, fields: &Fields) -> Option<Answer> {
    let known = state.sessions.company(fields.company_name.as_deref().unwrap_or_default());
    let authenticated = known.is_some_and(|company| company.outcome == Some(Outcome::Passed));
    authenticated.then(|| Answer::failed(1605, None, "COMPANY ALREADY AUTHED"))
}

pub(super) fn result(state: &State, fields: &Fields) -> Answer {
    let company = if let Some(id) = fields.request_id.as_deref().filter(|id| !id.is_empty()) {
        state.sessions.find(id).filter(|session| session.kind == Kind::CompanyAuth).map(|session| {
            CompanyState {
                outcome: session.outcome,
                expires_ms: session.expires_ms,
                completed_ms: session.completed_ms,
            }
        })
    } else if let Some(name) = fields.company_name.as_deref().filter(|name| !name.is_empty()) {
        state.sessions.company(name)
    } else {
        return Answer::invalid_parameter("requestId", "requestId or companyName is needed");
    };
    // The query numbers the states in another way than the callback does.
    let (status, basic) = match company {
        None => (-1, None),
        Some(company) => match company.outcome {
            Some(Outcome::Passed) => (2, Some(1)),
            Some(Outcome::Failed) => (3, Some(2)),
            Some(Outcome::Review) => (4, Some(0)),
            None if state.clock.now_ms() >= company.expires_ms => (6, None),
            None => (1, None),
        },
    };
    let mut result = json!({ "status": status });
    if let Some(basic) = basic {
        result["basicStatus"] = basic.into();
    }
    if status == 3 {
        result["basicReason"] = "refused in the emulator".into();
    }
    if let (2 | 3, Some(completed)) = (status, company.and_then(|company| company.completed_ms)) {
        result["authEndTime"] = beijing(completed).into();
    }
    Answer::success(&result.to_string())
}
