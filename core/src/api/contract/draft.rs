//! Drafts: what a contract is made of, and sending it.

use crate::api::{ModifyField, NamedUser, Stamper};

request! {
    /// 创建合同草稿: drafts a contract, and sends it too if `send` is true. Drafting again with the same `id` or `bizId`
    /// overwrites the draft. (Documented; members from the official Go SDK.)
    CreateContractDraft {
        /// Id of the contract.
        #[id]
        id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// 合同主题: subject, up to 100 characters; needed unless the category makes it.
        subject: Option<String>,
        /// Description.
        description: Option<String>,
        /// Serial number.
        sn: Option<String>,
        /// 合同过期时间: when signing ends, at most 2 years after sending; `yyyy-MM-dd HH:mm:ss`.
        expire_time: Option<String>,
        /// 合同终止时间: when the contract itself ends; moved to 23:59:59; `yyyy-MM-dd HH:mm:ss`.
        end_time: Option<String>,
        /// 是否顺序签署: whether signatories act by `serialNo`. Default: true.
        ordinal: Option<bool>,
        /// Whether it is sent at once; the default is unknown.
        send: Option<bool>,
        /// 业务分类: the category, by id or name.
        category: Option<CategoryRef>,
        /// 创建人: who creates it; must belong to the company.
        creator: Option<NamedUser>,
        /// 签署方: who signs; required to send.
        signatories: Option<Vec<DraftSignatory>>,
        /// `ALL_SIGN_FINISH` or `ANY_SIGN_FINISH`.
        sign_flow_strategy: Option<String>,
        /// 模板参数: parameters of the templates.
        template_params: Option<Vec<TemplateParam>>,
        /// 抄送人: who gets copies.
        copy_send_receivers: Option<Vec<CopyReceiver>>,
        /// Tags.
        tags: Option<String>,
        /// Ids of related contracts, up to 50.
        #[ids]
        related_contract_ids: Option<Vec<String>>,
        /// Fields of the caller.
        custom_fields: Option<Vec<ContractCustomField>>,
        /// 业务数据: comes back in callbacks, up to 100 characters.
        business_data: Option<String>,
        /// When copies are sent.
        #[known("SEND", "FINISH")]
        copy_send_time: Option<String>,
        /// Whether the sender is told.
        notify_sponsor: Option<bool>,
        /// Where the platform reports changes of the contract, up to 300 characters; an absolute http(s) address
        /// (the Go SDK types it Boolean by mistake).
        #[uri]
        callback_url: Option<String>,
        /// Whether places must be there.
        #[known("MUST_FORBID", "MUST_ALLOW", "OPTIONAL")]
        stamper_rule: Option<String>,
    }
}

request! {
    /// 发起合同: sends a draft to its signatories, with the places where they sign. (Documented.)
    SendContract {
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// 签署位置: places for signing.
        stampers: Option<Vec<Stamper>>,
        /// Whether places must be there.
        #[known("MUST_FORBID", "MUST_ALLOW", "OPTIONAL")]
        stamper_rule: Option<String>,
        /// Whether every place of a keyword must be found. Default: true.
        locate_all_stamper_keywords: Option<bool>,
    }
}

request! {
    /// Changes a contract that is not sent yet. (From the official Go SDK; its result is unknown.)
    UpdateContract {
        /// Id of the contract.
        #[id]
        id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// 合同主题: subject, up to 100 characters; needed unless the category makes it.
        subject: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// 合同过期时间: when signing ends, at most 2 years after sending; `yyyy-MM-dd HH:mm:ss`.
        expire_time: Option<String>,
        /// 合同终止时间: when the contract itself ends; moved to 23:59:59; `yyyy-MM-dd HH:mm:ss`.
        end_time: Option<String>,
        /// Ids of the documents.
        #[ids]
        documents: Option<Vec<String>>,
        /// 模板参数: parameters of the templates.
        template_params: Option<Vec<TemplateParam>>,
    }
}

request! {
    /// Drafts a contract anew from one that ended. (From the official Go SDK; its result is unknown.)
    ResendContract {
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Id of the new contract in the caller's own system.
        #[id]
        new_biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// 合同主题: subject, up to 100 characters; needed unless the category makes it.
        subject: Option<String>,
        /// Description.
        description: Option<String>,
        /// Serial number.
        sn: Option<String>,
        /// 合同过期时间: when signing ends, at most 2 years after sending; `yyyy-MM-dd HH:mm:ss`.
        expire_time: Option<String>,
        /// 合同终止时间: when the contract itself ends; moved to 23:59:59; `yyyy-MM-dd HH:mm:ss`.
        end_time: Option<String>,
        /// 是否顺序签署: whether signatories act by `serialNo`. Default: true.
        ordinal: Option<bool>,
        /// Whether it is sent at once; the default is unknown.
        send: Option<bool>,
        /// 创建人: who creates it; must belong to the company.
        creator: Option<NamedUser>,
        /// 签署方: who signs; required to send.
        signatories: Option<Vec<DraftSignatory>>,
        /// `ALL_SIGN_FINISH` or `ANY_SIGN_FINISH`.
        sign_flow_strategy: Option<String>,
        /// 模板参数: parameters of the templates.
        template_params: Option<Vec<TemplateParam>>,
        /// When copies are sent.
        copy_send_time: Option<String>,
        /// 抄送人: who gets copies.
        copy_send_receivers: Option<Vec<CopyReceiver>>,
        /// Tags.
        tags: Option<String>,
        /// Ids of related contracts, up to 50.
        #[ids]
        related_contract_ids: Option<Vec<String>>,
        /// Fields of the caller.
        custom_fields: Option<Vec<ContractCustomField>>,
        /// 业务数据: comes back in callbacks, up to 100 characters.
        business_data: Option<String>,
        /// Whether the sender is told.
        notify_sponsor: Option<bool>,
    }
}

value! {
    /// 签署方: who signs. A company acts by its `actions`, a person by `stampers`.
    DraftSignatory {
        /// 签署方类型: kind of signatory.
        #[known("COMPANY", "PERSONAL")]
        tenant_type: String,
        /// Its id.
        #[id]
        id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// 接收人: who receives it.
        receiver: Option<NamedUser>,
        /// 签署顺序: place in the order.
        serial_no: Option<i64>,
        /// 签署动作: what a company does, step by step.
        actions: Option<Vec<DraftAction>>,
        /// 附件要求: files that are asked of the signatory.
        attachments: Option<Vec<DraftAttachment>>,
        /// What is known of the person for identification.
        user_auth_info: Option<SignatoryAuthInfo>,
        /// 业务分类: the category, by id or name.
        category: Option<CategoryRef>,
        /// Whether the name is told later. Default: false.
        delay_set: Option<bool>,
        /// Whether the flow is fixed.
        fixed_flow: Option<bool>,
        /// Number of the signatory in the caller's system.
        signatory_no: Option<String>,
        /// How the signatory proves who they are.
        sign_validate_way: Option<String>,
        /// Places for signing of a person.
        stampers: Option<Vec<Stamper>>,
    }
}

value! {
    /// 签署动作: one step of a company.
    DraftAction {
        /// Kind.
        #[known("COMPANY", "OPERATOR", "LP", "AUDIT", "PERSONAL", "PRACTICE")]
        r#type: String,
        /// Its id.
        #[id]
        id: Option<String>,
        /// Name.
        name: Option<String>,
        /// 签署顺序: place in the order.
        serial_no: Option<i64>,
        /// 印章: id of the seal.
        #[id]
        seal_id: Option<String>,
        /// Who carries it out.
        operators: Option<Vec<NamedUser>>,
        /// Ids of seals.
        #[ids]
        seal_ids: Option<Vec<String>>,
        /// Whether the own company signs automatically. Default: false.
        auto_sign: Option<bool>,
        /// Ids of seals of the company, up to 9.
        #[ids]
        corp_seal_ids: Option<Vec<String>>,
        /// Who carries it out for the company; an audit needs one.
        corp_operators: Option<Vec<NamedUser>>,
        /// Number of the action in the caller's system.
        action_no: Option<String>,
    }
}

value! {
    /// 附件要求: a file that is asked of a signatory.
    DraftAttachment {
        /// Its id.
        #[id]
        id: Option<String>,
        /// 文档名称: name of the document, up to 100 characters.
        title: Option<String>,
        /// Whether it must be filled. Default: false.
        required: Option<bool>,
        /// Whether it must be signed. Default: false.
        need_sign: Option<bool>,
    }
}

value! {
    /// What is known of a person for identification.
    SignatoryAuthInfo {
        /// The identity number.
        id_card_no: Option<String>,
        /// The number of the bank card.
        bank_no: Option<String>,
        /// The telephone number the bank knows.
        bank_mobile: Option<String>,
        /// What the person may change.
        modify_fields: Option<Vec<ModifyField>>,
    }
}

value! {
    /// 业务分类: a category, by id or name.
    CategoryRef {
        /// Its id.
        #[id]
        id: Option<String>,
        /// Name.
        name: Option<String>,
    }
}

value! {
    /// 模板参数: the value of a parameter of a template: texts up to 1,000 characters, dates `yyyy-MM-dd`, choices with
    /// commas, pictures as data URLs, tables as JSON text.
    TemplateParam {
        /// Name.
        name: Option<String>,
        /// Value.
        value: Option<String>,
        /// Whether it cannot be changed. Default: false.
        read_only: Option<String>,
        /// Whether it must be filled.
        required: Option<bool>,
        /// Default value.
        default_value: Option<String>,
        /// Description.
        description: Option<String>,
    }
}

value! {
    /// 抄送人: who gets a copy.
    CopyReceiver {
        /// Name of the receiver.
        name: Option<String>,
        /// 接收人: who receives it.
        receiver: Option<NamedUser>,
        /// What the receiver may not do; values unknown.
        prohibit_type: Option<String>,
        /// Kind of receiver; values unknown.
        copy_send_person_type: Option<String>,
    }
}

value! {
    /// A field of the caller.
    ContractCustomField {
        /// Key.
        key: Option<String>,
        /// Name.
        name: Option<String>,
        /// Value.
        value: Option<String>,
    }
}
