//! What the checks share: where they are, what they found, and names without a copy.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Visitor};

use crate::config::Validation;

/// The first mistake that was found.
pub(super) struct Problem {
    pub field: String,
    pub message: String,
}

/// What a whole check shares.
pub(super) struct Context {
    pub lenient: bool,
    /// A result, not a request: unknown members are welcome.
    pub result: bool,
    pub needs_rewrite: Cell<bool>,
    pub problem: RefCell<Option<Problem>>,
}

/// Where we are, as a list on the stack: it costs nothing until there is something to say.
#[derive(Clone, Copy)]
pub(super) enum Path<'a> {
    Root,
    Member(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Root => Ok(()),
            Path::Member(Path::Root, name) => f.write_str(name),
            Path::Member(parent, name) => write!(f, "{parent}.{name}"),
            Path::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

impl Context {
    pub fn new(validation: Validation, result: bool) -> Self {
        Self {
            lenient: validation == Validation::Lenient,
            result,
            needs_rewrite: Cell::new(false),
            problem: RefCell::new(None),
        }
    }

    /// Keeps the problem aside, since a parser's error can carry only text.
    pub fn fail<E: serde::de::Error>(&self, path: impl fmt::Display, message: impl Into<String>) -> E {
        *self.problem.borrow_mut() = Some(Problem { field: path.to_string(), message: message.into() });
        E::custom("")
    }
}

/// Text that borrows from the input when it has no escapes.
pub(super) struct Name<'de>(pub Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;
        impl<'de> Visitor<'de> for NameVisitor {
            type Value = Name<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a member name")
            }
            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(name)))
            }
            fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }
        deserializer.deserialize_str(NameVisitor)
    }
}
