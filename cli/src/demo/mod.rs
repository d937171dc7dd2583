//! `qys demo`: the whole job on this machine, with the request of the documented page.

mod control;
mod receiver;
mod steps;
mod transcript;

use crate::failure::Failure;
use crate::global::Global;
use crate::run;
use transcript::Transcript;

pub fn run(global: &Global) -> Result<(), Failure> {
    let mut transcript = Transcript::new(global.output);
    let outcome = run::interruptible(async { steps::play(&mut transcript).await });
    transcript.close(outcome.is_ok())?;
    outcome
}
