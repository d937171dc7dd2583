//! What stands above what.

use super::graph::Exception;

/// Rows from the top to the bottom, each with its columns; an empty name leaves a place empty. Only what stands in a lower
/// row may be known.
pub type Rows = &'static [&'static [&'static str]];

/// The packages, by their folders.
pub const CRATES: Rows = &[
    &["bindings-php", "bindings-csharp", "bindings-jvm", "", "", ""],
    &["bindings-python", "bindings-node", "bindings-c", "cli", "benches", ""],
    &["", "bridge", "", "examples/rust", "emulator", "xtask"],
    &["tests/conformance", "", "core", "", "", ""],
];

/// Packages without a manifest of cargo, and the one whose library they load.
pub const LIBRARY: &[(&str, &str)] = &[("bindings-php", "bindings-c"), ("bindings-csharp", "bindings-c")];

/// The files of the bridge.
pub const BRIDGE: Rows = &[
    &["", "", "bridge", "", "", "tools"],
    &["", "process", "", "", "", ""],
    &["", "job", "", "", "", ""],
    &["view", "lanes", "queue", "", "", ""],
    &["clients", "", "logs", "", "", ""],
    &["runtime", "", "operations", "attempts", "", ""],
    &["once", "data", "backlog", "caller", "fork", ""],
];

/// Crates whose modules have no order of their own, but make no circles, with the exceptions.
pub const PARTS: &[(&str, &[Exception])] = &[
    ("core", &[("operation", "api", "the table of operations is made in api, and public in operation")]),
    ("cli", &[]),
    (
        "emulator",
        &[
            ("options", "callbacks", "an address is checked by what will send to it"),
            ("settings", "callbacks", "an address is checked by what will send to it"),
            ("options", "gateway", "a prefix of headers is checked by what will read them"),
            ("parameters", "platform", "fields are named where the platform keeps them"),
            ("platform", "state", "an endpoint is given the state, which holds what the platform keeps"),
            ("callbacks", "state", "a callback is given the state, which holds what is to be sent"),
        ],
    ),
    ("xtask", &[]),
];
