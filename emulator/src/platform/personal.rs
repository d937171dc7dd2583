//! Personal authentication: ticket, link, result.

use std::sync::Arc;

use serde_json::json;

use super::{Fields, Kind};
use crate::Outcome;
use crate::answer::Answer;
use crate::state::State;

pub(super) fn create_ticket(state: &Arc<State>, operation: &'static str, fields: &Fields) -> Answer {
    Answer::ticket(&state.give_out(operation, Kind::PersonalAuth, false, fields).key)
}

pub(super) fn create_link(state: &Arc<State>, operation: &'static str, fields: &Fields) -> Answer {
    let session = state.give_out(operation, Kind::PersonalAuth, true, fields);
    let result = json!({ "authUrl": state.link_url(&session.key), "authId": session.key.as_ref() });
    Answer::success(&result.to_string())
}

pub(super) fn result(state: &State, fields: &Fields) -> Answer {
    if let Some(auth_id) = fields.auth_id.as_deref().filter(|id| !id.is_empty()) {
        let Some(session) = state.sessions.find(auth_id).filter(|session| session.kind == Kind::PersonalAuth)
        else {
            return Answer::failed(1604, None, "INVALID_AUTHID");
        };
        let passed = session.outcome == Some(Outcome::Passed);
        let mut result = json!({ "realName": passed });
        if session.outcome.is_some() {
            // The query spells the face mode in another way than requests do.
            let mode = if session.mode == "FACE" { "FACEID" } else { &session.mode };
            result["mode"] = mode.into();
        }
        return Answer::success(&result.to_string());
    }
    let (contact, _) = fields.person();
    if contact.is_empty() {
        return Answer::invalid_parameter("authId", "authId or contact is needed");
    }
    Answer::success(if state.sessions.has_passed(contact) {
        r#"{"realName":true}"#
    } else {
        r#"{"realName":false}"#
    })
}
