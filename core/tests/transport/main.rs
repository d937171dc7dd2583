//! The transport over real sockets, through the public API.

#![allow(clippy::unwrap_used)]

mod calls;
mod close;
mod connections;
mod dropped;
mod encodings;
mod hostile;
mod limits;
mod proxy;
mod runtimes;
mod slow;
#[path = "../support/mod.rs"]
mod support;
mod uploads;

use qiyuesuo::api::{ContactType, CreatePersonalAuthTicket, Ticket, User};
use qiyuesuo::{Client, Error, Response};

/// The smallest request for a ticket.
fn request() -> CreatePersonalAuthTicket {
    CreatePersonalAuthTicket::builder().user(User::new("10020033044", ContactType::Mobile)).build()
}

async fn ticket(client: &Client) -> Result<Response<Ticket>, Error> {
    client.personal_auth().create_ticket(&request()).await
}
