//! The signature rules, written for the emulator alone: the SDK's own code is what it checks.

use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::options::SignatureRule;

/// A digest as lower-case hexadecimal text, without an allocation.
pub(crate) struct Hex {
    text: [u8; 64],
    length: usize,
}

impl Hex {
    fn new(bytes: &[u8]) -> Self {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [0; 64];
        for (pair, byte) in text.chunks_exact_mut(2).zip(bytes) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        Self { text, length: bytes.len() * 2 }
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.text[..self.length]).expect("hexadecimal digits are ASCII")
    }

    /// Compares in constant time.
    pub(crate) fn matches(&self, received: &[u8]) -> bool {
        self.text[..self.length].ct_eq(received).into()
    }
}

/// What a request should carry as its signature. A rule without a nonce ignores it.
pub(crate) fn digest(
    rule: SignatureRule,
    token: &[u8],
    secret: &[u8],
    timestamp: &[u8],
    nonce: Option<&[u8]>,
) -> Hex {
    let nonce = nonce.unwrap_or_default();
    match rule {
        SignatureRule::Md5 => md5_hex(&[token, secret, timestamp, nonce]),
        SignatureRule::Md5WithoutNonce => md5_hex(&[token, secret, timestamp]),
        SignatureRule::HmacSha256Provisional => {
            let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes keys of any length");
            for part in [token, timestamp, nonce] {
                mac.update(part);
            }
            Hex::new(&mac.finalize().into_bytes())
        }
    }
}

/// `md5(timestamp + key)`, what a signed callback carries.
pub(crate) fn callback_signature(timestamp: &str, key: &str) -> String {
    md5_hex(&[timestamp.as_bytes(), key.as_bytes()]).as_str().to_owned()
}

pub(super) fn md5_hex(parts: &[&[u8]]) -> Hex {
    let mut digest = Md5::new();
    for part in parts {
        digest.update(part);
    }
    Hex::new(&digest.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HMAC_VECTOR: &str = "218dc0b44aa952d7eac951055a1c82e8647a4a6d060772686289970dc06f5043";
    const SECRET: &str = "Zy9Xw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0";

    // Vectors computed with Python's hashlib and hmac.
    #[test]
    fn vectors() {
        let uuid = "3f0b2c1e-6d5a-4b7c-8e9f-0123456789ab";
        let row = ["AbC123dEf4", SECRET, "1700000000000", uuid];
        let demo = ["demoToken1", "demoSecret0123456789demoSecret", "1735689600123", "n-1"];
        let agent = ["agentTok01", "agentSecret0123456789agentSecr", "1735689600123", "n-1"];
        let foreign = ["token", "密钥-ü", "1735689600123", "n-1"];
        let spaces = [" token ", "sec ret", "1735689600123", "n-1"];
        let cases = [
            (SignatureRule::Md5, row, "27b477d5acb48ff3bbc8ca29da990ca4"),
            (SignatureRule::Md5WithoutNonce, row, "12e22882fd5ed4929b8597c30099e363"),
            (SignatureRule::Md5, demo, "e3283a87307f5e7409153197b3d013d6"),
            (SignatureRule::Md5, agent, "7857b505a70de928a277e9b6f30c81e7"),
            (SignatureRule::Md5, foreign, "595d6d4662b37e9fafeb8e3bac448b12"),
            (SignatureRule::Md5, spaces, "2c86a7ae0ffcea539d26ca656ac1c375"),
            (SignatureRule::HmacSha256Provisional, row, HMAC_VECTOR),
        ];
        for (rule, parts, expected) in cases {
            let [token, secret, timestamp, nonce] = parts.map(str::as_bytes);
            let got = digest(rule, token, secret, timestamp, Some(nonce));
            assert_eq!(got.as_str(), expected, "{rule:?} {parts:?}");
            assert!(got.matches(expected.as_bytes()));
            assert!(!got.matches(expected.to_uppercase().as_bytes()), "upper case is not accepted");
            assert!(!got.matches(&expected.as_bytes()[1..]));
        }
    }

    #[test]
    fn callback_vector() {
        assert_eq!(
            callback_signature("1735689600123", "0123456789abcdef"),
            "007448408d210f0171d3c77343570b74"
        );
    }
}
