//! The SDK as its users write it.

use http::Request;
use qiyuesuo::api::{CreatePersonalAuthTicket, calls};
use qiyuesuo::{Client, Error};

use super::Target;
use crate::load::Exchange;
use crate::seed;

/// A client, and the request it sends.
pub struct Sdk {
    client: Client,
    request: CreatePersonalAuthTicket,
}

impl Sdk {
    /// A client with the default options.
    ///
    /// # Errors
    /// See [`Options::build`](qiyuesuo::Options::build).
    pub fn new(target: Target) -> Result<Self, Error> {
        let client = Client::builder()
            .base_url(target.base_url)
            .app_token(target.app_token)
            .app_secret(target.app_secret)
            // A measurement must not depend on the variables of whoever runs it.
            .build_without_env()?;
        Ok(Self { client, request: seed::request() })
    }

    /// The request, checked, encoded and signed, without sending it.
    ///
    /// # Errors
    /// See [`Client::signed_request`].
    pub fn prepare(&self) -> Result<Request<bytes::Bytes>, Error> {
        self.client.signed_request(calls::personal_auth::create_ticket, &self.request, &[])
    }
}

impl Exchange for Sdk {
    async fn ticket(&self) -> Result<String, String> {
        let ticket = self.client.personal_auth().create_ticket(&self.request).await;
        ticket.map(|ticket| ticket.into_inner().ticket).map_err(|error| error.to_string())
    }
}
