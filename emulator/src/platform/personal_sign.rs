//! The authorisation to sign in a person's name without asking again.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Fields, Kind};
use crate::answer::Answer;
use crate::state::State;

pub(super) fn create_ticket(state: &Arc<State>, operation: &'static str, fields: &Fields) -> Answer {
    Answer::ticket(&state.give_out(operation, Kind::PersonalSign, false, fields).key)
}

/// The shape of this answer is not published: a list with the members of the callback.
pub(super) fn query(state: &State, fields: &Fields) -> Answer {
    const MOST: usize = 100;
    let contact = Some(fields.person().0).filter(|contact| !contact.is_empty());
    let records: Vec<Value> = state
        .sessions
        .authorisations(contact, MOST)
        .into_iter()
        .map(|found| {
            json!({
                "user": found.contact,
                "userType": found.contact_type,
                "companyName": found.company,
                "authDeadline": found.auth_deadline,
                "remark": found.remark,
                "item": "AUTHORIZE",
            })
        })
        .collect();
    Answer::success(&Value::from(records).to_string())
}
