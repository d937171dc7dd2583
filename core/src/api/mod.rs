//! The platform's operations, one file a family of its pages.
//!
//! A new endpoint is a `request!`, perhaps an `answer!`, and one entry in the table below; everything else, in every
//! language, follows from these.

#[macro_use]
mod macros;
#[macro_use]
mod shapes;

mod common;
mod company_auth;
mod contract;
pub(crate) mod de;
#[cfg(doctest)]
mod entry_proofs;
mod personal_auth;
mod personal_sign;
mod saas;

pub use common::*;
pub use company_auth::*;
pub use contract::*;
pub use personal_auth::*;
pub use personal_sign::*;
pub use saas::*;

use macros::Particulars;

use crate::operation::PartInfo;
use crate::plugin::PluginPage;

operations! {
    /// Personal authentication (个人认证).
    personal_auth: PersonalAuth {
        /// 生成个人认证令牌: a ticket with which the mini-program plugin identifies a person.
        create_ticket(CreatePersonalAuthTicket) -> Ticket = POST "/v2/personalauth/miniappexchange" Json repeatable {
            plugin_page: Some(PluginPage::PersonalAuth)
        }
        /// 获取个人认证链接: a web address at which a person identifies themselves. It opens once (contract 4.1).
        create_link(CreatePersonalAuthLink) -> PersonalAuthLink = POST "/v2/personalauth" Json repeatable {}
        /// 查询个人认证状态: whether a person is identified, by `authId` or by contact (contract 4.1).
        get_result(GetPersonalAuthResult) -> PersonalAuthResult = GET "/v2/personalauth/result" Query repeatable {
            one_of: &[["authId", "contact"]], together: &[["contact", "contactType"]]
        }
    }
    /// Company authentication (企业认证).
    company_auth: CompanyAuth {
        /// 生成企业认证令牌: a ticket with which the mini-program plugin identifies a company.
        create_ticket(CreateCompanyAuthTicket) -> Ticket = POST "/companyauth/miniappexchange" Json repeatable {
            plugin_page: Some(PluginPage::EnterpriseAuth)
        }
        /// A company authentication ticket with the business licence as the file `license` (contract 3.2; no page of
        /// the platform describes it).
        create_ticket_with_license(CreateCompanyAuthTicketWithLicense) -> Ticket
            = POST "/companyauth/miniappexchangewithlicense" Multipart repeatable {
            parts: &[PartInfo::required("license")], plugin_page: Some(PluginPage::EnterpriseAuth)
        }
        /// A web address for a computer at which a company is identified (contract 4.2).
        create_pc_link(CreateCompanyAuthPcLink) -> CompanyAuthLink = POST "/companyauth/pcpage" Json repeatable {}
        /// A web address for a telephone at which a company is identified (contract 4.2).
        create_h5_link(CreateCompanyAuthH5Link) -> CompanyAuthLink = POST "/companyauth/h5page" Json repeatable {}
        /// The state of a company authentication, by `requestId` or by name (contract 4.2).
        get_result(GetCompanyAuthResult) -> CompanyAuthResult = GET "/companyauth/result" Query repeatable {
            one_of: &[["requestId", "companyName"]]
        }
    }
    /// Contracts (合同).
    contract: Contract {
        /// 生成合同签署令牌: a ticket with which the mini-program plugin opens a contract for signing.
        create_sign_ticket(CreateContractSignTicket) -> Ticket = POST "/v2/contract/miniappexchange" Json repeatable {
            one_of: &[["contractId", "bizId"]], plugin_page: Some(PluginPage::Doc)
        }
        /// A ticket with which the mini-program plugin shows a contract (contract 3.2; no page of the platform
        /// describes it).
        create_view_ticket(CreateContractViewTicket) -> Ticket = POST "/v2/contract/miniappexchange/view" Json repeatable {
            one_of: &[["contractId", "bizId"]], plugin_page: Some(PluginPage::Doc)
        }
    }
    /// Silent signing for persons (个人静默签).
    personal_sign: PersonalSign {
        /// A ticket with which the mini-program plugin asks a person to authorise silent signing (contract 3.2; no
        /// page of the platform describes it).
        create_ticket(CreatePersonalSignTicket) -> Ticket = POST "/v2/personalsign/authurl/miniappexchange" Json repeatable {
            plugin_page: Some(PluginPage::Signature)
        }
        /// The authorisations persons have given (contract 8). The shape of the answer is unknown: it is passed on.
        query(QueryPersonalSign) -> PersonalSignRecords = POST "/v2/personalsign/query" Json repeatable {}
    }
    /// Calls of an agent (SaaS) for its customers; the client needs the option `agent`.
    saas: Saas {
        /// Personal authentication ticket of an agent's customer (contract 3.2).
        create_personal_auth_ticket(CreateSaasPersonalAuthTicket) -> Ticket
            = POST "/saas/v2/personalauth/miniappexchange" Json repeatable {
            agent: true, plugin_page: Some(PluginPage::PersonalAuth)
        }
        /// Whether a person is identified, by `authId` or by contact (contract 8).
        get_personal_auth_result(GetSaasPersonalAuthResult) -> PersonalAuthResult
            = GET "/saas/v2/personalauth/result" Query repeatable {
            agent: true, one_of: &[["authId", "contact"]], together: &[["contact", "contactType"]]
        }
        /// Company authentication ticket of an agent's customer, with or without the file `license` (contract 3.2).
        create_company_auth_ticket(CreateSaasCompanyAuthTicket) -> Ticket
            = POST "/saas/v2/companyauth/miniappexchange" Multipart repeatable {
            agent: true, parts: &[PartInfo::optional("license")], plugin_page: Some(PluginPage::EnterpriseAuth)
        }
        /// The state of a company authentication, by `requestId` or by name (contract 8).
        get_company_auth_result(GetSaasCompanyAuthResult) -> CompanyAuthResult
            = GET "/saas/v2/companyauth/result" Query repeatable {
            agent: true, one_of: &[["requestId", "companyName"]]
        }
        /// A ticket with which a customer grants the agent privileges (contract 3.2). It may create a token, so it is
        /// never repeated once it may have arrived.
        create_privilege_ticket(CreateSaasPrivilegeTicket) -> Ticket
            = POST "/saas/v2/privilege/miniappexchange" Json once {
            agent: true
        }
        /// A ticket with which the mini-program plugin asks a customer's person to authorise silent signing
        /// (contract 3.2).
        create_personal_sign_ticket(CreateSaasPersonalSignTicket) -> Ticket
            = POST "/saas/v2/personalsign/authurl/miniappexchange" Json repeatable {
            agent: true, plugin_page: Some(PluginPage::Signature)
        }
    }
}
