//! Integers that a language would read as a float, written as strings instead.

use std::borrow::Cow;

/// JSON in which every integer beyond `limit` (either way) is a string of the same digits.
///
/// Nothing is copied unless there is one. The platform's ids have 19 digits: a double keeps 15 to 17 of them.
pub fn quote_integers(json: &[u8], limit: u64) -> Cow<'_, [u8]> {
    let mut quoted: Vec<u8> = Vec::new();
    let mut copied = 0;
    let mut at = 0;
    while at < json.len() {
        match json[at] {
            b'"' => at = end_of_string(json, at),
            b'-' | b'0'..=b'9' => {
                let start = at;
                while json
                    .get(at)
                    .is_some_and(|b| matches!(b, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9'))
                {
                    at += 1;
                }
                if is_beyond(&json[start..at], limit) {
                    quoted.extend_from_slice(&json[copied..start]);
                    quoted.push(b'"');
                    quoted.extend_from_slice(&json[start..at]);
                    quoted.push(b'"');
                    copied = at;
                }
            }
            _ => at += 1,
        }
    }
    if copied == 0 {
        return Cow::Borrowed(json);
    }
    quoted.extend_from_slice(&json[copied..]);
    Cow::Owned(quoted)
}

fn is_beyond(number: &[u8], limit: u64) -> bool {
    let negative = number.strip_prefix(b"-");
    // Below zero, 64 bits hold half as much.
    let limit = if negative.is_some() { limit.min(1 << 63) } else { limit };
    let digits = negative.unwrap_or(number);
    let Ok(digits) = std::str::from_utf8(digits) else { return false };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    // Digits that do not fit 64 bits are beyond any limit.
    digits.parse::<u64>().map_or(true, |value| value > limit)
}

fn end_of_string(json: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    json.len()
}

#[cfg(test)]
mod tests {
    use super::quote_integers;

    fn quoted(json: &str, limit: u64) -> String {
        String::from_utf8(quote_integers(json.as_bytes(), limit).into_owned()).expect("it was UTF-8")
    }

    #[test]
    fn quotes_only_integers_beyond_the_limit() {
        let json = r#"{"a":9007199254740993,"b":9007199254740992,"c":[-9007199254740993,1.5e300],"d":"99999999999999999999\\\"9"}"#;
        let expected = r#"{"a":"9007199254740993","b":9007199254740992,"c":["-9007199254740993",1.5e300],"d":"99999999999999999999\\\"9"}"#;
        assert_eq!(quoted(json, 1 << 53), expected);
    }

    #[test]
    fn leaves_what_64_bits_hold() {
        assert_eq!(
            quoted("[18446744073709551615,18446744073709551616]", u64::MAX),
            r#"[18446744073709551615,"18446744073709551616"]"#
        );
        assert_eq!(
            quoted("[-9223372036854775808,-9223372036854775809]", u64::MAX),
            r#"[-9223372036854775808,"-9223372036854775809"]"#
        );
    }
}
