//! 合同: contracts, from the draft to the end.

mod draft;
mod files;
mod lifecycle;
mod links;
mod query;
mod signing;
mod tickets;

pub use draft::*;
pub use files::*;
pub use lifecycle::*;
pub use links::*;
pub use query::*;
pub use signing::*;
pub use tickets::*;

use super::{Acknowledgement, Ticket, UnknownResult};

use crate::download::Download;
use crate::operation::PartInfo;
use crate::plugin::PluginPage;

family! {
    /// Contracts (合同).
    contract: Contract {
        /// 生成合同签署令牌: a ticket with which the mini-program plugin opens a contract for signing.
        create_sign_ticket(CreateContractSignTicket) -> Ticket = POST "/v2/contract/miniappexchange" Json repeatable {
            one_of: &[["contractId", "bizId"]], plugin_page: Some(PluginPage::Doc)
        }
        /// A ticket with which the mini-program plugin shows a contract (no page of the platform
        /// describes it).
        create_view_ticket(CreateContractViewTicket) -> Ticket = POST "/v2/contract/miniappexchange/view" Json repeatable {
            one_of: &[["contractId", "bizId"]], plugin_page: Some(PluginPage::Doc)
        }
        /// 创建合同草稿: drafts a contract, and sends it too if `send` is true. Drafting again with the same `id` or
        /// `bizId` overwrites the draft. (Documented; members from the official Go SDK.)
        ///
        /// Codes: 1102 a signatory stands twice; 1103 a company without actions; 1105 an operator is missing; 1111
        /// a receiver is missing; 1112 the bizId is used; 1113 no signatory; 1301 the category does not match the
        /// signatories.
        create_draft(CreateContractDraft) -> ContractDetail = POST "/v2/contract/draft" Json once {}
        /// 发起合同: sends a draft to its signatories, with the places where they sign. (Documented.)
        ///
        /// Codes: 1101 wrong state; 1108 keyword not found; 1109 page beyond the document; 1116 parameters of the
        /// sender are missing; 1401 no document.
        send(SendContract) -> Acknowledgement = POST "/v2/contract/send" Json once {
            one_of: &[["contractId", "bizId"]]
        }
        /// Changes a contract that is not sent yet. (From the official Go SDK; its result is unknown.)
        update(UpdateContract) -> UnknownResult = POST "/v2/contract/contractModify" Json once {
            any_of: &["id", "bizId"]
        }
        /// Drafts a contract anew from one that ended. (From the official Go SDK; its result is unknown.)
        resend(ResendContract) -> UnknownResult = POST "/v2/contract/resend" Json once {
            one_of: &[["contractId", "bizId"]]
        }
        /// 合同详情: a contract with its state, signatories, actions and documents. (Documented; members from early
        /// documents and the official Go SDK.)
        get(GetContract) -> ContractDetail = GET "/v2/contract/detail" Query repeatable {
            one_of: &[["contractId", "bizId"]]
        }
        /// 合同列表: the contracts of the company, page by page. (Documented.)
        list(ListContracts) -> ContractPage = GET "/v2/contract/list" Query repeatable { paged: true }
        /// What a contract still needs before it can be sent. (From the official Go SDK; its result is unknown.)
        list_required_parameters(ListRequiredContractParameters) -> UnknownResult
            = POST "/v2/contract/required/detail" Json repeatable {
            one_of: &[["contractId", "bizId"]]
        }
        /// 下载合同: the files of a contract: a zip, or the file itself if there is one and `needCompressForOneFile` is
        /// false. (Documented.)
        ///
        /// Limits: ten downloads of one document with less than 25 minutes between them lock it for 12 hours,
        /// adding up; so a call is never repeated.
        download(DownloadContract) -> Download = GET "/v2/contract/download" Query once {
            one_of: &[["contractId", "bizId"]]
        }
        /// 下载合同附件: the files that signatories handed in, as a zip. (Documented.)
        download_attachments(DownloadContractAttachments) -> Download = GET "/v2/attachment/download" Query once {
            one_of: &[["contractId", "bizId"]]
        }
        /// What `operation` names of a contract. (From the official Go SDK; its result is unknown.)
        get_stream(GetContractStream) -> UnknownResult = GET "/v2/contract/stream" Query repeatable {
            one_of: &[["contractId", "bizId"]]
        }
        /// 获取合同下载链接: web addresses for the documents; they live 60 minutes. (Third-party notes.)
        get_download_links(GetContractDownloadLinks) -> ContractDownloadLinks
            = GET "/v2/contract/downloadurl" Query repeatable {
            one_of: &[["contractId", "bizId"]]
        }
        /// Web addresses at which receivers whose name is not known yet join. (Third-party notes.)
        get_join_links(GetContractJoinLinks) -> ContractJoinLinks = GET "/v2/contract/joinurl" Query repeatable {
            one_of: &[["contractId", "bizId"]]
        }
        /// Web addresses at which persons join. (Third-party notes.)
        get_personal_join_links(GetPersonalContractJoinLinks) -> ContractJoinLinks
            = GET "/v2/contract/personal/joinurl" Query repeatable {
            one_of: &[["contractId", "bizId"]]
        }
        /// 浏览页面: a web address that shows a contract, for 30 minutes. (Documented; the name of the address in the
        /// answer is unknown.)
        create_view_link(CreateContractViewLink) -> UnknownResult = GET "/v2/contract/viewurl" Query repeatable {
            one_of: &[["contractId", "bizId"]]
        }
        /// A short address for a signatory; not for drafts. (From the official Go SDK; its result is unknown.)
        create_short_link(CreateContractShortLink) -> UnknownResult
            = GET "/v2/contract/shorturl" Query repeatable {
            one_of: &[["contractId", "bizId"]]
        }
        /// 签署页面: a web address at which a person signs who can sign now. Default life: 30 minutes, 5 minutes to 90
        /// days. (Documented.)
        ///
        /// Codes: 1107 it is not this person's turn; 1110 this person may not see the contract.
        create_sign_link(CreateContractSignLink) -> ContractPageLink
            = POST "/v2/contract/pageurl" Json repeatable {
            one_of: &[["contractId", "bizId"]]
        }
        /// 指定签署位置页面: a web address at which places for signing are set, parameters filled, or a draft edited; for
        /// drafts. (Third-party notes; its result is unknown.)
        create_appoint_link(CreateContractAppointLink) -> UnknownResult
            = POST "/v2/contract/appointurl" Json repeatable {
            one_of: &[["contractId", "bizId"]]
        }
        /// 公司签署: signs with a seal of the caller's company or of a subsidiary. (Documented.)
        ///
        /// Codes: 1101 wrong state; 1106 wrong kind of place; 1107 not this step's turn; 1201 seal not found; 1203
        /// seal not in use.
        sign_by_company(SignContractByCompany) -> Acknowledgement = POST "/v2/contract/companysign" Json once {
            one_of: &[["contractId", "bizId"]]
        }
        /// 法人签署: signs with the legal representative's seal, the oldest if none is named. (Documented.)
        ///
        /// Codes: 1107 not this step's turn; 1201 seal not found.
        sign_by_legal_person(SignContractByLegalPerson) -> Acknowledgement
            = POST "/v2/contract/legalpersonsign" Json once {
            one_of: &[["contractId", "bizId"]]
        }
        /// 个人静默签署: signs for a person who authorised silent signing. (Documented.)
        sign_by_person(SignContractByPerson) -> Acknowledgement = POST "/v2/contract/personalsign" Json once {
            one_of: &[["contractId", "bizId"]]
        }
        /// 审批: passes or refuses the audit step; only for the caller's company and its subsidiaries. (Documented.)
        audit(AuditContract) -> Acknowledgement = POST "/v2/contract/employeeaudit" Json once {
            one_of: &[["contractId", "bizId"]]
        }
        /// Signs the paper that makes a contract void. (From the official Go SDK; its result is unknown.)
        sign_invalidation(SignContractInvalidation) -> UnknownResult = POST "/v2/contract/invalidsign" Json once {
            one_of: &[["contractId", "bizId"]]
        }
        /// 催签: reminds the signatories whose turn it is. (Third-party notes.)
        remind(RemindContract) -> Acknowledgement = POST "/v2/contract/notice" Json once {
            one_of: &[["contractId", "bizId"]]
        }
        /// 抄送: sends copies to others. (From the official Go SDK; its result is unknown.)
        send_copies(SendContractCopies) -> UnknownResult = POST "/v2/contract/copysend" Json once {
            one_of: &[["contractId", "bizId"]]
        }
        /// 延期: moves the end of signing; only while signing or expired, at most 2 years after sending. With both,
        /// `days` counts. (Third-party notes; its result is unknown.)
        delay(DelayContract) -> UnknownResult = POST "/v2/contract/delay" Json once {
            one_of: &[["contractId", "bizId"]], any_of: &["days", "expireDate"]
        }
        /// 强制结束: ends a contract as it stands. (Third-party notes; its result is unknown.)
        force_end(ForceEndContract) -> UnknownResult = POST "/v2/contract/forceend" Json once {
            one_of: &[["contractId", "bizId"]]
        }
        /// Adds a file to a contract that was ended by force. (From the official Go SDK; its result is unknown.)
        add_force_end_attachment(AddContractForceEndAttachment) -> UnknownResult
            = POST "/v2/contract/forceend/addattachment" Multipart once {
            parts: &[PartInfo::required("file")], one_of: &[["contractId", "bizId"]]
        }
        /// 作废合同: does what the state allows: deletes a draft, recalls what is being filled or signed, begins to
        /// make a completed one void. (Documented.)
        ///
        /// Codes: 1101 wrong state.
        invalidate(InvalidateContract) -> Acknowledgement = POST "/v2/contract/invalid" Json once {
            one_of: &[["contractId", "bizId"]]
        }
        /// Makes a contract void with a paper of one's own. (From the official Go SDK; its result is unknown.)
        invalidate_by_file(InvalidateContractByFile) -> UnknownResult
            = POST "/v2/contract/invalidbyfile" Multipart once {
            parts: &[PartInfo::required("file")]
        }
        /// Makes a contract void with a paper from a template. (From the official Go SDK; its result is unknown.)
        invalidate_by_template(InvalidateContractByTemplate) -> UnknownResult
            = POST "/v2/contract/invalidbytemplate" Json once {
            one_of: &[["contractId", "bizId"]]
        }
        /// Puts watermarks on the documents. The path is spelt `addwartermark` by the platform. (From the official
        /// Go SDK; its result is unknown.)
        add_watermark(AddContractWatermark) -> UnknownResult = POST "/v2/contract/addwartermark" Json once {
            one_of: &[["contractId", "bizId"]]
        }
    }
}

paged! { Contract.list as list_all(ListContracts) -> ContractPage of ListedContract }
