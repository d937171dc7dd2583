//! What a callback reports, and the answer it wants.

use std::fmt;

use serde_json::{Map, Value};

use super::table::{AUTHENTICITIES, EVENTS};

/// How sure it is that the platform sent a callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Authenticity {
    /// Not at all: anybody can send it.
    None,
    /// Somebody who knows the key made a signature for this time stamp; the fields are not covered by it.
    TimestampOnly,
    /// The fields were encrypted with the key. They may be old: whoever saw the callback can send it again.
    Encrypted,
}

impl Authenticity {
    /// The name used in every language.
    pub const fn as_str(self) -> &'static str {
        // The table has the order of the variants.
        AUTHENTICITIES[self as usize].name
    }
}

/// What a callback is about, told from its fields: none of them names it (docs/choices.md, 25).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EventKind {
    /// The state of a contract changed.
    Contract,
    /// A seal image was reviewed.
    SealReview,
    /// A personal authentication came to an end.
    PersonalAuth,
    /// A company authentication moved on.
    CompanyAuth,
    /// A person gave or withdrew the authorisation for silent signing.
    PersonalSign,
    /// None of these; the fields are there all the same.
    Unknown,
}

impl EventKind {
    /// The name used in every language.
    pub const fn as_str(self) -> &'static str {
        EVENTS[self as usize].name
    }

    fn of(fields: &Map<String, Value>) -> Self {
        let has = |name: &str| fields.contains_key(name);
        if has("contractId") {
            Self::Contract
        } else if has("applyId") {
            Self::SealReview
        } else if has("authId") || has("mode") && has("status") {
            Self::PersonalAuth
        } else if has("requestId") {
            Self::CompanyAuth
        } else if has("item") || has("authDeadline") && has("user") {
            Self::PersonalSign
        } else {
            Self::Unknown
        }
    }
}

/// What the platform wants to hear. Send it as it is; anything else counts as not received and is retried.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Media type.
    pub content_type: &'static str,
    /// Body.
    pub body: &'static str,
}

/// The outcome a personal authentication reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PersonalAuthStatus {
    /// `1`: passed.
    Passed,
    /// `2`: failed.
    Failed,
    /// `3`: being looked at by people.
    InReview,
}

/// A callback that was accepted.
#[derive(Clone, PartialEq)]
pub struct Event {
    kind: EventKind,
    authenticity: Authenticity,
    fields: Map<String, Value>,
    own_parameters: Map<String, Value>,
    fingerprint: String,
}

impl Event {
    pub(super) fn new(
        fields: Map<String, Value>,
        own_parameters: Map<String, Value>,
        authenticity: Authenticity,
        fingerprint: String,
    ) -> Self {
        Self { kind: EventKind::of(&fields), authenticity, fields, own_parameters, fingerprint }
    }

    /// What it is about.
    pub fn kind(&self) -> EventKind {
        self.kind
    }

    /// How sure it is that the platform sent it.
    pub fn authenticity(&self) -> Authenticity {
        self.authenticity
    }

    /// Its fields under the platform's names: strings from a form, JSON values from a decrypted content. What
    /// [`authenticity`](Self::authenticity) says is said of these.
    pub fn fields(&self) -> &Map<String, Value> {
        &self.fields
    }

    /// Parameters beside the platform's fields, such as those of your own callback address. Nothing proves who wrote them.
    pub fn own_parameters(&self) -> &Map<String, Value> {
        &self.own_parameters
    }

    /// Stands for this callback as it was sent, as 64 hexadecimal digits: the same again is the same callback, repeated by
    /// the platform or by somebody who saw it. For a memory that several processes share; see [`Memory`](super::Memory).
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// A field as text; a number as its digits.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.fields.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// `authId` of a personal authentication.
    pub fn auth_id(&self) -> Option<String> {
        self.text("authId")
    }

    /// `requestId` of a company authentication.
    pub fn request_id(&self) -> Option<String> {
        self.text("requestId")
    }

    /// `contractId` of a contract.
    pub fn contract_id(&self) -> Option<String> {
        self.text("contractId")
    }

    /// `status` of a personal authentication, if it is one of the documented values.
    pub fn personal_auth_status(&self) -> Option<PersonalAuthStatus> {
        match (self.kind, self.text("status")?.as_str()) {
            (EventKind::PersonalAuth, "1") => Some(PersonalAuthStatus::Passed),
            (EventKind::PersonalAuth, "2") => Some(PersonalAuthStatus::Failed),
            (EventKind::PersonalAuth, "3") => Some(PersonalAuthStatus::InReview),
            _ => None,
        }
    }

    /// What the platform wants to hear for this kind of callback (docs/choices.md, 28).
    pub fn reply(&self) -> Reply {
        let (content_type, body) = match self.kind {
            EventKind::PersonalAuth | EventKind::CompanyAuth => ("application/json", r#"{"code":0}"#),
            // As the page prints it, although it is not JSON.
            EventKind::SealReview => ("application/json", r#"{"responseCode":00000000}"#),
            EventKind::PersonalSign => ("text/plain", ""),
            EventKind::Contract | EventKind::Unknown => ("text/plain", "success"),
        };
        Reply { status: 200, content_type, body }
    }
}

/// Fields are personal data, so only their names are shown.
impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("kind", &self.kind)
            .field("authenticity", &self.authenticity)
            .field("fields", &self.fields.keys().collect::<Vec<_>>())
            .finish()
    }
}
