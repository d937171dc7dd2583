//! The command line as a whole.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser, Subcommand};
use serde_json::json;

use crate::failure::Failure;
use crate::global::Global;
use crate::output::{self, Format};
use crate::{api, auth, batch, call, callback, demo, doctor, emulator, sign, ticket};

const EXIT_CODES: &str = "\
Exit codes:
    0  done
    1  a defect, or the output could not be written
    2  wrong usage, or a request that is wrong before it leaves
    3  the settings are wrong or missing
    4  the platform did not accept the credentials, the signature or the time
    5  the platform refused the call: another code, no permission, called too often
    6  no answer: name, connection, TLS, proxy, time-out; or the platform failed
    7  the answer is not one of the platform's
    8  the callback is forged, too old, unreadable, or none
    9  some rows of a batch failed
  130  interrupted

Settings come from options, then from QYS_* variables: QYS_APP_TOKEN, QYS_APP_SECRET, QYS_APP_SECRET_FILE,
QYS_ENVIRONMENT, QYS_BASE_URL, QYS_TOTAL_TIMEOUT, ... `qys doctor --output json` lists them all.

This is not a tool of the platform's operator.";

/// Signs requests to the Qiyuesuo (契约锁) open platform and exchanges tickets (unofficial)
#[derive(Parser)]
#[command(
    name = "qys",
    version,
    after_help = EXIT_CODES,
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 110
)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
#[expect(clippy::large_enum_variant, reason = "there is one, once")]
enum Command {
    /// Ask for a ticket for the mini-program plugin; with text output it stands alone on stdout
    #[command(subcommand)]
    Ticket(ticket::TicketCommand),
    /// Ask what came of an authentication
    #[command(subcommand)]
    Auth(auth::AuthCommand),
    /// Call an operation by its name: all of the platform's that are known, with their fields
    Api(api::ApiArgs),
    /// Call any endpoint, signed
    Call(call::CallArgs),
    /// Make a call for each row of a CSV or JSONL file
    Batch(batch::BatchArgs),
    /// Print the headers that sign a request, as `name: value`, ready for `curl -H @-`
    Sign(sign::SignArgs),
    /// Read what the platform posts back
    #[command(subcommand)]
    Callback(callback::CallbackCommand),
    /// Run a local stand-in for the platform until Ctrl-C
    Emulator(emulator::EmulatorArgs),
    /// Check settings, address, name, connection, TLS, clock and credentials one by one
    Doctor,
    /// Show the whole job on this machine, with the emulator: no account and no network needed
    Demo,
    /// Print a completion script
    Completions {
        /// The shell it is for
        shell: clap_complete::Shell,
    },
}

/// Reads the command line; an `Err` holds the exit code of what was printed instead.
pub fn parse() -> Result<Cli, ExitCode> {
    Cli::try_parse().map_err(|mut error| {
        conceal(&mut error);
        if error.use_stderr() && wants_json() {
            let message = error.render().to_string();
            let message = message.trim_end().trim_start_matches("error: ");
            output::json_to_stderr(&json!({ "error": { "kind": "usage", "message": message } }));
        } else {
            // Nothing can be done when even this cannot be written.
            let _ = error.print();
        }
        ExitCode::from(u8::from(error.use_stderr()) * 2)
    })
}

/// A word in the wrong place can be a secret whose option was misspelt, so only names of options are repeated.
fn conceal(error: &mut clap::Error) {
    let given = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        _ => None,
    };
    match error.kind() {
        ErrorKind::UnknownArgument => {
            if let Some(text) = given(ContextKind::InvalidArg) {
                let shown = match text.split_once('=') {
                    Some((name, _)) if name.starts_with("--") => name.to_owned(),
                    None if text.starts_with("--") => return,
                    _ => "(a word that belongs to no option)".to_owned(),
                };
                error.insert(ContextKind::InvalidArg, ContextValue::String(shown));
                // Some suggestions repeat the word.
                error.remove(ContextKind::Suggested);
            }
        }
        ErrorKind::InvalidSubcommand if error.get(ContextKind::SuggestedSubcommand).is_none() => {
            let shown = "(a word that is no command)".to_owned();
            error.insert(ContextKind::InvalidSubcommand, ContextValue::String(shown));
            error.remove(ContextKind::Suggested);
        }
        _ => {}
    }
}

/// Whether JSON was asked for on a command line that could not be read as a whole.
fn wants_json() -> bool {
    let words: Vec<_> = std::env::args_os().collect();
    words.iter().any(|word| word == "--output=json")
        || words.windows(2).any(|pair| pair[0] == "--output" && pair[1] == "json")
}

/// Does what the command line asks for.
pub fn dispatch(cli: Cli) -> Result<(), Failure> {
    let Cli { global, command } = cli;
    global.start_log();
    match command {
        Command::Ticket(command) => ticket::run(&global, command),
        Command::Auth(command) => auth::run(&global, command),
        Command::Api(args) => api::run(&global, args, || help_of("api")),
        Command::Call(args) => call::run(&global, args),
        Command::Batch(args) => batch::run(&global, args),
        Command::Sign(args) => sign::run(&global, args),
        Command::Callback(command) => callback::run(&global, command),
        Command::Emulator(args) => emulator::run(&global, args),
        Command::Doctor => doctor::run(&global),
        Command::Demo => demo::run(&global),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "qys", &mut script);
            Ok(output::bytes(&script)?)
        }
    }
}

/// The long help of a command.
fn help_of(name: &str) -> String {
    let mut command = Cli::command();
    command.build();
    let command = command.find_subcommand_mut(name).expect("it is one of them");
    command.render_long_help().to_string()
}

impl Format {
    /// Whether output is for programs.
    pub fn is_json(self) -> bool {
        self == Self::Json
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
