//! 个人认证: personal authentication.

use bon::Builder;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AuthMode, Extra, Lang, ModifyField, PageStyle, PaperType, User, de};

/// 生成个人认证令牌: asks for a personal authentication ticket (page 生成个人认证令牌).
#[derive(Clone, PartialEq, Builder, Serialize, Deserialize, JsonSchema)]
#[builder(on(_, into))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreatePersonalAuthTicket {
    /// 待认证用户信息: the person to identify.
    #[schemars(extend("x-known-inside" = {"contactType": ["MOBILE", "EMAIL"]}))]
    pub user: User,
    /// 实名认证模式: how the person is identified. Default: `DEFAULT`, any way that is available.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-known-values" = ["IVS", "FACE", "ALIPAY", "BANK", "DEFAULT"]))]
    pub mode: Option<AuthMode>,
    /// 证件类型: kind of document. Default: `IDCARD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paper_type: Option<PaperType>,
    /// 指定用户认证名称: the name to identify.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// 指定用户身份证号: the identity number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_card_no: Option<String>,
    /// 指定用户银行卡号: the number of the bank card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_no: Option<String>,
    /// 指定用户银行卡预留手机号: the telephone number the bank knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_mobile: Option<String>,
    /// 认证回调地址: where the platform reports the outcome, an absolute http(s) address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri"))]
    pub callback_url: Option<String>,
    /// 降级认证方式可选项: ways to fall back to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-known-values" = ["IVS", "FACE", "ALIPAY", "BANK", "MANUAL"]))]
    pub other_modes: Option<Vec<AuthMode>>,
    /// 认证可修改项: what the person may change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modify_fields: Option<Vec<ModifyField>>,
    /// Members to send beyond these, put into the body as they are.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    #[builder(default)]
    pub extra: Extra,
}

/// 获取个人认证链接: asks for a web address at which a person identifies themselves (contract 4.1).
#[derive(Clone, PartialEq, Builder, Serialize, Deserialize, JsonSchema)]
#[builder(on(_, into))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreatePersonalAuthLink {
    /// The person to identify.
    #[schemars(extend("x-known-inside" = {"contactType": ["MOBILE", "EMAIL"]}))]
    pub user: User,
    /// How the person is identified. Default: `DEFAULT`. This list has no `ALIPAY` (contract 4.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-known-values" = ["IVS", "FACE", "BANK", "DEFAULT"]))]
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
    /// Where the person's browser goes afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callback_page: Option<String>,
    /// Ways to fall back to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-known-values" = ["IVS", "FACE", "BANK", "MANUAL"]))]
    pub other_modes: Option<Vec<AuthMode>>,
    /// What the person may change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modify_fields: Option<Vec<ModifyField>>,
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

/// A web address at which a person identifies themselves. It opens once, and dies after 5 minutes unopened
/// (contract 4.1, from third-party notes on the platform's page).
#[derive(Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PersonalAuthLink {
    /// The address.
    #[serde(deserialize_with = "de::nonempty")]
    #[schemars(length(min = 1))]
    pub auth_url: String,
    /// Id of the authentication, for `get_result`.
    #[serde(default, deserialize_with = "de::id", skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-id" = true))]
    pub auth_id: Option<String>,
    /// Members the platform sent beside these.
    #[serde(flatten, deserialize_with = "de::extra")]
    pub extra: Extra,
}

/// 查询个人认证状态: asks whether a person is identified; exactly one of `authId` and `contact` (contract 4.1).
#[derive(Clone, Default, PartialEq, Builder, Serialize, Deserialize, JsonSchema)]
#[builder(on(_, into))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetPersonalAuthResult {
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
    pub contact_type: Option<super::ContactType>,
    /// Query pairs to send beyond these.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    #[builder(default)]
    pub extra: Extra,
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

/// Whether a person is identified.
#[derive(Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PersonalAuthResult {
    /// Whether the person is identified.
    pub real_name: bool,
    /// How: `IVS`, `FACEID` (not `FACE`), `BANK` or `MANUAL`; only when asked by `authId` (contract 4.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// Members the platform sent beside these.
    #[serde(flatten, deserialize_with = "de::extra")]
    pub extra: Extra,
}

masked_debug!(
    CreatePersonalAuthTicket,
    CreatePersonalAuthLink,
    PersonalAuthLink,
    GetPersonalAuthResult,
    PersonalAuthResult
);

keep_extra!(PersonalAuthLink, PersonalAuthResult);
