//! Which crate depends on which, from the manifests.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use toml::{Table, Value};

use super::graph::Graph;

/// The crates of the workspace, by their folders. What only tests depend on is no arrow: a test may stand on anything.
///
/// # Errors
/// A manifest that cannot be read.
pub fn crates(root: &Path) -> Result<Graph, String> {
    let workspace = manifest(root, "Cargo.toml")?;
    let members = workspace.get("workspace").and_then(|workspace| workspace.get("members"));
    let folders: Vec<&str> =
        members.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let mut names = BTreeMap::new();
    let mut manifests = Vec::new();
    for folder in folders {
        let path = format!("{folder}/Cargo.toml");
        let manifest = manifest(root, &path)?;
        let name = manifest.get("package").and_then(|package| package.get("name")).and_then(Value::as_str);
        names.insert(name.ok_or_else(|| format!("{path}: has no name"))?.to_owned(), folder);
        manifests.push((folder, path, manifest));
    }
    let mut graph = Graph::new("crates", names.values().map(|folder| (*folder).to_owned()));
    for (folder, path, manifest) in &manifests {
        for (name, settings) in dependencies(manifest) {
            let name = settings.get("package").and_then(Value::as_str).unwrap_or(name);
            if let Some(to) = names.get(name) {
                graph.add(folder, to, path);
            }
        }
    }
    Ok(graph)
}

/// Those of the crate and of its build, on every target.
fn dependencies(manifest: &Table) -> impl Iterator<Item = (&String, &Value)> {
    let targets = manifest.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values);
    let targets = targets.filter_map(Value::as_table);
    targets.chain([manifest]).flat_map(|part| {
        let kinds = ["dependencies", "build-dependencies"].into_iter();
        kinds.filter_map(|kind| part.get(kind)).filter_map(Value::as_table).flatten()
    })
}

fn manifest(root: &Path, path: &str) -> Result<Table, String> {
    let told = |error: &dyn std::fmt::Display| format!("{path}: {error}");
    fs::read_to_string(root.join(path)).map_err(|error| told(&error))?.parse().map_err(|error| told(&error))
}
