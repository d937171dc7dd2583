//! 个人静默签: authorising silent signing for persons.

use super::{AuthMode, ModifyField, NamedUser, PageStyle, PaperType, Ticket, UnknownResult};

use crate::plugin::PluginPage;

family! {
    /// Silent signing for persons (个人静默签).
    personal_sign: PersonalSign {
        /// A ticket with which the mini-program plugin asks a person to authorise silent signing (no
        /// page of the platform describes it).
        create_ticket(CreatePersonalSignTicket) -> Ticket = POST "/v2/personalsign/authurl/miniappexchange" Json repeatable {
            plugin_page: Some(PluginPage::Signature)
        }
        /// The authorisations persons have given. The shape of the answer is unknown: it is passed on.
        query(QueryPersonalSign) -> PersonalSignRecords = POST "/v2/personalsign/query" Json repeatable {}
        /// 个人签名授权页面: a web address at which a person authorises silent signing. (From the platform's public
        /// clients; its result is unknown.)
        create_link(CreatePersonalSignLink) -> UnknownResult = POST "/v2/personalsign/authurl" Json repeatable {}
        /// Takes back a person's authorisation of silent signing. It is not repeated once it may have arrived:
        /// changes state; what a repeat answers is unknown. (From the platform's public clients; its result is
        /// unknown.)
        deauthorize(DeauthorizePersonalSign) -> UnknownResult = POST "/v2/personalsign/deauthorize" Json once {}
    }
}

request! {
    /// Asks for a ticket with which a person authorises silent signing (no page of the platform describes it).
    CreatePersonalSignTicket {
        /// The person who authorises.
        user: NamedUser,
        /// Last day of the authorisation, as the platform's own test writes it: `yyyy-MM-dd`; the time zone is unknown.
        auth_deadline: Option<String>,
        /// A remark.
        remark: Option<String>,
        /// Where the platform reports the outcome, an absolute http(s) address.
        #[uri]
        callback_url: Option<String>,
        /// Name of a subsidiary.
        tenant_name: Option<String>,
        /// How the person confirms; the values are unknown.
        auth_method: Option<String>,
        /// What is known of the person's identity.
        auth_info: Option<PersonalSignAuthInfo>,
        /// Look of the page.
        page_style: Option<PageStyle>,
        /// Whether the person's own automatic signing is allowed.
        allow_personal_auto: Option<bool>,
        /// Whether the person may change the deadline.
        auth_time_modifiable: Option<bool>,
    }
}

value! {
    /// What is known of the identity of the person who authorises silent signing.
    PersonalSignAuthInfo {
        /// How the person is identified. Default: `DEFAULT`.
        #[known("IVS", "FACE", "ALIPAY", "BANK", "DEFAULT")]
        mode: Option<AuthMode>,
        /// Kind of document. Default: `IDCARD`.
        paper_type: Option<PaperType>,
        /// The name.
        username: Option<String>,
        /// The identity number.
        id_card_no: Option<String>,
        /// The number of the bank card; used only in bank mode.
        bank_no: Option<String>,
        /// The telephone number the bank knows; used only in bank mode.
        bank_mobile: Option<String>,
        /// Ways to fall back to.
        #[known("IVS", "FACE", "ALIPAY", "BANK", "MANUAL")]
        other_modes: Option<Vec<AuthMode>>,
        /// What the person may change.
        modify_fields: Option<Vec<ModifyField>>,
    }
}

request! {
    /// Asks for the authorisations persons have given.
    QueryPersonalSign {
        /// Only this person's.
        user: Option<NamedUser>,
        /// Only those in this state (in force, expired, cancelled); how the states are written is unknown.
        auth_status: Option<String>,
    }
}

open_answer! {
    /// The authorisations, in whatever shape the platform sends them: it is not documented.
    PersonalSignRecords
}

request! {
    /// 个人签名授权页面: a web address at which a person authorises silent signing.
    ///
    /// Callback: signature and timestamp in the URL, content in the form; userType is written MOBLIE.
    CreatePersonalSignLink {
        /// The person who authorises.
        user: NamedUser,
        /// Last day, yyyy-MM-dd; the platform makes it 23:59:59 of that day.
        auth_deadline: Option<String>,
        /// What it is for; up to 500 characters where an agent asks for a seal's authorisation.
        remark: Option<String>,
        /// Where the outcome is reported.
        #[uri]
        callback_url: Option<String>,
        /// 子公司名称: subsidiary that is authorised.
        tenant_name: Option<String>,
        /// How the person confirms; `FACE` was seen in a record. Seen: `FACE`; others may exist.
        auth_method: Option<String>,
        /// What is known of the person's identity.
        auth_info: Option<PersonalSignAuthInfo>,
        /// Look of the page.
        page_style: Option<PageStyle>,
        /// Whether the person's own automatic signing is allowed.
        allow_personal_auto: Option<bool>,
        /// Where the browser goes afterwards; the ticket's call has none.
        callback_page: Option<String>,
        /// Whether the person may change the deadline; new after Go 3.0.2.
        auth_time_modifiable: Option<bool>,
    }
}

request! {
    /// Takes back a person's authorisation of silent signing.
    DeauthorizePersonalSign {
        /// The person.
        user: NamedUser,
        /// 子公司名称: needed if a subsidiary was authorised: it tells which authorisation is meant.
        tenant_name: Option<String>,
    }
}
