//! 合同: tickets that open a contract.

use bon::Builder;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Extra, Lang, User};

/// 生成合同签署令牌: asks for a ticket that opens a contract for signing (page 生成合同签署令牌).
///
/// Error 1110 of the platform: this user may not see the contract.
#[derive(Clone, PartialEq, Builder, Serialize, Deserialize, JsonSchema)]
#[builder(on(_, into))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateContractSignTicket {
    /// The person who signs.
    #[schemars(extend("x-known-inside" = {"contactType": ["MOBILE", "EMAIL", "EMPLOYEEID", "NUMBER"]}))]
    pub user: User,
    /// Id of the contract; this or `bizId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-id" = true))]
    pub contract_id: Option<String>,
    /// Id of the contract in the caller's own system; this or `contractId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-id" = true))]
    pub biz_id: Option<String>,
    /// Name of a subsidiary; goes with `bizId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_name: Option<String>,
    /// Whether the settings of the signing password are hidden. Default: false.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hide_password_settings: Option<bool>,
    /// Whether the signing password may be used for 30 minutes after a first contract signed by code. Default: false.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_password_sign: Option<bool>,
    /// Members to send beyond these, put into the body as they are.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    #[builder(default)]
    pub extra: Extra,
}

/// Asks for a ticket that shows a contract (contract 3.2; no page of the platform describes it).
#[derive(Clone, Default, PartialEq, Builder, Serialize, Deserialize, JsonSchema)]
#[builder(on(_, into))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateContractViewTicket {
    /// Id of the contract; this or `bizId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-id" = true))]
    pub contract_id: Option<String>,
    /// Id of the contract in the caller's own system; this or `contractId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-id" = true))]
    pub biz_id: Option<String>,
    /// Id of one document of the contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-id" = true))]
    pub document_id: Option<String>,
    /// Name of a subsidiary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_name: Option<String>,
    /// Language of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    /// Colour of the theme; its form is not documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme_color: Option<String>,
    /// Members to send beyond these, put into the body as they are.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    #[builder(default)]
    pub extra: Extra,
}

masked_debug!(CreateContractSignTicket, CreateContractViewTicket);
