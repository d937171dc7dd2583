//! The conformance vectors of the (unofficial) `qiyuesuo` SDKs: a server that plays them, and the comparison of what
//! each language made of them. `tests/vectors/README.md` is the contract of both.
//!
//! A runner in Rust uses [`Runner`]; every other language speaks HTTP with `QYS_VECTOR_SERVER`. `tests/run` prints the
//! table.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod compare;
pub mod config;
pub mod expect;
pub mod json;
pub mod load;
pub mod record;
pub mod report;
pub mod runner;
mod script;
mod server;
pub mod signature;
pub mod table;
pub mod vector;

pub use self::json::Json;
pub use self::load::{Vector, Vectors};
pub use self::report::Verdict;
pub use self::runner::{Begun, Runner};
pub use self::server::Server;
pub use self::vector::Group;

/// The directory of the vectors in this repository.
pub fn vectors_dir() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors")
}
