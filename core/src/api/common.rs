//! Types that several families share.

use serde_json::{Map, Value};

use crate::plugin::plugin_url;
use crate::response::Response;

/// Members beyond the declared ones.
pub type Extra = Map<String, Value>;

open_enum! {
    /// How a person can be reached. Which of these an operation accepts stands in its request.
    ContactType {
        /// A telephone number.
        Mobile = "MOBILE",
        /// A mail address.
        Email = "EMAIL",
        /// The id of an employee at the platform.
        EmployeeId = "EMPLOYEEID",
        /// The number of an employee.
        Number = "NUMBER",
        /// The id of the user in the caller's own system.
        BizId = "BIZID",
    }
}

open_enum! {
    /// A way to identify a person (page 生成个人认证令牌).
    AuthMode {
        /// 三要素: name, identity number and telephone.
        Ivs = "IVS",
        /// 人脸认证: the face.
        Face = "FACE",
        /// 支付宝认证: through Alipay.
        Alipay = "ALIPAY",
        /// 银行卡认证: a bank card.
        Bank = "BANK",
        /// 人工审核: by people at the platform; only as a fallback.
        Manual = "MANUAL",
        /// Any way that is available.
        Default = "DEFAULT",
    }
}

open_enum! {
    /// A kind of identity document (page 生成个人认证令牌).
    PaperType {
        /// 二代身份证: the resident identity card.
        IdCard = "IDCARD",
        /// 护照: a passport.
        Passport = "PASSPORT",
        /// 港澳通行证: the permit for Hong Kong and Macau.
        Hkmp = "HKMP",
        /// 台胞证: the permit for residents of Taiwan.
        Mtps = "MTPS",
    }
}

open_enum! {
    /// What the person may change on the authentication page (page 生成个人认证令牌).
    ModifyField {
        /// 姓名: the name.
        Username = "USERNAME",
        /// 身份证: the identity number.
        IdCardNo = "IDCARDNO",
        /// 银行卡号: the number of the bank card.
        BankNo = "BANKNO",
        /// 银行卡预留手机号: the telephone number the bank knows.
        BankMobile = "BANKMOBILE",
    }
}

open_enum! {
    /// Language of a page of the platform.
    Lang {
        /// Chinese.
        Cn = "cn",
        /// English.
        En = "en",
    }
}

value! {
    /// A person, by contact.
    User {
        /// 联系方式: telephone number or mail address. Its form is the platform's to judge.
        contact: String,
        /// 联系方式类型: what kind of contact it is.
        contact_type: ContactType,
    }
}

impl User {
    /// A person with that contact.
    pub fn new(contact: impl Into<String>, contact_type: impl Into<ContactType>) -> Self {
        Self { contact: contact.into(), contact_type: contact_type.into() }
    }
}

value! {
    /// A person by contact, with a name.
    NamedUser {
        /// 联系方式: how the person can be reached.
        contact: String,
        /// 联系方式类型: what kind of contact it is.
        contact_type: ContactType,
        /// The person's name.
        name: Option<String>,
    }
}

impl NamedUser {
    /// A person with that contact and without a name.
    pub fn new(contact: impl Into<String>, contact_type: impl Into<ContactType>) -> Self {
        Self { contact: contact.into(), contact_type: contact_type.into(), name: None }
    }

    /// The person's name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
}

value! {
    /// 公司: a company, by id or by name.
    CompanyRef {
        /// 公司ID: id of the company; not absent together with the name.
        #[id]
        id: Option<String>,
        /// 公司名称: name of the company; not absent together with the id.
        name: Option<String>,
        /// 注册号: registration number of the company.
        register_no: Option<String>,
    }
}

value! {
    /// Look of a page.
    PageStyle {
        /// 页面主题色: colour of the theme as `#` and six hexadecimal digits (page 单点登录模块授权页面). Default: the theme of
        /// the application's token.
        theme_color: Option<String>,
    }
}

answer! {
    /// A ticket for the mini-program plugin. How long it lives, and whether it can be used twice, is unknown.
    Ticket {
        /// 令牌内容: the ticket.
        ticket: String,
    }
}

impl Response<Ticket> {
    /// The address under which a mini-program opens the plugin with this ticket; `None` where the platform names no
    /// page for this kind of ticket (`saas.create_privilege_ticket`). It holds the ticket.
    pub fn plugin_url(&self) -> Option<String> {
        let page = self.operation().plugin_page?;
        Some(plugin_url(&self.ticket, page, self.plugin_env(), true))
    }
}

open_answer! {
    /// Nothing but the success: the platform documents no result. What it sends all the same is passed on.
    Acknowledgement
}

open_answer! {
    /// A result whose shape nobody has published: it is passed on as it is.
    UnknownResult
}
