//! Reading a multipart body and comparing its parts.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Problems;
use super::json::differences;
use super::request::shown;
use crate::json::Json;
use crate::record::Seen;
use crate::vector::Part;

/// A part that arrived.
#[derive(Debug, PartialEq, Eq)]
struct Arrived {
    name: String,
    filename: Option<String>,
    content_type: Option<String>,
    content: Vec<u8>,
}

/// Compares the parts in any order.
pub fn compare(expected: &[Part], request: &Seen) -> Problems {
    let content_type = request.header("content-type").unwrap_or_default();
    let mut arrived = match read(&content_type, &request.body) {
        Ok(arrived) => arrived,
        Err(problem) => return vec![problem],
    };
    let mut problems = Vec::new();
    for part in expected {
        // The first that fits; when none does, the difference to the first of that name is the most helpful.
        let fitting = arrived.iter().position(|got| difference(part, got).is_none());
        let namesake = || arrived.iter().position(|got| got.name == part.name);
        match fitting.or_else(namesake) {
            Some(at) => problems.extend(difference(part, &arrived.remove(at))),
            None => problems.push(format!("the part {:?} is missing", part.name)),
        }
    }
    problems.extend(arrived.iter().map(|part| format!("the part {:?} was not expected", part.name)));
    problems
}

fn difference(expected: &Part, got: &Arrived) -> Option<String> {
    let name = &expected.name;
    if *name != got.name {
        return Some(format!("expected a part {name:?}, got {:?}", got.name));
    }
    for (what, expected, got) in [
        ("filename", &expected.filename, &got.filename),
        ("content_type", &expected.content_type, &got.content_type),
    ] {
        if expected.is_some() && expected != got {
            return Some(format!("part {name:?}: {what} is {got:?}, expected {expected:?}"));
        }
    }
    if let Some(json) = &expected.json {
        let text = String::from_utf8_lossy(&got.content);
        let problems = match Json::parse(&text) {
            Ok(got) => differences(&format!("part {name:?}"), json, &got),
            Err(error) => vec![format!("part {name:?} is no JSON ({error}): {}", shown(&got.content))],
        };
        return (!problems.is_empty()).then(|| problems.join("; "));
    }
    let content = content(expected);
    (content != got.content).then(|| {
        format!(
            "part {name:?}: expected {} bytes {}, got {} bytes {}",
            content.len(),
            shown(&content),
            got.content.len(),
            shown(&got.content)
        )
    })
}

fn content(part: &Part) -> Vec<u8> {
    if let Some(text) = &part.text {
        text.clone().into_bytes()
    } else if let Some(text) = &part.base64 {
        STANDARD.decode(text).expect("checked when the vector was loaded")
    } else {
        vec![0; part.size.unwrap_or(0)]
    }
}

fn read(content_type: &str, body: &[u8]) -> Result<Vec<Arrived>, String> {
    let (media_type, parameters) = parameters(content_type);
    let boundary = parameters.iter().find(|(name, _)| name == "boundary").map(|(_, value)| value);
    let Some(boundary) = boundary.filter(|_| media_type == "multipart/form-data") else {
        return Err(format!(
            "expected multipart/form-data with a boundary, but Content-Type is {content_type:?}"
        ));
    };
    let delimiter = format!("\r\n--{boundary}");
    // The first delimiter needs no line end before it.
    let body = [b"\r\n", body].concat();
    let mut rest = match find(&body, delimiter.as_bytes()) {
        Some(0) => &body[delimiter.len()..],
        _ => return Err("the multipart body does not begin with its boundary".to_owned()),
    };
    let mut parts = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Ok(parts);
        }
        let Some(part) = rest.strip_prefix(b"\r\n") else {
            return Err("the line of a multipart boundary does not end".to_owned());
        };
        let end = find(part, delimiter.as_bytes()).ok_or("the multipart body has no closing boundary")?;
        parts.push(part_of(&part[..end])?);
        rest = &part[end + delimiter.len()..];
    }
}

fn part_of(bytes: &[u8]) -> Result<Arrived, String> {
    let end = find(bytes, b"\r\n\r\n").ok_or("a part has no empty line after its headers")?;
    let head = std::str::from_utf8(&bytes[..end]).map_err(|_| "the headers of a part are not UTF-8")?;
    let header = |wanted: &str| {
        head.split("\r\n")
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value.trim())
    };
    let (kind, parameters) = parameters(header("content-disposition").unwrap_or_default());
    let value =
        |wanted: &str| parameters.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
    let name = value("name")
        .filter(|_| kind == "form-data")
        .ok_or("a part has no Content-Disposition with a name")?;
    Ok(Arrived {
        name,
        filename: value("filename"),
        content_type: header("content-type").map(str::to_owned),
        content: bytes[end + 4..].to_vec(),
    })
}

/// A value in lower case and its parameters, names in lower case, values unquoted.
fn parameters(header: &str) -> (String, Vec<(String, String)>) {
    let (kind, mut rest) = header.split_once(';').unwrap_or((header, ""));
    let mut parameters = Vec::new();
    while let Some((name, value)) = rest.split_once('=') {
        let (value, after) = match value.strip_prefix('"') {
            Some(quoted) => unquote(quoted),
            None => {
                let (value, after) = value.split_once(';').unwrap_or((value, ""));
                (value.trim().to_owned(), after)
            }
        };
        parameters.push((name.trim_matches([' ', ';']).to_ascii_lowercase(), value));
        rest = after;
    }
    (kind.trim().to_ascii_lowercase(), parameters)
}

/// A quoted string up to its end, and what follows. Browsers write `"` as `%22` and line ends as `%0D%0A`, others put a
/// backslash before.
fn unquote(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut characters = text.char_indices();
    let mut after = "";
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => {
                after = &text[at + 1..];
                break;
            }
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            _ => value.push(character),
        }
    }
    (value.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"), after)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    // Most bytes are not the first one of the delimiter.
    let first = wanted.first()?;
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| byte == first) {
        if bytes[from + at..].starts_with(wanted) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

#[cfg(test)]
#[path = "multipart_tests.rs"]
mod tests;
