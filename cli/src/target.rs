//! A file that is to appear when it is whole.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::failure::Failure;

pub struct Target {
    option: &'static str,
    path: PathBuf,
    force: bool,
    partial: NamedTempFile,
}

impl Target {
    /// Finds out whether the file can be written, before anything is asked. `option` is the name errors give it.
    pub fn prepare(option: &'static str, path: &Path, force: bool) -> Result<Self, Failure> {
        if path.is_dir() {
            return Err(Failure::usage(format!("{option}: {} is a folder", path.display())));
        }
        if !force && path.symlink_metadata().is_ok() {
            return Err(exists(option, path));
        }
        // Beside its final place, so that moving it there cannot copy.
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let partial = NamedTempFile::with_prefix_in(".qys-", folder).map_err(|error| {
            Failure::usage(format!("{option}: cannot write into {}: {error}", folder.display()))
        })?;
        Ok(Self { option, path: path.to_owned(), force, partial })
    }

    pub fn write(mut self, bytes: &[u8]) -> Result<PathBuf, Failure> {
        self.partial
            .write_all(bytes)
            .and_then(|()| self.partial.as_file().sync_all())
            .map_err(Failure::Output)?;
        let moved = if self.force {
            self.partial.persist(&self.path)
        } else {
            self.partial.persist_noclobber(&self.path)
        };
        match moved {
            Ok(_) => Ok(self.path),
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => {
                Err(exists(self.option, &self.path))
            }
            Err(error) => Err(Failure::Output(error.error)),
        }
    }
}

fn exists(option: &str, path: &Path) -> Failure {
    Failure::usage(format!("{option}: {} exists; --force replaces it", path.display()))
}
