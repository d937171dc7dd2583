//! 个人静默签: authorising silent signing for persons.

use bon::Builder;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{AuthMode, Extra, ModifyField, NamedUser, PageStyle, PaperType};

/// Asks for a ticket with which a person authorises silent signing (contract 3.2; no page of the platform describes it).
#[derive(Clone, PartialEq, Builder, Serialize, Deserialize, JsonSchema)]
#[builder(on(_, into))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreatePersonalSignTicket {
    /// The person who authorises.
    pub user: NamedUser,
    /// Last day of the authorisation, as the platform's own test writes it: `yyyy-MM-dd`; the time zone is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_deadline: Option<String>,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// Where the platform reports the outcome, an absolute http(s) address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri"))]
    pub callback_url: Option<String>,
    /// Name of a subsidiary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_name: Option<String>,
    /// How the person confirms; the values are unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_method: Option<String>,
    /// What is known of the person's identity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_info: Option<PersonalSignAuthInfo>,
    /// Look of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_style: Option<PageStyle>,
    /// Whether the person's own automatic signing is allowed (contract 3.2 gives no more).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_personal_auto: Option<bool>,
    /// Whether the person may change the deadline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_time_modifiable: Option<bool>,
    /// Members to send beyond these, put into the body as they are.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    #[builder(default)]
    pub extra: Extra,
}

/// What is known of the identity of the person who authorises silent signing.
#[derive(Clone, Default, PartialEq, Builder, Serialize, Deserialize, JsonSchema)]
#[builder(on(_, into))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PersonalSignAuthInfo {
    /// How the person is identified. Default: `DEFAULT`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-known-values" = ["IVS", "FACE", "ALIPAY", "BANK", "DEFAULT"]))]
    pub mode: Option<AuthMode>,
    /// Kind of document. Default: `IDCARD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paper_type: Option<PaperType>,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The identity number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_card_no: Option<String>,
    /// The number of the bank card; used only in bank mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_no: Option<String>,
    /// The telephone number the bank knows; used only in bank mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_mobile: Option<String>,
    /// Ways to fall back to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-known-values" = ["IVS", "FACE", "ALIPAY", "BANK", "MANUAL"]))]
    pub other_modes: Option<Vec<AuthMode>>,
    /// What the person may change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modify_fields: Option<Vec<ModifyField>>,
}

/// Asks for the authorisations persons have given (contract 8).
#[derive(Clone, Default, PartialEq, Builder, Serialize, Deserialize, JsonSchema)]
#[builder(on(_, into))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct QueryPersonalSign {
    /// Only this person's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<NamedUser>,
    /// Only those in this state (in force, expired, cancelled); how the states are written is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_status: Option<String>,
    /// Members to send beyond these, put into the body as they are.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    #[builder(default)]
    pub extra: Extra,
}

/// The authorisations, in whatever shape the platform sends them: it is not documented.
#[derive(Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PersonalSignRecords {
    data: Value,
}

impl PersonalSignRecords {
    /// The whole result.
    pub fn data(&self) -> &Value {
        &self.data
    }

    /// The whole result.
    pub fn into_data(self) -> Value {
        self.data
    }
}

masked_debug!(CreatePersonalSignTicket, PersonalSignAuthInfo, QueryPersonalSign, PersonalSignRecords);

/// Everything is kept as it is.
impl crate::operation::KeepExtra for PersonalSignRecords {
    fn extra(&self) -> Option<&Extra> {
        None
    }
}
