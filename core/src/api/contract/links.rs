//! Web addresses at which a contract is signed, seen, joined and prepared.

use crate::api::{Lang, NamedUser, PageStyle};

request! {
    /// Web addresses at which receivers whose name is not known yet join. (Third-party notes.)
    GetContractJoinLinks {
        /// Whose addresses.
        #[known("COMPANY", "PERSONAL")]
        r#type: String,
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
    }
}

request! {
    /// Web addresses at which persons join. (Third-party notes.)
    GetPersonalContractJoinLinks {
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
    }
}

request! {
    /// 浏览页面: a web address that shows a contract, for 30 minutes. (Documented; the name of the address in the
    /// answer is unknown.)
    CreateContractViewLink {
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Id of a document.
        #[id]
        document_id: Option<String>,
        /// Language of the page.
        lang: Option<Lang>,
        /// Colour of the theme, `#rrggbb`.
        theme_color: Option<String>,
        /// Whether there is a button for downloading.
        download_button: Option<bool>,
        /// Whether there is a button for printing.
        print_button: Option<bool>,
    }
}

request! {
    /// A short address for a signatory; not for drafts. (From the official Go SDK; its result is unknown.)
    CreateContractShortLink {
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// Contact of the signatory.
        contact: Option<String>,
    }
}

request! {
    /// 签署页面: a web address at which a person signs who can sign now. Default life: 30 minutes, 5 minutes to 90
    /// days. (Documented.)
    CreateContractSignLink {
        /// The person; must be able to sign now.
        user: NamedUser,
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// Kind of page.
        #[known("SIGN", "PRINT", "DIRECT_SIGN")]
        page_type: Option<String>,
        /// Where the browser goes afterwards.
        callback_page: Option<String>,
        /// Whether the button for going back is hidden. Default: false.
        hide_return_button: Option<bool>,
        /// Whether the button for recalling is hidden. Default: false.
        hide_recall_button: Option<bool>,
        /// Whether the button for refusing is hidden; default true. Default: true.
        hide_reject_button: Option<bool>,
        /// Whether the button for ending is hidden. Default: false.
        hide_end_button: Option<bool>,
        /// Whether the button for the state is hidden. Default: false.
        hide_state_button: Option<bool>,
        /// Whether the signing password may be used for 30 minutes after a first contract signed by code. Default:
        /// false.
        allow_password_sign: Option<bool>,
        /// Language of the page.
        lang: Option<Lang>,
        /// Look of the page.
        page_style: Option<PageStyle>,
        /// Whether the settings of the signing password are hidden.
        hide_password_settings: Option<bool>,
        /// How long the address lives, in `expireTimeUnit`: 5 minutes to 90 days; default 30 minutes.
        expire_time: Option<i64>,
        /// Unit of `expireTime`; default `MINUTES`.
        #[known("MINUTES", "DAYS")]
        expire_time_unit: Option<String>,
    }
}

request! {
    /// 指定签署位置页面: a web address at which places for signing are set, parameters filled, or a draft edited; for
    /// drafts. (Third-party notes; its result is unknown.)
    CreateContractAppointLink {
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// Kind of page.
        #[known("APPOINT", "FILL_PARAMETERS", "DRAFT")]
        page_type: Option<String>,
        /// Where the browser goes afterwards.
        callback_page: Option<String>,
        /// Whether it may be sent from the page.
        allowed_send: Option<bool>,
        /// Whether the button for going back is hidden. Default: false.
        hide_return_button: Option<bool>,
        /// Language of the page.
        lang: Option<Lang>,
        /// Look of the page.
        page_style: Option<PageStyle>,
        /// Whether the page has buttons for saving and closing. Default: true.
        can_save_or_close: Option<bool>,
        /// Whether there is a button for places.
        specify_location_button: Option<bool>,
        /// Whether there is a button for parameters.
        fill_param_button: Option<bool>,
    }
}

answer! {
    /// Web addresses for joining.
    ContractJoinLinks {
        /// One for each place.
        join_urls: Option<Vec<ContractJoinLink>>,
    }
}

answer! {
    /// A web address for joining.
    ContractJoinLink {
        /// Place in the order.
        serial_no: Option<i64>,
        /// The address.
        url: Option<String>,
    }
}

answer! {
    /// A web address at which a contract is signed.
    ContractPageLink {
        /// The address.
        page_url: String,
    }
}
