//! A local, unofficial stand-in for the Qiyuesuo (契约锁) open platform, for tests and demonstrations.
//!
//! It answers the operations of the SDK in the order the platform's gateway does, keeps tickets, authentications,
//! callbacks and nonces, and lets tests look at every request and order faults over a control interface below
//! `/_emulator/`. What the platform has not published is the emulator's own choice; `GET /_emulator/choices` lists
//! these choices, and so does `docs/emulator.md`.
//!
//! ```
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use qiyuesuo_emulator::{Emulator, Options};
//!
//! let options = Options { listen: ([127, 0, 0, 1], 0).into(), ..Options::default() };
//! let emulator = Emulator::start(options).await?;
//! println!("base URL {}, App Token {}", emulator.url(), emulator.credentials().app_token);
//! emulator.shutdown().await;
//! # Ok(())
//! # }
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(example()).unwrap();
//! ```
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used))]
#![deny(missing_docs)]

mod answer;
mod bounded;
mod callbacks;
mod choices;
mod clock;
mod control;
mod emulator;
mod error;
mod faults;
mod gateway;
mod multipart;
mod options;
mod outcome;
mod parameters;
mod platform;
mod request_log;
mod server;
mod service;
mod settings;
mod state;

pub use emulator::{Credentials, Emulator};
pub use error::Error;
pub use options::{CallbackForm, Limits, Options, ParameterCheck, SignatureRule};
pub use outcome::{CompletionError, Outcome};

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks. Nothing is left half done under these locks, so one that a panic poisoned is as good as any.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
