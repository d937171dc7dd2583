//! The caller's company, its subsidiaries, its application, and the customers in its address book.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::no_right;
use crate::Outcome;
use crate::answer::Answer;
use crate::lock;
use crate::options::CallbackForm;
use crate::platform::{Fields, unknown_shape};
use crate::settings::SettingsJson;
use crate::state::State;

/// A company of the caller's group, or one that was.
#[derive(Clone, Debug)]
pub(crate) struct Company {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) register_no: String,
    /// Whether it is a subsidiary now.
    pub(super) attached: bool,
}

impl Company {
    /// The caller's own. There is one, as there is one App Token.
    pub(super) fn own(id: u64) -> Self {
        Self {
            id: id.to_string(),
            name: "模拟器企业".into(),
            register_no: "91310000EMULATOR00".into(),
            attached: true,
        }
    }

    fn shown(&self) -> Value {
        let mut shown = json!({ "id": self.id, "name": self.name, "status": "AUTH_SUCCESS" });
        if !self.register_no.is_empty() {
            shown["registerNo"] = self.register_no.as_str().into();
        }
        shown
    }
}

pub(super) fn get(state: &State, fields: &Fields) -> Result<Answer, Answer> {
    let directory = &state.directory;
    let (name, number) = (fields.company_name.as_deref(), fields.register_no.as_deref());
    let is_it = |company: &Company| {
        name.map_or_else(|| number == Some(company.register_no.as_str()), |name| company.name == name)
    };
    if name.or(number).is_none_or(str::is_empty) {
        return Err(Answer::invalid_parameter("companyName", "companyName or registerNo is needed"));
    }
    let known = if is_it(&directory.own) {
        Some(directory.own.clone())
    } else {
        lock(&directory.companies).newest().find(|company| is_it(company)).cloned()
    };
    if let Some(company) = known {
        return Ok(Answer::success(&company.shown().to_string()));
    }
    let status = match name.and_then(|name| state.sessions.company(name)) {
        Some(company) if company.outcome == Some(Outcome::Passed) => "AUTH_SUCCESS",
        Some(company) if company.outcome == Some(Outcome::Review) => "CERTIFYING",
        _ => "UNREGISTERED",
    };
    let asked = if name.is_some() { "name" } else { "registerNo" };
    Ok(Answer::success(&json!({ asked: name.or(number), "status": status }).to_string()))
}

pub(super) fn get_platform(state: &State) -> Answer {
    Answer::success(&state.directory.own.shown().to_string())
}

pub(super) fn list(state: &State) -> Answer {
    let companies = lock(&state.directory.companies);
    let mut attached: Vec<Value> =
        companies.newest().filter(|company| company.attached).map(Company::shown).collect();
    attached.reverse();
    let result = json!({ "platform": state.directory.own.shown(), "subCompanies": attached });
    Answer::success(&result.to_string())
}

/// Whoever is invited comes at once: there is nobody behind an invitation.
pub(super) fn invite(state: &State, fields: &Fields) -> Result<Answer, Answer> {
    let name = fields.company_name.as_deref().unwrap_or_default();
    let register_no = fields.register_no.as_deref().unwrap_or_default();
    if name.is_empty() {
        return Err(Answer::invalid_parameter("companyName", "the emulator knows companies by their names"));
    }
    let mut companies = lock(&state.directory.companies);
    if name != state.directory.own.name {
        let known = companies.get(name);
        let id = known.map_or_else(|| state.sessions.new_id().to_string(), |known| known.id.clone());
        let register_no = match known {
            Some(known) if register_no.is_empty() => known.register_no.clone(),
            _ => register_no.to_owned(),
        };
        let weight = 2 * name.len() + id.len() + register_no.len();
        let company = Company { id, name: name.to_owned(), register_no, attached: true };
        companies.insert(Arc::from(name), company, weight);
    }
    Ok(unknown_shape())
}

pub(super) fn remove(state: &State, fields: &Fields) -> Result<Answer, Answer> {
    let name = fields.company_name.as_deref().unwrap_or_default();
    let mut companies = lock(&state.directory.companies);
    let company = companies.get_mut(name).filter(|company| company.attached).ok_or_else(no_right)?;
    company.attached = false;
    Ok(unknown_shape())
}

/// The one application that the emulator has: its token, and where and how contracts are reported.
pub(super) fn get_token(state: &State) -> Answer {
    let settings = state.settings();
    let encrypt = match settings.callback_form {
        CallbackForm::Plain => false,
        CallbackForm::Signed { encrypt } | CallbackForm::Both { encrypt } => encrypt,
    };
    let result = json!({
        "appName": "emulator",
        "accessToken": state.options.app_token,
        "callbackUrl": settings.contract_callback_url.clone().unwrap_or_default(),
        "encrypt": encrypt,
        "callbackSecretKey": state.options.callback_key,
        "encryptType": "AES_ECB",
    });
    Answer::success(&result.to_string())
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct TokenChange {
    callback_url: Option<String>,
    encrypt: Option<bool>,
    encrypt_type: Option<String>,
}

pub(super) fn update_token_callback(state: &State, fields: &Fields) -> Result<Answer, Answer> {
    let change: TokenChange = fields.read()?;
    if change.callback_url.is_none() && change.encrypt.is_none() && change.encrypt_type.is_none() {
        return Err(Answer::invalid_parameter(
            "callbackUrl",
            "callbackUrl, encrypt or encryptType is needed",
        ));
    }
    if change.encrypt_type.is_some_and(|algorithm| algorithm != "AES_ECB") {
        return Err(Answer::invalid_parameter("encryptType", "the emulator encrypts with AES_ECB alone"));
    }
    let change =
        SettingsJson::of_application(change.callback_url, change.encrypt, state.settings().callback_form);
    state.change_settings(change).map_err(|why| Answer::invalid_parameter("callbackUrl", &why))?;
    Ok(get_token(state))
}

/// Nothing shows a customer again, so none is kept.
pub(super) fn create_customer(fields: &Fields) -> Result<Answer, Answer> {
    #[derive(Default, Deserialize)]
    #[serde(rename_all = "camelCase", default)]
    struct Customer {
        tenant_type: String,
    }
    let customer: Customer = fields.read()?;
    if customer.tenant_type == "COMPANY" && fields.company_name.as_deref().is_none_or(str::is_empty) {
        return Err(Answer::invalid_parameter("companyName", "is needed for a company"));
    }
    Ok(unknown_shape())
}
