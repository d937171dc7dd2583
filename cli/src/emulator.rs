//! `qys emulator`: a local stand-in for the platform.

use std::net::SocketAddr;
use std::time::Duration;

use clap::{Args, ValueEnum};
use qiyuesuo::{Error, ErrorKind};
use qiyuesuo_emulator::{CallbackForm, Emulator, Options, ParameterCheck};
use serde_json::json;

use crate::failure::Failure;
use crate::global::{Global, ValidationName, seconds};
use crate::{output, run};

/// `--app-token`, `--app-secret`, `--agent-token`, `--agent-secret` and `--header-prefix` set what it accepts, and
/// `--validation lenient` lets unknown parameters pass. QYS_* variables are not read: they are for the platform
#[derive(Args)]
pub struct EmulatorArgs {
    /// Where to listen; port 0 picks a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8787")]
    listen: SocketAddr,
    /// Listen on, and call back to, other addresses than loopback; there is no access control
    #[arg(long)]
    allow_remote: bool,
    /// Key of signed and encrypted callbacks, 16 bytes
    #[arg(long, value_name = "KEY", allow_hyphen_values = true)]
    callback_key: Option<String>,
    /// Form of callbacks: plain is documented for authentications, the others are the emulator's choice
    #[arg(long, value_name = "FORM", default_value = "plain")]
    callback_form: FormName,
    /// What the documented waits between deliveries of a callback are multiplied with, 0 to 1
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0)]
    callback_time_scale: f64,
    /// Where the callbacks of contracts go
    #[arg(long, value_name = "URL")]
    contract_callback_url: Option<String>,
    /// How long a ticket lives, in seconds [default: 900]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    ticket_ttl: Option<Duration>,
}

#[derive(Clone, Copy, ValueEnum)]
enum FormName {
    /// The documented fields, unsigned
    Plain,
    /// Signature, timestamp and content as JSON
    Signed,
    /// Signature, timestamp and encrypted content
    Encrypted,
    /// The documented fields, and the encrypted form beside them
    Both,
}

pub fn run(global: &Global, args: EmulatorArgs) -> Result<(), Failure> {
    let mut options = Options {
        listen: args.listen,
        allow_remote: args.allow_remote,
        header_prefix: global.header_prefix.clone(),
        callback_time_scale: args.callback_time_scale,
        callback_form: match args.callback_form {
            FormName::Plain => CallbackForm::Plain,
            FormName::Signed => CallbackForm::Signed { encrypt: false },
            FormName::Encrypted => CallbackForm::Signed { encrypt: true },
            FormName::Both => CallbackForm::Both { encrypt: true },
        },
        contract_callback_url: args.contract_callback_url,
        ..Options::default()
    };
    if global.validation == Some(ValidationName::Lenient) {
        options.parameters = ParameterCheck::Lenient;
    }
    if let Some(ttl) = args.ticket_ttl {
        options.ticket_ttl = ttl;
    }
    if let Some(key) = args.callback_key {
        options.callback_key = key;
    }
    let [app_token, app_secret, agent_token, agent_secret] = global.command_line_credentials()?;
    let own_secret = app_secret.is_some();
    for (setting, given) in [
        (&mut options.app_token, app_token),
        (&mut options.app_secret, app_secret),
        (&mut options.agent_token, agent_token),
        (&mut options.agent_secret, agent_secret),
    ] {
        if let Some(given) = given {
            setting.clone_from(&given);
        }
    }
    run::runtime()?.block_on(async {
        let emulator = Emulator::start(options).await.map_err(|error| refused(&error))?;
        announce(global, &emulator, own_secret)?;
        emulator.serve_until(run::interrupted()).await;
        output::note(global.output, "the emulator has ended");
        Ok(())
    })
}

/// The address alone on stdout, for scripts; the rest is for people.
fn announce(global: &Global, emulator: &Emulator, own_secret: bool) -> output::Written {
    let url = emulator.url();
    let credentials = emulator.credentials();
    // A secret somebody gave is not shown, not even here.
    let secret = if own_secret { "(as given)" } else { credentials.app_secret };
    if global.output.is_json() {
        // On one line: who reads it must know when it is whole, and the stream stays open.
        return output::line(
            &json!({ "url": url, "app_token": credentials.app_token, "app_secret": secret }).to_string(),
        );
    }
    output::line(url)?;
    output::stderr(
        "A local stand-in for the platform, unofficial; docs/emulator.md says what it chose by itself.",
    );
    output::stderr(&format!("  QYS_BASE_URL={url}"));
    output::stderr(&format!("  QYS_APP_TOKEN={}", credentials.app_token));
    output::stderr(&format!("  QYS_APP_SECRET={secret}"));
    output::stderr(&format!("What it has seen: {url}/_emulator/requests. Ctrl-C ends it."));
    Ok(())
}

/// The emulator's options have the names of this command's.
fn refused(error: &qiyuesuo_emulator::Error) -> Failure {
    let hint = match error {
        qiyuesuo_emulator::Error::NotLoopback(_) => {
            Some("`--allow-remote` allows it, on a network you trust")
        }
        qiyuesuo_emulator::Error::Bind { .. } => Some("`--listen 127.0.0.1:0` picks a free port"),
        _ => None,
    };
    Failure::from(Error::new(ErrorKind::Configuration, error.to_string())).with_hint(hint.map(str::to_owned))
}
