//! What the core's tables say beside the operations: errors, options, callbacks, and how the C ABI answers.

use serde::{Deserialize, Serialize};

use super::{Doc, Text};

/// A kind of error.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrorKind {
    /// `rate_limit`.
    pub name: String,
    /// `RateLimit`: what its class is called, without `Error` or `Exception` behind it.
    pub class: String,
    /// The class that is the parent of its class, unless that is the base of all; it stands before this kind.
    pub parent: Option<String>,
    /// Whether its class is the parent of others.
    pub is_parent: bool,
    /// What it is.
    pub doc: Doc,
    /// When exactly it comes.
    pub when: Text,
    /// What to do about it.
    pub remedy: Text,
    /// Exit code of the command `qys` and of the examples.
    pub exit_code: u8,
    /// Whether the platform itself answered.
    pub api: bool,
    /// Whether no answer arrived.
    pub connection: bool,
}

/// An option of a client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClientOption {
    /// Its name.
    pub name: String,
    /// `text`, `secret`, `path`, `boolean`, `integer`, `seconds`, `choice`, `agent` or `signature_rule`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The values of a choice.
    pub choices: Vec<String>,
    /// The environment variable it can come from.
    pub env: Option<String>,
    /// Its default, in words.
    pub default: String,
    /// Whether it can change from call to call.
    pub per_call: bool,
    /// What it does and its default, on the pages.
    pub page: [Text; 2],
    /// What it does.
    pub doc: Doc,
}

/// What is known of callbacks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Callbacks {
    /// What they can be about.
    pub types: Vec<CallbackType>,
    /// How sure it can be that the platform sent one.
    pub authenticities: Vec<Authenticity>,
    /// How they can be read, beside their keys.
    pub options: Vec<CallbackOption>,
    /// Fields that have accessors.
    pub accessors: Vec<Accessor>,
}

/// What a callback can be about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallbackType {
    /// `personal_auth`.
    pub name: String,
    /// What it is about.
    pub doc: Doc,
    /// The fields it is told from.
    pub told_from: Text,
    /// What is known of its fields.
    pub fields: Text,
}

/// How sure it can be that the platform sent a callback.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Authenticity {
    /// `timestamp_only`.
    pub name: String,
    /// What it is.
    pub doc: Doc,
    /// What it means for the receiver.
    pub means: Text,
}

/// An option of reading a callback.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallbackOption {
    /// Its name.
    pub name: String,
    /// `boolean`, `seconds`, `secret` or `moment`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it does.
    pub doc: Text,
    /// Its default, in words.
    pub default: Text,
}

/// A field of a callback that has an accessor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Accessor {
    /// `auth_id`.
    pub name: String,
    /// The field, on the wire.
    pub field: String,
    /// The only type of callback that has it, where that matters.
    pub callback_type: Option<String>,
    /// What it is.
    pub doc: Doc,
    /// The words for its values; empty for a text.
    pub values: Vec<AccessorValue>,
}

/// A value of such a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccessorValue {
    /// On the wire.
    pub wire: String,
    /// The word for it.
    pub name: String,
    /// What it means.
    pub doc: String,
}

/// The head of a record of the C ABI.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The version of the ABI.
    pub abi: u32,
    /// How many bytes it has.
    pub size: usize,
    /// Its members, in their order.
    pub fields: Vec<RecordField>,
    /// What a record can be.
    pub kinds: Vec<RecordKind>,
}

/// A member of it: an unsigned integer in the byte order of the machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordField {
    /// `body_len`.
    pub name: String,
    /// Where it begins.
    pub offset: usize,
    /// How many bytes it has.
    pub bytes: usize,
    /// How many bytes before it belong to nothing.
    pub padding: usize,
    /// What it is.
    pub doc: String,
}

/// What a record can be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordKind {
    /// `failure`.
    pub name: String,
    /// The number of it.
    pub value: u32,
    /// What it holds.
    pub doc: String,
}
