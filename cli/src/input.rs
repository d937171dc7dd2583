//! Values that can be text, a file or the standard input.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use qiyuesuo::{MAX_PART, Part};
use serde_json::{Map, Value};

use crate::failure::Failure;

/// Longest text that is read from a file or from the standard input, in bytes: far more than any request or callback.
const MAX_INPUT: u64 = 64 << 20;

/// `@FILE`, `-` for the standard input, or the text itself. `option` is the name errors give it.
pub fn text(option: &str, value: &str) -> Result<Vec<u8>, Failure> {
    match value.strip_prefix('@') {
        Some(path) => file(option, Path::new(path), MAX_INPUT),
        None if value == "-" => stdin(option),
        None => Ok(value.as_bytes().to_vec()),
    }
}

pub fn stdin(option: &str) -> Result<Vec<u8>, Failure> {
    read(option, "the standard input", std::io::stdin().lock(), MAX_INPUT)
}

pub fn file(option: &str, path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    let name = path.display().to_string();
    let file =
        File::open(path).map_err(|error| Failure::usage(format!("{option}: cannot open {name}: {error}")))?;
    read(option, &name, file, limit)
}

fn read(option: &str, name: &str, source: impl Read, limit: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    source
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::usage(format!("{option}: cannot read {name}: {error}")))?;
    if bytes.len() as u64 > limit {
        return Err(Failure::usage(format!("{option}: {name} is longer than {limit} bytes")));
    }
    Ok(bytes)
}

/// A JSON object from `@FILE`, `-` or text. The error never repeats it.
pub fn object(option: &str, value: &str) -> Result<Map<String, Value>, Failure> {
    serde_json::from_slice(&text(option, value)?).map_err(|error| {
        Failure::usage(format!(
            "{option}: is not a JSON object (line {}, column {})",
            error.line(),
            error.column()
        ))
    })
}

/// `NAME=VALUE`. The error does not repeat it: a value can be anything.
pub fn pair<'a>(option: &str, text: &'a str) -> Result<(&'a str, &'a str), Failure> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name, value)),
        _ => Err(Failure::usage(format!("{option} wants NAME=VALUE"))),
    }
}

/// `name=@FILE[;type=TYPE][;filename=NAME]` as a part.
pub fn file_part(option: &str, text: &str) -> Result<Part, Failure> {
    let (name, value) = pair(option, text)?;
    let Some(value) = value.strip_prefix('@') else {
        return Err(Failure::usage(format!("{option} wants NAME=@FILE")));
    };
    let (mut path, mut content_type, mut filename) = (value, None, None);
    // From the end, so that a file's own name may hold a semicolon.
    while let Some((rest, attribute)) = path.rsplit_once(';') {
        match attribute.split_once('=') {
            Some(("type", value)) if content_type.is_none() => content_type = Some(value),
            Some(("filename", value)) if filename.is_none() => filename = Some(value),
            _ => break,
        }
        path = rest;
    }
    let mut part = part(option, name, Path::new(path))?;
    if let Some(filename) = filename {
        part.filename = Some(filename.to_owned());
    }
    Ok(match content_type {
        Some(content_type) => part.content_type(content_type),
        None => part,
    })
}

/// A file as the part of that name, called as it is called itself. `option` is the name errors give it.
pub fn part(option: &str, part: &str, path: &Path) -> Result<Part, Failure> {
    let name = path.file_name().map_or_else(|| part.to_owned(), |name| name.to_string_lossy().into_owned());
    let file_part = Part::file(part, name, file(option, path, MAX_PART as u64)?);
    Ok(match media_type(path) {
        Some(media_type) => file_part.content_type(media_type),
        None => file_part,
    })
}

/// The media type of the files this platform takes, by their names.
fn media_type(path: &Path) -> Option<&'static str> {
    Some(match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "bmp" => "image/bmp",
        "gif" => "image/gif",
        "pdf" => "application/pdf",
        "doc" => "application/msword",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _ => return None,
    })
}
