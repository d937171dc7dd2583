//! 企业认证: company authentication.

use bon::Builder;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Extra, Lang, NamedUser, PageStyle, de};

/// 生成企业认证令牌: asks for a company authentication ticket (page 生成企业认证令牌).
///
/// A company that is identified already is the platform's error 1605.
#[derive(Clone, PartialEq, Builder, Serialize, Deserialize, JsonSchema)]
#[builder(on(_, into))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateCompanyAuthTicket {
    /// Name of the company.
    pub company_name: String,
    /// The person who applies for it.
    #[schemars(extend("x-known-inside" = {"contactType": ["MOBILE", "EMAIL"]}))]
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
    /// Whether the page has a close button. Default: true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub close_button: Option<bool>,
    /// What may be changed, as a list with commas: `corpName`, `registerNo`, `legalPerson`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modify_fields: Option<String>,
    /// Members to send beyond these, put into the body as they are.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    #[builder(default)]
    pub extra: Extra,
}

/// A company authentication ticket with the business licence, sent as multipart with the file `license` (contract 3.2).
#[derive(Clone, PartialEq, Builder, Serialize, Deserialize, JsonSchema)]
#[builder(on(_, into))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateCompanyAuthTicketWithLicense {
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
    /// Whether the page has a close button. Default: true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub close_button: Option<bool>,
    /// What may be changed, as a list with commas: `corpName`, `registerNo`, `legalPerson`, `license`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modify_fields: Option<String>,
    /// Members to send beyond these, put into the form as they are.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    #[builder(default)]
    pub extra: Extra,
}

/// Asks for a web address for a computer at which a company is identified (contract 4.2).
#[derive(Clone, PartialEq, Builder, Serialize, Deserialize, JsonSchema)]
#[builder(on(_, into))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateCompanyAuthPcLink {
    /// Name of the company.
    pub company_name: String,
    /// The person who applies for it.
    #[schemars(extend("x-known-inside" = {"contactType": ["MOBILE", "EMAIL"]}))]
    pub applicant: NamedUser,
    /// Registration number of the company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub register_no: Option<String>,
    /// Name of the legal representative.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_person: Option<String>,
    /// Contact of the legal representative.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_contact: Option<String>,
    /// Where the platform reports the outcome, an absolute http(s) address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri"))]
    pub callback_url: Option<String>,
    /// Whether the page has a close button. Default: true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub close_button: Option<bool>,
    /// What may be changed, as a list with commas: `corpName`, `registerNo`, `legalPerson`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modify_fields: Option<String>,
    /// Language of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    /// Look of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_style: Option<PageStyle>,
    /// Members to send beyond these, put into the body as they are.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    #[builder(default)]
    pub extra: Extra,
}

/// Asks for a web address for a telephone at which a company is identified (contract 4.2).
#[derive(Clone, PartialEq, Builder, Serialize, Deserialize, JsonSchema)]
#[builder(on(_, into))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateCompanyAuthH5Link {
    /// Name of the company.
    pub company_name: String,
    /// The person who applies for it.
    #[schemars(extend("x-known-inside" = {"contactType": ["MOBILE", "EMAIL"]}))]
    pub applicant: NamedUser,
    /// Registration number of the company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub register_no: Option<String>,
    /// Name of the legal representative.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_person: Option<String>,
    /// Contact of the legal representative.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_contact: Option<String>,
    /// Where the platform reports the outcome, an absolute http(s) address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri"))]
    pub callback_url: Option<String>,
    /// Whether the page has a close button. Default: true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub close_button: Option<bool>,
    /// What may be changed, as a list with commas: `corpName`, `registerNo`, `legalPerson`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modify_fields: Option<String>,
    /// Language of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    /// Look of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_style: Option<PageStyle>,
    /// Members to send beyond these, put into the body as they are.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    #[builder(default)]
    pub extra: Extra,
}

/// A web address at which a company is identified (contract 4.2).
#[derive(Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CompanyAuthLink {
    /// The address.
    #[serde(deserialize_with = "de::nonempty")]
    #[schemars(length(min = 1))]
    pub auth_url: String,
    /// Id of the authentication, for `get_result`.
    #[serde(default, deserialize_with = "de::id", skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-id" = true))]
    pub request_id: Option<String>,
    /// Members the platform sent beside these.
    #[serde(flatten, deserialize_with = "de::extra")]
    pub extra: Extra,
}

/// Asks for the state of a company authentication; exactly one of `requestId` and `companyName` (contract 4.2).
#[derive(Clone, Default, PartialEq, Builder, Serialize, Deserialize, JsonSchema)]
#[builder(on(_, into))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetCompanyAuthResult {
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

/// The state of a company authentication (contract 4.2, from third-party notes).
#[derive(Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CompanyAuthResult {
    /// -1 none, 1 not submitted, 2 passed, 3 failed, 4 running, 6 expired. The callback numbers differently.
    #[serde(deserialize_with = "de::integer")]
    pub status: i64,
    /// State of the basic check; its values are not documented.
    #[serde(default, deserialize_with = "de::optional_integer", skip_serializing_if = "Option::is_none")]
    pub basic_status: Option<i64>,
    /// Why the basic check failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basic_reason: Option<String>,
    /// Why the operator's letter of authorisation was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oper_authorization_reason: Option<String>,
    /// When the authentication ended; the time zone is not documented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth_end_time: Option<String>,
    /// Members the platform sent beside these.
    #[serde(flatten, deserialize_with = "de::extra")]
    pub extra: Extra,
}

masked_debug!(
    CreateCompanyAuthTicket,
    CreateCompanyAuthTicketWithLicense,
    CreateCompanyAuthPcLink,
    CreateCompanyAuthH5Link,
    CompanyAuthLink,
    GetCompanyAuthResult,
    CompanyAuthResult
);

keep_extra!(CompanyAuthLink, CompanyAuthResult);
