//! What the platform has beside the SDK's operations, so that what the emulator does not play is told from a mistyped path.
//!
//! Taken from the request classes of the platform's public Go SDK, 3.1.1. An operation of the SDK does not stand here.

pub(super) const KNOWN_PATHS: &[(&str, &str)] = &[
    ("POST", "/chain/evidence/complete/report/apply"),
    ("GET", "/chain/evidence/complete/report/download"),
    ("GET", "/v2/attachment/download"),
    ("GET", "/v2/contract/stream"),
    ("POST", "/v2/document/addbyfiles"),
    ("GET", "/v2/seal/image"),
    ("GET", "/v2/template/download"),
];
