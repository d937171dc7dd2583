//! The content of a signed callback: JSON, as it is or encrypted with AES-128 and strict PKCS#7.

use std::fmt;

use aes::Aes128;
use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeDecrypt, KeyInit, KeyIvInit};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use bytes::Bytes;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::refused;
use crate::error::Error;
use crate::readable::readable;

/// Bytes in a block of AES.
const BLOCK: usize = 16;

/// The initial vector of AES-CBC: 16 bytes.
#[derive(Clone, Copy)]
pub struct CbcIv([u8; 16]);

impl CbcIv {
    /// From text of exactly 16 bytes.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) at `cbc_iv`.
    pub fn new(text: &str) -> Result<Self, Error> {
        let bytes = text.as_bytes().try_into();
        bytes.map(Self).map_err(|_| Error::configuration("cbc_iv", "must be exactly 16 bytes"))
    }
}

impl fmt::Debug for CbcIv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CbcIv(REDACTED)")
    }
}

pub(super) struct Opened {
    pub fields: Map<String, Value>,
    pub encrypted: bool,
    /// The bytes that were opened: the same however their text was changed on its way.
    pub bytes: Vec<u8>,
}

/// Opens a content with the first key that fits.
pub(super) fn content(content: &str, keys: &[&str], iv: Option<&CbcIv>) -> Result<Opened, Error> {
    if content.trim_start().starts_with('{') {
        let fields = object(content.as_bytes()).ok_or_else(|| refused("content", "is not a JSON object"))?;
        return Ok(Opened { fields, encrypted: false, bytes: content.trim().as_bytes().to_vec() });
    }
    let Some((cipher, mended)) = bytes(content) else {
        return Err(refused(
            "content",
            "is neither JSON nor base64, not even with each blank read as the `+` that it was before something decoded \
             it twice",
        ));
    };
    if cipher.is_empty() || !cipher.len().is_multiple_of(BLOCK) {
        return Err(refused("content", "is cut: its length is no multiple of an AES block"));
    }
    if keys.is_empty() {
        return Err(refused("content", "is encrypted and there is no key"));
    }
    let mut last = refused("content", "cannot be decrypted");
    for key in keys {
        let Ok(key) = <&[u8; 16]>::try_from(key.as_bytes()) else {
            last = refused(
                "content",
                "is encrypted, and a key for AES-128 is exactly 16 bytes, which this one is not",
            );
            continue;
        };
        match decrypted(&cipher, key, iv) {
            Ok(fields) => return Ok(Opened { fields, encrypted: true, bytes: cipher }),
            Err(why) if mended => {
                last = refused(
                    "content",
                    &format!("{why}; it was changed on its way, too: it is no plain base64"),
                );
            }
            Err(why) => last = refused("content", why),
        }
    }
    Err(last)
}

/// The bytes of a base64 text, also after what happens to one on its way: line breaks after every 76 characters, a `+`
/// that was not encoded and became a blank, the alphabet of addresses, no padding. And whether something had happened.
fn bytes(content: &str) -> Option<(Vec<u8>, bool)> {
    if let Ok(bytes) = STANDARD.decode(content) {
        return Some((bytes, false));
    }
    // A blank at an end can be a `+`, too; where it is not, the length is wrong.
    let mended = mended(content);
    let whole = mended.clone().filter(|bytes| bytes.len().is_multiple_of(BLOCK));
    whole.or_else(|| self::mended(content.trim())).or(mended).map(|bytes| (bytes, true))
}

fn mended(content: &str) -> Option<Vec<u8>> {
    let text = content.chars().filter(|c| !matches!(c, '\r' | '\n' | '\t')).map(|c| match c {
        ' ' | '-' => '+',
        '_' => '/',
        c => c,
    });
    STANDARD_NO_PAD.decode(text.collect::<String>().trim_end_matches('=')).ok()
}

fn decrypted(cipher: &[u8], key: &[u8; 16], iv: Option<&CbcIv>) -> Result<Map<String, Value>, &'static str> {
    let mut buffer = Zeroizing::new(cipher.to_vec());
    let plain = match iv {
        Some(CbcIv(iv)) => {
            cbc::Decryptor::<Aes128>::new(key.into(), iv.into()).decrypt_padded::<Pkcs7>(&mut buffer)
        }
        None => ecb::Decryptor::<Aes128>::new(key.into()).decrypt_padded::<Pkcs7>(&mut buffer),
    };
    let plain = plain.map_err(|_| "cannot be decrypted: its padding is wrong, so the key or the mode is")?;
    object(plain).ok_or("was decrypted to something that is not a JSON object")
}

/// One odd character in a name must not cost the whole callback.
fn object(json: &[u8]) -> Option<Map<String, Value>> {
    let strict = serde_json::from_slice(json).ok();
    strict.or_else(|| serde_json::from_slice(&readable(Bytes::copy_from_slice(json))).ok())
}
