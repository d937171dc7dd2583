//! What the measuring programs of `benches/` share. The method stands in `benches/README.md`.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod clients;
pub mod load;
pub mod pinning;
pub mod seed;
pub mod usage;
