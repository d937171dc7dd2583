//! Why a command failed, how that is printed, and the exit code.

use std::io;

use qiyuesuo::{Error, ErrorKind};
use serde_json::json;

use crate::output::{self, BAD, FAINT, Format, Unwritten, styled};

#[derive(Debug)]
pub enum Failure {
    /// An error of the SDK, and what to do about it in terms of this command.
    Sdk { error: Box<Error>, hint: Option<String> },
    /// The command line, or a file it names, is wrong.
    Usage(String),
    /// The result could not be written.
    Output(io::Error),
    /// Everything was printed already.
    Reported(u8),
    /// Ctrl-C.
    Interrupted,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let hint = hint(&error);
        Self::Sdk { error: Box::new(error), hint }
    }
}

impl From<Unwritten> for Failure {
    fn from(Unwritten(error): Unwritten) -> Self {
        Self::Output(error)
    }
}

impl Failure {
    pub fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
    }

    /// With another hint, if there is one.
    #[must_use]
    pub fn with_hint(self, better: Option<String>) -> Self {
        match self {
            Self::Sdk { error, hint } => Self::Sdk { error, hint: better.or(hint) },
            other => other,
        }
    }

    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Sdk { error, .. } => error.kind().exit_code(),
            Self::Usage(_) => 2,
            Self::Output(_) => 1,
            Self::Reported(code) => *code,
            Self::Interrupted => ErrorKind::Cancelled.exit_code(),
        }
    }

    pub fn print(&self, format: Format) {
        match self {
            Self::Sdk { error, hint } if format.is_json() => {
                output::json_to_stderr(&json!({ "error": {
                    "kind": error.kind().as_str(),
                    "message": error.message(),
                    "operation": error.operation(),
                    "http_status": error.http_status(),
                    "code": error.code(),
                    "response_code": error.response_code(),
                    "field": error.field(),
                    "attempts": error.attempts(),
                    "request_id": error.request_id(),
                    "retry_after": error.retry_after().map(|wait| wait.as_secs_f64()),
                    "hint": hint,
                } }));
            }
            Self::Sdk { error, hint } => report(&error.to_string(), hint.as_deref()),
            Self::Usage(message) => other(format, "usage", message),
            // Who reads a pipe may stop reading it.
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            Self::Output(error) => other(format, "output", &format!("cannot write the output: {error}")),
            Self::Reported(_) => {}
            Self::Interrupted => other(format, "cancelled", "interrupted"),
        }
    }
}

fn other(format: Format, kind: &str, message: &str) {
    if format.is_json() {
        output::json_to_stderr(&json!({ "error": { "kind": kind, "message": message } }));
    } else {
        report(message, None);
    }
}

fn report(message: &str, hint: Option<&str>) {
    output::stderr(&format!("{} {message}", styled(BAD, "error:")));
    if let Some(hint) = hint {
        output::stderr(&format!("{} {hint}", styled(FAINT, "hint:")));
    }
}

/// What to do about an error whichever command met it.
fn hint(error: &Error) -> Option<String> {
    let text = match error.kind() {
        ErrorKind::Configuration => return setting_hint(error.field()?),
        ErrorKind::Authentication | ErrorKind::Connection => {
            "`qys doctor` checks address, connection, clock and credentials one by one"
        }
        ErrorKind::Timeout => "`--timeout` sets the total time-out; `qys doctor` checks the connection",
        ErrorKind::InvalidResponse => "`qys doctor` checks whether the platform answers at this address",
        ErrorKind::Internal => "this is a defect: please report it",
        _ => return None,
    };
    Some(text.to_owned())
}

/// The option and the variable behind a setting.
fn setting_hint(field: &str) -> Option<String> {
    Some(match field {
        "app_token" => "set it with `--app-token` or QYS_APP_TOKEN".to_owned(),
        "app_secret" | "app_secret_file" => "set it with QYS_APP_SECRET or `--app-secret-file`".to_owned(),
        "agent.token" | "agent.secret" | "agent" => {
            "set it with QYS_AGENT_TOKEN and QYS_AGENT_SECRET (or `--agent-token`, `--agent-secret`)"
                .to_owned()
        }
        "base_url" => "set it with `--base-url` or QYS_BASE_URL, or choose an `--environment`".to_owned(),
        "ca_file" | "ca_pem" => "set it with `--ca-file` or QYS_CA_FILE".to_owned(),
        "proxy" | "signature" | "header_prefix" => {
            format!("set it with `--{}` or QYS_{}", field.replace('_', "-"), field.to_uppercase())
        }
        "cbc_iv" => "set it with `--cbc-iv`".to_owned(),
        _ => return None,
    })
}
