//! What may have gone wrong with a signature: the mistakes seen in clients, tried one by one.

use super::signature::md5_hex;

/// A sentence for the person whose signature was refused, when a known mistake explains it.
pub(crate) fn hint(
    token: &[u8],
    secret: &[u8],
    timestamp: &[u8],
    nonce: Option<&[u8]>,
    received: &[u8],
) -> Option<&'static str> {
    let received = received.trim_ascii().to_ascii_lowercase();
    let nonce = nonce.unwrap_or_default();
    let seconds = &timestamp[..timestamp.len().saturating_sub(3)];
    let with_newline = [secret, b"\n"].concat();
    let without_spaces: Vec<u8> =
        [token, secret, timestamp, nonce].concat().into_iter().filter(|byte| *byte != b' ').collect();
    let guesses: [(&[&[u8]], &str); 9] = [
        (&[token, secret, timestamp, nonce], "right, but not in lower case or with white space around it"),
        (&[token, secret, timestamp], "computed without the nonce, although a nonce header is sent"),
        (&[token, secret, nonce, timestamp], "computed with nonce and timestamp exchanged"),
        (&[secret, token, timestamp, nonce], "computed with token and secret exchanged"),
        (&[token, secret, seconds, nonce], "computed over seconds; the header carries milliseconds"),
        (&[token, &with_newline, timestamp, nonce], "computed with a line feed at the end of the secret"),
        (&[token, timestamp, nonce], "computed without the secret"),
        (&[&without_spaces], "computed with the spaces removed"),
        (&[token, token, timestamp, nonce], "computed with the token in place of the secret"),
    ];
    guesses.iter().find(|(parts, _)| md5_hex(parts).matches(&received)).map(|(_, sentence)| *sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_mistakes_are_named() {
        let upper = md5_hex(&[b"t", b"s", b"1700000000000", b"n"]).as_str().to_uppercase();
        let told = hint(b"t", b"s", b"1700000000000", Some(b"n"), upper.as_bytes()).unwrap();
        assert!(told.contains("lower case"));
        let plain = md5_hex(&[b"t", b"s", b"1700000000000"]);
        let told = hint(b"t", b"s", b"1700000000000", Some(b"n"), plain.as_str().as_bytes()).unwrap();
        assert!(told.contains("without the nonce"));
        assert_eq!(hint(b"t", b"s", b"1", Some(b"n"), b"00"), None);
    }
}
