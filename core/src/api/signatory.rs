//! 签署方: signatories of sent contracts.

use super::{DraftSignatory, NamedUser, UnknownResult};

family! {
    /// Signatories of sent contracts (签署方).
    signatory: Signatories {
        /// Adds a signatory to a sent contract, where the category allows it. (Third-party notes; its result is
        /// unknown.)
        ///
        /// Codes: 11011304 not allowed.
        add(AddSignatory) -> UnknownResult = POST "/v2/signatory/add" Json once {
            one_of: &[["contractId", "bizId"]]
        }
        /// Changes name or receiver of a signatory. (From the official Go SDK; its result is unknown.)
        update(UpdateSignatory) -> UnknownResult = POST "/v2/signatory/edit" Json once {}
        /// Changes a signatory's name with the way they prove who they are, the receiver, or the operator.
        /// (Third-party notes; its result is unknown.)
        update_way(UpdateSignatoryWay) -> UnknownResult = POST "/v3/signatory/edit" Json once {}
        /// Changes who carries out an action. (From the official Go SDK; its result is unknown.)
        update_operators(UpdateSignatoryOperators) -> UnknownResult
            = POST "/v2/signatory/operators/edit" Json once {
            one_of: &[["contractId", "bizId"]]
        }
    }
}

request! {
    /// Adds a signatory to a sent contract, where the category allows it. (Third-party notes; its result is
    /// unknown.)
    AddSignatory {
        /// The signatory, as in a draft.
        signatory: DraftSignatory,
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// Whether every place of a keyword must be found. Default: true.
        locate_all_stamper_keywords: Option<bool>,
    }
}

request! {
    /// Changes name or receiver of a signatory. (From the official Go SDK; its result is unknown.)
    UpdateSignatory {
        /// Id of the signatory.
        #[id]
        signatory_id: String,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// 接收人: who receives it.
        receiver: Option<NamedUser>,
    }
}

request! {
    /// Changes a signatory's name with the way they prove who they are, the receiver, or the operator. (Third-party
    /// notes; its result is unknown.)
    UpdateSignatoryWay {
        /// Id of the signatory.
        #[id]
        signatory_id: String,
        /// How the signatory proves who they are.
        sign_validate_way: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// 接收人: who receives it.
        receiver: Option<NamedUser>,
        /// Who makes the change.
        operator: Option<NamedUser>,
    }
}

request! {
    /// Changes who carries out an action. (From the official Go SDK; its result is unknown.)
    UpdateSignatoryOperators {
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Id of the action.
        #[id]
        action_id: Option<String>,
        /// Who carries it out.
        action_operators: Option<Vec<NamedUser>>,
        /// What is done with them; values unknown.
        edit_type: Option<String>,
        /// Who makes the change.
        operator: Option<NamedUser>,
    }
}
