//! What a contract is, and where it can be downloaded.

use crate::api::{CategoryRef, NamedUser};

request! {
    /// 合同详情: a contract with its state, signatories, actions and documents. (Documented; members from early
    /// documents and the official Go SDK.)
    GetContract {
        /// Whether related contracts are told.
        query_related_contract: Option<bool>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Whether the numbers of seals are told.
        query_seal_stats: Option<bool>,
        /// Whether places are told.
        query_location: Option<bool>,
        /// Whether operators of actions are told.
        query_action_operator: Option<bool>,
        /// Whether the identified data of operators is told. (Documented; the official Go SDK lacks it.)
        query_operator_real_info: Option<bool>,
    }
}

request! {
    /// 合同列表: the contracts of the company, page by page. (Documented.)
    ListContracts {
        /// Sent from when on; default six months ago; the Go SDK sends it with a TAB in its name by mistake.
        publish_time_start: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// Sent until when; the Go SDK sends it with a TAB in its name by mistake.
        publish_time_end: Option<String>,
        /// 查询开始位置: how many are skipped.
        select_offset: Option<i64>,
        /// 查询列表大小: how many are answered at most; default 1000. Default: `1000`.
        select_limit: Option<i64>,
        /// Order by the time of creation.
        #[known("ASC", "DESC")]
        create_time_order: Option<String>,
        /// Name of the category.
        category_name: Option<String>,
        /// Id of the category.
        #[id]
        category_id: Option<String>,
        /// As what the company takes part; default `SPONSOR`. Default: `SPONSOR`.
        #[known("SPONSOR", "RECEIVER", "ALL")]
        signatory_type: Option<String>,
        /// State.
        #[known("DRAFT", "RECALLED", "SIGNING", "REJECTED", "COMPLETE", "EXPIRED", "FILLING", "INVALIDING", "INVALIDED", "FORCE_END")]
        status: Option<String>,
    }
}

request! {
    /// What a contract still needs before it can be sent. (From the official Go SDK; its result is unknown.)
    ListRequiredContractParameters {
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
    }
}

request! {
    /// 获取合同下载链接: web addresses for the documents; they live 60 minutes. (Third-party notes.)
    GetContractDownloadLinks {
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// Whether it comes compressed.
        compress: Option<bool>,
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// What is downloaded, as a list with commas of `CONTRACT`, `SIGNLOG`, `ATTACHMENT`, `NOTARY`,
        /// `ENDSIGN_ATTACHMENT`, `CERT`; default `CONTRACT,SIGNLOG`.
        download_items: Option<String>,
    }
}

answer! {
    /// 合同: a contract as the platform has it (third-party notes and early documents).
    ContractDetail {
        /// 合同ID: id of the contract.
        #[id]
        id: Option<String>,
        /// Id in the caller's own system.
        biz_id: Option<String>,
        /// Subject.
        subject: Option<String>,
        /// Description.
        description: Option<String>,
        /// Serial number.
        sn: Option<String>,
        /// 合同状态: its state. Known values: `DRAFT`, `FILLING`, `SIGNING`, `COMPLETE`, `REJECTED`, `RECALLED`,
        /// `EXPIRED`, `INVALIDING`, `INVALIDED`, `FORCE_END`.
        status: Option<String>,
        /// Name of the sender.
        tenant_name: Option<String>,
        /// Category.
        category: Option<CategoryRef>,
        /// Who created it.
        creator: Option<NamedUser>,
        /// 签署方: who signs.
        signatories: Option<Vec<ContractSignatory>>,
        /// Its documents.
        documents: Option<Vec<ContractDocument>>,
        /// When it was made.
        create_time: Option<String>,
        /// When it was sent.
        publish_time: Option<String>,
        /// When signing ends.
        expire_time: Option<String>,
        /// When the contract itself ends.
        end_time: Option<String>,
        /// Why it was recalled or refused.
        comments: Option<String>,
        /// Why it was made void.
        invalid_reason: Option<String>,
        /// Why making it void failed. Known values: `INVALID_REJECTED`, `INVALID_CANCEL`.
        invalid_fail_type: Option<String>,
        /// What the caller gave for callbacks.
        business_data: Option<String>,
        /// Whether signatories act one after the other.
        ordinal: Option<bool>,
    }
}

answer! {
    /// 签署方: a signatory of a contract.
    ContractSignatory {
        /// Its id.
        #[id]
        id: Option<String>,
        /// Kind. Known values: `COMPANY`, `PERSONAL`, `C_NO_RECEIVER`, `P_NO_RECEIVER`.
        tenant_type: Option<String>,
        /// Name.
        tenant_name: Option<String>,
        /// State. Known values: `DRAFT`, `FILLING`, `WAITING`, `SIGNING`, `SIGNED`, `RECALLED`, `REJECTED`,
        /// `EXPIRED`, `FORCE_END`, `INVALIDING`, `INVALIDED`, `CLOSED`.
        status: Option<String>,
        /// Place in the order.
        serial_no: Option<i64>,
        /// Who received it.
        receiver: Option<PersonInfo>,
        /// What a company does.
        actions: Option<Vec<ContractAction>>,
        /// Number in the caller's system.
        signatory_no: Option<String>,
    }
}

answer! {
    /// 签署动作: a step of a company.
    ContractAction {
        /// Its id.
        #[id]
        id: Option<String>,
        /// Kind. Known values: `COMPANY`, `OPERATOR`, `LP`, `AUDIT`, `PERSONAL`, `PRACTICE`.
        r#type: Option<String>,
        /// State. Known values: `INIT`, `START`, `FINISH`, `STOP`, `END`.
        status: Option<String>,
        /// Name.
        name: Option<String>,
        /// Place in the order.
        serial_no: Option<i64>,
        /// Id of the seal.
        #[id]
        seal_id: Option<String>,
        /// Who carries it out.
        operators: Option<Vec<PersonInfo>>,
        /// Number in the caller's system.
        action_no: Option<String>,
    }
}

answer! {
    /// 文档: a document of a contract.
    ContractDocument {
        /// Its id.
        #[id]
        id: Option<String>,
        /// Name.
        title: Option<String>,
        /// How many pages.
        page_count: Option<i64>,
        /// Kind of file.
        content_type: Option<String>,
        /// When it was added.
        create_time: Option<String>,
    }
}

answer! {
    /// A person in an answer.
    PersonInfo {
        /// Name.
        name: Option<String>,
        /// How the person can be reached.
        contact: Option<String>,
        /// What kind of contact it is.
        contact_type: Option<String>,
    }
}

answer! {
    /// A page of contracts.
    ContractPage {
        /// How many there are.
        total_count: Option<i64>,
        /// Those of this page.
        list: Option<Vec<ListedContract>>,
    }
}

answer! {
    /// A contract in a list.
    ListedContract {
        /// Its id.
        #[id]
        id: Option<String>,
        /// Subject.
        subject: Option<String>,
        /// State. Known values: `DRAFT`, `FILLING`, `SIGNING`, `COMPLETE`, `REJECTED`, `RECALLED`, `EXPIRED`,
        /// `INVALIDING`, `INVALIDED`, `FORCE_END`.
        status: Option<String>,
        /// Serial number.
        sn: Option<String>,
        /// When signing ends.
        expire_time: Option<String>,
        /// When it was sent.
        publish_time: Option<String>,
        /// Category.
        category: Option<CategoryRef>,
    }
}

answer! {
    /// Web addresses for downloading.
    ContractDownloadLinks {
        /// One for each file.
        download_urls: Option<Vec<ContractDownloadLink>>,
    }
}

answer! {
    /// A web address for downloading; it lives 60 minutes.
    ContractDownloadLink {
        /// Id of the contract.
        #[id]
        contract_id: Option<String>,
        /// Id of the document.
        #[id]
        document_id: Option<String>,
        /// Name.
        title: Option<String>,
        /// What it is.
        download_items: Option<String>,
        /// The address.
        download_url: Option<String>,
    }
}
