//! What can be changed while the emulator runs.

use serde::{Deserialize, Serialize};

use crate::Outcome;
use crate::options::{CallbackForm, Options, ParameterCheck};

/// The settings in force.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) clock_offset_ms: i64,
    pub(crate) ticket_ttl_ms: i64,
    pub(crate) callback_form: CallbackForm,
    pub(crate) callback_time_scale: f64,
    pub(crate) contract_callback_url: Option<String>,
    pub(crate) parameters: ParameterCheck,
    pub(crate) outcomes: Vec<OutcomeRule>,
    pub(crate) contracts_missing: Vec<String>,
    pub(crate) contracts_forbidden: Vec<String>,
}

/// A contact whose tickets and links are completed as soon as they are given out.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutcomeRule {
    /// The contact, or `*` for everybody.
    pub(crate) contact: String,
    pub(crate) outcome: Outcome,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) mode: Option<String>,
}

/// The settings as JSON. What a change does not name stays as it is.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SettingsJson {
    clock_offset_ms: Option<i64>,
    ticket_ttl_ms: Option<i64>,
    callback_form: Option<FormName>,
    callback_encrypt: Option<bool>,
    callback_time_scale: Option<f64>,
    /// An empty text: nowhere.
    contract_callback_url: Option<String>,
    parameters: Option<CheckName>,
    outcomes: Option<Vec<OutcomeRule>>,
    contracts: Option<ContractsJson>,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
struct ContractsJson {
    missing: Vec<String>,
    forbidden: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum FormName {
    Plain,
    Signed,
    Both,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum CheckName {
    Strict,
    Lenient,
}

impl SettingsJson {
    /// What the platform's own settings of an application change. Who wants encrypted callbacks wants signed ones.
    pub(crate) fn of_application(url: Option<String>, encrypt: Option<bool>, now: CallbackForm) -> Self {
        let signed = encrypt == Some(true) && now == CallbackForm::Plain;
        Self {
            contract_callback_url: url,
            callback_encrypt: encrypt,
            callback_form: signed.then_some(FormName::Signed),
            ..Self::default()
        }
    }
}

/// The ways of authentication that a completion may name.
pub(crate) const MODES: [&str; 5] = ["IVS", "FACE", "ALIPAY", "BANK", "MANUAL"];
/// Far enough for every test, near enough that no date leaves the calendar.
const MAX_CLOCK_OFFSET_MS: i64 = 10 * 366 * 86_400_000;
const MAX_LIST: usize = 1_000;

impl Settings {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            clock_offset_ms: 0,
            ticket_ttl_ms: i64::try_from(options.ticket_ttl.as_millis()).unwrap_or(i64::MAX),
            callback_form: options.callback_form,
            callback_time_scale: options.callback_time_scale,
            contract_callback_url: options.contract_callback_url.clone(),
            parameters: options.parameters,
            outcomes: Vec::new(),
            contracts_missing: Vec::new(),
            contracts_forbidden: Vec::new(),
        }
    }

    /// The outcome that is set for a contact.
    pub(crate) fn outcome_for(&self, contact: &str) -> Option<&OutcomeRule> {
        self.outcomes.iter().find(|rule| rule.contact == "*" || rule.contact == contact)
    }

    pub(crate) fn to_json(&self) -> SettingsJson {
        let (form, encrypt) = match self.callback_form {
            CallbackForm::Plain => (FormName::Plain, true),
            CallbackForm::Signed { encrypt } => (FormName::Signed, encrypt),
            CallbackForm::Both { encrypt } => (FormName::Both, encrypt),
        };
        SettingsJson {
            clock_offset_ms: Some(self.clock_offset_ms),
            ticket_ttl_ms: Some(self.ticket_ttl_ms),
            callback_form: Some(form),
            callback_encrypt: Some(encrypt),
            callback_time_scale: Some(self.callback_time_scale),
            contract_callback_url: Some(self.contract_callback_url.clone().unwrap_or_default()),
            parameters: Some(match self.parameters {
                ParameterCheck::Strict => CheckName::Strict,
                ParameterCheck::Lenient => CheckName::Lenient,
            }),
            outcomes: Some(self.outcomes.clone()),
            contracts: Some(ContractsJson {
                missing: self.contracts_missing.clone(),
                forbidden: self.contracts_forbidden.clone(),
            }),
        }
    }

    /// The settings after a change, or what is wrong with it.
    pub(crate) fn changed(&self, change: SettingsJson) -> Result<Self, String> {
        let mut next = self.clone();
        if let Some(offset) = change.clock_offset_ms {
            if offset.unsigned_abs() > MAX_CLOCK_OFFSET_MS.unsigned_abs() {
                return Err("clock_offset_ms: must be within ten years".into());
            }
            next.clock_offset_ms = offset;
        }
        if let Some(ttl) = change.ticket_ttl_ms {
            let duration = std::time::Duration::from_millis(u64::try_from(ttl).unwrap_or(0));
            crate::options::check_ticket_ttl(duration).map_err(|why| format!("ticket_ttl_ms: {why}"))?;
            next.ticket_ttl_ms = ttl;
        }
        if let Some(scale) = change.callback_time_scale {
            crate::options::check_time_scale(scale).map_err(|why| format!("callback_time_scale: {why}"))?;
            next.callback_time_scale = scale;
        }
        if change.callback_form.is_some() || change.callback_encrypt.is_some() {
            let now = self.to_json();
            let encrypt = change.callback_encrypt.or(now.callback_encrypt).unwrap_or(true);
            next.callback_form = match change.callback_form.or(now.callback_form) {
                Some(FormName::Signed) => CallbackForm::Signed { encrypt },
                Some(FormName::Both) => CallbackForm::Both { encrypt },
                Some(FormName::Plain) | None => CallbackForm::Plain,
            };
        }
        if let Some(address) = change.contract_callback_url {
            if !address.is_empty() {
                crate::callbacks::parse_url(&address)
                    .map_err(|why| format!("contract_callback_url: {why}"))?;
            }
            next.contract_callback_url = Some(address).filter(|address| !address.is_empty());
        }
        if let Some(parameters) = change.parameters {
            next.parameters = match parameters {
                CheckName::Strict => ParameterCheck::Strict,
                CheckName::Lenient => ParameterCheck::Lenient,
            };
        }
        if let Some(outcomes) = change.outcomes {
            check_length("outcomes", outcomes.len())?;
            for (index, rule) in outcomes.iter().enumerate() {
                check_mode(rule.mode.as_deref()).map_err(|why| format!("outcomes[{index}].{why}"))?;
            }
            next.outcomes = outcomes;
        }
        if let Some(contracts) = change.contracts {
            check_length("contracts.missing", contracts.missing.len())?;
            check_length("contracts.forbidden", contracts.forbidden.len())?;
            next.contracts_missing = contracts.missing;
            next.contracts_forbidden = contracts.forbidden;
        }
        Ok(next)
    }
}

pub(crate) fn check_mode(mode: Option<&str>) -> Result<(), String> {
    match mode {
        Some(mode) if !MODES.contains(&mode) => {
            Err(format!("mode: {mode:?} is none; allowed are {}", MODES.join(", ")))
        }
        _ => Ok(()),
    }
}

fn check_length(name: &str, length: usize) -> Result<(), String> {
    if length > MAX_LIST { Err(format!("{name}: at most {MAX_LIST} entries")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_leaves_the_rest_alone() {
        let start = Settings::new(&Options::default());
        let change = |json: &str| {
            serde_json::from_str(json).map_err(|why| why.to_string()).and_then(|change| start.changed(change))
        };
        let next = change(r#"{"callback_form":"signed"}"#).unwrap();
        assert_eq!(next.callback_form, CallbackForm::Signed { encrypt: true });
        assert_eq!(next.ticket_ttl_ms, 900_000);
        for (json, named) in [
            (r#"{"clock":1}"#, "clock"),
            (r#"{"callback_form":"secret"}"#, "secret"),
            (r#"{"callback_time_scale":2}"#, "callback_time_scale"),
            (r#"{"ticket_ttl_ms":0}"#, "ticket_ttl_ms"),
            (r#"{"clock_offset_ms":999999999999999}"#, "clock_offset_ms"),
            (r#"{"contract_callback_url":"ftp://x"}"#, "contract_callback_url"),
            (r#"{"outcomes":[{"contact":"*","outcome":"passed","mode":"EYE"}]}"#, "outcomes[0].mode"),
            (r#"{"contracts":{"gone":[]}}"#, "gone"),
        ] {
            let told = change(json).err().unwrap_or_else(|| panic!("{json} passes"));
            assert!(told.contains(named), "{json}: {told}");
        }
        let again = start.changed(next.to_json()).unwrap();
        assert_eq!(again.callback_form, next.callback_form);
    }
}
