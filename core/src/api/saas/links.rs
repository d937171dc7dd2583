//! Web addresses for an agent's customers, and what they granted.

use crate::api::{AuthMode, CompanyRef, Lang, ModifyField, NamedUser, PageStyle, PaperType, PrivilegeModule};

request! {
    /// A web address at which a customer company is identified, with or without its licence.
    ///
    /// Always multipart, also without a file.
    CreateSaasCompanyAuthLink {
        /// 待认证公司名称: the company.
        company_name: String,
        /// 认证提交人信息: who applies; becomes system administrator; contactType MOBILE/EMAIL.
        #[form("applicantInfo")]
        applicant: NamedUser,
        /// 待认证公司注册号: registration number.
        register_no: Option<String>,
        /// 待认证公司法人姓名: legal representative.
        legal_person: Option<String>,
        /// Where the outcome is reported (encrypted callback).
        #[uri]
        callback_url: Option<String>,
        /// Language of the page.
        lang: Option<Lang>,
        /// Look of the page.
        #[form("pageStyleInfo")]
        page_style: Option<PageStyle>,
        /// Whether an identified company may be identified again (inferred); new after Go 3.0.2.
        repeat_auth: Option<bool>,
        /// True or false here, a list of names in every other call; new after Go 3.0.5.
        modify_fields: Option<bool>,
    }
}

request! {
    /// Another address for a company authentication, by the company's id; how it differs from
    /// create_company_auth_link is unknown.
    ///
    /// No test and no comment in the Go SDK 3.1.1.
    CreateSaasCompanyAuthUrl {
        /// The company.
        #[id]
        company_id: String,
    }
}

request! {
    /// A web address at which a customer's person identifies themselves.
    CreateSaasPersonalAuthLink {
        /// The person; MOBILE/EMAIL.
        user: NamedUser,
        /// Way of identification (values as in the calls without an agent). Default: `DEFAULT`.
        #[known("IVS", "FACE", "ALIPAY", "BANK")]
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
        /// Where the browser goes afterwards.
        callback_page: Option<String>,
        /// Whether people at the platform may decide.
        manual_switch: Option<bool>,
        /// Ways to fall back to.
        #[known("IVS", "FACE", "ALIPAY", "BANK", "MANUAL")]
        other_modes: Option<Vec<AuthMode>>,
        /// What the person may change.
        modify_fields: Option<Vec<ModifyField>>,
        /// Language of the page.
        lang: Option<Lang>,
        /// Look of the page.
        page_style: Option<PageStyle>,
    }
}

request! {
    /// A web address at which a customer's person authorises silent signing.
    CreateSaasPersonalSignLink {
        /// The person who authorises.
        user: NamedUser,
        /// Last day, yyyy-MM-dd.
        auth_deadline: Option<String>,
        /// What it is for.
        remark: Option<String>,
        /// Where the platform reports the outcome, an absolute http(s) address.
        #[uri]
        callback_url: Option<String>,
        /// The customer company; the test sends its name.
        company: Option<CompanyRef>,
        /// The customer's application.
        #[id]
        app_id: Option<String>,
        /// Look of the page.
        page_style: Option<PageStyle>,
        /// Not documented.
        allow_personal_auto: Option<bool>,
        /// New after Go 3.0.2.
        auth_time_modifiable: Option<bool>,
    }
}

request! {
    /// Takes back a person's authorisation of silent signing.
    DeauthorizeSaasPersonalSign {
        /// The person.
        user: NamedUser,
        /// The customer company; the test sends its name.
        company: Option<CompanyRef>,
        /// Id of the application.
        #[id]
        app_id: Option<String>,
    }
}

request! {
    /// What a customer company has granted the agent.
    GetSaasPrivilege {
        /// The application.
        #[id]
        app_id: Option<String>,
        /// The company; the test sends only this.
        #[id]
        company_id: Option<String>,
    }
}

request! {
    /// A web address at which an identified company grants the agent its modules.
    ///
    /// pageStyleInfo in a JSON body, where its neighbours take an object pageStyle.
    CreateSaasPrivilegeLink {
        /// The company.
        #[id]
        company_id: String,
        /// Who grants.
        user: NamedUser,
        /// The application.
        #[id]
        app_id: Option<String>,
        /// Whether a token is made for the company; a third party notes that without a new one no contract callback
        /// arrives.
        create_token: Option<bool>,
        /// Where the browser goes afterwards.
        success_url: Option<String>,
        /// Where the outcome is reported.
        #[uri]
        callback_url: Option<String>,
        /// Modules ticked beforehand on the page.
        #[any_value]
        privilege_modules: Option<Vec<PrivilegeModule>>,
        /// Whether the page may show the secret (inferred).
        can_show_secret: Option<bool>,
        /// Language of the page.
        lang: Option<Lang>,
        /// JSON text inside JSON, by its name (inferred). JSON text: `{"themeColor":"#2489F2"}`.
        page_style_info: Option<String>,
    }
}

request! {
    /// A web address at which a seal administrator authorises automatic sealing (企业一键签章授权).
    ///
    /// `returnUrl` here, `successUrl` in `saas.create_privilege_link`, `callbackPage` elsewhere. No call to take it
    /// back is known.
    CreateSaasSealSignLink {
        /// The seal administrator.
        seal_admin: NamedUser,
        /// The company whose seals are authorised.
        company: CompanyRef,
        /// Last day, yyyy-MM-dd.
        auth_deadline: String,
        /// Scope of use, 500 characters at most.
        remark: String,
        /// Where the outcome is reported.
        #[uri]
        callback_url: Option<String>,
        /// Where the browser goes afterwards.
        return_url: Option<String>,
        /// The application.
        #[id]
        app_id: Option<String>,
    }
}

answer! {
    /// A web address at which a customer is identified (third-party client).
    SaasCompanyAuthLink {
        /// The address.
        page_url: String,
        /// For saas.get_company_auth_result; a UUID.
        #[id]
        request_id: Option<String>,
    }
}

answer! {
    /// A web address for a customer (third-party client).
    SaasPageLink {
        /// The address.
        page_url: String,
    }
}
