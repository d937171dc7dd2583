//! The floor: the same bytes again and again on plain sockets. Nothing is signed, encoded or parsed, so this row tells
//! what the kernel and the runtime cost by themselves, and how fast the server is.

use std::error::Error;
use std::sync::{Mutex, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Target;
use super::by_hand::Signed;
use crate::load::Exchange;
use crate::seed::{PATH, TicketRequest};

/// One request, signed once, and the idle connections.
pub struct Raw {
    address: String,
    request: Vec<u8>,
    idle: Mutex<Vec<TcpStream>>,
}

impl Raw {
    /// Writes the request.
    ///
    /// # Errors
    /// If the base address is not `http://HOST:PORT`.
    pub fn new(target: &Target) -> Result<Self, Box<dyn Error>> {
        let address = target.base_url.strip_prefix("http://").ok_or("only http:// here")?.to_owned();
        let Signed { timestamp, nonce, signature } = Signed::now(&target.app_token, &target.app_secret);
        let body = serde_json::to_string(&TicketRequest::default())?;
        let request = format!(
            "POST {PATH} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n\
             x-qys-open-accesstoken: {}\r\nx-qys-open-timestamp: {timestamp}\r\nx-qys-open-nonce: {nonce}\r\n\
             x-qys-open-signature: {signature}\r\ncontent-length: {}\r\n\r\n{body}",
            target.app_token,
            body.len(),
        );
        Ok(Self { address, request: request.into_bytes(), idle: Mutex::default() })
    }

    async fn exchange(&self) -> std::io::Result<()> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut stream = match idle {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect(&self.address).await?;
                stream.set_nodelay(true)?;
                stream
            }
        };
        stream.write_all(&self.request).await?;
        let mut answer = [0; 1024];
        let mut length = 0;
        // The answers of the bare server end like this, and hold it nowhere else.
        while !answer[..length].ends_with(b"\"}}") {
            match stream.read(&mut answer[length..]).await? {
                0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
                more => length += more,
            }
        }
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(stream);
        Ok(())
    }
}

impl Exchange for Raw {
    async fn ticket(&self) -> Result<String, String> {
        self.exchange().await.map(|()| "not read".to_owned()).map_err(|error| error.to_string())
    }
}
