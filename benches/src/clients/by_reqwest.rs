//! What a careful user writes on reqwest: one client with a time-out, the body as a type, the status checked, the
//! answer read into types.

use std::time::Duration;

use super::Target;
use super::by_hand::{Envelope, Signed};
use crate::load::Exchange;
use crate::seed::{PATH, TicketRequest};

/// A client, and the request it sends.
pub struct ByReqwest {
    http: reqwest::Client,
    url: String,
    token: String,
    secret: String,
    request: TicketRequest,
}

impl ByReqwest {
    /// A client with a time-out of 30 s.
    ///
    /// # Errors
    /// If reqwest cannot make a client.
    pub fn new(target: Target) -> Result<Self, reqwest::Error> {
        Ok(Self {
            http: reqwest::Client::builder().timeout(Duration::from_secs(30)).build()?,
            url: format!("{}{PATH}", target.base_url),
            token: target.app_token,
            secret: target.app_secret,
            request: TicketRequest::default(),
        })
    }

    /// The request, encoded and signed.
    pub fn prepare(&self) -> reqwest::RequestBuilder {
        let Signed { timestamp, nonce, signature } = Signed::now(&self.token, &self.secret);
        self.http
            .post(&self.url)
            .header("x-qys-open-accesstoken", &self.token)
            .header("x-qys-open-timestamp", timestamp)
            .header("x-qys-open-nonce", nonce)
            .header("x-qys-open-signature", signature)
            .json(&self.request)
    }
}

impl Exchange for ByReqwest {
    async fn ticket(&self) -> Result<String, String> {
        let answer = self.prepare().send().await.and_then(reqwest::Response::error_for_status);
        let answer = answer.map_err(|error| error.to_string())?;
        let envelope: Envelope = answer.json().await.map_err(|error| error.to_string())?;
        envelope.into_ticket()
    }
}
