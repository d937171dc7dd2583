//! Running what waits: one thread, Ctrl-C, and a sign of life.

use std::future::Future;
use std::io::IsTerminal;
use std::time::Duration;

use indicatif::ProgressBar;
use tokio::runtime::{Builder, Runtime};

use crate::failure::Failure;

/// How long a call may take before something turns.
const PATIENCE: Duration = Duration::from_millis(400);

pub fn runtime() -> Result<Runtime, Failure> {
    Builder::new_current_thread().enable_all().build().map_err(Failure::Output)
}

/// Runs to the end or to Ctrl-C, which drops the work.
pub fn interruptible<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    runtime()?.block_on(async {
        tokio::select! {
            outcome = work => outcome,
            () = interrupted() => Err(Failure::Interrupted),
        }
    })
}

/// As [`interruptible`], with a spinner on stderr when that is a terminal and it takes longer.
pub fn waiting<T>(what: &str, work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    interruptible(async {
        tokio::pin!(work);
        if !std::io::stderr().is_terminal() {
            return work.await;
        }
        if let Ok(outcome) = tokio::time::timeout(PATIENCE, &mut work).await {
            return outcome;
        }
        let spinner = ProgressBar::new_spinner();
        spinner.set_message(what.to_owned());
        spinner.enable_steady_tick(Duration::from_millis(100));
        let outcome = work.await;
        spinner.finish_and_clear();
        outcome
    })
}

/// Ctrl-C, or what a service manager sends instead.
pub async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    // Without a handler the system ends the process itself.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
