//! `qys auth`: what came of an authentication.

use clap::{Args, Subcommand};
use serde_json::Value;

use crate::failure::Failure;
use crate::global::Global;
use crate::output::{self, Written};
use crate::request::{Answer, Request};

#[derive(Subcommand)]
pub enum AuthCommand {
    /// 查询个人认证状态: whether a person is identified, by contact or by the id of the authentication
    Result(PersonalResult),
    /// The state of a company authentication, by its id or by the company's name
    CompanyResult(CompanyResult),
}

#[derive(Args)]
pub struct PersonalResult {
    /// Telephone number or mail address of the person; goes with --contact-type
    #[arg(long, value_name = "CONTACT")]
    contact: Option<String>,
    /// Kind of contact: MOBILE or EMAIL
    #[arg(long, value_name = "TYPE")]
    contact_type: Option<String>,
    /// Id of the authentication, from a callback or a link; in place of the contact
    #[arg(long, value_name = "ID")]
    auth_id: Option<String>,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub struct CompanyResult {
    /// Id of the authentication, from a callback or a link
    #[arg(long, value_name = "ID")]
    request_id: Option<String>,
    /// Name of the company; in place of the id
    #[arg(long, value_name = "NAME")]
    company_name: Option<String>,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
struct Common {
    /// The request as a JSON object: @FILE, - for stdin, or text; options are laid over it
    #[arg(long, value_name = "JSON")]
    json: Option<String>,
    /// A query pair the request does not declare
    #[arg(long, value_name = "NAME=VALUE")]
    extra: Vec<String>,
}

pub fn run(global: &Global, command: AuthCommand) -> Result<(), Failure> {
    let request = match command {
        AuthCommand::Result(args) => Request::over("personal_auth.get_result", args.common.json.as_deref())?
            .field("authId", "--auth-id", args.auth_id)
            .field("contact", "--contact", args.contact)
            .field("contactType", "--contact-type", args.contact_type)
            .extra(&args.common.extra)?,
        AuthCommand::CompanyResult(args) => {
            Request::over("company_auth.get_result", args.common.json.as_deref())?
                .field("requestId", "--request-id", args.request_id)
                .field("companyName", "--company-name", args.company_name)
                .extra(&args.common.extra)?
        }
    };
    let answer = request.send(global)?;
    let written = if global.output.is_json() { output::json(&answer.document()) } else { lines(&answer) };
    Ok(written?)
}

/// Each member of the result as `name: value`, the promised one first.
fn lines(answer: &Answer) -> Written {
    let result = answer.result();
    let members = result.as_object().into_iter().flatten();
    let (first, rest): (Vec<_>, Vec<_>) =
        members.partition(|(name, _)| matches!(name.as_str(), "realName" | "status"));
    for (name, value) in first.into_iter().chain(rest) {
        let text = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        match meaning(name, value) {
            Some(meaning) => {
                output::say(&format!("{}: {} ({meaning})", output::value(name), output::value(&text)))?
            }
            None => output::say(&format!("{}: {}", output::value(name), output::value(&text)))?,
        }
    }
    Ok(())
}

/// The states of a company authentication; a callback numbers them in another way.
fn meaning(name: &str, value: &Value) -> Option<&'static str> {
    if name != "status" {
        return None;
    }
    Some(match value.as_i64()? {
        -1 => "none",
        1 => "not submitted",
        2 => "passed",
        3 => "failed",
        4 => "running",
        6 => "expired",
        _ => return None,
    })
}
