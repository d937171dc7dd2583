//! What can be downloaded of a contract.

request! {
    /// 下载合同: asks for the files of a contract.
    DownloadContract {
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system; this or `contractId`.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// 下载内容: as a list with commas of `CONTRACT`, `SIGNLOG`, `ATTACHMENT`, `NOTARY`, `ENDSIGN_ATTACHMENT`, `CERT`.
        /// Default: `CONTRACT,SIGNLOG`.
        download_items: Option<String>,
        /// Whether a single file comes as a zip too. Default: true.
        need_compress_for_one_file: Option<bool>,
        /// How the files are called; form unknown.
        file_name_rule: Option<String>,
    }
}

request! {
    /// 下载合同附件: asks for the files that signatories handed in.
    DownloadContractAttachments {
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system; this or `contractId`.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// Whether they come as they were handed in; not documented further.
        origin: Option<bool>,
    }
}

request! {
    /// Asks for what `operation` names of a contract.
    GetContractStream {
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system; this or `contractId`.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// What is asked for.
        #[known("ALL", "VIEW", "MODIFY", "DOWNLOAD", "PRINT")]
        operation: Option<String>,
    }
}
