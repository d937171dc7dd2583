//! The platform's operations, as far as the emulator plays them.

mod company;
mod contracts;
mod directory;
mod fields;
mod personal;
mod personal_sign;
mod routes;
mod sessions;
mod time;

pub(crate) use contracts::{Change, Contracts};
pub(crate) use directory::{Directory, Reviewed};
pub(crate) use fields::Fields;
pub(crate) use routes::{Routes, Target};
pub(crate) use sessions::{Completion, Kind, Session, Sessions};

use std::sync::Arc;

use qiyuesuo::operation::{AnswerKind, OperationInfo};
use serde_json::json;

use crate::answer::Answer;
use crate::parameters::Parameters;
use crate::state::State;

/// Answers a request that the gateway let through and whose parameters were checked.
pub(crate) fn answer(
    state: &Arc<State>,
    operation: &'static OperationInfo,
    fields: &Fields,
    parameters: &Parameters,
) -> Answer {
    let name = operation.name;
    if let Some(answer) = contracts::answer(state, name, fields, parameters) {
        return answer;
    }
    if let Some(answer) = directory::answer(state, name, fields) {
        return answer;
    }
    match name {
        "personal_auth.create_ticket" | "saas.create_personal_auth_ticket" => {
            personal::create_ticket(state, name, fields)
        }
        "personal_auth.create_link" | "saas.create_personal_auth_link" => {
            personal::create_link(state, name, fields)
        }
        "personal_auth.get_result" | "saas.get_personal_auth_result" => personal::result(state, fields),
        "company_auth.create_ticket"
        | "company_auth.create_ticket_with_license"
        | "saas.create_company_auth_ticket" => company::create_ticket(state, name, fields),
        "company_auth.create_pc_link"
        | "company_auth.create_h5_link"
        | "company_auth.create_pc_link_with_license"
        | "company_auth.create_h5_link_with_license" => company::create_link(state, name, "authUrl", fields),
        "saas.create_company_auth_link" => company::create_link(state, name, "pageUrl", fields),
        "company_auth.get_result" | "saas.get_company_auth_result" => company::result(state, fields),
        "contract.create_sign_ticket" => contracts::create_ticket(state, name, Kind::ContractSign, fields),
        "contract.create_view_ticket" => contracts::create_ticket(state, name, Kind::ContractView, fields),
        "personal_sign.create_ticket" | "saas.create_personal_sign_ticket" => {
            personal_sign::create_ticket(state, name, fields)
        }
        "personal_sign.query" => personal_sign::query(state, fields),
        "saas.create_privilege_ticket" => contracts::create_privilege_ticket(state, name, fields),
        "health.check" | "saas.check_health" => Answer::success(r#""OK""#),
        "template.create_link" | "saas.create_privilege_link" | "saas.create_seal_sign_link" => {
            let url = format!("{}/_emulator/pages/{name}", state.url);
            Answer::success(&json!({ "pageUrl": url }).to_string())
        }
        "contract.download" => contracts::download(state, parameters, "contract", &["contractId", "bizId"]),
        "document.download" => contracts::download(state, parameters, "document", &["documentId"]),
        "seal.get_image" | "seal.get_employee_image" => {
            contracts::picture(parameters.text("sealId").unwrap_or("own"))
        }
        _ if operation.answer == AnswerKind::Bytes => contracts::file(operation.name),
        _ if operation.has_open_result() => unknown_shape(),
        // Its members are known and none is promised: nothing of them is made up.
        _ => Answer::success(r#"{"emulated":"nothing is kept of this"}"#),
    }
}

/// A success of which nobody has published what it says beyond that.
fn unknown_shape() -> Answer {
    Answer::success(r#"{"emulated":"shape unknown"}"#)
}
