//! Companies (公司): the own one, its subsidiaries, its application.

use super::{NamedUser, UnknownResult};

family! {
    /// Companies (公司): the own one, its subsidiaries, its application.
    company: Companies {
        /// 公司详情: tells whether a company is identified at the platform, and who it is. (From the platform's public
        /// clients; third-party notes.)
        get(GetCompany) -> CompanyDetail = GET "/v2/company/detail" Query repeatable {
            one_of: &[["companyName", "registerNo"]]
        }
        /// 对接方信息: the caller's own company; a cheap test of the credentials. (From the platform's public clients;
        /// third-party notes.)
        get_platform(GetPlatformCompany) -> PlatformCompany = GET "/company/platforminfo" Query repeatable {}
        /// 子公司列表: the subsidiaries attached to the caller's company. (From the platform's public clients;
        /// third-party notes.)
        list_subsidiaries(ListSubsidiaries) -> Subsidiaries = GET "/v2/company/list" Query repeatable {}
        /// 发送子公司邀请: invites an identified company to become a subsidiary. It is not repeated once it may have
        /// arrived: may send the invitation again. (From the platform's public clients; its result is unknown.)
        invite_subsidiary(InviteSubsidiary) -> UnknownResult = POST "/v2/subcompany/invite" Json once {}
        /// 移除子公司: detaches a subsidiary. It is a GET that changes something: it is never repeated. (From the
        /// platform's public clients; its result is unknown.)
        remove_subsidiary(RemoveSubsidiary) -> UnknownResult = GET "/v2/subcompany/remove" Query once {}
        /// 获取企业信息变更链接: a web address at which a company changes its registered data. (From the platform's public
        /// clients; its result is unknown.)
        create_change_link(CreateCompanyChangeLink) -> UnknownResult
            = POST "/v2/company/changeinfo" Json repeatable {
            any_of: &["companyName", "companyId", "registerNo"]
        }
        /// What a company has left to spend (fees). (From the platform's public clients; its result is unknown.)
        get_fee(GetCompanyFee) -> UnknownResult = GET "/v2/company/fee/info" Query repeatable {}
        /// 查询开放平台应用信息: the application behind the token: name, callback address, encryption and its key. (From the
        /// platform's public clients; third-party notes.)
        get_token(GetAppToken) -> AppToken = GET "/company/token/get" Query repeatable {}
        /// 修改开放平台应用回调配置: sets callback address and encryption of the application. (From the platform's public
        /// clients; third-party notes.)
        update_token_callback(UpdateAppTokenCallback) -> AppToken
            = POST "/company/token/update/callback" Json repeatable {
            any_of: &["callbackUrl", "encrypt", "encryptType"]
        }
    }
}

request! {
    /// 公司详情: tells whether a company is identified at the platform, and who it is.
    ///
    /// Both may be sent: which wins is unknown. Status UNREGISTERED / AUTH_SUCCESS is a string here, unlike the
    /// numbers of /companyauth/result.
    GetCompany {
        /// 公司名称: name; needed without registerNo.
        company_name: Option<String>,
        /// 企业社会信用代码: registration number; needed without companyName.
        register_no: Option<String>,
    }
}

request! {
    /// 对接方信息: the caller's own company; a cheap test of the credentials.
    ///
    /// No /v2 prefix.
    GetPlatformCompany {
    }
}

request! {
    /// 子公司列表: the subsidiaries attached to the caller's company.
    ///
    /// The path says company, the class and the title say subsidiary.
    ListSubsidiaries {
    }
}

request! {
    /// 发送子公司邀请: invites an identified company to become a subsidiary.
    InviteSubsidiary {
        /// The company invited; it must have finished its authentication.
        company_name: Option<String>,
        /// Its registration number.
        register_no: Option<String>,
        /// Id in the caller's own system.
        biz_id: Option<String>,
        /// Where the outcome is reported; shape unknown.
        #[uri]
        callback_url: Option<String>,
    }
}

request! {
    /// 移除子公司: detaches a subsidiary.
    ///
    /// A GET that writes: neither caches nor automatic GET retries may touch it.
    RemoveSubsidiary {
        /// 公司名称: the subsidiary to detach.
        company_name: String,
    }
}

request! {
    /// 获取企业信息变更链接: a web address at which a company changes its registered data.
    ///
    /// The official Go SDK rounds ids of 19 digits here. Whether the platform takes an id as a text is unknown.
    CreateCompanyChangeLink {
        /// 公司名称: name of the company.
        company_name: Option<String>,
        /// 公司ID: id of the company.
        #[id]
        company_id: Option<String>,
        /// 统一社会信用代码: registration number of the company.
        register_no: Option<String>,
        /// The person who applies.
        applicant: Option<NamedUser>,
        /// Page for a telephone instead of a computer. Default: false.
        h5: Option<bool>,
    }
}

request! {
    /// What a company has left to spend (fees).
    ///
    /// New after Go 3.0.5.
    GetCompanyFee {
        /// 公司名称: the company; presumably the caller's own or a subsidiary.
        company_name: Option<String>,
    }
}

request! {
    /// 查询开放平台应用信息: the application behind the token: name, callback address, encryption and its key.
    ///
    /// The answer holds a secret (callbackSecretKey). No /v2 prefix. Group 开放平台应用 in third-party notes.
    GetAppToken {
    }
}

request! {
    /// 修改开放平台应用回调配置: sets callback address and encryption of the application.
    ///
    /// Changing the encryption breaks receivers that are not ready. (Third-party notes.)
    UpdateAppTokenCallback {
        /// 回调地址: new address.
        #[uri]
        callback_url: Option<String>,
        /// 是否加密: whether callbacks are encrypted.
        encrypt: Option<bool>,
        /// 加密算法: algorithm.
        #[known("AES_ECB", "AES_CBC")]
        encrypt_type: Option<String>,
    }
}

answer! {
    /// 公司详情: a company, and whether it is identified (third-party notes; members from the public clients).
    CompanyDetail {
        /// 公司ID: id of the company.
        #[id]
        id: Option<String>,
        /// 公司名称: name.
        name: Option<String>,
        /// 公司注册号: registration number.
        register_no: Option<String>,
        /// 公司状态: whether the company is identified; CERTIFYING (under way) stands in DOC2019 only. Known values:
        /// `UNREGISTERED`, `CERTIFYING`, `AUTH_SUCCESS`.
        status: Option<String>,
        /// 法人姓名: legal representative; on the detail page (KB).
        legal_person: Option<String>,
        /// 授权有效期: end of the validity of the authorisation; on the detail page (KB).
        auth_end_time: Option<String>,
    }
}

answer! {
    /// The caller's own company (third-party notes).
    PlatformCompany {
        /// Not documented. Known values: `UNREGISTERED`, `AUTH_SUCCESS`.
        status: Option<String>,
        /// Not documented.
        #[id]
        id: Option<String>,
        /// Not documented.
        name: Option<String>,
        /// Registration number of the company.
        register_no: Option<String>,
    }
}

answer! {
    /// The company with its subsidiaries (third-party notes name the two members).
    Subsidiaries {
        /// The platform's own company; its members were not seen; assumed to be those of a company's details.
        platform: Option<SubsidiaryDetail>,
        /// The subsidiaries; same entries as platform, for the third party puts both into one list.
        sub_companies: Option<Vec<SubsidiaryDetail>>,
    }
}

answer! {
    /// 开放平台应用信息: the application (third-party notes). Token and secret are masked when it is printed.
    AppToken {
        /// 应用名称: name of the application.
        app_name: Option<String>,
        /// AppToken: the application's token.
        access_token: Option<String>,
        /// 回调地址: where contract callbacks go.
        callback_url: Option<String>,
        /// 回调是否加密: whether callbacks are encrypted.
        encrypt: Option<bool>,
        /// 回调密钥: key of encrypted callbacks and of their signature: SECRET, mask it.
        callback_secret_key: Option<String>,
        /// 加密算法: algorithm of encrypted callbacks. Known values: `AES_ECB`, `AES_CBC`.
        encrypt_type: Option<String>,
    }
}

answer! {
    /// A company in a list.
    SubsidiaryDetail {
        /// 公司ID: id of the company.
        #[id]
        id: Option<String>,
        /// 公司名称: name.
        name: Option<String>,
        /// 公司注册号: registration number.
        register_no: Option<String>,
        /// 公司状态: whether the company is identified; CERTIFYING (under way) stands in DOC2019 only. Known values:
        /// `UNREGISTERED`, `CERTIFYING`, `AUTH_SUCCESS`.
        status: Option<String>,
        /// 法人姓名: legal representative; on the detail page (KB).
        legal_person: Option<String>,
        /// 授权有效期: end of the validity of the authorisation; on the detail page (KB).
        auth_end_time: Option<String>,
    }
}
