//! SaaS: calls of an agent for its customers. No page of the platform is public; every fact is from its Go client, what is
//! answered from third parties.

mod account;
mod links;
mod tickets;

pub use account::*;
pub use links::*;
pub use tickets::*;

use super::{CompanyAuthResult, CompanyDetail, PersonalAuthLink, PersonalAuthResult, Ticket, UnknownResult};

use crate::operation::PartInfo;
use crate::plugin::PluginPage;

family! {
    /// Calls of an agent (SaaS) for its customers; the client needs the option `agent`.
    saas: Saas {
        /// Personal authentication ticket of an agent's customer.
        create_personal_auth_ticket(CreateSaasPersonalAuthTicket) -> Ticket
            = POST "/saas/v2/personalauth/miniappexchange" Json repeatable {
            agent: true, plugin_page: Some(PluginPage::PersonalAuth)
        }
        /// Whether a person is identified, by `authId` or by contact.
        get_personal_auth_result(GetSaasPersonalAuthResult) -> PersonalAuthResult
            = GET "/saas/v2/personalauth/result" Query repeatable {
            agent: true, one_of: &[["authId", "contact"]], together: &[["contact", "contactType"]]
        }
        /// Company authentication ticket of an agent's customer, with or without the file `license`.
        create_company_auth_ticket(CreateSaasCompanyAuthTicket) -> Ticket
            = POST "/saas/v2/companyauth/miniappexchange" Multipart repeatable {
            agent: true, parts: &[PartInfo::optional("license")], plugin_page: Some(PluginPage::EnterpriseAuth)
        }
        /// The state of a company authentication, by `requestId` or by name.
        get_company_auth_result(GetSaasCompanyAuthResult) -> CompanyAuthResult
            = GET "/saas/v2/companyauth/result" Query repeatable {
            agent: true, one_of: &[["requestId", "companyName"]]
        }
        /// A ticket with which a customer grants the agent privileges. It may create a token, so it is
        /// never repeated once it may have arrived.
        create_privilege_ticket(CreateSaasPrivilegeTicket) -> Ticket
            = POST "/saas/v2/privilege/miniappexchange" Json once {
            agent: true
        }
        /// A ticket with which the mini-program plugin asks a customer's person to authorise silent signing.
        create_personal_sign_ticket(CreateSaasPersonalSignTicket) -> Ticket
            = POST "/saas/v2/personalsign/authurl/miniappexchange" Json repeatable {
            agent: true, plugin_page: Some(PluginPage::Signature)
        }
        /// Whether the platform answers the agent. (From the platform's public clients; its result is unknown.)
        check_health(CheckSaasHealth) -> UnknownResult = GET "/saas/v2/checkhealth" Query repeatable {
            agent: true
        }
        /// Presumably whether agent token and customer token belong together: it has no parameters, and the client
        /// can carry both. Whether it changes something is unknown, so it is never repeated. (From the platform's
        /// public clients; its result is unknown.)
        get_binding(GetSaasBinding) -> UnknownResult = GET "/saas/v2/binding" Query once { agent: true }
        /// Switches access of a customer's application. It is not repeated once it may have arrived: unknown what a
        /// repeat answers. (From the platform's public clients; its result is unknown.)
        set_app_access(SetSaasAppAccess) -> UnknownResult = POST "/saas/v2/app/accesscontrol" Json once {
            agent: true
        }
        /// Switches access of a customer company. It is not repeated once it may have arrived: unknown what a
        /// repeat answers. (From the platform's public clients; its result is unknown.)
        set_company_access(SetSaasCompanyAccess) -> UnknownResult
            = POST "/saas/v2/company/accesscontrol" Json once {
            agent: true
        }
        /// Switches access of a person. It is not repeated once it may have arrived: unknown what a repeat answers.
        /// (From the platform's public clients; its result is unknown.)
        set_personal_access(SetSaasPersonalAccess) -> UnknownResult
            = POST "/saas/v2/personal/accesscontrol" Json once {
            agent: true
        }
        /// Applies for an application (token) for a customer company. It is not repeated once it may have arrived:
        /// may make a second application. (From the platform's public clients; its result is unknown.)
        apply_app(ApplySaasApp) -> UnknownResult = POST "/saas/v2/company/applyapp" Json once { agent: true }
        /// Tells whether a company is identified at the platform, and who it is. (From the platform's public
        /// clients; third-party notes.)
        get_company(GetSaasCompany) -> CompanyDetail = GET "/saas/v2/company/detail" Query repeatable {
            agent: true, one_of: &[["companyName", "registerNo"]]
        }
        /// Gives a customer's application a new secret (or token). It is not repeated once it may have arrived:
        /// each call probably makes the credential before it invalid. (From the platform's public clients; its
        /// result is unknown.)
        reset_token(ResetSaasToken) -> UnknownResult = POST "/saas/v2/company/resettoken" Json once { agent: true }
        /// A web address at which a customer company is identified, with or without its licence. (From the
        /// platform's public clients; third-party notes.)
        create_company_auth_link(CreateSaasCompanyAuthLink) -> SaasCompanyAuthLink
            = POST "/saas/v2/companyauth/pageurl" Multipart repeatable {
            agent: true, parts: &[PartInfo::optional("license")]
        }
        /// Another address for a company authentication, by the company's id; how it differs from
        /// create_company_auth_link is unknown. (From the platform's public clients; its result is unknown.)
        create_company_auth_url(CreateSaasCompanyAuthUrl) -> UnknownResult
            = POST "/saas/v2/companyauth/url" Json repeatable {
            agent: true
        }
        /// Fees of a customer company. (From the platform's public clients; its result is unknown.)
        get_fee(GetSaasFee) -> UnknownResult = GET "/saas/v2/fee/info" Query repeatable { agent: true }
        /// Sets up the fees of a customer company. It is not repeated once it may have arrived: money: may set up
        /// or charge twice. (From the platform's public clients; its result is unknown.)
        create_fee(CreateSaasFee) -> UnknownResult = POST "/saas/v2/fee/init" Json once { agent: true }
        /// Changes the fees of a customer company. It is not repeated once it may have arrived: money: whether
        /// initialBalance is added or set is unknown. (From the platform's public clients; its result is unknown.)
        update_fee(UpdateSaasFee) -> UnknownResult = POST "/saas/v2/fee/update" Json once { agent: true }
        /// Fees of the agent itself. (From the platform's public clients; its result is unknown.)
        get_platform_fee(GetSaasPlatformFee) -> UnknownResult = GET "/saas/v2/fee/platform/info" Query repeatable {
            agent: true
        }
        /// A web address at which a customer's person identifies themselves. (From the platform's public clients;
        /// third-party notes.)
        ///
        /// Limits: the address opens once, dies after 5 minutes, session 15 minutes.
        create_personal_auth_link(CreateSaasPersonalAuthLink) -> PersonalAuthLink
            = POST "/saas/v2/personalauth" Json repeatable {
            agent: true
        }
        /// A web address at which a customer's person authorises silent signing. (From the platform's public
        /// clients; its result is unknown.)
        create_personal_sign_link(CreateSaasPersonalSignLink) -> UnknownResult
            = POST "/saas/v2/personalsign/authurl" Json repeatable {
            agent: true
        }
        /// Takes back a person's authorisation of silent signing. It is not repeated once it may have arrived:
        /// changes state; what a repeat answers is unknown. (From the platform's public clients; its result is
        /// unknown.)
        deauthorize_personal_sign(DeauthorizeSaasPersonalSign) -> UnknownResult
            = POST "/saas/v2/personalsign/deauthorize" Json once {
            agent: true
        }
        /// What a customer company has granted the agent. (From the platform's public clients; its result is
        /// unknown.)
        get_privilege(GetSaasPrivilege) -> UnknownResult = GET "/saas/v2/privilege/query" Query repeatable {
            agent: true
        }
        /// A web address at which an identified company grants the agent its modules. It is not repeated once it
        /// may have arrived: with `createToken` it may make a token. (From the platform's
        /// public clients; third-party notes.)
        create_privilege_link(CreateSaasPrivilegeLink) -> SaasPageLink = POST "/saas/v2/privilege/url" Json once {
            agent: true
        }
        /// A web address at which a seal administrator authorises automatic sealing (企业一键签章授权). (From the
        /// platform's public clients; third-party notes.)
        ///
        /// Limits: remark 500 characters.
        create_seal_sign_link(CreateSaasSealSignLink) -> SaasPageLink
            = POST "/saas/v2/sealsign/authurl" Json repeatable {
            agent: true
        }
    }
}
