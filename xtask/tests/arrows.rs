//! Who knows whom.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;

use support::Folder;
use xtask::arrows::{self, BRIDGE, CRATES, Exception, Graph, PARTS, Rows};

/// Writes files into a folder of its own.
fn folder(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn graph(arrows: &[(&str, &str)]) -> Graph {
    let nodes = arrows.iter().flat_map(|(from, to)| [(*from).to_owned(), (*to).to_owned()]);
    let mut graph = Graph::new("here", nodes);
    arrows.iter().for_each(|(from, to)| graph.add(from, to, "a.rs:1"));
    graph
}

fn found(graph: &Graph) -> Vec<(&str, &str)> {
    graph.arrows().collect()
}

#[test]
fn the_repository_is_in_order() {
    assert_eq!(arrows::wrong(&xtask::root().unwrap()).unwrap(), [""; 0]);
}

#[test]
fn an_arrow_up_or_to_the_side_is_told_with_its_place() {
    const ROWS: Rows = &[&["roof"], &["wall", "door"], &["floor"]];
    assert!(graph(&[("roof", "wall"), ("wall", "floor"), ("roof", "floor")]).against(ROWS).is_empty());
    assert_eq!(
        graph(&[("floor", "roof"), ("door", "wall")]).against(ROWS),
        [
            "here: door knows wall, which stands beside it (a.rs:1)",
            "here: floor knows roof, which stands above it (a.rs:1)"
        ]
    );
    let new = graph(&[("roof", "window")]).against(ROWS);
    assert_eq!(new, ["here: window has no row in xtask/src/arrows/plan.rs"]);
}

#[test]
fn a_circle_is_told_once_and_may_be_excepted() {
    let round = graph(&[("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]);
    assert_eq!(round.without_circles(&[]), ["here: a circle: a -> b -> c -> a (a.rs:1)"]);
    const ALLOWED: &[Exception] = &[("c", "a", "for a reason")];
    assert!(round.without_circles(ALLOWED).is_empty());
    // An exception that nothing needs would hide the next circle.
    for arrows in [&[("a", "b"), ("b", "c")][..], &[("a", "b"), ("c", "a")]] {
        assert_eq!(graph(arrows).without_circles(ALLOWED), ["here: c -> a needs no exception any more"]);
    }
}

#[test]
fn only_the_arrows_that_others_do_not_imply_are_drawn() {
    let graph = graph(&[("a", "b"), ("b", "c"), ("a", "c"), ("a", "d")]);
    assert_eq!(graph.needed(), [("a", "b"), ("a", "d"), ("b", "c")]);
}

#[test]
fn every_way_to_name_a_module_is_seen_and_nothing_else() {
    let folder = folder(&[
        (
            "it/src/lib.rs",
            "mod a; mod b; mod c; mod d; mod e; mod f;\npub use f::{Thing as Named, deep::{Deeper}};",
        ),
        ("it/src/a.rs", "use crate::b::B;\nfn f() { let _ = json!({ \"x\": crate::c::call() }); }"),
        ("it/src/b.rs", "use crate::{c::{self, C}, d};\nuse crate::Named;"),
        (
            "it/src/c.rs",
            "// use crate::a;\n/// As [`crate::a`].\nconst TEXT: &str = \"crate::a\";\nuse super::d::D;",
        ),
        ("it/src/d/mod.rs", "mod inner;\n#[cfg(test)]\nmod tests;\nuse self::inner::X;"),
        (
            "it/src/d/inner.rs",
            "use super::Other;\nuse super::super::e::E;\nmod deep { use super::super::Other; }",
        ),
        ("it/src/d/tests.rs", "use crate::a::A;"),
        (
            "it/src/e.rs",
            "#[cfg(test)]\n#[path = \"e_tests.rs\"]\nmod tests;\n#[cfg(test)]\nuse crate::a;\nuse crate::f::F;",
        ),
        ("it/src/e_tests.rs", "use crate::a::A;"),
        ("it/src/f.rs", "#[cfg(test)]\nmod tests { use crate::a::A; }\nstruct Thing;"),
    ]);
    let graph = arrows::modules(folder.path(), "it").unwrap();
    let expected =
        [("a", "b"), ("a", "c"), ("b", "c"), ("b", "d"), ("b", "f"), ("c", "d"), ("d", "e"), ("e", "f")];
    assert_eq!(found(&graph), expected);
    assert_eq!(
        graph.against(&[&["f"], &["a"], &["b"], &["c"], &["d"], &["e"]]),
        [
            "it: b knows f, which stands above it (it/src/b.rs:2)",
            "it: e knows f, which stands above it (it/src/e.rs:6)"
        ]
    );
}

#[test]
fn crates_are_read_from_their_manifests() {
    let folder = folder(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"top\", \"low\", \"tool\"]"),
        (
            "top/Cargo.toml",
            "[package]\nname = \"x-top\"\n[dependencies]\nx-low.workspace = true\nserde = \"1\"\n\
             [target.'cfg(unix)'.build-dependencies]\nother = { package = \"x-tool\", path = \"../tool\" }",
        ),
        ("low/Cargo.toml", "[package]\nname = \"x-low\"\n[dev-dependencies]\nx-top = { path = \"../top\" }"),
        ("tool/Cargo.toml", "[package]\nname = \"x-tool\""),
    ]);
    let crates = arrows::crates(folder.path()).unwrap();
    assert_eq!(found(&crates), [("top", "low"), ("top", "tool")]);
    fs::write(folder.path().join("low/Cargo.toml"), "[package").unwrap();
    assert!(arrows::crates(folder.path()).err().unwrap().starts_with("low/Cargo.toml: "));
}

#[test]
fn the_picture_has_everything_and_its_arrows_go_down() {
    let picture = arrows::picture(&xtask::root().unwrap()).unwrap();
    for name in CRATES.iter().chain(BRIDGE).flat_map(|row| row.iter()).filter(|name| !name.is_empty()) {
        assert!(picture.contains(&format!(">{name}</text>")), "{name}");
    }
    let mut arrows = 0;
    for path in picture.split("<path d=\"M").skip(1).filter(|path| path.contains("#tip")) {
        let numbers: Vec<i64> = path[..path.find('"').unwrap()]
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|number| number.parse().ok())
            .collect();
        assert!(numbers[1] < numbers[7], "{numbers:?}");
        arrows += 1;
    }
    assert!(arrows > 20, "{arrows}");
}

#[test]
fn every_exception_has_a_reason() {
    for (folder, exceptions) in PARTS {
        assert!(xtask::root().unwrap().join(folder).is_dir(), "{folder}");
        assert!(exceptions.iter().all(|(.., why)| why.len() > 20), "{folder}");
    }
}
