//! Tickets for signing and viewing a contract, and for granting privileges.

use std::sync::Arc;

use super::calls;
use crate::answer::Answer;
use crate::platform::{Fields, Kind};
use crate::state::State;

pub(crate) fn create_ticket(
    state: &Arc<State>,
    operation: &'static str,
    kind: Kind,
    fields: &Fields,
) -> Answer {
    let given = [&fields.contract_id, &fields.biz_id].into_iter().flatten();
    for id in given.clone() {
        if let Some(refused) = refused(state, id) {
            return refused;
        }
    }
    if given.clone().all(String::is_empty) && kind == Kind::ContractSign {
        return Answer::invalid_parameter("contractId", "contractId or bizId is needed");
    }
    // Who cannot sign a contract that was drafted here gets no ticket for it.
    if kind == Kind::ContractSign
        && let Some(id) = given.clone().find(|id| !id.is_empty())
        && let Some(Err(refusal)) = state.contracts.with(id, |contract| contract.awaits(fields.person().0))
    {
        return calls::refused(refusal);
    }
    Answer::ticket(&state.give_out(operation, kind, false, fields).key)
}

/// Every contract exists and may be seen, unless the settings say otherwise.
pub(super) fn refused(state: &State, id: &str) -> Option<Answer> {
    let settings = state.settings();
    let among = |ids: &[String]| ids.iter().any(|other| other == id);
    if among(&settings.contracts_missing) {
        return Some(Answer::failed(11_011_126, Some("11011126"), "CONTRACT NOT FOUND"));
    }
    among(&settings.contracts_forbidden).then(|| Answer::failed(1110, None, "NO VIEW PERMISSION"))
}

pub(crate) fn create_privilege_ticket(
    state: &Arc<State>,
    operation: &'static str,
    fields: &Fields,
) -> Answer {
    Answer::ticket(&state.give_out(operation, Kind::Privilege, false, fields).key)
}
