//! 企业认证: company authentication.

use super::{Lang, NamedUser, PageStyle, Ticket};

use crate::operation::PartInfo;
use crate::plugin::PluginPage;

family! {
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
}

request! {
    /// 生成企业认证令牌: asks for a company authentication ticket (page 生成企业认证令牌).
    ///
    /// A company that is identified already is the platform's error 1605.
    CreateCompanyAuthTicket {
        /// Name of the company.
        company_name: String,
        /// The person who applies for it.
        #[inside(contactType = "MOBILE", "EMAIL")]
        applicant: NamedUser,
        /// Registration number of the company.
        register_no: Option<String>,
        /// Name of the legal representative.
        legal_person: Option<String>,
        /// Where the platform reports the outcome, an absolute http(s) address.
        #[uri]
        callback_url: Option<String>,
        /// Whether the page has a close button. Default: true.
        close_button: Option<bool>,
        /// What may be changed, as a list with commas: `corpName`, `registerNo`, `legalPerson`.
        modify_fields: Option<String>,
    }
}

request! {
    /// A company authentication ticket with the business licence, sent as multipart with the file `license` (contract 3.2).
    CreateCompanyAuthTicketWithLicense {
        /// Name of the company.
        company_name: String,
        /// The person who applies for it.
        #[inside(contactType = "MOBILE", "EMAIL")]
        #[form("applicantInfo")]
        applicant: NamedUser,
        /// Registration number of the company.
        register_no: Option<String>,
        /// Name of the legal representative.
        legal_person: Option<String>,
        /// Where the platform reports the outcome, an absolute http(s) address.
        #[uri]
        callback_url: Option<String>,
        /// Whether the page has a close button. Default: true.
        close_button: Option<bool>,
        /// What may be changed, as a list with commas: `corpName`, `registerNo`, `legalPerson`, `license`.
        modify_fields: Option<String>,
    }
}

request! {
    /// Asks for a web address at which a company is identified (contract 4.2).
    CreateCompanyAuthLink {
        /// Name of the company.
        company_name: String,
        /// The person who applies for it.
        #[inside(contactType = "MOBILE", "EMAIL")]
        applicant: NamedUser,
        /// Registration number of the company.
        register_no: Option<String>,
        /// Name of the legal representative.
        legal_person: Option<String>,
        /// Contact of the legal representative.
        legal_contact: Option<String>,
        /// Where the platform reports the outcome, an absolute http(s) address.
        #[uri]
        callback_url: Option<String>,
        /// Whether the page has a close button. Default: true.
        close_button: Option<bool>,
        /// What may be changed, as a list with commas: `corpName`, `registerNo`, `legalPerson`.
        modify_fields: Option<String>,
        /// Language of the page.
        lang: Option<Lang>,
        /// Look of the page.
        page_style: Option<PageStyle>,
    }
}

/// Asks for a web address for a computer at which a company is identified.
pub type CreateCompanyAuthPcLink = CreateCompanyAuthLink;

/// Asks for a web address for a telephone at which a company is identified.
pub type CreateCompanyAuthH5Link = CreateCompanyAuthLink;

answer! {
    /// A web address at which a company is identified (contract 4.2).
    CompanyAuthLink {
        /// The address.
        auth_url: String,
        /// Id of the authentication, for `get_result`.
        #[id]
        request_id: Option<String>,
    }
}

request! {
    /// Asks for the state of a company authentication; exactly one of `requestId` and `companyName` (contract 4.2).
    GetCompanyAuthResult {
        /// Id of the authentication.
        #[id]
        request_id: Option<String>,
        /// Name of the company.
        company_name: Option<String>,
    }
}

answer! {
    /// The state of a company authentication (contract 4.2, from third-party notes).
    CompanyAuthResult {
        /// -1 none, 1 not submitted, 2 passed, 3 failed, 4 running, 6 expired. The callback numbers differently.
        status: i64,
        /// State of the basic check; its values are not documented.
        basic_status: Option<i64>,
        /// Why the basic check failed.
        basic_reason: Option<String>,
        /// Why the operator's letter of authorisation was refused.
        oper_authorization_reason: Option<String>,
        /// When the authentication ended; the time zone is not documented.
        auth_end_time: Option<String>,
    }
}
