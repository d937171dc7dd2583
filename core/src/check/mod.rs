//! Checks a request before it leaves.
//!
//! A request arrives as JSON, from a Rust type or from another language. One pass over the bytes, without building
//! a tree, finds the first mistake; a request that needs no change (no `extra`, no `null`, no id given as a number)
//! is sent as the very bytes that were checked.

mod context;
mod extra;
mod odd;
mod rewrite;
mod schema;
#[cfg(test)]
mod tests;
mod walk;

pub(crate) use odd::{ASIDE, rejoin, separate, set_aside};
pub(crate) use rewrite::{form, normalized, of_texts};
pub(crate) use schema::ObjectSchema;
pub(crate) use walk::{request, result};

use crate::config::Validation;

/// Longest string in a request, in bytes, where its field names no other. The platform documents no limit; this one is ours.
pub const MAX_TEXT: usize = 64 * 1024;

/// The member of every typed request whose own members are put into the body as they stand.
pub(crate) const EXTRA: &str = "extra";

/// What is checked beyond the schema.
pub(crate) struct Rules<'a> {
    pub validation: Validation,
    pub one_of: &'a [[&'static str; 2]],
    pub together: &'a [[&'static str; 2]],
}

/// What a successful check found out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Checked {
    /// The bytes cannot be sent as they are: see [`normalized`].
    pub needs_rewrite: bool,
}
