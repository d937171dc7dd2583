//! What a user without the SDK writes: the signature and the answer, for any HTTP library.

use std::time::{SystemTime, UNIX_EPOCH};

use md5::{Digest, Md5};
use serde::Deserialize;
use uuid::Uuid;

/// The values of the headers that sign one request.
pub struct Signed {
    /// Milliseconds since 1970, UTC.
    pub timestamp: String,
    /// A UUID of version 4.
    pub nonce: String,
    /// `hex(md5(token + secret + timestamp + nonce))`.
    pub signature: String,
}

impl Signed {
    /// Signs a request that is sent now.
    pub fn now(token: &str, secret: &str) -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is past 1970");
        let timestamp = since.as_millis().to_string();
        let nonce = Uuid::new_v4().to_string();
        let digest = Md5::digest(format!("{token}{secret}{timestamp}{nonce}"));
        Self { timestamp, nonce, signature: hex::encode(digest) }
    }
}

/// The platform's answer.
#[derive(Deserialize)]
pub struct Envelope {
    code: i64,
    message: Option<String>,
    result: Option<Ticket>,
}

#[derive(Deserialize)]
struct Ticket {
    ticket: String,
}

impl Envelope {
    /// The ticket, if the platform gave one.
    ///
    /// # Errors
    /// What the platform said instead.
    pub fn into_ticket(self) -> Result<String, String> {
        match self {
            Self { code: 0, result: Some(Ticket { ticket }), .. } => Ok(ticket),
            Self { code, message, .. } => Err(format!("code {code}: {}", message.unwrap_or_default())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Signed;

    #[test]
    fn signs_as_the_sdk_does() {
        let Signed { timestamp, nonce, signature } = Signed::now("token", "secret");
        let options = qiyuesuo::SignOptions {
            app: Some(("token", "secret")),
            timestamp: timestamp.parse().expect("it is a number"),
            nonce: &nonce,
            ..qiyuesuo::SignOptions::default()
        };
        let headers = qiyuesuo::sign(&options).expect("the options are right");
        assert!(headers.contains(&("x-qys-open-signature".to_owned(), signature)));
    }
}
