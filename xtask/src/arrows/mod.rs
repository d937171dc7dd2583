//! Which crate and which file may know which: arrows only point down, and there are no circles.
//!
//! `plan` says what stands where, `manifests` and `uses` read what knows what, `graph` compares, `picture` draws.

mod graph;
mod manifests;
mod picture;
mod plan;
mod uses;

use std::path::Path;

pub use graph::{Exception, Graph};
pub use manifests::crates;
pub use plan::{BRIDGE, CRATES, LIBRARY, PARTS, Rows};
pub use uses::modules;

/// Where the picture is, from the root of the repository.
pub const PICTURE: &str = "docs/architecture.svg";

/// What is wrong with the repository's arrows, one line each.
///
/// # Errors
/// A manifest or a source that cannot be read.
pub fn wrong(root: &Path) -> Result<Vec<String>, String> {
    let mut wrong = crates(root)?.against(CRATES);
    wrong.extend(modules(root, "bridge")?.against(BRIDGE));
    for (folder, exceptions) in PARTS {
        wrong.extend(modules(root, folder)?.without_circles(exceptions));
    }
    Ok(wrong)
}

/// The picture of the crates and of the bridge's files, as an SVG document.
///
/// # Errors
/// A manifest or a source that cannot be read.
pub fn picture(root: &Path) -> Result<String, String> {
    let mut crates = crates(root)?;
    for (package, library) in LIBRARY {
        crates.add(package, library, "loads the library");
    }
    Ok(picture::draw(&[
        ("The crates", CRATES, &crates),
        ("The bridge's files", BRIDGE, &modules(root, "bridge")?),
    ]))
}
