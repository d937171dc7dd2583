//! What is said of callbacks in every language and on the pages, once: what they are about, what they prove, how they are
//! read, and which of their fields have accessors of their own.

use super::{Authenticity, EventKind};

/// What is said of a kind of callback.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct EventInfo {
    /// The kind.
    pub kind: EventKind,
    /// The name used in every language.
    pub name: &'static str,
    /// What it is about.
    pub doc: &'static str,
    /// The fields it is told from, as Markdown.
    pub told_from: &'static str,
    /// What is known of its fields, as Markdown.
    pub fields: &'static str,
}

/// What is said of how sure it is that the platform sent a callback.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AuthenticityInfo {
    /// How sure.
    pub authenticity: Authenticity,
    /// The name used in every language.
    pub name: &'static str,
    /// What it is, in short.
    pub doc: &'static str,
    /// What it means for the receiver, as Markdown.
    pub means: &'static str,
}

/// An option of reading a callback.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallbackOptionInfo {
    /// Its name where callbacks cross the boundary to other languages.
    pub name: &'static str,
    /// What its value is.
    pub kind: CallbackOptionKind,
    /// What it does.
    pub doc: &'static str,
    /// Its default, in words.
    pub default: &'static str,
}

/// What the value of an option of reading a callback is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallbackOptionKind {
    /// True or false.
    Boolean,
    /// A time; a number of seconds in JSON.
    Seconds,
    /// A text that is never shown.
    Secret,
    /// A moment, in milliseconds since 1970, UTC.
    Moment,
}

/// A field of the platform that an event gives under a name of its own.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AccessorInfo {
    /// Its name.
    pub name: &'static str,
    /// The field, on the wire.
    pub field: &'static str,
    /// The only kind of callback that has it, where that matters.
    pub kind: Option<EventKind>,
    /// What it is.
    pub doc: &'static str,
    /// The values it can have: on the wire, the word for it, what it means. Any other value is none. Empty for a text.
    pub values: &'static [(&'static str, &'static str, &'static str)],
}

/// Every kind of callback.
pub const EVENTS: &[EventInfo] = &[
    EventInfo {
        kind: EventKind::Contract,
        name: "contract",
        doc: "The state of a contract changed.",
        told_from: "`contractId`",
        fields: "`contractStatus`, `callbackType`, `tenantType`, `tenantName`, `contact`, `tenantId`",
    },
    EventInfo {
        kind: EventKind::SealReview,
        name: "seal_review",
        doc: "A seal image was reviewed.",
        told_from: "`applyId`",
        fields: "`result`, `detail`",
    },
    EventInfo {
        kind: EventKind::PersonalAuth,
        name: "personal_auth",
        doc: "A personal authentication came to an end.",
        told_from: "`authId`, or `mode` with `status`",
        fields: "`mode`, `status`: `1` passed, `2` failed, `3` in review (`personal_auth_status()`)",
    },
    EventInfo {
        kind: EventKind::CompanyAuth,
        name: "company_auth",
        doc: "A company authentication moved on.",
        told_from: "`requestId`",
        fields: "`status`, `actionEvent`, `authInfo`; `status` 0 running, 1 passed, 2 failed: other numbers than those of `get_result`",
    },
    EventInfo {
        kind: EventKind::PersonalSign,
        name: "personal_sign",
        doc: "A person gave or withdrew the authorisation for silent signing.",
        told_from: "`item`, or `authDeadline` with `user`",
        fields: "`item` `AUTHORIZE` or `DEAUTHORIZE`",
    },
    EventInfo {
        kind: EventKind::Unknown,
        name: "unknown",
        doc: "None of these; the fields are there all the same.",
        told_from: "none of these",
        fields: "whatever came",
    },
];

/// How sure it can be, from the least to the most.
pub const AUTHENTICITIES: &[AuthenticityInfo] = &[
    AuthenticityInfo {
        authenticity: Authenticity::None,
        name: "none",
        doc: "Not at all: anybody can send it.",
        means: "anybody can have sent it",
    },
    AuthenticityInfo {
        authenticity: Authenticity::TimestampOnly,
        name: "timestamp_only",
        doc: "Somebody who knows the key made a signature for this time stamp; the fields are not covered by it.",
        means: "somebody who knows the key made a signature for this time stamp; **the fields are not covered**: whoever saw one such callback can send any fields with its signature",
    },
    AuthenticityInfo {
        authenticity: Authenticity::Encrypted,
        name: "encrypted",
        doc: "The fields were encrypted with the key. They may be old: whoever saw the callback can send it again.",
        means: "the fields were encrypted with the key. AES without a signature of its own: hard to forge, not impossible to alter, and whoever saw it can send it again",
    },
];

/// How a callback can be read, beside its keys. `remember` is of the languages beside Rust, which has
/// [`Memory`](super::Memory).
pub const CALLBACK_OPTIONS: &[CallbackOptionInfo] = &[
    CallbackOptionInfo {
        name: "allow_unsigned",
        kind: CallbackOptionKind::Boolean,
        doc: "Accepts callbacks without a signature. The documented callbacks of personal authentication have none.",
        default: "off",
    },
    CallbackOptionInfo {
        name: "max_age",
        kind: CallbackOptionKind::Seconds,
        doc: "Refuses a signed callback that is older, and an encrypted one whose time stamp is not signed. Seconds.",
        default: "no limit, since documented retries last more than a day",
    },
    CallbackOptionInfo {
        name: "cbc_iv",
        kind: CallbackOptionKind::Secret,
        doc: "The IV, 16 characters, for content encrypted with AES-CBC.",
        default: "none: AES-ECB",
    },
    CallbackOptionInfo {
        name: "now",
        kind: CallbackOptionKind::Moment,
        doc: "The time to compare with, in milliseconds since 1970.",
        default: "now",
    },
    CallbackOptionInfo {
        name: "remember",
        kind: CallbackOptionKind::Seconds,
        doc: "Tells in `repeated` whether this process received the same within that time. Nothing is refused: the platform repeats a callback until it is answered. At most 65,536 are remembered, as digests. Seconds.",
        default: "off",
    },
];

/// The fields that have accessors.
pub const ACCESSORS: &[AccessorInfo] = &[
    AccessorInfo {
        name: "auth_id",
        field: "authId",
        kind: None,
        doc: "`authId` of a personal authentication.",
        values: &[],
    },
    AccessorInfo {
        name: "request_id",
        field: "requestId",
        kind: None,
        doc: "`requestId` of a company authentication.",
        values: &[],
    },
    AccessorInfo {
        name: "contract_id",
        field: "contractId",
        kind: None,
        doc: "`contractId` of a contract.",
        values: &[],
    },
    AccessorInfo {
        name: "personal_auth_status",
        field: "status",
        kind: Some(EventKind::PersonalAuth),
        doc: "`status` of a personal authentication, if it is one of the documented values.",
        values: &[
            ("1", "passed", "Passed."),
            ("2", "failed", "Failed."),
            ("3", "in_review", "Being looked at by people."),
        ],
    },
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::callback::{CallbackOptions, PersonalAuthStatus, parse};

    #[test]
    fn the_tables_have_the_order_of_the_variants() {
        let events = [
            EventKind::Contract,
            EventKind::SealReview,
            EventKind::PersonalAuth,
            EventKind::CompanyAuth,
            EventKind::PersonalSign,
            EventKind::Unknown,
        ];
        assert_eq!(EVENTS.iter().map(|info| info.kind).collect::<Vec<_>>(), events);
        for (index, info) in EVENTS.iter().enumerate() {
            assert_eq!((info.kind as usize, info.kind.as_str()), (index, info.name));
        }
        for (index, info) in AUTHENTICITIES.iter().enumerate() {
            assert_eq!((info.authenticity as usize, info.authenticity.as_str()), (index, info.name));
        }
        assert_eq!(
            (EVENTS.len(), AUTHENTICITIES.len()),
            (EventKind::Unknown as usize + 1, Authenticity::Encrypted as usize + 1)
        );
    }

    /// The accessors of Rust are written by hand, since they give types of its own.
    #[test]
    fn the_accessors_are_those_of_the_table() {
        let event = |status: &str| {
            let form = [("authId", "1"), ("requestId", "2"), ("contractId", "3"), ("status", status)];
            // Without a contract it is a personal authentication's.
            let form = form.into_iter().filter(|(name, _)| status.is_empty() || *name != "contractId");
            parse(form, &[], &CallbackOptions::new().allow_unsigned(true)).unwrap()
        };
        let all = event("");
        for (info, own) in ACCESSORS.iter().zip([all.auth_id(), all.request_id(), all.contract_id()]) {
            assert_eq!(own, all.text(info.field), "{}", info.name);
            assert!(own.is_some() && info.kind.is_none());
        }
        let status = ACCESSORS.last().unwrap();
        assert_eq!((ACCESSORS.len(), status.kind), (4, Some(EventKind::PersonalAuth)));
        let statuses = [PersonalAuthStatus::Passed, PersonalAuthStatus::Failed, PersonalAuthStatus::InReview];
        assert_eq!(statuses.len(), status.values.len());
        for ((wire, _, _), own) in status.values.iter().zip(statuses) {
            assert_eq!(event(wire).personal_auth_status(), Some(own));
        }
        assert_eq!(all.personal_auth_status(), None);
    }
}
