//! Reminding, delaying, ending, making void.

use crate::api::{CopyReceiver, Stamper, TemplateParam};

request! {
    /// 催签: reminds the signatories whose turn it is. (Third-party notes.)
    RemindContract {
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// Id of the signatory.
        #[id]
        signatory_id: Option<String>,
        /// Whether only those are reminded whose turn it is. Default: true.
        only_signing: Option<bool>,
    }
}

request! {
    /// 抄送: sends copies to others. (From the official Go SDK; its result is unknown.)
    SendContractCopies {
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// Who gets it.
        receivers: Option<Vec<CopyReceiver>>,
    }
}

request! {
    /// 延期: moves the end of signing; only while signing or expired, at most 2 years after sending. With both,
    /// `days` counts. (Third-party notes; its result is unknown.)
    DelayContract {
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// By how many days.
        days: Option<i64>,
        /// Until when.
        expire_date: Option<String>,
    }
}

request! {
    /// 强制结束: ends a contract as it stands. (Third-party notes; its result is unknown.)
    ForceEndContract {
        /// 原因: why.
        reason: String,
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
    }
}

request! {
    /// Adds a file to a contract that was ended by force. (From the official Go SDK; its result is unknown.)
    AddContractForceEndAttachment {
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// 文档名称: name of the document, up to 100 characters.
        title: Option<String>,
        /// 文件后缀: the true kind of the file: doc, docx, pdf, jpeg, png, jpg, gif, tiff, html, htm, xls, xlsx.
        file_suffix: Option<String>,
    }
}

request! {
    /// 作废合同: does what the state allows: deletes a draft, recalls what is being filled or signed, begins to make a
    /// completed one void. (Documented.)
    InvalidateContract {
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// 印章: id of the seal.
        #[id]
        seal_id: Option<String>,
        /// 原因: why.
        reason: Option<String>,
        /// Whether the documents are deleted. Default: false.
        delete_doc: Option<bool>,
        /// Whether the own company signs automatically. Default: true.
        auto_sign: Option<bool>,
        /// Who gets it.
        receivers: Option<Vec<CopyReceiver>>,
    }
}

request! {
    /// Makes a contract void with a paper of one's own. (From the official Go SDK; its result is unknown.)
    InvalidateContractByFile {
        /// What is made void, and how.
        invalid_info: InvalidationPaper,
        /// Not documented.
        #[form("ReceiversInfo")]
        receivers_info: Option<Vec<CopyReceiver>>,
        /// Who gets it.
        receivers: Option<String>,
    }
}

request! {
    /// Makes a contract void with a paper from a template. (From the official Go SDK; its result is unknown.)
    InvalidateContractByTemplate {
        /// Id of the template.
        #[id]
        template_id: String,
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// 模板参数: parameters of the templates.
        template_params: Option<Vec<TemplateParam>>,
        /// 文档名称: name of the document, up to 100 characters.
        title: Option<String>,
        /// Whether the documents are deleted. Default: false.
        delete_doc: Option<bool>,
        /// Why it is made void.
        invalid_reason: Option<String>,
        /// 签署位置: places for signing.
        stampers: Option<Vec<Stamper>>,
    }
}

request! {
    /// Puts watermarks on the documents. The path is spelt `addwartermark` by the platform. (From the official Go
    /// SDK; its result is unknown.)
    AddContractWatermark {
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// Whether earlier watermarks go.
        delete_old_data: Option<bool>,
        /// The watermarks.
        watermarks: Option<Vec<Watermark>>,
    }
}

value! {
    /// What is made void, and how.
    InvalidationPaper {
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// 文档名称: name of the document, up to 100 characters.
        title: Option<String>,
        /// 文件后缀: the true kind of the file: doc, docx, pdf, jpeg, png, jpg, gif, tiff, html, htm, xls, xlsx.
        file_suffix: Option<String>,
        /// Whether the documents are deleted.
        delete_doc: Option<bool>,
        /// Why it is made void.
        invalid_reason: Option<String>,
        /// 签署位置: places for signing.
        stampers: Option<Vec<Stamper>>,
        /// Whether every place of a keyword must be found.
        locate_all_stamper_keywords: Option<bool>,
    }
}

value! {
    /// 水印: a watermark.
    Watermark {
        /// Kind.
        #[known("TEXT", "QRCODE", "PIC", "GRATING", "NOTARY")]
        r#type: String,
        /// The text, or what the code or picture holds.
        content: Option<String>,
        /// Size of the text.
        font_size: Option<f64>,
        /// Turned by. Default: `0`.
        angle: Option<i64>,
        /// Colour of the text.
        font_color: Option<String>,
        /// Where it stands.
        #[known("TOP_LEFT", "TOP_RIGHT", "BOTTOM_LEFT", "BOTTOM_RIGHT", "MIDDLE_CENTER", "TILE", "FILL")]
        position: Option<String>,
        /// How transparent. Default: `30`.
        diaphaneity: Option<f64>,
        /// How large the picture. Default: `0`.
        img_scale: Option<f64>,
        /// How dense when tiled. Default: `MODERATE`.
        #[known("SPARSE", "MODERATE", "DENSE")]
        tile_density: Option<String>,
        /// Size of the grating. Default: `SQUARE_10`.
        grating_size: Option<String>,
        /// Who may see it. Default: `PRIVATE`.
        #[known("PRIVATE", "PUBLIC")]
        view_permission: Option<String>,
    }
}
