//! Writes what was generated, or says what differs from it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::render::MARK;

/// Generated files by their path from the root of the repository.
pub type Files = BTreeMap<PathBuf, String>;

/// The files that are not as they should be: missing, changed, or left over from a family that is gone.
///
/// # Errors
/// A file or folder that cannot be read.
pub fn out_of_date(root: &Path, files: &Files) -> Result<Vec<PathBuf>, String> {
    let mut stale = left_over(root, files)?;
    for (path, text) in files {
        match fs::read_to_string(root.join(path)) {
            Ok(found) if found == *text => {}
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(told(path, &error)),
            _ => stale.push(path.clone()),
        }
    }
    stale.sort();
    Ok(stale)
}

/// Makes the files what they should be and answers those that changed.
///
/// # Errors
/// A file or folder that cannot be read or written.
pub fn write(root: &Path, files: &Files) -> Result<Vec<PathBuf>, String> {
    let stale = out_of_date(root, files)?;
    for path in &stale {
        let at = root.join(path);
        let done = match (files.get(path), at.parent()) {
            (Some(text), Some(folder)) => fs::create_dir_all(folder).and_then(|()| fs::write(&at, text)),
            _ => fs::remove_file(&at),
        };
        done.map_err(|error| told(path, &error))?;
    }
    Ok(stale)
}

/// Files with the generator's mark that it no longer makes. A file without the mark is somebody's: it stays.
fn left_over(root: &Path, files: &Files) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let folders: BTreeSet<&Path> = files.keys().filter_map(|path| path.parent()).collect();
    for folder in folders {
        let entries = match fs::read_dir(root.join(folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(told(folder, &error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| told(folder, &error))?;
            let path = folder.join(entry.file_name());
            let ours = !files.contains_key(&path)
                && fs::read_to_string(entry.path())
                    .is_ok_and(|text| text.lines().next().is_some_and(|line| line.contains(MARK)));
            if ours {
                found.push(path);
            }
        }
    }
    Ok(found)
}

fn told(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
