//! The platform's operations, as far as the emulator plays them.

mod company;
mod contract;
mod documents;
mod fields;
mod known_paths;
mod personal;
mod personal_sign;
mod routes;
mod sessions;

pub(crate) use fields::Fields;
pub(crate) use routes::{Endpoint, Routes, Target};
pub(crate) use sessions::{Completion, Kind, Session, Sessions};

use std::sync::Arc;

use qiyuesuo::operation::OperationInfo;

use crate::answer::Answer;
use crate::parameters::Parameters;
use crate::state::State;

/// Answers a request that the gateway let through and whose parameters were checked.
pub(crate) fn answer(state: &Arc<State>, operation: &'static OperationInfo, fields: &Fields) -> Answer {
    let name = operation.name;
    match name {
        "personal_auth.create_ticket" | "saas.create_personal_auth_ticket" => {
            personal::create_ticket(state, name, fields)
        }
        "personal_auth.create_link" => personal::create_link(state, name, fields),
        "personal_auth.get_result" | "saas.get_personal_auth_result" => personal::result(state, fields),
        "company_auth.create_ticket"
        | "company_auth.create_ticket_with_license"
        | "saas.create_company_auth_ticket" => company::create_ticket(state, name, fields),
        "company_auth.create_pc_link" | "company_auth.create_h5_link" => {
            company::create_link(state, name, fields)
        }
        "company_auth.get_result" | "saas.get_company_auth_result" => company::result(state, fields),
        "contract.create_sign_ticket" => contract::create_ticket(state, name, Kind::ContractSign, fields),
        "contract.create_view_ticket" => contract::create_ticket(state, name, Kind::ContractView, fields),
        "personal_sign.create_ticket" | "saas.create_personal_sign_ticket" => {
            personal_sign::create_ticket(state, name, fields)
        }
        "personal_sign.query" => personal_sign::query(state, fields),
        "saas.create_privilege_ticket" => contract::create_privilege_ticket(state, name, fields),
        _ if operation.has_open_result() => Answer::success(r#"{"emulated":"shape unknown"}"#),
        // A new operation of the SDK reaches this line until the emulator learns it.
        other => routes::not_implemented(&format!("the operation {other}")),
    }
}

/// Answers one of the few endpoints that are no operation of the SDK.
pub(crate) fn answer_endpoint(state: &State, endpoint: Endpoint, parameters: &Parameters) -> Answer {
    match endpoint {
        Endpoint::CheckHealth => Answer::success(r#""OK""#),
        Endpoint::DownloadContract => {
            documents::download(state, parameters, "contract", &["contractId", "bizId"])
        }
        Endpoint::DownloadDocument => documents::download(state, parameters, "document", &["documentId"]),
        Endpoint::AddDocument => documents::add_by_file(state, parameters),
    }
}
