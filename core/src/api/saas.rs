//! SaaS: calls of an agent for its customers. No page of the platform is public; every fact is from its Go client.

use bon::Builder;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AuthMode, ContactType, Extra, ModifyField, NamedUser, PageStyle, PaperType, User};

/// Asks for a personal authentication ticket of an agent's customer (contract 3.2).
#[derive(Clone, PartialEq, Builder, Serialize, Deserialize, JsonSchema)]
#[builder(on(_, into))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateSaasPersonalAuthTicket {
    /// The person to identify.
    #[schemars(extend("x-known-inside" = {"contactType": ["MOBILE", "EMAIL"]}))]
    pub user: User,
    /// How the person is identified. Default: `DEFAULT`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-known-values" = ["IVS", "FACE", "ALIPAY", "BANK", "DEFAULT"]))]
    pub mode: Option<AuthMode>,
    /// Kind of document. Default: `IDCARD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paper_type: Option<PaperType>,
    /// The name to identify.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The identity number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_card_no: Option<String>,
    /// The number of the bank card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_no: Option<String>,
    /// The telephone number the bank knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_mobile: Option<String>,
    /// Where the platform reports the outcome, an absolute http(s) address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri"))]
    pub callback_url: Option<String>,
    /// Whether people at the platform may decide (contract 3.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manual_switch: Option<bool>,
    /// Ways to fall back to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-known-values" = ["IVS", "FACE", "ALIPAY", "BANK", "MANUAL"]))]
    pub other_modes: Option<Vec<AuthMode>>,
    /// What the person may change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modify_fields: Option<Vec<ModifyField>>,
    /// Members to send beyond these, put into the body as they are.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    #[builder(default)]
    pub extra: Extra,
}

/// Asks whether a person is identified; exactly one of `authId` and `contact` (contract 8).
#[derive(Clone, Default, PartialEq, Builder, Serialize, Deserialize, JsonSchema)]
#[builder(on(_, into))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetSaasPersonalAuthResult {
    /// Id of the authentication.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-id" = true))]
    pub auth_id: Option<String>,
    /// Contact of the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// What kind of contact it is; needed with `contact`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-known-values" = ["MOBILE", "EMAIL"]))]
    pub contact_type: Option<ContactType>,
    /// Members to send beyond these, put into the query as they are.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    #[builder(default)]
    pub extra: Extra,
}

/// Asks for a company authentication ticket of an agent's customer, always as multipart, with or without the file `license` (contract 3.2).
#[derive(Clone, PartialEq, Builder, Serialize, Deserialize, JsonSchema)]
#[builder(on(_, into))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateSaasCompanyAuthTicket {
    /// Name of the company.
    pub company_name: String,
    /// The person who applies for it.
    #[schemars(extend("x-known-inside" = {"contactType": ["MOBILE", "EMAIL"]}, "x-form-name" = "applicantInfo"))]
    pub applicant: NamedUser,
    /// Registration number of the company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub register_no: Option<String>,
    /// Name of the legal representative.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_person: Option<String>,
    /// Where the platform reports the outcome, an absolute http(s) address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri"))]
    pub callback_url: Option<String>,
    /// Members to send beyond these, put into the form as they are.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    #[builder(default)]
    pub extra: Extra,
}

/// Asks for the state of a company authentication; exactly one of `requestId` and `companyName` (contract 8).
#[derive(Clone, Default, PartialEq, Builder, Serialize, Deserialize, JsonSchema)]
#[builder(on(_, into))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetSaasCompanyAuthResult {
    /// Id of the authentication.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-id" = true))]
    pub request_id: Option<String>,
    /// Name of the company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company_name: Option<String>,
    /// Members to send beyond these, put into the query as they are.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    #[builder(default)]
    pub extra: Extra,
}

open_enum! {
    /// What an agent is granted (contract 3.2, from a third party's use of the link of the same name).
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

/// Asks for a ticket with which a customer grants the agent privileges (contract 3.2).
#[derive(Clone, Default, PartialEq, Builder, Serialize, Deserialize, JsonSchema)]
#[builder(on(_, into))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateSaasPrivilegeTicket {
    /// Id of the application.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-id" = true))]
    pub app_id: Option<String>,
    /// Id of the company.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-id" = true))]
    pub company_id: Option<String>,
    /// The person who grants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<NamedUser>,
    /// Whether a token is created for the company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub create_token: Option<bool>,
    /// Where the person goes afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_url: Option<String>,
    /// Where the platform reports the outcome, an absolute http(s) address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri"))]
    pub callback_url: Option<String>,
    /// What is granted. The list of values is not documented, so any is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-any-value" = true))]
    pub privilege_modules: Option<Vec<PrivilegeModule>>,
    /// Members to send beyond these, put into the body as they are.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    #[builder(default)]
    pub extra: Extra,
}

/// A customer company: by id, or by name and registration number.
#[derive(Clone, Default, PartialEq, Builder, Serialize, Deserialize, JsonSchema)]
#[builder(on(_, into))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SaasCompany {
    /// Id of the company.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-id" = true))]
    pub id: Option<String>,
    /// Name of the company; not together empty with the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Registration number of the company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub register_no: Option<String>,
}

/// Asks for a ticket with which a customer's person authorises silent signing (contract 3.2).
#[derive(Clone, PartialEq, Builder, Serialize, Deserialize, JsonSchema)]
#[builder(on(_, into))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateSaasPersonalSignTicket {
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
    /// The customer company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<SaasCompany>,
    /// Id of the application.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-id" = true))]
    pub app_id: Option<String>,
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

masked_debug!(
    CreateSaasPersonalAuthTicket,
    GetSaasPersonalAuthResult,
    CreateSaasCompanyAuthTicket,
    GetSaasCompanyAuthResult,
    CreateSaasPrivilegeTicket,
    SaasCompany,
    CreateSaasPersonalSignTicket
);
