//! 文档: documents of contracts.

use super::{Stamper, TemplateParam, UnknownResult};

use crate::download::Download;
use crate::operation::PartInfo;

family! {
    /// Documents of contracts (文档).
    document: Documents {
        /// 添加文档（用文件）: adds a file to a draft, up to 50 MB (the Go SDK says 30). (Documented.)
        ///
        /// Codes: 1101 wrong state; 1402 kind of file; 1403 broken file.
        add_by_file(AddDocumentByFile) -> AddedDocument = POST "/v2/document/addbyfile" Multipart once {
            parts: &[PartInfo::required("file")], one_of: &[["contractId", "bizId"]]
        }
        /// Adds several files as one document to a draft; together they may have 50 MB. (From the official Go SDK.)
        add_by_files(AddDocumentByFiles) -> AddedDocument = POST "/v2/document/addbyfiles" Multipart once {
            parts: &[PartInfo::required("files").many()], one_of: &[["contractId", "bizId"]]
        }
        /// 下载合同文档: one document as PDF. (Documented.)
        ///
        /// Limits: ten downloads of one document with less than 25 minutes between them lock it for 12 hours, adding up;
        /// so a call is never repeated.
        download(DownloadDocument) -> Download = GET "/v2/document/download" Query once {}
        /// 添加文档（用模板）: adds a document made from a template to a draft. (Documented.)
        ///
        /// Codes: 1101 wrong state.
        add_by_template(AddDocumentByTemplate) -> AddedDocument = POST "/v2/document/addbytemplate" Json once {
            one_of: &[["contractId", "bizId"]]
        }
        /// 验签: checks the signatures of a PDF. (From the official Go SDK; its result is unknown.)
        verify(VerifyDocument) -> UnknownResult = POST "/v2/verify" Multipart repeatable {
            parts: &[PartInfo::required("file")]
        }
    }
}

request! {
    /// Adds several files, sent as parts `files`, as one document to a draft.
    AddDocumentByFiles {
        /// 文档名称: name of the document, up to 100 characters.
        title: String,
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system; this or `contractId`.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// Place in the order of documents.
        document_sort: Option<i64>,
        /// 签署位置: places for signing, sent as JSON text.
        stampers: Option<Vec<Stamper>>,
    }
}

request! {
    /// 下载合同文档: asks for one document.
    DownloadDocument {
        /// 文档ID: id of the document.
        #[id]
        document_id: String,
    }
}

request! {
    /// 添加文档（用文件）: adds a file to a draft, up to 50 MB (the Go SDK says 30). (Documented.)
    AddDocumentByFile {
        /// 文档名称: name of the document, up to 100 characters.
        title: String,
        /// 文件后缀: the true kind of the file: doc, docx, pdf, jpeg, png, jpg, gif, tiff, html, htm, xls, xlsx.
        file_suffix: String,
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// Place in the order of documents.
        document_sort: Option<i64>,
        /// 签署位置: places for signing.
        stampers: Option<Vec<Stamper>>,
    }
}

request! {
    /// 添加文档（用模板）: adds a document made from a template to a draft. (Documented.)
    AddDocumentByTemplate {
        /// 文档名称: name of the document, up to 100 characters.
        title: String,
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
        /// Place in the order of documents.
        document_sort: Option<i64>,
        /// 签署位置: places for signing.
        stampers: Option<Vec<Stamper>>,
    }
}

request! {
    /// 验签: checks the signatures of a PDF. (From the official Go SDK; its result is unknown.)
    VerifyDocument {
        /// Whether pictures of the seals are answered. Default: false.
        show_img: Option<bool>,
    }
}

answer! {
    /// A document that was added.
    AddedDocument {
        /// 文档ID: its id.
        #[id]
        document_id: Option<String>,
    }
}
