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
        /// A company authentication ticket with the business licence as the file `license` (no page of
        /// the platform describes it).
        create_ticket_with_license(CreateCompanyAuthTicketWithLicense) -> Ticket
            = POST "/companyauth/miniappexchangewithlicense" Multipart repeatable {
            parts: &[PartInfo::required("license")], plugin_page: Some(PluginPage::EnterpriseAuth)
        }
        /// A web address for a computer at which a company is identified.
        create_pc_link(CreateCompanyAuthPcLink) -> CompanyAuthLink = POST "/companyauth/pcpage" Json repeatable {}
        /// A web address for a telephone at which a company is identified.
        create_h5_link(CreateCompanyAuthH5Link) -> CompanyAuthLink = POST "/companyauth/h5page" Json repeatable {}
        /// The state of a company authentication, by `requestId` or by name.
        get_result(GetCompanyAuthResult) -> CompanyAuthResult = GET "/companyauth/result" Query repeatable {
            one_of: &[["requestId", "companyName"]]
        }
        /// 获取企业认证链接PC（附营业执照）: as create_pc_link, with the business licence as a file. (From the platform's public
        /// clients; third-party notes.)
        ///
        /// Codes: 1605 company already identified.
        create_pc_link_with_license(CreateCompanyAuthPcLinkWithLicense) -> CompanyAuthLink
            = POST "/companyauth/pcpagewithlicense" Multipart repeatable {
            parts: &[PartInfo::optional("license")]
        }
        /// 获取企业认证链接H5（附营业执照）: as create_h5_link, with the business licence as a file. (From the platform's public
        /// clients; third-party notes.)
        ///
        /// Codes: 1605 company already identified.
        create_h5_link_with_license(CreateCompanyAuthH5LinkWithLicense) -> CompanyAuthLink
            = POST "/companyauth/h5pagewithlicense" Multipart repeatable {
            parts: &[PartInfo::optional("license")]
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
    /// A company authentication ticket with the business licence, sent as multipart with the file `license`.
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
    /// Asks for a web address at which a company is identified.
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
    /// A web address at which a company is identified.
    CompanyAuthLink {
        /// The address.
        auth_url: String,
        /// Id of the authentication, for `get_result`.
        #[id]
        request_id: Option<String>,
    }
}

request! {
    /// Asks for the state of a company authentication; exactly one of `requestId` and `companyName`.
    GetCompanyAuthResult {
        /// Id of the authentication.
        #[id]
        request_id: Option<String>,
        /// Name of the company.
        company_name: Option<String>,
    }
}

answer! {
    /// The state of a company authentication (from third-party notes).
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

request! {
    /// 获取企业认证链接PC（附营业执照）: as create_pc_link, with the business licence as a file.
    ///
    /// applicantInfo and pageStyleInfo are JSON text in form fields. closeButton is text. No /v2 prefix. Title of
    /// the page not seen exactly: a third-party copy lists 获取企业认证链接PC for the JSON one.
    CreateCompanyAuthPcLinkWithLicense {
        /// 待认证公司名称: company to identify.
        company_name: String,
        /// 认证提交人信息: who applies; becomes system administrator of the company; contactType MOBILE/EMAIL.
        #[form("applicantInfo")]
        applicant: NamedUser,
        /// 待认证公司注册号: registration number.
        register_no: Option<String>,
        /// 待认证公司法人姓名: legal representative.
        legal_person: Option<String>,
        /// Contact of the legal representative; new after Go 3.0.2.
        legal_contact: Option<String>,
        /// 认证回调地址: where the outcome is reported.
        #[uri]
        callback_url: Option<String>,
        /// 是否显示关闭按钮: whether the page has a close button. Default: true.
        close_button: Option<bool>,
        /// 可修改项参数: what may be changed, names joined by commas. A list with commas of `corpName`, `registerNo`,
        /// `legalPerson`, `license`, `legalContact`.
        modify_fields: Option<String>,
        /// 指定页面语言: language of the page. Default: the applicant's language at the platform.
        lang: Option<Lang>,
        /// 页面风格: look of the page.
        #[form("pageStyleInfo")]
        page_style: Option<PageStyle>,
    }
}

request! {
    /// 获取企业认证链接H5（附营业执照）: as create_h5_link, with the business licence as a file.
    CreateCompanyAuthH5LinkWithLicense {
        /// 待认证公司名称: company to identify.
        company_name: String,
        /// 认证提交人信息: who applies; becomes system administrator of the company; contactType MOBILE/EMAIL.
        #[form("applicantInfo")]
        applicant: NamedUser,
        /// 待认证公司注册号: registration number.
        register_no: Option<String>,
        /// 待认证公司法人姓名: legal representative.
        legal_person: Option<String>,
        /// Contact of the legal representative; new after Go 3.0.2.
        legal_contact: Option<String>,
        /// 认证回调地址: where the outcome is reported.
        #[uri]
        callback_url: Option<String>,
        /// 是否显示关闭按钮: whether the page has a close button. Default: true.
        close_button: Option<bool>,
        /// 可修改项参数: what may be changed, names joined by commas. A list with commas of `corpName`, `registerNo`,
        /// `legalPerson`, `license`, `legalContact`.
        modify_fields: Option<String>,
        /// 指定页面语言: language of the page. Default: the applicant's language at the platform.
        lang: Option<Lang>,
        /// 页面风格: look of the page.
        #[form("pageStyleInfo")]
        page_style: Option<PageStyle>,
    }
}
