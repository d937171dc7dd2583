//! How a person's way through the plugin ends.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How a person's way through the plugin ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Identified, or signed.
    Passed,
    /// Not identified, or refused to sign.
    Failed,
    /// Somebody has to look at it; may be completed once more as passed or failed.
    Review,
}

/// Why a ticket or link cannot be completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CompletionError {
    /// No such ticket or link, or it was forgotten.
    Unknown,
    /// Its time is over.
    Expired,
    /// It was completed before.
    Done,
    /// A ticket for looking at a contract has nothing to complete.
    NothingToDo,
}

impl fmt::Display for CompletionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "the emulator knows no such ticket or link",
            Self::Expired => "the ticket or link has expired",
            Self::Done => "the ticket or link was completed before",
            Self::NothingToDo => "a ticket for looking at a contract has nothing to complete",
        })
    }
}

impl std::error::Error for CompletionError {}
