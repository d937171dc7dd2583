//! The platform's operations, one file a family of its pages.
//!
//! A new endpoint is a `request!`, perhaps an `answer!`, and one entry in the table of its family; everything else, in every
//! language, follows from these.

#[macro_use]
mod macros;
#[macro_use]
mod shapes;

mod common;
pub(crate) mod de;
#[cfg(doctest)]
mod entry_proofs;

pub use common::*;

families! {
    personal_auth, company_auth, contract, document, signatory, template, category, evidence, personal_sign, company,
    employee, role, seal, customer, identity, ocr, sso, health, saas,
}
