//! What a callback says: the documented fields of each kind, plain or in the signed form.

use aes::Aes128;
use aes::cipher::{BlockCipherEncrypt, KeyInit};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::Plan;
use crate::Outcome;
use crate::gateway::callback_signature;
use crate::options::CallbackForm;
use crate::platform::{Change, Kind, Reviewed, Session};
use crate::settings::Settings;

/// A callback as it is sent. It stays the same from attempt to attempt.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) plan: Plan,
    /// What it tells about, in the SDK's name for the event.
    pub(crate) event: &'static str,
    pub(crate) url: String,
    /// Put into the query, beside what the address has there already.
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) form: Vec<(String, String)>,
    /// How it is packed, for people.
    pub(crate) packing: &'static str,
}

impl Message {
    /// The callback of a completed ticket or link, if there is an address for it.
    pub(crate) fn for_session(
        session: &Session,
        settings: &Settings,
        key: &str,
        now_ms: i64,
    ) -> Option<Self> {
        let outcome = session.outcome?;
        let own_url = || session.callback_url.clone();
        let sign = || Signed::new(key, now_ms);
        match session.kind {
            Kind::PersonalAuth => {
                let fields = personal_auth(session, outcome);
                Some(Self::packed(
                    "personal_auth",
                    Plan::Authentication,
                    own_url()?,
                    fields,
                    settings.callback_form,
                    &sign(),
                ))
            }
            Kind::CompanyAuth if session.saas() => {
                // Seen in the wild only signed and encrypted, with everything at the top.
                let form = CallbackForm::Signed { encrypt: true };
                let fields = saas_company_auth(session, outcome);
                Some(Self::packed("company_auth", Plan::Saas, own_url()?, fields, form, &sign()))
            }
            Kind::CompanyAuth => {
                let fields = company_auth(session, outcome);
                Some(Self::packed(
                    "company_auth",
                    Plan::Authentication,
                    own_url()?,
                    fields,
                    settings.callback_form,
                    &sign(),
                ))
            }
            Kind::ContractSign => {
                let url = settings.contract_callback_url.clone()?;
                let fields = contract(session, outcome);
                Some(Self::packed("contract", Plan::Contract, url, fields, settings.callback_form, &sign()))
            }
            Kind::PersonalSign if outcome == Outcome::Passed => {
                // Documented: signature and time in the query, the content as one field of the form.
                let signed = sign();
                Some(Self {
                    plan: Plan::PersonalSign,
                    event: "personal_sign",
                    url: own_url()?,
                    query: vec![("signature", signed.signature), ("timestamp", signed.timestamp)],
                    form: vec![("content".into(), Value::from(personal_sign(session)).to_string())],
                    packing: "signed",
                })
            }
            // Nothing is known of a refused authorisation's callback, nor of that of a privilege.
            Kind::PersonalSign | Kind::Privilege | Kind::ContractView | Kind::SealReview => None,
        }
    }

    /// The callback of a contract that changed, to the address of its draft or the one that is set.
    pub(crate) fn for_contract(change: &Change, settings: &Settings, key: &str, now_ms: i64) -> Option<Self> {
        let url = change.url.clone().or_else(|| settings.contract_callback_url.clone())?;
        let mut fields = object(json!({
            "contractId": change.contract_id,
            "callbackType": "PERSONAL",
            "contractStatus": change.status,
            "tenantType": "COMPANY",
            "tenantName": change.tenant_name,
            "contact": "",
            "tenantId": "",
        }));
        if let Some(data) = &change.business_data {
            fields.insert("businessData".to_owned(), data.as_str().into());
        }
        let signed = Signed::new(key, now_ms);
        Some(Self::packed("contract", Plan::Contract, url, fields, settings.callback_form, &signed))
    }

    /// The callback of a review that has ended. It is plain: the platform documents no signature for it.
    pub(crate) fn for_review(session: &Session, seal: &Reviewed) -> Option<Self> {
        let mut detail = json!({ "sealType": seal.kind, "sealName": seal.name });
        let passed = session.outcome == Some(Outcome::Passed);
        match passed {
            true => detail["sealId"] = seal.id.as_str().into(),
            false => detail["rejectReason"] = "refused in the emulator".into(),
        }
        let result = if passed { "PASS" } else { "REJECT" };
        Some(Self {
            plan: Plan::SealReview,
            event: "seal_review",
            url: session.callback_url.clone()?,
            query: Vec::new(),
            form: vec![
                ("applyId".into(), session.key.to_string()),
                ("result".into(), result.into()),
                ("detail".into(), detail.to_string()),
            ],
            packing: "plain",
        })
    }

    /// What it weighs in memory, roughly.
    pub(crate) fn weight(&self) -> usize {
        let form = self.form.iter().map(|(name, value)| name.len() + value.len() + 48).sum::<usize>();
        let query = self.query.iter().map(|(_, value)| value.len() + 48).sum::<usize>();
        form + query + self.url.len() + 1024
    }

    fn packed(
        event: &'static str,
        plan: Plan,
        url: String,
        fields: Map<String, Value>,
        form: CallbackForm,
        signed: &Signed,
    ) -> Self {
        let (plain, encrypt) = match form {
            CallbackForm::Plain => (true, None),
            CallbackForm::Signed { encrypt } => (false, Some(encrypt)),
            CallbackForm::Both { encrypt } => (true, Some(encrypt)),
        };
        let mut pairs = Vec::new();
        if plain {
            for (name, value) in &fields {
                let text = match value {
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                pairs.push((name.clone(), text));
            }
        }
        if let Some(encrypt) = encrypt {
            let content = Value::from(fields).to_string();
            let content = if encrypt { encrypt_content(&content, &signed.key) } else { content };
            pairs.push(("signature".into(), signed.signature.clone()));
            pairs.push(("timestamp".into(), signed.timestamp.clone()));
            pairs.push(("content".into(), content));
        }
        let packing = match (plain, encrypt) {
            (true, None) => "plain",
            (true, Some(_)) => "both",
            (false, Some(true)) => "encrypted",
            (false, _) => "signed",
        };
        Self { plan, event, url, query: Vec::new(), form: pairs, packing }
    }
}

struct Signed {
    key: [u8; 16],
    timestamp: String,
    signature: String,
}

impl Signed {
    fn new(key: &str, now_ms: i64) -> Self {
        let timestamp = now_ms.to_string();
        Self {
            signature: callback_signature(&timestamp, key),
            timestamp,
            key: key.as_bytes().try_into().expect("the options check that the key has 16 bytes"),
        }
    }
}

fn personal_auth(session: &Session, outcome: Outcome) -> Map<String, Value> {
    // A text here, a number for companies: so it is documented.
    let status = match outcome {
        Outcome::Passed => "1",
        Outcome::Failed => "2",
        Outcome::Review => "3",
    };
    object(json!({ "mode": session.mode, "status": status, "authId": session.id.to_string() }))
}

fn company_numbers(outcome: Outcome) -> (i64, i64) {
    match outcome {
        Outcome::Review => (0, 0),
        Outcome::Passed => (1, 7),
        Outcome::Failed => (2, 2),
    }
}

fn company_auth(session: &Session, outcome: Outcome) -> Map<String, Value> {
    let (status, action_event) = company_numbers(outcome);
    let info = json!({
        "name": session.company,
        "registerNo": session.register_no,
        "legalPerson": session.legal_person,
    });
    object(json!({
        "status": status,
        "actionEvent": action_event,
        "requestId": session.id.to_string(),
        "authInfo": info.to_string(),
    }))
}

fn saas_company_auth(session: &Session, outcome: Outcome) -> Map<String, Value> {
    let (status, action_event) = company_numbers(outcome);
    object(json!({
        // The company gets its id by being authenticated; the request's stands in for it.
        "companyId": session.id.to_string(),
        "requestId": session.id.to_string(),
        "companyName": session.company,
        "legalPerson": session.legal_person,
        "registerNo": session.register_no,
        "actionEvent": action_event,
        "status": status,
    }))
}

fn contract(session: &Session, outcome: Outcome) -> Map<String, Value> {
    let status = match outcome {
        Outcome::Passed => "COMPLETE",
        Outcome::Failed => "REJECTED",
        Outcome::Review => "SIGNING",
    };
    object(json!({
        "contractId": session.contract_id,
        "callbackType": "PERSONAL",
        "contractStatus": status,
        "tenantType": "PERSONAL",
        "tenantName": session.company,
        "contact": session.contact,
        "tenantId": session.id.to_string(),
    }))
}

fn personal_sign(session: &Session) -> Map<String, Value> {
    // The platform spells it so.
    let user_type = if session.contact_type == "MOBILE" { "MOBLIE" } else { &session.contact_type };
    object(json!({
        "companyId": session.company_id,
        "companyName": session.company,
        "assignee": "",
        "user": session.contact,
        "userType": user_type,
        "authDeadline": session.auth_deadline,
        "remark": session.remark,
        "item": "AUTHORIZE",
        "deauthorizeDate": "",
    }))
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        other => Map::from_iter([("value".to_owned(), other)]),
    }
}

/// AES-128-ECB, PKCS#7, base64: what the platform's published samples decrypt.
fn encrypt_content(text: &str, key: &[u8; 16]) -> String {
    let cipher = Aes128::new(key.into());
    let padding = 16 - text.len() % 16;
    let mut bytes = text.as_bytes().to_vec();
    bytes.resize(text.len() + padding, u8::try_from(padding).expect("at most 16"));
    for block in bytes.chunks_exact_mut(16) {
        let block: &mut [u8; 16] = block.try_into().expect("chunks of 16");
        cipher.encrypt_block(block.into());
    }
    STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::encrypt_content;

    // Vectors computed with OpenSSL.
    #[test]
    fn encryption() {
        let key = b"0123456789abcdef";
        assert_eq!(
            encrypt_content(r#"{"contractId":"1","contractStatus":"COMPLETE","tenantName":"测试"}"#, key),
            "kociR1exKyEryuE2KDU/KcW00iAGsje2UYM8L7JZSJ+ZB2nlkTepRu2nHyMjohkCvEUcmLwOfhHYGgC7VSM/Bl5hphxghRYc1q/hMm6WTpc="
        );
        assert_eq!(encrypt_content("0123456789abcdef", key), "cnJ+iB7c/QEApxhoeQm1ZTdyIuBhqSTFkc2cJ+oWPtQ=");
    }
}
