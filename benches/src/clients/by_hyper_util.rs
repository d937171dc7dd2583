//! What a user writes who counts microseconds: hyper-util's client, the address parsed once, header names and the
//! token's value made once.

use std::error::Error;
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, Method, Request, Uri};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use super::Target;
use super::by_hand::{Envelope, Signed};
use crate::load::Exchange;
use crate::seed::{PATH, TicketRequest};

const TOKEN: HeaderName = HeaderName::from_static("x-qys-open-accesstoken");
const TIMESTAMP: HeaderName = HeaderName::from_static("x-qys-open-timestamp");
const NONCE: HeaderName = HeaderName::from_static("x-qys-open-nonce");
const SIGNATURE: HeaderName = HeaderName::from_static("x-qys-open-signature");
const TIME_OUT: Duration = Duration::from_secs(30);

/// A client, and what of its request never changes.
pub struct ByHyperUtil {
    http: Client<HttpConnector, Full<Bytes>>,
    uri: Uri,
    token_value: HeaderValue,
    token: String,
    secret: String,
    request: TicketRequest,
}

impl ByHyperUtil {
    /// A client that speaks plain HTTP only.
    ///
    /// # Errors
    /// If the base address or the token cannot stand in a request.
    pub fn new(target: Target) -> Result<Self, Box<dyn Error>> {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        Ok(Self {
            http: Client::builder(TokioExecutor::new()).build(connector),
            uri: format!("{}{PATH}", target.base_url).parse()?,
            token_value: HeaderValue::try_from(&target.app_token)?,
            token: target.app_token,
            secret: target.app_secret,
            request: TicketRequest::default(),
        })
    }

    async fn exchange(&self) -> Result<String, Box<dyn Error + Send + Sync>> {
        let Signed { timestamp, nonce, signature } = Signed::now(&self.token, &self.secret);
        let mut request = Request::new(Full::new(Bytes::from(serde_json::to_vec(&self.request)?)));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.uri.clone();
        let headers = request.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(TOKEN, self.token_value.clone());
        headers.insert(TIMESTAMP, HeaderValue::try_from(timestamp)?);
        headers.insert(NONCE, HeaderValue::try_from(nonce)?);
        headers.insert(SIGNATURE, HeaderValue::try_from(signature)?);
        let answer = self.http.request(request).await?;
        let status = answer.status();
        if !status.is_success() {
            return Err(format!("HTTP {status}").into());
        }
        let body = answer.into_body().collect().await?.to_bytes();
        Ok(serde_json::from_slice::<Envelope>(&body)?.into_ticket()?)
    }
}

impl Exchange for ByHyperUtil {
    async fn ticket(&self) -> Result<String, String> {
        match tokio::time::timeout(TIME_OUT, self.exchange()).await {
            Ok(outcome) => outcome.map_err(|error| error.to_string()),
            Err(_) => Err("timed out".to_owned()),
        }
    }
}
