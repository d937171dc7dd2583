//! The fields that the emulator's answers depend on, of all operations together.

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

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
    pub(crate) tenant_name: Option<String>,
    pub(crate) auth_deadline: Option<String>,
    pub(crate) remark: Option<String>,
    #[serde(deserialize_with = "id")]
    pub(crate) company_id: Option<String>,
    pub(crate) company: Option<Company>,
    /// All of them, of the operations whose answers depend on more than these.
    #[serde(skip)]
    pub(crate) request: Map<String, Value>,
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
fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
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
