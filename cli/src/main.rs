//! `qys`: an unofficial command for the Qiyuesuo (契约锁) e-signature open platform.

#![forbid(unsafe_code)]

mod answered;
mod api;
mod args;
mod auth;
mod batch;
mod call;
mod callback;
mod demo;
mod doctor;
mod emulator;
mod failure;
mod fields;
mod global;
mod input;
mod operation;
mod output;
mod request;
mod run;
mod sign;
mod target;
mod ticket;

use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match args::parse() {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    let format = cli.global.output;
    match args::dispatch(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.print(format);
            ExitCode::from(failure.exit_code())
        }
    }
}
