//! Single sign-on (单点登录).

use super::{CompanyRef, NamedUser, PageStyle, UnknownResult};

family! {
    /// Single sign-on (单点登录).
    sso: Sso {
        /// 单点登录模块授权页面: a web address at which a company permits pages to be opened by single sign-on. (Documented
        /// by the platform; its result is unknown.)
        ///
        /// Limits: contact 20, contactType 10, company id 19, company name 100, themeColor 7 characters (page of
        /// single sign-on).
        create_privilege_link(CreateSsoPrivilegeLink) -> UnknownResult
            = POST "/v2/ssoprivilege/url" Json repeatable {}
    }
}

request! {
    /// 单点登录模块授权页面: a web address at which a company permits pages to be opened by single sign-on.
    ///
    /// The page states that signing without password does not work through open-platform single sign-on.
    /// Company.registerNo of the Go bean is not on the page. Page dates from after the plugin pages (id 2805…).
    CreateSsoPrivilegeLink {
        /// 单点登录公司: own company, subsidiary or outside company; id or name.
        company: CompanyRef,
        /// 单点登录的用户: contact and contactType MOBILE/EMAIL; no name on the page.
        #[inside(contactType = "MOBILE", "EMAIL")]
        user: NamedUser,
        /// Where the browser goes after success.
        success_url: Option<String>,
        /// Where success is reported.
        #[uri]
        callback_url: Option<String>,
        /// 页面风格: look of the page.
        page_style: Option<PageStyle>,
    }
}
