//! The command as its users meet it: real processes, and a real emulator on a free port.

#![allow(clippy::unwrap_used)]

mod api;
mod bad_input;
mod batch;
mod call;
mod callback;
mod demo;
mod doctor;
mod emulator;
mod exit_codes;
mod secrets;
mod sign;
mod support;
mod ticket;
mod usage;
