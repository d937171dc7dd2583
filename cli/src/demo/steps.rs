//! The steps, each with its checks.

use std::net::{Ipv4Addr, SocketAddr};

use qiyuesuo::api::{ContactType, CreatePersonalAuthTicket, GetPersonalAuthResult, Ticket, User};
use qiyuesuo::callback::{Authenticity, Event, EventKind, PersonalAuthStatus};
use qiyuesuo::{Client, Response};
use qiyuesuo_emulator::{Emulator, Options};
use serde_json::{Map, Value, json};

use super::control::{Control, pass_path};
use super::receiver::{PLAIN, Received, Receiver, SIGNED};
use super::transcript::{Transcript, expect, unexpected};
use crate::failure::Failure;

/// The person of the documented page.
const CONTACT: &str = "10020033044";

pub async fn play(transcript: &mut Transcript) -> Result<(), Failure> {
    transcript.begin()?;
    let emulator = start(transcript).await?;
    let control = Control::new(emulator.address());
    let client = Client::builder()
        .app_token(emulator.credentials().app_token)
        .app_secret(emulator.credentials().app_secret)
        .base_url(emulator.url())
        .build_without_env()?;
    let mut receiver = listen(transcript, emulator.credentials().callback_key).await?;

    let ticket = exchange(transcript, &client, &control, &receiver.url(PLAIN)).await?;
    open_plugin(transcript, &ticket)?;
    let auth_id = plain_callback(transcript, &control, &mut receiver, &ticket).await?;
    signed_callback(transcript, &client, &control, &mut receiver).await?;
    query(transcript, &client, &auth_id).await?;

    client.close();
    emulator.shutdown().await;
    Ok(())
}

async fn start(transcript: &mut Transcript) -> Result<Emulator, Failure> {
    transcript.step("An emulator of the platform starts on a free port")?;
    let options = Options { listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), ..Options::default() };
    let emulator = Emulator::start(options)
        .await
        .map_err(|error| unexpected(&format!("the emulator does not start: {error}")))?;
    transcript.fact("address", emulator.url())?;
    Ok(emulator)
}

async fn listen(transcript: &mut Transcript, key: &str) -> Result<Receiver, Failure> {
    transcript.step("Your backend listens for callbacks")?;
    let receiver = Receiver::start(key).await?;
    transcript.fact("address", receiver.url(PLAIN))?;
    transcript.fact("note", "the documented request names http://www.qiyuesuo.com here")?;
    Ok(receiver)
}

/// The request of the documented page.
fn request(callback_url: String) -> CreatePersonalAuthTicket {
    CreatePersonalAuthTicket::builder()
        .user(User::new(CONTACT, ContactType::Mobile))
        .mode("BANK")
        .username("张三")
        .callback_url(callback_url)
        .build()
}

async fn exchange(
    transcript: &mut Transcript,
    client: &Client,
    control: &Control,
    callback_url: &str,
) -> Result<Response<Ticket>, Failure> {
    transcript.step("It asks for a personal-authentication ticket (生成个人认证令牌), signed")?;
    let ticket = client.personal_auth().create_ticket(&request(callback_url.to_owned())).await?;
    let seen = control.last_request().await?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    transcript.request(
        &text(&seen["method"]),
        &text(&seen["path"]),
        &headers(&seen),
        &text(&seen["body"]),
    )?;
    expect(seen["verdict"] == "passed" && seen["signature"]["matches"] == true, "the signature is accepted")?;
    let rule = text(&seen["signature"]["rule"]);
    transcript.fact(
        "signature",
        format!("{rule} of token + secret + timestamp + nonce; the emulator finds the same"),
    )?;
    transcript.fact("answer", format!("HTTP {}, attempt {}", ticket.http_status(), ticket.attempts()))?;
    expect(!ticket.ticket.is_empty(), "there is a ticket")?;
    transcript.fact("ticket", ticket.ticket.as_str())?;
    Ok(ticket)
}

/// The headers that matter; the emulator shortens what is secret elsewhere.
fn headers(seen: &Value) -> Map<String, Value> {
    let all = seen["headers"].as_object();
    let wanted = |name: &str| name.starts_with("x-qys-") || name == "content-type";
    all.into_iter()
        .flatten()
        .filter(|(name, _)| wanted(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn open_plugin(transcript: &mut Transcript, ticket: &Response<Ticket>) -> Result<(), Failure> {
    transcript.step("Your mini-program opens the plugin with it")?;
    let url = ticket.plugin_url().ok_or_else(|| unexpected("the ticket has no plugin page"))?;
    expect(url.contains(&ticket.ticket), "the address holds the ticket")?;
    Ok(transcript.fact("wx.navigateTo", url)?)
}

/// The person passes, and the platform calls back as documented. Answers the id of the authentication.
async fn plain_callback(
    transcript: &mut Transcript,
    control: &Control,
    receiver: &mut Receiver,
    ticket: &Response<Ticket>,
) -> Result<String, Failure> {
    transcript.step("The person passes the authentication")?;
    let record = control.pass(&ticket.ticket).await?;
    transcript.fact("played by", format!("POST {}", pass_path(&ticket.ticket)))?;
    expect(record["status"] == "passed", "the authentication is passed")?;
    transcript.fact("status", record["status"].clone())?;

    transcript.step("The callback arrives in the documented plain form")?;
    let received = receiver.next().await?;
    let auth_id = check_event(transcript, &received, Authenticity::None)?;
    expect(record["authId"].as_str() == Some(&auth_id), "the callback names this authentication")?;
    transcript
        .fact("note", "unsigned as documented, so anybody could send it: the last step asks the platform")?;
    reply(transcript, control, &received.event, &record).await?;
    Ok(auth_id)
}

async fn signed_callback(
    transcript: &mut Transcript,
    client: &Client,
    control: &Control,
    receiver: &mut Receiver,
) -> Result<(), Failure> {
    transcript
        .step("Once more with another ticket, the callback signed and encrypted: the emulator's choice")?;
    transcript.fact("note", "the platform documents no signature for callbacks of this kind")?;
    control.sign_callbacks().await?;
    let ticket = client.personal_auth().create_ticket(&request(receiver.url(SIGNED))).await?;
    let record = control.pass(&ticket.ticket).await?;
    let received = receiver.next().await?;
    let auth_id = check_event(transcript, &received, Authenticity::Encrypted)?;
    expect(record["authId"].as_str() == Some(&auth_id), "the callback names this authentication")?;
    reply(transcript, control, &received.event, &record).await
}

fn check_event(
    transcript: &mut Transcript,
    Received { names, event }: &Received,
    wanted: Authenticity,
) -> Result<String, Failure> {
    expect(event.kind() == EventKind::PersonalAuth, "the callback is a personal authentication's")?;
    expect(
        event.personal_auth_status() == Some(PersonalAuthStatus::Passed),
        "the callback tells of a success",
    )?;
    expect(event.authenticity() == wanted, "the callback has the form that was set")?;
    transcript.fact("received", names.join(", "))?;
    transcript.fact("event", event.kind().as_str())?;
    transcript.fact("fields", Value::Object(event.fields().clone()))?;
    transcript.fact("authenticity", event.authenticity().as_str())?;
    event.auth_id().ok_or_else(|| unexpected("the callback has no authId"))
}

async fn reply(
    transcript: &mut Transcript,
    control: &Control,
    event: &Event,
    record: &Value,
) -> Result<(), Failure> {
    let reply = event.reply();
    let state = control.callback_state(&record["callback"]["id"]).await?;
    expect(state == "received", "the emulator takes the reply for a receipt")?;
    Ok(transcript
        .fact("replied", format!("HTTP {} {}, which counts as {state}", reply.status, reply.body))?)
}

async fn query(transcript: &mut Transcript, client: &Client, auth_id: &str) -> Result<(), Failure> {
    transcript.step("Your backend asks for the result (查询个人认证状态)")?;
    let by_contact = GetPersonalAuthResult::by_contact(User::new(CONTACT, ContactType::Mobile));
    let result = client.personal_auth().get_result(&by_contact).await?;
    transcript.fact("by contact", json!({ "realName": result.real_name }))?;
    expect(result.real_name, "the person is identified")?;
    let result = client.personal_auth().get_result(&GetPersonalAuthResult::by_auth_id(auth_id)).await?;
    transcript.fact("by authId", json!({ "realName": result.real_name, "mode": result.mode }))?;
    let by_bank_card = result.mode.as_deref() == Some("BANK");
    expect(result.real_name && by_bank_card, "the authentication is passed by bank card")
}
