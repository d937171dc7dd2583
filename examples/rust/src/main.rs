//! Asks for a personal authentication ticket with the request of the page 生成个人认证令牌, and prints the ticket.
//!
//! Reads `QYS_BASE_URL`, `QYS_APP_TOKEN` and `QYS_APP_SECRET` (and every other `QYS_*` option of the SDK), and
//! `QYS_CONTACT`, the telephone number of the person.

use std::process::ExitCode;

use qiyuesuo::api::{AuthMode, ContactType, CreatePersonalAuthTicket, User};
use qiyuesuo::{Client, Error};

/// The telephone number on the page.
const CONTACT: &str = "10020033044";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match create_ticket().await {
        Ok(ticket) => {
            println!("{ticket}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("class: qiyuesuo::Error");
            eprintln!("kind: {}", error.kind());
            eprintln!("code: {}", error.code().map_or("none".to_owned(), |code| code.to_string()));
            eprintln!("message: {}", error.message());
            ExitCode::from(error.kind().exit_code())
        }
    }
}

async fn create_ticket() -> Result<String, Error> {
    let client = Client::from_env()?;
    let contact = std::env::var("QYS_CONTACT").ok().filter(|contact| !contact.is_empty());
    let request = CreatePersonalAuthTicket::builder()
        .user(User::new(contact.unwrap_or(CONTACT.to_owned()), ContactType::Mobile))
        .mode(AuthMode::Bank)
        .username("张三")
        .callback_url("http://www.qiyuesuo.com")
        .build();
    let ticket = client.personal_auth().create_ticket(&request).await?;
    Ok(ticket.into_inner().ticket)
}
