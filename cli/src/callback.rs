//! `qys callback parse`: what the platform posted.

use std::borrow::Cow;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};
use qiyuesuo::callback::{Authenticity, CallbackOptions, CbcIv, Event, EventKind, parse, parse_request};
use qiyuesuo::config::secret_file;
use serde_json::json;
use url::form_urlencoded;
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::global::{Global, seconds, variable};
use crate::{input, output};

#[derive(Subcommand)]
pub enum CallbackCommand {
    /// Check, decrypt and print a callback, and what the platform wants to hear
    Parse(ParseArgs),
}

#[derive(Args)]
pub struct ParseArgs {
    /// The body as it came (application/x-www-form-urlencoded): @FILE, - for stdin, or text. Without --body, --form and
    /// --query it is read from stdin
    #[arg(long, value_name = "BODY", conflicts_with = "form")]
    body: Option<String>,
    /// A field of the form, not encoded; can be given several times
    #[arg(long, value_name = "NAME=VALUE")]
    form: Vec<String>,
    /// The query of the address as it came: some callbacks are signed there
    #[arg(long, value_name = "QUERY")]
    query: Option<String>,
    /// A callback secret; everybody on this machine can see it here: rather QYS_CALLBACK_KEY or --key-file; can be given
    /// several times
    #[arg(long = "key", value_name = "KEY", allow_hyphen_values = true)]
    keys: Vec<String>,
    /// File with callback secrets, one a line; can be given several times
    #[arg(long = "key-file", value_name = "FILE")]
    key_files: Vec<PathBuf>,
    /// Accept callbacks without a signature: anybody can send them, so confirm each with a query
    #[arg(long)]
    allow_unsigned: bool,
    /// Refuse time stamps further than this from now, in seconds [default: any; the platform repeats for days]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    max_age: Option<Duration>,
    /// Decrypt with AES-CBC and this initial vector of 16 bytes [default: AES-ECB]
    #[arg(long, value_name = "IV", allow_hyphen_values = true)]
    cbc_iv: Option<String>,
}

pub fn run(global: &Global, command: CallbackCommand) -> Result<(), Failure> {
    let CallbackCommand::Parse(args) = command;
    let keys = keys(global, &args)?;
    let keys: Vec<&str> = keys.iter().map(|key| key.as_str()).collect();
    let mut options = CallbackOptions::new().allow_unsigned(args.allow_unsigned);
    if let Some(age) = args.max_age {
        options = options.max_age(age);
    }
    if let Some(iv) = &args.cbc_iv {
        options = options.cbc_iv(CbcIv::new(iv)?);
    }
    let event = if args.form.is_empty() {
        parse_request(args.query.as_deref(), &body(&args)?, &keys, &options)
    } else {
        let mut pairs = Vec::new();
        for pair in &args.form {
            let (name, value) = input::pair("--form", pair)?;
            pairs.push((name.into(), value.into()));
        }
        let query = args.query.as_deref().unwrap_or_default().trim_start_matches('?');
        pairs.extend(form_urlencoded::parse(query.as_bytes()));
        parse::<Cow<'_, str>, Cow<'_, str>>(pairs, &keys, &options)
    };
    let event = event.map_err(|error| {
        let hint = match error.field() {
            Some("signature") if keys.is_empty() && !args.allow_unsigned => {
                Some("give the callback secret with QYS_CALLBACK_KEY or `--key-file`, or `--allow-unsigned`")
            }
            Some("content") if keys.is_empty() => {
                Some("give the callback secret with QYS_CALLBACK_KEY or `--key-file`")
            }
            _ => None,
        };
        Failure::from(error).with_hint(hint.map(str::to_owned))
    })?;
    Ok(print(global, &event)?)
}

fn body(args: &ParseArgs) -> Result<Vec<u8>, Failure> {
    match (&args.body, &args.query) {
        (Some(body), _) => input::text("--body", body),
        (None, Some(_)) => Ok(Vec::new()),
        (None, None) => input::stdin("--body"),
    }
}

/// The keys of the command line and its files, or else that of the environment.
fn keys(global: &Global, args: &ParseArgs) -> Result<Vec<Zeroizing<String>>, Failure> {
    if !args.keys.is_empty() {
        output::warn(
            global.output,
            "a key on the command line can be seen by others on this machine and stays in the shell's history: \
             QYS_CALLBACK_KEY or --key-file is safer",
        );
    }
    let mut keys: Vec<_> = args.keys.iter().cloned().map(Zeroizing::new).collect();
    for file in &args.key_files {
        let text = secret_file("--key-file", file)?;
        keys.extend(text.lines().filter(|line| !line.is_empty()).map(|line| Zeroizing::new(line.to_owned())));
    }
    if keys.iter().any(|key| key.is_empty()) {
        return Err(Failure::usage("--key must not be empty"));
    }
    if keys.is_empty() {
        keys.extend(variable("QYS_CALLBACK_KEY")?);
    }
    Ok(keys)
}

fn print(global: &Global, event: &Event) -> output::Written {
    let reply = event.reply();
    if global.output.is_json() {
        return output::json(&json!({
            "type": event.kind().as_str(),
            "authenticity": event.authenticity().as_str(),
            "fields": event.fields(),
            "own_parameters": event.own_parameters(),
            "fingerprint": event.fingerprint(),
            "reply": { "status": reply.status, "content_type": reply.content_type, "body": reply.body },
        }));
    }
    output::say(&format!("type: {}", event.kind().as_str()))?;
    output::say(&format!("authenticity: {}", event.authenticity().as_str()))?;
    for name in event.fields().keys() {
        let value = event.text(name).unwrap_or_else(|| event.fields()[name].to_string());
        output::say(&format!("field {}: {}", output::value(name), output::value(&value)))?;
    }
    for (name, value) in event.own_parameters() {
        let value = output::value(value.as_str().unwrap_or_default());
        output::say(&format!("own parameter {}: {value}", output::value(name)))?;
    }
    output::say(&format!("fingerprint: {}", event.fingerprint()))?;
    output::say(&format!("reply: {} {} {}", reply.status, reply.content_type, reply.body))?;
    let worth = match event.authenticity() {
        Authenticity::None => "this callback has no signature, so anybody can have sent it",
        Authenticity::TimestampOnly => "the signature covers the time stamp only, not these fields",
        _ => return Ok(()),
    };
    let confirm = match event.kind() {
        EventKind::PersonalAuth => ": confirm it with `qys auth result`",
        EventKind::CompanyAuth => ": confirm it with `qys auth company-result`",
        _ => ": confirm it with a query before anything depends on it",
    };
    output::note(global.output, &format!("{worth}{confirm}"));
    Ok(())
}
