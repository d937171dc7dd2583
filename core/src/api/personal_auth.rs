//! 个人认证: personal authentication.

use super::{AuthMode, ContactType, Lang, ModifyField, PageStyle, PaperType, Ticket, User};

use crate::plugin::PluginPage;

family! {
    /// Personal authentication (个人认证).
    personal_auth: PersonalAuth {
        /// 生成个人认证令牌: a ticket with which the mini-program plugin identifies a person.
        create_ticket(CreatePersonalAuthTicket) -> Ticket = POST "/v2/personalauth/miniappexchange" Json repeatable {
            plugin_page: Some(PluginPage::PersonalAuth)
        }
        /// 获取个人认证链接: a web address at which a person identifies themselves. It opens once.
        create_link(CreatePersonalAuthLink) -> PersonalAuthLink = POST "/v2/personalauth" Json repeatable {}
        /// 查询个人认证状态: whether a person is identified, by `authId` or by contact.
        get_result(GetPersonalAuthResult) -> PersonalAuthResult = GET "/v2/personalauth/result" Query repeatable {
            one_of: &[["authId", "contact"]], together: &[["contact", "contactType"]]
        }
    }
}

request! {
    /// 生成个人认证令牌: asks for a personal authentication ticket (page 生成个人认证令牌).
    CreatePersonalAuthTicket {
        /// 待认证用户信息: the person to identify.
        #[inside(contactType = "MOBILE", "EMAIL")]
        user: User,
        /// 实名认证模式: how the person is identified. Default: `DEFAULT`, any way that is available.
        #[known("IVS", "FACE", "ALIPAY", "BANK", "DEFAULT")]
        mode: Option<AuthMode>,
        /// 证件类型: kind of document. Default: `IDCARD`.
        paper_type: Option<PaperType>,
        /// 指定用户认证名称: the name to identify.
        username: Option<String>,
        /// 指定用户身份证号: the identity number.
        id_card_no: Option<String>,
        /// 指定用户银行卡号: the number of the bank card.
        bank_no: Option<String>,
        /// 指定用户银行卡预留手机号: the telephone number the bank knows.
        bank_mobile: Option<String>,
        /// 认证回调地址: where the platform reports the outcome, an absolute http(s) address.
        #[uri]
        callback_url: Option<String>,
        /// 降级认证方式可选项: ways to fall back to.
        #[known("IVS", "FACE", "ALIPAY", "BANK", "MANUAL")]
        other_modes: Option<Vec<AuthMode>>,
        /// 认证可修改项: what the person may change.
        modify_fields: Option<Vec<ModifyField>>,
    }
}

request! {
    /// 获取个人认证链接: asks for a web address at which a person identifies themselves.
    CreatePersonalAuthLink {
        /// The person to identify.
        #[inside(contactType = "MOBILE", "EMAIL")]
        user: User,
        /// How the person is identified. Default: `DEFAULT`. This list has no `ALIPAY`.
        #[known("IVS", "FACE", "BANK", "DEFAULT")]
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
        /// Where the person's browser goes afterwards.
        callback_page: Option<String>,
        /// Ways to fall back to.
        #[known("IVS", "FACE", "BANK", "MANUAL")]
        other_modes: Option<Vec<AuthMode>>,
        /// What the person may change.
        modify_fields: Option<Vec<ModifyField>>,
        /// Language of the page.
        lang: Option<Lang>,
        /// Look of the page.
        page_style: Option<PageStyle>,
    }
}

answer! {
    /// A web address at which a person identifies themselves. It opens once, and dies after 5 minutes unopened
    /// (from third-party notes on the platform's page).
    PersonalAuthLink {
        /// The address.
        auth_url: String,
        /// Id of the authentication, for `get_result`.
        #[id]
        auth_id: Option<String>,
    }
}

request! {
    /// 查询个人认证状态: asks whether a person is identified; exactly one of `authId` and `contact`.
    GetPersonalAuthResult {
        /// Id of the authentication.
        #[id]
        auth_id: Option<String>,
        /// Contact of the person.
        contact: Option<String>,
        /// What kind of contact it is; needed with `contact`.
        #[known("MOBILE", "EMAIL")]
        contact_type: Option<ContactType>,
    }
}

impl GetPersonalAuthResult {
    /// By the person's contact.
    pub fn by_contact(user: User) -> Self {
        Self { contact: Some(user.contact), contact_type: Some(user.contact_type), ..Self::default() }
    }

    /// By the id of the authentication.
    pub fn by_auth_id(auth_id: impl Into<String>) -> Self {
        Self { auth_id: Some(auth_id.into()), ..Self::default() }
    }
}

answer! {
    /// Whether a person is identified.
    PersonalAuthResult {
        /// Whether the person is identified.
        real_name: bool,
        /// How: `IVS`, `FACEID` (not `FACE`), `BANK` or `MANUAL`; only when asked by `authId`.
        mode: Option<String>,
    }
}
