//! The emulator's control interface: what a person does in the plugin, and what the emulator has seen.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::client::conn::http1;
use hyper::header::HOST;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;

use super::transcript::unexpected;
use crate::failure::Failure;

/// Far longer than anything on this machine takes.
const PATIENCE: Duration = Duration::from_secs(5);

pub struct Control {
    address: SocketAddr,
}

impl Control {
    pub fn new(address: SocketAddr) -> Self {
        Self { address }
    }

    /// The request the emulator saw last.
    pub async fn last_request(&self) -> Result<Value, Failure> {
        let mut seen = self.ask("GET", "/_emulator/requests?limit=1", &Value::Null).await?;
        Ok(seen["requests"][0].take())
    }

    /// The person goes through the plugin and passes. Answers the emulator's record of the ticket.
    pub async fn pass(&self, ticket: &str) -> Result<Value, Failure> {
        self.ask("POST", &pass_path(ticket), &json!({ "status": "passed" })).await
    }

    /// Callbacks are signed and encrypted from now on.
    pub async fn sign_callbacks(&self) -> Result<(), Failure> {
        let change = json!({ "callback_form": "signed", "callback_encrypt": true });
        self.ask("PUT", "/_emulator/settings", &change).await.map(drop)
    }

    /// Waits until the emulator has the reply to a callback; answers what it made of it.
    pub async fn callback_state(&self, id: &Value) -> Result<String, Failure> {
        let path = format!("/_emulator/callbacks/{id}");
        let settled = async {
            loop {
                let callback = self.ask("GET", &path, &Value::Null).await?;
                match callback["state"].as_str() {
                    Some("pending") => tokio::time::sleep(Duration::from_millis(5)).await,
                    state => return Ok(state.unwrap_or_default().to_owned()),
                }
            }
        };
        tokio::time::timeout(PATIENCE, settled).await.unwrap_or_else(|_| Ok("pending".to_owned()))
    }

    async fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value, Failure> {
        let answer = tokio::time::timeout(PATIENCE, self.exchange(method, path, body)).await;
        let failed =
            |why: &str| unexpected(&format!("the emulator's control interface ({method} {path}): {why}"));
        match answer {
            Ok(Ok((status, answer))) if (200..300).contains(&status) => {
                serde_json::from_slice(&answer).map_err(|_| failed("the answer is not JSON"))
            }
            Ok(Ok((status, answer))) => {
                Err(failed(&format!("HTTP {status}: {}", String::from_utf8_lossy(&answer))))
            }
            Ok(Err(error)) => Err(failed(&error.to_string())),
            Err(_) => Err(failed("no answer")),
        }
    }

    async fn exchange(
        &self,
        method: &str,
        path: &str,
        body: &Value,
    ) -> Result<(u16, Bytes), Box<dyn std::error::Error>> {
        let stream = TcpStream::connect(self.address).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let body = if body.is_null() { Bytes::new() } else { body.to_string().into() };
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, self.address.to_string())
            .body(Full::new(body))?;
        let answer = sender.send_request(request).await?;
        let status = answer.status().as_u16();
        Ok((status, answer.into_body().collect().await?.to_bytes()))
    }
}

pub fn pass_path(ticket: &str) -> String {
    format!("/_emulator/tickets/{ticket}/complete")
}
