//! Encodings of an answer's body. We ask for none, but a proxy or a gateway may compress all the same.

use std::io::Read;

use bytes::Bytes;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use http::HeaderMap;
use http::header::CONTENT_ENCODING;

/// Why a body cannot be read.
pub(super) enum Unreadable {
    /// Another encoding than those undone here; the name as sent, if it is text.
    Unknown(String),
    /// Longer than the limit, once undone.
    TooLong,
    /// Not what its header says.
    Broken(&'static str),
}

/// The body as it was before it was encoded, and at most `limit` bytes of it.
pub(super) fn decoded(headers: &HeaderMap, mut body: Bytes, limit: usize) -> Result<Bytes, Unreadable> {
    let mut applied = Vec::new();
    for value in headers.get_all(CONTENT_ENCODING) {
        let value = value.to_str().map_err(|_| Unreadable::Unknown("a name that is no text".to_owned()))?;
        applied.extend(value.split(',').map(|name| name.trim().to_ascii_lowercase()));
    }
    // The last that was applied is undone first.
    for name in applied.iter().rev() {
        body = match name.as_str() {
            "" | "identity" => body,
            "gzip" | "x-gzip" => read("gzip", MultiGzDecoder::new(&*body), limit)?,
            "deflate" if is_zlib(&body) => read("deflate", ZlibDecoder::new(&*body), limit)?,
            "deflate" => read("deflate", DeflateDecoder::new(&*body), limit)?,
            other => return Err(Unreadable::Unknown(other.chars().take(40).collect())),
        };
    }
    Ok(body)
}

/// `deflate` means zlib, and some servers send it without zlib's head.
fn is_zlib(body: &[u8]) -> bool {
    matches!(body, [first, second, ..] if first & 0x0f == 8 && u16::from_be_bytes([*first, *second]).is_multiple_of(31))
}

fn read(name: &'static str, decoder: impl Read, limit: usize) -> Result<Bytes, Unreadable> {
    let mut body = Vec::new();
    // One byte more tells that there is more; it is never undone further.
    let read = decoder.take(limit as u64 + 1).read_to_end(&mut body);
    match read {
        Err(_) => Err(Unreadable::Broken(name)),
        Ok(length) if length > limit => Err(Unreadable::TooLong),
        Ok(_) => Ok(body.into()),
    }
}
