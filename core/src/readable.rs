//! JSON that a strict reader refuses although it can be understood: halves of surrogate pairs. One odd character in a name
//! must not cost its caller the whole answer, so it becomes U+FFFD. Bytes that are not UTF-8 are no JSON at all.

use bytes::Bytes;

/// The same JSON, with what is no text replaced.
pub(crate) fn readable(json: Bytes) -> Bytes {
    let lone = lone_surrogates(&json);
    if lone.is_empty() {
        return json;
    }
    let mut mended = Vec::from(json);
    for at in lone {
        mended[at..at + 4].copy_from_slice(b"fffd");
    }
    mended.into()
}

/// Where the digits of `\uXXXX` escapes stand that are half of a pair.
fn lone_surrogates(json: &[u8]) -> Vec<usize> {
    let mut lone = Vec::new();
    let mut at = 0;
    while let Some(found) = json[at..].iter().position(|byte| *byte == b'\\') {
        at += found;
        match escape(json, at) {
            Some(0xD800..=0xDBFF) if matches!(escape(json, at + 6), Some(0xDC00..=0xDFFF)) => at += 12,
            Some(0xD800..=0xDFFF) => {
                lone.push(at + 2);
                at += 6;
            }
            // Also an escaped backslash, whose second half begins nothing.
            _ => at = json.len().min(at + 2),
        }
    }
    lone
}

/// The number of a `\uXXXX` that begins there.
fn escape(json: &[u8], at: usize) -> Option<u16> {
    let digits = json.get(at..at + 6)?.strip_prefix(b"\\u")?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn mended(json: &'static [u8]) -> String {
        String::from_utf8(readable(Bytes::from_static(json)).to_vec()).unwrap()
    }

    #[test]
    fn halves_of_pairs_are_replaced_and_nothing_else() {
        for (json, expected) in [
            (br#"{"a":"\ud83d\ude00"}"#.as_slice(), r#"{"a":"\ud83d\ude00"}"#),
            (br#"["\uD83D","\ude00x","\ud83d\ud83d\ude00"]"#, r#"["\ufffd","\ufffdx","\ufffd\ud83d\ude00"]"#),
            // A backslash and the letters behind it.
            (br#"["\\ud83d","\\\ud83d"]"#, r#"["\\ud83d","\\\ufffd"]"#),
            (br#"["\u12", "\ud83"#, r#"["\u12", "\ud83"#),
            (b"\\", "\\"),
            (b"", ""),
        ] {
            assert_eq!(mended(json), expected);
        }
    }
}
