//! Reads a `multipart/form-data` body that is in memory (RFC 7578).

use axum::body::Bytes;
use memchr::memmem;

/// One part. `filename` tells a file from a text.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) filename: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) body: Bytes,
}

/// More parts than any request of the platform has.
const MAX_PARTS: usize = 256;

/// The boundary of a `multipart/form-data` content type.
pub(crate) fn boundary(content_type: &str) -> Option<String> {
    let (kind, parameters) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    parameter(parameters, "boundary").filter(|boundary| !boundary.is_empty() && boundary.len() <= 200)
}

/// The parts of a body, or what is wrong with it.
pub(crate) fn parse(body: &Bytes, boundary: &str) -> Result<Vec<Part>, &'static str> {
    let first = format!("--{boundary}");
    let delimiter = format!("\r\n--{boundary}");
    let finder = memmem::Finder::new(delimiter.as_bytes());
    // A preamble may come before the first boundary.
    let mut at = if body.starts_with(first.as_bytes()) {
        first.len()
    } else {
        finder.find(body).ok_or("the boundary does not occur in the body")? + delimiter.len()
    };
    let mut parts = Vec::new();
    loop {
        let rest = &body[at..];
        if rest.starts_with(b"--") {
            return Ok(parts);
        }
        // White space may follow a boundary on its line.
        let line = memmem::find(rest, b"\r\n").ok_or("the last boundary is missing")?;
        if !rest[..line].iter().all(|byte| matches!(byte, b' ' | b'\t')) {
            return Err("a boundary is not at the end of its line");
        }
        let start = at + line + 2;
        let length = finder.find(&body[start..]).ok_or("the last boundary is missing")?;
        parts.push(part(body.slice(start..start + length))?);
        if parts.len() > MAX_PARTS {
            return Err("there are more than 256 parts");
        }
        at = start + length + delimiter.len();
    }
}

fn part(raw: Bytes) -> Result<Part, &'static str> {
    let (head, start) = if raw.starts_with(b"\r\n") {
        (&raw[..0], 2)
    } else {
        let end = memmem::find(&raw, b"\r\n\r\n").ok_or("a part has no empty line after its headers")?;
        (&raw[..end], end + 4)
    };
    let head = std::str::from_utf8(head).map_err(|_| "the headers of a part are not UTF-8")?;
    let header = |wanted: &str| {
        head.split("\r\n").find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.trim().eq_ignore_ascii_case(wanted).then(|| value.trim().to_owned())
        })
    };
    let disposition = header("content-disposition").ok_or("a part has no Content-Disposition")?;
    let (kind, parameters) = disposition.split_once(';').ok_or("a part has no name")?;
    if !kind.trim().eq_ignore_ascii_case("form-data") {
        return Err("the Content-Disposition of a part is not form-data");
    }
    let filename = parameter(parameters, "filename*").and_then(|value| extended(&value));
    Ok(Part {
        name: parameter(parameters, "name").ok_or("a part has no name")?,
        filename: filename.or_else(|| parameter(parameters, "filename")),
        content_type: header("content-type"),
        body: raw.slice(start..),
    })
}

/// The value of one parameter of `; a=b; c="d \" e"`.
fn parameter(mut text: &str, wanted: &str) -> Option<String> {
    loop {
        text = text.trim_start_matches([';', ' ', '\t']);
        let (name, rest) = text.split_once('=')?;
        let (value, rest) = value(rest);
        if name.trim().eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        text = rest;
    }
}

fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(';').unwrap_or(text.len());
        return (text[..end].trim().to_owned(), &text[end..]);
    };
    let mut out = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (unescape_browser(&out), &quoted[at + 1..]),
            // Only a quote or a backslash is escaped; browsers send Windows paths as they are.
            '\\' if quoted[at + 1..].starts_with(['"', '\\']) => {
                out.extend(chars.next().map(|(_, c)| c));
            }
            c => out.push(c),
        }
    }
    (out, "")
}

/// Browsers, and clients that follow the WHATWG, write a quote as `%22` and line ends as `%0D%0A`.
fn unescape_browser(text: &str) -> String {
    text.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")
}

/// `UTF-8''percent-encoded` of RFC 5987.
fn extended(value: &str) -> Option<String> {
    let (_, encoded) = value.split_once("''")?;
    let query = format!("v={}", encoded.replace('+', "%2B"));
    url::form_urlencoded::parse(query.as_bytes()).next().map(|(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(body: &str) -> Result<Vec<Part>, &'static str> {
        parse(&Bytes::copy_from_slice(body.as_bytes()), "B")
    }

    #[test]
    fn texts_and_files() {
        let body = "preamble\r\n--B \r\nContent-Disposition: form-data; name=\"companyName\"\r\n\r\n云\r\n\
                    --B\r\ncontent-type: image/png\r\nCONTENT-DISPOSITION: form-data; name=license; \
                    filename=\"a \\\"b\\\".png\"; filename*=UTF-8''%E7%85%A7.png\r\n\r\n\0\r\n--C\r\n\r\n--B--\r\nepilogue";
        let parts = parts(body).unwrap();
        assert_eq!(parts.len(), 2);
        assert_eq!((parts[0].name.as_str(), &parts[0].body[..]), ("companyName", "云".as_bytes()));
        assert!(parts[0].filename.is_none());
        assert_eq!(parts[1].filename.as_deref(), Some("照.png"));
        assert_eq!(parts[1].content_type.as_deref(), Some("image/png"));
        assert_eq!(&parts[1].body[..], b"\0\r\n--C\r\n");
        let quoted = r#" name="a"; filename="x \"y\" C:\tmp %22z%22""#;
        assert_eq!(parameter(quoted, "filename").as_deref(), Some(r#"x "y" C:\tmp "z""#));
        assert_eq!(parameter(quoted, "filename*"), None);
    }

    #[test]
    fn empty_and_broken_bodies() {
        assert_eq!(parts("--B--\r\n").unwrap().len(), 0);
        for broken in [
            "",
            "nothing",
            "--B",
            "--Bx\r\n",
            "--B\r\n",
            "--B\r\n\r\nx",
            "--B\r\nContent-Disposition: form-data; name=a\r\n\r\nx",
            "--B\r\n\r\nx\r\n--B--",
            "--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--",
            "--B\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--B--",
        ] {
            assert!(parts(broken).is_err(), "{broken:?}");
        }
    }

    #[test]
    fn boundaries() {
        assert_eq!(boundary("multipart/form-data; boundary=abc").as_deref(), Some("abc"));
        assert_eq!(boundary("Multipart/Form-Data;charset=UTF-8; boundary=\"a b\"").as_deref(), Some("a b"));
        assert_eq!(boundary("multipart/form-data"), None);
        assert_eq!(boundary("application/json; boundary=a"), None);
    }
}
