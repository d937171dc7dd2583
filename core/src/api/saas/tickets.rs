//! Tickets of an agent's customers, and what came of them.

use crate::api::{AuthMode, GetCompanyAuthResult, GetPersonalAuthResult, ModifyField, NamedUser, PageStyle, PaperType, User};

request! {
    /// Asks for a personal authentication ticket of an agent's customer.
    CreateSaasPersonalAuthTicket {
        /// The person to identify.
        #[inside(contactType = "MOBILE", "EMAIL")]
        user: User,
        /// How the person is identified. Default: `DEFAULT`.
        #[known("IVS", "FACE", "ALIPAY", "BANK", "DEFAULT")]
        mode: Option<AuthMode>,
        /// Kind of document. Default: `IDCARD`.
        paper_type: Option<PaperType>,
        /// The name to identify.
        username: Option<String>,
        /// The identity number.
        id_card_no: Option<String>,
        /// The number of the bank card.
        bank_no: Option<String>,
        /// The telephone number the bank knows.
        bank_mobile: Option<String>,
        /// Where the platform reports the outcome, an absolute http(s) address.
        #[uri]
        callback_url: Option<String>,
        /// Whether people at the platform may decide.
        manual_switch: Option<bool>,
        /// Ways to fall back to.
        #[known("IVS", "FACE", "ALIPAY", "BANK", "MANUAL")]
        other_modes: Option<Vec<AuthMode>>,
        /// What the person may change.
        modify_fields: Option<Vec<ModifyField>>,
    }
}

/// Asks whether a person is identified, as the operation without an agent does.
pub type GetSaasPersonalAuthResult = GetPersonalAuthResult;

request! {
    /// Asks for a company authentication ticket of an agent's customer, always as multipart, with or without the
    /// file `license`.
    CreateSaasCompanyAuthTicket {
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
    }
}

/// Asks for the state of a company authentication, as the operation without an agent does.
pub type GetSaasCompanyAuthResult = GetCompanyAuthResult;

open_enum! {
    /// What an agent is granted (from a third party's use of the link of the same name).
    PrivilegeModule {
        /// Seals.
        Seal = "SEAL",
        /// Templates.
        Template = "TEMPLATE",
        /// Contracts.
        Contract = "CONTRACT",
        /// Statistics of files.
        FileStatistics = "FILE_STATISTICS",
    }
}

request! {
    /// Asks for a ticket with which a customer grants the agent privileges.
    CreateSaasPrivilegeTicket {
        /// Id of the application.
        #[id]
        app_id: Option<String>,
        /// Id of the company.
        #[id]
        company_id: Option<String>,
        /// The person who grants.
        user: Option<NamedUser>,
        /// Whether a token is created for the company.
        create_token: Option<bool>,
        /// Where the person goes afterwards.
        success_url: Option<String>,
        /// Where the platform reports the outcome, an absolute http(s) address.
        #[uri]
        callback_url: Option<String>,
        /// What is granted. The list of values is not documented, so any is accepted.
        #[any_value]
        privilege_modules: Option<Vec<PrivilegeModule>>,
    }
}

value! {
    /// A customer company: by id, or by name and registration number.
    SaasCompany {
        /// Id of the company.
        #[id]
        id: Option<String>,
        /// Name of the company; not together empty with the id.
        name: Option<String>,
        /// Registration number of the company.
        register_no: Option<String>,
    }
}

request! {
    /// Asks for a ticket with which a customer's person authorises silent signing.
    CreateSaasPersonalSignTicket {
        /// The person who authorises.
        user: NamedUser,
        /// Last day of the authorisation, as the platform's own test writes it: `yyyy-MM-dd`; the time zone is unknown.
        auth_deadline: Option<String>,
        /// A remark.
        remark: Option<String>,
        /// Where the platform reports the outcome, an absolute http(s) address.
        #[uri]
        callback_url: Option<String>,
        /// The customer company.
        company: Option<SaasCompany>,
        /// Id of the application.
        #[id]
        app_id: Option<String>,
        /// Look of the page.
        page_style: Option<PageStyle>,
        /// Whether the person's own automatic signing is allowed.
        allow_personal_auto: Option<bool>,
        /// Whether the person may change the deadline.
        auth_time_modifiable: Option<bool>,
    }
}
