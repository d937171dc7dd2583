//! What the tests share.

#![allow(dead_code, reason = "each test file uses some of it")]

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use xtask::model::Model;
use xtask::output::Files;
use xtask::source::Source;

/// The model of the core.
pub fn model() -> Model {
    xtask::read::read(&Source::core()).unwrap()
}

/// Everything that is generated from a source.
pub fn generated(source: &Source) -> Files {
    xtask::generate(&xtask::read::read(source).unwrap()).unwrap()
}

/// The generated file of that name.
pub fn file<'a>(files: &'a Files, name: &str) -> &'a str {
    let found: Vec<&PathBuf> = files.keys().filter(|path| path.ends_with(name)).collect();
    assert_eq!(found.len(), 1, "{name}: {found:?}");
    &files[found[0]]
}

/// A file of the repository.
pub fn repository(path: &str) -> String {
    std::fs::read_to_string(xtask::root().unwrap().join(path)).unwrap()
}

/// A folder that is removed afterwards.
pub struct Folder(PathBuf);

impl Folder {
    /// A new one.
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("xtask-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
