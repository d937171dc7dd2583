//! Tickets with which the mini-program plugin opens a contract.

use crate::api::{Lang, User};

request! {
    /// 生成合同签署令牌: asks for a ticket that opens a contract for signing (page 生成合同签署令牌).
    ///
    /// Error 1110 of the platform: this user may not see the contract.
    CreateContractSignTicket {
        /// The person who signs.
        #[inside(contactType = "MOBILE", "EMAIL", "EMPLOYEEID", "NUMBER")]
        user: User,
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system; this or `contractId`.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId`.
        tenant_name: Option<String>,
        /// Whether the settings of the signing password are hidden. Default: false.
        hide_password_settings: Option<bool>,
        /// Whether the signing password may be used for 30 minutes after a first contract signed by code. Default:
        /// false.
        allow_password_sign: Option<bool>,
    }
}

request! {
    /// Asks for a ticket that shows a contract (no page of the platform describes it).
    CreateContractViewTicket {
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system; this or `contractId`.
        #[id]
        biz_id: Option<String>,
        /// Id of one document of the contract.
        #[id]
        document_id: Option<String>,
        /// Name of a subsidiary.
        tenant_name: Option<String>,
        /// Language of the page.
        lang: Option<Lang>,
        /// Colour of the theme; its form is not documented.
        theme_color: Option<String>,
    }
}
