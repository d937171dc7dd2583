//! The fields that the emulator's answers depend on, of all operations together.

use axum::body::Bytes;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use crate::answer::Answer;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Fields {
    pub(crate) user: Option<Contact>,
    pub(crate) applicant: Option<Contact>,
    pub(crate) contact: Option<String>,
    pub(crate) contact_type: Option<String>,
    pub(crate) mode: Option<String>,
    pub(crate) callback_url: Option<String>,
    pub(crate) company_name: Option<String>,
    pub(crate) register_no: Option<String>,
    pub(crate) legal_person: Option<String>,
    #[serde(deserialize_with = "id")]
    pub(crate) auth_id: Option<String>,
    #[serde(deserialize_with = "id")]
    pub(crate) request_id: Option<String>,
    #[serde(deserialize_with = "id")]
    pub(crate) contract_id: Option<String>,
    #[serde(deserialize_with = "id")]
    pub(crate) biz_id: Option<String>,
    #[serde(deserialize_with = "id")]
    pub(crate) seal_id: Option<String>,
    pub(crate) tenant_name: Option<String>,
    pub(crate) auth_deadline: Option<String>,
    pub(crate) remark: Option<String>,
    #[serde(deserialize_with = "id")]
    pub(crate) company_id: Option<String>,
    pub(crate) company: Option<Company>,
    /// The whole request, for operations of which much more is kept.
    #[serde(skip)]
    pub(crate) json: Bytes,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Contact {
    pub(crate) contact: Option<String>,
    pub(crate) contact_type: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Company {
    #[serde(deserialize_with = "id")]
    pub(crate) id: Option<String>,
    pub(crate) name: Option<String>,
}

impl Fields {
    /// The request as the type of its operation. It was checked, so only a lenient check can leave something to refuse.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, Answer> {
        serde_json::from_slice(&self.json).map_err(|why| Answer::invalid_parameter("", &why.to_string()))
    }

    /// The person a request is about.
    pub(crate) fn person(&self) -> (&str, &str) {
        let nested = self.user.as_ref().or(self.applicant.as_ref());
        let (contact, kind) = match nested {
            Some(person) => (&person.contact, &person.contact_type),
            None => (&self.contact, &self.contact_type),
        };
        (contact.as_deref().unwrap_or_default(), kind.as_deref().unwrap_or_default())
    }
}

/// The platform's ids are texts of 19 digits, or such numbers.
pub(super) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Id {
        Text(String),
        Number(serde_json::Number),
    }
    Ok(Option::<Id>::deserialize(deserializer)?.map(|id| match id {
        Id::Text(text) => text,
        Id::Number(number) => number.to_string(),
    }))
}
